"""English sentences that say what a word means: "..., called X", "The perimeter of a figure is the ..."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.lesson.rules.english_verbs import (
    ADVERBS,
    AUXILIARIES,
    DEMONSTRATIVES,
    NOMINATIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    Form,
    VerbLexicon,
)
from app.lesson.rules.tokens import tokens, without_stop, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Named, Opening, Phrasebook
    from app.lesson.rules.tokens import Token

    Told = tuple[tuple[int, int], str]
    """Where the term stands in the sentence, and what it means."""

NO_TERM = (PREPOSITIONS - {"of"}) | SUBORDINATORS | AUXILIARIES | ADVERBS | {"not", "and", "or", "but"}
"""Words that stand in no term."""
_LONGEST_TERM = 3  # words
_FEWEST_TO_MEAN = 4  # words behind "A lagoon is a"
_MOST_BEFORE_NEED = 6  # words of "a large area of land that"
_THIS_CHANGE = 3  # words of "this change X"
_PEOPLE = word_set("he she i we you")
_CROWDS = word_set("people men women children boys girls")
_A_CROWD = 2  # words of "the people, called farmers, paid tax"
_BEING = frozenset({"been", "being", "be"})
_CALLED = (("called",), ("known", "as"))
_BEFORE_A_NAME = frozenset({"a", "an", "the", "its", "their"})
_ARTICLES = ("The", "A", "An")
_WORD = word_set("word term name phrase expression")  # "the term X means"
_OF_A_THING = re.compile(r"The ([a-z]+) of (?:an?|any) [a-z]+(?: [a-z]+)? is (the )")
_GERUND = re.compile(r"(?:The |An? )?([A-Za-z]+(?: [a-z]+)?) is (the [a-z]{3,}ing (?:[a-z]+ )?of )")
_WE_MEAN = re.compile(r"By ([a-z]+(?: [a-z]+)?),? we mean ")
_NOT_IN_NOUN = (PREPOSITIONS - {"of"}) | word_set("and or but not so to also very too")


class EnglishDefinitions:
    """Finds English definitions whose order of words tells them.

    Args:
        phrases: The English phrasebook.
        glossary: Tells names and words of every day.
        closings: What "is called" may read, longest first.
    """

    def __init__(
        self, phrases: Phrasebook, glossary: Glossary, closings: Sequence[tuple[tuple[str, ...], Named]]
    ) -> None:
        self._patterns = phrases.definitions
        self._glossary = glossary
        self._closings = closings
        self._verbs = VerbLexicon(phrases.english) if phrases.english else None

    def named(self, sentence: str, found: tuple[Token, ...]) -> Told | None:
        """The term of "... is called X", or of "a pigment called X"."""
        cores = tuple(token.core for token in found)
        told = self._called_in_passing(sentence, found, cores)
        if told is not None:
            return told
        for closing, pattern in self._closings:
            size = len(closing)
            for at in range(1, len(found) - size):
                if cores[at : at + size] == closing:
                    return self._behind_closing(sentence, found, (at, size), unusual=pattern.unusual)
        return None

    def _behind_closing(
        self, sentence: str, found: tuple[Token, ...], place: tuple[int, int], *, unusual: bool
    ) -> Told | None:
        at, size = place
        cores = tuple(token.core for token in found)
        tail = found[at + size :]
        if len(tail) > _LONGEST_TERM + 1 or any(token.ends_with_comma for token in tail[:-1]):
            return None
        start = at + size + (tail[0].core in _BEFORE_A_NAME)
        if start >= len(found):
            return None
        term = span_of(sentence, found, start, len(found))
        if at == 1 and "of" in cores[start:] and self._glossary.entry(sentence[slice(*term)]) is None:
            return None  # "Kerala is called the island of spices"
        if unusual and (cores[0] in _PEOPLE or not self._glossary.is_unusual(sentence[slice(*term)])):
            return None
        few = unusual and at < _FEWEST_TO_MEAN  # "the officers" alone means little
        if few or cores[at - 1] in RELATIVES | NOMINATIVES | DEMONSTRATIVES:  # "..., which are called X"
            return term, sentence
        return term, self._decapitalised(sentence[: found[at - 1].end].rstrip(" ,"))

    def _called_in_passing(self, sentence: str, found: tuple[Token, ...], cores: tuple[str, ...]) -> Told | None:
        """The term in "Leaves contain a green pigment called chlorophyll, which ..."; the sentence is its meaning."""
        for at in range(2, len(found) - 1):
            clause = self._called_in_clause(found, cores, at)
            size = next((len(words) for words in _CALLED if cores[at : at + len(words)] == words), 0)
            if not size or at + size >= len(found) or (not clause and cores[at - 1] in AUXILIARIES | ADVERBS | _BEING):
                continue
            last = at + size - 1
            end = last + 1
            while end < len(found) and end - last < _LONGEST_TERM and found[end].text[-1:] not in ",.;":
                end += 1
            if end == len(found) or found[end].text[-1:] in ",.;":
                first = last + 1 + (cores[last + 1] in _BEFORE_A_NAME and last + 1 < end)
                term = span_of(sentence, found, first, min(end + 1, len(found)))
                written = sentence[slice(*term)]
                person = written[:1].isupper() and cores[at - 1].removesuffix("s") in self._patterns.people
                if (
                    person
                    or (at <= _A_CROWD and cores[at - 1] in _CROWDS)
                    or ((clause or size > 1) and not self._glossary.is_unusual(written))
                ):
                    return None
                return term, self._in_front(sentence, found, at) or sentence
        return None

    def _called_in_clause(self, found: tuple[Token, ...], cores: tuple[str, ...], at: int) -> bool:
        """Whether "called" at `at` stands in "The officers, who were called mansabdars, ..."."""
        return at > _THIS_CHANGE - 1 and cores[at - 2] in RELATIVES and found[at - 3].ends_with_comma

    def _in_front(self, sentence: str, found: tuple[Token, ...], at: int) -> str:
        """The phrase that begins the sentence and is named between commas: "The soldiers, called sepoys, ..."."""
        before = found[:at]
        cores = [token.core for token in before]
        verbless = (AUXILIARIES | NOMINATIVES).isdisjoint(cores) and not self._has_verb(found, at)
        alone = before[-1].ends_with_comma and not any(token.ends_with_comma for token in before[:-1])
        return self._decapitalised(sentence[: before[-1].end].rstrip(" ,")) if alone and verbless else ""

    def _has_verb(self, found: tuple[Token, ...], end: int) -> bool:
        return self._verbs is not None and any(
            self._verbs.is_sure(found[at].core, form, found[at + 1].core)
            for at in range(1, end)
            for form in (Form.THIRD, Form.PAST, Form.BASE)
        )

    # -- "X is ..." --------------------------------------------------------------------------------------------------

    def term_start(self, cores: Sequence[str]) -> int:
        """Where the term of "X means" begins: behind an article, and behind "the word"."""
        first = int(cores[0] in {"the", "a", "an"})
        return first + (cores[first] in _WORD and cores[first + 1] not in AUXILIARIES)

    def tells(self, cores: Sequence[str], at: int, size: int, opening: Opening, *, known: bool) -> bool:
        """Whether the words behind "X is" say what X is.

        Args:
            cores: The words of the sentence.
            at: Where the phrase ("is a") stands.
            size: Its words.
            opening: Its pattern.
            known: Whether the pattern takes the term.
        """
        behind = cores[at + size :]
        first = next((word for word in behind if word not in {"a", "an"}), "")
        if first in self._patterns.vague and RELATIVES.isdisjoint(behind):
            return False  # "an important source of water"
        if known and opening.needs and not self._is_noun(behind):
            return False  # "Magma is hot, and ..."
        return known or self._is_generic(cores, at, size)

    def _is_noun(self, behind: Sequence[str]) -> bool:
        """Whether a noun phrase stands before "that" or "used"."""
        end = next((at for at, word in enumerate(behind) if word in RELATIVES or word == "used"), len(behind))
        return end <= _MOST_BEFORE_NEED and _NOT_IN_NOUN.isdisjoint(behind[:end])

    def _is_generic(self, cores: Sequence[str], at: int, size: int) -> bool:
        """Whether the sentence tells what every such thing is: "A lagoon is a ...", "Reeds are grasses that"."""
        if cores[at] == "are":
            return at == 1 and cores[0].endswith("s") and cores[at + 2 : at + 3] != [] and cores[at + 2] in RELATIVES
        fits = cores[0] in {"a", "an"} and cores[at] == "is" and cores[at + 1] in {"a", "an", "any"}
        return fits and len(cores) - at - size >= _FEWEST_TO_MEAN

    def other(self, sentence: str, found: tuple[Token, ...]) -> Told | None:
        """The term of "The perimeter of a figure is the", "Erosion is the wearing away of", "By erosion we mean"."""
        for pattern in (_OF_A_THING, _GERUND, _WE_MEAN):
            told = pattern.match(sentence)
            if told is None or len(found) < _FEWEST_TO_MEAN:
                continue
            term = told[1]
            parts = term.casefold().split()
            if NO_TERM.isdisjoint(parts) and self._glossary.is_unusual(term[:1].lower() + term[1:]):
                return told.span(1), self.meaning(sentence[told.start(2) if pattern.groups > 1 else told.end() :])
        return None

    def meaning(self, text: str) -> str:
        """A meaning without what the sentence goes on to say: "a male bee and has no sting"."""
        text = text.partition(";")[0]
        found = tokens(text)
        for at in range(2, len(found) - 2):
            word, after = found[at].core, found[at + 1].core
            if word in RELATIVES | SUBORDINATORS:
                break  # the verb behind it may be that clause's own
            goes_on = after in AUXILIARIES | NOMINATIVES or (
                self._verbs is not None and self._verbs.is_sure(after, Form.THIRD, found[at + 2].core)
            )
            if word in {"and", "but"} and goes_on:
                return text[: found[at - 1].end].rstrip(" ,;")
        return without_stop(text)

    def _decapitalised(self, text: str) -> str:
        """The phrase as it stands inside a sentence: an article or everyday word at its start loses its capital."""
        first, *_ = text.split(" ", 1)
        everyday = first[1:].islower() and self._glossary.is_listed(first.lower())
        return text[:1].lower() + text[1:] if first in _ARTICLES or everyday else text


def span_of(sentence: str, found: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Character span of tokens [start, end) without the punctuation around them."""
    text = sentence[found[start].start : found[end - 1].end]
    lead = len(text) - len(text.lstrip("\"'“‘(*"))
    trail = len(text) - len(text.rstrip("\"'”’).,;:।*!"))
    return found[start].start + lead, found[end - 1].end - trail
