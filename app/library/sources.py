"""Files on their way in: copied off the stick, hashed and probed before anything is stored."""

from __future__ import annotations

import errno
import hashlib
import re
import stat
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.documents import Document, Page, SourceFile
from app.domain.errors import UserFacingError
from app.domain.ids import new_id
from app.domain.typed_text import clean
from app.library.left_out import use_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.jobs import CancelToken
    from app.library.left_out import LeftOut
    from app.library.reader import DocumentReader

_CHUNK = 1 << 20
_LARGEST = 600 * (1 << 20)
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})

_ADDRESS = re.compile(r"(?:https?|ftp|file):[\\/]", re.IGNORECASE)

PASTED_NAME = "text.txt"
"""Of typed or pasted text that nobody has named."""


@dataclass(frozen=True, slots=True)
class StagedSource:
    """A copied and probed file.

    Attributes:
        path: The copy in the staging folder.
        file: Name, hash, kind and size.
        page_count: Pages in it.
        title: Title found inside it, or empty.
        given: The path it was copied from.
    """

    path: Path
    file: SourceFile
    page_count: int
    title: str
    given: Path


def stage_sources(
    sources: Sequence[Path], folder: Path, reader: DocumentReader, cancel: CancelToken | None
) -> list[StagedSource]:
    """Copy and probe every file.

    Raises:
        UserFacingError: one of them cannot be used; nothing was stored.
    """
    staged, left_out = stage_each(sources, folder, reader, cancel)
    if left_out:
        raise left_out[0].error
    return staged


def stage_each(
    sources: Sequence[Path], folder: Path, reader: DocumentReader, cancel: CancelToken | None
) -> tuple[list[StagedSource], list[LeftOut]]:
    """Copy and probe every file; those that cannot be used are left out.

    Raises:
        UserFacingError: there is none, or not a file is at fault; nothing was stored.
    """
    if not sources:
        raise UserFacingError("usage.no_text")
    return use_each(
        enumerate(sources),
        lambda one: _stage(one[1], _display_name(one[1]), folder / f"{one[0]:04d}", reader, cancel),
        lambda one: [one[1]],
    )


def stage_text(text: str, title: str, folder: Path, reader: DocumentReader) -> StagedSource:
    """Typed text as if it were a UTF-8 file."""
    path = folder / "typed.txt"
    path.write_text(clean(text), encoding="utf-8")
    staged = _stage(path, f"{title}.txt" if title else PASTED_NAME, folder / "0000", reader, None)
    return replace(staged, title=title or staged.title)


def unread_document(sources: Sequence[StagedSource]) -> Document:
    """A new document of all the pages of these files, in their order; none is read yet."""
    document_id = new_id()
    places = [(index, page) for index, source in enumerate(sources) for page in range(source.page_count)]
    pages = tuple(
        Page(new_id(), document_id, position, source_index, source_page)
        for position, (source_index, source_page) in enumerate(places)
    )
    return Document(
        id=document_id,
        title=sources[0].title or Path(sources[0].file.name).stem,
        sources=tuple(source.file for source in sources),
        language=None,
        created=utc_now(),
        page_count=len(pages),
        pages=pages,
    )


def _stage(source: Path, name: str, target: Path, reader: DocumentReader, cancel: CancelToken | None) -> StagedSource:
    sha256, size = _copy(source, name, target, cancel)
    probed = reader.probe(target, name, cancel)
    return StagedSource(target, SourceFile(name, sha256, probed.kind, size), probed.page_count, probed.title, source)


def _copy(source: Path, name: str, target: Path, cancel: CancelToken | None) -> tuple[str, int]:
    """Copy in pieces, so that Cancel works and a file without end is refused."""
    digest, size = hashlib.sha256(), 0
    _refuse_what_is_no_file(source, name)
    try:
        with source.open("rb") as incoming:
            first = incoming.read(_CHUNK)
            with target.open("wb") as outgoing:
                piece = first
                while piece:
                    digest.update(piece)
                    size += len(piece)
                    if size > _LARGEST:
                        raise UserFacingError("import.too_large", name=name, detail=f"over {_LARGEST >> 20} MB")
                    outgoing.write(piece)
                    if cancel is not None:
                        cancel.check()
                    piece = incoming.read(_CHUNK)
    except OSError as error:
        if error.filename == str(target) or error.errno in _FULL:
            raise UserFacingError("data.disk_full") from error
        if isinstance(error, PermissionError):
            raise UserFacingError("import.no_permission", name=name) from error
        raise UserFacingError("import.vanished", name=name) from error
    if size == 0:
        raise UserFacingError("import.empty_file", name=name)
    return digest.hexdigest(), size


def _refuse_what_is_no_file(source: Path, name: str) -> None:
    """Only plain files: a folder has no pages, a pipe or a device may never end, and the internet is not asked."""
    if _ADDRESS.match(str(source)):
        raise UserFacingError("import.address", name=name)
    try:
        mode = source.stat().st_mode
    except PermissionError as error:
        raise UserFacingError("import.no_permission", name=name) from error
    except (OSError, ValueError) as error:
        raise UserFacingError("import.not_found", name=name) from error
    if not stat.S_ISREG(mode):
        raise UserFacingError("import.not_a_file", name=name)


def _display_name(path: Path) -> str:
    """The file's name as people read it; undecodable bytes and control characters become a question mark."""
    name = (path.name or str(path)).encode("utf-8", "replace").decode("utf-8")
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return unicodedata.normalize("NFC", clean)[:120] or "file"
