"""Shared memory for large arrays between the model worker and its client.

The client makes every segment, lends it by name and removes it, because the client is the side that lives: a worker
killed at any moment leaves none behind. The worker only attaches. Segments are used again, by size. If the client
itself is killed, Python's resource tracker removes them when its last process has ended (Windows frees them itself).
"""

from __future__ import annotations

import sys
import threading
from multiprocessing.shared_memory import SharedMemory
from typing import Any, cast

_LEAST = 1 << 20


class BufferPool:
    """Segments that this process made. Thread-safe.

    Args:
        keep: Bytes of free segments that are kept for the next use.
    """

    def __init__(self, keep: int = 64 << 20) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._free: list[SharedMemory] = []
        self._lent: dict[str, SharedMemory] = {}

    def lend(self, size: int) -> str:
        """Name of a segment of at least `size` bytes, until `take_back`.

        Raises:
            OSError: the system has no room for it.
        """
        with self._lock:
            fitting = [one for one in self._free if one.size >= size]
            if fitting:
                segment = min(fitting, key=lambda one: one.size)
                self._free.remove(segment)
            else:
                segment = SharedMemory(create=True, size=max(_LEAST, 1 << (size - 1).bit_length()))
            self._lent[segment.name] = segment
            return segment.name

    def take_back(self, name: str, size: int = 0) -> bytes:
        """The first `size` bytes of a lent segment, which nobody else may use from here on."""
        with self._lock:
            segment = self._lent.pop(name)
            data = bytes(_view(segment)[:size])
            self._free.append(segment)
            while self._free and sum(one.size for one in self._free) > self._keep:
                _remove(self._free.pop(0))
            return data

    def close(self) -> None:
        """Remove every segment, lent ones too."""
        with self._lock:
            for segment in (*self._free, *self._lent.values()):
                _remove(segment)
            self._free.clear()
            self._lent.clear()


def fill(name: str, data: bytes | memoryview) -> None:
    """Worker's side: copy `data` to the start of a lent segment.

    Before Python 3.13 attaching tells the resource tracker of a segment that is not ours. The tracker is the client's
    own, which knows the name already, and the client's removal takes it off; so it stays right.
    """
    untracked: dict[str, Any] = {"track": False} if sys.version_info >= (3, 13) else {}
    segment = SharedMemory(name, **untracked)
    try:
        _view(segment)[: len(data)] = data
    finally:
        segment.close()


def _view(segment: SharedMemory) -> memoryview:
    return cast("memoryview", segment.buf)  # None only once it is closed


def _remove(segment: SharedMemory) -> None:
    segment.close()
    segment.unlink()
