"""The model worker's pipe: the reader thread takes calls and cancellations in, the main thread takes batches out.

One lock, a condition, held for no engine and no send. A call that only waits is cancelled at once, by the reader
thread; one that is worked on is cancelled by the main thread, at the next token or batch.
"""

from __future__ import annotations

import threading
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.models import Route
from app.inference.workers import model_wire
from app.inference.workers.accelerator_queue import AcceleratorQueue, Batch, BatchLimits, QueuedWork
from app.inference.workers.child import end_process_group
from app.inference.workers.model_kinds import KINDS, BatchKind
from app.inference.workers.wire import MESSAGE_LIMIT, Cancelled, Crashed, encode

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from app.domain.jobs import Lane

_ALONE: tuple[int, ...] = ()
"""Sizes of work that fills a batch alone."""


@dataclass(slots=True)
class PendingCall:
    """One call of the client, what is done of it, and the seconds of work on the next piece of it that were lost."""

    number: int
    kind: str
    route: Route
    order: Any
    work: QueuedWork
    results: list[Any] = field(default_factory=list)
    said: str = ""
    lost: float = 0.0


def engine_key(route: Route) -> str:
    """Names one loaded engine: the same model in another form, on another device or reinstalled is another."""
    model = route.model
    if model is None:
        raise ValueError("a built-in engine needs no model worker")
    return "/".join((model.spec_id, model.runtime, model.compute_type, route.device, model.content[:12]))


class ModelInbox:
    """Calls by number and the queue they wait in.

    Args:
        connection: Our end of the pipe.
        limits: Of one batch.
    """

    def __init__(self, connection: Connection[bytes, bytes], limits: BatchLimits) -> None:
        self._connection = connection
        self._send_lock = threading.Lock()
        self._changed = threading.Condition()
        self._queue = AcceleratorQueue(limits)
        self._calls: dict[int, PendingCall] = {}
        self._running: set[int] = set()
        self._cancelled: set[int] = set()
        self._lent: dict[int, str] = {}

    def read_forever(self) -> None:
        """Reader thread: ends the whole process group when the client is gone."""
        try:
            while True:
                self._receive(model_wire.decode_to_worker(self._connection.recv_bytes(MESSAGE_LIMIT)))
        except (EOFError, OSError, msgspec.MsgspecError):
            end_process_group()

    def send(self, message: model_wire.ToModelClient) -> None:
        """Send one message; ends the process when the client is gone.

        Raises:
            ValueError: the message is too large.
        """
        data = encode(message)
        try:
            with self._send_lock:
                self._connection.send_bytes(data)
        except OSError:
            end_process_group()

    def next(self, seconds: float) -> tuple[Batch, list[PendingCall]] | None:
        """The next batch and its calls; None when nothing came for `seconds`. The batch before is done with this."""
        self._settle()
        with self._changed:
            if not len(self._queue):
                self._changed.wait(seconds)
            batch = self._queue.next()
            if batch is None:
                return None
            self._running = {one.number for one in batch.slices}
            return batch, [self._calls[one.number] for one in batch.slices]

    def suspends(self, lane: Lane) -> bool:
        """Whether work of this lane makes room now."""
        with self._changed:
            return self._queue.suspends(lane)

    def put_back(self, batch: Batch, calls: list[PendingCall]) -> None:
        """Work that was left is taken up again when the quick work is done."""
        with self._changed:
            self._queue.put_back(batch, [call.work for call in calls])

    def note_speed(self, batch: Batch, seconds: float) -> None:
        """See `AcceleratorQueue.note_speed`."""
        with self._changed:
            self._queue.note_speed(batch, seconds)

    def is_cancelled(self, number: int) -> bool:
        """Whether the result of this call is no longer wanted."""
        with self._changed:
            return number in self._cancelled

    def finish(self, number: int, message: model_wire.ToModelClient) -> None:
        """The last message of a call; what is left of it is not worked on."""
        with self._changed:
            self._calls.pop(number, None)
            self._queue.remove(number)
            self._cancelled.discard(number)
            self._lent.pop(number, None)
        self.send(message)

    def borrow(self, number: int, size: int, seconds: float) -> str:
        """Name of shared memory that the client lends for a result; "" if it has none."""
        self.send(model_wire.Wanted(number, size))
        with self._changed:
            self._changed.wait_for(lambda: number in self._lent, seconds)
            return self._lent.pop(number, "")

    def _receive(self, message: model_wire.ToModelWorker) -> None:
        if isinstance(message, model_wire.Submit):
            self._submit(message)
        elif isinstance(message, model_wire.CancelCall):
            self._cancel(message.number)
        else:
            with self._changed:
                if message.number in self._calls:
                    self._lent[message.number] = message.name
                    self._changed.notify_all()

    def _submit(self, message: model_wire.Submit) -> None:
        try:
            kind = KINDS[message.kind]
            order: Any = msgspec.msgpack.decode(message.order, type=kind.order)
            key, sizes = f"{message.kind} {engine_key(message.route)}", _ALONE
            if isinstance(kind, BatchKind):
                key, sizes = f"{key} {kind.parameters(order)}", tuple(len(one) for one in kind.texts(order))
        except (KeyError, ValueError):  # ours: the client sent what it cannot mean
            self.send(Crashed(message.number, traceback.format_exc()))
            return
        work = QueuedWork(message.number, message.lane, key, sizes)
        with self._changed:
            self._calls[message.number] = PendingCall(message.number, message.kind, message.route, order, work)
            self._queue.add(work)
            self._changed.notify_all()

    def _cancel(self, number: int) -> None:
        with self._changed:
            if number not in self._calls:
                return
            if number in self._running:
                self._cancelled.add(number)
                return
            self._queue.remove(number)
            del self._calls[number]
        self.send(Cancelled(number))

    def _settle(self) -> None:
        """Answer what was cancelled while it was worked on; what is left of it is not worked on."""
        with self._changed:
            gone = self._cancelled & self._calls.keys()
            self._running.clear()
            self._cancelled.clear()
            for number in gone:
                self._queue.remove(number)
                del self._calls[number]
        for number in gone:
            self.send(Cancelled(number))
