"""Sentences that tell a thing as a part of another: "हृदय शरीर का वह अंग है जो ..." (the heart is that organ of the body).

Nothing parts the term from the noun that owns it, so the genitive tells where the term ends: before the noun with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Phrasebook
    from app.lesson.rules.tokens import Token

_FARTHEST_THAT = 8  # words before "that"
_MOST_KIND = 3  # words of "the smallest particle"
_LONGEST_TERM = 3  # words, of a term of the glossary
_RELATIVE_STARTS = tuple("जযਜજଯ")
_FEMININE, _MASCULINE = ("ी", "ੀ"), ("े", "ੇ")  # no adjective in the one form goes with a noun in the other


class PartDefinitions:
    """Finds such sentences in one language.

    Args:
        phrases: The language's phrasebook.
        glossary: Its terms are taken whatever they are told to be; any other must be one word.
    """

    def __init__(self, phrases: Phrasebook, glossary: Glossary) -> None:
        patterns = phrases.definitions
        self._glossary = glossary
        self._patterns = patterns
        self._rules = patterns.of_whole
        self._thats = sorted((tuple(words.split()) for words in self._rules.thats), key=len, reverse=True)
        blockers = {word for word in phrases.clauses.blockers if word.startswith(_RELATIVE_STARTS)}
        self._relatives = patterns.relatives | patterns.doers | blockers
        self._blockers = phrases.clauses.blockers
        self._postpositions = phrases.forms.postpositions
        self._fixed = patterns.vague | patterns.no_term | patterns.pointing | phrases.clauses.open_heads

    def term_end(self, found: Sequence[Token]) -> int:
        """How many tokens at the start are the term; 0 where the sentence is another, or leaves it open."""
        cores = [token.core for token in found]
        for at in range(2, min(_FARTHEST_THAT, len(cores) - 2)):
            that = next((words for words in self._thats if tuple(cores[at : at + len(words)]) == words), ())
            if not that:
                continue
            end, owners = self._before_genitives(cores, at)
            kind = self._kind(cores, at + len(that))
            clear = not any(token.text[-1:] in ",;:" for token in found[: at + len(that)])
            return end if end and kind and clear and self._names(cores, end, owners, kind) else 0
        return 0

    def _before_genitives(self, cores: Sequence[str], end: int) -> tuple[int, list[str]]:
        """Where the nouns in the genitive before `end` start ("of the surface of the earth"), and these nouns."""
        owners: list[str] = []
        worded = bool(self._postpositions)
        while end >= 2 + worded and cores[end - 1].endswith(self._patterns.genitives):
            if worded and cores[end - 1] not in self._postpositions:
                break
            end -= 1 + worded
            owners.append(cores[end])
        while owners and end > 1 and cores[end - 1] in self._rules.attributes | self._rules.marks:
            end -= 1  # "of our body"
        return (end if owners else 0), owners

    def _kind(self, cores: Sequence[str], start: int) -> tuple[str, ...]:
        """The words between "that" and the relative, without the verb that must stand there: "large river"."""
        verbs = {*self._rules.verbs}
        for end in range(start + 1, min(start + _MOST_KIND + len(verbs), len(cores))):
            if cores[end] in self._relatives:
                last = next((at for at in range(end, start, -1) if cores[at - 1] not in verbs), start)
                told = last < end or not verbs  # "the work which was not done ..." tells of no thing what it is
                return tuple(cores[start:last]) if told and last - start <= _MOST_KIND else ()
        return ()

    def _names(self, cores: Sequence[str], end: int, owners: Sequence[str], kind: Sequence[str]) -> bool:
        """Whether the first `end` words may be a term, and nobody's and no place's name."""
        term, patterns, rules = " ".join(cores[:end]), self._patterns, self._rules
        if end == 1 and (self._is_attribute(term) or self._in_compound(term, owners[-1])):
            return False
        if end <= _LONGEST_TERM and self._glossary.entry(term) is not None:
            return True
        named = {*owners, *kind} & (patterns.people | patterns.characters | patterns.places | rules.names)
        if end != 1 or named or not patterns.superlatives.isdisjoint(kind):
            return False
        if len(kind) == 1 and kind[0] in {*patterns.phrase_heads, *rules.kinds}:
            feminine = term.endswith(_FEMININE) and owners[-1].endswith(_MASCULINE)
            return feminine or not term.endswith(rules.adjective_ends or ("\0",)) or self._is_rare(term)
        return self._is_rare(term)

    def _is_attribute(self, word: str) -> bool:
        """Whether a word belongs to the noun behind it: a pronoun, a number, an adjective, another genitive."""
        entry = self._glossary.entry(word)
        if entry is None and not self._postpositions and word.endswith(self._patterns.genitives):
            return True
        describes = entry is not None and entry.meaning.split(" ", 1)[0] in self._blockers
        return describes or word in self._fixed | self._postpositions | self._rules.attributes

    def _in_compound(self, word: str, owner: str) -> bool:
        """Whether the noun in the genitive and the word before it are one term ("of the solar system")."""
        return owner.startswith(self._rules.compounds or ("\0",)) or self._glossary.entry(f"{word} {owner}") is not None

    def _is_rare(self, word: str) -> bool:
        return self._glossary.has_frequencies and self._glossary.is_unusual(word)
