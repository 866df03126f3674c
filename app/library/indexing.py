"""Pages as the search index takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.library.chunking import chunks
from app.library.contents import is_contents
from app.store.index import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.chunks import Heading
    from app.domain.documents import Page

BETWEEN_HEADINGS = " › "
"""Stands between the headings of a path, the chapter's first."""


_VERSION = "1"
"""Goes up when pages are cut in another way: all are taken in anew."""


def marks(hashes: Mapping[str, str]) -> dict[str, str]:
    """What decides what the index holds of each page, from what decides what is on it."""
    return {page_id: f"{_VERSION}.{text_hash}" for page_id, text_hash in hashes.items()}


class PageCutter:
    """Cuts a page into the pieces that are found.

    Args:
        headings_before: The headings in force where a page begins.
    """

    def __init__(self, headings_before: Callable[[Page], tuple[Heading, ...]]) -> None:
        self._headings_before = headings_before

    def __call__(self, page: Page) -> tuple[Piece, ...]:
        """The pieces of a page in reading order; none of a contents page, which leads to text and is none."""
        read = page.text
        if read is None or is_contents(read):
            return ()
        found = chunks(read.blocks, self._headings_before(page), read.language or "en")
        return tuple(Piece(one.text, one.boxes, BETWEEN_HEADINGS.join(one.headings)) for one in found)
