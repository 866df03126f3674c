"""Decides which sentences of a model stand in the lesson; for the others the rules' own stand.

A sentence is taken only where every test passes: the facts of the page's sentence are all there, it is written in the
language and with the signs of the page, it is neither longer nor harder, it keeps the school's terms, it is about the
same things, and it has no new word that is neither on the page nor in the shipped word lists. No test knows what words
mean: an everyday word put in the place of its opposite ("clean", "dirty") passes, which is why a person reviews.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.checks import fact_lock
from app.domain import sentences
from app.domain.lessons import SentencePair
from app.lesson.ai.answers import Judged, JudgeRequest, read_answer
from app.lesson.ai.vocabulary import DRAVIDIAN, Vocabulary, has_odd_signs, vocabulary_of
from app.lesson.rules.tokens import stop_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_LONGER, _SHORTER = 1.25, 0.6
_KEPT = 0.4  # share of the content words of the page's sentence that stays
_WORDS_PER_NEW_SENTENCE, _WORDS_PER_NEW_SENTENCE_DRAVIDIAN = 9, 6  # as the rules' own


def judge(request: JudgeRequest) -> Judged:
    """Take the sentences that pass."""
    return Judge(vocabulary_of(request.language)).judge(request)


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
        vocabulary: Its words.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._glossary = vocabulary.glossary
        self._language = vocabulary.language

    def judge(self, request: JudgeRequest) -> Judged:
        """Each sentence by itself, then all together: the passage must not measure harder than the rules' own."""
        said: dict[int, str] = {}
        asked: set[int] = set()
        for answer in request.answers:
            said |= read_answer(answer)
            asked.update(answer.asked)
        page = self._words.words("\n".join((request.before, *(pair.source for pair in request.pairs))))
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
            ("script", lambda: self._words.is_in_other_script(said, pair.source)),
            ("signs", lambda: _has_odd_signs(pair.source, said)),
            ("facts", lambda: bool(fact_lock.compare(pair.source, said, language=self._language))),
            ("longer", lambda: self._outgrows(pair.source, said)),
            ("astray", lambda: self._goes_astray(pair, said)),
            ("shorter", lambda: self._leaves_out(pair.source, said)),
            ("terms", lambda: not self._words.terms(pair.source) <= self._words.terms(said)),
            ("invented", lambda: self._words.invents(said, page)),
            ("harder", lambda: self._is_harder(pair, said)),
        )
        return next((why for why, fails in tests if fails()), "")

    def _is_harder(self, pair: SentencePair, said: str) -> bool:
        """Whether it is harder than what the rules made of the sentence, explanations aside."""
        notes = _notes(pair)
        own = replace(pair, results=tuple(result for result in pair.results if result not in notes))
        allowance = _WORDS_PER_NEW_SENTENCE_DRAVIDIAN if self._language in DRAVIDIAN else _WORDS_PER_NEW_SENTENCE
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

    def _outgrows(self, source: str, said: str) -> bool:
        words = len(sentences.words(said, self._language)), len(sentences.words(source, self._language))
        return words[0] > _LONGER * words[1] or len(said) > _LONGER * len(source)

    def _leaves_out(self, source: str, said: str) -> bool:
        if len(sentences.words(said, self._language)) < _SHORTER * len(sentences.words(source, self._language)):
            return True
        there, content = self._words.words(said), self._words.content(source)
        return sum(self._words.is_among(word, there) for word in content) < _KEPT * len(content)

    def _goes_astray(self, pair: SentencePair, said: str) -> bool:
        """Whether most of what it speaks of is neither in the page's sentence nor in the rules' easier words."""
        own = self._words.words(" ".join((pair.source, *pair.results)))
        content = self._words.content(said)
        return 2 * sum(not self._words.is_among(word, own) for word in content) > len(content)


def _notes(pair: SentencePair) -> tuple[str, ...]:
    """The explanations that the rules put behind a sentence."""
    return () if pair.source.startswith("(") else tuple(one for one in pair.results if one.startswith("("))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _has_odd_signs(source: str, said: str) -> bool:
    """Whether it holds a sign that is not the page's (a star, a bracket, an arrow), or ends otherwise than it."""
    return stop_of(said) != stop_of(source) or has_odd_signs(said, source)
