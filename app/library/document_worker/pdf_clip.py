"""Text of a PDF page that is cut away when it is drawn: browsers print the tops of the next page's first line so."""

from __future__ import annotations

import ctypes
from itertools import starmap
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEEN = 0.35  # of its height and width; less of a line cannot be read
_MOST_PATHS = 8
_MOST_POINTS = 200


def is_cut_away(text_object: object) -> bool:
    """Whether so little of a text object lies within what its page lets through that nobody can read it."""
    sides = tuple(ctypes.c_float() for _ in range(4))
    if not text_object or not pdfium.FPDFPageObj_GetBounds(text_object, *sides):
        return False
    left, bottom, right, top = (side.value for side in sides)
    for low_x, low_y, high_x, high_y in _clips(text_object):
        across, down = min(right, high_x) - max(left, low_x), min(top, high_y) - max(bottom, low_y)
        if across < _SEEN * (right - left) or down < _SEEN * (top - bottom):
            return True
    return False


def _clips(page_object: object) -> Iterator[tuple[float, float, float, float]]:
    """The boxes around the paths that an object is cut to, in its own space: left, bottom, right, top."""
    handle = pdfium.FPDFPageObj_GetClipPath(page_object)
    for path in range(min(pdfium.FPDFClipPath_CountPaths(handle), _MOST_PATHS)):
        count = pdfium.FPDFClipPath_CountPathSegments(handle, path)
        if not 0 < count <= _MOST_POINTS:
            continue
        points = list(starmap(_point, ((handle, path, number) for number in range(count))))
        across, up = [x for x, _y in points], [y for _x, y in points]
        yield min(across), min(up), max(across), max(up)


def _point(handle: object, path: int, number: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(handle, path, number), x, y)
    return x.value, y.value
