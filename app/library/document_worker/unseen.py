"""The place where marks that nobody sees leave the text that a file brings: behind every reader, before all else."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.typed_text import without_unseen

if TYPE_CHECKING:
    from app.domain.documents import Block, Line, PageText

# Within a word the hyphenation of some line was left there. Nobody hyphenates figures: beside a digit it is a range or
# a name, 10-20 or B-12, which PDF and Word draw as a hyphen
_DRAWN_HYPHEN = re.compile("(?<=\\d)\u00ad|\u00ad(?=\\d)")


def cleaned(page: PageText) -> PageText:
    """The page without marks that nobody sees, in its blocks, cells, markers and printed words."""
    return replace(page, blocks=tuple(_block(block) for block in page.blocks))


def clean(text: str) -> str:
    """The text without marks that nobody sees; a soft hyphen beside a digit is a hyphen."""
    return without_unseen(_DRAWN_HYPHEN.sub("-", text))


def _block(block: Block) -> Block:
    return replace(
        block,
        text=clean(block.text),
        marker=clean(block.marker),
        rows=tuple(tuple(map(clean, row)) for row in block.rows),
        lines=tuple(_line(line) for line in block.lines),
    )


def _line(line: Line) -> Line:
    words = tuple(replace(word, text=clean(word.text)) for word in line.words)
    return replace(line, text=clean(line.text), words=words)
