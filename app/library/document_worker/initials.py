"""Large first letters of chapters that the reading of the page passed over: found in its ink and read on their own.

`drop_caps` puts them before their word.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import light, tesseract
from app.library.document_worker.figures import Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

# In heights of a letter of the page, unless said otherwise.
_HIGH, _WIDE = (1.8, 7.0), (0.4, 7.0)
_BESIDE = (-0.3, 1.8)
_LEVEL = 1.0
_READ_HEIGHT = 48.0  # pixels
_MARGIN = 0.5  # of its own height

_FEWEST_LINES = 2
_SHARED = 0.3  # of it that a word may cover
_LETTERS = 4
_SURE = 50.0
_BLOCK = 900_000  # far from Tesseract's own numbers


def restored(words: Sequence[RawWord], page: Picture, letter: float, model: str) -> list[RawWord]:
    """The words of a page with the large letters beside the first lines of paragraphs.

    Args:
        words: As read.
        page: (height, width) grey, without what is drawn.
        letter: Height of its letters in pixels.
        model: Tesseract's name of the page's language.

    Raises:
        UserFacingError: the language is missing.
    """
    found = _found(words, page, letter) if letter >= 4 else []
    if not found:
        return list(words)
    read: dict[int, list[RawWord]] = defaultdict(list)
    for word in tesseract.read_lines([_cut(page, rect) for rect in found], model):
        read[word.picture].append(word)
    letters = []
    for number, rect in enumerate(found):
        if len(read[number]) != 1:
            continue
        (word,) = read[number]
        if word.confidence >= _SURE and len(word.text) <= _LETTERS and word.text[0].isalpha():
            place = (_BLOCK + number, 0, 0)
            placed = replace(word, left=rect.left, top=rect.top, width=rect.width, height=rect.height)
            letters.append(replace(placed, line=place, picture=0))
    return [*words, *letters]


def _found(words: Sequence[RawWord], page: Picture, letter: float) -> list[Rect]:
    """Single shapes much higher than a letter, read by nobody, left of the beginnings of lines."""
    first: dict[tuple[int, int, int], RawWord] = {}
    for word in words:
        if word.line not in first or word.left < first[word.line].left:
            first[word.line] = word
    found = []
    for left, top, width, height, _area in light.shapes(light.ink(page))[1][1:].tolist():
        rect = Rect(left, top, left + width, top + height)
        high = _HIGH[0] * letter <= height <= _HIGH[1] * letter
        if high and _WIDE[0] * letter <= width <= _WIDE[1] * letter and _begins(rect, tuple(first.values()), letter):
            boxes = [Rect(word.left, word.top, word.right, word.bottom) for word in words]
            if all(rect.shared(box) < _SHARED * rect.area for box in boxes):
                found.append(rect)
    return found


def _begins(rect: Rect, starts: Sequence[RawWord], letter: float) -> bool:
    """Whether lines begin right of a shape, the first of them level with its top."""
    beside = [
        word
        for word in starts
        if _BESIDE[0] * letter <= word.left - rect.right <= _BESIDE[1] * letter
        and rect.top - letter < (word.top + word.bottom) / 2 < rect.bottom
    ]
    return len(beside) >= _FEWEST_LINES and abs(min(word.top for word in beside) - rect.top) <= _LEVEL * letter


def _cut(page: Picture, rect: Rect) -> Picture:
    """The letter on its own paper, as high as a line of print."""
    cut = page[rect.top : rect.bottom, rect.left : rect.right]
    margin = round(_MARGIN * rect.height)
    paper = float(np.percentile(page[::8, ::8], 90))
    framed = cv2.copyMakeBorder(cut, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return light.resized(np.asarray(framed, np.uint8), _READ_HEIGHT / rect.height)
