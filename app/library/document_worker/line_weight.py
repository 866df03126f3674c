"""How large and how bold a line of a picture is printed, told from its ink.

Tesseract's word boxes are as high as the letters a word happens to have, and as high as the row for some scripts. Three
measures do not depend on that: the height of the band of rows that holds most ink (the body of the letters), the
thickness of the strokes (twice the area of the ink over the length of its outline) and the mean width of a letter. Each
errs on some lines (few letters, blur, wide letters), so two of them have to agree.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.positions import PositionedLine

_ROW_SHARE = 0.5  # of the ink of a well filled row
_FILLED = 75  # percentile
_ABOVE_AND_BELOW = 3  # a third of the line's box: boxes cut off what stands far from the middle
_LARGER, _SMALLER = 1.12, 0.88  # of the usual; what lies between is of the usual size
_CLEARLY = 1.18  # a step that was meant
_BOLD_FACE = 1.35  # strokes of a bold face are at most so much thicker
_BOLD = 1.16
_FEWEST_LINES = 3
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class _Ink:
    """Pixels: height of the letters' body, thickness of strokes, width of a letter; and how many letters there are."""

    body: float
    stroke: float
    width: float
    letters: int


def measured(lines: Sequence[PositionedLine], grey: NDArray[np.uint8]) -> list[PositionedLine]:
    """Lines with the size and the weight that their ink shows.

    Args:
        lines: Lines that OCR found.
        grey: (height, width) picture they were read from, dark on light.
    """
    inks = [_ink(line, grey) for line in lines]
    sure = [ink for ink in inks if ink is not None]
    if len(sure) < _FEWEST_LINES:
        return list(lines)
    body, stroke, width = (_usual(sure, measure) for measure in ("body", "stroke", "width"))
    usual = float(np.median([line.height for line in lines]))
    weighed = []
    for line, ink in zip(lines, inks, strict=True):
        if ink is not None:
            thick = ink.stroke / stroke
            size = _size(ink.body / body, thick, ink.width / width)
            line = replace(line, height=size * usual, bold=thick >= _BOLD * size)
        weighed.append(line)
    return weighed


def _usual(inks: Sequence[_Ink], measure: str) -> float:
    """The median over all letters."""
    return float(np.median(np.repeat([getattr(ink, measure) for ink in inks], [ink.letters for ink in inks])))


def _size(body: float, stroke: float, width: float) -> float:
    """Type size over the usual one; two of the three measures have to say that it is another one."""
    middle = sorted((body, stroke, width))[1]
    if middle >= (_LARGER if stroke >= _LARGER else _CLEARLY):
        # Bold letters are wider, too: without a taller body they say less
        return max(_CLEARLY, middle if body >= _LARGER else min(middle, stroke / _BOLD_FACE))
    if stroke >= _LARGER:
        return max(1.0, stroke / _BOLD_FACE)
    if stroke <= _SMALLER and body <= _SMALLER:
        return max(body, stroke)
    return 1.0


def _ink(line: PositionedLine, grey: NDArray[np.uint8]) -> _Ink | None:
    """What the ink of a line measures; None if there is hardly any."""
    height, width = grey.shape
    spare = (line.box.bottom - line.box.top) / _ABOVE_AND_BELOW
    top, bottom = max(0, int((line.box.top - spare) * height)), round((line.box.bottom + spare) * height)
    cut = grey[top:bottom, max(0, int(line.box.left * width)) : round(line.box.right * width)]
    letters = sum(unicodedata.category(c) not in ("Mn", "Cf", "Zs") and c != "_" for c in line.text)
    if letters < _FEWEST_LETTERS or not cut.size:
        return None
    _level, ink = cv2.threshold(cut, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rows = np.count_nonzero(ink, axis=1)
    if not rows.any():
        return None
    full = rows > _ROW_SHARE * np.percentile(rows[rows > 0], _FILLED)
    outlines, _order = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    around = sum(cv2.arcLength(outline, closed=True) for outline in outlines)
    if not around:
        return None
    body = float(np.count_nonzero(full))
    words = [word for word in line.words if word.text.strip("_")]  # a blank is as wide as it likes
    wide = sum(word.box.right - word.box.left for word in words) or line.box.right - line.box.left
    return _Ink(body, 2 * float(rows.sum()) / around, wide * width / letters, letters)
