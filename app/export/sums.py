"""SHA256SUMS: one line per file, as `sha256sum` writes them, with paths from the root of the stick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "SHA256SUMS"
MAX_BYTES = 1 << 20

_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)")


class MalformedSumsError(ValueError):
    """The text is not what `write` writes; the message says where."""


def write(hashes: Mapping[str, str]) -> bytes:
    """The file for these hashes by path, sorted, so that the same pack always has the same bytes."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(hashes.items())).encode("ascii")


def parse(data: bytes) -> dict[str, str]:
    """Hashes by path.

    Only plain relative paths of ASCII names are accepted: no "..", no root, no drive letter, no backslash, no hidden
    name, no path twice.

    Raises:
        MalformedSumsError: any line is not of that form.
    """
    hashes: dict[str, str] = {}
    if len(data) > MAX_BYTES:
        raise MalformedSumsError("it is too long")
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedSumsError("it is not plain text") from error
    if not text.endswith("\n"):
        raise MalformedSumsError("it is empty or its last line is cut short")
    for number, line in enumerate(text[:-1].split("\n"), start=1):
        found = _LINE.fullmatch(line)
        if found is None or found[2] in hashes:
            raise MalformedSumsError(f"line {number} is not a hash and a path")
        hashes[found[2]] = found[1]
    return hashes
