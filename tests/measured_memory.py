"""Memory that tests can measure, and models that take it."""

from __future__ import annotations

import threading
import time

LIBRARIES = 50
"""What the process holds before the first model."""


class Memory:
    """A process's memory with a high-water mark; may keep what was freed, as an allocator does."""

    def __init__(self, start: int = LIBRARIES, *, keeps: bool = False) -> None:
        self.bytes = self.highest = start
        self.keeps = keeps
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        with self._lock:
            self.bytes += size
            self.highest = max(self.highest, self.bytes)

    def free(self, size: int) -> None:
        if not self.keeps:
            with self._lock:
                self.bytes -= size


class Engine:
    """Takes its memory in pieces while it loads, and working memory while it works."""

    def __init__(self, memory: Memory, size: int, *, pieces: int = 1) -> None:
        self.memory, self.size, self.closed, self.used = memory, size, 0, 0
        for _ in range(pieces):
            memory.take(size // pieces)
            if pieces > 1:
                time.sleep(0)  # let the others run in the middle of it

    def close(self) -> None:
        assert not self.used, "closed while in use"
        self.closed += 1
        if self.closed == 1:
            self.memory.free(self.size)
