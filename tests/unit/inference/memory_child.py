"""A process with models made of numpy arrays: reads "load MEGABYTES leaks|frees" or "evict", answers JSON lines."""

from __future__ import annotations

import json
import sys

import numpy as np
import numpy.typing as npt

from app.inference import process_memory
from app.inference.memory_coordinator import MemoryCoordinator, RestartNeeded

Array = npt.NDArray[np.uint8]
MEBI = 1 << 20
BLOCK = 64 * 1024
"""Bytes of an array: below what glibc maps by itself, so that it lies in the heap."""


class Arrays:
    """A model whose weights are many small arrays; `hide` keeps them after the close, as a bad allocator does."""

    def __init__(self, megabytes: int, hide: list[Array], pins: list[Array], *, leaks: bool) -> None:
        self.weights = [np.ones(BLOCK, np.uint8) for _ in range(megabytes * MEBI // BLOCK)]
        pins.append(self.weights.pop())  # lies above the others in the heap and stays
        if leaks:
            hide.extend(self.weights)

    def close(self) -> None:
        self.weights = []


def main() -> None:
    hide: list[Array] = []
    pins: list[Array] = []
    coordinator = MemoryCoordinator(1_000 * MEBI, process_memory.resident, tolerance=64 * MEBI)
    for line in sys.stdin:
        verb, *words = line.split()
        restart_needed = False
        if verb == "load":
            size = int(words[0])
            leaks = words[1] == "leaks"

            def load(size: int = size, *, leaks: bool = leaks) -> Arrays:
                return Arrays(size, hide, pins, leaks=leaks)

            try:
                coordinator.acquire(f"{size} {leaks}", size * MEBI, load).release()
            except RestartNeeded:
                restart_needed = True
        else:
            coordinator.evict()
        told = {"wants_restart": coordinator.wants_restart, "restart_needed": restart_needed}
        print(json.dumps({"resident": process_memory.resident(), **told}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
