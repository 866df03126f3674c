"""Tries to reach a listener of this computer from inside a worker: by Python, by native code, by another program."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.inference.workers.tasks import Task

if TYPE_CHECKING:
    from app.inference.workers.tasks import TaskContext

_CHILD = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)"


@dataclass(frozen=True, slots=True)
class Probe:
    port: int


def python(port: int) -> str:
    """ "reached", or how it was refused."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError as error:
        return str(error)
    return "reached"


def native(port: int, family: int = socket.AF_INET) -> str:
    """The same by the C library, past every audit hook."""
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.socket(family, socket.SOCK_STREAM, 0)
    if number < 0:
        return errno.errorcode[ctypes.get_errno()]
    address = family.to_bytes(2, sys.byteorder) + port.to_bytes(2, "big") + bytes((127, 0, 0, 1)) + bytes(8)
    done = libc.connect(number, address, len(address))
    os.close(number)
    return "reached" if done == 0 else errno.errorcode[ctypes.get_errno()]


def program(port: int) -> str:
    """The same by a program that Python starts."""
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-c", _CHILD, str(port)], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return str(error)
    return "reached" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def native_program() -> str:
    """Whether the C library starts a program."""
    return "started" if ctypes.CDLL(None).system(b"exit 0") == 0 else "refused"


def reach(port: int) -> tuple[str, ...]:
    """All of them."""
    return python(port), native(port), native(port, socket.AF_INET6), program(port), native_program()


def _reach(request: Probe, _context: TaskContext) -> tuple[str, ...]:
    return reach(request.port)


TABLE = {"reach": Task(Probe, _reach)}
