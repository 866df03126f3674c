"""What kind of file something is, told by its first bytes; the name's ending is not trusted."""

from __future__ import annotations

import re
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
)
_OTHER_PICTURES = {
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"\x00\x00\x00\x0cJXL ": "JPEG XL",
    b"\x00\x00\x00\x0cjP  ": "JPEG 2000",
}
_HEIF_BRANDS = {b"avif": "AVIF", b"avis": "AVIF"} | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), "HEIC"
)
# Formats that are text inside or start like text, but are not a text to read
_FOREIGN_STARTS = (b"{\\rtf", b"<!doctype html", b"<html", b"<?xml", b"%!ps", b"%!-", b"\xd0\xcf\x11\xe0", b"mz")
_MARKUP = re.compile(rb"<(?:!--|[a-z][a-z0-9]*(?::[a-z0-9]+)?(?:\s|/?>))", re.IGNORECASE)
_MARKUP_GOES_ON = re.compile(rb"</[a-z]|/>|-->|=\s*[\"']", re.IGNORECASE)
_BINARY_ENDINGS = (".pdf", ".docx", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp")
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mkd")


def kind_of(path: Path, name: str) -> str:
    """The kind of a file: pdf, image, docx, text or markdown.

    Raises:
        UserFacingError: import.not_found, import.empty_file, import.too_large, import.other_picture,
            import.unknown_format.
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
    other = _other_picture(head)
    if other:
        raise UserFacingError("import.other_picture", name=name, detail=other)
    if head.startswith(b"PK"):
        return _kind_of_zip(path, name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_FOREIGN_STARTS):
        raise UserFacingError("import.unknown_format", name=name)
    if name.lower().endswith(_BINARY_ENDINGS):
        raise UserFacingError("import.damaged", name=name)
    if name.lower().endswith(_MARKDOWN_ENDINGS):
        return MARKDOWN
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _MARKUP.match(bare) and _MARKUP_GOES_ON.search(bare):  # SVG, XML or HTML: its tags are no words
        raise UserFacingError("import.unknown_format", name=name)
    return TEXT


def _other_picture(head: bytes) -> str:
    """Name of the format of a picture that is not read; empty for anything else."""
    if head[4:8] == b"ftyp":
        return _HEIF_BRANDS.get(head[8:12], "")
    # a text may begin with these letters, a picture has zeros soon
    return next((kind for start, kind in _OTHER_PICTURES.items() if head.startswith(start) and b"\0" in head[:64]), "")


def _kind_of_zip(path: Path, name: str) -> str:
    names = docx_archive.entry_names(path, name)
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(e.startswith("word/") for e in names)):
        return DOCX
    raise UserFacingError("import.unknown_format", name=name)
