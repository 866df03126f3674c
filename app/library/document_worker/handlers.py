"""The tasks of the document worker as plain functions."""

from __future__ import annotations

import platform
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import pypdfium2
import pytesseract

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.library.document_worker import docx, look_alikes, ocr, pdf, pdf_page, picture, plain_text, sniff, unseen
from app.library.document_worker.faults import source_faults
from app.library.document_worker.requests import (
    FingerprintRequest,
    PageReading,
    ProbeRequest,
    ProbeResult,
    ReadPageRequest,
    RenderedPage,
    RenderPageRequest,
)

if TYPE_CHECKING:
    from app.inference.workers.tasks import TaskContext

READER_VERSION = "14"
"""Raised whenever the same file would be read differently: it is part of every cached page."""


def probe(request: ProbeRequest, context: TaskContext) -> ProbeResult:
    """Tell what a file is by its content and count its pages.

    Raises:
        UserFacingError: it cannot be read; the sentence says why.
    """
    context.check_cancel()
    found = _probe(request)
    return replace(found, title=unseen.clean(found.title))


def _probe(request: ProbeRequest) -> ProbeResult:
    path = Path(request.path)
    kind = sniff.kind_of(path, request.name)
    if kind == sniff.PDF:
        return pdf.probe(request.path, request.name)
    if kind == sniff.DOCX:
        return docx.probe(path, request.name)
    if kind == sniff.IMAGE:
        with source_faults(path, request.name):
            return ProbeResult(kind, picture.page_count(path, request.name), "")
    return plain_text.probe(path, request.name, kind)


def read_page(request: ReadPageRequest, context: TaskContext) -> PageReading:
    """Read one page of a probed file.

    Raises:
        UserFacingError: it cannot be read; the sentence says why.
    """
    context.check_cancel()
    if not Path(request.path).exists():
        raise UserFacingError("import.vanished", name=request.name)
    reading = _read_page(request)
    return replace(reading, text=unseen.cleaned(reading.text))


def _read_page(request: ReadPageRequest) -> PageReading:
    path = Path(request.path)
    if request.kind == sniff.PDF:
        return pdf_page.read_page(request)
    if request.kind == sniff.DOCX:
        return docx.read_page(request)
    if request.kind == sniff.IMAGE:
        with source_faults(path, request.name):
            image = picture.load(path, request.name, request.page_index)
            asked = ocr.PictureRequest(
                request.name,
                f"p{request.page_index:04d}",
                Path(request.staging),
                language=request.language,
                rotation=request.rotation,
                crop=request.crop,
            )
            return ocr.read_picture(image, asked)
    return plain_text.read_page(request)


def render_page(request: RenderPageRequest, context: TaskContext) -> RenderedPage:
    """Write a JPEG of one page of a PDF or picture file.

    Raises:
        UserFacingError: it cannot be read; the sentence says why.
    """
    context.check_cancel()
    if request.kind == sniff.PDF:
        return pdf_page.render_page(request)
    path = Path(request.path)
    name = request.name or path.name
    with source_faults(path, name):
        return RenderedPage(*picture.write_jpeg(picture.load(path, name, request.page_index), Path(request.out)))


def fingerprint(request: FingerprintRequest, context: TaskContext) -> str:
    """Identity of everything that decides how a page is read."""
    del request
    context.check_cancel()
    return "|".join(
        (
            f"reader-{READER_VERSION}",
            f"pdfium-{pypdfium2.version.PDFIUM_INFO}",
            f"unicode-{unicodedata.unidata_version}",
            f"opencv-{cv2.__version__}",
            f"tesseract-{_tesseract_version()}",
            f"words-{look_alikes.lists_identity(resources() / 'glossaries')}",
            platform.machine(),
        )
    )


def _tesseract_version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, OSError):
        return "none"
