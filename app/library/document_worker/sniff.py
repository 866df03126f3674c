"""What kind of file something is, told by its first bytes; the name's ending is not trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.library.document_worker import docx_archive
from app.library.document_worker.faults import check_size
from app.library.document_worker.limits import MAX_PDF_BYTES

if TYPE_CHECKING:
    from pathlib import Path

PDF, IMAGE, DOCX, TEXT, MARKDOWN = "pdf", "image", "docx", "text", "markdown"

_HEAD_BYTES = 4096
_IMAGE_STARTS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"GIF8",
    b"BM",
)
# Formats that are text inside or start like text, but are not a text to read
_FOREIGN_STARTS = (b"{\\rtf", b"<!doctype html", b"<html", b"<?xml", b"%!ps", b"%!-", b"\xd0\xcf\x11\xe0", b"mz")
_BINARY_ENDINGS = (".pdf", ".docx", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp")
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mkd")


def kind_of(path: Path, name: str) -> str:
    """The kind of a file: pdf, image, docx, text or markdown.

    Raises:
        UserFacingError: import.not_found, import.empty_file, import.too_large, import.unknown_format.
    """
    check_size(path, name, MAX_PDF_BYTES)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as fault:
        raise UserFacingError("import.not_found", name=name) from fault
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_IMAGE_STARTS) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return IMAGE
    if head.startswith(b"PK"):
        return _kind_of_zip(path, name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_FOREIGN_STARTS):
        raise UserFacingError("import.unknown_format", name=name)
    if name.lower().endswith(_BINARY_ENDINGS):
        raise UserFacingError("import.damaged", name=name)
    return MARKDOWN if name.lower().endswith(_MARKDOWN_ENDINGS) else TEXT


def _kind_of_zip(path: Path, name: str) -> str:
    names = docx_archive.entry_names(path, name)
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(e.startswith("word/") for e in names)):
        return DOCX
    raise UserFacingError("import.unknown_format", name=name)
