"""Writes files of random weights without ever holding more than one small block of them."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

Fill = Literal["random", "ones", "zeros"]
_POOL = (1 << 20) + 7
"""Random numbers that are drawn; a longer tensor repeats them, which changes nothing of its speed."""
_DEVIATION = 0.02
_TYPES = {"float32": ("F32", 4), "bfloat16": ("BF16", 2), "uint32": ("U32", 4)}


@dataclass(frozen=True, slots=True)
class Tensor:
    """One array of a file: "random" around 0, "ones" or "zeros"; `dtype` "" for that of the file."""

    name: str
    shape: tuple[int, ...]
    fill: Fill = "random"
    dtype: str = ""


class RandomNumbers:
    """The same stream of float32 around 0 for the same seed.

    Args:
        seed: Of the draw.
    """

    def __init__(self, seed: int = 7) -> None:
        self._pool = np.random.default_rng(seed).standard_normal(_POOL, dtype=np.float32) * np.float32(_DEVIATION)
        self._at = 0

    def array(self, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
        """The next numbers, in this shape."""
        size = math.prod(shape)
        self._at = (self._at + 7919) % _POOL  # no two tensors alike
        return np.resize(np.roll(self._pool, -self._at), size).reshape(shape)

    def blocks(self, size: int) -> list[npt.NDArray[np.float32]]:
        """The next `size` numbers as blocks that share their memory."""
        self._at = (self._at + 7919) % _POOL
        turned = np.roll(self._pool, -self._at)
        whole, rest = divmod(size, _POOL)
        return [turned] * whole + ([turned[:rest]] if rest else [])


def write_safetensors(
    path: Path,
    tensors: list[Tensor],
    *,
    dtype: str,
    wrote: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write a safetensors file.

    Args:
        path: The file.
        tensors: What goes into it.
        dtype: "float32" or "bfloat16" for tensors without a type of their own.
        wrote: Told how many bytes of how many were written; what it raises ends the work.
    """
    header, end = _header(tensors, dtype)
    random = RandomNumbers()
    done = 0
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        for one in tensors:
            kind = one.dtype or dtype
            for block in _blocks(one, random):
                data = _as_bytes(block, kind)
                file.write(data)
                done += len(data)
                wrote(done, end)


def edited(path: Path, name: str) -> np.memmap[tuple[int, ...], np.dtype[np.float32]]:
    """A float32 tensor of such a file, for changing it in place."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(size))[name]
    if entry["dtype"] != "F32":
        raise ValueError(f"{name} is {entry['dtype']}")
    start = 8 + size + entry["data_offsets"][0]
    return np.memmap(path, np.float32, "r+", start, tuple(entry["shape"]))


def _header(tensors: list[Tensor], dtype: str) -> tuple[bytes, int]:
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for one in tensors:
        code, width = _TYPES[one.dtype or dtype]
        start, end = end, end + math.prod(one.shape) * width
        entries[one.name] = {"dtype": code, "shape": list(one.shape), "data_offsets": [start, end]}
    text = json.dumps(entries).encode()
    return text + b" " * (-len(text) % 8), end


def _blocks(one: Tensor, random: RandomNumbers) -> list[npt.NDArray[np.float32]]:
    size = math.prod(one.shape)
    if one.fill == "random":
        return random.blocks(size)
    value = np.full(min(size, _POOL), 1.0 if one.fill == "ones" else 0.0, np.float32)
    whole, rest = divmod(size, _POOL)
    return [value] * whole + ([value[:rest]] if rest else [])


def _as_bytes(block: npt.NDArray[np.float32], dtype: str) -> bytes:
    if dtype == "bfloat16":  # the upper half of a float32
        return (block.view(np.uint32) >> 16).astype(np.uint16).tobytes()
    if dtype == "uint32":  # codes packed into words: the bits of random numbers will do
        return block.view(np.uint32).tobytes()
    return block.tobytes()
