"""Domain dataclasses to bytes and back: JSON where a person may want to look, msgpack where size counts.

Never pickle: bytes from disk may have been damaged or planted.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from app.domain.lessons import LessonContent

T = TypeVar("T")


class DamagedValueError(ValueError):
    """Stored bytes are not what was stored: the disk, not the code, is at fault."""


_UNPACKED_LIMIT = 256 << 20
_json = msgspec.json.Encoder()
_pack = msgspec.msgpack.Encoder(order="deterministic")


def to_json(value: object) -> bytes:
    """UTF-8 JSON; the fields of a dataclass in the order of their declaration."""
    return _json.encode(value)


def to_msgpack(value: object) -> bytes:
    """Msgpack with sorted keys, so that equal values are equal bytes."""
    return _pack.encode(value)


def from_json(data: bytes, kind: type[T]) -> T:
    """Read back what `to_json` wrote.

    Raises:
        DamagedValueError: the bytes do not hold such a value.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedValueError(f"stored {kind} is damaged") from error


def from_msgpack(data: bytes, kind: type[T]) -> T:
    """Read back what `to_msgpack` wrote.

    Raises:
        DamagedValueError: the bytes do not hold such a value.
    """
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedValueError(f"stored {kind} is damaged") from error


def to_compressed(value: object) -> bytes:
    """Msgpack, compressed: the boxes of a page's words repeat their field names hundreds of times."""
    return zlib.compress(to_msgpack(value), level=1)


def from_compressed(data: bytes, kind: type[T]) -> T:
    """Read back what `to_compressed` wrote.

    Raises:
        DamagedValueError: the bytes do not hold such a value.
    """
    unpacker = zlib.decompressobj()
    try:
        packed = unpacker.decompress(data, _UNPACKED_LIMIT)
    except zlib.error as error:
        raise DamagedValueError(f"stored {kind} is damaged") from error
    if not unpacker.eof:
        raise DamagedValueError(f"stored {kind} is damaged")
    return from_msgpack(packed, kind)


def sha256(data: bytes) -> str:
    """Hash of stored bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def content_sha256(content: LessonContent) -> str:
    """Hash of a lesson's content as it is stored: what a decision freezes."""
    return sha256(to_json(content))
