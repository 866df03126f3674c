"""Fractions of a PDF whose bar is drawn between two rows of typed glyphs, put into their line as 3/4 (pure functions).

They are put together before pieces of line are joined: the upper numbers of 3/4 + 5/6 stand in one row themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from app.library.document_worker.pdf_glyphs import Glyph, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Box

_MOST_BARS = 200
_WORDS_OF_A_SUMMAND = 2
_LONGEST, _LONGEST_IN_EQUATION = 24, 80  # characters above or below a bar
# All in type sizes
_AWAY = (-0.12, 0.6)  # from the bar to the glyphs above and below it
_WIDER = 0.3
_SHORTER = 1.2  # a bar this much longer than both parts is the edge of a cell
_OFF = 0.35  # from the middle of the bar to that of a part
_BESIDE = 1.2
_AXIS = 0.28  # from the baseline of a line to the bars in it
_LEVEL = 0.16
_RAISED = 0.75
_APART = 0.7  # from what goes on beside a part in the same row
_GAP = 0.25  # a number before a fraction stands apart from it
_WORDS = 0.15
_SIZE = 0.1  # a share
_STACK = (0.7, 1.7)  # from number to number of a sum written one below the other


class _Bar(NamedTuple):
    """A level rule in points."""

    left: float
    right: float
    middle: float


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Glyphs above or below a bar, from left to right."""

    glyphs: list[Glyph]
    size: float
    baseline: float

    @property
    def left(self) -> float:
        return min(glyph.box.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.box.right for glyph in self.glyphs)


def with_fractions(pieces: Sequence[Piece], bars: Sequence[Box], size: tuple[float, float]) -> list[Piece]:
    """The pieces with what stands above and below a fraction bar put into the line that the bar stands in.

    Figures above and below a bar of which no fraction could be made are marked as doubtful.

    Args:
        pieces: Glyphs in pieces of line, before they are joined.
        bars: Short level rules, as fractions of the page.
        size: Width and height of the page in points.
    """
    width, height = size
    whole = list(pieces)
    every = [_Bar(bar.left * width, bar.right * width, (bar.top + bar.bottom) / 2 * height) for bar in bars]
    inner_first = sorted(every, key=lambda bar: bar.right - bar.left)[:_MOST_BARS]
    for bar in inner_first:
        near = [glyph for piece in whole for glyph in piece.glyphs if _is_near(glyph, bar)]
        above, below = (_part(near, whole, bar, down=down) for down in (False, True))
        if above is None or below is None:
            _doubt_figures(near, whole, bar)
            continue
        used = {id(glyph) for glyph in (*above.glyphs, *below.glyphs)}
        rest = [part for piece in whole for part in _without(piece, used)]
        if _is_fraction(bar, above, below, rest) and not _is_sum(above, rest, every):
            whole = [*rest, _fraction(bar, above, below, rest)]
    return whole


def _doubt_figures(near: Sequence[Glyph], pieces: Sequence[Piece], bar: _Bar) -> None:
    """Mark the figures that touch a bar on both sides; a word that is underlined goes on beside it."""
    sides = [
        [glyph for glyph in _touching(near, bar, down=down) if glyph.text[-1:].isdigit()] for down in (False, True)
    ]
    if not all(sides):
        return
    above = sides[0][0]
    ends = min(glyph.box.left for glyph in sides[0]), max(glyph.box.right for glyph in sides[0])
    touched = {id(glyph) for glyph in sides[0]}
    for piece in pieces:
        for glyph in piece.glyphs:
            level = id(glyph) not in touched and _is_level(glyph, above.baseline, above.size)
            if level and max(glyph.box.left - ends[1], ends[0] - glyph.box.right) < _GAP * above.size:
                return
    for glyph in (*sides[0], *sides[1]):
        glyph.doubted = True


def _touching(near: Sequence[Glyph], bar: _Bar, *, down: bool) -> list[Glyph]:
    """The glyphs right above or below a bar."""

    def away(glyph: Glyph) -> float:
        return (glyph.box.top - bar.middle if down else bar.middle - glyph.box.bottom) / glyph.size

    side = [glyph for glyph in near if (glyph.box.top + glyph.box.bottom > 2 * bar.middle) == down]
    return [glyph for glyph in side if _AWAY[0] < away(glyph) < _AWAY[1]]


def _is_level(glyph: Glyph, baseline: float, size: float) -> bool:
    """Whether a glyph belongs to a row; what stands beside a fraction in small print is larger."""
    return abs(glyph.baseline - baseline) < _LEVEL * size and abs(glyph.size / size - 1) < _SIZE


def _is_near(glyph: Glyph, bar: _Bar) -> bool:
    across = (glyph.box.left + glyph.box.right) / 2
    return bar.left < across < bar.right and abs((glyph.box.top + glyph.box.bottom) / 2 - bar.middle) < 3 * glyph.size


def _part(near: Sequence[Glyph], pieces: Sequence[Piece], bar: _Bar, *, down: bool) -> _Part | None:
    """What stands right above or below a bar; None where that is nothing, or goes on beside the bar."""
    side = [glyph for glyph in near if (glyph.box.top + glyph.box.bottom > 2 * bar.middle) == down]
    touching = _touching(near, bar, down=down)
    if not touching:
        return None
    first = max(touching, key=lambda glyph: glyph.size)
    size, baseline = first.size, first.baseline
    row = [
        glyph
        for glyph in side
        if abs(glyph.baseline - baseline) < (_RAISED if glyph.size < 0.9 * size else _LEVEL) * size
    ]
    chosen = {id(glyph) for glyph in row}
    beside = [glyph for piece in pieces for glyph in piece.glyphs if id(glyph) not in chosen]
    level = [glyph for glyph in beside if _is_level(glyph, baseline, size)]
    left, right = min(glyph.box.left for glyph in row), max(glyph.box.right for glyph in row)
    # Text that goes on beside the bar is underlined
    goes_on = any(max(glyph.box.left - right, left - glyph.box.right) < _APART * size for glyph in level)
    too_wide = left < bar.left - _WIDER * size or right > bar.right + _WIDER * size
    return None if goes_on or too_wide else _Part(sorted(row, key=lambda glyph: glyph.start), size, baseline)


def _without(piece: Piece, used: set[int]) -> list[Piece]:
    """A piece cut where glyphs are taken out of it."""
    parts = [Piece([])]
    for word in piece.words:
        begun = False
        for glyph in word:
            if id(glyph) in used:
                parts.append(Piece([]))
                begun = False
            elif begun:
                parts[-1].words[-1].append(glyph)
            else:
                parts[-1].words.append([glyph])
                begun = True
    return [part for part in parts if part.words]


def _is_fraction(bar: _Bar, above: _Part, below: _Part, rest: Sequence[Piece]) -> bool:
    longest = _LONGEST_IN_EQUATION if _equal_beside(bar, rest) else _LONGEST
    for part in (above, below):
        off = abs(part.left + part.right - bar.left - bar.right) / 2
        if off > _OFF * part.size or len(part.glyphs) > longest:
            return False
    return bar.right - bar.left - max(part.right - part.left for part in (above, below)) <= _SHORTER * above.size


def _is_sum(above: _Part, rest: Sequence[Piece], bars: Sequence[_Bar]) -> bool:
    """Whether the upper part has a number right above it that stands under no bar: a sum written in columns."""
    stacked = [
        glyph
        for piece in rest
        if len(piece.words) <= _WORDS_OF_A_SUMMAND
        for glyph in piece.glyphs
        if glyph.text[-1:].isdigit()
        and _STACK[0] < (above.baseline - glyph.baseline) / above.size < _STACK[1]
        and above.left < (glyph.box.left + glyph.box.right) / 2 < above.right
    ]
    return any(not any(_is_under(glyph, bar) for bar in bars) for glyph in stacked)


def _is_under(glyph: Glyph, bar: _Bar) -> bool:
    across = (glyph.box.left + glyph.box.right) / 2
    return bar.left < across < bar.right and _AWAY[0] < (glyph.box.top - bar.middle) / glyph.size < _AWAY[1]


def _equal_beside(bar: _Bar, rest: Sequence[Piece]) -> bool:
    """Whether an equals sign stands right before or behind a bar."""
    return any(
        glyph.text == "="
        and glyph.box.top - 0.2 * glyph.size < bar.middle < glyph.box.bottom + 0.2 * glyph.size
        and 0 < max(bar.left - glyph.box.right, glyph.box.left - bar.right) < _BESIDE * glyph.size
        for piece in rest
        for glyph in piece.glyphs
    )


def _fraction(bar: _Bar, above: _Part, below: _Part, rest: Sequence[Piece]) -> Piece:
    """One piece on the baseline of the line the bar stands in."""
    beside = [
        glyph
        for piece in rest
        for glyph in piece.glyphs
        if -0.2 < max(bar.left - glyph.end, glyph.start - bar.right) / glyph.size < _BESIDE
        and 0 < (glyph.baseline - bar.middle) / glyph.size < 2 * _AXIS
    ]
    host = max(beside, key=lambda glyph: glyph.size, default=None)
    size = host.size if host is not None else max(above.size, below.size)
    baseline = host.baseline if host is not None else bar.middle + _AXIS * size
    before = [glyph.end for glyph in beside if glyph.end < bar.right and glyph.text[-1:].isdigit()]
    start = max([bar.left, *(place + _GAP * size for place in before if place > bar.left - _GAP * size)])

    def placed(part: _Part) -> list[Glyph]:
        return [
            replace(
                glyph,
                baseline=baseline + glyph.baseline - part.baseline,
                size=size * glyph.size / part.size,
                start=start,
                end=max(bar.right, start),
            )
            for glyph in _grouped(part)
        ]

    upper, lower = placed(above), placed(below)
    slash = replace(upper[0], text="/", baseline=baseline, size=size)
    return Piece([[*upper, slash, *lower]])


def _grouped(part: _Part) -> list[Glyph]:
    """The glyphs of a part with the spaces between them, in brackets where it has several terms."""
    base = next(glyph for glyph in part.glyphs if glyph.size >= part.size)
    glyphs = [part.glyphs[0]]
    for before, glyph in pairwise(part.glyphs):
        apart = glyph.start - before.end > _WORDS * part.size
        glyphs += [replace(base, text=" "), glyph] if apart else [glyph]
    if not any(sign in " +−-×÷=/" for glyph in glyphs for sign in glyph.text):
        return glyphs
    return [replace(base, text="("), *glyphs, replace(base, text=")")]
