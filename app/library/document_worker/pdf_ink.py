"""What a PDF page shows: drawn once as it is, and once without its text."""

from __future__ import annotations

import ctypes
import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from app.library.document_worker import pdf
from app.library.document_worker.limits import MAX_PAGE_OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from pypdfium2 import PdfPage

    from app.domain.documents import Box
    from app.library.document_worker.pdf_lines import Frame

_SCALE = 100 / 72  # pixels per point
_LONGEST = 3000
_FAINTEST = 10  # of 255 by which letters stand out at least
_SPARE = 2.5  # pixels around a box that its ink may take
_SMALLEST = 3.0  # pixels; whether less is drawn cannot be told
DEEPEST_FORM = 6
"""Forms within forms are looked through so far."""
_NOT_DRAWN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_FILLED = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)


@dataclass(frozen=True, slots=True)
class PageInk:
    """A page drawn upright with and without its text.

    Attributes:
        full: (height, width, 3) BGR.
        bare: The same without anything typed.
        typed: (height, width), 255 where typed text stands out.
    """

    full: NDArray[np.uint8]
    bare: NDArray[np.uint8]
    typed: NDArray[np.uint8]

    def part(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of the pictures that a box covers; it is given in fractions of the page."""
        height, width = self.typed.shape
        return _span(box.top * height, box.bottom * height), _span(box.left * width, box.right * width)

    def without(self, picture: NDArray[np.uint8], boxes: Sequence[Box]) -> NDArray[np.uint8]:
        """A picture of the page's size with nothing left in some boxes and right beside them."""
        height, width = self.typed.shape
        sides = np.array([(box.top, box.bottom, box.left, box.right) for box in boxes], np.float64).reshape(-1, 4)
        sides = np.nan_to_num(sides) * (height, height, width, width) + (-_SPARE, _SPARE, -_SPARE, _SPARE)
        places = np.clip(np.round(sides), 0, max(height, width)).astype(np.int32)
        rest = picture.copy()
        for top, bottom, left, right in places.tolist():
            rest[top:bottom, left:right] = 0
        return rest

    def shows(self, box: Box, *, drawn: bool = True) -> bool:
        """Whether a character stands out where it is placed; one too small to tell is believed.

        Args:
            box: Its place as fractions of the page.
            drawn: Whether the file draws it at all; else anything that stands out there counts.
        """
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):  # also what is no number
            return True
        height, width = self.typed.shape
        low, high, first, last = top * height, bottom * height, left * width, right * width
        if high - low < _SMALLEST or last - first < _SMALLEST / 3:
            return True
        rows, columns = slice(int(low), int(high) + 1), slice(int(first), int(last) + 1)
        if drawn:
            return bool(self.typed[rows, columns].any())
        return int(np.ptp(self.full[rows, columns].astype(np.int16), axis=(0, 1)).max()) > _FAINTEST


def _span(start: float, end: float) -> slice:
    first = max(0, math.floor(start))
    return slice(first, max(first + 1, math.ceil(end)))


def ink_of(page: PdfPage, frame: Frame) -> PageInk:
    """Draw a page upright as `frame` says, with and without its text."""
    extra = (frame.turns - page.get_rotation() // 90) % 4
    full = pdf.draw(page, _SCALE, _LONGEST, extra)
    if _is_text_only(page):
        bare = np.full_like(full, 255)
    else:
        with without_text(page):
            bare = pdf.draw(page, _SCALE, _LONGEST, extra)
    return PageInk(full, bare, _apart(full, bare))


def _is_text_only(page: PdfPage) -> bool:
    """Whether nothing but text can be drawn on a page: no picture, drawing, form or note."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    return (
        pdfium.FPDFPage_GetAnnotCount(page.raw) == 0
        and 0 <= count <= MAX_PAGE_OBJECTS
        and all(
            pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, index)) == pdfium.FPDF_PAGEOBJ_TEXT
            for index in range(count)
        )
    )


def typed_without(page: PdfPage, frame: Frame, ink: PageInk, hidden: Set[int]) -> PageInk:
    """The same page without the text objects at some addresses, to see what they stand on."""
    extra = (frame.turns - page.get_rotation() // 90) % 4
    with without_text(page, hidden):
        full = pdf.draw(page, _SCALE, _LONGEST, extra)
    return PageInk(full, ink.bare, _apart(full, ink.bare))


def _apart(full: NDArray[np.uint8], bare: NDArray[np.uint8]) -> NDArray[np.uint8]:
    faint = cv2.inRange(cv2.absdiff(full, bare), np.zeros(3), np.full(3, float(_FAINTEST)))
    return np.asarray(cv2.bitwise_not(faint), np.uint8)


@contextmanager
def without_text(page: PdfPage, addresses: Set[int] | None = None) -> Iterator[None]:
    """As long as this lasts, the page is drawn without its text, or without the text objects at some addresses."""
    hidden = [
        handle
        for handle in text_objects(page)
        # what is drawn through the shape of letters is not theirs
        if pdfium.FPDFTextObj_GetTextRenderMode(handle) != pdfium.FPDF_TEXTRENDERMODE_CLIP
        and (addresses is None or address_of(handle) in addresses)
    ]
    active = ctypes.c_int()
    hidden = [handle for handle in hidden if pdfium.FPDFPageObj_GetIsActive(handle, active) and active.value]
    for handle in hidden:
        pdfium.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in hidden:
            pdfium.FPDFPageObj_SetIsActive(handle, True)


def text_objects(page: PdfPage) -> Iterator[Any]:
    """All text objects of a page, also in its forms, in the order of the file."""
    budget = MAX_PAGE_OBJECTS
    stack: list[Iterator[tuple[object, int]]] = [
        _children(page.raw, 0, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    ]
    while stack and budget > 0:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
            continue
        budget -= 1
        handle, depth = found
        kind = pdfium.FPDFPageObj_GetType(handle) if handle else pdfium.FPDF_PAGEOBJ_UNKNOWN
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield handle
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            stack.append(_children(handle, depth + 1, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject))


def _children(parent: object, depth: int, count: Any, get: Any) -> Iterator[tuple[object, int]]:  # noqa: ANN401 - C functions
    return ((get(parent, index), depth) for index in range(min(max(0, count(parent)), MAX_PAGE_OBJECTS)))


def is_drawn(text_object: object) -> bool:
    """Whether the file draws a text object at all; clear text lies over a picture of itself, as of a gradient."""
    if not text_object:
        return True
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    filled = mode in _FILLED and pdfium.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha)
    return mode not in _NOT_DRAWN and not (filled and alpha.value == 0)


def address_of(handle: Any) -> int:  # noqa: ANN401 - a ctypes pointer of any of pdfium's types
    """Identity of one of pdfium's objects; 0 for none."""
    return ctypes.addressof(handle.contents) if handle else 0
