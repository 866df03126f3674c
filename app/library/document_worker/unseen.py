"""The place where marks that nobody sees leave the text that a file brings: behind every reader, before all else."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import ReadMethod
from app.domain.typed_text import without_unseen

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.documents import Block, Line, PageText

# A PDF names only what is drawn, and draws a soft hyphen as a hyphen. Within a word the hyphenation of some line was
# left there; beside a digit it is a range or a name: 10-20, B-12
_DRAWN_HYPHEN = re.compile("(?<=[0-9])\u00ad|\u00ad(?=[0-9])")


def cleaned(page: PageText) -> PageText:
    """The page without marks that nobody sees, in its blocks, cells, markers and printed words."""
    clean = _without_drawn if page.method is ReadMethod.TEXT_LAYER else without_unseen
    return replace(page, blocks=tuple(_block(block, clean) for block in page.blocks))


def _without_drawn(text: str) -> str:
    return without_unseen(_DRAWN_HYPHEN.sub("-", text))


def _block(block: Block, clean: Callable[[str], str]) -> Block:
    return replace(
        block,
        text=clean(block.text),
        marker=clean(block.marker),
        rows=tuple(tuple(map(clean, row)) for row in block.rows),
        lines=tuple(_line(line, clean) for line in block.lines),
    )


def _line(line: Line, clean: Callable[[str], str]) -> Line:
    words = tuple(replace(word, text=clean(word.text)) for word in line.words)
    return replace(line, text=clean(line.text), words=words)
