"""The kernel's own refusal of the network (Linux, x86-64 and ARM64): for native code, and for what a worker starts.

A seccomp filter refuses to make any socket but a local one (AF_UNIX), and io_uring, which makes sockets besides; where
a worker starts no programs, it refuses those, too. It stays for the life of the process, its threads and its children.
The system calls are refused with EACCES, as a firewall does, and not with a signal: libraries go on without.
Other systems, and kernels without seccomp, have the audit hook of `child.confine` alone, which sees Python's calls.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import sys
from dataclasses import dataclass

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: word at an offset, ==, >=, result
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data; little endian
_ALLOW = 0x7FFF0000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EACCES, 0x00050000 | errno.ENOSYS
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 38, 22
_MODE_FILTER, _ALL_THREADS = 2, 1
_SET_FILTER = 1
_LOCAL = 1  # AF_UNIX
_IO_URING_SETUP = 425
_X32 = 0x40000000


@dataclass(frozen=True, slots=True)
class _Calls:
    """Numbers of system calls on one architecture, and its name in <linux/audit.h>."""

    architecture: int
    socket: int
    seccomp: int
    programs: tuple[int, ...]


_KNOWN = {
    "x86_64": _Calls(0xC000003E, socket=41, seccomp=317, programs=(59, 322)),
    "aarch64": _Calls(0xC00000B7, socket=198, seccomp=277, programs=(221, 281)),
}


class _Rule(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("then", ctypes.c_ubyte),
        ("otherwise", ctypes.c_ubyte),
        ("k", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("rules", ctypes.POINTER(_Rule)))


def refuse_sockets(*, programs: bool) -> bool:
    """Have the kernel refuse the network to this process and all that it starts, for good.

    Args:
        programs: Whether other programs may be started.

    Returns:
        Whether it does; False on other systems, and where the kernel has no seccomp or does not allow it.
    """
    calls = _KNOWN.get(platform.machine())
    if sys.platform != "linux" or calls is None or sys.maxsize < 1 << 32:
        return False
    rules = _rules(calls, programs=programs)
    filters = _Program(len(rules), (_Rule * len(rules))(*(_Rule(*one) for one in rules)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    if libc.syscall(calls.seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(filters)) == 0:
        return True
    # before Linux 3.17: this thread, and those that it starts
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filters), 0, 0) == 0)


def _rules(calls: _Calls, *, programs: bool) -> list[tuple[int, int, int, int]]:
    """The filter: (operation, rules to skip if true, if false, operand)."""
    refused = () if programs else calls.programs
    rules = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, calls.architecture),
        (_RETURN, 0, 0, _UNKNOWN),  # calls of 32-bit programs, which have numbers of their own
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _UNKNOWN),
        (_EQUAL, 0, 1, _IO_URING_SETUP),
        (_RETURN, 0, 0, _UNKNOWN),
    ]
    for number in refused:
        rules += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    return [
        *rules,
        (_EQUAL, 1, 0, calls.socket),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 1, 0, _LOCAL),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]


def is_guarded(pid: int) -> bool:
    """Whether the kernel says that a process has a filter that this one does not have; Linux only."""
    return _filters(pid) > _filters(os.getpid())


def _filters(pid: int) -> int:
    """Number of seccomp filters; before Linux 5.9, which does not count them, 1 for any."""
    said: dict[str, str] = {}
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        said = dict(line.partition(":")[::2] for line in file if line.startswith("Seccomp"))
    return int(said.get("Seccomp_filters", "0" if said.get("Seccomp", "0").strip() == "0" else "1"))
