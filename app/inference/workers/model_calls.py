"""Calls under way in the model worker's process: sent, heard, watched, cancelled, ended.

Locks, in order: `ModelCalls._lock` (which process serves), then `Epoch.lock` (who waits for it). Neither is held while
somebody waits for an answer.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Lane
from app.domain.models import Route
from app.inference import process_memory
from app.inference.workers import model_wire
from app.inference.workers.buffer_pool import BufferPool
from app.inference.workers.model_worker import serve
from app.inference.workers.wire import Cancelled, Crashed, encode
from app.inference.workers.worker_process import WorkerProcess, WorkerStopped, WorkerTaskError

_LOOK_EVERY = 0.2
_CANCEL_GRACE = 2.0
_LAST_SHARE = 0.05
"""Of the laptop's memory: what a worker above its budget may not leave less of."""
_log = logging.getLogger(__name__)


class _Silence:
    """What is heard of a worker that says nothing for a while."""


class Gone(Exception):
    """The process ended: "died", "memory", "time", or "ours" where it ended for another call or for its memory."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True, eq=False)
class Epoch:
    """The life of one process; `most` are the resident bytes it was seen with."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: dict[int, Call] = field(default_factory=dict)
    ready: bool = False
    gone: bool = False
    reason: str = "died"
    most: int = 0

    def receive(self, message: model_wire.ToModelClient | None) -> None:
        """Reader thread: hand a message to whoever waits for it; None to all."""
        if isinstance(message, model_wire.Ready):
            self.ready = True
            return
        with self.lock:
            self.gone = self.gone or message is None
            listeners = list(self.waiting.values()) if message is None else [self.waiting.get(message.number)]
        for one in listeners:
            if one is not None:
                one.messages.put(message)


@dataclass(slots=True, eq=False)
class Call:
    """One call as its caller sees it."""

    number: int
    epoch: Epoch
    route: Route
    cancel: CancelToken | None
    messages: queue.SimpleQueue[model_wire.ToModelClient | None] = field(default_factory=queue.SimpleQueue)
    running: bool = False
    began: float = 0.0
    ended: bool = False
    alive_at: float = 0.0
    look_at: float = 0.0
    kill_at: float | None = None
    lent: str = ""


class ModelCalls:
    """One process at a time and the calls in it. Thread-safe.

    Args:
        name: For logs and process listings.
        settings: What the process is started with.
        patience: Seconds without a sign of life after which work in hand is given up and the process ended.
    """

    def __init__(self, name: str, settings: model_wire.ModelWorkerSettings, patience: float) -> None:
        self._settings = settings
        self._patience = patience
        self._process = WorkerProcess(name, serve, (settings,), model_wire.decode_to_client, 0)
        self._lock = threading.Lock()
        self._epoch: Epoch | None = None
        self._numbers = itertools.count(1)
        self._buffers = BufferPool()
        self._look_at = 0.0

    @property
    def pid(self) -> int | None:
        """Process id, None while no process is running."""
        return self._process.pid

    def start(self) -> None:
        """Start the process if it is not running."""
        with self._lock:
            self._ensure_running()

    def close(self) -> None:
        """End the process for good and remove the shared memory."""
        self._process.close()
        self._buffers.close()

    def open(self, route: Route, kind: str, order: object, lane: Lane, cancel: CancelToken | None) -> Call:
        """Send an order to the process, which is started if it is not running."""
        if cancel is not None:
            cancel.check()
        number = next(self._numbers)
        message = encode(model_wire.Submit(number, lane, kind, route, msgspec.msgpack.encode(order)))
        with self._lock:
            epoch = self._ensure_running()
            call = Call(number, epoch, route, cancel)
            with epoch.lock:
                epoch.waiting[number] = call
                if epoch.gone:
                    call.messages.put(None)
        with contextlib.suppress(WorkerStopped):  # then the reader thread tells everybody who waits
            self._process.send(message)
        return call

    def next(self, call: Call) -> model_wire.ToModelClient:
        """The next message that the caller has to know: a `Piece` or `Done`.

        Raises:
            Gone: the process ended.
            JobCancelled, UserFacingError, WorkerTaskError: the call ended so.
        """
        while True:
            # by the clock: a call that never stops talking is held to its limits too
            if time.monotonic() >= call.look_at or (call.cancel is not None and call.cancel.cancelled):
                self._look_after(call)
                call.look_at = time.monotonic() + _LOOK_EVERY
            message: model_wire.ToModelClient | _Silence | None = _Silence()
            with contextlib.suppress(queue.Empty):
                message = call.messages.get(timeout=max(0.0, call.look_at - time.monotonic()))
            if message is None:
                call.ended = True
                raise Gone(call.epoch.reason)
            if not isinstance(message, _Silence):
                call.alive_at = time.monotonic()
                if self._tells(call, message):
                    return message

    def _tells(self, call: Call, message: model_wire.ToModelClient) -> bool:
        """Whether the caller has to know; raises what ends the call."""
        if isinstance(message, model_wire.Phase):
            call.running, call.began = message.running, time.monotonic()
            return False
        if isinstance(message, model_wire.Wanted):
            self._lend(call, message.size)
            return False
        if isinstance(message, model_wire.Piece):
            return True
        call.ended = True
        if isinstance(message, Cancelled):
            raise JobCancelled
        if isinstance(message, Crashed):
            raise WorkerTaskError.of(message.traceback)
        if isinstance(message, model_wire.RestartMe):
            self._end(call.epoch, "ours")
            raise Gone("ours")
        if isinstance(message, model_wire.EngineFaulted):
            raise _fault(message)
        return True

    def _look_after(self, call: Call) -> None:
        """Enforce cancel, time and memory."""
        now = time.monotonic()
        if call.cancel is not None and call.cancel.cancelled:
            if call.kill_at is None:
                self._ask_to_end(call)
            elif now > call.kill_at:
                self._abandon(call)
                raise JobCancelled
        if call.running and now - call.alive_at > self._patience:
            self._end(call.epoch, "time")
        elif now >= self._look_at:
            self._look_at = now + _LOOK_EVERY
            if self._takes_too_much(call.epoch):
                self._end(call.epoch, "memory")

    def _takes_too_much(self, epoch: Epoch) -> bool:
        """Whatever it does, loading and reading of texts as well: more than it may, or the last that the laptop has."""
        used, settings = self._process.tree_memory(), self._settings
        epoch.most = max(epoch.most, used)
        if settings.memory and used > settings.memory:
            return True
        return used > settings.budget and process_memory.available() < _LAST_SHARE * process_memory.total()

    def was_large(self, call: Call) -> bool:
        """Whether the process of a call was seen above its budget; the system ends such without a word."""
        return call.epoch.most > self._settings.budget

    def _ask_to_end(self, call: Call) -> None:
        call.kill_at = time.monotonic() + _CANCEL_GRACE
        with contextlib.suppress(WorkerStopped):
            self._process.send(encode(model_wire.CancelCall(call.number)))

    def _abandon(self, call: Call) -> None:
        """End a process that does not hear; one that is still starting hears the cancel when it reads its pipe."""
        call.ended = True
        if call.epoch.ready:
            self._end(call.epoch, "ours")

    def leave(self, call: Call) -> None:
        """Nobody listens to this call any more: if it is still under way, it ends, within two seconds."""
        if not call.ended:
            call.cancel = None
            if call.kill_at is None:
                self._ask_to_end(call)
            with contextlib.suppress(Gone, JobCancelled, UserFacingError, WorkerTaskError):
                while not call.ended and time.monotonic() < (call.kill_at or 0.0):
                    self._drain(call)
            if not call.ended:
                self._abandon(call)
        with call.epoch.lock:
            call.epoch.waiting.pop(call.number, None)
        if call.lent:
            self._buffers.take_back(call.lent)

    def _drain(self, call: Call) -> None:
        with contextlib.suppress(queue.Empty):
            message = call.messages.get(timeout=0.05)
            if message is None:
                call.ended = True
            else:
                self._tells(call, message)

    def _lend(self, call: Call, size: int) -> None:
        try:
            call.lent = self._buffers.lend(size)
        except OSError:  # /dev/shm is full: an empty name makes the worker send it in the message
            _log.warning("no shared memory for %d bytes", size)
        with contextlib.suppress(WorkerStopped):
            self._process.send(encode(model_wire.Lent(call.number, call.lent)))

    def collect(self, call: Call, done: model_wire.Done) -> bytes:
        """The bytes of a result's array."""
        if not done.lent:
            return done.data
        name, call.lent = call.lent, ""
        return self._buffers.take_back(name, done.lent)

    def _ensure_running(self) -> Epoch:
        """The process that serves; `_lock` held."""
        epoch = self._epoch
        if epoch is None or epoch.gone or self._process.pid is None:
            epoch = Epoch()
            self._process.start(epoch.receive)
            self._epoch = epoch
        return epoch

    def _end(self, epoch: Epoch, reason: str) -> None:
        """End the process of this epoch, once; those who wait for it learn why."""
        with self._lock:
            if epoch is self._epoch and not epoch.gone:
                epoch.reason = reason
                self._process.kill()
                self._epoch = None


class EngineFault(UserFacingError):
    """A fault of the engine itself, not of what it was given."""


def _fault(message: model_wire.EngineFaulted) -> UserFacingError:
    if message.traceback:
        _log.warning("%s %s\n%s", message.key, message.params, message.traceback)
    kind: Any = EngineFault if message.of_engine else UserFacingError
    fault: UserFacingError = kind(message.key, help_topic=message.help_topic, **message.params)
    return fault
