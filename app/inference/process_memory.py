"""What this process holds in memory, measured, and giving back what it no longer needs."""

from __future__ import annotations

import ctypes
import gc
import sys

import psutil


def resident() -> int:
    """Resident bytes of this process and its children."""
    process = psutil.Process()
    total = process.memory_info().rss
    for child in process.children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.Error:  # it ended in the meantime
            continue
    return int(total)


def available() -> int:
    """Bytes that programs can still take before this machine begins to swap."""
    return int(psutil.virtual_memory().available)


def give_back() -> None:
    """Free what nothing refers to, and have the C allocator return its free pages to the system.

    glibc keeps the free pages between two blocks in use until ``malloc_trim``; macOS and Windows have calls of their
    own. An allocator with none of them keeps what it has: only the end of the process returns that.
    """
    gc.collect()
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(0)
        elif sys.platform == "darwin":
            ctypes.CDLL(None).malloc_zone_pressure_relief(None, ctypes.c_size_t(0))
        elif sys.platform == "win32":
            ctypes.CDLL("ucrtbase")._heapmin()  # noqa: SLF001 - the C function is called so
    except (AttributeError, OSError):  # another C library, as musl
        return
