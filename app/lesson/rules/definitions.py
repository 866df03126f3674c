"""Sentences of the page that say what a word means: "... is called X", "X is the process by which ..."."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain import sentences
from app.lesson.rules.context import ContextFinder
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
from app.lesson.rules.kinds import KindFinder
from app.lesson.rules.tokens import (
    Token,
    has_quotation,
    stop_of,
    tokens,
    without_brackets,
    without_stop,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Named, Opening, Phrasebook

_LONGEST_TERM = 3  # words
_LONGEST_MEANING = 35
_NO_ENGLISH_TERM = (PREPOSITIONS - {"of"}) | SUBORDINATORS | AUXILIARIES | ADVERBS | {"not", "and", "or", "but"}
_ENGLISH_STARTS = {(word,) for word in word_set("so therefore hence thus but and however then also moreover")}
_PEOPLE = word_set("he she i we you")
_BEING = frozenset({"been", "being", "be"})
_ARTICLES = ("The", "A", "An")
_FEWEST_TO_MEAN = 4  # words behind "A lagoon is a"
_THIS_CHANGE = 3  # words of "this change X"
_MOST_OF_UNUSUAL = 2  # words of what something was called
_FEWEST_CALLED = 4  # words of what was called so: fewer may be somebody's name
_THAT = word_set("कि की ਕਿ કે যে ଯେ")  # "X means that ..."


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition found on the page.

    Attributes:
        term: The word explained, as it stands in the sentence (English: without article).
        meaning: What the page says it means: a phrase, or whole sentences where no phrase can be cut out.
        evidence: The sentence; with the one before it where the definition points back ("This is called ...").
        start: Where the term stands in `evidence`.
        end: Where it ends.
        clear: Whether `evidence` can be understood without what stands before it.
    """

    term: str
    meaning: str
    evidence: str
    start: int
    end: int
    clear: bool = True


class DefinitionFinder:
    """Finds definitions in one language.

    Args:
        phrases: The language's phrasebook.
        glossary: Tells terms where the sentence alone does not.
        language: ISO 639-1 code.

    Attributes:
        context: Tells sentences that need the one before them.
    """

    def __init__(self, phrases: Phrasebook, glossary: Glossary, language: str) -> None:
        patterns, clauses = phrases.definitions, phrases.clauses
        self._patterns = patterns
        self._clauses = clauses
        self._glossary = glossary
        self._language = language
        self.context = ContextFinder(phrases, language)
        starts = {tuple(words.split()) for join in clauses.joins for words in join.words}
        self._starts = sorted(starts | _ENGLISH_STARTS if language == "en" else starts, key=len, reverse=True)
        self._closings = [(tuple(closing.split()), named) for named in patterns.named for closing in named.closings]
        self._closings.sort(key=lambda item: -len(item[0]))
        self._verbs = VerbLexicon(phrases.english) if phrases.english else None
        self._kinds = KindFinder(phrases, glossary)
        self._openings = [(tuple(words.split()), opening) for opening in patterns.opening for words in opening.words]
        self._openings.sort(key=lambda item: -len(item[0]))

    def find_all(self, text: str) -> tuple[Definition, ...]:
        """The definitions in a passage, one per term, in order."""
        found: dict[str, Definition] = {}
        previous = ""
        for sentence in sentences.split(text, self._language):
            definition = self.find(sentence, previous)
            if definition is not None:
                found.setdefault(definition.term.casefold(), definition)
            previous = self.lead(previous, sentence)
        return tuple(found.values())

    def lead(self, previous: str, sentence: str) -> str:
        """What the sentence behind `sentence` may need: after "the lower ones ..." also what names the whole."""
        return f"{previous} {sentence}" if previous and self.context.is_part(sentence) else sentence

    def find(self, sentence: str, previous: str = "") -> Definition | None:
        """The definition in a sentence; `previous` is the sentence before it in the same passage."""
        if "?" in stop_of(sentence) or len(sentence) > 600 or ("\n" in sentence and has_quotation(sentence)):
            return None
        found = without_brackets(tokens(sentence))
        if not 3 <= len(found) <= _LONGEST_MEANING + _LONGEST_TERM:
            return None
        definition = self._named(sentence, found) or self._opening(sentence, found) or self._by_kind(sentence, found)
        if definition is None or not self._is_term(definition.term):
            return None
        if not self.context.lacks_context(sentence):
            return definition
        if not previous or "?" in stop_of(previous):
            return None if self.context.points_back(sentence) else replace(definition, clear=False)
        evidence, shift = f"{previous} {sentence}", len(previous) + 1
        start, end = definition.start + shift, definition.end + shift
        meaning = self._without_join(sentence if self._takes_up(sentence, definition.term, previous) else evidence)
        return Definition(
            definition.term, meaning, evidence, start, end, clear=not self.context.lacks_context(previous)
        )

    def _takes_up(self, sentence: str, term: str, previous: str) -> bool:
        """Whether the sentence names what the one before it defines: that is told then, and is another's meaning."""
        other = self.find(sentences.split(previous, self._language)[-1])
        return other is not None and other.term != term and other.term.casefold() in sentence.casefold()

    def _without_join(self, meaning: str) -> str:
        """A meaning without the conjunction that ties it to what stood before ("So the roots ...")."""
        found = tokens(meaning)
        cores = tuple(token.core for token in found)
        for join in self._starts:
            if len(join) < len(found) and cores[: len(join)] == join:
                rest = meaning[found[len(join)].start :]
                return rest[:1].upper() + rest[1:]
        return meaning

    # -- "... is called X" -------------------------------------------------------------------------------------------

    def _named(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        if self._language == "en":
            return self._named_english(sentence, found)
        cores = tuple(token.core for token in found)
        for closing, named in self._closings:
            at = len(found) - len(closing)
            if at < 2 or cores[at:] != closing:
                continue
            start = self._term_start(found, at, named)
            if start is None:
                continue
            term = self._span(sentence, found, start, at)
            if named.unusual and not self._was_called(cores, start, sentence[term[0] : term[1]]):
                return None
            meaning = self._before(sentence, found, start, named)
            return Definition(sentence[term[0] : term[1]], meaning, sentence, *term)
        return None

    def _was_called(self, cores: Sequence[str], start: int, term: str) -> bool:
        """Whether "was called X" tells a word for a thing, not what somebody was called."""
        thing = not self._patterns.pointing.isdisjoint(cores[:start]) or self._glossary.entry(term) is not None
        return (
            (thing or start >= _FEWEST_CALLED)
            and len(term.split()) <= _MOST_OF_UNUSUAL
            and self._glossary.is_unusual(term)
        )

    def _term_start(self, found: tuple[Token, ...], end: int, named: Named) -> int | None:
        """First token of the term that ends before token `end`."""
        if not named.marks and not named.mark_endings:
            return self._known_term_start(found, end)
        for start in range(end - 1, max(0, end - _LONGEST_TERM - 1), -1):
            before = found[start - 1] if start else None
            if before is None or before.text[-1:] in ",;:।.":
                return None
            if before.core in named.marks or _ends(before.core, named.mark_endings):
                return start
        return None

    def _known_term_start(self, found: tuple[Token, ...], end: int) -> int | None:
        """The longest glossary term, or the quoted words, right before token `end`."""
        if found[end - 1].text[-1:] in "\"'”’":
            opening = next(
                (at for at in range(end - 1, max(-1, end - 1 - _LONGEST_TERM), -1) if found[at].text[0] in "\"'“‘"),
                None,
            )
            if opening:
                return opening
        if end == _THIS_CHANGE and found[0].core in self._patterns.pointing:
            return end - 1  # "this change is called X"
        for start in range(max(1, end - _LONGEST_TERM), end):
            if self._glossary.entry(" ".join(token.core for token in found[start:end])):
                return start
        return None

    def _before(self, sentence: str, found: tuple[Token, ...], start: int, named: Named) -> str:
        if named.whole or start == 0 or found[start - 1].core in self._patterns.pointing:
            return sentence  # "..., they are called X": the words before X are no phrase
        return without_stop(sentence[: found[start - 1].end]).rstrip(" ,")

    def _named_english(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        cores = tuple(token.core for token in found)
        named = self._called_in_passing(sentence, found, cores)
        if named is not None:
            return named
        for closing, pattern in self._closings:
            size = len(closing)
            for at in range(1, len(found) - size):
                if cores[at : at + size] != closing:
                    continue
                tail = found[at + size :]
                if len(tail) > _LONGEST_TERM + 1 or any(token.ends_with_comma for token in tail[:-1]):
                    return None
                start = at + size + (tail[0].core in {"a", "an", "the"})
                if start >= len(found):
                    return None
                term = self._span(sentence, found, start, len(found))
                if pattern.unusual and (
                    cores[0] in _PEOPLE or not self._glossary.is_unusual(sentence[term[0] : term[1]])
                ):
                    return None
                few = pattern.unusual and at < _FEWEST_TO_MEAN  # "the officers" alone means little
                if few or cores[at - 1] in RELATIVES | NOMINATIVES | DEMONSTRATIVES:  # "..., which are called X"
                    return Definition(sentence[term[0] : term[1]], sentence, sentence, *term)
                meaning = sentence[: found[at - 1].end].rstrip(" ,")
                return Definition(sentence[term[0] : term[1]], self._decapitalised(meaning), sentence, *term)
        return None

    def _called_in_passing(self, sentence: str, found: tuple[Token, ...], cores: tuple[str, ...]) -> Definition | None:
        """The term in "Leaves contain a green pigment called chlorophyll, which ..."; the sentence is its meaning."""
        for at in range(2, len(found) - 1):
            clause = self._called_in_clause(found, cores, at)
            if cores[at] != "called" or (not clause and cores[at - 1] in AUXILIARIES | ADVERBS | _BEING):
                continue
            end = at + 1
            while end < len(found) and end - at < _LONGEST_TERM and found[end].text[-1:] not in ",.;":
                end += 1
            if end == len(found) or found[end].text[-1:] in ",.;":
                first = at + 1 + (cores[at + 1] in {"a", "an", "the"} and at + 1 < end)
                term = self._span(sentence, found, first, min(end + 1, len(found)))
                if clause and not self._glossary.is_unusual(sentence[term[0] : term[1]]):
                    return None
                return Definition(sentence[term[0] : term[1]], sentence, sentence, *term)
        return None

    def _called_in_clause(self, found: tuple[Token, ...], cores: tuple[str, ...], at: int) -> bool:
        """Whether "called" at `at` stands in "The officers, who were called mansabdars, ..."."""
        return at > _THIS_CHANGE - 1 and cores[at - 2] in RELATIVES and found[at - 3].ends_with_comma

    # -- "X means ..." -----------------------------------------------------------------------------------------------

    def _opening(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        cores = tuple(token.core for token in found)
        first = 1 if self._language == "en" and cores[0] in {"the", "a", "an"} else 0
        for phrase, opening in self._openings:
            size = len(phrase)
            for at in range(first + 1, min(first + 1 + _LONGEST_TERM, len(found) - size - 1)):
                if cores[at : at + size] != phrase or any(token.text[-1:] in ",;:" for token in found[first:at]):
                    continue
                term = self._span(sentence, found, first, at)
                fits = self._opening_fits(sentence, sentence[term[0] : term[1]], found[at].start, opening)
                if not fits and not self._is_generic(cores, at, size, opening):
                    continue
                copula = phrase[-1] in self._patterns.copulas  # "X means that ..." is complete in itself
                if opening.strict and not copula and self._tells_an_event(found[-1].core):
                    continue
                meaning = self._meaning_after(sentence, found, at, size, opening)
                return Definition(sentence[term[0] : term[1]], meaning, sentence, *term)
        return None

    def _is_generic(self, cores: Sequence[str], at: int, size: int, opening: Opening) -> bool:
        """Whether an English sentence tells what every such thing is: "A lagoon is a ...", "Reeds are grasses that"."""
        if self._language != "en" or opening.strict:
            return False
        if cores[at] == "are":
            return at == 1 and cores[0].endswith("s") and cores[at + 2 : at + 3] != [] and cores[at + 2] in RELATIVES
        fits = cores[0] in {"a", "an"} and cores[at] == "is" and cores[at + 1] in {"a", "an", "any"}
        return fits and len(cores) - at - size >= _FEWEST_TO_MEAN

    def _by_kind(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        """A thing told by its kind ("Scurvy is a disease caused by ...")."""
        places = self._kinds.find(found)
        if places is None:
            return None
        first, end, meaning = places
        term = self._span(sentence, found, first, end)
        meant = self._first_verb_only(sentence[found[meaning].start :]) if meaning else sentence
        return Definition(sentence[term[0] : term[1]], meant, sentence, *term)

    def _tells_an_event(self, last: str) -> bool:
        """Whether the sentence ends in a verb other than "is": then "X means" was "when X, then"."""
        copulas = self._patterns.copulas
        return self._clauses.ends_in_verb(last, loose=True) and not (copulas and last.endswith(copulas))

    def _opening_fits(self, sentence: str, term: str, phrase_start: int, opening: Opening) -> bool:
        if opening.needs and not any(need in sentence[phrase_start:] for need in opening.needs):
            return False
        if opening.strict:
            return True
        if opening.unusual and not (
            self._glossary.entry(term) or (" " not in term and self._glossary.is_unusual(term))
        ):
            return False
        known = self._glossary.entry(term) is not None
        return known if opening.known_only or not opening.needs else True

    def _meaning_after(self, sentence: str, found: tuple[Token, ...], at: int, size: int, opening: Opening) -> str:
        if self._language == "en":
            skip = size if opening.strict else 1  # "is the process ..." keeps "the process"
            return self._first_verb_only(sentence[found[at + skip].start :])
        first = at + size + (found[at + size].core in _THAT and at + size + 1 < len(found))
        return without_stop(sentence[found[first].start :]) if opening.strict else sentence

    def _first_verb_only(self, text: str) -> str:
        """An English meaning without what the sentence goes on to say: "a male bee and has no sting"."""
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

    # -- terms -------------------------------------------------------------------------------------------------------

    def _span(self, sentence: str, found: Sequence[Token], start: int, end: int) -> tuple[int, int]:
        """Character span of tokens [start, end) without the punctuation around them."""
        text = sentence[found[start].start : found[end - 1].end]
        lead = len(text) - len(text.lstrip("\"'“‘(*"))
        trail = len(text) - len(text.rstrip("\"'”’).,;:।*!"))
        return found[start].start + lead, found[end - 1].end - trail

    def _decapitalised(self, text: str) -> str:
        """The phrase as it stands inside a sentence: an article or everyday word at its start loses its capital."""
        first, *_ = text.split(" ", 1)
        everyday = first[1:].islower() and self._glossary.is_listed(first.lower())
        return text[:1].lower() + text[1:] if first in _ARTICLES or everyday else text

    def _is_term(self, term: str) -> bool:
        parts = [word.casefold() for word in sentences.words(term, self._language)]
        if not parts or len(parts) > _LONGEST_TERM or any(character.isdigit() for character in term):
            return False
        if not (self._patterns.pointing | self._patterns.no_term).isdisjoint((parts[0], parts[-1])):
            return False
        if self._language == "en" and not _NO_ENGLISH_TERM.isdisjoint(parts):
            return False
        return len(term) > 2 and not any(character in "()[]{}" for character in term)


def _ends(word: str, endings: tuple[str, ...]) -> bool:
    return any(len(word) > len(ending) + 1 and word.endswith(ending) for ending in endings)
