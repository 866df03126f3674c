"""What this process holds in memory, measured, and giving back what it no longer needs.

A graphics processor's memory is asked of the library that took it, if it was loaded: nothing is loaded here.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any

import psutil


def resident() -> int:
    """Resident bytes of this process and its children, on a Mac with what its graphics use of the same memory."""
    process = psutil.Process()
    total = process.memory_info().rss
    for child in process.children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.Error:  # it ended in the meantime
            continue
    return int(total) + (on_apple_graphics() if sys.platform == "darwin" else 0)


def available() -> int:
    """Bytes that programs can still take before this machine begins to swap."""
    return int(psutil.virtual_memory().available)


def total() -> int:
    """Bytes of memory that this machine has."""
    return int(psutil.virtual_memory().total)


def on_cards() -> int:
    """Bytes that this process holds in the memory of NVIDIA's cards."""
    torch = _loaded("torch")
    if torch is None or not torch.cuda.is_initialized():
        return 0
    return sum(int(torch.cuda.memory_reserved(number)) for number in range(torch.cuda.device_count()))


def on_apple_graphics() -> int:
    """Bytes that Apple's graphics hold for this process; the system does not count them as resident."""
    torch, mlx = _loaded("torch"), _loaded("mlx.core")
    total = int(torch.mps.driver_allocated_memory()) if torch is not None and torch.backends.mps.is_available() else 0
    return total + (int(mlx.get_active_memory()) + int(mlx.get_cache_memory()) if mlx is not None else 0)


def give_back() -> None:
    """Free what nothing refers to, and have every allocator return its free memory to the system.

    glibc keeps the free pages between two blocks in use until ``malloc_trim``; macOS and Windows have calls of their
    own, and so have torch and mlx for graphics. An allocator without keeps what it has: only the end of the process
    returns that.
    """
    gc.collect()
    torch, mlx = _loaded("torch"), _loaded("mlx.core")
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    if torch is not None and torch.backends.mps.is_available():
        torch.mps.empty_cache()
    if mlx is not None:
        mlx.clear_cache()
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(0)
        elif sys.platform == "darwin":
            ctypes.CDLL(None).malloc_zone_pressure_relief(None, ctypes.c_size_t(0))
        elif sys.platform == "win32":
            ctypes.CDLL("ucrtbase")._heapmin()  # noqa: SLF001 - the C function is called so
    except (AttributeError, OSError):  # another C library, as musl
        return


def _loaded(name: str) -> Any:  # noqa: ANN401 - a module without types
    """A module that something in this process imported; None if nothing did, or it is still being imported."""
    module = sys.modules.get(name)
    spec = getattr(module, "__spec__", None)
    return None if getattr(spec, "_initializing", False) else module
