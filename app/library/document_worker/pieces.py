"""Pieces of lines made from some of their words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import Box
from app.library.document_worker.reading_order import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Word


def part_of(item: Item, words: Sequence[Word], aspect: float) -> Item:
    """The piece of a line that has only these of its words; `aspect` is the width of the page by its height."""
    box = Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )
    line = replace(item.line, text=" ".join(w.text for w in words), box=box, words=tuple(words)) if item.line else None
    return Item(box.left * aspect, box.top, box.right * aspect, box.bottom, item.size, line)
