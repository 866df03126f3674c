"""An English "not" that ran into the word beside it: "does notneed" says the opposite to whoever looks for a "not".

Where letters stand close, Tesseract loses the gap between words, plain Tesseract as well. Of all words glued so, the
ones with a "not" are marked: of 241,000 right words (OneStopEnglish, XQuAD) none is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.library.document_worker.look_alikes import MARKED, bare, known_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Word
    from app.library.document_worker.positions import PositionedLine

_SHORTEST = 3
_WORDS = frozenset({"notable", "notably", "notation", "notched"})
_BEFORE = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had|could|should|would|must|may|might|will|shall)not")


def doubted(lines: Sequence[PositionedLine], language: str) -> list[PositionedLine]:
    """The lines with such words marked.

    Args:
        lines: All of a page.
        language: ISO 639-1 code of the page; other languages than English are left as they are.
    """
    if language != "en":
        return list(lines)
    return [replace(line, words=tuple(_marked(word) for word in line.words)) for line in lines]


def hides_not(text: str) -> bool:
    """Whether a word is a "not" and another word without a gap."""
    word = bare(text).casefold()
    if _BEFORE.fullmatch(word):
        return True
    rest = word.removeprefix("not")
    known = known_words("en")
    return rest != word and len(rest) >= _SHORTEST and rest in known and word not in known | _WORDS


def _marked(word: Word) -> Word:
    sure = word.confidence is not None and word.confidence > MARKED
    return replace(word, confidence=MARKED) if sure and hides_not(word.text) else word
