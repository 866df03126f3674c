"""The client's side of the model worker: many calls at once, streams, cancel, watch, restart, retry, rest.

A process that ended is replaced at the next call. Work that had not begun, and one call in hand for each death, goes to
the new process by itself; an answer that had begun to stream ends with a clear error, for what was said cannot be
taken back, unless its process was ended by us while the answer waited: then it goes on from what was said.
"""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from app.domain.errors import UserFacingError
from app.domain.jobs import Lane
from app.inference.circuit_breaker import CircuitBreaker
from app.inference.protocols import Embeddings, EngineInfo, GeneratedPiece, GenerateRequest, SafetyVerdict, Speech
from app.inference.workers import model_wire
from app.inference.workers.model_calls import Call, EngineFault, Gone, ModelCalls
from app.inference.workers.model_inbox import engine_key
from app.inference.workers.model_kinds import WARM
from app.inference.workers.model_wire import InfoOrder, RerankOrder, SpeakOrder, TextsOrder, TranslateOrder
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from app.domain.jobs import CancelToken
    from app.domain.models import Route

_RETRIES_WAITING = 3
_RETRY_WITHIN = 30.0
"""Seconds of work after which what ended with its process is not begun again: it may be what ended it."""
_FAULTS_OF_ENGINE = frozenset({"engine.stream_broken", "engine.out_of_memory"})


class ModelWorkerClient:
    """Owns the model worker. Every method is thread-safe and blocks its own caller only.

    Each takes the router's `Route`; its model must not be None. Faults: what the engine raised, ``engine.resting``
    while an engine that failed five times is left alone, ``engine.out_of_memory``, `WorkerStopped`, `JobCancelled`, and
    `WorkerTaskError` for a bug.

    Args:
        name: For logs and process listings.
        settings: What the process is started with.
        patience: Seconds without a sign of life after which work in hand is given up and the process ended.
        used: Told the route of all quick work that was done, in its caller's thread.
        called: What people call the model of an id, for the faults of engines.
    """

    def __init__(
        self,
        name: str,
        settings: model_wire.ModelWorkerSettings,
        *,
        patience: float = 300.0,
        used: Callable[[Route], None] = lambda _: None,
        called: Callable[[str], str] = str,
    ) -> None:
        self._calls = ModelCalls(name, settings, patience)
        self._lock = threading.Lock()
        self._breakers: dict[str, CircuitBreaker] = {}
        self._used = used
        self._called = called

    @property
    def pid(self) -> int | None:
        """Process id, None while no process is running."""
        return self._calls.pid

    def start(self) -> None:
        """Start the process if it is not running, so that the first call need not wait for it."""
        self._calls.start()

    def close(self) -> None:
        """End the process and wait for it; calls under way and further ones raise `WorkerStopped`."""
        self._calls.close()

    # -- jobs ----------------------------------------------------------------------------------------------------

    def warm_up(self, route: Route, *, unasked: bool = False, cancel: CancelToken | None = None) -> bool:
        """Have the model of a route in memory; quick work goes before.

        With `unasked` only where memory is plenty; False where it is not.
        """
        done, _ = self._call(route, WARM if unasked else "load", InfoOrder(), Lane.NIGHT, cancel)
        return bool(done.payload) or not unasked

    def info(self, route: Route, *arguments: str) -> EngineInfo:
        """The engine of a route; `arguments` as its protocol's `info` takes them. Loads the model."""
        done, _ = self._call(route, "info", InfoOrder(arguments), Lane.QUICK, None)
        return msgspec.msgpack.decode(done.payload, type=EngineInfo)

    def translate(
        self,
        route: Route,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        protect: bool = True,
        lane: Lane = Lane.QUICK,
        cancel: CancelToken | None = None,
    ) -> tuple[str, ...]:
        """See `Translator.translate`."""
        if not texts:
            return ()
        done, _ = self._call(route, "translate", TranslateOrder(tuple(texts), source, target, protect), lane, cancel)
        return msgspec.msgpack.decode(done.payload, type=tuple[str, ...])

    def embed(
        self, route: Route, texts: Sequence[str], *, lane: Lane = Lane.QUICK, cancel: CancelToken | None = None
    ) -> Embeddings:
        """See `Embedder.embed`."""
        import numpy as np

        if not texts:
            return Embeddings(np.zeros((0, 0), np.float32))
        done, data = self._call(route, "embed", TextsOrder(tuple(texts)), lane, cancel)
        shape, sparse = msgspec.msgpack.decode(done.payload, type=tuple[tuple[int, int], tuple[dict[int, float], ...]])
        return Embeddings(np.frombuffer(data, np.float32).reshape(shape), sparse)

    def rerank(
        self,
        route: Route,
        query: str,
        passages: Sequence[str],
        *,
        lane: Lane = Lane.QUICK,
        cancel: CancelToken | None = None,
    ) -> tuple[float, ...]:
        """See `Reranker.scores`."""
        if not passages:
            return ()
        done, _ = self._call(route, "rerank", RerankOrder(query, tuple(passages)), lane, cancel)
        return msgspec.msgpack.decode(done.payload, type=tuple[float, ...])

    def classify(
        self, route: Route, texts: Sequence[str], *, lane: Lane = Lane.QUICK, cancel: CancelToken | None = None
    ) -> tuple[SafetyVerdict, ...]:
        """See `SafetyClassifier.classify`."""
        if not texts:
            return ()
        done, _ = self._call(route, "classify", TextsOrder(tuple(texts)), lane, cancel)
        return msgspec.msgpack.decode(done.payload, type=tuple[SafetyVerdict, ...])

    def speak(
        self,
        route: Route,
        text: str,
        *,
        language: str,
        speed: float = 1.0,
        lane: Lane = Lane.QUICK,
        cancel: CancelToken | None = None,
    ) -> Speech:
        """See `SpeechSynthesizer.speak`."""
        done, data = self._call(route, "speak", SpeakOrder(text, language, speed), lane, cancel)
        return Speech(data, msgspec.msgpack.decode(done.payload, type=int))

    def generate(
        self, route: Route, request: GenerateRequest, *, lane: Lane = Lane.QUICK, cancel: CancelToken | None = None
    ) -> Generator[GeneratedPiece, None, None]:
        """See `TextGenerator.generate`; nothing is asked before the first piece is.

        Raises:
            UserFacingError: also when the process ended in the middle of the answer (``engine.stream_broken``).
        """
        with self._named(route), self._guarded(route, lane):
            attempts, said, whole = 0, "", False
            while True:
                order = replace(request, answer_start=request.answer_start + said)
                call = self._calls.open(route, "generate", order, lane, cancel)
                try:
                    while not isinstance(message := self._calls.next(call), model_wire.Done):
                        if isinstance(message, model_wire.Piece):
                            said, whole = said + message.text, bool(message.finish)
                            yield GeneratedPiece(message.text, message.tokens, message.finish)
                except Gone as gone:
                    if whole:
                        return
                    if said and call.running and gone.reason == "died":
                        raise UserFacingError("engine.stream_broken", name=_name(route)) from None
                    attempts = self._again(gone, call, attempts)
                else:
                    return
                finally:
                    self._calls.leave(call)

    # -- one call ------------------------------------------------------------------------------------------------

    def _call(
        self, route: Route, kind: str, order: object, lane: Lane, cancel: CancelToken | None
    ) -> tuple[model_wire.Done, bytes]:
        """The result and the bytes of its array; tried again where that is harmless."""
        attempts = 0
        with self._named(route), self._guarded(route, lane):
            while True:
                call = self._calls.open(route, kind, order, lane, cancel)
                try:
                    while not isinstance(message := self._calls.next(call), model_wire.Done):
                        pass
                    return message, self._calls.collect(call, message)
                except Gone as gone:
                    attempts = self._again(gone, call, attempts)
                finally:
                    self._calls.leave(call)

    def _again(self, gone: Gone, call: Call, attempts: int) -> int:
        """How often this call was tried; raises when once more would be too often."""
        if gone.reason == "ours":
            return attempts
        if gone.reason == "memory" and call.running:
            raise UserFacingError("engine.out_of_memory", name=_name(call.route))
        if gone.reason == "time" and call.running:
            raise WorkerStopped("time")
        if gone.reason == "died" and call.running:
            if self._calls.was_large(call):
                raise UserFacingError("engine.out_of_memory", name=_name(call.route))
            if time.monotonic() - call.began > _RETRY_WITHIN:
                raise WorkerStopped("time")
        if attempts >= (1 if call.running else _RETRIES_WAITING):
            raise WorkerStopped(gone.reason)
        return attempts + 1

    @contextlib.contextmanager
    def _named(self, route: Route) -> Iterator[None]:
        """In the faults of the engine, call its model what people call it: who raises them knows id or folder alone."""
        try:
            yield
        except UserFacingError as error:
            if error.key.startswith("engine.") and "name" in error.params:
                error.params["name"] = self._called(_name(route))
            raise

    @contextlib.contextmanager
    def _guarded(self, route: Route, lane: Lane) -> Iterator[None]:
        """Count what happens inside for the breaker of this engine, and tell what was used."""
        with self._lock:
            breaker = self._breakers.setdefault(engine_key(route), CircuitBreaker(_name(route)))
        breaker.admit()
        try:
            yield
        except (WorkerStopped, WorkerTaskError, EngineFault):
            breaker.failed()
            raise
        except BaseException as error:
            if isinstance(error, UserFacingError) and error.key in _FAULTS_OF_ENGINE:
                breaker.failed()
            else:
                breaker.abandoned()
            raise
        else:
            breaker.succeeded()
            if lane is Lane.QUICK:
                self._used(route)


def _name(route: Route) -> str:
    return route.model.spec_id if route.model is not None else ""
