"""A job object holds a worker and everything it starts on Windows: it ends with us, and it has one bound of memory.

Source: "Job Objects" in the Windows API reference; constants and structures from ``winnt.h``. Elsewhere process groups
and RLIMIT_AS do this, and `confine` does nothing.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from typing import Any

_log = logging.getLogger(__name__)

EXTENDED_LIMITS = 9
"""``JobObjectExtendedLimitInformation``."""
JOB_MEMORY, KILL_ON_CLOSE = 0x200, 0x2000
"""``JOB_OBJECT_LIMIT_JOB_MEMORY``, ``JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE``."""
_SET_QUOTA_AND_TERMINATE = 0x0100 | 0x0001


class BasicLimits(ctypes.Structure):
    """``JOBOBJECT_BASIC_LIMIT_INFORMATION``."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """``JOBOBJECT_EXTENDED_LIMIT_INFORMATION``; the six counters of ``IO_COUNTERS`` are its second field."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class WindowsJob:
    """A job object with one process and its children in it; they end when it is closed or this process ends.

    Args:
        pid: The process; what it starts from now on belongs to the job too.
        memory: Bytes that all of them may commit together; 0 for no bound.
        kernel: ``kernel32``.

    Raises:
        OSError: Windows refused; nothing is left open.
    """

    def __init__(self, pid: int, memory: int, kernel: Any) -> None:  # noqa: ANN401 - a library of ctypes
        self._kernel = kernel
        self._handle = kernel.CreateJobObjectW(None, None)
        if not self._handle:
            raise _failure(kernel, "CreateJobObjectW")
        try:
            self._limit(memory)
            self._assign(pid)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """End every process that is still in the job."""
        handle, self._handle = self._handle, None
        if handle:
            self._kernel.CloseHandle(handle)

    def _limit(self, memory: int) -> None:
        limits = ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = KILL_ON_CLOSE | (JOB_MEMORY if memory else 0)
        limits.JobMemoryLimit = memory
        if not self._kernel.SetInformationJobObject(
            self._handle, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        ):
            raise _failure(self._kernel, "SetInformationJobObject")

    def _assign(self, pid: int) -> None:
        process = self._kernel.OpenProcess(_SET_QUOTA_AND_TERMINATE, 0, pid)
        if not process:
            raise _failure(self._kernel, "OpenProcess")
        try:
            if not self._kernel.AssignProcessToJobObject(self._handle, process):
                raise _failure(self._kernel, "AssignProcessToJobObject")
        finally:
            self._kernel.CloseHandle(process)


def confine(pid: int | None, memory: int) -> WindowsJob | None:
    """Put a process into a job of its own; None where the system has no job objects or refuses one."""
    if sys.platform != "win32" or pid is None:
        return None
    try:
        return WindowsJob(pid, memory, _kernel32())
    except OSError as error:  # the client's own watch over time and memory goes on without it
        _log.warning("no job object for worker %d: %s", pid, error)
        return None


def _kernel32() -> Any:  # noqa: ANN401 - a library of ctypes
    """``kernel32`` with handles declared: undeclared ones would lose their upper half on 64 bits."""
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    handle = ctypes.c_void_p
    declared = {
        "CreateJobObjectW": (handle, [ctypes.c_void_p, ctypes.c_wchar_p]),
        "OpenProcess": (handle, [ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32]),
        "SetInformationJobObject": (ctypes.c_int, [handle, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32]),
        "AssignProcessToJobObject": (ctypes.c_int, [handle, handle]),
        "CloseHandle": (ctypes.c_int, [handle]),
    }
    for name, (result, arguments) in declared.items():
        function = getattr(kernel, name)
        function.restype, function.argtypes = result, arguments
    return kernel


def _failure(kernel: Any, function: str) -> OSError:  # noqa: ANN401 - a library of ctypes
    read = getattr(ctypes, "get_last_error", kernel.GetLastError)
    return OSError(read(), f"{function} failed")
