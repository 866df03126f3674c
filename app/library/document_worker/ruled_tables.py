"""Tables told by the rules drawn around their cells (pure functions)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.documents import Box
from app.library.document_worker.reading_order import Item, around, in_rows, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.documents import Word

_NEAR = 0.006  # rules closer than this meet or are one, as a fraction of the page
_MOST_LINES = 14  # a cell with more lines is a column of the page
_MOST_RULES = 600
_FEWEST_BEGUN = 4  # level rules of a table open at its left
_HEAD_GAP = 1.2  # from heads to the grid below them, in type sizes


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table.

    Attributes:
        xs: Places of its upright rules from left to right, as fractions of the page's width.
        ys: Places of its level rules from top to bottom, as fractions of the page's height.
        rules: The rules themselves.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Box, ...]

    def first_cell(self, row: int, column: int) -> tuple[int, int]:
        """The upper left part of the merged cell that a place in the grid belongs to."""
        while column > 0 and not self._divided(self.xs[column], row, upright=True):
            column -= 1
        while row > 0 and not self._divided(self.ys[row], column, upright=False):
            row -= 1
        return row, column

    def _divided(self, place: float, lane: int, *, upright: bool) -> bool:
        lanes = self.ys if upright else self.xs
        middle = (lanes[lane] + lanes[lane + 1]) / 2
        for rule in self.rules:
            if _is_upright(rule) != upright:
                continue
            at = _across(rule) if upright else _down(rule)
            start, end = (rule.top, rule.bottom) if upright else (rule.left, rule.right)
            if abs(at - place) < 1.1 * _NEAR and start - _NEAR < middle < end + _NEAR:
                return True
        return False


def edges(frame: Box) -> tuple[Box, Box, Box, Box]:
    """The four sides of a drawn box as rules."""
    return (
        Box(frame.left, frame.top, frame.right, frame.top),
        Box(frame.left, frame.bottom, frame.right, frame.bottom),
        Box(frame.left, frame.top, frame.left, frame.bottom),
        Box(frame.right, frame.top, frame.right, frame.bottom),
    )


def grids(rules: Sequence[Box]) -> list[Grid]:
    """Groups of rules that meet and divide the page into two or more rows and columns."""
    found = []
    for group in _groups(list(rules)[:_MOST_RULES]):
        xs = _places(_across(rule) for rule in group if _is_upright(rule))
        level = [rule for rule in group if not _is_upright(rule)]
        ys = _places(_down(rule) for rule in level)
        xs = _closed(xs, level)
        if len(xs) > 2 and len(ys) > 2:
            found.append(Grid(xs, ys, tuple(group)))
    return found


def _closed(xs: tuple[float, ...], level: Sequence[Box]) -> tuple[float, ...]:
    """The places of upright rules with the left side of a table that has none there: where its level rules begin."""
    edge = min((rule.left for rule in level), default=0.0)
    begun = _places(_down(rule) for rule in level if rule.left < edge + _NEAR)
    left_open = bool(xs) and edge < xs[0] - 2 * _NEAR and len(begun) >= _FEWEST_BEGUN
    return (edge, *xs) if left_open else xs


def with_ruled_tables(items: Sequence[Item], rules: Sequence[Box], aspect: float) -> list[Item]:
    """Replace the lines that stand in a ruled table by one piece per table."""
    rest = list(items)
    for grid in grids(rules):
        inside = [item for item in rest if item.line is not None and _in_grid(item, grid, aspect)]
        cells: dict[tuple[int, int], list[Item]] = {}
        for item in inside:
            for part, place in _divided(item, grid, aspect):
                cells.setdefault(place, []).append(part)
        filled = {row for row, _ in cells}
        columns = {column for _, column in cells}
        if len(filled) < 2 or len(columns) < 2 or max(len(cell) for cell in cells.values()) > _MOST_LINES:
            continue
        heads = _heads([item for item in rest if item.line is not None], grid, sorted(columns), aspect)
        used = {id(item) for item in [*inside, *heads]}
        rest = [item for item in rest if id(item) not in used]
        if heads:
            filled.add(-1)
            for head in heads:
                cells.setdefault((-1, _column(head, grid, aspect) or 0), []).append(head)
        rest.append(around([*inside, *heads], table=_table(cells, sorted(filled), sorted(columns))))
    return rest


def _heads(items: Sequence[Item], grid: Grid, columns: Sequence[int], aspect: float) -> list[Item]:
    """Heads of the columns that are printed right above a grid, each between the rules of its column."""
    found: list[Item] = []
    edge = grid.ys[0]
    for row in reversed(rows([item for item in items if item.middle < grid.ys[0]])):
        low, size = max(item.bottom for item in row), max(item.size for item in row)
        if edge - low > _HEAD_GAP * size or any(_column(item, grid, aspect) not in columns for item in row):
            break
        if len({_column(item, grid, aspect) for item in row}) < (2 if found else max(2, len(columns) - 1)):
            break
        found += row
        edge = min(item.top for item in row)
    return found


def _column(item: Item, grid: Grid, aspect: float) -> int | None:
    """The column between whose rules a piece stands; None if it crosses one."""
    for number, (left, right) in enumerate(itertools.pairwise(grid.xs)):
        if left - _NEAR < item.left / aspect and item.right / aspect < right + _NEAR:
            return number
    return None


def _table(
    cells: dict[tuple[int, int], list[Item]], rows: Sequence[int], columns: Sequence[int]
) -> tuple[tuple[tuple[Item, ...], ...], ...]:
    return tuple(tuple(tuple(in_rows(cells.get((row, column), ()))) for column in columns) for row in rows)


def _in_grid(item: Item, grid: Grid, aspect: float) -> bool:
    across = (item.left + item.right) / 2 / aspect
    return grid.xs[0] < across < grid.xs[-1] and grid.ys[0] < item.middle < grid.ys[-1]


def _divided(item: Item, grid: Grid, aspect: float) -> Iterator[tuple[Item, tuple[int, int]]]:
    """A line cut where it crosses from cell to cell, with the cell of each part."""
    line = item.line
    if line is None:
        return
    row = _lane(grid.ys, item.middle)
    groups: list[tuple[tuple[int, int], list[Word]]] = []
    words = [word for word in line.words if not _is_rule(word, grid)]
    for word in words:
        place = grid.first_cell(row, _lane(grid.xs, (word.box.left + word.box.right) / 2))
        if not groups or groups[-1][0] != place:
            groups.append((place, []))
        groups[-1][1].append(word)
    if len(groups) < 2 and len(words) == len(line.words):
        yield item, grid.first_cell(row, _lane(grid.xs, (item.left + item.right) / 2 / aspect))
        return
    for place, group in groups:
        box = Box(
            min(word.box.left for word in group),
            min(word.box.top for word in group),
            max(word.box.right for word in group),
            max(word.box.bottom for word in group),
        )
        part = replace(line, text=" ".join(word.text for word in group), box=box, words=tuple(group))
        yield Item(box.left * aspect, box.top, box.right * aspect, box.bottom, item.size, part), place


def _is_rule(word: Word, grid: Grid) -> bool:
    """Whether a word is a piece of a rule that was read as a stroke."""
    return not word.text.strip("|¦") and any(abs(_across(word.box) - edge) < 2 * _NEAR for edge in grid.xs)


def _lane(places: Sequence[float], place: float) -> int:
    return max(0, min(len(places) - 2, sum(edge <= place for edge in places) - 1))


def _groups(rules: list[Box]) -> list[list[Box]]:
    """Rules that meet each other, directly or by way of others."""
    groups: list[list[Box]] = []
    for rule in rules:
        meeting = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule, *(other for group in meeting for other in group)]
        groups = [group for group in groups if group not in meeting]
        groups.append(merged)
    return groups


def _meet(first: Box, second: Box) -> bool:
    return (
        first.left - _NEAR < second.right
        and second.left - _NEAR < first.right
        and first.top - _NEAR < second.bottom
        and second.top - _NEAR < first.bottom
    )


def _places(values: Iterator[float]) -> tuple[float, ...]:
    """Where rules stand: the middle of those that are one rule, double or leaning from cell to cell."""
    places: list[list[float]] = []
    for value in sorted(values):
        if not places or value > places[-1][0] + 2 * _NEAR:
            places.append([])
        places[-1].append(value)
    return tuple((place[0] + place[-1]) / 2 for place in places)


def _is_upright(rule: Box) -> bool:
    return rule.bottom - rule.top > rule.right - rule.left


def _across(rule: Box) -> float:
    return (rule.left + rule.right) / 2


def _down(rule: Box) -> float:
    return (rule.top + rule.bottom) / 2
