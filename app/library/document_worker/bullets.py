"""Round and square list bullets told by their ink: Tesseract reads them as "e", "*", "०" or "७", or not at all."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import light
from app.library.document_worker.tesseract import RawWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

# In heights of a letter.
_SIDE = (0.15, 0.9)
_GAP = (0.22, 4.0)  # from the bullet to its text
_ALIGNED = 0.5
_NOTHING_BEFORE = 3.0

_ROUND = 1.45  # longer side over shorter
_SOLID = 0.58
_HEIGHT = (0.25, 0.8)  # of the row, from its top
_LARGE = 0.45  # larger than any stop; such bullets may stand
_LOW = 0.92  # on the line
_SURE = 92.0
_FEWEST = 2  # one spot may be a stain; bullets stand one below the other


@dataclass(frozen=True, slots=True)
class _Spot:
    """A bullet before a row: its shape in pixels (left, top, width, height) and the first word of the row."""

    left: int
    top: int
    width: int
    height: int
    word: RawWord

    @property
    def right(self) -> int:
        return self.left + self.width


def marked(words: Sequence[RawWord], page: Picture, letter: float) -> list[RawWord]:
    """The words of a page with its bullets as words of their own.

    Args:
        words: As read.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
    """
    if letter < 4 or not words:
        return list(words)
    ink = light.ink(page)
    stats = light.shapes(ink)[1][1:]
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    spots = [spot for row in rows.values() if (spot := _spot_before(row, stats, ink, letter)) is not None]
    aligned = [
        spot for spot in spots if sum(abs(spot.left - other.left) < _ALIGNED * letter for other in spots) >= _FEWEST
    ]
    found = {spot.word: _with_bullet(spot, letter) for spot in aligned}
    return [new for word in words for new in found.get(word, (word,))]


def _spot_before(row: Iterable[RawWord], stats: NDArray[np.int32], ink: Picture, letter: float) -> _Spot | None:
    """The bullet at the start of a row: solid, alone, half-way up."""
    ordered = sorted(row, key=lambda word: word.left)
    text = ordered[1:] or ordered
    top, bottom = min(word.top for word in text), max(word.bottom for word in text)
    first = ordered[0]
    left, wide, tall = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    middle = stats[:, cv2.CC_STAT_TOP] + tall / 2
    beside = (middle > top) & (middle < bottom) & (np.maximum(wide, tall) > 0.12 * letter)
    near = beside & (left + wide > first.left - (_GAP[1] + _NOTHING_BEFORE) * letter) & (left < text[0].right)
    order = np.flatnonzero(near)[np.argsort(left[near], kind="stable")]
    if len(order) < 2:
        return None
    spot, after = stats[order[0]], stats[order[1]]
    gap = int(after[0]) - int(spot[0] + spot[2])
    place = (float(middle[order[0]]) - top) / max(1, bottom - top)
    if not _is_bullet(spot, ink, letter) or not _GAP[0] * letter <= gap <= _GAP[1] * letter:
        return None
    if not _HEIGHT[0] < place < (_LOW if spot[cv2.CC_STAT_HEIGHT] > _LARGE * letter else _HEIGHT[1]):
        return None
    return _Spot(int(spot[0]), int(spot[1]), int(spot[2]), int(spot[3]), first)


def _is_bullet(shape: NDArray[np.int32], ink: Picture, letter: float) -> bool:
    """Whether a shape is small, as wide as high, and filled to its middle, which a ring is not."""
    left, top, wide, tall, area = (int(value) for value in shape)
    if not _SIDE[0] * letter <= min(wide, tall) <= max(wide, tall) <= _SIDE[1] * letter:
        return False
    middle = ink[top + tall // 3 : top + tall - tall // 3, left + wide // 3 : left + wide - wide // 3]
    return max(wide, tall) <= _ROUND * min(wide, tall) and area >= _SOLID * wide * tall and bool(middle.all())


def _with_bullet(spot: _Spot, letter: float) -> tuple[RawWord, ...]:
    """The first word of a row with its bullet: in its place, before it, or in place of its first character."""
    word = spot.word
    bullet = replace(
        word, text="•", confidence=_SURE, left=spot.left, top=spot.top, width=spot.width, height=spot.height
    )
    if word.left > spot.right - 1:
        return (bullet, word)
    if word.right < spot.right + _GAP[0] * letter:
        return (bullet,)
    length = 1
    while length < len(word.text) and unicodedata.category(word.text[length])[0] == "M":
        length += 1
    start = round(spot.right + _GAP[0] * letter)
    rest = replace(word, text=word.text[length:], left=start, width=word.right - start)
    return (bullet, rest) if rest.text else (bullet,)
