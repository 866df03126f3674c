"""Qwen2.5 on OpenVINO, int4 weights: the fastest language model on most PCs.

The models are those that `openvino_genai` runs (stateful graphs with the inputs of an optimum-intel export), but the
loop over tokens is our own: it can be left at every token without a thread, it needs no second copy of the model for
prompt lookup, and it decodes as fast (measured: 26 ms a token both, 0.5B, two cores).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind, Runtime
from app.inference.chat import Chat
from app.inference.chat_generator import ChatGenerator
from app.inference.compiled_graphs import CompiledGraph
from app.inference.making_room import stay
from app.inference.model_folder import generator_info, library, loading, read_config
from app.inference.prompt_lookup import PromptLookup
from app.inference.telemetry import silence_openvino

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from app.inference.chat import Prompt
    from app.inference.making_room import Look
    from app.inference.protocols import GenerateRequest

    Pick = Callable[[NDArray[np.float32]], int]

_MODEL = Any
_INPUTS = {"input_ids", "attention_mask", "position_ids", "beam_idx"}
_PREFILL = 1024  # tokens of the prompt in one step: attention holds their square
_PART = 128  # tokens of it between two looks: a second of a 3B; 512 take 1.8 times as long as in one step (0.5B)
_ROWS = 16  # positions of a step that get logits: the token before and the guesses
_MOST_HIDDEN = 1024  # wrong guesses that the cache may hold
_GRAPH_FILES = ("openvino_model.xml", "openvino_model.bin")
_GRAPH_VERSION = "1"  # of what is done to the graph before it is compiled: raise it when that changes
_EXACT = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}


class OpenVinoGenerator(ChatGenerator):
    """`TextGenerator` over one loaded model; answers may be read in turns, each has its own state."""

    def _ids(self, request: GenerateRequest, prompt: Prompt) -> Generator[int, None, None]:
        room = prompt.room
        if room <= 0:
            return
        session = _Session(self._held.get(), self.look, _PART if self.in_parts else _PREFILL)
        pick = _picker(request)
        lookup = PromptLookup(prompt.ids, most=_ROWS - 1) if request.repeats_prompt else None
        new = [pick(session.feed(prompt.ids)[-1])]
        while True:
            yield from new
            room -= len(new)
            if room <= 0 or not self._chat.end_ids.isdisjoint(new):
                return
            guess: Sequence[int] = ()
            if lookup:
                lookup.add(new)
                guess = lookup.guess(room - 1) if session.hidden < _MOST_HIDDEN else ()
            new = _judge(session, new[-1], guess, pick)
            if lookup:
                lookup.judged(guessed=len(guess), right=len(new) - 1)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A compiled model and, where it was kept on the disk, the memory that it goes on reading its weights from."""

    compiled: _MODEL
    memory: object = None


class _Session:
    """The state of one answer: keys and values inside the library, and which of them count.

    A guess that was wrong stays in the library's state but is masked out: taking it out would copy the whole state.

    Attributes:
        hidden: How many are masked out.
    """

    def __init__(self, model: _Loaded, look: Look = stay, step: int = _PREFILL) -> None:
        self._look, self._most = look, step
        self._request = model.compiled.create_infer_request()
        self._model = model  # whose memory the request reads
        self._mask = np.ones(_PREFILL, np.int64)
        self._kept = 0  # entries of the state
        self.hidden = 0

    def feed(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Read tokens; the logits after the last of them, shape (at most 16, vocabulary), good until the next call."""
        for start in range(0, len(ids), self._most):
            if start:
                self._look()
            self._step(ids[start : start + self._most])
        logits: NDArray[np.float32] = self._request.get_tensor("logits").data[0]
        return logits

    def take_back(self, count: int) -> None:
        """Hide the last `count` tokens."""
        if count:
            self._mask[self._kept - count : self._kept] = 0
            self.hidden += count

    def _step(self, ids: Sequence[int]) -> None:
        first, end = self._kept - self.hidden, self._kept + len(ids)
        while end > len(self._mask):
            self._mask = np.concatenate([self._mask, np.ones_like(self._mask)])
        inputs = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": self._mask[None, :end],
            "position_ids": np.arange(first, first + len(ids), dtype=np.int64)[None],
            "beam_idx": np.zeros(1, np.int32),
        }
        self._request.infer(inputs, share_outputs=True)
        self._kept = end


def _judge(session: _Session, last: int, guess: Sequence[int], pick: Pick) -> list[int]:
    """The next tokens: as much of the guess as the model says too, and one more that it says itself."""
    logits = session.feed([last, *guess])
    new: list[int] = []
    for row, guessed in zip(logits[-len(guess) - 1 :], [*guess, None], strict=True):
        new.append(pick(row))
        if new[-1] != guessed:
            break
    session.take_back(len(guess) - (len(new) - 1))
    return new


def _picker(request: GenerateRequest) -> Pick:
    """How a token is chosen from its logits: the likeliest, or drawn; one draw for each token, guessed or not."""
    if request.temperature <= 0:
        return lambda logits: int(logits.argmax())
    random = np.random.default_rng(request.seed)

    def draw(logits: NDArray[np.float32]) -> int:
        scaled = (logits - logits.max()) / request.temperature
        likely = np.flatnonzero(scaled > -16)  # the others are less likely than one in eight millions of the first
        order = likely[np.argsort(-scaled[likely], kind="stable")]
        shares = np.exp(scaled[order].astype(np.float64))
        total = np.cumsum(shares) / shares.sum()
        last = int(np.searchsorted(total, min(request.top_p, 1.0)))
        point = random.random() * total[min(last, len(total) - 1)]
        return int(order[min(np.searchsorted(total, point, side="right"), last, len(order) - 1)])

    return draw


def load_generator(
    folder: Path, *, device: DeviceKind, compute_type: str, threads: int, compiled: Path | None = None
) -> OpenVinoGenerator:
    """A Qwen2.5 in OpenVINO's form, as published for `openvino_genai`.

    Args:
        folder: With `openvino_model.xml` and `.bin`, `config.json`, `tokenizer.json` and `generation_config.json`.
        device: CPU.
        compute_type: "float32" to compute in nothing less; else as the weights are, activations as the library likes.
        threads: 0 lets the library choose.
        compiled: Where its compiled graph is kept for the next start (see `CompiledGraph`); None keeps none.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` or ``engine.out_of_memory``.
    """
    silence_openvino()
    with library("openvino"):
        import openvino
    with library("tokenizers"):
        from tokenizers import Tokenizer
    with loading(folder), ThreadPoolExecutor(1) as beside:
        if read_config(folder).get("model_type") != "qwen2" or device is not DeviceKind.CPU:
            raise UserFacingError("engine.load_failed", name=folder.name)
        tokenizer = beside.submit(Tokenizer.from_file, str(folder / "tokenizer.json"))  # the graph takes longer
        settings = {"PERFORMANCE_HINT": "LATENCY"} | (_EXACT if compute_type == "float32" else {})
        if threads:
            settings["INFERENCE_NUM_THREADS"] = str(threads)
        core = openvino.Core()
        model = _kept(core, folder, settings, compiled) if compiled else _compile(core, folder, settings)
        _Session(model).feed([0])  # weights are brought into their final form only now
        chat = Chat(folder, tokenizer.result())
    return OpenVinoGenerator(model, chat, generator_info(folder, Runtime.OPENVINO, compute_type))


def _kept(core: _MODEL, folder: Path, settings: dict[str, str], place: Path) -> _Loaded:
    """The graph as it was compiled at an earlier start, else compiled now and kept for the next.

    A library that refuses its own graph, or cannot write one, costs time but no start.
    """
    import openvino

    processor = [str(core.get_property("CPU", one)) for one in ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")]
    way = [
        _GRAPH_VERSION,
        openvino.get_version(),
        *processor,
        *(f"{name}={settings[name]}" for name in sorted(settings)),
    ]
    graph = CompiledGraph(place, way, [folder / name for name in _GRAPH_FILES])
    if (memory := graph.open()) is not None:
        try:
            return _Loaded(core.import_model(openvino.Tensor(memory, shared_memory=True), "CPU", settings), memory)
        except RuntimeError:
            del memory
            graph.drop()
            return _compile(core, folder, settings)
    building = graph.building()
    if building is None:
        return _compile(core, folder, settings)
    try:
        # written by the library while it compiles: `export_model` would hold it in memory three times
        written = {"CACHE_DIR": str(building), "CACHE_MODE": "OPTIMIZE_SPEED"}
        return _compile(core, folder, settings | written)
    except RuntimeError:
        return _compile(core, folder, settings)
    finally:
        graph.keep(building)


def _compile(core: _MODEL, folder: Path, settings: dict[str, str]) -> _Loaded:
    model = core.read_model(str(folder / _GRAPH_FILES[0]))
    if {one.get_any_name() for one in model.inputs} != _INPUTS:
        raise UserFacingError("engine.load_failed", name=folder.name)
    _last_rows_only(model)
    return _Loaded(core.compile_model(model, "CPU", settings))


def _last_rows_only(model: _MODEL) -> None:
    """Compute logits for the last positions of a step alone: a prompt of 512 would take 311 MB for all of its."""
    from openvino import opset13 as ops

    product = model.output("logits").get_node().input_value(0).get_node()
    if product.get_type_name() != "MatMul":
        return
    one = ops.constant(np.array([1]))
    end = ops.constant(np.array([np.iinfo(np.int64).max]))
    last = ops.slice(product.input_value(0), ops.constant(np.array([-_ROWS])), end, one, one)
    product.input(0).replace_source_output(last.output(0))
    model.validate_nodes_and_infer_types()
