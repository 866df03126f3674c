"""The most memory that another process ever held."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self

import psutil

_EVERY = 0.05


class PeakMemory:
    """Watches a process and its children while the block runs.

    Args:
        pid: The process.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="peak memory", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    @property
    def bytes(self) -> int:
        """Most resident bytes so far; where the system keeps count of it, none between two looks is missed."""
        return max(self._most, _resident(self._pid), _kept_by_system(self._pid))

    def _watch(self) -> None:
        while not self._end.wait(_EVERY):
            self._most = max(self._most, _resident(self._pid))


def _resident(pid: int) -> int:
    try:
        process = psutil.Process(pid)
        return int(sum(one.memory_info().rss for one in (process, *process.children(recursive=True))))
    except psutil.Error:  # it ended
        return 0


def _kept_by_system(pid: int) -> int:
    """The high-water mark: of Linux in /proc, of Windows beside the memory now; 0 elsewhere."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        lines = []
    marked = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
    try:
        return max(marked, int(getattr(psutil.Process(pid).memory_info(), "peak_wset", 0)))
    except psutil.Error:
        return marked
