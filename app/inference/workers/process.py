"""The client's side of a worker process: start, call, cancel, watch, restart.

Lock order: `_call_lock` (one task at a time) before `_state_lock` (process handle and pending answer).
"""

from __future__ import annotations

import contextlib
import errno
import logging
import multiprocessing
import os
import queue
import signal
import threading
import time
from typing import TYPE_CHECKING, TypeVar

import msgspec
import psutil

from app.domain.errors import JobCancelled, UserFacingError
from app.inference.workers import windows_job, wire
from app.inference.workers.child import WorkerLimits, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from app.domain.jobs import CancelToken

T = TypeVar("T")

_LOOK_EVERY = 0.2
_CANCEL_GRACE = 2.0
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})
_log = logging.getLogger(__name__)


class WorkerStopped(UserFacingError):
    """The worker process ended before it answered.

    Attributes:
        reason: "died", "memory" or "time".
    """

    def __init__(self, reason: str) -> None:
        super().__init__("worker.stopped")
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return WorkerStopped, (self.reason,)


class _Silence:
    """What is heard of a worker that says nothing for a while."""


class WorkerTaskError(Exception):
    """A task failed by a bug; the text is the worker's last line, its traceback is a note for the log."""


class WorkerClient:
    """Owns one worker process. Calls from several threads wait for each other.

    Args:
        name: For logs and process listings.
        table: "module:NAME" of the task table the process serves.
        limits: What the process may use.
    """

    def __init__(self, name: str, table: str, limits: WorkerLimits) -> None:
        self._name = name
        self._table = table
        self._limits = limits
        self._call_lock = threading.Lock()
        self._state_lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection[bytes, bytes] | None = None
        self._answers: queue.SimpleQueue[wire.ToClient | None] = queue.SimpleQueue()
        self._job: windows_job.WindowsJob | None = None
        self._next_number = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Process id, None while no process is running."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

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
            self._send(wire.Call(number, task, payload))
            deadline = time.monotonic() + (seconds if seconds is not None else self._limits.seconds)
            answer = self._wait(number, deadline, cancel, progress)
        return _unpack(answer, result_type)

    def close(self) -> None:
        """End the process and wait for it; further calls raise `WorkerStopped`."""
        self._closed = True
        self._kill()

    # -- one call ------------------------------------------------------------------------------------------------

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
                self._kill()
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
                self._send(wire.Cancel(number))
                return now + _CANCEL_GRACE
            if now > kill_at:
                self._kill()
                raise JobCancelled
            return kill_at
        if now > deadline:
            self._kill()
            raise WorkerStopped("time")
        if self._tree_memory() > self._limits.memory:
            self._kill()
            raise WorkerStopped("memory")
        return None

    def _send(self, message: wire.ToWorker) -> None:
        connection = self._connection
        if connection is None:
            raise WorkerStopped("died")
        try:
            connection.send_bytes(wire.encode(message))
        except OSError:
            self._kill()
            raise WorkerStopped("died") from None

    # -- the process ---------------------------------------------------------------------------------------------

    def _ensure_running(self) -> None:
        if self._closed:
            raise WorkerStopped("died")
        if self._process is not None and self._process.is_alive():
            return
        self._kill()
        context = multiprocessing.get_context("spawn")
        try:
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, self._table, self._limits), name=self._name, daemon=True
            )
            process.start()
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise UserFacingError("computer.no_room") from error
            raise
        theirs.close()
        job = windows_job.confine(process.pid, self._limits.address_space)
        answers: queue.SimpleQueue[wire.ToClient | None] = queue.SimpleQueue()
        threading.Thread(target=_read_forever, args=(ours, answers), name=f"{self._name}-reader", daemon=True).start()
        with self._state_lock:
            self._process, self._connection, self._answers, self._job = process, ours, answers, job
        _log.info("started worker %s (%s)", self._name, process.pid)

    def _kill(self) -> None:
        with self._state_lock:
            process, connection, job = self._process, self._connection, self._job
            self._process = self._connection = self._job = None
        if process is None:
            return
        _end_tree(process.pid)
        if job is not None:
            job.close()
        process.join(5)
        if connection is not None:
            connection.close()
        process.close()

    def _tree_memory(self) -> int:
        pid = self.pid
        if pid is None:
            return 0
        total = 0
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(pid)
            for one in (root, *root.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    total += one.memory_info().rss
        return total


def _read_forever(connection: Connection[bytes, bytes], answers: queue.SimpleQueue[wire.ToClient | None]) -> None:
    """Reader thread: hands every message on; None says that the process is gone."""
    try:
        while True:
            answers.put(wire.decode_to_client(connection.recv_bytes(wire.MESSAGE_LIMIT)))
    except TypeError:
        if not connection.closed:
            raise
        answers.put(None)  # closed by another thread between two reads of one message: its handle is None then
    except (EOFError, OSError, msgspec.MsgspecError):
        answers.put(None)


def _end_tree(pid: int | None) -> None:
    """End a worker and everything it started; what it started outlives it in its process group."""
    if pid is None:
        return
    children: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        children = psutil.Process(pid).children(recursive=True)
    if hasattr(os, "killpg"):
        # the group's id is the worker's pid from the moment it called setsid; before that there is no such group
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    for one in children:
        with contextlib.suppress(psutil.Error):
            one.kill()
    with contextlib.suppress(psutil.Error):
        psutil.Process(pid).kill()


def _unpack(answer: wire.ToClient, result_type: type[T]) -> T:
    if isinstance(answer, wire.Finished):
        return msgspec.msgpack.decode(answer.payload, type=result_type)
    if isinstance(answer, wire.Cancelled):
        raise JobCancelled
    if isinstance(answer, wire.Faulted):
        raise UserFacingError(answer.key, help_topic=answer.help_topic, **answer.params)
    if isinstance(answer, wire.Crashed):
        lines = answer.traceback.strip().splitlines()
        error = WorkerTaskError(lines[-1] if lines else "no traceback")
        error.add_note(answer.traceback)
        raise error
    raise WorkerTaskError(f"unexpected answer {answer!r}")
