"""Text that a PDF page draws and does not type: letters turned to curves, and pictures of text.

A typed heading over a body of curves, or a library's stamp on a scan, is not the text of the page. What is left of
the drawn page without its typed text is searched for rows of shapes as high as letters; whether they are letters, only
OCR can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.documents import Box
from app.library.document_worker import markers, pdf, pdf_figures, script_probe, tesseract
from app.library.document_worker.limits import OCR_SCALE, OCR_SIDE
from app.library.document_worker.pdf_ink import without_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdfium2 import PdfPage

    from app.domain.documents import PageText
    from app.library.document_worker.pdf_ink import PageInk
    from app.library.document_worker.pdf_objects import Survey
    from app.library.document_worker.pdf_text import TextLayer
    from app.library.document_worker.positions import PositionedLine

_NEAR, _CONTRAST = 31, 20  # pixels around, and of 255
_LOWEST, _HIGHEST = 4, 42  # of a letter, in pixels
_LONGEST = 14  # of letters joined by a headline, in heights
_SPACE = 13  # pixels between words
_ROW = 7  # a row is longer than that, in heights
_ROW_SHAPES = 6
_ROWS = 2
_SHAPES = 24
_ALIKE = 0.6
_ROWS_OF_A_PAGE = 4
_SHAPES_OF_A_PAGE = 120  # so many are print if one strip of them can be read
_SURE = 70.0
_FEWEST_WORDS = 5
_TYPED = 0.03  # share of a word's place that typed ink takes: the ends of what stands beside it
_IN_LINE_WORDS = 4
_REACH = 1.6  # from a word to what is drawn beside it, in type sizes
_MOST_LOOKED_AT = 12
_LARGEST_FIGURE = 0.35  # of the page
_SURE_NUMBER = 55.0
_FEWEST_LETTERS = 3


class Seen(NamedTuple):
    """What is known about a page: its text layer, its drawings, and the page drawn as they are placed."""

    layer: TextLayer
    survey: Survey
    ink: PageInk


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Shapes as high as letters.

    Attributes:
        labels: (height, width), the number of the shape at each pixel.
        fits: Of each number, whether the shape is as high as a letter.
        places: Left, top, width and height of each that is.
    """

    labels: NDArray[np.int32]
    fits: NDArray[np.bool_]
    places: NDArray[np.int32]


class Drawn(Enum):
    """Whether a page draws text that it does not type."""

    NOTHING = auto()
    SOMETHING = auto()
    PERHAPS = auto()
    """Rows of shapes that only a reading of the page can tell from a pattern."""


def draws_text(page: PdfPage, seen: Seen, turns: int = 0) -> Drawn:
    """Whether a page draws text that it does not type: several rows of it, or a number or word within a line.

    Args:
        page: The loaded page.
        seen: What is known about it.
        turns: Clockwise quarter turns on top of the page's own.

    Raises:
        UserFacingError: Tesseract or one of its languages is missing, or took too long.
    """
    if not seen.survey.drawn:
        return Drawn.NOTHING
    lines = seen.layer.lines
    shapes = _shapes(seen.ink, (*seen.layer.boxes, *_captioned(seen.survey, lines)))
    body = _rows(shapes)
    beside = _beside_words(shapes, lines)
    if not body and not beside:
        return Drawn.NOTHING
    with without_text(page):
        picture = pdf.draw(page, OCR_SCALE, OCR_SIDE, turns)
    if beside and _says_something(picture, beside):
        return Drawn.SOMETHING
    if not body:
        return Drawn.NOTHING
    if len(body) >= _ROWS_OF_A_PAGE and sum(map(len, body)) >= _SHAPES_OF_A_PAGE:
        letter = float(np.median([high for row in body for high in row])) * picture.shape[0] / shapes.labels.shape[0]
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        if script_probe.find_language(grey, letter).confidence >= script_probe.SURE:
            return Drawn.SOMETHING
    return Drawn.PERHAPS


def has_drawn_words(read: PageText, ink: PageInk, crop: Box | None) -> bool:
    """Whether several words that were read from a page, outside its figures, are not typed.

    Args:
        read: The page, or its part `crop`, as OCR read it.
        ink: The drawn page.
        crop: The part, as fractions of the page.
    """
    words = [word for block in read.blocks for line in block.lines for word in line.words]
    sure = [word for word in words if (word.confidence or 0.0) >= _SURE and _letters(word.text) > 1]
    whole = crop or Box(0.0, 0.0, 1.0, 1.0)
    across, down = whole.right - whole.left, whole.bottom - whole.top
    boxes = [
        Box(
            whole.left + word.box.left * across,
            whole.top + word.box.top * down,
            whole.left + word.box.right * across,
            whole.top + word.box.bottom * down,
        )
        for word in sure
    ]
    return sum(float((ink.typed[ink.part(box)] > 0).mean()) < _TYPED for box in boxes) >= _FEWEST_WORDS


def _captioned(survey: Survey, lines: Sequence[PositionedLine]) -> list[Box]:
    """Figures that a caption names: what is written in them is theirs."""
    captions = [line for line in lines if markers.is_caption(line.text, figures=True)]
    return [
        figure
        for figure in survey.figures
        if (figure.right - figure.left) * (figure.bottom - figure.top) < _LARGEST_FIGURE
        and any(pdf_figures.is_beside(figure, caption) for caption in captions)
    ]


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _shapes(ink: PageInk, boxes: Sequence[Box]) -> _Shapes:
    """What is drawn besides typed text and is as high as letters."""
    grey = np.asarray(cv2.cvtColor(ink.bare, cv2.COLOR_BGR2GRAY), np.uint8)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEAR, float(_CONTRAST))
    dark = ink.without(np.asarray(dark, np.uint8), boxes)
    if not dark.any():
        return _Shapes(dark.astype(np.int32), np.zeros(1, np.bool_), np.zeros((0, 4), np.int32))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    fits = (height >= _LOWEST) & (height <= _HIGHEST) & (width <= _LONGEST * height) & (area < 0.95 * width * height)
    fits[0] = False
    places = np.asarray(stats[fits][:, :4], np.int32)
    return _Shapes(np.asarray(labels, np.int32), np.asarray(fits, np.bool_), places)


def _rows(shapes: _Shapes) -> list[list[int]]:
    """The heights of shapes much alike that stand in rows as long as lines of text; none where there are but a few."""
    if len(shapes.places) < _SHAPES:
        return []
    picture = np.where(shapes.fits[shapes.labels], np.uint8(255), np.uint8(0))
    joined = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((1, _SPACE), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    # The middle of a letter may be bare; any of its pixels lies in the same row
    owners = [
        int(labels[top : top + high, left : left + wide].max()) for left, top, wide, high in shapes.places.tolist()
    ]
    heights: dict[int, list[int]] = {}
    for owner, high in zip(owners, shapes.places[:, 3].tolist(), strict=True):
        heights.setdefault(owner, []).append(high)
    rows = [highs for row, highs in heights.items() if row and _is_row(stats[row].tolist(), highs)]
    return rows if len(rows) >= _ROWS and sum(map(len, rows)) >= _SHAPES else []


def _is_row(place: Sequence[int], heights: Sequence[int]) -> bool:
    _left, _top, width, height = place[:4]
    middle = sorted(heights)[len(heights) // 2]
    alike = sum(0.6 * middle <= one <= 1.7 * middle for one in heights)
    level = height <= 3 * middle and width >= _ROW * height
    return level and len(heights) >= _ROW_SHAPES and alike >= _ALIKE * len(heights)


def _beside_words(shapes: _Shapes, lines: Sequence[PositionedLine]) -> list[Box]:
    """Shapes as high as the letters of a line right beside its words, put together."""
    if not len(shapes.places):
        return []
    height, width = shapes.labels.shape
    found: list[Box] = []
    for line in lines:
        size = line.height * height
        row = [other for other in lines if other.box.top < (line.box.top + line.box.bottom) / 2 < other.box.bottom]
        if sum(len(other.text.split()) for other in row) < _IN_LINE_WORDS:
            continue
        low, high = line.box.top * height - 0.2 * size, line.box.bottom * height + 0.2 * size
        reach = line.box.left * width - _REACH * size, line.box.right * width + _REACH * size
        near = [
            (left, top, left + wide, top + tall)
            for left, top, wide, tall in shapes.places.tolist()
            if low < top and top + tall < high and reach[0] < left + wide / 2 < reach[1] and 0.4 * size < tall < size
        ]
        for group in _groups(sorted(near), 0.6 * size):
            left, right = group[0][0], max(place[2] for place in group)
            after = any(0 <= left / width - word.box.right < _REACH * size / width for word in line.words)
            if after or len(group) > 1:  # a single shape before a line is its bullet
                top, bottom = min(place[1] for place in group), max(place[3] for place in group)
                spare = 0.25 * size
                found.append(
                    Box(
                        max(0.0, (left - spare) / width),
                        max(0.0, (top - spare) / height),
                        min(1.0, (right + spare) / width),
                        min(1.0, (bottom + spare) / height),
                    )
                )
    return list(dict.fromkeys(found))[:_MOST_LOOKED_AT]


def _groups(places: Sequence[tuple[int, ...]], gap: float) -> list[list[tuple[int, ...]]]:
    groups: list[list[tuple[int, ...]]] = []
    for place in places:
        if groups and place[0] - max(other[2] for other in groups[-1]) < gap:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _says_something(picture: NDArray[np.uint8], boxes: Sequence[Box]) -> bool:
    """Whether one of the places shows a number or a word."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    height, width = grey.shape
    parts = [
        grey[round(b.top * height) : round(b.bottom * height), round(b.left * width) : round(b.right * width)]
        for b in boxes
    ]
    words = tesseract.read_lines([np.ascontiguousarray(part) for part in parts], "eng")
    return any(
        word.confidence >= _SURE_NUMBER
        and (any(map(str.isdigit, word.text)) or sum(map(str.isalpha, word.text)) >= _FEWEST_LETTERS)
        for word in words
    )
