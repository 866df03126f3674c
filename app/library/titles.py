"""What a document is called before a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import sentences
from app.domain.documents import BlockKind
from app.library.sources import PASTED_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.documents import Document, PageText

_LONGEST_HEADING = 120
_LONGEST_WORDS = 60


def found_title(document: Document) -> str:
    """The first heading; for pictures and pasted text without one its first words; else the name of its file.

    A camera counts its pictures and pasted text has no name, so theirs tell nobody which page it is.
    """
    return _first_heading(document) or (_first_words(document) if _is_unnamed(document) else "") or document.title


def _is_unnamed(document: Document) -> bool:
    first = document.sources[0]
    return first.kind == "image" or first.name == PASTED_NAME


def _first_heading(document: Document) -> str:
    for text in _texts(document):
        for block in text.blocks:
            if block.kind is BlockKind.HEADING and block.text.strip():
                return " ".join(block.text.split())[:_LONGEST_HEADING]
    return ""


def _first_words(document: Document) -> str:
    """Of the first sentence, as many as a title may have."""
    for text in _texts(document):
        for block in text.blocks:
            if block.kind is BlockKind.PARAGRAPH and block.text.strip():
                return _shortened(sentences.split(block.text, text.language or "en")[0])
    return ""


def _texts(document: Document) -> Iterator[PageText]:
    return (page.text for page in document.pages if page.text is not None)


def _shortened(sentence: str) -> str:
    words = " ".join(sentence.split()).rstrip(".।")
    if len(words) <= _LONGEST_WORDS:
        return words
    return words[:_LONGEST_WORDS].rpartition(" ")[0].rstrip(",;:") + " …"
