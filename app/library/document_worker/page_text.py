"""The last step for pages that were not read by OCR: language, notes and badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.documents import BlockKind, PageNote, PageText, Quality
from app.library.document_worker import language as languages
from app.library.document_worker.ocr_blocks import DOUBTFUL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Block, ReadMethod

_POOR = frozenset({PageNote.NO_TEXT, PageNote.UNKNOWN_SCRIPT, PageNote.GARBLED_TEXT})
_CHECK = frozenset(
    {PageNote.TRUNCATED, PageNote.LANGUAGE_UNCERTAIN, PageNote.DOUBTFUL_WORDS, PageNote.FORMULA_AS_PICTURE}
)


def finished(
    blocks: Sequence[Block], method: ReadMethod, *, expected: str | None = None, notes: Sequence[PageNote] = ()
) -> PageText:
    """A page's text with its language and its badge.

    Args:
        blocks: In reading order.
        method: How they were obtained.
        expected: ISO 639-1 code the page is said to be in.
        notes: What is already known about the page.
    """
    text = "\n".join(block.text for block in blocks)
    detected = languages.detect(text, expected)
    found = [*notes]
    if not any(character.isalnum() for character in text):
        found.append(PageNote.NO_TEXT)
    else:
        found += languages.notes(detected)
    if any(block.kind is BlockKind.FIGURE for block in blocks) and len(text.split()) < 20:
        found.append(PageNote.MOSTLY_PICTURE)
    lost = sum("\ufffd" in word for word in text.split())
    words = (word for block in blocks for line in block.lines for word in line.words)
    lost += sum(word.confidence is not None and word.confidence < DOUBTFUL for word in words)
    if lost:
        found.append(PageNote.DOUBTFUL_WORDS)
    quality = Quality.GOOD
    if _CHECK.intersection(found):
        quality = Quality.CHECK
    if _POOR.intersection(found):
        quality = Quality.POOR
    return PageText(
        tuple(blocks),
        method,
        quality,
        tuple(dict.fromkeys(found)),
        language=detected.language,
        doubtful_words=lost,
        script=detected.script,
    )
