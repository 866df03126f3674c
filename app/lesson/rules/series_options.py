"""Choice questions about members of a closed series: number words, months, days of the week.

"He had ____ daughters": the other members of the series are surely of the answer's kind, and the page tells one only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.lesson.rules.number_limits import NumberLimits
from app.lesson.rules.tokens import overlaps, protected_spans, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from app.lesson.rules.phrasebook import Phrasebook, Series
    from app.lesson.rules.tokens import Token

_OPTIONS = 4
_NEAR = 2  # tokens on either side in which no other number may stand
_FIRST_COUNT = 2  # "one" shows in the words beside it


@dataclass(frozen=True, slots=True)
class Member:
    """A word of a series in a sentence at [start, end), with the four options in the order of the series."""

    start: int
    end: int
    word: str
    options: tuple[str, ...]


class SeriesOptions:
    """Finds such words and their options in one language.

    Args:
        phrases: The language's phrasebook.
        language: ISO 639-1 code.
    """

    def __init__(self, phrases: Phrasebook, language: str) -> None:
        self._series = phrases.series
        self._forms = phrases.forms
        self._limits = NumberLimits(phrases.forms)
        self._language = language
        self._numbers = {word.casefold() for series in phrases.series if series.step for word in series.words}

    def find(self, sentence: str, page_words: Collection[str], numbers: Collection[Decimal]) -> tuple[Member, ...]:
        """The words of the sentence that may be asked for.

        Args:
            sentence: The sentence; it tells no range and denies nothing.
            page_words: All words of the page, casefolded: none of them becomes a wrong answer.
            numbers: The page's numbers in figures.
        """
        found = tokens(sentence)
        guarded = protected_spans(sentence)
        members: list[Member] = []
        for series in self._series:
            places = [at for at, token in enumerate(found) if self._place(series, token) is not None]
            if len(places) != 1 or not self._may_ask(series, sentence, found, places[0]):
                continue
            token = found[places[0]]
            start = token.start + token.text.casefold().index(token.core)
            end = start + len(token.core)
            options = self._options(series, sentence, token, page_words, numbers)
            if options and not overlaps(start, end, guarded):
                members.append(Member(start, end, sentence[start:end], options))
        return tuple(members)

    def _place(self, series: Series, token: Token) -> int | None:
        """Place of the token's word in the series."""
        word = token.text[token.text.casefold().index(token.core) :][: len(token.core)] if token.core else ""
        if series.capitals and word[:1] != word[:1].upper():
            return None  # "may", "march"
        return next((at for at, each in enumerate(series.words) if each.casefold() == token.core), None)

    def _may_ask(self, series: Series, sentence: str, found: Sequence[Token], at: int) -> bool:
        """Whether no other member would do as well, and none is half of a longer expression."""
        if not series.apart.isdisjoint(token.core for token in found):
            return False
        if found[at].core in series.unsure or (series.capitals and at == 0):
            return False
        near = [token.core for token in (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])]
        if not series.beside.isdisjoint(near) or (at and found[at - 1].core in self._forms.page_words):
            return False
        if series.step:
            around = (*found[max(0, at - _NEAR) : at], *found[at + 1 : at + 1 + _NEAR])
            if at + 1 == len(found) or any(any(c.isdigit() for c in token.core) for token in around):
                return False
            if any(token.core in self._numbers for token in (*found[:at], *found[at + 1 :])):
                return False
        span = found[at].start, found[at].end
        return not (self._limits.bounds(sentence, *span, others=False) or self._limits.is_rough(sentence, *span))

    def _options(
        self,
        series: Series,
        sentence: str,
        token: Token,
        page_words: Collection[str],
        numbers: Collection[Decimal],
    ) -> tuple[str, ...]:
        place = self._place(series, token) or 0
        free = [
            at
            for at, word in enumerate(series.words)
            if at == place
            or not (word.casefold() in page_words or (series.step and (at + _FIRST_COUNT) * series.step in numbers))
        ]
        middle = free.index(place)
        below = hashlib.sha256(sentence.encode()).digest()[0] % _OPTIONS
        first = max(0, min(middle - below, len(free) - _OPTIONS))
        chosen = free[first : first + _OPTIONS]
        if len(chosen) < _OPTIONS or place not in chosen:
            return ()
        capital = token.text[token.text.casefold().index(token.core) :][:1].isupper()
        return tuple(_like(series.words[at], capital=capital) for at in chosen)


def _like(word: str, *, capital: bool) -> str:
    return word[:1].upper() + word[1:] if capital else word
