"""A DOCX as a zip of XML: weighed and searched before any parser sees it."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from app.domain.errors import UserFacingError
from app.library.document_worker.faults import source_faults
from app.library.document_worker.limits import MAX_XML_BYTES, MAX_ZIP_BYTES, MAX_ZIP_ENTRIES, MAX_ZIP_RATIO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_END_OF_DIRECTORY = b"PK\x05\x06"
_DIRECTORY_BYTES = 8 << 20
_TAIL_BYTES = (1 << 16) + 22
_SMALL = 1 << 20  # below this size a high ratio does no harm
_XML_ENDINGS = (".xml", ".rels", ".vml")
_SCANNED_BYTES = 1 << 16
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_DTD = re.compile(rb"<\x00?!\x00?\s*\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T)")

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*?/>")
_TARGET = re.compile(rb"""\sTarget\s*=\s*["']([^"']*)["']""")
_EXTERNAL = re.compile(rb"""\sTargetMode\s*=\s*["']External["']""")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def entry_names(path: Path, name: str) -> frozenset[str]:
    """Names in a zip whose directory is of a sane size.

    Raises:
        UserFacingError: import.too_large, import.damaged.
    """
    with source_faults(path, name):
        _check_directory(path, name)
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())


def check(path: Path, name: str) -> bool:
    """Refuse an archive that would unpack to too much, or whose XML declares entities.

    Sizes are those the directory declares; zipfile never unpacks more of an entry than that.

    Returns:
        Whether a part is written in the strict dialect (ISO/IEC 29500-1), which has other names for everything.

    Raises:
        UserFacingError: import.too_large, import.unsafe, import.encrypted, import.damaged.
    """
    with source_faults(path, name):
        _check_directory(path, name)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries, name)
            strict = False
            for entry in entries:
                if entry.filename.lower().endswith(_XML_ENDINGS):
                    strict |= _check_xml(archive, entry, name)
            return strict


def openable(path: Path, *, strict: bool) -> bytes:
    """A checked archive without relations to parts that are not there, and with the names that Word writes by default.

    Args:
        path: The file.
        strict: From `check`; the names of a strict dialect are exchanged.
    """
    with zipfile.ZipFile(path) as archive:
        names = frozenset(name.lower() for name in archive.namelist())
        changed: dict[str, bytes] = {}
        for entry in archive.infolist():
            if entry.filename.lower().endswith(".rels"):
                data = archive.read(entry)
                kept = _without_lost(data, entry.filename, names)
                changed |= {entry.filename: kept} if kept != data else {}
        if not strict and not changed:
            return path.read_bytes()
        return _rewritten(archive, changed, strict=strict)


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes], *, strict: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for entry in archive.infolist():
            data = changed.get(entry.filename) or archive.read(entry)
            if strict and entry.filename.lower().endswith(_XML_ENDINGS):
                data = _STRICT.sub(_TRANSITIONAL, data)
            copy.writestr(entry.filename, data)
    return out.getvalue()


def _without_lost(data: bytes, name: str, names: frozenset[str]) -> bytes:
    """Relations (``_rels/document.xml.rels`` of the folder above) of which the target is in the archive, or outside."""
    folder = posixpath.dirname(posixpath.dirname(name))

    def kept(found: re.Match[bytes]) -> bytes:
        target = _TARGET.search(found[0])
        if target is None or _EXTERNAL.search(found[0]):
            return found[0]
        place = posixpath.normpath(
            posixpath.join("/", folder, unquote(html.unescape(target[1].decode("utf-8", "replace"))))
        )
        return found[0] if place.lstrip("/").lower() in names else b""

    return _RELATION.sub(kept, data)


def _check_directory(path: Path, name: str) -> None:
    """Look at the end record only: a directory of a million names is itself a bomb."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
    place = tail.rfind(_END_OF_DIRECTORY)
    if place < 0 or len(tail) - place < 22:
        raise UserFacingError("import.damaged", name=name)
    entries = int.from_bytes(tail[place + 10 : place + 12], "little")
    directory = int.from_bytes(tail[place + 12 : place + 16], "little")
    if entries > MAX_ZIP_ENTRIES or directory > _DIRECTORY_BYTES:
        raise UserFacingError("import.too_large", name=name, detail=f"{entries} parts")


def _check_sizes(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_ZIP_ENTRIES:
        raise UserFacingError("import.too_large", name=name, detail=f"{len(entries)} parts")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_ZIP_BYTES:
        raise UserFacingError("import.too_large", name=name, detail=f"{total >> 20} MB")
    for entry in entries:
        ratio = entry.file_size / max(1, entry.compress_size)
        is_xml = entry.filename.lower().endswith(_XML_ENDINGS)
        if (is_xml and entry.file_size > MAX_XML_BYTES) or (entry.file_size > _SMALL and ratio > MAX_ZIP_RATIO):
            raise UserFacingError("import.too_large", name=name, detail=f"{entry.file_size >> 20} MB")
        if entry.flag_bits & 1:
            raise UserFacingError("import.encrypted", name=name)


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bool:
    """A document type stands before the first element; Word never writes one. Says whether the dialect is strict."""
    with archive.open(entry) as part:
        start = part.read(_SCANNED_BYTES)
    if _DTD.search(start) or _WIDE_DTD.search(start):
        raise UserFacingError("import.unsafe", name=name, detail="XML entities")
    return _STRICT.search(start) is not None
