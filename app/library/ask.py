"""Answers to questions out of the library, by copying: no word of an answer is anybody's but the book's.

A question is answered only where some passage has most of what it asks for. How much that must be was measured: with
half of the articles of XQuAD English taken out of the library, on articles whose questions were not looked at when
the bound was chosen (``tests/benchmarks/bench_ask.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain import sentences
from app.domain.answers import Answer, AnswerSentence, Passage
from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.page_index import PageIndex
    from app.store.index import SearchHit
    from app.store.store import Store

ENOUGH = 0.2
"""Share of the question that the best passage must have; below it the library does not say."""
PASSAGES = 6
"""Passages of an answer; three times as many pieces are looked at."""
SENTENCES = 3
"""Most sentences of an answer."""
_OF_THE_BEST = 0.6
"""A second sentence, or a sentence of a second passage, must answer at least so well as this part of the best one."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence of a passage, where it stands there, and how far it answers."""

    passage: Passage
    position: int
    text: str
    share: float


class AskService:
    """Answers questions from the pages of the library.

    Args:
        store: Where documents are kept.
        index: Where pages are found by their words.
    """

    def __init__(self, store: Store, index: PageIndex) -> None:
        self._store = store
        self._index = index

    def ask(self, question: str, *, documents: frozenset[str] | None = None) -> Answer:
        """What the library says.

        Args:
            question: As a person typed it, in any of the languages; Indian words also in Roman letters.
            documents: Ask only these; None for all.

        Raises:
            UserFacingError: there is no word in the question (``ask.no_words``), or nothing in the library
                (``ask.no_library``).
        """
        if not any(character.isalnum() for character in question):
            raise UserFacingError("ask.no_words")
        if not self._store.read(lambda work: work.documents.list()):
            raise UserFacingError("ask.no_library")
        passages = self._passages(question, documents)
        confidence = passages[0].share if passages else 0.0
        chosen = self._sentences(question, passages) if confidence >= ENOUGH else ()
        return Answer(question, chosen, passages, confidence, "built in")

    def _passages(self, question: str, documents: frozenset[str] | None) -> tuple[Passage, ...]:
        """The pieces that answer best, best first."""
        hits = self._index.search(question, 3 * PASSAGES, documents=documents)
        shares = self._index.shares(question, [f"{hit.heading} {hit.text}" for hit in hits])
        best = sorted(zip(shares, hits, strict=True), key=lambda one: -one[0])[:PASSAGES]
        places = self._store.read(lambda work: work.documents.places([hit.page_id for _, hit in best]))
        found = [(share, hit) for share, hit in best if hit.page_id in places]  # a page may have gone meanwhile
        return tuple(_passage(number, share, hit, places[hit.page_id]) for number, (share, hit) in enumerate(found, 1))

    def _sentences(self, question: str, passages: Sequence[Passage]) -> tuple[AnswerSentence, ...]:
        near = [one for one in passages if one.share >= _OF_THE_BEST * passages[0].share]
        texts = [(passage, position, text) for passage in near for position, text in enumerate(_apart(passage))]
        shares = self._index.shares(question, [text for *_, text in texts])
        candidates = [_Candidate(*one, share) for one, share in zip(texts, shares, strict=True)]
        candidates.sort(key=lambda one: (-one.share, one.passage.number, one.position))
        chosen = [one for one in candidates if one.share >= _OF_THE_BEST * candidates[0].share]
        unlike = {" ".join(one.text.split()).casefold(): one for one in reversed(chosen)}  # a book says things twice
        kept = sorted(unlike.values(), key=lambda one: (-one.share, one.passage.number, one.position))[:SENTENCES]
        kept.sort(key=lambda one: (one.passage.number, one.position))
        return tuple(AnswerSentence(one.text, (one.passage.number,)) for one in kept)


def _apart(passage: Passage) -> list[str]:
    """The sentences of a passage; the rows of a table and the items of a list are sentences of their own."""
    return [one for line in passage.text.splitlines() for one in sentences.split(line, passage.language) if one]


def _passage(number: int, share: float, hit: SearchHit, place: tuple[str, str | None, int]) -> Passage:
    title, language, position = place
    return Passage(
        number,
        hit.document_id,
        title,
        language or "en",
        hit.page_id,
        position + 1,
        hit.heading,
        hit.text,
        hit.boxes,
        share,
    )
