"""Cutting sources that have no pages of their own into pages (pure functions)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind
from app.library.document_worker.limits import TEXT_PAGE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

_SENTENCE_END = re.compile(r"(?<=[.!?।॥])\s+")


def paginate(blocks: Sequence[Block], size: int = TEXT_PAGE_CHARACTERS) -> list[tuple[Block, ...]]:
    """Cut blocks into pages of about `size` characters.

    A page ends before a heading once it is two thirds full, else before the block that would overfill it. A heading
    never stands last on a page. A paragraph longer than a page is cut at a sentence end.
    """
    pages: list[list[Block]] = [[]]
    filled = 0
    for block in (part for whole in blocks for part in _cut(whole, size)):
        length = len(block.text)
        at_heading = block.kind is BlockKind.HEADING and filled > size * 2 / 3
        if pages[-1] and (at_heading or filled + length > size):
            carried = _trailing_headings(pages[-1])
            pages.append(carried)
            filled = sum(len(heading.text) for heading in carried)
        pages[-1].append(block)
        filled += length
    return [tuple(page) for page in pages if page]


def _trailing_headings(page: list[Block]) -> list[Block]:
    carried: list[Block] = []
    while len(page) > 1 and page[-1].kind is BlockKind.HEADING:
        carried.insert(0, page.pop())
    return carried


def _cut(block: Block, size: int) -> list[Block]:
    if len(block.text) <= size or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return [block]
    parts: list[str] = [""]
    for sentence in _SENTENCE_END.split(block.text):
        for start in range(0, len(sentence), size):
            piece = sentence[start : start + size]
            if parts[-1] and len(parts[-1]) + len(piece) > size:
                parts.append("")
            parts[-1] = f"{parts[-1]} {piece}".strip() if start == 0 else parts[-1] + piece
    first, *rest = [part for part in parts if part]
    return [replace(block, text=first), *(Block(BlockKind.PARAGRAPH, part) for part in rest)]
