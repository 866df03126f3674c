"""Sentences that tell what somebody is called ("all children call Rita sister"): they tell no word's meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.phrasebook import Phrasebook

_CROWD_REACH = 3  # words at the start in which a crowd is the subject ("the people of the village")
_FEWEST_TOLD = 3  # words of what a crowd calls so; fewer may be anybody's name
_KIND_REACH = 3  # words behind "X is that" in which "girl" stands
_RELATIVE_STARTS = tuple("जযਜજଯ")
_NONE = ("\0",)  # no word ends so


class Gossip:
    """Tells such sentences in one Indian language, whose verb stands last and the term before it.

    Args:
        phrases: The language's phrasebook.
    """

    def __init__(self, phrases: Phrasebook) -> None:
        self._patterns = phrases.definitions
        blockers = {word for word in phrases.clauses.blockers if word.startswith(_RELATIVE_STARTS)}
        self._relatives = phrases.definitions.relatives | blockers
        self._postpositions = phrases.forms.postpositions
        self._marks = {mark for named in phrases.definitions.named for mark in named.marks}

    def calls_somebody(self, cores: Sequence[str], start: int, *, school: bool) -> bool:
        """Whether the sentence says what somebody is called.

        Args:
            cores: The words of the sentence.
            start: Where the term starts; before it stands whoever is called so, with the mark of the object.
            school: Whether the term is one of a school subject.
        """
        patterns, called = self._patterns, self._last(cores, start)
        if cores[start] in patterns.crowds or called & patterns.persons:
            return True  # "Gandhi people call father", "people call me lazy"
        crowd = max((at for at, core in enumerate(cores[:_CROWD_REACH]) if core in patterns.crowds), default=-1)
        if school or not 0 <= crowd < start - 1 or called & patterns.things:
            return False
        if cores[crowd + 1] in self._postpositions:
            return False  # "the milk of the mother one calls ..."
        told = cores[crowd + 1 : start]
        return self._relatives.isdisjoint(cores[:start]) and not self._is_told(told)

    def _last(self, cores: Sequence[str], start: int) -> set[str]:
        """The last word, and the last two, before the term: "उसे", "ਉਸ ਨੂੰ"."""
        return {" ".join(cores[max(0, start - size) : start]) for size in (1, 2)}

    def _is_told(self, told: Sequence[str]) -> bool:
        """Whether what is called so is told by more than a name: "the place to keep grain", "cutting the crop"."""
        last = len(told) - 1 - (told[-1] in self._marks)
        if last < 1:
            return False
        doing = told[last].endswith(self._patterns.doing or _NONE)
        return doing or last + 1 >= _FEWEST_TOLD

    def is_somebody(self, behind: Sequence[str], *, known: bool) -> bool:
        """Whether the words behind "X is that" say that X is somebody ("girl who won the race").

        Args:
            behind: Those words.
            known: Whether the glossary has X.
        """
        patterns, near = self._patterns, set(behind[:_KIND_REACH])
        if not known and near & patterns.characters:
            return True
        return bool(near & patterns.people and near & patterns.doers)  # "the man who (once) won"
