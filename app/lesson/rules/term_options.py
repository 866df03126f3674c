"""Wrong answers for questions whose answer is a term: of the same kind and shape, and surely wrong."""

from __future__ import annotations

import hashlib
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from app.domain import sentences
from app.lesson.rules import spelling
from app.lesson.rules.tokens import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.lesson.rules.glossary import Entry, Glossary

_WRONG = 3  # options besides the right one
_STEM = 5  # English characters that two words must share to be called related
_STEM_INDIC = 4
_VIRAMAS = dict.fromkeys(map(ord, "्্੍્୍்్್്"))
_SAYING = 4  # characters of a word that says something
_MOSTLY = 0.8  # of the words
_EMPTY = word_set("that this which with from into have when where what they called known")

ENGLISH_ADJECTIVE_STARTS = word_set(
    "that having without very full ready more truly in with by on so as when because for after causing giving not able"
    " of easily likely most too quite"
)
"""Words that begin the meaning of an English adjective or adverb."""


class TermOptions:
    """Chooses wrong answers: terms that the page defines, and terms of the glossary that are of the answer's kind.

    Args:
        glossary: The glossary.
        describing: Words that begin the meaning of an adjective ("that can be seen through").
    """

    def __init__(self, glossary: Glossary, describing: frozenset[str]) -> None:
        self._glossary = glossary
        self._describing = describing
        self._language = glossary.language
        self._by_kind: dict[str, list[Entry]] = {}
        for entry in glossary.entries:
            if entry.kind and entry.is_term and not entry.easier:
                self._by_kind.setdefault(entry.kind, []).append(entry)

    def wrong_answers(
        self, answer: str, question: str, *, page_text: str, preferred: Mapping[str, str], article: str = ""
    ) -> tuple[str, ...] | None:
        """Three wrong answers; None where there are not enough.

        Args:
            answer: The right one.
            question: The question, with a blank for the answer.
            page_text: The page: glossary terms that stand on it are not used, since they might fit.
            preferred: Terms the page itself defines differently, with what it says of them; they are used first.
            article: The "a" or "an" before the blank, which every option must suit.
        """
        entry = self._glossary.entry(answer)
        known = " ".join((question, entry.meaning if entry else ""))
        meanings = [self.stems(question), *([self.stems(entry.meaning)] if entry else [])]
        chosen: list[str] = []
        for candidate in (*self._comparable(answer, preferred), *self._others(answer, page_text)):
            if len(chosen) == _WRONG:
                break
            if any(self.related(candidate, other) or _within(candidate, other) for other in (answer, *chosen)):
                continue
            if article and not _suits(article, candidate):
                continue
            if not same_shape(candidate, answer, self._language) or self._occurs(candidate, known):
                continue
            meaning = self._meaning(candidate, preferred)
            if not any(_says_the_same(meaning, other) for other in meanings):
                chosen.append(candidate)
                meanings += [meaning] if meaning else []
        return tuple(chosen) if len(chosen) == _WRONG else None

    def gives_away(self, answer: str, question: str) -> bool:
        """Whether the question holds the answer or a word of its family."""
        parts = [word for word in sentences.words(answer, self._language) if len(word) > 2]
        return any(self.related(part, word) for part in parts for word in sentences.words(question, self._language))

    def related(self, one: str, other: str) -> bool:
        """Whether two words are the same or share their stem, signs that only join letters left out."""
        one, other = (spelling.key(word).translate(_VIRAMAS) for word in (one, other))
        if one == other:
            return True
        size = min(_STEM if self._language == "en" else _STEM_INDIC, len(one), len(other))
        return size > 2 and one[:size] == other[:size]

    def _occurs(self, candidate: str, text: str) -> bool:
        return self.gives_away(candidate, text)

    def _meaning(self, candidate: str, preferred: Mapping[str, str]) -> tuple[str, ...]:
        """The stems of what the glossary says of a term; of what the page says where the glossary lacks it."""
        entry = self._glossary.entry(candidate)
        told = preferred.get(candidate, "").casefold().replace(candidate.casefold(), "")
        return self.stems(entry.meaning if entry else told)

    def stems(self, text: str) -> tuple[str, ...]:
        """The stems of the words that say something, in order."""
        size = _STEM if self._language == "en" else _STEM_INDIC
        words = (spelling.key(word) for word in sentences.words(text, self._language))
        return tuple(word[:size] for word in words if len(word) >= _SAYING and word not in _EMPTY)

    def _comparable(self, answer: str, terms: Iterable[str]) -> list[str]:
        """Terms of the page that are of the answer's kind; a term of unknown kind may be anything."""
        entry = self._glossary.entry(answer)
        if entry is None or not entry.kind:
            return []
        found: list[str] = []
        for term in terms:
            other = self._glossary.entry(term)
            if other is None or other.kind != entry.kind or spelling.key(answer) in spelling.key(other.meaning):
                continue
            if self._part_of_speech(other) == self._part_of_speech(entry):
                found.append(term)
        return found

    def is_noun(self, meaning: str) -> bool:
        """Whether the meaning is that of a noun."""
        return self._told_as(meaning) == "noun"

    def _part_of_speech(self, entry: Entry | None) -> str:
        """Verb, adjective or noun, from how the meaning begins; a term that the glossary lacks counts as a noun."""
        return self._told_as(entry.meaning if entry else "")

    def _told_as(self, meaning: str) -> str:
        first = meaning.split(" ", 1)[0].casefold()
        if self._language == "en" and first == "to":
            return "verb"
        return "adjective" if first in self._describing else "noun"

    def _others(self, answer: str, page_text: str) -> Iterable[str]:
        """Glossary terms of the answer's kind in an order that depends on the answer only, least related first."""
        entry = self._glossary.entry(answer)
        if entry is None or not entry.kind or spelling.key(entry.term) != spelling.key(answer):
            return ()  # an inflected answer would stand beside dictionary forms
        about = _meaning_words(entry.meaning)
        on_page = {match.entry.term for match in self._glossary.find(page_text)}
        text = spelling.key(page_text)
        candidates = [
            other
            for other in self._by_kind.get(entry.kind, ())
            if other.term not in on_page
            and spelling.key(other.term) not in text
            and answer.casefold() not in other.meaning.casefold()
        ]
        candidates.sort(
            key=lambda other: (
                bool(about & _meaning_words(other.meaning)),
                len(other.term.split()) != len(answer.split()),
                _order(answer, other.term),
            )
        )
        return (other.term for other in candidates)


def _within(one: str, other: str) -> bool:
    """Whether one of two terms holds the other (a delta is ব-দ্বীপ in Bengali, an island দ্বীপ): both may fit then."""
    first, second = spelling.key(one), spelling.key(other)
    return first in second or second in first


def _suits(article: str, term: str) -> bool:
    """Whether a term is surely spoken with the article; of a unit, an uncle and an hour nothing is sure."""
    first = term[:1].casefold()
    return first in "aeio" if article == "an" else first not in "aeiouh"


def _says_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether most of what the shorter text says stands in the other in the same order: synonyms share a meaning.

    The order tells the change of a liquid into vapour from that of vapour into a liquid.
    """
    shorter = min(len(one), len(other))
    if not shorter:
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _MOSTLY * shorter


def same_shape(one: str, other: str, language: str) -> bool:
    """Whether two terms look alike: capitals, plural, number of words, length."""
    if one[:1].isupper() != other[:1].isupper() or one.isupper() != other.isupper():
        return False
    if language == "en" and _plural(one) != _plural(other):
        return False
    words = len(one.split()), len(other.split())
    return abs(words[0] - words[1]) <= 1 and max(len(one), len(other)) <= 3 * min(len(one), len(other))


def _plural(term: str) -> bool:
    return term.endswith("s") and not term.endswith(("ss", "us", "is"))


def _meaning_words(meaning: str) -> set[str]:
    return {word.casefold() for word in meaning.split() if len(word) > 4}


def _order(answer: str, term: str) -> bytes:
    return hashlib.sha256(f"{answer}\n{term}".encode()).digest()
