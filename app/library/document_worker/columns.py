"""Columns of running text found in the picture, and read one by one.

Told that a page is one block of lines, Tesseract reads straight across two columns, and where their rows do not stand
level it makes one row of two. Its own search for blocks loses rows on photos. So the page is cut where a white gutter
runs down between two columns of prose; tables, whose cells leave their columns half empty, stay whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import large_lines, light, tesseract
from app.library.document_worker.figures import Rect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

# In heights of a letter.
_UNIT = 6  # pixels that a letter is reduced to
_GUTTER = 1.2
_SHORTEST = 13.0
_NARROWEST = 11.0

_INKED = 0.3  # share of the rows of a column that hold ink
_FULL = 0.66  # share of its width that the rows of running text fill
_DEEPEST = 3
_STRIP = 4  # Tesseract's mode for lines of several sizes: as one block, large headings are taken apart
_BLOCKS = 1000


def read(page: Picture, letter: float, languages: str) -> list[RawWord]:
    """The words of a page, column by column; the first figure of `RawWord.line` tells the columns apart.

    Args:
        page: (height, width) grey, level, without what is drawn.
        letter: Height of its letters in pixels.
        languages: Tesseract names joined by ``+``.

    Raises:
        UserFacingError: Tesseract or a language is missing.
    """
    parts = find(page, letter)
    if len(parts) < 2:
        whole = Rect(0, 0, page.shape[1], page.shape[0])
        return large_lines.read(page, letter, languages, tesseract.read(page, languages), {0: whole})
    across = [part.width == page.shape[1] for part in parts]
    words = []
    for wide, mode in ((True, _STRIP), (False, tesseract.BLOCK)):
        chosen = [number for number, part_is_wide in enumerate(across) if part_is_wide is wide]
        cuts = [_cut(page, parts[number]) for number in chosen]
        for word in tesseract.read_many(cuts, languages, mode=mode):
            number, (block, paragraph, line) = chosen[word.picture], word.line
            part, place = parts[number], (number * _BLOCKS + block, paragraph, line)
            words.append(replace(word, left=word.left + part.left, top=word.top + part.top, line=place, picture=0))
    words.sort(key=lambda word: word.line[0] // _BLOCKS)
    narrow = {number * _BLOCKS: part for number, part in enumerate(parts) if not across[number]}
    return large_lines.read(page, letter, languages, words, narrow)


def _cut(page: Picture, part: Rect) -> Picture:
    return np.ascontiguousarray(page[part.top : part.bottom, part.left : part.right])


def find(page: Picture, letter: float) -> list[Rect]:
    """Parts of the page to be read on their own, from top to bottom and left to right; one where it has one column."""
    height, width = page.shape
    whole = [Rect(0, 0, width, height)]
    if letter < 4:
        return whole
    small = _reduced(page, letter)
    size = (small.shape[1], small.shape[0])
    parts = _divided(small, Rect(0, 0, *size), 0)
    if len(parts) < 2:
        return whole
    across, down = width / size[0], height / size[1]
    return [
        Rect(round(p.left * across), round(p.top * down), round(p.right * across), round(p.bottom * down))
        for p in parts
    ]


def has_gutter(page: Picture, letter: float) -> bool:
    """Whether white runs down between print, as between columns that are too short or ragged for `find`, or cells."""
    if letter < 4:
        return False
    small = _reduced(page, letter)
    printed = np.flatnonzero(small.any(axis=1))
    small = small[printed[0] : printed[-1] + 1] if len(printed) else small
    longest, ends = _bare_runs(small)
    for start in np.flatnonzero(longest >= _SHORTEST * _UNIT):
        rows = small[ends[start] - longest[start] : ends[start]]
        if rows[:, :start].any() and rows[:, start:].any():
            return True
    return False


def _reduced(page: Picture, letter: float) -> NDArray[np.bool_]:
    """Where the page has ink, its letters made `_UNIT` pixels high."""
    scale = _UNIT / letter
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    return cv2.resize(light.ink(page), size, interpolation=cv2.INTER_AREA) > 40


def _bare_runs(ink: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each place of a gutter's left edge: the most rows without ink that follow each other, and where they end."""
    wide = round(_GUTTER * _UNIT)
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))).astype(np.int32), axis=1)
    bare = sums[:, wide:] == sums[:, :-wide]
    run, longest, ends = (np.zeros(bare.shape[1], np.int32) for _ in range(3))
    for number, row in enumerate(bare):
        run = (run + 1) * row
        longer = run > longest
        longest[longer], ends[longer] = run[longer], number + 1
    return longest, ends


def _divided(ink: NDArray[np.bool_], part: Rect, depth: int) -> list[Rect]:
    if min(part.width, part.height) < 1 or not ink[part.top : part.bottom, part.left : part.right].any():
        return []
    printed = part.top + np.flatnonzero(ink[part.top : part.bottom, part.left : part.right].any(axis=1))
    # white below a short page is longer than its gutter; a row of it stays, for the cut
    first, last = max(part.top, int(printed[0]) - 1), min(part.bottom, int(printed[-1]) + 2)
    gutter = _gutter(ink[first:last, part.left : part.right]) if depth < _DEEPEST else None
    if gutter is None:
        return [part]
    middle, top, bottom = part.left + gutter.left, first + gutter.top, first + gutter.bottom
    return [
        *_divided(ink, Rect(part.left, part.top, part.right, top), depth + 1),
        *_divided(ink, Rect(part.left, top, middle, bottom), depth + 1),
        *_divided(ink, Rect(middle, top, part.right, bottom), depth + 1),
        *_divided(ink, Rect(part.left, bottom, part.right, part.bottom), depth + 1),
    ]


def _gutter(ink: NDArray[np.bool_]) -> Rect | None:
    """The middle of the longest gutter between two columns of prose, from above their first row to below their last."""
    wide = round(_GUTTER * _UNIT)
    if ink.shape[1] <= wide:
        return None
    longest, ends = _bare_runs(ink)
    for start in np.argsort(-longest, kind="stable"):
        if longest[start] < _SHORTEST * _UNIT:
            return None
        found = _between_columns(ink, int(start) + wide // 2, int(ends[start] - longest[start]), int(ends[start]))
        if found is not None:
            return found
    return None


def _between_columns(ink: NDArray[np.bool_], middle: int, top: int, bottom: int) -> Rect | None:
    """A gutter that has prose on both sides, shortened to where both have; None for any other gap.

    It may run on into a line above or below that goes over both columns, between two of its ascenders: the cut is
    made at a row of the page without ink.
    """
    bare = top + np.flatnonzero(~ink[top:bottom].any(axis=1))
    if not len(bare):
        return None
    top, bottom = int(bare[0]), int(bare[-1]) + 1
    rows = [np.flatnonzero(side[top:bottom].any(axis=1)) for side in (ink[:, :middle], ink[:, middle:])]
    if not all(len(row) for row in rows):
        return None
    first, last = top + max(row[0] for row in rows), top + min(row[-1] for row in rows) + 1
    if last - first < _SHORTEST * _UNIT:
        return None
    sides = (ink[first:last, :middle], ink[first:last, middle:])
    if not all(_is_prose(side) for side in sides):
        return None
    above = top + min(row[0] for row in rows)
    below = top + max(row[-1] for row in rows) + 1
    return Rect(middle, (top + above) // 2, middle, (below + bottom) // 2)


def _is_prose(side: NDArray[np.bool_]) -> bool:
    """Whether the rows of a column are many, long, and mostly of one length."""
    inked = side[side.any(axis=1)]
    if len(inked) < _INKED * len(side):
        return False
    first, last = inked.argmax(axis=1), side.shape[1] - inked[:, ::-1].argmax(axis=1)
    left, right = np.percentile(first, 5), np.percentile(last, 95)
    dense = _filled(inked)
    return bool(right - left > _NARROWEST * _UNIT and dense > _FULL * (right - left))


def _filled(inked: NDArray[np.bool_]) -> float:
    """How much of a row is print and the spaces within it, on the average: gaps wider than a gutter are not."""
    reach = round(_GUTTER * _UNIT) | 1
    closed = cv2.morphologyEx(inked.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3 * _UNIT | 1, reach), np.uint8))
    return float(np.asarray(closed).sum(axis=1).mean())
