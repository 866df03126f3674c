"""From the pages of a document to the passages of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Document, Page
from app.domain.errors import UserFacingError
from app.domain.lessons import Passage
from app.inference.protocols import LessonSource, SourcePassage

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_TITLE = 120
REWRITTEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
"""Kinds whose sentences are made easier; the others are carried over as they stand."""


def assemble(document: Document) -> tuple[Passage, ...]:
    """One passage per block in reading order; text is the source until an engine has worked on it.

    Raises:
        UserFacingError: a page was not read yet (``lesson.pages_unread``).
    """
    unread = sum(page.text is None for page in document.pages)
    if unread:
        raise UserFacingError("lesson.pages_unread", count=unread)
    return tuple(
        _passage(page, block)
        for page in document.pages
        if page.text is not None
        for block in page.text.blocks
        if block.text.strip() or block.media or block.rows
    )


def _passage(page: Page, block: Block) -> Passage:
    text = " ".join(block.text.split()) if block.kind is not BlockKind.TABLE else block.text
    return Passage(
        kind=block.kind,
        source=text,
        text=text,
        page_id=page.id,
        box=block.box,
        level=block.level,
        marker=block.marker,
        rows=block.rows,
        media=block.media,
    )


def lesson_source(title: str, language: str, passages: Sequence[Passage]) -> LessonSource:
    """What questions and key words are made from: the words of the page, under their headings."""
    heading, found = "", []
    for index, passage in enumerate(passages):
        if passage.kind is BlockKind.HEADING:
            heading = passage.source
        elif passage.kind in REWRITTEN and passage.source:
            found.append(SourcePassage(index, passage.source, heading))
    return LessonSource(title, language, tuple(found))


def title_of(document: Document, passages: Sequence[Passage]) -> str:
    """First heading of the page, else what the document is called."""
    for passage in passages:
        if passage.kind is BlockKind.HEADING and passage.source.strip("# "):
            return passage.source.lstrip("# ")[:_LONGEST_TITLE]
    return document.title.strip()
