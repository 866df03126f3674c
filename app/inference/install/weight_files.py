"""Files of weights, known by what they say of themselves at their beginning; nothing of them is loaded."""

from __future__ import annotations

import json
import os
import re
import struct
from typing import TYPE_CHECKING, BinaryIO

from app.domain.errors import UserFacingError
from app.inference.install.names import shortened
from app.inference.plain_file import open_plain

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.models import ModelSpec

_MOST_HEADER = 16 << 20
_MOST_VARIABLES = 20_000
"""Tensors in one file; the largest model of the catalogue has 800."""
_MOST_GRAPH = 64 << 20
_NET = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<net[\s>]")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


def check_safetensors(path: Path, size: int, name: str) -> None:
    """Its header, and that the file is as long as the header says.

    Raises:
        UserFacingError: ``models.damaged_file``.
    """
    with open_plain(path) as file:
        length = int.from_bytes(file.read(8), "little")
        if length > min(_MOST_HEADER, size - 8):
            raise _damaged(name, "it is cut short or no safetensors file")
        try:
            header = json.loads(file.read(length))
        except (ValueError, RecursionError) as error:
            raise _damaged(name, "it is no safetensors file") from error
    if not isinstance(header, dict) or len(header) > _MOST_VARIABLES:
        raise _damaged(name, "it is no safetensors file")
    ends = [_end(one) for key, one in header.items() if key != "__metadata__"]
    if None in ends:
        raise _damaged(name, "it is no safetensors file")
    if max((one for one in ends if one is not None), default=0) != size - 8 - length:
        raise _damaged(name, "its length is not what it says of itself")


def _end(tensor: object) -> int | None:
    """Where the bytes of a tensor end; None where it does not say so in whole numbers."""
    offsets = tensor.get("data_offsets") if isinstance(tensor, dict) else None
    if not isinstance(offsets, list) or len(offsets) != 2 or any(type(one) is not int for one in offsets):
        return None
    return offsets[1] if 0 <= offsets[0] <= offsets[1] else None


def check_xml(path: Path, name: str) -> None:
    """A graph of OpenVINO: one ``<net>``, whole, with no declaration that a reader of XML would follow.

    Raises:
        UserFacingError: ``models.damaged_file``.
    """
    with open_plain(path) as file:
        data = file.read(_MOST_GRAPH + 1)
    whole = _NET.match(data) is not None and data.rstrip().endswith(b"</net>") and len(data) <= _MOST_GRAPH
    if not whole or any(one in data for one in _FORBIDDEN):
        raise _damaged(name, "it is no description of a model")


def check_ctranslate2(path: Path, size: int, wanted: str, spec: ModelSpec) -> dict[str, tuple[int, ...]]:
    """Walk CTranslate2's table of variables, so that another kind of model or a file cut short is known at once.

    Returns:
        The dimensions of the variables by name; none where its version has no table that is known.

    Raises:
        UserFacingError: ``models.damaged_file``, ``models.wrong_architecture``.
    """
    try:
        with open_plain(path) as file:
            (version,) = struct.unpack("<I", file.read(4))
            if not 1 <= version <= 99:
                raise _damaged(path.name, "it is no CTranslate2 model")
            found = _string(file)
            if found != wanted:
                said = shortened(found) or "no model"
                raise UserFacingError("models.wrong_architecture", found=said, wanted=spec.name)
            return _variables(file, size) if version >= 6 else {}
    except (struct.error, UnicodeDecodeError, ValueError) as error:
        raise _damaged(path.name, "it is cut short") from error


def _variables(file: BinaryIO, size: int) -> dict[str, tuple[int, ...]]:
    _, count = struct.unpack("<II", file.read(8))
    if count > _MOST_VARIABLES:
        raise ValueError("more variables than any model has")
    sizes = {}
    for _ in range(count):
        name = _string(file)
        rank = file.read(1)[0] if size > file.tell() else 0
        sizes[name] = struct.unpack(f"<{rank}I", file.read(4 * rank))
        file.seek(1, os.SEEK_CUR)
        (length,) = struct.unpack("<I", file.read(4))
        file.seek(length, os.SEEK_CUR)
        if file.tell() > size:
            raise ValueError("cut short")
    return sizes


def _string(file: BinaryIO) -> str:
    (length,) = struct.unpack("<H", file.read(2))
    return file.read(length).rstrip(b"\0").decode("utf-8")


def _damaged(name: str, detail: str) -> UserFacingError:
    return UserFacingError("models.damaged_file", name=name, detail=detail)
