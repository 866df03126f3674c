"""Tables whose cells cannot all be right (pure functions).

Their picture is kept beside what was read, so that nobody has to believe a cell that may be wrong.
"""

from __future__ import annotations

import re
from statistics import mean
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind
from app.domain.numerals import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Block

_FEWEST = 3  # cells that make a column of numbers
_NUMERIC = 0.6
_NUMBER = re.compile(r"[<>≤≥~≈±+−–\-(]{0,2}\s?[₹$€£]?\s?\d+(?:\s?[.,:/×–\-]\s?\d+)*\s?(?:/-)?[%°+)*†]{0,2}|[–—−\-]+")
_ENDS_WITH_NUMBER = re.compile(r"\S\s+\d[\d.,]*$")


def doubtful(blocks: Sequence[Block]) -> list[Block]:
    """The tables that cannot be right as they were read."""
    return [block for block in blocks if block.kind is BlockKind.TABLE and _is_doubtful(block.rows)]


def _is_doubtful(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column of numbers has a cell that is a number and something else, or whose number went elsewhere.

    Empty cells alone say nothing: they may be there to be filled in.
    """
    columns = list(zip(*[[to_ascii_digits(cell.strip()) for cell in row] for row in rows[1:]], strict=True))
    return any(
        _has_odd_cell(column) or (number > 0 and _has_glued_cell(columns[number - 1], column))
        for number, column in enumerate(columns)
        if _are_numbers(column)
    )


def _are_numbers(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell]
    return len(filled) >= _FEWEST and mean(_NUMBER.fullmatch(cell) is not None for cell in filled) >= _NUMERIC


def _has_odd_cell(column: Sequence[str]) -> bool:
    """Whether a cell has digits and signs that make no number: "$,240", "84%!", "72.1."."""
    return any(
        _NUMBER.fullmatch(cell) is None and re.search(r"\d", cell) and not re.search(r"[^\W\d_]", cell)
        for cell in column
    )


def _has_glued_cell(before: Sequence[str], column: Sequence[str]) -> bool:
    """Whether a number is missing where the cell before it ends with one, as no other does."""
    ends = [_ENDS_WITH_NUMBER.search(cell) is not None for cell in before]
    missing = [end for end, cell in zip(ends, column, strict=True) if not cell]
    return any(missing) and sum(ends) == sum(missing)
