"""Words that stay because they are part of a compound, a term, a name or a fixed phrase.

"Monarch butterflies" are no rulers and "essential oils" no necessary ones: inside such a phrase a word has a sense of
its own, so it is neither replaced nor explained. The phrases are data (``[substitution]`` of the phrasebook); what the
shape of an English noun phrase tells is told here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.sentences import word_spans
from app.lesson.rules.english_verbs import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    NOMINATIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
)
from app.lesson.rules.tokens import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.glossary import Match
    from app.lesson.rules.phrasebook import Phrasebook, SubstitutionRules

_REACH = 8  # words behind a verb in which what it needs must stand
_AROUND = 120  # characters on either side of a word that are looked at
_GAP = 5  # words that ".." of a phrase stands for at most
_LITTLE = (
    (PREPOSITIONS | AUXILIARIES | DETERMINERS | NOMINATIVES | RELATIVES | SUBORDINATORS | ADVERBS)
    | word_set("and or but nor so yet than not them him me us her its it their there here to when where while because")
    | word_set("if as too then now today again away up down out off back together once also only both either")
)
_ANY = frozenset({".."})
_BEFORE_NOUNS = (DETERMINERS | PREPOSITIONS) - word_set("to by")


class Collocations:
    """Tells whether a word of a sentence belongs to something larger, in one language.

    Args:
        phrases: The language's phrasebook.
        language: ISO 639-1 code.
    """

    def __init__(self, phrases: Phrasebook, language: str) -> None:
        self._rules: SubstitutionRules = phrases.substitution
        self._english = language == "en"
        self._postpositions = phrases.forms.postpositions
        self._clauses = phrases.clauses
        self._kept = tuple(
            tuple(frozenset(part.split("|")) for part in phrase.split()) for phrase in phrases.substitution.kept
        )
        plain = (
            [part for part in phrase if not any("*" in word or word == ".." for word in part)] for phrase in self._kept
        )
        self._firm = tuple(min(parts, key=len, default=None) for parts in plain)  # a quick look before the long one
        self._little = _LITTLE if self._english else self._postpositions | phrases.substitution.behind_nouns

    def keeps(self, sentence: str, match: Match) -> bool:
        """Whether the match has no sense of its own there: nothing may be put in its place or said of it."""
        found = _Words(sentence, match)
        return self._in_phrase(found) or (self._english and _in_english_compound(found))

    def bars(self, sentence: str, match: Match) -> bool:
        """Whether the match may not be replaced there, although it has its own sense."""
        found = _Words(sentence, match)
        needed = self._rules.needs.get(match.entry.term)
        if needed and not set(needed).intersection(found.words[found.last : found.last + _REACH]):
            return True
        if match.entry.term in self._rules.heads and not self._ends_phrase(found):
            return True
        return self._english and _is_participle_before_noun(found)

    def _in_phrase(self, found: _Words) -> bool:
        told = set(found.words)
        for phrase, firm in zip(self._kept, self._firm, strict=True):
            if firm is not None and firm.isdisjoint(told):
                continue
            reach = len(phrase) + _GAP * (_ANY in phrase)
            for start in range(max(0, found.first - reach + 1), found.last):
                if self._end_of(phrase, found.words, start) > found.first:
                    return True
        return False

    def _end_of(self, phrase: Sequence[frozenset[str]], text: Sequence[str], start: int) -> int:
        """Behind the last word of the phrase that begins at `start`; -1 where it does not stand there."""
        at = start
        for place, part in enumerate(phrase):
            if part == _ANY:
                following = phrase[place + 1]
                ends = (to for to in range(at, min(at + _GAP + 1, len(text))) if self._is(text[to], following))
                at = next(ends, len(text))
            elif at < len(text) and self._is(text[at], part):
                at += 1
            else:
                return -1
        return at

    def _is(self, word: str, choices: frozenset[str]) -> bool:
        if word in choices or ("*" in choices and word not in self._little):
            return True
        return any(choice[-1] == "*" != choice and word.startswith(choice[:-1]) for choice in choices)

    def _ends_phrase(self, found: _Words) -> bool:
        """Whether what follows the noun is no other noun: a postposition, a verb, a conjunction or a stop."""
        following = found.next()
        if not following or following in self._postpositions or following in self._rules.behind_nouns:
            return True
        return self._clauses.ends_in_verb(following, loose=True) or following.endswith(self._rules.verb_endings)


class _Words:
    """The words around a match, and which of them it is: [first, last)."""

    def __init__(self, sentence: str, match: Match) -> None:
        skipped = max(0, match.start - _AROUND)
        start, end = match.start - skipped, match.end - skipped
        self.sentence = sentence[skipped : match.end + _AROUND]
        self.match = match
        self.text = self.sentence[start:end]
        self.spans = word_spans(self.sentence)
        self.words = [self.sentence[first:last].casefold() for first, last in self.spans]
        inside = [at for at, span in enumerate(self.spans) if start < span[1] and span[0] < end]
        self.first, self.last = (inside[0], inside[-1] + 1) if inside else (0, 0)

    def next(self) -> str:
        """The word right behind the match; empty where a mark stands between, or nothing follows."""
        if (
            self.last >= len(self.words)
            or self.sentence[self.spans[self.last - 1][1] : self.spans[self.last][0]].strip()
        ):
            return ""
        return self.words[self.last]

    def previous(self) -> str:
        """The word right before the match; empty where a mark stands between, or the match comes first."""
        return self.words[self.first - 1] if self._adjoins(self.first) else ""

    def _adjoins(self, at: int) -> bool:
        """Whether nothing but blanks stands between word `at` and the one before it."""
        if not 0 < at < len(self.words):
            return False
        return not self.sentence[self.spans[at - 1][1] : self.spans[at][0]].strip()


def _in_english_compound(found: _Words) -> bool:
    """Whether an English noun stands before another noun, or a capital says that a name goes on.

    "Companion planting", "component part", "Essential Commodities Act".
    """
    following, match = found.next(), found.match
    if not following:
        return False
    name = found.sentence[found.spans[found.last][0]].isupper() and following not in _LITTLE
    if found.text[:1].isupper() and name:
        return True
    return _is_noun(match) and match.exact and following not in _LITTLE and not following.endswith(("ed", "ly"))


def _is_noun(match: Match) -> bool:
    """Whether an entry is a noun that can be counted: its one other form is its plural."""
    forms = match.entry.forms
    return bool(match.entry.easier) and len(forms) == 1 and forms[0][0].endswith("s")


def _is_participle_before_noun(found: _Words) -> bool:
    """Whether a verb's -ed or -ing form tells of the noun behind it: "the acquired traits", "Governing bodies"."""
    following, word = found.next(), found.words[found.last - 1] if found.last else ""
    if len(found.match.entry.forms) < 2 or not word.endswith(("ed", "ing")) or not following or following in _LITTLE:
        return False
    before = found.previous()
    if not before or before in DETERMINERS:
        return True
    return word.endswith("ed") and before in _BEFORE_NOUNS
