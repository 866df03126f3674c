"""Tables told by pieces of text that stand in columns over several rows (pure functions)."""

from __future__ import annotations

import itertools
from statistics import mean, median
from typing import TYPE_CHECKING

from app.library.document_worker.markers import markers_of
from app.library.document_worker.reading_order import Item, around, ends_early, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Box

_ROW_GAP = 3.2  # widest gap between table rows, in type sizes
_CELL_PITCH = 1.45  # lines closer than this belong to one cell, in type sizes
_PROSE_WIDTH = 9.0  # a column of running text is wider than this, in type sizes
_PROSE_SHARE = 0.6
_NEAR = 0.006  # edges closer than this touch, as a fraction of the page
_MANY_ROWS = 8
_TIGHT_PITCH = 1.6


def with_tables(items: Sequence[Item]) -> list[Item]:
    """Replace pieces that make up tables, and rows of answer options, by one piece each."""
    found: list[Item] = [item for item in items if item.line is None]
    run: list[list[Item]] = []
    for row in [*rows([item for item in items if item.line is not None]), []]:
        if row and _continues(run, row):
            run.append(row)
            continue
        found += _closed(run)
        run = [row] if _starts(row) else []
        if row and not run:
            found += [_options(row)] if _are_options(row) else row
    return found


def _starts(row: Sequence[Item]) -> bool:
    return len(row) > 1 and not _are_options(row)


def _are_options(row: Sequence[Item]) -> bool:
    """Whether a row holds answer options side by side: (a) ... (b) ..., read from left to right."""
    if len(row) < 2:
        return False
    found = [markers_of(item.line.text) for item in row if item.line is not None]
    return all(
        any(m.series == n.series and m.value and n.value == m.value + 1 for m in first for n in second)
        for first, second in itertools.pairwise(found)
    )


def _options(row: Sequence[Item]) -> Item:
    return around(row, cells=tuple(row))


def _continues(run: Sequence[Sequence[Item]], row: Sequence[Item]) -> bool:
    """Whether a row goes on with the table that may have begun above it."""
    if not run or _are_options(row):
        return False
    size = median(item.size for item in run[0])
    if min(i.top for i in row) - max(i.bottom for i in run[-1]) > _ROW_GAP * size:
        return False
    columns = _columns([*run, row] if len(row) > 1 else run)
    if len(row) > 1:
        return len(columns) > 1 and all(_one_column(item, columns) for part in run for item in part)
    return _one_column(row[0], columns) and not _spans(row[0], columns)


def _columns(run: Sequence[Sequence[Item]]) -> list[tuple[float, float]]:
    """The widths that the pieces of several rows take from left to right, overlapping ones merged."""
    merged: list[tuple[float, float]] = []
    for item in sorted((item for row in run for item in row), key=lambda i: i.left):
        if merged and item.left < merged[-1][1] - 0.1 * item.size:
            merged[-1] = (merged[-1][0], max(merged[-1][1], item.right))
        else:
            merged.append((item.left, item.right))
    return merged


def _column_of(item: Item, columns: Sequence[tuple[float, float]]) -> int:
    centre = (item.left + item.right) / 2
    return min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - centre))


def _one_column(item: Item, columns: Sequence[tuple[float, float]]) -> bool:
    return sum(item.left < right and item.right > left for left, right in columns) <= 1


def _spans(item: Item, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a lone piece reaches beyond its column, as the paragraph after a table does."""
    left, right = columns[_column_of(item, columns)]
    return item.left < left - item.size or item.right > right + 2 * item.size


def _closed(run: Sequence[Sequence[Item]]) -> list[Item]:
    """The run as a table, or its pieces untouched."""
    run = list(run)
    trailing: list[Item] = []
    while run and len(run[-1]) < 2 and not _fills_cell(run):
        trailing = [*run.pop(), *trailing]
    columns = _columns(run)
    full = [row for row in run if len(row) > 1]
    enough = len(full) >= 3 or (len(full) == 2 and len(columns) >= 3)
    distinct = all(len({_column_of(i, columns) for i in row}) == len(row) for row in run)
    if not enough or not distinct or len(columns) < 2 or _is_prose(run, columns):
        return [item for row in run for item in row] + trailing
    cells = _cells(run, columns)
    return [around([item for row in run for item in row], table=cells), *trailing]


def _fills_cell(run: Sequence[Sequence[Item]]) -> bool:
    """Whether a lone last piece is a further line of the cell above it."""
    if len(run) < 2:
        return False
    item, above = run[-1][0], run[-2]
    return item.top - max(i.bottom for i in above) < (_CELL_PITCH - 1) * item.size and len(above) > 1


def _is_prose(run: Sequence[Sequence[Item]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the columns are columns of running text: wide, and their lines end where the next word would not fit.

    Many rows set as tight as text are taken for it even when one of the columns is ragged (verse beside prose).
    """
    pitches = [below[0].middle - above[0].middle for above, below in itertools.pairwise(run)]
    tight = len(run) >= _MANY_ROWS and median(pitches) < _TIGHT_PITCH * median(item.size for item in run[0])
    for number, (left, right) in enumerate(columns):
        items = [item for row in run for item in row if _column_of(item, columns) == number]
        natural = [not ends_early(above, below, right) for above, below in itertools.pairwise(items)]
        full = bool(natural) and mean(natural) >= _PROSE_SHARE
        filled = tight and mean(item.width / (right - left) for item in items) > _PROSE_SHARE
        if right - left < _PROSE_WIDTH * median(item.size for item in items) or not (full or filled):
            return False
    return True


def _cells(
    run: Sequence[Sequence[Item]], columns: Sequence[tuple[float, float]]
) -> tuple[tuple[tuple[Item, ...], ...], ...]:
    """Pieces by row and column; a lone piece close below a row goes on with its cell."""
    pitches = [b[0].middle - a[0].middle for a, b in itertools.pairwise(run) if len(a) > 1 and len(b) > 1]
    usual = median(pitches) if pitches else 0.0
    table: list[list[list[Item]]] = []
    for number, row in enumerate(run):
        close = number > 0 and row[0].middle - run[number - 1][0].middle < max(_CELL_PITCH * row[0].size, 0.75 * usual)
        if len(row) == 1 and close and table:
            table[-1][_column_of(row[0], columns)].append(row[0])
            continue
        cells: list[list[Item]] = [[] for _ in columns]
        for item in row:
            cells[_column_of(item, columns)].append(item)
        table.append(cells)
    return tuple(tuple(tuple(cell) for cell in cells) for cells in table)


def grid_cells(frames: Sequence[Box]) -> list[list[Box]]:
    """Drawn boxes that touch each other, group by group: the cells of a ruled table."""
    groups: list[list[Box]] = []
    for frame in frames:
        touching = [group for group in groups if any(_touch(frame, other) for other in group)]
        merged = [frame, *(box for group in touching for box in group)]
        groups = [group for group in groups if group not in touching]
        groups.append(merged)
    return [group for group in groups if len(group) >= 4]


def _touch(first: Box, second: Box) -> bool:
    beside = min(abs(first.right - second.left), abs(second.right - first.left)) < _NEAR and (
        min(first.bottom, second.bottom) - max(first.top, second.top) > _NEAR
    )
    below = min(abs(first.bottom - second.top), abs(second.bottom - first.top)) < _NEAR and (
        min(first.right, second.right) - max(first.left, second.left) > _NEAR
    )
    return beside or below


def ruled(cells: Sequence[tuple[Box, list[Item]]]) -> tuple[tuple[tuple[Item, ...], ...], ...]:
    """A table whose cells are drawn boxes, row by row; empty when the boxes do not line up in rows and columns."""
    tops = _edges([box.top for box, _items in cells])
    lefts = _edges([box.left for box, _items in cells])
    if len(tops) < 2 or len(lefts) < 2:
        return ()
    table: list[list[list[Item]]] = [[[] for _ in lefts] for _ in tops]
    for box, items in cells:
        row, column = _nearest(tops, box.top), _nearest(lefts, box.left)
        table[row][column] += sorted(items, key=lambda i: (round(i.middle / i.size), i.left))
    return tuple(tuple(tuple(cell) for cell in row) for row in table)


def _edges(places: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place > edges[-1] + 2 * _NEAR:
            edges.append(place)
    return edges


def _nearest(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - place))
