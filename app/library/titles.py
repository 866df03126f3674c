"""What a document is called before a person says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain import languages, sentences
from app.domain.documents import BlockKind
from app.library.sources import PASTED_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.documents import Document, Line, PageText

_LONGEST_HEADING = 120
_LONGEST_WORDS = 60
_STEM = 6  # characters that a word of the text and a name in one word must share
_SHORTEST_STEM = 4  # a shorter name must be a word of the text: "en" is not told by "energy"
_HEADING_WORDS = 10
_NARROW = 0.75  # of the block's widest line
_NUMBERED = re.compile(r"\S+ [^\W_]{1,4} ?[:.–—-] ?\S")  # "Chapter 7: ..."
_NO_HEADING = tuple(".।॥?!,;:")
_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def found_title(document: Document) -> str:
    """The first heading, else the name of the file, else (where that tells a class nothing) how the page begins."""
    named = "" if _is_unnamed(document) else document.title
    heading = _first_heading(document) or _first_line(document)
    return heading or named or _first_words(document) or document.title


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
    if len(stem) < _SHORTEST_STEM:
        return any(word.casefold() == stem for word in words)
    return any(word.casefold().startswith(stem) for word in words)


def _words(text: PageText) -> Iterator[str]:
    return (word for block in text.blocks for word in sentences.words(block.text, text.language or "en"))


def _first_heading(document: Document) -> str:
    for text in _texts(document):
        for block in text.blocks:
            if block.kind is BlockKind.HEADING and block.text.strip("# "):
                return " ".join(block.text.split()).lstrip("# ")[:_LONGEST_HEADING]
    return ""


def _first_line(document: Document) -> str:
    """A first line that can only be a heading: on pictures and many PDF pages nothing else tells one.

    It is numbered ("Chapter 7: ...") and stands alone, or ends well before the edge of the lines under it.
    """
    text = next(_texts(document), None)
    block = text.blocks[0] if text and text.blocks else None
    if text is None or block is None or block.kind not in _TEXT:
        return ""
    alone = len(block.lines) <= 1
    line = " ".join((block.text if alone else block.lines[0].text).split())
    narrow = not alone and _width(block.lines[0]) < _NARROW * max(_width(each) for each in block.lines)
    if not (narrow or (alone and len(text.blocks) > 1)) or not _NUMBERED.match(line) or line.endswith(_NO_HEADING):
        return ""
    return line if len(line.split()) <= _HEADING_WORDS and len(line) <= _LONGEST_HEADING else ""


def _width(line: Line) -> float:
    return line.box.right - line.box.left if line.box is not None else 0


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
