"""What Windows is asked for, as far as another system can look: structures as in winnt.h, calls in order, no leak."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

import pytest

from app.inference.workers import windows_job
from app.inference.workers.windows_job import BasicLimits, ExtendedLimits, WindowsJob

JOB, PROCESS = 0x1_0000_0010, 0x1_0000_0020


class Kernel:
    """``kernel32`` that notes what it is asked for, and refuses one call."""

    def __init__(self, refuse: str = "") -> None:
        self.refuse = refuse
        self.open: set[int] = set()
        self.limits: ExtendedLimits | None = None
        self.assigned: tuple[int, int] | None = None
        self.opened: tuple[int, int] | None = None

    def CreateJobObjectW(self, _security: None, _name: None) -> int:  # noqa: N802
        return self._give("CreateJobObjectW", JOB)

    def OpenProcess(self, access: int, _inherit: int, pid: int) -> int:  # noqa: N802
        self.opened = (access, pid)
        return self._give("OpenProcess", PROCESS)

    def SetInformationJobObject(self, job: int, kind: int, pointer: Any, size: int) -> int:  # noqa: N802
        assert (job, kind, size) == (JOB, 9, ctypes.sizeof(ExtendedLimits))
        self.limits = pointer._obj
        return int(self.refuse != "SetInformationJobObject")

    def AssignProcessToJobObject(self, job: int, process: int) -> int:  # noqa: N802
        self.assigned = (job, process)
        return int(self.refuse != "AssignProcessToJobObject")

    def CloseHandle(self, handle: int) -> int:  # noqa: N802
        self.open.remove(handle)
        return 1

    def GetLastError(self) -> int:  # noqa: N802
        return 5

    def _give(self, name: str, handle: int) -> int:
        if self.refuse == name:
            return 0
        self.open.add(handle)
        return handle


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of a 64-bit system")
def test_the_structures_are_those_of_winnt_h() -> None:
    assert ctypes.sizeof(BasicLimits) == 64
    assert ctypes.sizeof(ExtendedLimits) == 144
    assert (BasicLimits.LimitFlags.offset, BasicLimits.Affinity.offset) == (16, 48)
    assert (ExtendedLimits.ProcessMemoryLimit.offset, ExtendedLimits.JobMemoryLimit.offset) == (112, 120)


def test_the_process_is_bound_and_ends_with_the_job() -> None:
    kernel = Kernel()
    job = WindowsJob(77, 4 << 30, kernel)
    assert kernel.limits is not None
    assert kernel.limits.BasicLimitInformation.LimitFlags == 0x2000 | 0x200
    assert kernel.limits.JobMemoryLimit == 4 << 30
    assert kernel.opened == (0x0101, 77)
    assert kernel.assigned == (JOB, PROCESS)
    assert kernel.open == {JOB}, "only the job itself stays open"
    job.close()
    job.close()
    assert kernel.open == set()


def test_without_a_bound_the_process_still_ends_with_the_job() -> None:
    kernel = Kernel()
    WindowsJob(77, 0, kernel).close()
    assert kernel.limits is not None
    assert kernel.limits.BasicLimitInformation.LimitFlags == 0x2000


@pytest.mark.parametrize(
    "refuse", ["CreateJobObjectW", "SetInformationJobObject", "OpenProcess", "AssignProcessToJobObject"]
)
def test_a_refusal_is_named_and_leaves_no_handle(refuse: str) -> None:
    kernel = Kernel(refuse)
    with pytest.raises(OSError, match=refuse):
        WindowsJob(77, 1 << 30, kernel)
    assert kernel.open == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has job objects")
def test_elsewhere_nothing_is_done() -> None:
    assert windows_job.confine(os.getpid(), 1 << 30) is None
