"""Qwen2.5, Qwen3Guard, BGE-M3 and bge-reranker-v2-m3 on CTranslate2."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from app.domain.models import DeviceKind, Runtime
from app.inference.chat import Chat, Prompt
from app.inference.chat_generator import ChatGenerator
from app.inference.guard import Guard, GuardChat, guard_info
from app.inference.held_model import HeldModel
from app.inference.m3_heads import LONGEST, SILENT, ScoreHead, SparseHead, unit
from app.inference.making_room import Leavable, Look
from app.inference.model_folder import (
    HEADS_FILE,
    engine_info,
    generator_info,
    library,
    loading,
    read_config,
    whole_number,
)
from app.inference.protocols import Embeddings, EngineInfo, GenerateRequest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

_CODE_VERSION = 1
_BATCH_TOKENS = 4096
_DEVICES = {DeviceKind.CPU: "cpu", DeviceKind.CUDA: "cuda"}
_Model = Any
_Vectors = npt.NDArray[np.float32]


def load_generator(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> CTranslate2Generator:
    """A Qwen2.5 that `ctranslate2_conversion` made.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` or ``engine.out_of_memory``.
    """
    return _load_generator(folder, Chat, device=device, compute_type=compute_type, threads=threads)


def load_guard(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> Guard:
    """A Qwen3Guard that `ctranslate2_conversion` made.

    Raises:
        UserFacingError: as `load_generator`.
    """
    generator = _load_generator(folder, GuardChat, device=device, compute_type=compute_type, threads=threads)
    return Guard(generator, guard_info(folder, Runtime.CTRANSLATE2, compute_type))


def _load_generator(
    folder: Path, chat_type: type[Chat], *, device: DeviceKind, compute_type: str, threads: int
) -> CTranslate2Generator:
    with library("ctranslate2"):
        import ctranslate2
    with library("tokenizers"):
        from tokenizers import Tokenizer
    settings = {"device": _DEVICES[device], "compute_type": compute_type, "intra_threads": threads}
    with loading(folder), ThreadPoolExecutor(1) as beside:
        model = beside.submit(ctranslate2.Generator, str(folder), **settings)  # the tokenizer takes as long
        chat = chat_type(folder, Tokenizer.from_file(str(folder / "tokenizer.json")))
        generator = model.result()
    return CTranslate2Generator(generator, chat, generator_info(folder, Runtime.CTRANSLATE2, compute_type))


def load_embedder(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> CTranslate2Embedder:
    """A BGE-M3 that `ctranslate2_conversion` made.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` or ``engine.out_of_memory``.
    """
    encoder, heads = _load_encoder(folder, device, compute_type, threads)
    with loading(folder):
        head = SparseHead.of(heads)
    return CTranslate2Embedder(encoder, head, engine_info(folder, Runtime.CTRANSLATE2, compute_type, _CODE_VERSION))


def load_reranker(folder: Path, *, device: DeviceKind, compute_type: str, threads: int) -> CTranslate2Reranker:
    """A bge-reranker-v2-m3 that `ctranslate2_conversion` made.

    Raises:
        UserFacingError: ``engine.library_missing``, ``engine.load_failed`` or ``engine.out_of_memory``.
    """
    encoder, heads = _load_encoder(folder, device, compute_type, threads)
    with loading(folder):
        head = ScoreHead.of(heads)
    return CTranslate2Reranker(encoder, head, engine_info(folder, Runtime.CTRANSLATE2, compute_type, _CODE_VERSION))


class CTranslate2Generator(ChatGenerator):
    """A language model; one answer at a time."""

    def _ids(self, request: GenerateRequest, prompt: Prompt) -> Generator[int, None, None]:
        if prompt.room <= 0:
            return
        drawn = request.temperature > 0
        steps = self._held.get().generate_tokens(
            self._chat.strings(prompt.ids),
            max_length=prompt.room,
            end_token=sorted(self._chat.end_ids),
            sampling_topk=0 if drawn else 1,
            sampling_topp=request.top_p if drawn else 1.0,
            sampling_temperature=request.temperature if drawn else 1.0,
        )
        with closing(steps):
            for step in steps:
                yield step.token_id


class _Encoder(Leavable):
    """An XLM-RoBERTa with its tokenizer: token numbers in, hidden states out, in batches of like length."""

    def __init__(self, model: _Model, tokenizer: _Model, longest: int) -> None:
        self._held = HeldModel(model)
        self.tokenizer = tokenizer
        self.longest = longest

    def states(self, sequences: Sequence[Sequence[int]]) -> Iterator[tuple[int, _Vectors]]:
        """For each sequence its place and its last hidden states, float32, shape (tokens, dimension)."""
        order = sorted(range(len(sequences)), key=lambda place: len(sequences[place]))
        while order:
            self.look()
            size = 1
            while size < len(order) and (size + 1) * len(sequences[order[size]]) <= _BATCH_TOKENS:
                size += 1
            batch, order = order[:size], order[size:]
            output = self._held.get().forward_batch([list(sequences[place]) for place in batch])
            hidden = np.array(output.last_hidden_state)
            for row, place in enumerate(batch):
                yield place, hidden[row, : len(sequences[place])]

    def close(self) -> None:
        self._held.close()


class CTranslate2Embedder(Leavable):
    """BGE-M3: dense vectors and sparse weights of texts."""

    def __init__(self, encoder: _Encoder, head: SparseHead, info: EngineInfo) -> None:
        self._encoder = encoder
        self._head = head
        self._info = info
        tokenizer = encoder.tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(encoder.longest)
        self._silent = frozenset(number for name in SILENT if (number := tokenizer.token_to_id(name)) is not None)

    def info(self) -> EngineInfo:
        """The engine."""
        return self._info

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Vectors in the order of the texts; a text longer than the window is cut there."""
        sequences = [one.ids for one in self._encoder.tokenizer.encode_batch(list(texts))]
        dense: dict[int, _Vectors] = {}
        sparse: dict[int, dict[int, float]] = {}
        for place, states in self._encoder.states(sequences):
            dense[place] = unit(states[0])
            sparse[place] = self._head.weights(sequences[place], states, self._silent)
        places = range(len(sequences))
        size = self._head.weight.shape[0]
        vectors = np.stack([dense[one] for one in places]) if dense else np.zeros((0, size), np.float32)
        return Embeddings(vectors, tuple(sparse[one] for one in places))

    def attend(self, look: Look) -> None:
        """See `Leavable.attend`; it looks between batches."""
        self._encoder.attend(look)

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        self._encoder.close()


class CTranslate2Reranker(Leavable):
    """bge-reranker-v2-m3: `<s> query </s></s> passage </s>`, and two layers on the first state."""

    def __init__(self, encoder: _Encoder, head: ScoreHead, info: EngineInfo) -> None:
        self._encoder = encoder
        self._head = head
        self._info = info
        encoder.tokenizer.no_padding()
        encoder.tokenizer.no_truncation()

    def info(self) -> EngineInfo:
        """The engine."""
        return self._info

    def scores(self, query: str, passages: Sequence[str]) -> tuple[float, ...]:
        """A logit for each passage; a query is cut at three quarters of the window, a passage at what is left."""
        longest = self._encoder.longest
        asked = self._encode([query])[0][: longest * 3 // 4]
        room = longest - len(asked) - 4
        sequences = [[0, *asked, 2, 2, *passage[:room], 2] for passage in self._encode(passages)]
        found = {place: self._head.score(states[0]) for place, states in self._encoder.states(sequences)}
        return tuple(found[place] for place in range(len(sequences)))

    def attend(self, look: Look) -> None:
        """See `Leavable.attend`; it looks between batches."""
        self._encoder.attend(look)

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        self._encoder.close()

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        encodings = self._encoder.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [one.ids for one in encodings]


def _load_encoder(
    folder: Path, device: DeviceKind, compute_type: str, threads: int
) -> tuple[_Encoder, dict[str, _Vectors]]:
    with library("ctranslate2"):
        import ctranslate2
    with library("tokenizers"):
        from tokenizers import Tokenizer
    with library("safetensors"):
        from safetensors.numpy import load_file
    settings = {"device": _DEVICES[device], "compute_type": compute_type, "intra_threads": threads}
    with loading(folder):
        config = read_config(folder)
        rows = whole_number(config, "max_position_embeddings", folder)
        longest = min(rows - whole_number(config, "pad_token_id", folder) - 1, LONGEST)
        with ThreadPoolExecutor(1) as beside:
            model = beside.submit(ctranslate2.Encoder, str(folder), **settings)
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            heads = load_file(folder / HEADS_FILE)
            encoder = model.result()
    return _Encoder(encoder, tokenizer, longest), heads
