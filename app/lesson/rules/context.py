"""Whether a sentence can be understood without the sentences before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.lesson.rules.english_verbs import PREPOSITIONS
from app.lesson.rules.tokens import tokens, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.phrasebook import Phrasebook

_ENGLISH_POINTERS = word_set("this that these those it its he she his her him they them such")
_DEMONSTRATIVES = word_set("this these those")
_PARTICIPLE_FIRST = frozenset({"ta", "te", "kn", "ml"})
_HONOURING = frozenset({"mr"})  # names are followed by a pronoun of respect (हार्वे यांनी)
_CLAUSE_REACH = 10
_CORRELATIVES = word_set(
    "वह वे उस उन उसे उन्हें ऐसा ऐसी ऐसे तो ती ते त्या असा अशी असे এমন সেই সে তা এরূপ ਉਹ ਉਸ ਉਨ੍ਹਾਂ ਅਜਿਹਾ ਅਜਿਹੀ ਅਜਿਹੇ તે એવું એવી એવો"
    " એવા તેવું તેવી તેવા ସେ ସେହି ଏପରି ଏଭଳି"
)
"""Pointers that a relative clause of the same sentence takes up ("X is that plant which ...")."""
_CONDITIONALS = word_set(
    "जब यदि जबकि यद्यपि जैसे जितना जितनी जितने ज्यों जर जेव्हा जरी जणू जसे जशी जसा जितका जितके যদি যখন যেমন যত যেন যেহেতু যদিও"
    " ਜੇ ਜੇਕਰ ਜਦੋਂ ਜਦ ਜਿਵੇਂ ਜਦਕਿ ਜਿੰਨਾ ਜਿੰਨੀ ਜਿੰਨੇ જો જ્યારે જેમ જેથી જાણે જોકે જેટલું જેટલા જેટલી ଯଦି ଯେତେବେଳେ ଯେପରି ଯେତେ ଯଦିଓ ଯେହେତୁ"
)
"""Words that begin like a relative pronoun and are none: "when he ..." says nothing of who he is."""
_RELATIVE_REACH = 6  # words between a pronoun and the relative clause that says what it stands for
_ENGLISH_RELATIVES = word_set("which who whose that")
_RELATIVE_STARTS = tuple("जযਜજଯ")
_POINTER_REACH = 4  # words at the start of a sentence in which a pronoun points out of it


class ContextFinder:
    """Finds words that point out of their sentence, in one language.

    Args:
        phrases: The language's phrasebook.
        language: ISO 639-1 code.
    """

    def __init__(self, phrases: Phrasebook, language: str) -> None:
        self._patterns = phrases.definitions
        self._clauses = phrases.clauses
        self._language = language
        self._joins = frozenset(word for join in phrases.clauses.joins for each in join.words for word in each.split())
        self._demonstratives = self._patterns.pointing - self._joins

    def points_back(self, sentence: str) -> bool:
        """Whether the sentence cannot be understood without the one before it."""
        cores = [token.core for token in tokens(sentence[:80]) if token.core][:2]
        if not cores or self.is_part(sentence):
            return True
        if cores[0] in self._patterns.pointing:
            return not self._is_told_at_once(sentence)
        if self._patterns.pointing_starts and cores[0].startswith(self._patterns.pointing_starts):
            return True
        return (
            self._language == "en" and cores[0] in PREPOSITIONS and cores[1:2] != [] and cores[1] in _ENGLISH_POINTERS
        )

    def _is_told_at_once(self, sentence: str) -> bool:
        """Whether a relative clause right behind the first word says what it stands for ("That line which ...").

        A verb between says that it stands for something told before ("He wrote books which ...").
        """
        first, *rest = tokens(sentence)
        if self._language == "en":
            near = [token.core for token in rest[:_RELATIVE_REACH]]
            return first.core == "those" and not _ENGLISH_RELATIVES.isdisjoint(near[:3])
        if first.core not in _CORRELATIVES or first.ends_with_comma:
            return False
        for token in rest[:_RELATIVE_REACH]:
            if token.core not in _CONDITIONALS and self._has_relative((token.core,)):
                return True
            if token.ends_with_comma or self._clauses.ends_in_verb(token.core, loose=True):
                return False
        return False

    def is_part(self, sentence: str) -> bool:
        """Whether the sentence begins with a part of something that it does not name ("The upper chambers ...")."""
        cores = [token.core for token in tokens(sentence[:80]) if token.core][:2]
        return bool(cores) and cores[cores[0] == "the" and len(cores) > 1] in self._patterns.parts

    def _points_out(self, cores: Sequence[str], reach: int) -> bool:
        """Whether a pronoun among the first words has nothing in the sentence to stand for."""
        return any(
            core in self._demonstratives and not (at and core in _CORRELATIVES and self._has_relative(cores[at + 1 :]))
            for at, core in enumerate(cores[:reach])
        )

    def _has_relative(self, cores: Sequence[str]) -> bool:
        return any(core in self._clauses.blockers and core.startswith(_RELATIVE_STARTS) for core in cores)

    def leans_on_context(self, sentence: str) -> bool:
        """Whether the sentence names something that only the sentences before it tell."""
        if self.points_back(sentence):
            return True
        cores = [token.core for token in tokens(sentence)]
        if self._language == "en":
            pointers = _ENGLISH_POINTERS.intersection(cores[:6]) - {"that"}  # "a survey found that ..."
            after = {word for word, before in zip(cores[1:6], cores[:5], strict=False) if before in PREPOSITIONS}
            return bool(pointers) or "that" in after or not (_DEMONSTRATIVES | {"here"}).isdisjoint(cores)
        near_only = self._language in _PARTICIPLE_FIRST | _HONOURING or not self._clauses.blockers.isdisjoint(cores)
        reach = _POINTER_REACH if near_only else self._first_clause(sentence)
        return self._points_out(cores, reach)

    def _first_clause(self, sentence: str) -> int:
        """How many words stand before the first comma or conjunction: a pronoun among them has no noun before it."""
        found = tokens(sentence)
        ends = (at + 1 for at, token in enumerate(found) if token.ends_with_comma or token.core in self._joins)
        return max(_POINTER_REACH, min(next(ends, len(found)), _CLAUSE_REACH))

    def lacks_context(self, sentence: str) -> bool:
        """Whether a defining sentence means things told before ("these dunes are called ...").

        Less strict than `leans_on_context`: pronouns that take up a relative clause of the sentence itself ("what ...,
        that is called") or, in the Dravidian languages, stand behind a participle, point nowhere else.
        """
        if self.points_back(sentence):
            return True
        cores = [token.core for token in tokens(sentence)]
        if self._language == "en":
            return not _DEMONSTRATIVES.isdisjoint(cores[cores[0] == "those" :])
        if self._language in _PARTICIPLE_FIRST:
            return False
        return self._points_out(cores, _POINTER_REACH) and self._clauses.blockers.isdisjoint(cores[:_POINTER_REACH])
