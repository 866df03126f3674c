"""Blanks of worksheets: short rules that stand in a line of print where a word is missing.

They are erased with the other rules before the page is read, and the gaps they leave look like the gutter of a table.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from app.library.document_worker import light
from app.library.document_worker.tesseract import RawWord

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

BLANK = "____"

# In heights of a letter of the page, unless said otherwise.
_SHORTEST, _LONGEST = 2.5, 24.0
_THICKEST = 0.3
_NEAR = 1.5
_OVER = 0.3
_BELOW = 0.5
_LOW = 0.65  # of the height of the line, from its top
_SURE = 90.0
_MARKS = frozenset("_-–—.~=")


def restored(words: Sequence[RawWord], page: Picture, letter: float) -> list[RawWord]:
    """The words of a page with those blanks that stand behind a word of a line.

    Args:
        words: As read.
        page: (height, width) grey, with its rules.
        letter: Height of its letters in pixels.
    """
    rules = _rules(page, letter) if letter >= 4 else []
    if not rules:
        return list(words)
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    return [word for row in rows.values() for word in _with_blanks(row, rules, letter)]


def _rules(page: Picture, letter: float) -> list[RawWord]:
    """Level lines no longer than a blank, as words."""
    found = []
    for left, top, width, height, _area in light.shapes(light.ink(page))[1][1:].tolist():
        if height <= max(2, _THICKEST * letter) and _SHORTEST * letter <= width <= _LONGEST * letter:
            found.append(RawWord(BLANK, _SURE, left, top, width, height))
    return found


def _with_blanks(row: Sequence[RawWord], rules: Sequence[RawWord], letter: float) -> list[RawWord]:
    """A line with the rules that begin right behind one of its words and lie low, under none of them."""
    found = list(row)
    top, bottom = median(word.top for word in row), median(word.bottom for word in row)
    for rule in rules:
        low = top + _LOW * (bottom - top) <= rule.top and rule.bottom <= bottom + _BELOW * letter
        if not low or not any(-_OVER * letter <= rule.left - word.right <= _NEAR * letter for word in row):
            continue
        over = [word for word in found if min(word.right, rule.right) - max(word.left, rule.left) > _OVER * letter]
        if all(set(word.text) <= _MARKS for word in over):
            found = [word for word in found if word not in over]
            height = round(bottom - top)
            found.append(replace(rule, top=round(top), height=height, line=row[0].line, picture=row[0].picture))
    return found if found == list(row) else sorted(found, key=lambda word: word.left)
