"""Which words of a passage the reader of the page was not sure of: nothing is asked about a sentence with one."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.documents import Page
    from app.domain.lessons import Passage

DOUBTFUL_BELOW = 60.0
"""Confidence (0 to 100) below which a word may be misread."""

PUNCTUATION = string.punctuation + "।॥“”‘’"


def doubtful_words(passages: Sequence[Passage], pages: Iterable[Page]) -> dict[int, frozenset[str]]:
    """By the index of the passage, the words in it that may be misread, without punctuation.

    A word that the same block also has read surely is taken to be right, but not a number: each stands for itself.
    """
    by_id = {page.id: page for page in pages}
    found = {index: _of(passage, by_id) for index, passage in enumerate(passages)}
    return {index: words for index, words in found.items() if words}


def _of(passage: Passage, pages: Mapping[str, Page]) -> frozenset[str]:
    page = pages.get(passage.page_id or "")
    if page is None or page.text is None:
        return frozenset()
    block = next((one for one in page.text.blocks if one.box is not None and one.box == passage.box), None)
    if block is None:
        return frozenset()
    sure: set[str] = set()
    doubted: set[str] = set()
    for word in (word for line in block.lines for word in line.words):
        bare = word.text.strip(PUNCTUATION)
        doubtful = word.confidence is not None and word.confidence < DOUBTFUL_BELOW
        (doubted if doubtful else sure).add(bare)
    return frozenset(
        word for word in doubted if any(map(str.isalnum, word)) and (word not in sure or any(map(str.isdigit, word)))
    )


def holds_doubt(sentence: str, doubted: frozenset[str]) -> bool:
    """Whether a sentence has one of the words."""
    return not doubted.isdisjoint(word.strip(PUNCTUATION) for word in sentence.split())
