"""Splits long sentences of the ten Indian languages, all of which put the verb at the end of the clause.

So a clause ends where a conjunction follows a finite verb. Where that cannot be told for sure the sentence stays
whole: a long sentence is better than a broken one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.lesson.rules.phrasebook import Join
from app.lesson.rules.tokens import Token, balanced, has_quotation, is_overlong, stop_of, tokens

if TYPE_CHECKING:
    from app.lesson.rules.phrasebook import Clauses, Phrasebook

_FEWEST_WORDS = 3  # on either side of a split
_FEWEST_AFTER_COMMA = 4  # the same where the last word is no verb we know
_LONG_BY = 3  # words above the limit from which "and" may start a sentence at the easiest level
_LONG_CLAUSE = 4
_AGENT_REACH = 4  # words at the start of a clause in which the mark of its agent must stand


@dataclass(frozen=True, slots=True)
class _Cut:
    at: int  # first token of the conjunction
    after: int  # first token behind it
    join: Join | None  # None for a semicolon
    keep: bool


class ClauseSplitter:
    """Splits sentences of one verb-final language.

    Args:
        phrases: The language's phrasebook.
    """

    def __init__(self, phrases: Phrasebook) -> None:
        self._rules: Clauses = phrases.clauses
        self._stop = phrases.stop
        self._joins = tuple(
            (tuple(spelling.split()), join) for join in phrases.clauses.joins for spelling in join.words
        )

    def split(self, sentence: str, *, most_words: int, thorough: bool, keep_and: bool = False) -> tuple[str, ...]:
        """The sentence as one or more sentences that say the same.

        Args:
            sentence: One sentence with its end mark.
            most_words: A sentence of at most this many words stays as it is.
            thorough: Whether a sentence may start with "and" where the second clause's subject is not a pronoun.
            keep_and: Whether "and" is kept also where it could be left out.
        """
        stop = stop_of(sentence)
        if is_overlong(sentence) or "?" in stop or "!" in stop or has_quotation(sentence) or ":" in sentence:
            return (sentence,)
        done: list[str] = []
        rest = sentence
        while True:
            parts = self._split_once(rest, stop, most_words, thorough=thorough, keep_and=keep_and)
            if parts is None:
                return (*done, rest)
            left, rest, more = parts
            done.append(left)
            if not more:
                return (*done, rest)

    def statement_with_reason(self, sentence: str) -> str | None:
        """The part before "because" as a sentence of its own; None where it cannot stand alone."""
        if is_overlong(sentence):
            return None
        found = tokens(sentence)
        if len(found) <= 2 * _FEWEST_WORDS or has_quotation(sentence) or not self._ends_clause(found, len(found) - 1):
            return None
        for at in range(_FEWEST_WORDS, len(found) - _FEWEST_WORDS):
            if found[at - 1].core in self._rules.blockers:
                return None
            cut = self._cut_at(found, at, thorough=False)
            if cut is not None and cut.join is not None and cut.join.reason:
                left = sentence[: found[at - 1].end].rstrip(" ,;–—")
                return left + (stop_of(sentence) or self._stop) if balanced(left) else None
        return None

    def _split_once(
        self, sentence: str, stop: str, most_words: int, *, thorough: bool, keep_and: bool
    ) -> tuple[str, str, bool] | None:
        found = tokens(sentence)
        if len(found) <= most_words:
            return None
        cut = self._first_cut(found, thorough=thorough)
        if cut is None and thorough:
            return self._split_relative(sentence, found, stop)
        if cut is None or not (self._ends_clause(found, len(found) - 1) or _is_sure(found, cut)):
            return None
        left = sentence[: found[cut.at - 1].end].rstrip(" ,;–—")
        right = sentence[found[cut.after].start :]
        if not balanced(left) or not balanced(right):
            return None
        if cut.keep or (keep_and and cut.join and cut.join.own_subject):
            conjunction = sentence[found[cut.at].start : found[cut.after - 1].end].rstrip(",")
            right = f"{conjunction} {right}"
        elif cut.join and cut.join.start:
            right = f"{cut.join.start} {right}"
        more = cut.join is None or not cut.join.reason
        return left + (stop or self._stop), right, more

    def _split_relative(self, sentence: str, found: tuple[Token, ...], stop: str) -> tuple[str, str, bool] | None:
        """The sentence parted before ", which ...", where the main clause is whole and says for sure what is meant."""
        rules = self._rules
        at = next((at for at in range(1, len(found)) if found[at].core in rules.relatives), 0)
        if at <= _FEWEST_WORDS or len(found) - at <= _FEWEST_WORDS or not found[at - 1].text.endswith(","):
            return None
        before = {token.core for token in found[:at]}
        behind = {token.core for token in found[at + 1 :]}
        one_clause = (rules.blockers | rules.open_heads).isdisjoint(before) and rules.blockers.isdisjoint(behind)
        ends = self._tells_what_is(found, at) and self._is_finite(found[-1], loose=True)
        if not one_clause or not ends or any(token.ends_with_comma for token in found[: at - 1]):
            return None
        one, _, many = rules.relatives[found[at].core].partition("|")
        number = self._number(found[-1].core) if many else "singular"
        left, right = sentence[: found[at - 1].end].rstrip(" ,"), sentence[found[at].end :]
        if number is None or found[at].ends_with_comma or not balanced(left) or not balanced(right):
            return None
        return left + (stop or self._stop), (many if number == "plural" else one) + right, False

    def _tells_what_is(self, found: tuple[Token, ...], end: int) -> bool:
        """Whether the clause that ends before `end` says that something is a thing, or that there is one."""
        head = end - 1
        while head > 1 and found[head].core in self._rules.being:
            head -= 1
        return head < end - 1 and not found[head].core.endswith(self._rules.no_heads)

    def _first_cut(self, found: tuple[Token, ...], *, thorough: bool) -> _Cut | None:
        for at in range(1, len(found) - 1):
            if found[at - 1].core in self._rules.blockers:
                return None
            if at < _FEWEST_WORDS:
                continue
            cut = self._cut_at(found, at, thorough=thorough)
            if cut is not None and len(found) - cut.after >= _FEWEST_WORDS:
                return cut
        return None

    def _cut_at(self, found: tuple[Token, ...], at: int, *, thorough: bool) -> _Cut | None:
        before = found[at - 1]
        if before.text.endswith(";") and self._is_finite(before, loose=True):
            return _Cut(at, at, None, keep=False)
        for spelling, join in self._joins:
            after = at + len(spelling)
            if after >= len(found) or tuple(token.core for token in found[at:after]) != spelling:
                continue
            if not self._is_finite(before, loose=not join.own_subject) and (
                join.own_subject or not self._ends_clause(found, at - 1)
            ):
                return None
            if not join.own_subject:
                return _Cut(at, after, join, keep=join.keep)
            return self._cut_before_subject(found, at, after, join, thorough=thorough)
        return None

    def _cut_before_subject(
        self, found: tuple[Token, ...], at: int, after: int, join: Join, *, thorough: bool
    ) -> _Cut | None:
        """Before "and": cut where a pronoun is the subject of the second clause; of long clauses, where any noun is."""
        if any(token.ends_with_comma and self._is_finite(token, loose=False) for token in found[: at - 1]):
            return None
        first, last = found[after].core, found[-1].core
        for subjects in self._rules.subjects:
            if first in subjects.words and last.endswith(subjects.ends):
                return _Cut(at, after, join, keep=False)
        long_enough = len(found) >= self._rules.easiest_words + _LONG_BY and min(at, len(found) - after) >= _LONG_CLAUSE
        if thorough and long_enough and self._has_own_subject(found, at, after):
            return _Cut(at, after, join, keep=True)
        return None

    def _has_own_subject(self, found: tuple[Token, ...], at: int, after: int) -> bool:
        """Whether the second clause names its subject: without one it is no sentence ("... And holds the plant.").

        The mark of an agent says so ("X ने"), or a verb of another number than the first clause's; that verb agrees
        with its object instead where the first clause has an agent.
        """
        agents = self._rules.agents
        if any(token.core in agents for token in found[after + 1 : after + _AGENT_REACH]):
            return True
        if any(token.core in agents for token in found[:at]):
            return False
        end = next((place for place in range(after, len(found)) if self._is_finite(found[place], loose=False)), after)
        if not self._rules.blockers.isdisjoint(token.core for token in found[after:end]):
            return False  # its first verb is that of a clause inside it
        numbers = [self._number(found[place].core) for place in (at - 1, end)]
        return None not in numbers and numbers[0] != numbers[1]

    def _number(self, verb: str) -> str | None:
        """Whether a verb is "singular" or "plural"; None where its form does not tell."""
        if f" {verb}".endswith(self._rules.plural_ends):
            return "plural"
        return "singular" if f" {verb}".endswith(self._rules.singular_ends) else None

    def _ends_clause(self, found: tuple[Token, ...], at: int) -> bool:
        """Whether token `at` ends a clause that a "but" or the end of the sentence follows."""
        if self._is_finite(found[at], loose=True):
            return True
        negated = not self._rules.negations.isdisjoint(token.core for token in found[max(0, at - 2) : at])
        return negated and _has_ending(found[at].core, self._rules.negated_endings)

    def _is_finite(self, token: Token, *, loose: bool) -> bool:
        rules, core = self._rules, token.core
        if rules.ends_in_verb(core, loose=loose):
            return True
        return loose and bool(token.text[-1:] in ",;.।") and _has_ending(core, rules.loose_endings)


def _is_sure(found: tuple[Token, ...], cut: _Cut) -> bool:
    """Whether a clause follows whatever the sentence ends in: after "..., but" the sentence's own verb must."""
    joined = cut.join is not None and not cut.join.own_subject
    return joined and found[cut.at - 1].ends_with_comma and len(found) - cut.after >= _FEWEST_AFTER_COMMA


def _has_ending(word: str, endings: tuple[str, ...]) -> bool:
    return any(len(word) > len(ending) and word.endswith(ending) for ending in endings)
