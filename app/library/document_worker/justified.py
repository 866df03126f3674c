"""Lines of justified text whose words stand so far apart that they look like cells (pure functions)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from app.library.document_worker.reading_order import Item, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

# All in type sizes.
_EDGE = 0.35
_EVEN = 0.3  # by how much the gaps of one line may differ
_REACH = 14.0  # from a line that fills the column
_NARROWEST = 9.0
_WORDS = 3
_WIDEST = 4.0  # gap of a justified line; wider ones lie between cells, whose row may be as long as a line by chance


def rejoined(items: Sequence[Item], aspect: float) -> list[Item]:
    """Put the pieces of justified lines together again.

    Such pieces fill, with even gaps, exactly the column that an unbroken line close by fills. Cells have uneven gaps.

    Args:
        items: Pieces of lines.
        aspect: Width of the page divided by its height.
    """
    full = [item for item in items if item.line is not None and len(item.line.words) >= _WORDS and _is_wide(item)]
    rest = list(items)
    columns: dict[tuple[int, int], list[Item]] = {}
    for item in full:
        columns.setdefault((round(item.left / item.size), round(item.right / item.size)), []).append(item)
    for fillers in columns.values():
        filler = fillers[0]
        inside = [item for item in rest if _is_inside(item, filler) and _is_near(item, fillers)]
        for row in _rows(inside):
            if len(row) > 1 and _fills(row, filler) and _is_even(row, aspect):
                gone = {id(item) for item in row}
                rest = [item for item in rest if id(item) not in gone]
                rest.append(merged(row))
    return rest


def _is_wide(item: Item) -> bool:
    return item.width > _NARROWEST * item.size


def _is_inside(item: Item, filler: Item) -> bool:
    edge = _EDGE * filler.size
    return item.line is not None and item.left > filler.left - edge and item.right < filler.right + edge


def _is_near(item: Item, fillers: Sequence[Item]) -> bool:
    return any(abs(item.middle - filler.middle) < _REACH * filler.size for filler in fillers)


def _rows(items: Sequence[Item]) -> list[list[Item]]:
    """Pieces of one line each, from left to right."""
    found: list[list[Item]] = []
    for item in sorted(items, key=lambda i: i.middle):
        row = next((row for row in found[-2:] if abs(row[0].middle - item.middle) < 0.4 * item.size), None)
        if row is None:
            found.append([item])
        else:
            row.append(item)
    return [sorted(row, key=lambda i: i.left) for row in found]


def _fills(row: Sequence[Item], filler: Item) -> bool:
    edge = _EDGE * filler.size
    return abs(row[0].left - filler.left) < edge and abs(row[-1].right - filler.right) < edge


def _is_even(row: Sequence[Item], aspect: float) -> bool:
    """Whether the gaps between all words of a row are alike."""
    boxes = sorted((word.box for item in row if item.line for word in item.line.words), key=lambda box: box.left)
    if any(item.line is None or not item.line.words for item in row):
        return False
    gaps = [(right.left - left.right) * aspect for left, right in itertools.pairwise(boxes)]
    return max(gaps) < _WIDEST * row[0].size and max(gaps) - min(gaps) < max(_EVEN * row[0].size, 0.25 * max(gaps))
