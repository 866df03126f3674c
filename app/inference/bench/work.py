"""One round of work for each task: how much of it was done a second, and how soon the first of it was there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import EngineTask
from app.inference.bench import texts
from app.inference.protocols import GenerateRequest, Message

if TYPE_CHECKING:
    from app.domain.jobs import CancelToken
    from app.inference.bench.plan import Engine
    from app.inference.workers.model_client import ModelWorkerClient

_ORDER = "Write this page again for children of class five, every sentence of it, in easier words.\n\n"
_QUERY = "Why do plants need leaves?"
_BYTES = 2
"""Of a sample."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much one round is: tokens of an answer, sentences, passages, spoken sentences."""

    tokens: int = 96
    sentences: int = 16
    passages: int = 8
    spoken: int = 2


FULL, QUICK = Sizes(), Sizes(tokens=24, sentences=8, passages=4, spoken=1)


@dataclass(frozen=True, slots=True)
class Round:
    """`rate` in the unit of the task; `first_seconds` to the first token, or to the answer to one short text."""

    rate: float
    first_seconds: float


Work = Callable[["ModelWorkerClient", "Engine", Sizes, "CancelToken"], Round]


def one_round(client: ModelWorkerClient, engine: Engine, sizes: Sizes, cancel: CancelToken) -> Round:
    """Have the engine work once.

    Raises:
        UserFacingError: it did not answer (``models.bench_no_answer``), or what the engine raises.
        JobCancelled: `cancel` was used.
    """
    return _WORK[engine.spec.task](client, engine, sizes, cancel)


def _write(client: ModelWorkerClient, engine: Engine, sizes: Sizes, cancel: CancelToken) -> Round:
    request = GenerateRequest((Message("user", _ORDER + texts.page()),), max_tokens=sizes.tokens)
    started = time.perf_counter()
    with closing(client.generate(engine.route, request, cancel=cancel)) as pieces:
        moments = [(time.perf_counter(), piece.tokens) for piece in pieces]
    tokens = moments[-1][1] - moments[0][1] if moments else 0
    if tokens < 1:
        raise UserFacingError("models.bench_no_answer", name=engine.spec.name)
    return Round(tokens / (moments[-1][0] - moments[0][0]), moments[0][0] - started)


def _translate(client: ModelWorkerClient, engine: Engine, sizes: Sizes, cancel: CancelToken) -> Round:
    source = engine.spec.languages[0]
    target = next(one for one in engine.spec.to_languages if one != source)
    given = texts.sentences(source)[: sizes.sentences]

    def translate(several: tuple[str, ...]) -> float:
        started = time.perf_counter()
        client.translate(engine.route, several, source=source, target=target, cancel=cancel)
        return time.perf_counter() - started

    first = translate(given[:1])
    return Round(len(given) / translate(given), first)


def _embed(client: ModelWorkerClient, engine: Engine, sizes: Sizes, cancel: CancelToken) -> Round:
    def embed(several: tuple[str, ...]) -> float:
        started = time.perf_counter()
        client.embed(engine.route, several, cancel=cancel)
        return time.perf_counter() - started

    first = embed((_QUERY,))
    return Round(sizes.passages / embed(texts.passages(sizes.passages)), first)


def _rerank(client: ModelWorkerClient, engine: Engine, sizes: Sizes, cancel: CancelToken) -> Round:
    def judge(several: tuple[str, ...]) -> float:
        started = time.perf_counter()
        client.rerank(engine.route, _QUERY, several, cancel=cancel)
        return time.perf_counter() - started

    first = judge(texts.sentences("en")[:1])
    return Round(sizes.passages / judge(texts.passages(sizes.passages)), first)


def _speak(client: ModelWorkerClient, engine: Engine, sizes: Sizes, cancel: CancelToken) -> Round:
    language = engine.spec.languages[0]

    def speak(text: str) -> tuple[float, float]:
        """Seconds of work and of sound."""
        started = time.perf_counter()
        speech = client.speak(engine.route, text, language=language, cancel=cancel)
        return time.perf_counter() - started, len(speech.samples) / _BYTES / speech.sample_rate

    given = texts.sentences(language)
    first, _ = speak(given[0])
    seconds, sound = speak(" ".join(given[: sizes.spoken]))
    if not sound:
        raise UserFacingError("models.bench_no_answer", name=engine.spec.name)
    return Round(sound / seconds, first)


_WORK: Mapping[EngineTask, Work] = {
    EngineTask.GENERATE: _write,
    EngineTask.TRANSLATE: _translate,
    EngineTask.EMBED: _embed,
    EngineTask.RERANK: _rerank,
    EngineTask.SPEAK: _speak,
}
