"""Where the noun phrase ends that tells a thing, so that the next word is its name.

"மூன்று பக்கம் நீரால் சூழப்பட்ட நிலப்பகுதி தீபகற்பம் எனப்படும்" (land surrounded by water on three sides is called
peninsula) has no sign between the phrase and the term: a participle tells that the noun behind it closes the phrase,
and a clause with a relative closes at its comma.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Phrasebook
    from app.lesson.rules.tokens import Token

_LONGEST_TERM = 3  # words behind a clause
_LONGEST_BARE = 2  # words behind a noun
_FEWEST_BEFORE = 3  # words of what is told
_STOPS = (",", ";", ":", "।", ".")


class NounPhrases:
    """Finds the first word of a term that follows what it means, in one language.

    Args:
        phrases: The language's phrasebook.
        glossary: Tells words of every day, which name nothing.
    """

    def __init__(self, phrases: Phrasebook, glossary: Glossary) -> None:
        self._patterns = phrases.definitions
        self._glossary = glossary
        self._postpositions = phrases.forms.postpositions
        heads = phrases.definitions.phrase_heads
        self._heads = frozenset(head for head in heads if head[0] != "-")
        self._verb_nouns = tuple(head[1:] for head in heads if head[0] == "-")

    def term_start(self, found: Sequence[Token], end: int) -> int | None:
        """First token of the term that ends before token `end`; None where nothing tells."""
        cores = tuple(token.core for token in found)
        if not self._patterns.superlatives.isdisjoint(cores[:end]):
            return None  # "the longest river is called ..." tells a name
        start = self._behind_clause(found, cores, end)
        if start is None:
            start = self._behind_noun(found, cores, end)
        return None if start is None or not self._names(cores, start, end) else start

    def _behind_clause(self, found: Sequence[Token], cores: Sequence[str], end: int) -> int | None:
        """The term in "वे पौधे जो केवल एक वर्ष जीवित रहते हैं, एकवर्षी पौधे कहलाते हैं"."""
        comma = next((at for at in range(end - 1, 0, -1) if found[at].ends_with_comma), 0)
        if comma < _FEWEST_BEFORE or self._patterns.relatives.isdisjoint(cores[:comma]):
            return None
        start = self._without_own(cores, comma + 1)
        return start if 0 < end - start <= _LONGEST_TERM else None

    def _behind_noun(self, found: Sequence[Token], cores: Sequence[str], end: int) -> int | None:
        for head in range(end - 2, _FEWEST_BEFORE - 2, -1):
            if found[head].text.endswith(_STOPS):
                return None
            if not self._closes_phrase(cores, head, end):
                continue
            if cores[head] in self._patterns.places:
                return None
            start = self._without_own(cores, head + 1)
            return start if 0 < end - start <= _LONGEST_BARE else None
        return None

    def _closes_phrase(self, cores: Sequence[str], head: int, end: int) -> bool:
        """Whether the noun at `head` closes what is told; it may stand in the term again ("balanced food")."""
        if head + _LONGEST_BARE + 1 == end and cores[head] == cores[end - 1]:
            return True
        ends = self._patterns.phrase_ends
        participle = head > 0 and cores[head - 1].endswith(ends) and not cores[head].endswith(ends) if ends else False
        return participle or cores[head] in self._heads or cores[head].endswith(self._verb_nouns or ("\0",))

    def _without_own(self, cores: Sequence[str], start: int) -> int:
        return start + (cores[start] in self._patterns.own) if start < len(cores) else start

    def _names(self, cores: Sequence[str], start: int, end: int) -> bool:
        """Whether the words may be a term: no case endings inside, and not only words of every day."""
        term = cores[start:end]
        if not (self._postpositions | self._patterns.pointing).isdisjoint(term):
            return False
        clause = cores[0] in self._patterns.clauses_of and not self._patterns.relatives.isdisjoint(cores[:start])
        return clause or self._glossary.is_unusual(" ".join(term))
