"""PDF files: opened with care, read from their text layer or as a picture, and drawn."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from app.domain.documents import Box
from app.domain.errors import UserFacingError
from app.library.document_worker import pdf_ending, pdf_tree
from app.library.document_worker.faults import check_size, source_faults
from app.library.document_worker.limits import MAX_PAGES, MAX_PDF_BYTES
from app.library.document_worker.pdf_lines import Frame
from app.library.document_worker.requests import BESIDE, ProbeResult
from app.library.document_worker.running_heads import MARGIN, Margin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.requests import ReadPageRequest

_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_ROWS_LOOKED_AT = 2000
_LARGEST_SCALE = 20.0  # a stamp-sized page is not blown up without end
_MACHINE_TITLE = re.compile(r"\.\w{2,5}$|^microsoft|^untitled|^document\d*$|[\\/_]", re.IGNORECASE)


_Rect = tuple[float, float, float, float]


@contextmanager
def opened(path: str, name: str) -> Iterator[pypdfium.PdfDocument]:
    """Open a PDF; closes it at the end.

    Raises:
        UserFacingError: the file is gone, empty, too large, locked, cut short or damaged, or has no pages.
    """
    check_size(Path(path), name, MAX_PDF_BYTES)
    with source_faults(path, name):
        content: str | bytes = path
        if pdf_ending.is_cut_short(Path(path)):
            whole = pdf_ending.completed(Path(path))
            if whole is None:
                raise UserFacingError("import.damaged", name=name)
            content = whole
        try:
            document = pypdfium.PdfDocument(content)
        except pypdfium.PdfiumError as fault:
            if fault.err_code in _PASSWORD_ERRORS:
                raise UserFacingError("import.encrypted", name=name) from fault
            if fault.err_code == pdfium.FPDF_ERR_SUCCESS:  # well formed, and nothing in it
                raise UserFacingError("import.no_pages", name=name) from fault
            raise
    try:
        with source_faults(path, name):
            pages = len(document)
        if pages < 1:
            raise UserFacingError("import.no_pages", name=name)
        if pages > MAX_PAGES:
            raise UserFacingError("import.too_large", name=name, detail=f"{pages} pages")
        yield document
    finally:
        document.close()


def probe(path: str, name: str) -> ProbeResult:
    """Pages and title of a PDF.

    Raises:
        UserFacingError: see `opened`.
    """
    with opened(path, name) as document, source_faults(path, name):
        title = document.get_metadata_value("Title").strip()
        if _MACHINE_TITLE.search(title) or not title.isprintable():
            title = ""
        count = pdf_tree.page_count(document, Path(path))
        if count < 1:
            raise UserFacingError("import.no_pages", name=name)
        return ProbeResult("pdf", count, title[:200])


@contextmanager
def loaded_page(document: pypdfium.PdfDocument, index: int, path: str, name: str) -> Iterator[pypdfium.PdfPage]:
    """Load one page; closes it at the end.

    Raises:
        UserFacingError: the page is not there or damaged.
    """
    with source_faults(path, name):
        if not 0 <= index < len(document):
            raise UserFacingError("import.damaged", name=name)
        page = document[index]
    try:
        yield page
    finally:
        page.close()


def frame_of(page: pypdfium.PdfPage, extra_turns: int = 0) -> Frame:
    """Where the visible part of a page lies, turned upright and by `extra_turns` clockwise quarter turns."""
    left, bottom, right, top = page.get_bbox()
    turns = (page.get_rotation() // 90 + extra_turns) % 4
    return Frame(left, bottom, max(right - left, 0.01), max(top - bottom, 0.01), turns)


def draw(page: pypdfium.PdfPage, scale: float, longest: int, extra_turns: int = 0) -> NDArray[np.uint8]:
    """Draw a page upright on white.

    Args:
        page: The page.
        scale: Pixels per point, lowered so that the longer side stays within `longest` pixels.
        longest: Cap on the longer side in pixels.
        extra_turns: Clockwise quarter turns on top of the page's own.

    Returns:
        (height, width, 3) BGR.
    """
    width, height = (max(side, 0.01) for side in page.get_size())
    scale = min(scale, longest / max(width, height), _LARGEST_SCALE)
    # A very long and narrow page would be drawn less than a pixel wide
    scale = max(scale, 1.0 / min(width, height)) if max(width, height) < longest * min(width, height) else scale
    bitmap = page.render(scale=scale, rotation=extra_turns % 4 * 90, force_bitmap_format=pdfium.FPDFBitmap_BGR)
    try:
        return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()


def margins_around(document: pypdfium.PdfDocument, request: ReadPageRequest) -> list[Margin]:
    """The outermost rows of text of a page and of those around it, with those of the same side of the sheet.

    Nothing can stop pdfium while it loads a page, so the name of a neighbour is put down while that lasts.
    """
    beside = Path(request.staging) / BESIDE
    found = []
    for other in range(request.page_index - 2, request.page_index + 3):
        if not 0 <= other < len(document) or other in request.avoid:
            continue
        if other != request.page_index:
            beside.write_text(str(other), encoding="ascii")
        # a damaged or huge neighbour tells nothing
        with suppress(pypdfium.PdfiumError, MemoryError), closing(document[other]) as page:
            found.append(_margin(page, other - request.page_index))
        beside.unlink(missing_ok=True)
    return found


def _placed(frame: Frame, rects: Sequence[_Rect]) -> list[tuple[Box, _Rect]]:
    """Boxes of the rows of text that lie on the page, each with its own rectangle; `Frame.box` for many at once."""
    if not rects:
        return []
    left, bottom, right, top = np.array(rects, np.float64).T
    (x1, y1), (x2, y2) = frame.point(left, bottom), frame.point(right, top)
    sides = np.minimum(x1, x2), np.minimum(y1, y2), np.maximum(x1, x2), np.maximum(y1, y2)
    boxes = zip(*(side.tolist() for side in sides), strict=True)
    return [(Box(*box), rect) for box, rect in zip(boxes, rects, strict=True) if 0 <= box[1] < box[3] <= 1]


def _margin(page: pypdfium.PdfPage, offset: int) -> Margin:
    """The highest and the lowest row of text on a page; empty where it does not stand in the margin."""
    frame = frame_of(page)
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_rects(), _ROWS_LOOKED_AT)
        rects = [text_page.get_rect(number) for number in range(count)]
        placed = _placed(frame, rects)

        def row_at(box: Box) -> str:
            row = [(b, r) for b, r in placed if b.top < (box.top + box.bottom) / 2 < b.bottom]
            parts = [text_page.get_text_bounded(*r, errors="replace") for _b, r in sorted(row, key=lambda p: p[0].left)]
            return " ".join(" ".join(parts).split())

        high = min((box for box, _ in placed), key=lambda box: box.top, default=Box(0, 1, 1, 1))
        low = max((box for box, _ in placed), key=lambda box: box.bottom, default=Box(0, 0, 1, 0))
        return Margin(
            offset,
            row_at(high) if high.top < MARGIN else "",
            row_at(low) if low.bottom > 1 - MARGIN else "",
            (high.top + high.bottom) / 2,
            (low.top + low.bottom) / 2,
        )
    finally:
        text_page.close()
