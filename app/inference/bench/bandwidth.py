"""How many bytes a second this computer's memory gives: what no decoding can go beyond."""

from __future__ import annotations

import ctypes
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 256 << 20
"""Bytes copied at a time, more than any cache of a laptop holds."""
_ROUNDS = 5


def copy_bandwidth(threads: int, *, size: int = SIZE, clock: Callable[[], float] = time.perf_counter) -> float:
    """Bytes a second that are read and written in a copy; the best of five, for other work only ever slows it.

    Args:
        threads: Copy at the same time, as many as the engines compute with.
        size: Bytes to copy, shared among the threads.
        clock: Seconds.
    """
    share = max(1, size // max(1, threads))
    pairs = [(_block(share), _block(share)) for _ in range(max(1, threads))]
    best = min(_seconds(pairs, share, clock) for _ in range(_ROUNDS))
    return 2 * share * len(pairs) / best


def _block(size: int) -> ctypes.Array[ctypes.c_char]:
    block = (ctypes.c_char * size)()
    ctypes.memset(block, 1, size)  # memory that nobody wrote to may not be there yet
    return block


def _seconds(
    pairs: list[tuple[ctypes.Array[ctypes.c_char], ctypes.Array[ctypes.c_char]]],
    size: int,
    clock: Callable[[], float],
) -> float:
    ready = threading.Barrier(len(pairs) + 1)

    def copy(target: ctypes.Array[ctypes.c_char], source: ctypes.Array[ctypes.c_char]) -> None:
        ready.wait()
        ctypes.memmove(target, source, size)  # other threads run meanwhile

    workers = [threading.Thread(target=copy, args=pair, daemon=True) for pair in pairs]
    for worker in workers:
        worker.start()
    ready.wait()
    started = clock()
    for worker in workers:
        worker.join()
    return clock() - started
