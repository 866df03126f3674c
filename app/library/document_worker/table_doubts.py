"""Tables whose cells cannot all be right (pure functions).

Their picture is kept beside what was read, so that nobody has to believe a cell that may be wrong.
"""

from __future__ import annotations

import itertools
import re
from statistics import mean, median
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind, Box
from app.domain.numerals import to_ascii_digits
from app.library.document_worker import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from app.domain.documents import Block, Word

_SMALLEST = 4.0  # letters of fewer pixels are not told from dirt
_FEWEST = 3  # cells that make a column of numbers
_NUMERIC = 0.6
_NUMBER = re.compile(r"[<>≤≥~≈±+−–\-(]{0,2}\s?[₹$€£]?\s?\d+(?:\s?[.,:/×–\-]\s?\d+)*\s?(?:/-)?[%°+)*†]{0,2}|[–—−\-]+")
_ENDS_WITH_NUMBER = re.compile(r"\S\s+\d[\d.,]*$")

# Ink that is a letter, in heights of a letter.
_HEIGHT = (0.45, 2.2)
_WIDTH = (0.15, 12.0)  # northern scripts join the letters of a word; a rule is longer
_SLENDER = 0.25  # narrower than this share of its height is a piece of a rule
_SOLID = 0.85  # of its box is ink: a block of colour
_READ = 0.3  # ink nearer to a read word belongs to it
_ROW = 0.7  # ink of one word is as level as this
_SPACE = 1.2  # between the letters of a word
_UNREAD = 1.6  # wider ink than this is a word that nobody read

_NEAR = (2.0, 1.2)  # from a table, and from a short text, to the table below, in heights of a line
_HEAD_WORDS = 8
_BESIDE = 0.1  # of the table's width: a title begins at its left edge
_ALIGNED = 0.03  # a remark ends at its right one
_LINES = 2  # and has fewer than these
_CENTRED = 0.05


def unread(blocks: Sequence[Block], page: NDArray[np.uint8], letter: float) -> list[Block]:
    """The tables with ink like a word where no word was read.

    Args:
        blocks: Of the page.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
    """
    tables = [block for block in blocks if block.kind is BlockKind.TABLE and block.box is not None]
    return [block for block in tables if letter >= _SMALLEST and _has_unread_ink(block, page, letter)]


def _has_unread_ink(block: Block, page: NDArray[np.uint8], letter: float) -> bool:
    if block.box is None:
        return False
    height, width = page.shape
    left, top = (max(0, int(edge)) for edge in (block.box.left * width - letter, block.box.top * height - letter))
    right, bottom = int(block.box.right * width + letter), int(block.box.bottom * height + letter)
    words = [word for line in block.lines for word in line.words]
    pieces = []
    for x, y, wide, high, area in light.shapes(light.ink(page[top:bottom, left:right]))[1][1:]:
        fits = _HEIGHT[0] * letter < high < _HEIGHT[1] * letter and _WIDTH[0] * letter < wide < _WIDTH[1] * letter
        if not fits or wide < _SLENDER * high or area > _SOLID * wide * high:
            continue
        across, down = left + x + wide / 2, top + y + high / 2
        if block.box.top * height < down < block.box.bottom * height and not any(
            _holds(word, (across / width, down / height), (_READ * letter / width, _READ * letter / height))
            for word in words
        ):
            pieces.append((float(x), float(x + wide), down))
    return _widest(pieces, letter) > _UNREAD * letter


def _holds(word: Word, point: tuple[float, float], margin: tuple[float, float]) -> bool:
    across = word.box.left - margin[0] < point[0] < word.box.right + margin[0]
    return across and word.box.top - margin[1] < point[1] < word.box.bottom + margin[1]


def _widest(pieces: list[tuple[float, float, float]], letter: float) -> float:
    """Width of the ink of the widest word made up by pieces: left, right, middle from top to bottom; in pixels."""
    words: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        for word in words:
            if piece[0] - word[-1][1] < _SPACE * letter and abs(piece[2] - word[-1][2]) < _ROW * letter:
                word.append(piece)
                break
        else:
            words.append([piece])
    return max((sum(right - left for left, right, _ in word) for word in words), default=0.0)


def torn(blocks: Sequence[Block]) -> dict[int, Box]:
    """The places of tables whose head was not read as theirs, by their index: names above several columns are lost.

    Such a head is another table right above, or a short text there that stands over some of the columns.
    """
    places: dict[int, Box] = {}
    for number, (above, table) in enumerate(itertools.pairwise(blocks), 1):
        if table.kind is BlockKind.TABLE and table.box and above.box and _is_head(above, above.box, table, table.box):
            both = (above.box, table.box)
            places[number] = Box(
                min(box.left for box in both),
                above.box.top,
                max(box.right for box in both),
                table.box.bottom,
            )
    return places


def _is_head(above: Block, place: Box, table: Block, whole: Box) -> bool:
    heights = [line.box.bottom - line.box.top for line in table.lines if line.box is not None]
    gap, line = whole.top - place.bottom, median(heights) if heights else 0.0
    if above.kind is BlockKind.TABLE:
        return -line < gap < _NEAR[0] * line and min(place.right, whole.right) > max(place.left, whole.left)
    if above.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH) or len(above.text.split()) > _HEAD_WORDS:
        return False
    width = whole.right - whole.left
    remark = abs(whole.right - place.right) < _ALIGNED * width and any(map(str.isalpha, above.text))
    remark = remark and len(above.lines) < _LINES
    inside = whole.left + _BESIDE * width < place.left and not remark
    centred = abs(place.left + place.right - whole.left - whole.right) / 2 < _CENTRED * width
    return -line < gap < _NEAR[1] * line and inside and not centred


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
