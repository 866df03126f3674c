"""One spawned process that speaks messages over a pipe: started, watched, and ended with everything it started.

Both clients own one: `process.WorkerClient` (one task at a time) and `model_client.ModelWorkerClient` (many at once).
Lock order: a client's own locks before `WorkerProcess._lock`, which is held for no waiting but that for a send.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import multiprocessing
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
import psutil

from app.domain.errors import UserFacingError
from app.inference.workers import no_network, windows_job, wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

M = TypeVar("M")

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


class WorkerTaskError(Exception):
    """A task failed by a bug; the text is the worker's last line, its traceback is a note for the log."""

    @classmethod
    def of(cls, traceback: str) -> WorkerTaskError:
        """The error for a traceback that a worker sent."""
        lines = traceback.strip().splitlines()
        error = cls(lines[-1] if lines else "no traceback")
        error.add_note(traceback)
        return error


class WorkerProcess(Generic[M]):
    """Owns at most one running process.

    Args:
        name: For logs and process listings.
        target: Runs in the process as ``target(connection, *arguments)``.
        arguments: Further arguments of `target`; they must survive a spawn.
        decode: The message in the bytes the process sent.
        address_space: Bytes that a Windows job object lets all of it commit; 0 for no bound.
    """

    def __init__(
        self,
        name: str,
        target: Callable[..., None],
        arguments: tuple[object, ...],
        decode: Callable[[bytes], M],
        address_space: int = 0,
    ) -> None:
        self._name = name
        self._target = target
        self._arguments = arguments
        self._decode = decode
        self._address_space = address_space
        self._lock = threading.Lock()
        self._send_lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection[bytes, bytes] | None = None
        self._job: windows_job.WindowsJob | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Process id, None while no process is running."""
        process = self._process
        with contextlib.suppress(ValueError):  # another thread ended it since
            return process.pid if process is not None and process.is_alive() else None
        return None

    def start(self, receive: Callable[[M | None], None]) -> None:
        """Start a process in the place of one that ended.

        Args:
            receive: Called in the reader thread with every message; None says that the process is gone.

        Raises:
            WorkerStopped: `close` was called.
            UserFacingError: the computer has no room for one more process (``computer.no_room``).
        """
        self.kill()
        if self._closed:
            raise WorkerStopped("died")
        context = multiprocessing.get_context("spawn")
        try:
            ours, theirs = context.Pipe()
            process = context.Process(
                target=self._target, args=(theirs, *self._arguments), name=self._name, daemon=True
            )
            process.start()
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise UserFacingError("computer.no_room") from error
            raise
        theirs.close()
        job = windows_job.confine(process.pid, self._address_space)
        with self._lock:
            self._process, self._connection, self._job = process, ours, job
        reader = threading.Thread(
            target=read_forever,
            args=(ours, self._decode, _watched(process.pid, receive)),
            name=f"{self._name}-reader",
            daemon=True,
        )
        reader.start()
        _log.info("started worker %s (%s)", self._name, process.pid)
        if self._closed:  # by another thread, which found no process to end
            self.kill()
            raise WorkerStopped("died")

    def send(self, message: bytes) -> None:
        """Send one message; from any thread.

        Raises:
            WorkerStopped: the process is gone.
        """
        connection = self._connection
        if connection is None:
            raise WorkerStopped("died")
        try:
            with self._send_lock:
                connection.send_bytes(message)
        except (OSError, TypeError) as error:  # TypeError: closed by another thread in the middle of the message
            if isinstance(error, TypeError) and not connection.closed:
                raise
            self._end(connection)
            raise WorkerStopped("died") from None

    def kill(self) -> None:
        """End the process and everything it started, and wait for it; another may be started."""
        self._end(self._connection)

    def _end(self, expected: Connection[bytes, bytes] | None) -> None:
        """End the process of this connection, unless it is gone and another one runs."""
        with self._lock:
            process, connection, job = self._process, self._connection, self._job
            if connection is not expected:
                return
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

    def close(self) -> None:
        """End the process for good; `start` and `send` raise `WorkerStopped` from here on."""
        self._closed = True
        self.kill()

    def tree_memory(self) -> int:
        """Resident bytes of the process and everything it started."""
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


def _watched(pid: int | None, receive: Callable[[M | None], None]) -> Callable[[M | None], None]:
    """Says in the log, at the first message of a process, if the kernel does not keep the network from it."""
    looked = sys.platform != "linux"

    def hear(message: M | None) -> None:
        nonlocal looked
        if not looked and message is not None:
            looked = True
            if not no_network.is_guarded(pid or 0):
                _log.warning("this kernel has no seccomp: worker %s is kept from the network by Python alone", pid)
        receive(message)

    return hear


def read_forever(
    connection: Connection[bytes, bytes], decode: Callable[[bytes], M], receive: Callable[[M | None], None]
) -> None:
    """Reader thread: hands every message on; None says that the process is gone."""
    try:
        while True:
            receive(decode(connection.recv_bytes(wire.MESSAGE_LIMIT)))
    except TypeError:
        if not connection.closed:
            raise
        receive(None)  # closed by another thread between two reads of one message: its handle is None then
    except (EOFError, OSError, msgspec.MsgspecError):
        receive(None)


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
