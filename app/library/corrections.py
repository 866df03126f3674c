"""What a teacher's hand does to a page that was read: pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Box, Line, PageNote, PageText
from app.domain.word_matching import matched

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOUBTFUL_BELOW = 60.0  # as the document worker counts doubtful words


def with_correction(read: PageText, index: int, text: str) -> PageText:
    """The page with the teacher's words in one block; words that she left as they were stay as doubtful as they were.

    In a table, tabs part the cells and lines the rows. The same text again changes nothing: typed and taken back is
    not looked at.
    """
    block, text = read.blocks[index], text.strip()
    if text == block.text.strip():
        return read
    rows = block.rows
    if block.kind is BlockKind.TABLE:
        rows = tuple(tuple(cell.strip() for cell in line.split("\t")) for line in text.splitlines())
    lines = _still_there(block, text)
    fresh = replace(block, text=text, rows=rows, lines=lines)
    return replace(
        read,
        blocks=(*read.blocks[:index], fresh, *read.blocks[index + 1 :]),
        notes=tuple(dict.fromkeys((*read.notes, PageNote.CORRECTED))),
        doubtful_words=max(0, read.doubtful_words - _doubtful(block.lines) + _doubtful(lines)),
    )


def _still_there(block: Block, text: str) -> tuple[Line, ...]:
    """The lines of a block with the printed words that are in its new text, too.

    A word parted at the end of a line is not in the old text either; it stays while the words around it do.
    """
    printed = [word.text for line in block.lines for word in line.words]
    before = block.text.split()
    kept = {old for old, _ in matched(before, text.split())}
    places = dict(matched(printed, before))
    stays: list[bool] = []
    for at in range(len(printed)):
        first = places.get(at, max((places[one] + 1 for one in places if one < at), default=0))
        last = places.get(at, min((places[one] - 1 for one in places if one > at), default=len(before) - 1))
        stays.append(all(place in kept for place in range(first, last + 1)))
    fate = iter(stays)
    return tuple(replace(line, words=tuple(word for word in line.words if next(fate))) for line in block.lines)


def _doubtful(lines: Sequence[Line]) -> int:
    words = [word for line in lines for word in line.words]
    return sum(word.confidence is not None and word.confidence < _DOUBTFUL_BELOW for word in words)


def turned(box: Box | None, degrees: int) -> Box | None:
    """The same part of a page after turning it clockwise by quarter turns."""
    if box is None:
        return None
    for _ in range(degrees // 90 % 4):
        box = Box(1 - box.bottom, box.left, 1 - box.top, box.right)
    return box
