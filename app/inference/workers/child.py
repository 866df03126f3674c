"""The worker's side: one thread reads messages, the main thread runs one task at a time.

The process ends by itself when its client's end of the pipe closes, so a killed application leaves no orphan; it
leads a process group of its own, so that what it started (Tesseract) can be ended with it.
"""

from __future__ import annotations

import errno
import importlib
import os
import queue
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.room import is_no_room
from app.inference.workers import no_network, wire

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from app.inference.workers.tasks import TaskTable

_NETWORK_EVENTS = frozenset(
    {
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg",
        "socket.getaddrinfo", "socket.getnameinfo", "socket.gethostbyname", "socket.gethostbyaddr",
    }
)  # fmt: skip

_PROGRAM_EVENTS = frozenset(
    {
        "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
        "os.startfile", "os.startfile/2", "pty.spawn",
    }
)  # fmt: skip
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one worker process may use.

    Attributes:
        memory: Resident bytes of the process and everything it started, watched by the client.
        address_space: RLIMIT_AS in bytes where the system has it; 0 for none.
        seconds: Longest time for one task.
        programs: Whether its tasks start other programs.
    """

    memory: int
    address_space: int
    seconds: float
    programs: bool = False


class _Context:
    """`TaskContext` of the task in hand."""

    def __init__(self, mailbox: _Mailbox, number: int) -> None:
        self._mailbox = mailbox
        self._number = number

    def progress(self, done: int, total: int) -> None:
        self._mailbox.send(wire.Advanced(self._number, done, total))

    def check_cancel(self) -> None:
        if self._mailbox.is_cancelled(self._number):
            raise JobCancelled


class _Mailbox:
    """The pipe: calls queued by the reader thread, cancellations remembered, answers sent under a lock."""

    def __init__(self, connection: Connection[bytes, bytes]) -> None:
        self._connection = connection
        self._send_lock = threading.Lock()
        self._cancelled: set[int] = set()
        self.calls: queue.SimpleQueue[wire.Call] = queue.SimpleQueue()

    def read_forever(self) -> None:
        """Reader thread: ends the whole process group when the client is gone."""
        try:
            while True:
                message = wire.decode_to_worker(self._connection.recv_bytes(wire.MESSAGE_LIMIT))
                if isinstance(message, wire.Cancel):
                    self._cancelled.add(message.number)
                else:
                    self.calls.put(message)
        except (EOFError, OSError, msgspec.MsgspecError):
            end_process_group()

    def send(self, message: wire.ToClient) -> None:
        with self._send_lock:
            self._connection.send_bytes(wire.encode(message))

    def is_cancelled(self, number: int) -> bool:
        return number in self._cancelled


def end_process_group() -> None:
    """End this process and everything it started, at once."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(os.getpid(), 9)
    os._exit(1)


def serve(connection: Connection[bytes, bytes], table_path: str, limits: WorkerLimits) -> None:
    """Entry of the process: run tasks of the table at `table_path` ("module:NAME") until the client goes away."""
    silence()
    # pictures are split over pages and workers, not over threads: two cores have better things to do
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    confine(limits.address_space, programs=limits.programs)
    mailbox = _Mailbox(connection)
    threading.Thread(target=mailbox.read_forever, name="mailbox", daemon=True).start()
    table: TaskTable = {}
    broken, crowded = "", False
    try:
        table = load_table(table_path)
    except Exception as error:  # noqa: BLE001 - nobody sees this process's stderr, so the first caller is told
        broken, crowded = traceback.format_exc(), is_no_room(error)
    while True:
        call = mailbox.calls.get()
        if crowded:
            mailbox.send(wire.Faulted(call.number, "computer.no_room", {}, ""))
            end_process_group()  # a library that was half loaded cannot be loaded again: the next call gets a new one
        context = _Context(mailbox, call.number)
        try:
            mailbox.send(wire.Crashed(call.number, broken) if broken else _answer(call, table, context))
        except (OSError, BrokenPipeError):
            end_process_group()
        except ValueError:
            mailbox.send(wire.Crashed(call.number, traceback.format_exc()))


def load_table(path: str) -> TaskTable:
    """The task table at "module:NAME"; a function there is called without arguments to build it."""
    module, _, name = path.partition(":")
    found: Any = getattr(importlib.import_module(module), name)
    table: TaskTable = found() if callable(found) else found
    return table


def _answer(call: wire.Call, table: TaskTable, context: _Context) -> wire.ToClient:
    try:
        context.check_cancel()
        task = table[call.task]
        request: Any = msgspec.msgpack.decode(call.payload, type=task.request)
        return wire.Finished(call.number, msgspec.msgpack.encode(task.run(request, context)))
    except JobCancelled:
        return wire.Cancelled(call.number)
    except UserFacingError as error:
        params = {name: str(value) for name, value in error.params.items()}
        return wire.Faulted(call.number, error.key, params, error.help_topic)
    except Exception as error:  # noqa: BLE001 - boundary: a worker outlives a failed task and the client logs it
        if isinstance(error, OSError) and error.errno in _FULL:
            return wire.Faulted(call.number, "data.disk_full", {}, "")
        if is_no_room(error):
            return wire.Faulted(call.number, "computer.no_room", {}, "")
        return wire.Crashed(call.number, traceback.format_exc())


def confine(address_space: int = 0, *, programs: bool = False) -> None:
    """Own process group, low priority, no network, and Ctrl+C left to the client.

    Args:
        address_space: RLIMIT_AS in bytes where the system has it; 0 for none.
        programs: Whether other programs may be started; they have no network either where the kernel sees to it.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
    if hasattr(os, "nice"):
        os.nice(5)
    if sys.platform == "linux" and address_space:
        import resource

        allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = address_space if allowed == resource.RLIM_INFINITY else min(address_space, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    no_network.refuse_sockets(programs=programs)  # its client looks whether the kernel took it
    sys.addaudithook(_refuse_network)
    if not programs:
        sys.addaudithook(_refuse_programs)


def silence() -> None:
    """What C libraries print about a hostile file is no business of whoever reads our one document or sentence."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _NETWORK_EVENTS:
        raise PermissionError("worker processes have no network")


def _refuse_programs(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _PROGRAM_EVENTS:
        raise PermissionError("this worker process starts no programs")
