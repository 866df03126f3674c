"""The client's side of a worker process that does one task at a time: call, cancel, watch, restart.

Lock order: `_call_lock` (one task at a time) before those of `WorkerProcess`.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from typing import TYPE_CHECKING, TypeVar

import msgspec

from app.domain.errors import JobCancelled, UserFacingError
from app.inference.workers import wire
from app.inference.workers.child import WorkerLimits, serve
from app.inference.workers.worker_process import WorkerProcess, WorkerStopped, WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.jobs import CancelToken

__all__ = ["WorkerClient", "WorkerStopped", "WorkerTaskError"]

T = TypeVar("T")

_LOOK_EVERY = 0.2
_CANCEL_GRACE = 2.0


class _Silence:
    """What is heard of a worker that says nothing for a while."""


class WorkerClient:
    """Owns one worker process. Calls from several threads wait for each other.

    Args:
        name: For logs and process listings.
        table: "module:NAME" of the task table the process serves.
        limits: What the process may use.
    """

    def __init__(self, name: str, table: str, limits: WorkerLimits) -> None:
        self._limits = limits
        self._call_lock = threading.Lock()
        self._process = WorkerProcess(name, serve, (table, limits), wire.decode_to_client, limits.address_space)
        self._answers: queue.SimpleQueue[wire.ToClient | None] = queue.SimpleQueue()
        self._next_number = 0

    @property
    def pid(self) -> int | None:
        """Process id, None while no process is running."""
        return self._process.pid

    def start(self) -> None:
        """Start the process if it is not running, so that the first call need not wait for it."""
        with self._call_lock:
            self._ensure_running()

    def call(
        self,
        task: str,
        request: object,
        result_type: type[T],
        *,
        cancel: CancelToken | None = None,
        progress: Callable[[int, int], None] | None = None,
        seconds: float | None = None,
    ) -> T:
        """Run one task and wait for its result.

        Args:
            task: Name in the process's table.
            request: The frozen dataclass the task takes.
            result_type: What the result is decoded as.
            cancel: Cooperative first; after two seconds the process is killed.
            progress: Called in the calling thread with (done, total).
            seconds: Longest time; the worker's own limit if None.

        Raises:
            UserFacingError: what the task raised, or `WorkerStopped`.
            JobCancelled: `cancel` was set.
            WorkerTaskError: the task failed by a bug.
        """
        payload = msgspec.msgpack.encode(request)
        with self._call_lock:
            if cancel is not None:
                cancel.check()
            self._ensure_running()
            self._next_number += 1
            number = self._next_number
            self._process.send(wire.encode(wire.Call(number, task, payload)))
            deadline = time.monotonic() + (seconds if seconds is not None else self._limits.seconds)
            answer = self._wait(number, deadline, cancel, progress)
        return _unpack(answer, result_type)

    def close(self) -> None:
        """End the process and wait for it; further calls raise `WorkerStopped`."""
        self._process.close()

    def _wait(
        self,
        number: int,
        deadline: float,
        cancel: CancelToken | None,
        progress: Callable[[int, int], None] | None,
    ) -> wire.ToClient:
        kill_at = None
        look_at = time.monotonic() + _LOOK_EVERY
        while True:
            answer: wire.ToClient | _Silence | None = _Silence()
            with contextlib.suppress(queue.Empty):
                answer = self._answers.get(timeout=max(0.0, look_at - time.monotonic()))
            if answer is None:
                self._process.kill()
                raise WorkerStopped("died")
            if not isinstance(answer, _Silence) and answer.number == number:
                if not isinstance(answer, wire.Advanced):
                    return answer
                if progress is not None:
                    progress(answer.done, answer.total)
            # by the clock: a task that never stops talking is held to its limits too
            if time.monotonic() >= look_at or (cancel is not None and cancel.cancelled):
                kill_at = self._look_after(number, deadline, kill_at, cancel)
                look_at = time.monotonic() + _LOOK_EVERY

    def _look_after(
        self, number: int, deadline: float, kill_at: float | None, cancel: CancelToken | None
    ) -> float | None:
        """Enforce cancel, time and memory; returns when a cancelled task will be killed."""
        now = time.monotonic()
        if cancel is not None and cancel.cancelled:
            if kill_at is None:
                self._process.send(wire.encode(wire.Cancel(number)))
                return now + _CANCEL_GRACE
            if now > kill_at:
                self._process.kill()
                raise JobCancelled
            return kill_at
        if now > deadline:
            self._process.kill()
            raise WorkerStopped("time")
        if self._process.tree_memory() > self._limits.memory:
            self._process.kill()
            raise WorkerStopped("memory")
        return None

    def _ensure_running(self) -> None:
        if self._process.pid is None:
            answers: queue.SimpleQueue[wire.ToClient | None] = queue.SimpleQueue()
            self._process.start(answers.put)
            self._answers = answers


def _unpack(answer: wire.ToClient, result_type: type[T]) -> T:
    if isinstance(answer, wire.Finished):
        return msgspec.msgpack.decode(answer.payload, type=result_type)
    if isinstance(answer, wire.Cancelled):
        raise JobCancelled
    if isinstance(answer, wire.Faulted):
        raise UserFacingError(answer.key, help_topic=answer.help_topic, **answer.params)
    if isinstance(answer, wire.Crashed):
        raise WorkerTaskError.of(answer.traceback)
    raise WorkerTaskError(f"unexpected answer {answer!r}")
