"""Qwen2.5 and Qwen3Guard on transformers: for CUDA and MPS, and in float32 the measure of the other runtimes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind, Runtime
from app.inference.chat import Chat, Prompt
from app.inference.chat_generator import ChatGenerator
from app.inference.guard import Guard, GuardChat, guard_info
from app.inference.held_model import free_cache
from app.inference.model_folder import generator_info, library, loading

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from app.inference.protocols import EngineInfo, GenerateRequest

_PREFILL = 512
"""Tokens of the prompt at a time, which bounds the memory that attention needs."""
_COMPUTE_TYPES = ("float32", "bfloat16", "float16")
_Model = Any
_Tensor = Any


def load_generator(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> TransformersGenerator:
    """A Qwen2.5 in the layout of the hub, from safetensors alone and without any code of its own.

    Args:
        folder: Of the model.
        device: Where it computes.
        compute_type: "float32", "bfloat16" or "float16".
        threads: Of the CPU; 0 leaves torch's own number. It holds for all of torch in this process.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` (also where weights are missing, which
            transformers would make up) or ``engine.out_of_memory``.
    """
    return _load(folder, "Qwen2ForCausalLM", Chat, device=device, compute_type=compute_type, threads=threads)


def load_guard(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> Guard:
    """A Qwen3Guard in the layout of the hub; see `load_generator`.

    Raises:
        UserFacingError: as `load_generator`.
    """
    generator = _load(folder, "Qwen3ForCausalLM", GuardChat, device=device, compute_type=compute_type, threads=threads)
    return Guard(generator, guard_info(folder, Runtime.TRANSFORMERS, compute_type))


def _load(
    folder: Path, model_type: str, chat_type: type[Chat], *, device: DeviceKind, compute_type: str, threads: int
) -> TransformersGenerator:
    if compute_type not in _COMPUTE_TYPES:
        raise ValueError(f"no such compute type: {compute_type}")
    with library("torch"):
        import torch
    with library("transformers"):
        import transformers
        from transformers.utils import logging
    with library("tokenizers"):
        from tokenizers import Tokenizer
    if threads:
        torch.set_num_threads(threads)
    logging.disable_progress_bar()  # it would start a thread and write on stderr
    with loading(folder):
        chat = chat_type(folder, Tokenizer.from_file(str(folder / "tokenizer.json")))
        model, found = getattr(transformers, model_type).from_pretrained(
            folder,
            dtype="auto",  # as they are in the file, which is mapped: nothing is copied before it is where it computes
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
        if found["missing_keys"] or found["mismatched_keys"]:
            raise UserFacingError("engine.load_failed", name=folder.name)
        model = model.to(device.value).eval()
        for weights in model.parameters():  # not `model.to`, which would round the tables of positions with them
            weights.data = weights.data.to(getattr(torch, compute_type))
    info = generator_info(folder, Runtime.TRANSFORMERS, compute_type)
    return TransformersGenerator(model, chat, info, device)


class TransformersGenerator(ChatGenerator):
    """A language model; one answer at a time."""

    def __init__(self, model: _Model, chat: Chat, info: EngineInfo, device: DeviceKind) -> None:
        super().__init__(model, chat, info)
        self._device = device
        for layer in model.model.layers:
            layer.register_forward_pre_hook(lambda *_: self.look())

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        import torch

        super().close()
        free_cache(torch, self._device)

    def _ids(self, request: GenerateRequest, prompt: Prompt) -> Generator[int, None, None]:
        if prompt.room <= 0:
            return
        import torch
        from transformers import DynamicCache

        model = self._held.get()
        cache = DynamicCache(config=model.config)
        random = torch.Generator().manual_seed(request.seed)
        for start in range(0, len(prompt.ids), _PREFILL):
            logits = self._step(model, cache, prompt.ids[start : start + _PREFILL])
        for left in range(prompt.room, 0, -1):
            number = _choose(logits, request, random)
            yield number
            if left > 1:
                logits = self._step(model, cache, (number,))

    def _step(self, model: _Model, cache: object, ids: tuple[int, ...]) -> _Tensor:
        """What follows these tokens, as float32 logits on the CPU; they are put into the cache."""
        import torch

        with torch.inference_mode():
            read = torch.tensor([ids], device=self._device.value)
            made = model(input_ids=read, past_key_values=cache, use_cache=True, logits_to_keep=1)
            return made.logits[0, -1].float().cpu()


def _choose(logits: _Tensor, request: GenerateRequest, random: object) -> int:
    """The likeliest token, or one drawn from the likeliest that hold `top_p` of the probability."""
    import torch

    if request.temperature <= 0:
        return int(logits.argmax())
    shares, order = torch.softmax(logits / request.temperature, dim=-1).sort(descending=True)
    shares = shares.masked_fill(shares.cumsum(-1) - shares >= request.top_p, 0.0)
    return int(order[torch.multinomial(shares, 1, generator=random)])
