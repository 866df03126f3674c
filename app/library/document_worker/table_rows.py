"""Rows of an unruled table whose cells go on over several printed lines (pure functions).

Lines of one cell stand closer than the cells of two rows: the pieces of each column are joined to cells first, and
cells that stand beside each other make a row, whichever edge they are aligned at. Where all lines are level, a row
begins where the column of numbers, or else the first column, has a piece.
"""

from __future__ import annotations

import itertools
import re
from statistics import mean, median
from typing import TYPE_CHECKING

from app.domain.numerals import to_ascii_digits
from app.library.document_worker.page_columns import PROSE_WIDTH, ends_sentence
from app.library.document_worker.reading_order import ends_early

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.reading_order import Item

    Cell = tuple[int, list[Item]]
    Rows = tuple[tuple[tuple[Item, ...], ...], ...]

_WIDEST_PITCH = 2.2  # of the lines of one cell, in type sizes
_EVEN = 1.3  # the widest pitch within cells over the closest
_STEP = 1.06  # the closest pitch between rows over the widest within cells
_LEVEL = 0.35  # lines nearer than this are level, in type sizes
_TRIED = 2  # pitches; a column with the longer cells everywhere has rows that stand closer than the others
_NATURAL = 0.6  # share of the lines within cells that end where the next word would not fit
_SURELY_NATURAL = 0.8
_FULL_ROWS = 0.75
_FULL_LINES = 0.3
_FEWEST = 3
_NUMBER = re.compile(r"[^\w]*[\d.,:/]*\d[\d.,:/]*[^\w]*")


def joined(columns: Sequence[Sequence[Item]]) -> Rows | None:
    """Rows of cells, with the lines of each cell; None where nothing shows that cells have several lines.

    Args:
        columns: The pieces of each column.
    """
    ordered = [sorted(column, key=_place) for column in columns]
    size = median(item.size for column in ordered for item in column)
    spaced = [(_by_pitch(ordered, pitch), _NATURAL) for pitch in _pitches(ordered, size)]
    for cells, natural in (*spaced, (_by_key(ordered, size), _SURELY_NATURAL)):
        rows = _rows(cells, len(columns), size)
        if rows is not None and _is_sound(rows, ordered, natural):
            return rows
    return None


def is_number(item: Item) -> bool:
    """Whether a piece is a number in any script's digits, with its signs."""
    return item.line is not None and _NUMBER.fullmatch(to_ascii_digits(item.line.text)) is not None


def _place(item: Item) -> float:
    """Height on the page of a line: its baseline, which the letters it happens to have do not move."""
    baseline = item.line.baseline if item.line is not None else None
    return item.middle if baseline is None else baseline


def _pitches(columns: Sequence[Sequence[Item]], size: float) -> list[float]:
    """Pitches that may divide the lines of cells from those of rows, clearest first; none where lines are even."""
    steps = [_place(below) - _place(above) for column in columns for above, below in itertools.pairwise(column)]
    pitches = sorted(step for step in steps if step > _LEVEL * size)
    found = [
        (far / close, (close + far) / 2)
        for close, far in itertools.pairwise(pitches)
        if close < min(_WIDEST_PITCH * size, _EVEN * pitches[0]) and far > _STEP * close
    ]
    return [pitch for _, pitch in sorted(found, reverse=True)[:_TRIED]]


def _by_pitch(columns: Sequence[Sequence[Item]], pitch: float) -> list[Cell]:
    """Cells of lines that stand closer than a pitch."""
    cells: list[Cell] = []
    for number, column in enumerate(columns):
        for place, item in enumerate(column):
            if place and _place(item) - _place(column[place - 1]) < pitch:
                cells[-1][1].append(item)
            else:
                cells.append((number, [item]))
    return cells


def _by_key(columns: Sequence[Sequence[Item]], size: float) -> list[Cell]:
    """Cells of evenly spaced lines: they begin where the column of numbers, or else the first, has a piece."""
    lines = _lines([item for column in columns for item in column], size)
    numbered = [column for column in columns if len(column) > _FEWEST and all(is_number(i) for i in column[1:])]
    key = numbered[0] if numbered else columns[0]
    if not _FEWEST <= len(key) <= _FULL_ROWS * len(lines):
        return []
    starts = [_place(item) - _LEVEL * size for item in key]
    cells: list[Cell] = []
    for number, column in enumerate(columns):
        own: dict[int, list[Item]] = {}
        for item in column:
            own.setdefault(sum(start <= _place(item) for start in starts), []).append(item)
        cells += [(number, cell) for cell in own.values()]
    return cells


def _lines(items: Sequence[Item], size: float) -> list[list[Item]]:
    lines: list[list[Item]] = []
    for item in sorted(items, key=_place):
        if lines and _place(item) - _place(lines[-1][0]) < _LEVEL * size:
            lines[-1].append(item)
        else:
            lines.append([item])
    return lines


def _rows(cells: Sequence[Cell], columns: int, size: float) -> Rows | None:
    """Cells that stand beside each other, row by row; None where two of one column would share a row."""
    rows: list[list[Cell]] = []
    lowest = 0.0
    for cell in sorted(cells, key=lambda cell: _place(cell[1][0])):
        if rows and _place(cell[1][0]) < lowest + _LEVEL * size:
            rows[-1].append(cell)
            lowest = max(lowest, _place(cell[1][-1]))
        else:
            rows.append([cell])
            lowest = _place(cell[1][-1])
    if any(len({number for number, _ in row}) < len(row) for row in rows):
        return None
    return tuple(
        tuple(tuple(item for own, cell in row if own == number for item in cell) for number in range(columns))
        for row in rows
    )


def _is_sound(rows: Rows, columns: Sequence[Sequence[Item]], natural: float) -> bool:
    """Whether rows are those of wrapped cells, and not groups of rows that were set apart.

    Lines that go on with cells leave other columns empty, end where the next word would not fit, and never put one
    number below another.
    """
    several = [cell for row in rows for cell in row if len(cell) > 1]
    if len(rows) < 2 or not several or any(sum(map(is_number, cell)) > 1 for cell in several):
        return False
    if mean(all(row) for row in rows) < _FULL_ROWS:
        return False
    further = [sum(len(cell) > number for cell in row) for row in rows for number in range(1, max(map(len, row)))]
    if mean(count == len(columns) for count in further) > _FULL_LINES and not _hold_sentences(rows, columns):
        return False
    rights = [max(item.right for item in column) for column in columns]
    ends = [
        not ends_early(above, below, rights[number])
        for row in rows
        for number, cell in enumerate(row)
        for above, below in itertools.pairwise(cell)
    ]
    return mean(ends) >= natural


def _hold_sentences(rows: Rows, columns: Sequence[Sequence[Item]]) -> bool:
    """Whether all columns are wide, and the rows begin with level lines and never inside a sentence."""
    size = median(item.size for column in columns for item in column)
    if any(max(i.right for i in c) - min(i.left for i in c) < PROSE_WIDTH * size for c in columns):
        return False
    tops = [[_place(cell[0]) for cell in row if cell] for row in rows]
    if any(max(row) - min(row) > _LEVEL * size for row in tops):
        return False
    cells = [cell for row in rows[1:] for cell in row if cell]
    ends = [ends_sentence(cell[-1]) for cell in cells]
    return mean(ends) >= _SURELY_NATURAL
