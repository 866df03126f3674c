"""From the pages of a document to the passages of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Document, Page
from app.domain.errors import UserFacingError
from app.domain.lessons import ChoiceQuestion, KeyWord, Passage, SentencePair, ShortQuestion
from app.domain.sentences import split, words
from app.inference.protocols import LessonSource, SourcePassage
from app.lesson.doubts import holds_doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST_TITLE = 120
"""Characters of the title of a lesson."""
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


def lesson_source(
    title: str, language: str, passages: Sequence[Passage], doubted: Mapping[int, frozenset[str]] | None = None
) -> LessonSource:
    """What questions and key words are made from: the sentences as the class reads them, under their headings.

    Args:
        title: Of the lesson.
        language: ISO 639-1 code.
        passages: Of the lesson.
        doubted: By the index of a passage its words that may be misread; a sentence with one is left out, and what
            stands behind it begins anew, so that "This is called ..." points at nothing but its own sentence before.
    """
    heading, found = "", []
    previous, listed = None, False
    for index, passage in enumerate(passages):
        if passage.kind is BlockKind.HEADING:
            heading = passage.source
        if passage.kind is BlockKind.LIST_ITEM and previous is BlockKind.HEADING:
            listed = True
        elif listed and passage.kind is not BlockKind.LIST_ITEM:  # the list is all that the heading speaks of
            listed, heading = False, passage.source if passage.kind is BlockKind.HEADING else ""
        previous = passage.kind
        if passage.kind is BlockKind.HEADING:
            continue
        if passage.kind in REWRITTEN and passage.source:
            unsure = (doubted or {}).get(index, frozenset())
            found += [SourcePassage(index, text, heading) for text in _as_read(passage, language, unsure)]
    return LessonSource(title, language, tuple(found))


def are_of(found: Iterable[KeyWord | ChoiceQuestion | ShortQuestion], source: LessonSource) -> bool:
    """Whether words and questions, perhaps made on another laptop, stand only where the source has passages."""
    places = {-1, *(one.index for one in source.passages)}
    return all(one.passage in places for one in found)


def _as_read(passage: Passage, language: str, doubted: frozenset[str]) -> list[str]:
    """The passage in the easier words of the lesson, without its explanations, in runs of sentences surely read.

    A sentence that was only taken apart is asked about as it stands on the page: whole, it gives its reason itself.
    """
    told = [(pair.source, _told(pair, language)) for pair in passage.pairs]
    if not told and not doubted:
        return [passage.source]
    told = told or [(sentence, (sentence,)) for sentence in split(passage.source, language)]
    runs: list[list[str]] = [[]]
    for source, texts in told:
        if holds_doubt(source, doubted):
            runs.append([])
        else:
            runs[-1] += texts
    return [" ".join(run) for run in runs if run]


def _told(pair: SentencePair, language: str) -> tuple[str, ...]:
    if pair.source.startswith("("):
        return (pair.source,)
    results = tuple(result for result in pair.results if not result.startswith("("))
    before, after = (set(words(text.casefold(), language)) for text in (pair.source, " ".join(results)))
    return results if results and not before <= after else (pair.source,)


def title_of(document: Document, passages: Sequence[Passage]) -> str:
    """First heading of the page, else what the document is called."""
    for passage in passages:
        if passage.kind is BlockKind.HEADING and passage.source.strip("# "):
            return passage.source.lstrip("# ")[:LONGEST_TITLE]
    return document.title.strip()
