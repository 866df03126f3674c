"""Tables told by pieces of text that stand in columns over several rows (pure functions)."""

from __future__ import annotations

import itertools
from statistics import mean, median
from typing import TYPE_CHECKING

from app.library.document_worker import table_rows
from app.library.document_worker.markers import markers_of
from app.library.document_worker.page_columns import PROSE_WIDTH, are_page_columns, ends_sentence
from app.library.document_worker.reading_order import Item, around, ends_early, rows

if TYPE_CHECKING:
    from collections.abc import Sequence


_ROW_GAP = 3.2  # widest gap between table rows, in type sizes
_CELL_PITCH = 1.45  # lines closer than this belong to one cell, in type sizes
_PROSE_SHARE = 0.6
_HEAD_WORDS = 5
_HEADS_ABOVE = 2.6  # middle of a head over several columns above the first row, in type sizes
_SOLID_SHARE = 0.85
_MANY_ROWS = 8
_ROW_HEADS = 3
_HEADED_SHARE = 0.75
_HEAD_GAP = 1.1
_CELL_ENDS = 0.5
_TIGHT_PITCH = 1.6
_INTERLEAVED = 0.6  # gap between lines of neighbouring cells, in type sizes
_LINES_AROUND = 3
_SAME_PITCH = 1.1
_NARROW = 2.0  # single digits of a column stand beside each other where a photo leans, in type sizes
_ASIDE = 0.3


def with_tables(items: Sequence[Item]) -> list[Item]:
    """Replace pieces that make up tables, and rows of answer options, by one piece each."""
    found: list[Item] = [item for item in items if item.line is None]
    run: list[list[Item]] = []
    printed = rows([item for item in items if item.line is not None])
    for number, row in enumerate([*printed, []]):
        if row and (_continues(run, row) or _goes_around(run, row, printed[number + 1 :])):
            run.append(row)
            continue
        found += _closed(run)
        run = [row] if _starts(row) else []
        if row and not run:
            found += [_options(row)] if _are_options(row) else row
    for table in [item for item in found if item.table]:
        heads = _heads_of(table, found)
        found = [item for item in found if item is not table and not any(item is head for head in heads)]
        found.append(_with_heads(table, heads))
    return _with_head_rows(found)


def _with_head_rows(items: Sequence[Item]) -> list[Item]:
    """Join a head of several rows, closer than the rows of its table, to the table right below it."""
    found = list(items)
    for head in [item for item in items if item.table and _is_head(item)]:
        near = (_ROW_GAP * head.size, len(head.table[0]))
        below = [i for i in found if i.table and 0 < i.top - head.bottom < near[0] and len(i.table[0]) == near[1]]
        if len(below) != 1 or _is_head(below[0]):
            continue
        lower = below[0]
        both = zip(_extents(head), _extents(lower), strict=True)
        if all(first[0] < second[1] and second[0] < first[1] for first, second in both):
            table = (*_whole_heads(head.table), *lower.table)
            pieces = [piece for row in table for cell in row for piece in cell]
            found = [item for item in found if item is not head and item is not lower]
            found.append(around(pieces, table=table))
    return found


def _whole_heads(rows: Sequence[tuple[tuple[Item, ...], ...]]) -> list[tuple[tuple[Item, ...], ...]]:
    """Rows of a head, with those in one that stand beside each other: heads of two rows are centred between them."""
    whole: list[tuple[tuple[Item, ...], ...]] = []
    for row in rows:
        if whole and not any(cell and above for cell, above in zip(row, whole[-1], strict=True)):
            row = tuple(cell or above for cell, above in zip(row, whole.pop(), strict=True))
        whole.append(row)
    return whole


def _is_head(table: Item) -> bool:
    """Whether a table is the head of another: bold, or with names across columns, no row that is full and no number."""
    pieces = [piece for row in table.table for cell in row for piece in cell]
    if all(piece.line is not None and piece.line.bold for piece in pieces):
        return True
    return not any(all(row) for row in table.table) and not any(map(table_rows.is_number, pieces))


def _extents(table: Item) -> list[tuple[float, float]]:
    return [_extent([row[number] for row in table.table]) for number in range(len(table.table[0]))]


def _heads_of(table: Item, items: Sequence[Item]) -> list[Item]:
    """Short pieces right above a table or beside its first row that head several of its columns, or an empty one."""
    columns = _extents(table)
    size = table.size
    first = max(piece.bottom for cell in table.table[0] for piece in cell)
    found = []
    for item in items:
        if item.line is None or len(item.line.text.split()) > _HEAD_WORDS:
            continue
        inside = table.left - size < item.left and item.right < table.right + size
        if not inside or not table.top - _HEADS_ABOVE * size < item.middle < first:
            continue
        over = _over(item, columns)
        if 1 < len(over) < len(columns) or (len(over) == 1 and not table.table[0][over[0]]):
            found.append(item)
    # Whatever stands alone above a table is its title
    return found if any(item.middle > table.top - _HEADS_ABOVE * size / 2 for item in found) else []


def _over(item: Item, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns a head stands over: those it overlaps, or the two it is centred between."""
    over = [n for n, (left, right) in enumerate(columns) if item.left < right and item.right > left]
    for number, (first, second) in enumerate(itertools.pairwise(columns)):
        middle = (item.left + item.right) / 2
        centred = abs(middle - (first[0] + second[1]) / 2) < item.size
        if centred and item.left >= first[0] and item.right <= second[1]:
            return [number, number + 1]
    return over


def _extent(cells: Sequence[Sequence[Item]]) -> tuple[float, float]:
    pieces = [piece for cell in cells for piece in cell]
    return min(piece.left for piece in pieces), max(piece.right for piece in pieces)


def _with_heads(table: Item, heads: Sequence[Item]) -> Item:
    if not heads:
        return table
    columns = _extents(table)
    row: list[list[Item]] = [[] for _ in columns]
    for head in heads:
        row[_over(head, columns)[0]].append(head)
    top = tuple(tuple(sorted(cell, key=lambda item: item.top)) for cell in row)
    pieces = [piece for cells in (top, *table.table) for cell in cells for piece in cell]
    return around(pieces, table=(top, *table.table))


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
    gap = min(i.top for i in row) - max(i.bottom for i in run[-1])
    usual = [min(i.top for i in low) - max(i.bottom for i in high) for high, low in itertools.pairwise(run)]
    if gap > _ROW_GAP * size or (usual and gap > 1.6 * max(usual) + 0.5 * size):
        return False
    if len(run) >= _ROW_HEADS and not all(any(_is_in(i, c, 0.0) for c in _columns(run)) for i in row):
        return False
    columns = _columns([*run, row] if len(row) > 1 else run)
    if len(run) >= _ROW_HEADS and len(columns) < len(_columns(run)):
        return False  # a piece across two columns ends a table that is already told; it would only undo it
    if len(row) > 1:
        return len(columns) > 1 and all(_one_column(item, columns) for part in run for item in part)
    return _one_column(row[0], columns) and not _spans(row[0], columns)


def _goes_around(run: Sequence[Sequence[Item]], row: Sequence[Item], following: Sequence[Sequence[Item]]) -> bool:
    """Whether a lone line begins a cell that the other cells of its row are centred beside, a little lower."""
    if not run or len(row) > 1 or not following:
        return False
    columns = _columns([*run, row])
    if len(columns) < len(_columns(run)) or len(columns) < 2:
        return False
    last, size = max(item.bottom for item in run[-1]), row[0].size
    own, nearest = _column_of(row[0], columns), following[0]
    if row[0].top - last > _ROW_GAP * size or min(item.top for item in nearest) - row[0].bottom > _INTERLEAVED * size:
        return False
    beside = [item for items in following[:_LINES_AROUND] for item in items if item.middle - row[0].middle < 2 * size]
    merged = _columns([*run, row, beside])
    return len(merged) == len(columns) and any(_column_of(item, columns) != own for item in beside)


def _columns(run: Sequence[Sequence[Item]]) -> list[tuple[float, float]]:
    """The widths that the pieces of several rows take from left to right, overlapping ones merged."""
    merged: list[tuple[float, float]] = []
    for item in sorted((item for row in run for item in row), key=lambda i: i.left):
        if merged and _is_in(item, merged[-1], 0.1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], item.right))
        else:
            merged.append((item.left, item.right))
    return merged


def _is_in(item: Item, column: tuple[float, float], overlap: float) -> bool:
    """Whether a piece overlaps a column, by so many type sizes, or is narrow like it and stands beside it."""
    narrow = max(item.width, column[1] - column[0]) < _NARROW * item.size
    least = (-_ASIDE if narrow else overlap) * item.size
    return item.left < column[1] - least and item.right > column[0] + least


def _column_of(item: Item, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a piece shares most width with, or is nearest to."""
    return max(range(len(columns)), key=lambda n: min(item.right, columns[n][1]) - max(item.left, columns[n][0]))


def _overlaps(item: Item, columns: Sequence[tuple[float, float]]) -> bool:
    return any(item.left < right and item.right > left for left, right in columns)


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
    headed = distinct and len(columns) > 1 and _has_row_heads(run, columns)
    headed = headed and not _is_solid(run, columns) and _ends_cells(run, columns)
    if not headed and (not enough or not distinct or len(columns) < 2 or _is_prose(run, columns)):
        return [item for row in run for item in row] + trailing
    cells = _cells(run, columns, headed=headed)
    if are_page_columns(cells):
        return [item for row in run for item in row] + trailing
    return [around([item for row in run for item in row], table=cells), *trailing]


def _fills_cell(run: Sequence[Sequence[Item]]) -> bool:
    """Whether a lone last piece is a further line of the cell above it, as close as lines in other cells."""
    number = len(run) - 1
    while number and len(run[number]) == 1:
        number -= 1
    inside = [
        below[0].middle - above[0].middle
        for above, below in itertools.pairwise(run[: number + 1])
        if len(below) == 1 and _overlaps(below[0], [(item.left, item.right) for item in above])
    ]
    for above, (lower,) in itertools.pairwise(run[number:]):
        step = lower.middle - min(above, key=lambda item: abs(item.left - lower.left)).middle
        close = lower.top - max(item.bottom for item in above) < (_CELL_PITCH - 1) * lower.size
        close = close or step < max(_CELL_PITCH * lower.size, _SAME_PITCH * min(inside, default=0.0))
        if not close or (len(above) == 1 and not _overlaps(lower, [(above[0].left, above[0].right)])):
            return False
    return len(run[number]) > 1


def _has_row_heads(run: Sequence[Sequence[Item]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether rows begin where all columns have a piece, and the closer lines between them go on with their cells."""
    heads = [number for number, row in enumerate(run) if len(row) == len(columns)]
    if len(heads) < _ROW_HEADS or heads[0] != 0 or len(heads) > _HEADED_SHARE * len(run):
        return False
    steps = [below[0].middle - above[0].middle for above, below in itertools.pairwise(run)]
    before = [steps[number - 1] for number in heads if number]
    inside = [step for number, step in enumerate(steps, 1) if number not in heads]
    return bool(inside) and mean(before) > _HEAD_GAP * mean(inside)


def _ends_cells(run: Sequence[Sequence[Item]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether lines above the first lines of rows end as cells do: early, or with a sentence; narrow columns are cells.

    Two columns of prose have level lines, too, wherever their paragraphs happen to begin.
    """
    ends: list[bool] = []
    for number, (left, right) in enumerate(columns):
        own = [(row, item) for row in run for item in row if _column_of(item, columns) == number]
        if right - left < PROSE_WIDTH * median(item.size for _row, item in own):
            return True
        ends += [
            ends_early(above, below, right) or ends_sentence(above)
            for (_row, above), (row, below) in itertools.pairwise(own)
            if len(row) == len(columns)
        ]
    return not ends or mean(ends) >= _CELL_ENDS


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
        if right - left < PROSE_WIDTH * median(item.size for item in items) or not (full or filled):
            return False
    return True


def _is_solid(run: Sequence[Sequence[Item]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether hardly a line ends early in any of several wide columns, as the last line of a cell does."""
    for number, (left, right) in enumerate(columns):
        items = [item for row in run for item in row if _column_of(item, columns) == number]
        full = [not ends_early(above, below, right) for above, below in itertools.pairwise(items)]
        if right - left < PROSE_WIDTH * median(item.size for item in items) or not full or mean(full) < _SOLID_SHARE:
            return False
    return True


def _cells(
    run: Sequence[Sequence[Item]], columns: Sequence[tuple[float, float]], *, headed: bool
) -> tuple[tuple[tuple[Item, ...], ...], ...]:
    """Pieces by row and column; a lone piece close below a row goes on with its cell.

    Where rows are `headed`, each begins with a piece in all columns and goes on to the next such row.
    """
    pieces = [item for row in run for item in row]
    rows = table_rows.joined([[i for i in pieces if _column_of(i, columns) == n] for n in range(len(columns))])
    if rows is not None:
        return rows
    pitches = [b[0].middle - a[0].middle for a, b in itertools.pairwise(run) if len(a) > 1 and len(b) > 1]
    usual = median(pitches) if pitches else 0.0
    table: list[list[list[Item]]] = []
    for number, row in enumerate(run):
        close = number > 0 and row[0].middle - run[number - 1][0].middle < max(_CELL_PITCH * row[0].size, 0.75 * usual)
        goes_on = len(row) < len(columns) if headed else len(row) == 1 and close
        if goes_on and table:
            for item in row:
                table[-1][_column_of(item, columns)].append(item)
            continue
        cells: list[list[Item]] = [[] for _ in columns]
        for item in row:
            cells[_column_of(item, columns)].append(item)
        table.append(cells)
    return tuple(tuple(tuple(cell) for cell in cells) for cells in table)
