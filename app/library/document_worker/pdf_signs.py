"""Signs that a PDF page draws among its typed letters: roots are read, any other beside a figure makes it doubtful.

Browsers and formula editors type the figures under a root and draw the sign: 5√2 is typed as 52.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from app.library.document_worker.pdf_glyphs import Glyph, Piece
from app.library.document_worker.pdf_lines import WORD_GAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.domain.documents import Box
    from app.library.document_worker.pdf_ink import PageInk

_NEAR, _CONTRAST = 31, 20  # pixels around, and of 255
_LOWEST, _HIGHEST = 6, 160  # of a root, in pixels
_MOST_SHAPES = 2000
# All in heights of the root
_BAR = 0.25  # its bar is at least so long
_TOP = 0.22  # and stands in the highest part
_SIGN = 1.2  # the sign before it is at most so wide
_SLANT = 0.15  # the foot of the sign stands left of the end of its stroke
_HOOK = (0.25, 0.85)  # where the sign begins, from the top
# All in type sizes
_LEAST, _MOST = 0.85, 4.0  # the height of a root
_BESIDE = 0.35  # from a sign to its figure
_TOUCHING = 0.12  # the same before the first of a line
_LARGEST = 1.3  # a sign among figures
_LINEAR = 0.62  # raised figures stand in the line, the parts of a fraction do not
_MIDDLE = 0.25  # of a figure's height above and below; rules and dots under it are no signs


class _Root(NamedTuple):
    """Places in points: left edge, top and bottom of a root, and where its bar begins and ends."""

    left: float
    top: float
    bottom: float
    bar: float
    end: float


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn besides text: roots, and other shapes as left, top, right and bottom in points."""

    roots: list[_Root]
    others: list[tuple[float, float, float, float]]


def with_signs(pieces: Sequence[Piece], ink: PageInk, size: tuple[float, float], figures: Sequence[Box]) -> list[Piece]:
    """The pieces with drawn roots as signs; figures beside other drawn signs are marked as doubtful.

    Args:
        pieces: Glyphs that can be seen, in pieces of line.
        ink: The drawn page.
        size: Width and height of the page in points.
        figures: Pictures and diagrams, in which anything may be drawn; as fractions of the page.
    """
    whole = [Piece([list(word) for word in piece.words]) for piece in pieces]
    if not whole or int(ink.bare.min()) == 255:
        return whole
    width, height = size
    areas = [(box.left * width, box.top * height, box.right * width, box.bottom * height) for box in figures]
    drawn = _drawn(ink, ink.bare.shape[0] / height)
    for root in drawn.roots:
        whole += _rooted(root, whole)
    others = [other for other in drawn.others if not any(_holds(area, other) for area in areas)]
    for piece in whole:
        for number, glyph in enumerate(piece.glyphs):
            if not glyph.text[-1:].isdecimal():
                continue
            signs = [other for other in others if _is_sign_of(other, glyph, first=not number)]
            glyph.doubted = glyph.doubted or not all(_has_glyphs_at(sign, whole) for sign in signs)
    return whole


def _holds(area: tuple[float, ...], place: tuple[float, ...]) -> bool:
    return area[0] <= place[0] and area[1] <= place[1] and place[2] <= area[2] and place[3] <= area[3]


def _drawn(ink: PageInk, scale: float) -> _Drawn:
    """Shapes on a page drawn without its text, at `scale` pixels per point."""
    grey = np.asarray(cv2.cvtColor(ink.bare, cv2.COLOR_BGR2GRAY), np.uint8)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEAR, float(_CONTRAST))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found = _Drawn([], [])
    if len(stats) > _MOST_SHAPES:
        return found
    for number, (left, top, wide, high, _area) in enumerate(stats.tolist()):
        if number == 0 or high > _HIGHEST:
            continue
        shape = np.asarray(labels[top : top + high, left : left + wide] == number, np.bool_)
        bar = _bar_of(shape)
        if bar is None:
            place = left / scale, top / scale, (left + wide) / scale, (top + high) / scale
            found.others.append(place)
        else:
            sides = left, top, top + high, left + bar, left + wide
            found.roots.append(_Root(*(side / scale for side in sides)))
    return found


def _bar_of(shape: NDArray[np.bool_]) -> int | None:
    """The column where the bar of a root begins; None where a shape is none.

    A root falls from a hook to its foot, rises to the right, and goes on as a level bar at its top.
    """
    high, wide = shape.shape
    if high < _LOWEST:
        return None
    top = max(2, round(_TOP * high))
    bar = int(np.flatnonzero(shape[top:].any(axis=0)).max(initial=-1)) + 1
    long = wide - bar >= max(3.0, _BAR * high) and bool(shape[:top, bar:].any(axis=0).all())
    if not long or not _SLANT * high < bar <= _SIGN * high:
        return None
    foot = float(np.flatnonzero(shape[-max(1, high // 8) :].any(axis=0)).mean())
    hook = np.flatnonzero(shape[:, 0])
    low, deep = _HOOK[0] * high, _HOOK[1] * high
    begins = bool(len(hook)) and low <= float(hook.mean()) <= deep and foot >= 1
    return bar if begins and bar - foot > _SLANT * high else None


def _rooted(root: _Root, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Put a root before the glyphs under its bar; what has to stand in a piece of its own is given back."""
    under = [
        (piece, glyph)
        for piece in pieces
        if piece.words
        for glyph in piece.glyphs
        if root.bar < (glyph.box.left + glyph.box.right) / 2 < root.end + 0.1 * glyph.size
        and root.top < (glyph.box.top + glyph.box.bottom) / 2 < root.bottom
    ]
    size = max((glyph.size for _piece, glyph in under), default=0.0)
    if not _LEAST * size < root.bottom - root.top < _MOST * size:
        return
    large = [glyph for _piece, glyph in under if glyph.size > 0.9 * size]
    level = max(glyph.baseline for glyph in large) - min(glyph.baseline for glyph in large) < 0.2 * size
    near = all(abs(glyph.baseline - large[0].baseline) < _LINEAR * size for _piece, glyph in under)
    said = "".join(glyph.text for glyph in sorted(large, key=lambda glyph: glyph.start))
    plain = len(under) == len(large) and (len(said) == 1 or said.replace(".", "").isdecimal())
    opening = _sign("√" if plain else "√(", root.left, root.bar, large[0])
    first = min(under, key=lambda pair: pair[1].start)
    last = max(under, key=lambda pair: pair[1].end)
    closing = _sign(")", last[1].end, last[1].end, large[0])
    if level and near:
        _put_before(first[0], first[1], opening)
        if not plain:
            word = next(word for word in last[0].words if any(glyph is last[1] for glyph in word))
            word.insert(next(number for number, glyph in enumerate(word) if glyph is last[1]) + 1, closing)
    else:
        middle = (root.top + root.bottom) / 2 + 0.35 * size
        yield Piece([[replace(opening, baseline=middle)]])
        yield Piece([[replace(closing, baseline=middle)]])


def _sign(text: str, left: float, right: float, beside: Glyph) -> Glyph:
    box = replace(beside.box, left=left, right=right)
    return replace(beside, text=text, box=box, start=left, end=right, pen=left, spelled=False, doubted=True)


def _put_before(piece: Piece, glyph: Glyph, sign: Glyph) -> None:
    """Put a sign into a piece right before a glyph, and beside what stands before it without a gap."""
    for number, word in enumerate(piece.words):
        place = next((place for place, one in enumerate(word) if one is glyph), None)
        if place is None:
            continue
        word.insert(place, sign)
        before = piece.words[number - 1][-1] if number and not place else None
        if before is not None and sign.start - before.end < WORD_GAP * sign.size:
            piece.words[number - 1 : number + 1] = [[*piece.words[number - 1], *word]]
        return


def _has_glyphs_at(place: tuple[float, float, float, float], pieces: Sequence[Piece]) -> bool:
    """Whether glyphs stand right above, below or in a shape, as at the bar of a fraction or in a box."""
    left, top, right, bottom = place
    return any(
        left < (glyph.box.left + glyph.box.right) / 2 < right
        and -glyph.size < top - glyph.box.bottom < glyph.box.bottom - glyph.box.top + bottom - top + glyph.size
        for piece in pieces
        for glyph in piece.glyphs
    )


def _is_sign_of(place: tuple[float, float, float, float], glyph: Glyph, *, first: bool) -> bool:
    """Whether something drawn stands like a sign right before or behind a figure; before the first it is a bullet."""
    left, top, right, bottom = place
    high, middle = glyph.box.bottom - glyph.box.top, (top + bottom) / 2
    level = glyph.box.top + _MIDDLE * high < middle < glyph.box.bottom - _MIDDLE * high
    if not level or max(right - left, bottom - top) > _LARGEST * glyph.size:
        return False
    return -0.1 < max(left - glyph.box.right, glyph.box.left - right) / glyph.size < (_TOUCHING if first else _BESIDE)
