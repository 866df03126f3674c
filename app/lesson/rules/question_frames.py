"""Sentences that are true of many things, so that no single term fills their gap: "An important organ is ____"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.lesson.rules.glossary import GENERAL
from app.lesson.rules.key_words import belongs
from app.lesson.rules.tokens import tokens

if TYPE_CHECKING:
    from app.lesson.rules.glossary import Entry, Glossary
    from app.lesson.rules.phrasebook import Phrasebook
    from app.lesson.rules.tokens import Token

_LONGEST_TAIL = 2  # words of "is an organ" behind a term at the end
_TOPIC = 3  # a subject that has fewer than this part of a page's terms is not what the page is about
_FEWEST = 3  # terms that tell what a page is about


class QuestionFrames:
    """Tells in one language whether a sentence asks for one thing when a term of it is a gap.

    Args:
        glossary: The glossary.
        phrases: The phrasebook.
    """

    def __init__(self, glossary: Glossary, phrases: Phrasebook) -> None:
        self._glossary = glossary
        self._patterns = phrases.definitions
        closings = (closing for named in phrases.definitions.named for closing in named.closings if closing)
        self._closings = tuple(sorted({tuple(closing.split()) for closing in closings}, key=len, reverse=True))

    def fits_many(self, sentence: str, start: int, end: int) -> bool:
        """Whether the sentence only says of what class the term at [start, end) is, or takes it out of a longer name.

        Args:
            sentence: The sentence.
            start: Where the term starts.
            end: Where it ends.
        """
        found = tokens(sentence)
        before = [token for token in found if token.end <= start]
        after = [token for token in found if token.start >= end]
        return self._is_class(before, after) or self._in_name(found, after)

    def _is_class(self, before: list[Token], after: list[Token]) -> bool:
        """Whether the term is all that "... is an important organ" speaks of."""
        first = not before or (self._glossary.language == "en" and [t.core for t in before] in (["the"], ["a"], ["an"]))
        last = len(after) <= _LONGEST_TAIL
        rest = after if first else before if last else []
        words = {token.core for token in rest}
        patterns = self._patterns
        if not (first or last) or words.isdisjoint(patterns.one_of | patterns.vague):
            return False
        return not words.isdisjoint(patterns.vague) or words.isdisjoint(patterns.relatives)

    def _in_name(self, found: tuple[Token, ...], after: list[Token]) -> bool:
        """Whether words of the name stand behind the term: "____ food is called so" asks for half of it."""
        cores = tuple(token.core for token in found)
        closing = next((words for words in self._closings if cores[-len(words) :] == words), ())
        return bool(closing) and len(closing) < len(after)

    def is_topic(self, entry: Entry, text: str) -> bool:
        """Whether a term is of what the page is about: "symmetric" in "balanced food" is no term of mathematics."""
        terms = {match.entry.term: match.entry for match in self._glossary.find(text)}
        if not belongs(entry, terms, (), self._glossary):
            return False
        subjects = Counter(each.subject for each in terms.values() if each.subject != GENERAL)
        return sum(subjects.values()) < _FEWEST or _TOPIC * subjects[entry.subject] >= sum(subjects.values())
