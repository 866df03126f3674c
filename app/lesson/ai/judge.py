"""Decides which sentences of a model stand in the lesson; for the others the rules' own stand.

A sentence is taken only where every test passes: the facts of the page's sentence are all there, it is written in the
language and with the signs of the page, it is neither longer nor harder, it keeps the school's terms, it is about the
same things, and it has no new word that is neither on the page nor in the shipped word lists. No test knows what words
mean: an everyday word put in the place of its opposite ("clean", "dirty") passes, which is why a person reviews.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.checks import fact_lock
from app.config.paths import resources
from app.domain import languages, sentences
from app.domain.lessons import SentencePair
from app.lesson.ai.answers import Judged, JudgeRequest, read_answer
from app.lesson.rules import phrasebook, spelling
from app.lesson.rules.glossary import GENERAL, Glossary, load_glossary
from app.lesson.rules.tokens import stop_of
from app.library.document_worker.look_alikes import known_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_LONGER, _SHORTER = 1.25, 0.6
_KEPT = 0.4  # share of the content words of the page's sentence that stays
_FUNCTION_WORDS = 150  # most frequent words of a language, which say nothing of what a sentence is about
_PLAIN_SIGNS = frozenset(".,;:?!'’-–।॥ \u200c\u200d")
_FEWEST_SHARED, _SHARED = 3, 0.7  # letters and share of the longer word that two forms of a word begin with
_WORDS_PER_NEW_SENTENCE, _WORDS_PER_NEW_SENTENCE_DRAVIDIAN = 9, 6  # as the rules' own
_DRAVIDIAN, _SHARED_DRAVIDIAN = frozenset({"ta", "te", "kn", "ml"}), 0.5  # their endings are long


def judge(request: JudgeRequest) -> Judged:
    """Take the sentences that pass."""
    return _judge_of(request.language).judge(request)


@dataclass(frozen=True, slots=True)
class _Ease:
    """What makes a text hard."""

    words: int
    sentences: int
    rare: int

    @property
    def rare_share(self) -> float:
        return self.rare / self.words if self.words else 0.0

    def is_harder_than(self, other: _Ease, allowance: int) -> bool:
        """Whether it has longer sentences or more rare words, or makes the sentences of the whole page longer.

        That is so where it has fewer sentences, or one more brings more words than a short sentence has (`allowance`).
        """
        more = self.sentences - other.sentences
        longer = self.words * other.sentences > other.words * self.sentences
        return longer or more < 0 or self.words - other.words > allowance * more or self.rare > other.rare


class Judge:
    """Judges sentences of one language.

    Args:
        glossary: Terms and everyday words.
        known: Words that are not invented wherever they stand.
    """

    def __init__(self, glossary: Glossary, known: Callable[[str], bool]) -> None:
        self._glossary = glossary
        self._language = glossary.language
        self._known = known
        self._shared = _SHARED_DRAVIDIAN if self._language in _DRAVIDIAN else _SHARED

    def judge(self, request: JudgeRequest) -> Judged:
        """Each sentence by itself, then all together: the passage must not measure harder than the rules' own."""
        said: dict[int, str] = {}
        asked: set[int] = set()
        for answer in request.answers:
            said |= read_answer(answer)
            asked.update(answer.asked)
        page = self._words("\n".join((request.before, *(pair.source for pair in request.pairs))))
        refused = [
            self._why_not(pair, said.get(place, ""), page) if place in asked else "unasked"
            for place, pair in enumerate(request.pairs)
        ]
        pairs = [
            pair if why else self._taken(pair, said[place])
            for place, (pair, why) in enumerate(zip(request.pairs, refused, strict=True))
        ]
        self._not_harder_together(request.pairs, pairs, refused)
        return Judged(tuple(pairs), tuple(refused))

    def _why_not(self, pair: SentencePair, said: str, page: Collection[str]) -> str:
        """The first test that a sentence fails."""
        if not said:
            return "unanswered"
        if _squeezed(said) in (_squeezed(pair.source), _squeezed(" ".join(pair.results))):
            return "unchanged"
        tests: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("script", lambda: self._is_in_other_script(pair.source, said)),
            ("signs", lambda: _has_odd_signs(pair.source, said)),
            ("facts", lambda: bool(fact_lock.compare(pair.source, said, language=self._language))),
            ("longer", lambda: self._outgrows(pair.source, said)),
            ("astray", lambda: self._goes_astray(pair, said)),
            ("shorter", lambda: self._leaves_out(pair.source, said)),
            ("terms", lambda: not self._terms(pair.source) <= self._terms(said)),
            ("invented", lambda: self._invents(said, page)),
            ("harder", lambda: self._is_harder(pair, said)),
        )
        return next((why for why, fails in tests if fails()), "")

    def _is_harder(self, pair: SentencePair, said: str) -> bool:
        """Whether it is harder than what the rules made of the sentence, explanations aside."""
        notes = _notes(pair)
        own = replace(pair, results=tuple(result for result in pair.results if result not in notes))
        allowance = _WORDS_PER_NEW_SENTENCE_DRAVIDIAN if self._language in _DRAVIDIAN else _WORDS_PER_NEW_SENTENCE
        return self._ease(replace(pair, results=(said,))).is_harder_than(self._ease(own), allowance)

    def _taken(self, pair: SentencePair, said: str) -> SentencePair:
        """The model's sentence, with the rules' explanations of terms that still stand in it."""
        there = {match.entry for match in self._glossary.find(said)}
        kept = [note for note in _notes(pair) if there & {match.entry for match in self._glossary.find(note)}]
        return SentencePair(pair.source, (*sentences.split(said, self._language), *kept))

    def _not_harder_together(
        self, rules: Sequence[SentencePair], pairs: list[SentencePair], refused: list[str]
    ) -> None:
        """Give sentences back, those with most rare words first, until the share of rare words is not above the rules'.

        Fewer words with the same rare ones among them are no easier text.
        """
        most = self._ease(*rules).rare_share
        while self._ease(*pairs).rare_share > most:
            taken = [place for place, why in enumerate(refused) if not why]
            if not taken:  # as the rules made it
                return
            worst = max(
                taken, key=lambda place: self._ease(pairs[place]).rare_share - self._ease(rules[place]).rare_share
            )
            pairs[worst], refused[worst] = rules[worst], "harder"

    def _ease(self, *pairs: SentencePair) -> _Ease:
        text = " ".join(result for pair in pairs for result in pair.results)
        found = sentences.words(text, self._language)
        rare = sum(map(self._glossary.is_rare, found))
        return _Ease(len(found), len(sentences.split(text, self._language)), rare)

    def _is_in_other_script(self, source: str, said: str) -> bool:
        """Whether a word that the page's sentence does not have is in another script."""
        first, last = languages.by_code(self._language).block
        there = self._words(source)
        return any(
            character.isalpha() and not first <= ord(character) <= last
            for word in self._words(said) - there
            for character in word
        )

    def _outgrows(self, source: str, said: str) -> bool:
        words = len(sentences.words(said, self._language)), len(sentences.words(source, self._language))
        return words[0] > _LONGER * words[1] or len(said) > _LONGER * len(source)

    def _leaves_out(self, source: str, said: str) -> bool:
        if len(sentences.words(said, self._language)) < _SHORTER * len(sentences.words(source, self._language)):
            return True
        there, content = self._words(said), self._content(source)
        return sum(self._is_among(word, there) for word in content) < _KEPT * len(content)

    def _terms(self, text: str) -> set[str]:
        return {match.entry.term for match in self._glossary.find(text) if match.entry.subject != GENERAL}

    def _goes_astray(self, pair: SentencePair, said: str) -> bool:
        """Whether most of what it speaks of is neither in the page's sentence nor in the rules' easier words."""
        own = self._words(" ".join((pair.source, *pair.results)))
        content = self._content(said)
        return 2 * sum(not self._is_among(word, own) for word in content) > len(content)

    def _invents(self, said: str, page: Collection[str]) -> bool:
        return any(not (self._known(word) or self._is_among(word, page)) for word in self._words(said))

    def _is_among(self, word: str, others: Collection[str]) -> bool:
        """Whether it is one of them in the same or another form or spelling."""
        return word in others or any(self._are_forms(word, other) for other in others)

    def _are_forms(self, one: str, other: str) -> bool:
        if spelling.key(one) == spelling.key(other):
            return True
        shorter = min(len(one), len(other))
        alike = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), shorter)
        return alike >= _FEWEST_SHARED and alike >= self._shared * max(len(one), len(other))

    def _content(self, text: str) -> set[str]:
        words = self._words(text)
        return {
            word for word in words if (rank := self._glossary.rank(word)) is None or rank >= _FUNCTION_WORDS
        } or words

    def _words(self, text: str) -> set[str]:
        return {word.casefold() for word in sentences.words(text, self._language)}


def _notes(pair: SentencePair) -> tuple[str, ...]:
    """The explanations that the rules put behind a sentence."""
    return () if pair.source.startswith("(") else tuple(one for one in pair.results if one.startswith("("))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _has_odd_signs(source: str, said: str) -> bool:
    """Whether it holds a sign that is not the page's (a star, a bracket, an arrow), or ends otherwise than it."""
    if stop_of(said) != stop_of(source):
        return True
    return any(
        unicodedata.category(character)[0] not in "LMN" and character not in _PLAIN_SIGNS and character not in source
        for character in said
    )


@lru_cache(maxsize=2)
def _judge_of(language: str) -> Judge:
    """One for a language in each worker process: its word lists are read once."""
    phrases = phrasebook.load(resources() / "lesson" / f"{language}.toml")
    glossary = load_glossary(resources() / "glossaries", language, phrases.forms.endings)
    listed = {spelling.key(word.casefold()) for word in known_words(language)}

    def known(word: str) -> bool:
        return spelling.key(word) in listed or (glossary.has_frequencies and not glossary.is_rare(word))

    return Judge(glossary, known)
