"""Vectors as bits: what the coarse pass of the vector search compares.

A vector of unit length is padded to a power of two, turned by a fixed random rotation (signs and Hadamard matrices,
Ailon and Chazelle 2006), and only the signs of its components are kept: 128 bytes for 1,024 dimensions. After the
rotation every bit says as much as any other, whatever the model put into its dimensions. The share of bits in which
two vectors differ tells the angle between them (Charikar 2002); the sum of the query's own components under the signs
of the other tells the cosine better (RaBitQ, Gao and Long 2024) and is taken where the first has made few of many.

Arrays: n vectors, d dimensions, m >= d the next power of two (at least 256), w = m / 8 bytes.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Ids = NDArray[np.int64]

_FEWEST_BITS = 256
_ROUNDS = 2
_AT_ONCE = 8192
_MEAN_OF_ABSOLUTE = math.sqrt(2 / math.pi)


def width(dimension: int) -> int:
    """Bytes of the bits of one vector."""
    return max(_FEWEST_BITS, 1 << (dimension - 1).bit_length()) // 8


def turn(vectors: Floats) -> Floats:
    """The rotated vectors, (n, m); lengths and angles stay as they are."""
    size = width(vectors.shape[1]) * 8
    padded = np.zeros((len(vectors), size), np.float32)
    padded[:, : vectors.shape[1]] = vectors
    rows = 1 << (size.bit_length() - 1) // 2
    left, right = _hadamard(rows), _hadamard(size // rows)
    for signs in _signs(size):
        padded = (left @ (padded * signs).reshape(-1, rows, size // rows) @ right).reshape(-1, size)
    return padded


def encode(vectors: Floats) -> Bytes:
    """The bits of unit vectors, (n, w)."""
    return np.packbits(turn(vectors) > 0, axis=1)


@lru_cache(maxsize=8)
def _hadamard(size: int) -> Floats:
    """The orthonormal Hadamard matrix, (size, size)."""
    matrix = np.ones((1, 1), np.float32)
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix / np.float32(math.sqrt(size))


@lru_cache(maxsize=8)
def _signs(size: int) -> tuple[Floats, ...]:
    """Signs that are the same on every machine and for ever: stored bits depend on them."""
    bits = np.unpackbits(np.frombuffer(hashlib.shake_256(b"vector signs").digest(_ROUNDS * size // 8), np.uint8))
    return tuple(bits.reshape(_ROUNDS, size).astype(np.float32) * 2 - 1)


class Query:
    """A unit vector that others are compared with.

    Attributes:
        width: Bytes of its bits.
        doubt: Standard deviation of `cosines` around the true cosine, for vectors without any order in them.
    """

    def __init__(self, vector: Floats) -> None:
        turned = turn(vector[None])
        self._bits = np.packbits(turned > 0, axis=1).view(np.uint64)[0]
        size = turned.shape[1]
        self.width = size // 8
        signs = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).astype(np.float32) * 2 - 1
        scale = _MEAN_OF_ABSOLUTE * math.sqrt(size)
        self._sums: Floats = (turned.reshape(-1, 8) @ signs.T / np.float32(scale)).ravel()  # of each byte of each place
        self._places = np.arange(size // 8, dtype=np.int64) * 256
        self.doubt = math.sqrt((math.pi / 2 - 1) / size)

    def differing(self, bits: Bytes) -> NDArray[np.uint16]:
        """How many bits are not those of the query, (n,)."""
        counts = np.bitwise_count(bits.view(np.uint64) ^ self._bits)
        if counts.shape[1] % 8:
            return np.asarray(counts.sum(axis=1, dtype=np.uint16))
        # a sum along a short axis is slow: add eight counts of a byte each at once, in pairs of 16 bits
        words = counts.view(np.uint64)
        pairs = np.zeros(len(words), np.uint64)
        for place in range(words.shape[1]):
            word = words[:, place]
            pairs += (word & _LOW_BYTES) + ((word >> np.uint64(8)) & _LOW_BYTES)
        return ((pairs * _ONES) >> np.uint64(48)).astype(np.uint16)

    def cosines(self, bits: Bytes) -> Floats:
        """The estimated cosines, (n,)."""
        return np.asarray(self._sums[bits + self._places].sum(axis=1))


_LOW_BYTES = np.uint64(0x00FF00FF00FF00FF)
_ONES = np.uint64(0x0001000100010001)


def nearest(query: Query, blocks: Iterable[tuple[Ids, Bytes]], keep: int) -> tuple[Ids, Floats]:
    """The vectors that look nearest, best first.

    Args:
        query: What they are compared with.
        blocks: Ids and bits of some vectors at a time; id 0 is an empty place.
        keep: How many of those with the fewest differing bits are looked at more closely.

    Returns:
        Ids and estimated cosines.
    """
    held = _Held(keep, query.width)
    for ids, bits in blocks:
        apart = query.differing(bits)
        near = np.flatnonzero((apart < held.limit) & (ids != 0))
        if len(near) > keep:
            near = near[np.argpartition(apart[near], keep - 1)[:keep]]
        held.add(ids[near], bits[near], apart[near])
    ids, bits = held.best()
    cosines = query.cosines(bits)
    order = np.lexsort((ids, -cosines))
    return ids[order], cosines[order]


class _Held:
    """The best so far, and some more.

    Attributes:
        limit: Only what has fewer differing bits can still be among the best.
    """

    def __init__(self, keep: int, wide: int) -> None:
        self._keep = keep
        self._parts = [(np.empty(0, np.int64), np.empty((0, wide), np.uint8), np.empty(0, np.uint16))]
        self._count = 0
        self.limit = 0x10000

    def add(self, ids: Ids, bits: Bytes, apart: NDArray[np.uint16]) -> None:
        self._parts.append((ids, bits, apart))
        self._count += len(ids)
        if self._count >= 2 * self._keep:
            self._cut()

    def best(self) -> tuple[Ids, Bytes]:
        self._cut()
        return self._parts[0][:2]

    def _cut(self) -> None:
        ids, bits, apart = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        if len(ids) > self._keep:
            best = np.argpartition(apart, self._keep - 1)[: self._keep]
            ids, bits, apart = ids[best], bits[best], apart[best]
            self.limit = int(apart.max())
        self._parts = [(ids, bits, apart)]
        self._count = len(ids)


def joined(pages: Iterable[tuple[bytes, bytes]], wide: int) -> Iterator[tuple[Ids, Bytes]]:
    """Ids (int64) and bits (`wide` bytes each) put together to blocks: numpy is fast on long arrays only."""
    ids: list[bytes] = []
    bits: list[bytes] = []
    held = 0
    for some_ids, some_bits in pages:
        ids.append(some_ids)
        bits.append(some_bits)
        held += len(some_ids) // 8
        if held >= _AT_ONCE:
            yield _array(ids, bits, wide)
            ids, bits, held = [], [], 0
    if held:
        yield _array(ids, bits, wide)


def _array(ids: list[bytes], bits: list[bytes], wide: int) -> tuple[Ids, Bytes]:
    return np.frombuffer(b"".join(ids), "<i8"), np.frombuffer(b"".join(bits), np.uint8).reshape(-1, wide)
