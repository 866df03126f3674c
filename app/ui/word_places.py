"""Which printed word a place in the text belongs to, although a person may have edited the text since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.documents import Word
from app.domain.word_matching import matched

if TYPE_CHECKING:
    from app.domain.documents import Block

DOUBTFUL_BELOW = 60.0
"""OCR confidence under which a word is marked."""


@dataclass(frozen=True, slots=True)
class Place:
    """A word in the text and, where it is still the printed one, its box on the page."""

    start: int
    end: int
    word: Word

    @property
    def doubtful(self) -> bool:
        """Whether the reader of the page was unsure of it."""
        return self.word.confidence is not None and self.word.confidence < DOUBTFUL_BELOW


def places(block: Block, text: str) -> tuple[Place, ...]:
    """The words of `text` that stand on the page, in order, matched to the printed words of the block.

    Words that a person changed have no place any more: they are neither doubtful nor to be found on the page.
    """
    printed = [word for line in block.lines for word in line.words]
    tokens = [(found.group(), found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    pairs = matched([word.text for word in printed], [token for token, _, _ in tokens])
    return tuple(Place(tokens[new][1], tokens[new][2], printed[old]) for old, new in pairs)


def at(found: tuple[Place, ...], position: int) -> Place | None:
    """The place under a cursor position."""
    return next((place for place in found if place.start <= position <= place.end), None)
