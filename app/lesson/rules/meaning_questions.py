"""Choice questions about what a word of the page means: four meanings, one of which the page gives to the word.

They ask for terms that the glossary has no terms of the same kind for, so that a gap could not be filled with others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from app.domain.lessons import ChoiceQuestion
from app.lesson.rules import spelling
from app.lesson.rules.english_verbs import DEMONSTRATIVES
from app.lesson.rules.glossary import GENERAL
from app.lesson.rules.key_words import shown_term
from app.lesson.rules.term_options import same_shape
from app.lesson.rules.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.lesson.rules.definitions import Definition
    from app.lesson.rules.glossary import Entry, Glossary
    from app.lesson.rules.page import PageSentence
    from app.lesson.rules.phrasebook import Phrasebook
    from app.lesson.rules.term_options import TermOptions

_WRONG = 3  # options besides the right one
_MOST_WORDS = 16  # of a meaning
_FEWEST_WORDS = 3
_UNLIKE = 2.5  # how many times as long as the right one a wrong one may be: length must not tell


class MeaningQuestions:
    """Asks what a defined word means, in one language.

    Args:
        glossary: Its meanings of other terms become wrong answers.
        phrases: The phrasebook.
        terms: Tells words of one family, and parts of speech.
    """

    def __init__(self, glossary: Glossary, phrases: Phrasebook, terms: TermOptions) -> None:
        self._glossary = glossary
        self._ask = phrases.questions.what_is
        self._terms = terms
        joins = {word for join in phrases.clauses.joins for each in join.words for word in each.split()}
        pointing = DEMONSTRATIVES if glossary.language == "en" else phrases.definitions.pointing - joins
        self._pointing = pointing - {"that"}

    def find(self, page: Sequence[PageSentence], text: str) -> Iterator[tuple[int, ChoiceQuestion]]:
        """The questions, each with the index of its sentence.

        Args:
            page: The sentences of the page.
            text: All text of the page.
        """
        told = {at: each.definition for at, each in enumerate(page) if each.definition and self._tells(each.definition)}
        on_page = [match.entry for match in self._glossary.find(text)]
        defined = [(shown_term(each, self._glossary), each.meaning) for each in told.values()]
        subjects = Counter(each.subject for each in on_page if each.subject != GENERAL)
        subject = min(subjects, key=lambda each: (-subjects[each], each)) if subjects else ""
        for at, definition in told.items():
            wrong = self._wrong(definition, [*defined, *self._known(on_page, subject, definition.term)])
            if wrong is None:
                continue
            term, answer = shown_term(definition, self._glossary), definition.meaning
            question = self._ask.format(term=term)
            options = tuple(sorted((answer, *wrong), key=lambda option: _order(question, option)))
            yield (
                at,
                ChoiceQuestion(question, options, options.index(answer), definition.evidence, passage=page[at].passage),
            )

    def _tells(self, definition: Definition) -> bool:
        """Whether the meaning can be understood without the page: "the script in which these texts are" cannot."""
        inside = [token.core for token in tokens(definition.meaning)][1:]
        return _is_phrase(definition) and self._pointing.isdisjoint(inside)

    def _known(self, on_page: Sequence[Entry], subject: str, term: str) -> list[tuple[str, str]]:
        """Terms of the page's subject with their meanings, those of the page first, in an order of the asked term's."""
        rest = sorted(self._glossary.entries, key=lambda each: _order(term, each.term))
        entries = dict.fromkeys((*on_page, *rest))
        return [(each.term, each.meaning) for each in entries if each.subject == subject and not each.easier]

    def _wrong(self, definition: Definition, others: Sequence[tuple[str, str]]) -> tuple[str, ...] | None:
        term, right = shown_term(definition, self._glossary), definition.meaning
        if self._terms.gives_away(term, right):
            return None
        known = {*self._terms.stems(definition.evidence), *self._terms.stems(term)}
        entry = self._glossary.entry(term)
        known |= set(self._terms.stems(entry.meaning)) if entry else set()
        chosen: list[str] = []
        for other, meaning in others:
            if len(chosen) == _WRONG:
                break
            stems = {*self._terms.stems(meaning), *self._terms.stems(other)}
            if not self._fits(other, meaning, term, right) or not stems or not known.isdisjoint(stems):
                continue
            chosen.append(meaning)
            known |= stems
        return tuple(chosen) if len(chosen) == _WRONG else None

    def _fits(self, other: str, meaning: str, term: str, right: str) -> bool:
        """Whether a meaning looks like the right one, and is surely that of another thing."""
        alike = same_shape(other[:1].lower() + other[1:], term[:1].lower() + term[1:], self._glossary.language)
        size, wanted = len(meaning), len(right)
        long_enough = len(meaning.split()) >= _FEWEST_WORDS and wanted <= size * _UNLIKE and size <= wanted * _UNLIKE
        begins = meaning[:1].isupper() == right[:1].isupper() and _has_article(meaning) is _has_article(right)
        noun = self._terms.is_noun(meaning) and self._terms.is_noun(right)
        return alike and long_enough and begins and noun and not self._terms.related(other, term)


def _is_phrase(definition: Definition) -> bool:
    """Whether the meaning is a phrase that does not hold the term, and can be understood alone."""
    meaning, size = definition.meaning, len(definition.meaning.split())
    whole = meaning == definition.evidence or spelling.key(definition.term) in spelling.key(meaning)
    return definition.clear and not whole and _FEWEST_WORDS <= size <= _MOST_WORDS


def _has_article(meaning: str) -> bool:
    return meaning.split(" ", 1)[0].casefold() in {"a", "an", "the"}


def _order(seed: str, text: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{text}".encode()).digest()
