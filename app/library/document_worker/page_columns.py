"""Columns of a page told from columns of a table, where both have lines side by side (pure functions).

The cells of a row share a baseline and say something whole; the lines of page columns happen to stand near each
other, their sentences and lists go on down the column, and a heading in one of them has nothing beside it.
"""

from __future__ import annotations

import itertools
from statistics import mean, median
from typing import TYPE_CHECKING

from app.library.document_worker.markers import Marker, marker_of
from app.library.document_worker.reading_order import ends_early

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.reading_order import Item

    Column = Sequence[Item]
    Rows = Sequence[Sequence[Sequence[Item]]]

PROSE_WIDTH = 9.0
"""A column of running text is wider than this, in type sizes."""

_LEVEL = 0.2  # baselines nearer than this are one, in type sizes
_LEVEL_ROWS = 0.5
_LARGE = 1.15  # type of a heading, in sizes of the text
_HEADINGS = 0.34  # of the rows; more are names of rows
_FULL = 0.6  # share of the lines of prose that end where the next word would not fit
_CUT = 0.25  # share of the rows whose cells would begin inside a sentence
_FEWEST = 2
_STOPS = ".?!।॥"
_CLOSING = "\"'”’)]"


def are_page_columns(rows: Rows) -> bool:
    """Whether what stands in rows of cells are columns of a page.

    Args:
        rows: The cells of each row, with their lines.
    """
    columns = [[item for row in rows for item in row[number]] for number in range(len(rows[0]))]
    size = median(item.size for column in columns for item in column)
    if not all(columns) or any(_width(column) < PROSE_WIDTH * size for column in columns):
        return False
    return (
        not _are_level(rows, size)
        or _have_heading(rows, size)
        or _count_on(columns)
        or _are_list_and_prose(columns)
        or all(_is_cut(rows, number, column) for number, column in enumerate(columns))
    )


def _width(column: Column) -> float:
    return max(item.right for item in column) - min(item.left for item in column)


def _are_level(rows: Rows, size: float) -> bool:
    """Whether the cells of most rows are level at their tops, middles or feet, as far as baselines are known."""
    level = []
    for row in rows:
        cells = [[item.line.baseline for item in cell if item.line is not None] for cell in row]
        known = [[place for place in cell if place is not None] for cell in cells]
        edges = [(min(cell), (min(cell) + max(cell)) / 2, max(cell)) for cell in known if cell]
        if len(edges) > 1:
            level.append(any(max(places) - min(places) < _LEVEL * size for places in zip(*edges, strict=True)))
    return not level or mean(level) >= _LEVEL_ROWS


def _have_heading(rows: Rows, size: float) -> bool:
    """Whether single lines of larger type stand in one column, and beside them is ordinary text or nothing."""
    lone = [row for row in rows if 0 < sum(_is_large(cell, size) for cell in row) < len(row)]
    return 0 < len(lone) <= max(1, _HEADINGS * len(rows))


def _is_large(cell: Column, size: float) -> bool:
    return any(item.size > _LARGE * size for item in cell)


def _markers(column: Column) -> list[Marker]:
    found = [marker_of(item.line.text) for item in column if item.line is not None]
    return [marker for marker in found if marker is not None]


def _count_on(columns: Sequence[Column]) -> bool:
    """Whether a list counts down one column, and on in the next."""
    for before, after in itertools.pairwise([_markers(column) for column in columns]):
        for series in {marker.series for marker in before if marker.value}:
            own = [marker.value for marker in before if marker.series == series]
            further = [marker.value for marker in after if marker.series == series]
            if len(own) >= _FEWEST and further and own == sorted(own) and max(own) < min(further):
                return True
    return False


def _are_list_and_prose(columns: Sequence[Column]) -> bool:
    """Whether a list stands in one column and running text in another, without list markers."""
    marked = [len(_markers(column)) for column in columns]
    return max(marked) >= _FEWEST and any(
        not count and _is_prose(column) for count, column in zip(marked, columns, strict=True)
    )


def _is_prose(column: Column) -> bool:
    right = max(item.right for item in column)
    full = [not ends_early(above, below, right) for above, below in itertools.pairwise(column)]
    return len(full) >= _FEWEST and mean(full) >= _FULL and any(_has_sentences(item) for item in column)


def _is_cut(rows: Rows, number: int, column: Column) -> bool:
    """Whether cells of a column begin inside a sentence of the cell above, that filled its last line."""
    right = max(item.right for item in column)
    cells = [row[number] for row in rows if row[number]]
    cut = [_goes_on(above[-1], below[0], right) for above, below in itertools.pairwise(cells)]
    return bool(cut) and mean(cut) >= _CUT and any(_has_sentences(item) for item in column)


def _goes_on(above: Item, below: Item, right: float) -> bool:
    if above.line is None or below.line is None or ends_early(above, below, right):
        return False
    text = below.line.text
    starts = marker_of(text) is not None or text[:1].isupper()
    return not starts and not ends_sentence(above)


def ends_sentence(item: Item) -> bool:
    """Whether a sentence ends with a line."""
    return item.line is not None and item.line.text.rstrip().rstrip(_CLOSING).endswith(tuple(_STOPS))


def _has_sentences(item: Item) -> bool:
    """Whether a sentence ends in a line or with it."""
    return ends_sentence(item) or (item.line is not None and any(f"{stop} " in item.line.text for stop in _STOPS))
