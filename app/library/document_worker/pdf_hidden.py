"""Text of a PDF page that nobody can see: in the colour of what lies behind it, covered, or not drawn at all."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2.raw as pdfium

from app.library.document_worker import pdf
from app.library.document_worker.limits import MAX_PAGE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    from app.library.document_worker.pdf_lines import Frame

_Sides = tuple[float, float, float, float]  # left, bottom, right and top in points

_SCALE = 1.5  # pixels per point
_LONGEST = 2000
_FAINTEST = 10  # of 255 between the lightest and the darkest pixel where text stands
_DARK = 90  # of 255; text as dark as that is read on nearly every page, and not looked at
_OPAQUE = 200
_NOT_DRAWN = (3, 7)  # render modes
_SPACES = (0, 9, 10, 13, 32, 160)
_LOOKED_AT = 4  # characters of one text object


def hidden_objects(page: PdfPage, frame: Frame, *, scanned: bool) -> frozenset[int]:
    """Addresses of the text objects that nobody can see.

    Args:
        page: The page.
        frame: The upright page.
        scanned: Whether a picture fills the page: text that is not drawn is then what OCR read there.
    """
    text_page = page.get_textpage()
    try:
        count = min(max(0, pdfium.FPDFText_CountChars(text_page.raw)), MAX_PAGE_CHARACTERS)
        suspects = _suspects(text_page.raw, count, scanned=scanned)
    finally:
        text_page.close()
    if not suspects:
        return frozenset()
    extra = (frame.turns - page.get_rotation() // 90) % 4
    picture = pdf.draw(page, _SCALE, _LONGEST, extra).astype(np.int16)
    return frozenset(address for address, boxes in suspects.items() if not _is_shown(boxes, picture, frame))


def address_of(handle: Any) -> int:  # noqa: ANN401 - a ctypes pointer of any of pdfium's types
    """Identity of one of pdfium's objects; 0 for none."""
    return ctypes.addressof(handle.contents) if handle else 0


def _suspects(text_page: Any, count: int, *, scanned: bool) -> dict[int, list[_Sides]]:  # noqa: ANN401 - raw
    """The places of the first characters of each text object that may be hidden."""
    found: dict[int, list[_Sides] | None] = {}
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(count):
        handle = pdfium.FPDFText_GetTextObject(text_page, index)
        address = address_of(handle)
        if address not in found:
            found[address] = [] if handle and _may_be_hidden(handle, scanned=scanned) else None
        places = found[address]
        if places is None or len(places) >= _LOOKED_AT or pdfium.FPDFText_GetUnicode(text_page, index) in _SPACES:
            continue
        if pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            places.append((left.value, bottom.value, right.value, top.value))
    return {address: places for address, places in found.items() if places}


def _may_be_hidden(text_object: object, *, scanned: bool) -> bool:
    drawn = pdfium.FPDFTextObj_GetTextRenderMode(text_object) not in _NOT_DRAWN
    return not _is_dark(text_object) if drawn else not scanned


def _is_dark(text_object: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha)
    return bool(known) and max(red.value, green.value, blue.value) <= _DARK and alpha.value >= _OPAQUE


def _is_shown(places: Sequence[_Sides], picture: NDArray[np.int16], frame: Frame) -> bool:
    """Whether anything stands out where the characters stand; those without a place are believed."""
    height, width = picture.shape[:2]
    looked = False
    for sides in places:
        box = frame.box(*sides)
        if not all(math.isfinite(side) for side in (box.left, box.top, box.right, box.bottom)):
            continue
        top, left = max(0, math.floor(box.top * height)), max(0, math.floor(box.left * width))
        part = picture[top : math.ceil(box.bottom * height), left : math.ceil(box.right * width)]
        if part.shape[0] < 2 or part.shape[1] < 2:
            continue
        looked = True
        if int(np.ptp(part, axis=(0, 1)).max()) > _FAINTEST:
            return True
    return not looked
