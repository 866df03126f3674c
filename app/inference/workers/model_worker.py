"""The model worker: loaded models, one accelerator queue, no network, no database.

The main thread does one batch after another; the reader thread (`model_inbox`) takes calls in meanwhile. Night work
makes room for quick work where its engine looks (`making_room`): at a token, a part of a prompt, a layer, a batch, and
while the files of its model are read. It goes on afterwards from what it had said; what was begun is begun again, until
too much was lost so. A fault in a batch
of several calls is found by doing each alone, so that nobody suffers from another's text. When nothing is to do, idle
models are closed, and the process ends if the allocator keeps their memory: its client starts another at need.
"""

from __future__ import annotations

import errno
import os
import threading
import time
import traceback
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.domain.errors import UserFacingError
from app.domain.jobs import Lane
from app.inference import process_memory
from app.inference.making_room import Leavable, MakeRoom
from app.inference.memory_coordinator import Lease, MemoryCoordinator, RestartNeeded
from app.inference.model_memory import ModelMemory
from app.inference.read_ahead import ReadAhead
from app.inference.workers import buffer_pool, model_wire
from app.inference.workers.card import wake_card
from app.inference.workers.child import confine, end_process_group, silence
from app.inference.workers.model_inbox import ModelInbox, PendingCall, engine_key
from app.inference.workers.model_kinds import KINDS, WARM, BatchKind, Engine, EngineLoader, Packed, SingleKind
from app.inference.workers.wire import Crashed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from types import ModuleType

    from app.domain.models import InstalledModel, Route
    from app.inference.protocols import GeneratedPiece
    from app.inference.workers.accelerator_queue import Batch

_SWEEP_EVERY = 5.0
_LOOK_EVERY = 0.05
_LEND_WAIT = 5.0
_PRIORITY = {Lane.QUICK: 1, Lane.NIGHT: 0}
_NO_ROOM = frozenset({"engine.no_room", "engine.too_large", "engine.out_of_memory"})
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def serve(connection: Connection[bytes, bytes], settings: model_wire.ModelWorkerSettings) -> None:
    """Entry of the process: work until the client goes away."""
    silence()
    if settings.card_budget:
        wake_card()
    confine()
    # the libraries ask their hub about every file unless told not to
    os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"})
    os.environ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"  # as nvidia-smi counts: the first card is the one that was measured
    inbox = ModelInbox(connection, settings.limits)
    threading.Thread(target=inbox.read_forever, name="inbox", daemon=True).start()
    inbox.send(model_wire.Ready())
    Scheduler(inbox, model_memory(settings), settings).run_forever()


def model_memory(settings: model_wire.ModelWorkerSettings) -> ModelMemory:
    """The budgets of this process, for the laptop's memory and for a card's own."""
    laptop = MemoryCoordinator(
        settings.budget, process_memory.resident, keep_alive=settings.keep_alive, spare=process_memory.available
    )
    if not settings.card_budget:
        return ModelMemory(laptop)
    return ModelMemory(
        laptop, MemoryCoordinator(settings.card_budget, process_memory.on_cards, keep_alive=settings.keep_alive)
    )


@dataclass(slots=True)
class _InHand:
    """What is worked on: since when, and how much of it was done then."""

    lane: Lane
    calls: list[PendingCall]
    since: float
    done: int = field(init=False)

    def __post_init__(self) -> None:
        self.done = self._done()

    def lost(self) -> float:
        """Seconds of work that are lost if it is left now, with those that were lost before."""
        done, now = self._done(), time.monotonic()
        if done != self.done:
            self.done, self.since = done, now
            for call in self.calls:
                call.lost = 0.0
        return max(call.lost for call in self.calls) + now - self.since

    def _done(self) -> int:
        return sum(len(call.results) + len(call.said) for call in self.calls)


class Scheduler:
    """Does what waits in the inbox.

    Args:
        inbox: Calls and their queue.
        memory: Keeps models within the budgets.
        settings: Names the folder of the models and the loader, beside which a function `ahead` may say what loading
            a route imports and which folder it reads.
    """

    def __init__(self, inbox: ModelInbox, memory: ModelMemory, settings: model_wire.ModelWorkerSettings) -> None:
        self._inbox = inbox
        self._memory = memory
        self._settings = settings
        self._in_hand: _InHand | None = None

    def run_forever(self) -> None:
        """Main thread."""
        every = min(_SWEEP_EVERY, self._settings.keep_alive)
        while True:
            job = self._inbox.next(every)
            if job is not None:
                self._run(*job)
            else:
                self._memory.sweep()
                if self._memory.wants_restart:
                    end_process_group()

    def _run(self, batch: Batch, calls: list[PendingCall]) -> None:
        for call in calls:
            self._inbox.send(model_wire.Phase(call.number, running=True))
        self._in_hand = hand = _InHand(batch.lane, calls, time.monotonic())
        try:
            self._do(batch, calls, hand)
        except MakeRoom:
            self._leave(batch, calls)
        finally:
            self._in_hand = None

    def _look(self) -> None:
        """Between two parts of the work in hand: leave it where somebody waits, or nobody wants it any more."""
        hand = self._in_hand
        if hand is None:
            return
        lost = hand.lost()  # asked each time: it sees what is done
        if self._unwanted(hand) or (self._inbox.suspends(hand.lane) and lost < self._settings.limits.night_lost):
            raise MakeRoom

    def _unwanted(self, hand: _InHand) -> bool:
        return all(self._inbox.is_cancelled(call.number) for call in hand.calls)

    def _leave(self, batch: Batch, calls: list[PendingCall]) -> None:
        """Take it up again later; the inbox answers what was cancelled before the next batch."""
        if self._in_hand is not None:
            lost = self._in_hand.lost()
            for call in calls:
                call.lost = lost
        self._inbox.put_back(batch, calls)
        for call in calls:
            self._inbox.send(model_wire.Phase(call.number, running=False))

    def _do(self, batch: Batch, calls: list[PendingCall], hand: _InHand) -> None:
        try:
            if batch.lane is Lane.NIGHT:
                self._read_ahead(hand)
            lease = self._lease(calls[0].route, batch.lane, unasked=calls[0].kind == WARM)
        except RestartNeeded:
            for call in calls:
                self._inbox.finish(call.number, model_wire.RestartMe(call.number))
            return
        except Exception as error:  # noqa: BLE001 - boundary: the worker outlives a model that cannot be loaded
            for call in calls:
                if call.kind == WARM and getattr(error, "key", "") in _NO_ROOM:
                    self._inbox.finish(call.number, model_wire.Done(call.number))
                else:
                    self._fail(call, error, loading=True)
            return
        with lease:
            hand.since = time.monotonic()
            if isinstance(lease.engine, Leavable):
                lease.engine.in_parts = batch.lane is Lane.NIGHT
            self._work(batch, calls, lease.engine)

    def _lease(self, route: Route, lane: Lane, *, unasked: bool) -> Lease[Engine]:
        load: EngineLoader = getattr(self._engines, self._settings.engines.partition(":")[2])

        def opened() -> Engine:
            engine = load(route, self._folder(route))
            if isinstance(engine, Leavable):
                engine.attend(self._look)
            return engine

        return self._memory.acquire(engine_key(route), route, opened, _PRIORITY[lane], wait=0, unasked=unasked)

    def _read_ahead(self, hand: _InHand) -> None:
        """Leave while a model's files are read, if somebody comes: the loading itself cannot be left."""
        route = hand.calls[0].route
        if self._memory.holds(engine_key(route)):
            return
        plan = getattr(self._engines, "ahead", lambda _, folder: ((), folder))
        modules, folder = plan(route, self._folder(route))
        ahead = ReadAhead(folder, modules, process_memory.available)
        try:
            while not ahead.wait(_LOOK_EVERY):
                if self._inbox.suspends(hand.lane) or self._unwanted(hand):
                    hand.since = time.monotonic()  # nothing is lost: what was read stays in memory
                    raise MakeRoom
        finally:
            ahead.stop()

    @property
    def _engines(self) -> ModuleType:
        return import_module(self._settings.engines.partition(":")[0])

    def _folder(self, route: Route) -> Path:
        return Path(self._settings.models) / _model(route).folder

    def _work(self, batch: Batch, calls: list[PendingCall], engine: Engine) -> None:
        kind = KINDS[calls[0].kind]
        if isinstance(kind, BatchKind):
            started = time.monotonic()
            self._run_texts(kind, batch, calls, engine)
            self._inbox.note_speed(batch, time.monotonic() - started)
            return
        call = calls[0]
        try:
            if isinstance(kind, SingleKind):
                self._finish(call, kind.run(engine, call.order, call.results))
            else:
                self._stream(call, engine)
        except Exception as error:  # noqa: BLE001 - boundary: the worker outlives a failed call
            self._fail(call, error)

    # -- texts ---------------------------------------------------------------------------------------------------

    def _run_texts(self, kind: BatchKind, batch: Batch, calls: list[PendingCall], engine: Engine) -> None:
        parts = [
            list(kind.texts(call.order)[one.start : one.stop]) for one, call in zip(batch.slices, calls, strict=True)
        ]
        try:
            results = _checked(kind, engine, calls[0], [text for part in parts for text in part])
        except Exception as error:  # noqa: BLE001 - boundary: whose fault it was is found below
            if len(calls) == 1:
                self._fail(calls[0], error)
                return
            self._in_hand = None  # some are answered from here on: it is not left
            for call, part in zip(calls, parts, strict=True):
                self._run_alone(kind, call, part, engine)
            return
        for call, part in zip(calls, parts, strict=True):
            self._add(kind, call, results[: len(part)])
            results = results[len(part) :]

    def _run_alone(self, kind: BatchKind, call: PendingCall, texts: list[str], engine: Engine) -> None:
        try:
            results = _checked(kind, engine, call, texts)
        except Exception as error:  # noqa: BLE001 - boundary: the worker outlives a failed call
            self._fail(call, error)
        else:
            self._add(kind, call, results)

    def _add(self, kind: BatchKind, call: PendingCall, results: list[Any]) -> None:
        call.results.extend(results)
        if len(call.results) < len(call.work.sizes):
            self._inbox.send(model_wire.Phase(call.number, running=False))
            return
        try:
            self._finish(call, kind.pack(call.results))
        except Exception as error:  # noqa: BLE001 - boundary: an engine that gives what cannot be packed
            self._fail(call, error)

    # -- generation ----------------------------------------------------------------------------------------------

    def _stream(self, call: PendingCall, engine: Any) -> None:  # noqa: ANN401 - a TextGenerator
        number = call.number
        request = replace(call.order, answer_start=call.order.answer_start + call.said)
        pieces: Iterator[GeneratedPiece] = engine.generate(request)
        with closing(cast("Any", pieces)):
            for piece in pieces:
                call.said += piece.text
                self._inbox.send(model_wire.Piece(number, piece.text, piece.tokens, piece.finish))
                if piece.finish:
                    break
                self._look()
        self._inbox.finish(number, model_wire.Done(number))

    # -- answers -------------------------------------------------------------------------------------------------

    def _finish(self, call: PendingCall, packed: Packed) -> None:
        number, size = call.number, len(packed.data)
        if size > model_wire.INLINE_LIMIT:
            name = self._inbox.borrow(number, size, _LEND_WAIT)
            if name:
                buffer_pool.fill(name, packed.data)
                self._inbox.finish(number, model_wire.Done(number, packed.payload, lent=size))
                return
        self._inbox.finish(number, model_wire.Done(number, packed.payload, packed.data))

    def _fail(self, call: PendingCall, error: Exception, *, loading: bool = False) -> None:
        number, name = call.number, _model(call.route).spec_id
        if isinstance(error, UserFacingError):
            params = {key: str(value) for key, value in error.params.items()}
            if loading and "name" in params:
                params["name"] = name
            message: model_wire.ToModelClient = model_wire.EngineFaulted(
                number, error.key, params, error.help_topic, loading
            )
        elif isinstance(error, MemoryError):
            message = model_wire.EngineFaulted(number, "engine.out_of_memory", {"name": name}, "", of_engine=True)
        elif isinstance(error, OSError) and error.errno in _FULL:
            message = model_wire.EngineFaulted(number, "data.disk_full", {}, "", of_engine=False)
        else:
            text = "".join(traceback.format_exception(error))
            message = Crashed(number, text)
            if loading:
                message = model_wire.EngineFaulted(number, "engine.load_failed", {"name": name}, "", True, text)
        self._inbox.finish(number, message)


def _checked(kind: BatchKind, engine: Engine, call: PendingCall, texts: list[str]) -> list[Any]:
    results = list(kind.run(engine, call.order, texts))
    if len(results) != len(texts):
        raise ValueError(f"{call.kind}: {len(results)} results for {len(texts)} texts")
    return results


def _model(route: Route) -> InstalledModel:
    if route.model is None:
        raise ValueError("a built-in engine needs no model worker")
    return route.model
