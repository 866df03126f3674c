"""What a teacher's hand does to a page that was read: pure functions."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import BlockKind, Box, PageNote, PageText

_DOUBTFUL_BELOW = 60.0  # as the document worker counts doubtful words


def with_correction(read: PageText, index: int, text: str) -> PageText:
    """The page with the teacher's words in one block, which then has no doubtful words.

    In a table, tabs part the cells and lines the rows.
    """
    block = read.blocks[index]
    rows = block.rows
    if block.kind is BlockKind.TABLE:
        rows = tuple(tuple(cell.strip() for cell in line.split("\t")) for line in text.strip().splitlines())
    settled = sum(
        word.confidence is not None and word.confidence < _DOUBTFUL_BELOW for line in block.lines for word in line.words
    )
    lines = tuple(replace(line, words=()) for line in block.lines)
    fresh = replace(block, text=text.strip(), rows=rows, lines=lines)
    return replace(
        read,
        blocks=(*read.blocks[:index], fresh, *read.blocks[index + 1 :]),
        notes=tuple(dict.fromkeys((*read.notes, PageNote.CORRECTED))),
        doubtful_words=max(0, read.doubtful_words - settled),
    )


def turned(box: Box | None, degrees: int) -> Box | None:
    """The same part of a page after turning it clockwise by quarter turns."""
    if box is None:
        return None
    for _ in range(degrees // 90 % 4):
        box = Box(1 - box.bottom, box.left, 1 - box.top, box.right)
    return box
