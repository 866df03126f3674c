"""The ink of numbers: all of it belongs to the number, whatever the boxes that Tesseract drew around words.

Hindi's model does not know the digit 1 and draws its boxes as it likes: of "ने 1837" the box of ने reached over the 1,
and 837 was left, read surely by every look at that box. Odia's and Bengali's take a full stop for a 1, and many models
part a number at its commas. The gaps between the strokes tell what belongs together: within a number they are about
half as wide as between words.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from app.library.document_worker import light
from app.library.document_worker.tesseract import RawWord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

UNREAD = 40.0
"""Confidence of a number of which some ink was not read, or that was read in parts."""

# In heights of a digit.
_PITCH, _EVEN = 0.76, (0.8, 1.05)
_WIDE_PITCH = {"०": 0.85, "০": 1.0, "੦": 0.91, "૦": 1.0, "୦": 0.9, "௦": 1.03, "౦": 1.07, "೦": 0.98, "൦": 1.2}
"""The same for other digits than ours, by the zero of their script."""

_NARROW = 1.4
_HIGH = (0.55, 1.4)
_LOW = 0.5
_THIN = 0.3
"""The widest full stop of a vertical stroke; the narrowest 1 has 0.35."""

# In pitches, between the middles of two digits.
_NEXT = 1.2
_OVER_COMMA = 1.85
"""Within a number 1.5 to 1.8, in a list of numbers 1.9 and more."""

_TOUCHED, _COMMA = 1.05, 0.3
"""The width, in pitches, of a digit that a comma touches, and that of the comma."""

_WIDER = 1.25
"""Times a gap within a number that a gap between words has at least."""
# Shares of ink in ₹, in bands from above: the fullest rows of both bars, the bands around the second, and those of
# the leg. The bands of the second bar have at most 0.4 in 7, those of the leg at least 0.57 in other digits with bars.
_BANDS = 12
_BAR = 0.8
_SECOND_BAR = 0.45
_LEG = 0.53
_WIDE = (0.5, 1.0)

_HALF = 0.5
_TALLEST = 3.0  # heights of a letter
_SMALLEST = 4.0  # pixels
_STROKES = frozenset("।|lI1!/[],.")
"""What a 1, or a 1 and its comma, is taken for."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of ink in a row, right and bottom outside."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def covered(self, word: RawWord) -> float:
        """The share of it that lies in the box of a word."""
        return max(0, min(self.right, word.right) - max(self.left, word.left)) / self.width


def gathered(words: Sequence[RawWord], page: Picture, letter: float) -> list[RawWord]:
    """The words of a page with boxes around all ink of each number, and numbers read in parts put together.

    Numbers that gain ink or parts have at most the confidence `UNREAD`: they have to be looked at again.

    Args:
        words: As read.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
    """
    if letter < 4:
        return list(words)
    ink = light.ink(page)
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    return [word for row in rows.values() for word in _gathered_row(row, ink, letter)]


def is_number(word: RawWord) -> bool:
    """Whether a word is mostly digits."""
    digits = sum(character.isdecimal() for character in word.text)
    return 2 * digits >= sum(character.isalnum() for character in word.text) > 0 < digits


def _gathered_row(row: Sequence[RawWord], ink: Picture, letter: float) -> list[RawWord]:
    found = sorted(row, key=lambda word: (word.left, word.right))
    place = 0
    while place < len(found):
        if is_number(found[place]) and found[place].height < _TALLEST * letter:
            place = _gather(found, place, ink)
        place += 1
    return found


def _gather(row: list[RawWord], place: int, ink: Picture) -> int:
    """Give the number at a place of a row all of its ink, joined with its other parts; where it stands then."""
    word = row[place]
    runs = _with_commas(_runs(row, word, ink), row)
    owners = [next((other for other in row if other is not word and run.covered(other) >= _HALF), None) for run in runs]
    own = _own(runs, owners, word)
    high = _digit_height([runs[number] for number in own])
    if high < _SMALLEST:
        return place
    ends = [
        _reached(
            runs, owners, (end, step), high, _pitch([runs[number] for number in own], usual_pitch(word.text) * high)
        )
        for end, step in ((own[0], -1), (own[-1], 1))
    ]
    taken = [owner for owner in owners[ends[0] : ends[1] + 1] if owner is not None and _is_part(owner)]
    gained = [runs[number] for number in range(ends[0], ends[1] + 1) if number not in own]
    if not gained:
        row[place] = _narrowed(word, runs[own[0]].left, runs[own[-1]].right)
        return place
    left, right = runs[ends[0]].left, runs[ends[1]].right
    parts = sorted({id(part): part for part in (word, *taken)}.values(), key=lambda part: part.left)
    top, bottom = min(part.top for part in parts), max(part.bottom for part in parts)
    sure = min(UNREAD, *(part.confidence for part in parts))
    text = "".join(part.text for part in parts if is_number(part))
    whole = RawWord(text, sure, left, top, right - left, bottom - top, word.line, word.picture)
    rest = [_beside(other, whole, word) for other in row if other not in parts]
    row[:] = sorted([*rest, whole], key=lambda other: (other.left, other.right))
    return row.index(whole)


def _own(runs: Sequence[_Run], owners: Sequence[RawWord | None], word: RawWord) -> list[int]:
    """Which runs are those of a number; its box may lie over the next words, which have boxes of their own.

    Of what those leave of it, the longest stretch.
    """
    groups: list[list[int]] = [[]]
    for number, run in enumerate(runs):
        if run.covered(word) < _HALF:
            continue
        owner = owners[number]
        if owner is None or _is_part(owner):
            groups[-1].append(number)
        elif groups[-1]:
            groups.append([])
    return max(groups, key=len) or [number for number, run in enumerate(runs) if run.covered(word) >= _HALF]


def _narrowed(word: RawWord, left: int, right: int) -> RawWord:
    """A number whose box lay over the next words, in a box around its own ink."""
    return replace(word, left=left, width=right - left) if word.width - (right - left) > 2 * word.height else word


def _runs(row: Sequence[RawWord], word: RawWord, ink: Picture) -> list[_Run]:
    """The stretches of ink in a row, seen at the height of one of its words."""
    reach = 2 * word.height
    start = max(0, min(other.left for other in row) - reach)
    strip = ink[word.top : word.bottom, start : max(other.right for other in row) + reach] > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], strip.any(axis=0), [False]]).astype(np.int8))).tolist()
    runs = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(strip[:, left:right].any(axis=1))
        runs.append(_Run(left + start, right + start, word.top + int(rows[0]), word.top + int(rows[-1]) + 1))
    return runs


def _with_commas(runs: Sequence[_Run], row: Sequence[RawWord]) -> list[_Run]:
    """The runs of a row; one in which a comma touches the digit before it, as on blurred photos, becomes two."""
    ends = [word for word in row if word.text.endswith(",") and _is_part(word)]
    found: list[_Run] = []
    for run in runs:
        pitch = max(
            (usual_pitch(word.text) * run.height for word in ends if word.left <= run.right <= word.right + 1),
            default=0,
        )
        if not 0 < _TOUCHED * pitch < run.width:
            found.append(run)
            continue
        middle = run.right - round(_COMMA * pitch)
        low = run.bottom - round(_COMMA * run.height)
        found += [_Run(run.left, middle, run.top, run.bottom), _Run(middle, run.right, low, run.bottom)]
    return found


def _digit_height(runs: Sequence[_Run]) -> float:
    return float(max((run.height for run in runs), default=0))


def usual_pitch(text: str) -> float:
    """How far apart the middles of the digits of a number are in most faces of its script, in heights of a digit."""
    digit = next((character for character in text if character.isdecimal()), "0")
    return _WIDE_PITCH.get(chr(ord(digit) - unicodedata.decimal(digit)), _PITCH)


def _pitch(runs: Sequence[_Run], usual: float) -> float:
    """How far apart the middles of the digits of a number are, all of which are as wide in print."""
    high = _digit_height(runs)
    steps = [_apart(*pair, high) for pair in pairwise(runs) if all(_is_digit(run, high) for run in pair)]
    return float(np.clip(np.median(steps or [usual]), _EVEN[0] * usual, _EVEN[1] * usual))


def _reached(
    runs: Sequence[_Run], owners: Sequence[RawWord | None], begin: tuple[int, int], high: float, pitch: float
) -> int:
    """The last run on one side that still belongs to a number; `begin` has its own last run and the step from there."""
    at, step = begin
    reached = at
    while reached in range(len(runs)) and runs[reached].height < _LOW * high:
        reached -= step  # a comma ends the part that was read
    while 0 <= at + step < len(runs):
        run, owner = runs[at + step], owners[at + step]
        if owner is not None and not _is_part(owner) and not _is_torn(runs, owners, at, step):
            break
        if run.height >= _LOW * high:
            most = _NEXT if abs(at + step - reached) == 1 else _OVER_COMMA
            several = owner is not None and is_number(owner)  # digits may touch
            if not _is_digit(run, high, several=several) or _apart(runs[reached], run, pitch) > most * pitch:
                break
            reached = at + step
        at += step
    return reached if (reached - begin[0]) * step > 0 else begin[0]


def _is_torn(runs: Sequence[_Run], owners: Sequence[RawWord | None], at: int, step: int) -> bool:
    """Whether the next run, in the box of a word of letters, stands nearer to the number than to that word.

    The box may have missed the word altogether.
    """
    beyond = at + 2 * step
    inside = 0 <= beyond < len(runs) and owners[beyond] in (owners[at + step], None)
    return inside and _gap(runs[at + step], runs[beyond]) >= _WIDER * _gap(runs[at], runs[at + step])


def _apart(one: _Run, other: _Run, digit: float) -> float:
    """From the middle of a digit to the next; `digit` is the most that one takes, where several touch."""
    return _gap(one, other) + (min(one.width, digit) + min(other.width, digit)) / 2


def _is_digit(run: _Run, high: float, *, several: bool = False) -> bool:
    wide = run.width < _NARROW * high or several
    return _HIGH[0] * high <= run.height <= _HIGH[1] * high and wide and run.width > _THIN * high


def _is_part(word: RawWord) -> bool:
    """Whether a word beside a number can be a part of it: digits, or strokes that are a 1 if they are no full stop."""
    return is_number(word) or set(word.text) <= _STROKES


def _beside(word: RawWord, number: RawWord, read: RawWord) -> RawWord:
    """A word whose box does not reach over a number, which was `read` from a part of its ink."""
    if word.right <= number.left or number.right <= word.left:
        return word
    if word.left < read.left:
        left = min(word.left, number.left - word.width)
        return replace(word, left=left, width=number.left - left)
    right = max(word.right, number.right + word.width)
    return replace(word, left=number.right, width=right - number.right)


def _gap(one: _Run, other: _Run) -> int:
    return max(one.left, other.left) - min(one.right, other.right)


def is_rupee(word: RawWord, ink: Picture) -> bool:
    """Whether the first sign of a number is ₹, which no model reads surely: two bars above, one leg below."""
    run = _first(word, ink)
    if run is None:
        return False
    sign = ink[run.top : run.bottom, run.left : run.right] > 0
    if len(sign) < _BANDS or not _WIDE[0] <= sign.shape[1] / len(sign) <= _WIDE[1]:
        return False
    bands = [part.mean(axis=1) for part in np.array_split(sign, _BANDS)]
    bars = min(float(np.max(np.concatenate(bands[:2]))), float(np.max(np.concatenate(bands[2:4]))))
    second, leg = (float(np.mean([part.mean() for part in chosen])) for chosen in (bands[2:4], bands[8:11]))
    return bars >= _BAR and second >= _SECOND_BAR and leg <= _LEG


def strokes(word: RawWord, ink: Picture) -> int:
    """How many signs as high as digits stand apart in the box of a number."""
    runs = [run for run in _runs([word], word, ink) if run.covered(word) >= _HALF]
    high = _digit_height(runs)
    return sum(run.height >= _HIGH[0] * high for run in runs)


def _first(word: RawWord, ink: Picture) -> _Run | None:
    runs = [run for run in _runs([word], word, ink) if run.covered(word) >= _HALF]
    return runs[0] if runs and runs[0].height >= _HIGH[0] * _digit_height(runs) else None
