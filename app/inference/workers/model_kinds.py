"""What a model worker can be asked for: for each kind its order, how it shares a batch, how its result is packed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec

from app.domain.models import Route
from app.inference.making_room import Leavable
from app.inference.protocols import GenerateRequest
from app.inference.workers.model_wire import InfoOrder, RerankOrder, SpeakOrder, TextsOrder, TranslateOrder

WARM = "warm"
"""The kind of a call for a model that nobody asked for: its result is empty where there is no room."""


class Engine(Protocol):
    """A loaded model: one protocol of `app.inference.protocols`, and `close`, which frees its memory (idempotent)."""

    def close(self) -> None:
        """Free the memory."""
        ...


EngineLoader = Callable[[Route, Path], Engine]
"""Makes the engine of a route from its model's folder."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A result: msgpack, and the bytes of its array."""

    payload: bytes = b""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class BatchKind:
    """Texts in, one result for each out; orders with equal `parameters` share a batch.

    Attributes:
        run: (engine, order, texts) -> results; `texts` may be those of several orders, or some of one.
        pack: All results of one order, in order.
    """

    order: type
    texts: Callable[[Any], Sequence[str]]
    parameters: Callable[[Any], str]
    run: Callable[[Any, Any, Sequence[str]], Sequence[Any]]
    pack: Callable[[Sequence[Any]], Packed]


@dataclass(frozen=True, slots=True)
class SingleKind:
    """One order, one result.

    Attributes:
        run: (engine, order, done) -> result; `done` keeps what is finished of it where the engine is left.
    """

    order: type
    run: Callable[[Any, Any, list[Any]], Packed]


@dataclass(frozen=True, slots=True)
class StreamKind:
    """One order, an answer in pieces."""

    order: type


def _embed(engine: Any, _order: TextsOrder, texts: Sequence[str]) -> list[tuple[Any, dict[int, float] | None]]:  # noqa: ANN401
    made = engine.embed(texts)
    sparse = made.sparse or (None,) * len(texts)
    return list(zip(made.dense, sparse, strict=True))


def _pack_embeddings(results: Sequence[tuple[Any, dict[int, float] | None]]) -> Packed:
    import numpy as np

    dense = np.ascontiguousarray(np.stack([row for row, _ in results]), dtype=np.float32)
    sparse = [weights for _, weights in results if weights is not None]
    return Packed(msgspec.msgpack.encode((dense.shape, sparse)), dense.tobytes())


def _plain(results: Sequence[Any]) -> Packed:
    return Packed(msgspec.msgpack.encode(list(results)))


def _speak(engine: Any, order: SpeakOrder, done: list[Any]) -> Packed:  # noqa: ANN401
    kept = {"done": done} if isinstance(engine, Leavable) else {}
    speech = engine.speak(order.text, language=order.language, speed=order.speed, **kept)
    return Packed(msgspec.msgpack.encode(speech.sample_rate), speech.samples)


def _info(engine: Any, order: InfoOrder, _done: list[Any]) -> Packed:  # noqa: ANN401
    return Packed(msgspec.msgpack.encode(engine.info(*order.arguments)))


KINDS: dict[str, BatchKind | SingleKind | StreamKind] = {
    "generate": StreamKind(GenerateRequest),
    "translate": BatchKind(
        TranslateOrder,
        lambda order: order.texts,
        lambda order: f"{order.source}>{order.target} {order.protect}",
        lambda engine, order, texts: engine.translate(
            texts, source=order.source, target=order.target, protect=order.protect
        ),
        _plain,
    ),
    "embed": BatchKind(TextsOrder, lambda order: order.texts, lambda _: "", _embed, _pack_embeddings),
    "rerank": BatchKind(
        RerankOrder,
        lambda order: order.passages,
        lambda order: order.query,
        lambda engine, order, texts: engine.scores(order.query, texts),
        lambda results: _plain([float(one) for one in results]),
    ),
    "classify": BatchKind(
        TextsOrder, lambda order: order.texts, lambda _: "", lambda engine, _, texts: engine.classify(texts), _plain
    ),
    "speak": SingleKind(SpeakOrder, _speak),
    "info": SingleKind(InfoOrder, _info),
    "load": SingleKind(InfoOrder, lambda _engine, _order, _done: Packed()),
    WARM: SingleKind(InfoOrder, lambda _engine, _order, _done: Packed(b"warm")),
}
"""Kinds by name; "load" only has the model in memory afterwards, `WARM` only if memory is plenty."""
