"""Pieces of lines cut between two cells of a table that stand close (pure functions).

A full cell leaves little white before the next one, less than divides pieces elsewhere; where the next word stands
below or above pieces that begin, or end, at the same place, it is a cell of their column.
"""

from __future__ import annotations

import itertools
from statistics import median
from typing import TYPE_CHECKING

from app.library.document_worker.pieces import part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.reading_order import Item


# In type sizes.
_GAP = 0.7
_ALIGNED = 0.4
_NEAR = 14.0  # from a cell to others of its column
_WIDER = 1.6  # times the usual gap between the words of the piece
_LEAST = 2  # other cells that begin or end where one does


def divided(items: Sequence[Item], aspect: float) -> list[Item]:
    """Cut pieces of lines where a word begins a cell that other rows have apart.

    Args:
        items: Pieces of lines.
        aspect: Width of the page divided by its height.
    """
    cells = [item for item in items if item.line is not None and _has_left_neighbour(item, items)]
    return [part for item in items for part in (_parts(item, cells, aspect) if cells else [item])]


def _has_left_neighbour(item: Item, items: Sequence[Item]) -> bool:
    return any(
        other.right < item.left and other.line is not None and abs(other.middle - item.middle) < 0.5 * item.size
        for other in items
    )


def _parts(item: Item, cells: Sequence[Item], aspect: float) -> list[Item]:
    words = sorted(item.line.words, key=lambda word: word.box.left) if item.line is not None else []
    gaps = [after.box.left - word.box.right for word, after in itertools.pairwise(words)]
    widest = max(_GAP * item.size, _WIDER * median(gaps) * aspect if len(gaps) > 1 else 0.0)
    for number in range(1, len(words)):
        before = number
        while before > 1 and not words[before - 1].text.strip("_"):
            before -= 1  # white that was read as a line to write on
        left = words[number].box.left * aspect
        if words[number].text.strip("_") and left - words[before - 1].box.right * aspect > widest:
            rows = [
                cell
                for cell in cells
                if cell is not item and _ALIGNED * item.size < abs(cell.middle - item.middle) < _NEAR * item.size
            ]
            begins = sum(abs(cell.left - left) < _ALIGNED * item.size for cell in rows)
            ends = sum(
                abs(cell.right - item.right) < _ALIGNED * item.size and cell.left > left - item.size for cell in rows
            )
            if max(begins, ends) >= _LEAST:
                return [
                    part_of(item, words[:before], aspect),
                    *_parts(part_of(item, words[number:], aspect), cells, aspect),
                ]
    return [item]
