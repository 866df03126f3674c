"""Qwen2.5 through mlx-lm: the language model of Apple silicon (and, slower, of any CPU that mlx supports).

Arrays of mlx belong to the thread that made them: load, generate and close in one thread.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind, Runtime
from app.inference.chat import Chat
from app.inference.chat_generator import ChatGenerator
from app.inference.model_folder import generator_info, library, loading, read_config

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from app.inference.chat import Prompt
    from app.inference.protocols import EngineInfo, GenerateRequest

_Model = Any
_Device = Any
_PREFILL = 512  # tokens of the prompt at a time; between two of them the work can be given up


class MlxGenerator(ChatGenerator):
    """A language model; one answer at a time."""

    def __init__(self, model: _Model, chat: Chat, info: EngineInfo, device: _Device) -> None:
        super().__init__(model, chat, info)
        self._device = device

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        import mlx.core as mx

        super().close()
        mx.clear_cache()

    def _ids(self, request: GenerateRequest, prompt: Prompt) -> Generator[int, None, None]:
        if prompt.room <= 0:
            return
        import mlx.core as mx
        from mlx_lm.generate import generate_step
        from mlx_lm.sample_utils import make_sampler

        mx.random.seed(request.seed)
        steps = generate_step(
            mx.array(prompt.ids),
            self._held.get(),
            mx.new_stream(self._device),
            max_tokens=prompt.room,
            sampler=make_sampler(temp=request.temperature, top_p=request.top_p if request.top_p < 1.0 else 0.0),
            prefill_step_size=_PREFILL,
            prompt_progress_callback=lambda *_: self.look(),
        )
        with closing(steps):
            for number, _ in steps:
                yield int(number)


def load_generator(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> MlxGenerator:
    """Load a Qwen2.5 in the layout of the hub or of mlx-community (4-bit weights inside).

    Args:
        folder: Of the model; read without code from it.
        device: CPU or MPS.
        compute_type: "int4" for weights quantised by mlx, "float32" to compute in it, else as stored.
        threads: Not used: mlx has no setting for it.

    Raises:
        UserFacingError: mlx is not installed, or the folder holds no model it can run.
    """
    del threads
    with library("mlx-lm"):
        import mlx.core as mx
        from mlx_lm.utils import load_model
        from tokenizers import Tokenizer
    with loading(folder):
        if read_config(folder).get("model_type") != "qwen2":
            raise UserFacingError("engine.load_failed", name=folder.name)
        chat = Chat(folder, Tokenizer.from_file(str(folder / "tokenizer.json")))
        where = mx.Device(mx.gpu if device is DeviceKind.MPS else mx.cpu)
        with mx.stream(where):
            model, _ = load_model(folder)
            if compute_type == "float32":
                model.set_dtype(mx.float32)
                mx.eval(model.parameters())
    return MlxGenerator(model, chat, generator_info(folder, Runtime.MLX, compute_type), where)
