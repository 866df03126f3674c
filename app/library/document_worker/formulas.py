"""Formulas that stand on lines of their own and that Tesseract cannot read: kept as pictures."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from app.library.document_worker import light
from app.library.document_worker.figures import Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

# In heights of a letter.
_BAR = (0.7, 16.0)
_THICK = 0.3
_CLOSE = 1.1
_SPACE = 3.0
_HIGHEST = 5.0

_WORDS = 7
_MOST_WORDS = 14  # of several formulas in a row
_LONG = 3
_UNSURE = 62.0
_SIGNS = frozenset("=+×÷√∑∫π≤≥<>^±")
_CHEMICAL = re.compile(r"\d*(?:[A-Z][a-z]?\d*)+")  # a lowered 2 in H2O means what it says
_RAISED = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}(?:\d|[?!|*\"'“”‘’°\]](?=.))|[A-Za-z][?!|*\]](?=\S|$)|\)\d")


def find_formulas(page: Picture, letter: float, frames: Sequence[Rect]) -> list[Rect]:
    """Formulas with a fraction bar that stand alone on their line.

    Args:
        page: (height, width) grey, level, under even light, with its rules.
        letter: Height of its letters in pixels.
        frames: Cells and boxes, whose edges are no fraction bars.
    """
    ink = light.ink(page)
    shapes = [Rect(row[0], row[1], row[0] + row[2], row[1] + row[3]) for row in light.shapes(ink)[1][1:].tolist()]
    bars = [
        shape
        for shape in shapes
        if shape.height <= max(3, _THICK * letter)
        and _BAR[0] * letter < shape.width < _BAR[1] * letter
        and not any(frame.overlaps(shape, 0.3 * letter) for frame in frames)
    ]
    halves = [_fraction(bar, shapes, letter) for bar in bars]
    found = [_row_of(fraction, shapes, letter) for fraction in halves if fraction is not None]
    whole = [rect for rect in found if rect is not None]
    return [rect for number, rect in enumerate(whole) if not any(rect.overlaps(other) for other in whole[:number])]


def of_words(words: Sequence[RawWord], formulas: Sequence[Rect]) -> list[Rect]:
    """Formulas that are no lines of a sentence, those read without certainty among the lines included."""
    kept = []
    for formula in formulas:
        inside = [word for word in words if formula.holds((word.left + word.right) / 2, (word.top + word.bottom) / 2)]
        if sum(_is_long_word(word.text) and word.confidence > _UNSURE for word in inside) <= 2:
            kept.append(formula)
    rows: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        rows.setdefault(word.line, []).append(word)
    for row in rows.values():
        text = "".join(word.text for word in row)
        if len(row) > _MOST_WORDS or any(_is_long_word(word.text) for word in row):
            continue
        place = Rect(
            min(w.left for w in row), min(w.top for w in row), max(w.right for w in row), max(w.bottom for w in row)
        )
        beside = [formula for formula in kept if formula.top < (place.top + place.bottom) / 2 < formula.bottom]
        if beside:  # the left side of an equation, read as a line of its own
            kept = [*(formula for formula in kept if formula is not beside[0]), beside[0].joined(place)]
        elif _SIGNS & set(text) and ((len(row) <= _WORDS and _is_unsure(row)) or _has_lost_height(row)):
            kept.append(place)
    return kept


def _is_unsure(row: Sequence[RawWord]) -> bool:
    return sum(word.confidence * len(word.text) for word in row) < _UNSURE * sum(len(word.text) for word in row)


def _has_lost_height(row: Sequence[RawWord]) -> bool:
    """Whether figures stand in a formula as they are read where they were raised or lowered: x2, y?, mc|.

    Tesseract tells nothing of heights, so x² = 25 is always read as something else. So is a row in two scripts' digits.
    """
    scripts = {unicodedata.name(char).split()[0] for word in row for char in word.text if char.isdecimal()}
    words = (word.text.strip(".,;:()") for word in row)
    return len(scripts) > 1 or any(_RAISED.search(word) for word in words if not _CHEMICAL.fullmatch(word))


def _is_long_word(text: str) -> bool:
    """Whether text is a word of letters; the vowel signs of Indian scripts are marks to Unicode, and belong to it."""
    bare = text.strip("।॥.,;:?!()")
    return len(bare) > _LONG and all(unicodedata.category(character)[0] in "LM" for character in bare)


def _fraction(bar: Rect, shapes: Sequence[Rect], letter: float) -> Rect | None:
    """A bar with what stands close above and close below it; None if one is missing or reaches beyond the bar."""
    whole = bar
    zones = (
        Rect(bar.left, round(bar.top - _CLOSE * letter), bar.right, bar.top),
        Rect(bar.left, bar.bottom, bar.right, round(bar.bottom + _CLOSE * letter)),
    )
    for zone in zones:
        near = [s for s in shapes if s is not bar and s.overlaps(zone) and s.height > 0.3 * letter]
        if not near:
            return None
        for shape in near:
            whole = whole.joined(shape)
    beyond = max(bar.left - whole.left, whole.right - bar.right)
    return whole if beyond < 0.6 * letter and whole.height < _HIGHEST * letter else None


def _row_of(fraction: Rect, shapes: Sequence[Rect], letter: float) -> Rect | None:
    """The whole formula around a fraction; None where it stands within running text."""
    whole, grown = fraction, True
    while grown:
        grown = False
        reach = Rect(round(whole.left - _SPACE * letter), whole.top, round(whole.right + _SPACE * letter), whole.bottom)
        for shape in shapes:
            middle = (shape.top + shape.bottom) / 2
            if shape.overlaps(reach) and reach.top <= middle < reach.bottom and shape.height < _HIGHEST * letter:
                joined = whole.joined(shape)
                if joined != whole:
                    whole, grown = joined, True
        if whole.height > 2 * _HIGHEST * letter:
            return None
    return whole
