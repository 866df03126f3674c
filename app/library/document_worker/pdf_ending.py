"""The last bytes of a PDF: whether a copy broke off, and what was lost with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TAIL_BYTES = 1 << 16
_END = b"endobj"
_POINTER = b"startxref"
_ROOT = re.compile(rb"/Root\s+(\d+\s+\d+)\s+R")
_CATALOG = re.compile(rb"(\d+\s+\d+)\s+obj\b(?:(?!endobj).){0,2000}?/Type\s*/Catalog\b", re.DOTALL)
_TABLE_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b(?:(?!endobj).){0,2000}?/Type\s*/XRef\b", re.DOTALL)


def is_cut_short(path: Path) -> bool:
    """Whether the file ends before the pointer to its cross-reference table, as a copy does that was interrupted.

    pdfium repairs such files by leaving out what is missing: half a chapter would be taken for the whole. Bytes
    behind the end (mail servers add some) do not matter.
    """
    with path.open("rb") as file:
        end = file.seek(0, 2)
        while end > 0:
            start = max(0, end - _TAIL_BYTES)
            file.seek(start)
            tail = file.read(end - start)
            pointer, last_object = tail.rfind(_POINTER), max(tail.rfind(_END), tail.rfind(b"endstream"))
            if pointer >= 0 or last_object >= 0:
                return pointer < last_object and not _has_whole_trailer(tail[last_object:])
            end = start + len(b"endstream") if start > 0 else 0
    return True


def _has_whole_trailer(tail: bytes) -> bool:
    """Programs that write neither table nor pointer still write a trailer."""
    at = tail.rfind(b"trailer")
    return at >= 0 and tail.count(b"<<", at) == tail.count(b">>", at) > 0


def completed(path: Path) -> bytes | None:
    """The whole file with an end that a reader understands; None where more than the end was lost.

    The table of objects stands behind the last of them, so where a file breaks off inside the table, or behind it,
    every object is there, and pdfium finds them again by itself.
    """
    data = path.read_bytes()
    end = data.rfind(_END) + len(_END)
    if end < len(_END) or b"/Encrypt" in data:
        return None
    rest = data[end:].strip()
    if not _is_table(rest) and _TABLE_OBJECT.match(rest) is None and not _ends_with_table_object(data, end):
        return None
    root = _last(_ROOT, data) or _last(_CATALOG, data)
    if root is None:
        return None
    closed = data[:end] if _is_table(rest) else data + b"\nendstream\nendobj"
    return closed + b"\ntrailer\n<< /Root %s R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (root, closed.count(_END) + 1)


def _is_table(rest: bytes) -> bool:
    """Whether this is (the beginning of) a table, a trailer or a pointer, and no object."""
    starts = rest.startswith((b"xref", b"trailer", _POINTER)) or (rest != b"" and _POINTER.startswith(rest))
    return starts and b" obj" not in rest


def _ends_with_table_object(data: bytes, end: int) -> bool:
    """Whether the last whole object is the table itself, and nothing but white space follows."""
    before = data.rfind(_END, 0, end - len(_END))
    return not data[end:].strip() and _TABLE_OBJECT.match(data[before + len(_END) : end].strip()) is not None


def _last(pattern: re.Pattern[bytes], data: bytes) -> bytes | None:
    found = pattern.findall(data)
    return found[-1] if found else None
