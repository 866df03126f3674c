"""What a document is called before a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import languages, sentences
from app.domain.documents import BlockKind
from app.library.sources import PASTED_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.documents import Document, PageText

_LONGEST_HEADING = 120
_LONGEST_WORDS = 60
_STEM = 6  # characters that a word of the text and a name in one word must share
_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def found_title(document: Document) -> str:
    """The first heading, else the name of the file, else (where that tells a class nothing) how the page begins."""
    named = "" if _is_unnamed(document) else document.title
    return _first_heading(document) or named or _first_words(document) or document.title


def _is_unnamed(document: Document) -> bool:
    """Whether the name is what a camera or a download gives (IMG_2031, scan-3), says nothing, or nobody gave one."""
    name = document.title.strip()
    if document.sources[0].name == PASTED_NAME:
        return True
    first, last = languages.by_code(document.language or "en").block
    own_script = any(first <= ord(letter) <= last for letter in name if letter.isalpha())
    if not own_script or "_" in name or (name.isascii() and any(letter.isdigit() for letter in name)):
        return True
    return len(name.split()) == 1 and not _is_told(name, document)


def _is_told(name: str, document: Document) -> bool:
    """Whether the text has the word: "rivers" may name a page about rivers, "note" or "speaking" names none."""
    stem = name.casefold()[:_STEM]
    words = (word for text in _texts(document) for word in _words(text))
    return any(word.casefold().startswith(stem) for word in words)


def _words(text: PageText) -> Iterator[str]:
    return (word for block in text.blocks for word in sentences.words(block.text, text.language or "en"))


def _first_heading(document: Document) -> str:
    for text in _texts(document):
        for block in text.blocks:
            if block.kind is BlockKind.HEADING and block.text.strip("# "):
                return " ".join(block.text.split()).lstrip("# ")[:_LONGEST_HEADING]
    return ""


def _first_words(document: Document) -> str:
    """Of the first sentence, as many as a title may have."""
    for text in _texts(document):
        for block in text.blocks:
            if block.kind in _TEXT and block.text.strip():
                return _shortened(sentences.split(block.text, text.language or "en")[0])
    return ""


def _texts(document: Document) -> Iterator[PageText]:
    return (page.text for page in document.pages if page.text is not None)


def _shortened(sentence: str) -> str:
    words = " ".join(sentence.split()).rstrip(".।॥!")
    if len(words) <= _LONGEST_WORDS:
        return words
    return words[:_LONGEST_WORDS].rpartition(" ")[0].rstrip(",;:") + " …"
