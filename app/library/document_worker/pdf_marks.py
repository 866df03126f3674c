"""What a PDF draws rather than says: bullets, fraction bars, formulas in two dimensions (pure functions)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import Box, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.positions import PositionedLine

_LONGEST_PART = 24  # characters above or below a fraction bar
_STACK = (0.7, 1.7)  # from number to number of a sum written one below the other, in type sizes
_SPARE = 1.2  # a bar this much longer than what it divides is the edge of a cell, in type sizes
_NEAR = 0.006  # rules closer than this end to end are edges of neighbouring cells, as a fraction of the page
_LEVEL = 0.002
_DRAWN_TWICE, _ROW = 0.002, 0.0195
"""From rule to rule of rows of a narrow table, at most; bars of fractions below each other are farther apart."""
_BULLET_DISTANCE = 3.0  # from a bullet to its line, in type sizes
_LARGE_SIGNS = frozenset("∑∏∫∬∮√⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎫⎬⎭")
_LONGEST_PIECE = 16  # characters of a formula between two gaps
_REACH = 1.3  # from piece to piece of a formula, in type sizes
_FEWEST_PIECES = 3


def with_bullets(lines: Sequence[PositionedLine], dots: Sequence[Box], aspect: float) -> list[PositionedLine]:
    """Put a bullet before each line that has a dot drawn to its left.

    Args:
        lines: Printed lines.
        dots: Small round or square marks.
        aspect: Width of the page divided by its height.
    """
    return [_bulleted(line) if any(_is_bullet_of(dot, line, aspect) for dot in dots) else line for line in lines]


def _is_bullet_of(dot: Box, line: PositionedLine, aspect: float) -> bool:
    gap = (line.box.left - dot.right) * aspect
    middle = (dot.top + dot.bottom) / 2
    small = dot.bottom - dot.top < 0.75 * line.height
    return small and line.box.top < middle < line.box.bottom and 0 < gap < _BULLET_DISTANCE * line.height


def _bulleted(line: PositionedLine) -> PositionedLine:
    if line.text.startswith("•"):
        return line
    place = Box(line.box.left, line.box.top, line.box.left, line.box.bottom)
    return replace(line, text=f"• {line.text}", words=(Word("•", place), *line.words))


def fraction_bars(bars: Sequence[Box], rules: Sequence[Box]) -> list[Box]:
    """Short level rules that meet no other rule and have none as long close by: a table's divide rows, not numbers.

    Args:
        bars: Short level rules.
        rules: All level and upright rules, the bars among them.
    """
    alone = [bar for bar in bars if not any(_meets(bar, rule) for rule in rules)]
    return [bar for bar in alone if not any(_is_next_row(bar, other) for other in alone)]


def _is_next_row(bar: Box, other: Box) -> bool:
    apart = abs(bar.top - other.top)
    return _DRAWN_TWICE < apart < _ROW and max(abs(bar.left - other.left), abs(bar.right - other.right)) < _LEVEL


def _meets(bar: Box, rule: Box) -> bool:
    """Whether a rule goes on where a bar ends, or crosses it; the bar itself, drawn twice, does not count."""
    upright = rule.bottom - rule.top > rule.right - rule.left
    ends = min(abs(rule.right - bar.left), abs(bar.right - rule.left)) < _NEAR
    crossing = upright and rule.left < bar.right + _LEVEL and bar.left < rule.right + _LEVEL
    return (ends or crossing) and rule.top < bar.bottom + _LEVEL and bar.top < rule.bottom + _LEVEL


def with_fractions(lines: Sequence[PositionedLine], bars: Sequence[Box], aspect: float) -> list[PositionedLine]:
    """Join what stands above and below a fraction bar to one piece, and that to its neighbours in the line.

    Args:
        lines: Printed lines.
        bars: Short level rules.
        aspect: Width of the page divided by its height.
    """
    rest = list(lines)
    for bar in bars:
        above = _nearest(rest, bar, aspect, below=False)
        below = _nearest(rest, bar, aspect, below=True)
        if above is None or below is None or _is_edge(bar, above, below, aspect) or _is_sum(above, rest, bars):
            continue
        rest = [line for line in rest if line is not above and line is not below]
        rest = _placed(rest, _fraction(above, below), aspect)
    return rest


def _is_edge(bar: Box, above: PositionedLine, below: PositionedLine, aspect: float) -> bool:
    """Whether a bar is much longer than both parts, as the edge of a padded cell is and a fraction bar is not."""
    longer = max(line.box.right - line.box.left for line in (above, below))
    return (bar.right - bar.left - longer) * aspect > _SPARE * above.height


def _is_sum(above: PositionedLine, lines: Sequence[PositionedLine], bars: Sequence[Box]) -> bool:
    """Whether a number stands right above the upper part and under no bar: a sum written in columns."""
    stacked = [
        line
        for line in lines
        if line is not above
        and line.text[-1:].isdigit()
        and len(line.text) <= _LONGEST_PIECE
        and _STACK[0] < (above.box.bottom - line.box.bottom) / above.height < _STACK[1]
        and line.box.left < (above.box.left + above.box.right) / 2 < line.box.right
    ]
    return any(
        not any(bar.left < line.box.right and line.box.left < bar.right and _is_over(bar, line) for bar in bars)
        for line in stacked
    )


def _is_over(bar: Box, line: PositionedLine) -> bool:
    return -0.2 * line.height < line.box.top - bar.bottom < 0.6 * line.height


def _nearest(lines: Sequence[PositionedLine], bar: Box, aspect: float, *, below: bool) -> PositionedLine | None:
    """The short piece of text right above or below a bar, centred on it and not wider."""
    for line in lines:
        gap = line.box.top - bar.bottom if below else bar.top - line.box.bottom
        reach = 0.6 * line.height
        off = abs(line.box.left + line.box.right - bar.left - bar.right) / 2 * aspect
        wider = (line.box.right - line.box.left - bar.right + bar.left) * aspect
        if (
            len(line.text) <= _LONGEST_PART
            and -0.2 * reach < gap < reach
            and off < 0.35 * line.height
            and wider < 0.3 * line.height
        ):
            return line
    return None


def _fraction(above: PositionedLine, below: PositionedLine) -> PositionedLine:
    text = f"{_grouped(above.text)}/{_grouped(below.text)}"
    box = Box(
        min(above.box.left, below.box.left),
        above.box.top,
        max(above.box.right, below.box.right),
        below.box.bottom,
    )
    return replace(above, text=text, box=box, words=(Word(text, box),), height=max(above.height, below.height))


def _grouped(text: str) -> str:
    return f"({text})" if " " in text or any(sign in text for sign in "+−-×÷=") else text


def _placed(lines: list[PositionedLine], fraction: PositionedLine, aspect: float) -> list[PositionedLine]:
    """Put a fraction into the line it stands in: after the piece to its left, before the one to its right."""
    middle = (fraction.box.top + fraction.box.bottom) / 2
    near = [
        line
        for line in lines
        if line.box.top < middle < line.box.bottom
        and -0.3 * line.height < _gap(line.box, fraction.box) * aspect < 1.2 * line.height
    ]
    row = sorted([*near, fraction], key=lambda line: line.box.left)
    used = {id(line) for line in near}
    words = tuple(word for line in row for word in line.words)
    joined = replace(
        near[0] if near else fraction,
        text=" ".join(line.text for line in row),
        box=Box(
            min(line.box.left for line in row),
            min(line.box.top for line in row),
            max(line.box.right for line in row),
            max(line.box.bottom for line in row),
        ),
        words=words,
    )
    return [*(line for line in lines if id(line) not in used), joined]


def _gap(first: Box, second: Box) -> float:
    return max(first.left - second.right, second.left - first.right)


def formulas(lines: Sequence[PositionedLine], aspect: float) -> list[list[PositionedLine]]:
    """Formulas set in two dimensions around a sum, root, integral or tall bracket: their pieces, from the top left.

    Such pieces make no sense as lines of text, so they belong in a picture.

    Args:
        lines: Printed lines and pieces of lines.
        aspect: Width of the page divided by its height.
    """
    found: list[list[PositionedLine]] = []
    rest = [line for line in lines if len(line.text) <= _LONGEST_PIECE]
    for seed in [line for line in rest if _LARGE_SIGNS.intersection(line.text)]:
        if not any(line is seed for line in rest):
            continue
        group, waiting = [], [seed]
        while waiting:
            piece = waiting.pop()
            group.append(piece)
            rest = [line for line in rest if line is not piece]
            near = [line for line in rest if _touches(piece, line, aspect)]
            waiting += [line for line in near if not any(line is other for other in waiting)]
        rows = {round((line.box.top + line.box.bottom) / line.height) for line in group}
        if len(group) >= _FEWEST_PIECES and len(rows) > 1:
            found.append(sorted(group, key=lambda line: (line.box.left, line.box.top)))
    return found


def _touches(first: PositionedLine, second: PositionedLine, aspect: float) -> bool:
    size = max(first.height, second.height)
    across = max(first.box.left - second.box.right, second.box.left - first.box.right) * aspect
    down = max(first.box.top - second.box.bottom, second.box.top - first.box.bottom)
    return across < _REACH * size and down < 0.6 * size
