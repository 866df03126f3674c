"""Sentences of the page that say what a word means: "... is called X", "X is the process by which ..."."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain import sentences
from app.lesson.rules.context import ContextFinder
from app.lesson.rules.english_definitions import NO_TERM, EnglishDefinitions, span_of
from app.lesson.rules.glossary import GENERAL
from app.lesson.rules.gossip import Gossip
from app.lesson.rules.kinds import KindFinder
from app.lesson.rules.noun_phrases import NounPhrases
from app.lesson.rules.part_definitions import PartDefinitions
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

    from app.lesson.rules.english_definitions import Told
    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Named, Opening, Phrasebook

_LONGEST_TERM = 3  # words
_LONGEST_MEANING = 35
_ENGLISH_STARTS = {(word,) for word in word_set("so therefore hence thus but and however then also moreover")}
_THIS_CHANGE = 3  # words of "this change X"
_MOST_OF_UNUSUAL = 2  # words of what something was called
_FEWEST_BEFORE_A_MARK, _FEWEST_MARKED = 4, 3  # words up to "को", and words the last of which bears its mark
_NONE = ("\0",)  # no word ends so
_FEWEST_CALLED = 4  # words of what was called so: fewer may be somebody's name
_IS = word_set("है ਹੈ છે आहे হল হলো হচ্ছে ହେଉଛି ஆகும் ആണ്")
_CLOSING = word_set("होय ஆகும் ആണ് ಆಗಿದೆ")
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
        self._english = EnglishDefinitions(phrases, glossary, self._closings) if language == "en" else None
        self._kinds = KindFinder(phrases, glossary)
        self._noun_phrases = NounPhrases(phrases, glossary)
        self._parts = PartDefinitions(phrases, glossary)
        self._postpositions = phrases.forms.postpositions
        self._gossip = Gossip(phrases)
        self._openings = [(tuple(words.split()), opening) for opening in patterns.opening for words in opening.words]
        self._openings.sort(key=lambda item: (not item[1].word, -len(item[0])))

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
        definition = (
            self._named(sentence, found)
            or self._of_whole(sentence, found)
            or self._opening(sentence, found)
            or self._turned_round(sentence, found)
            or self._by_kind(sentence, found)
        )
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
        if self._english is not None:
            return self._as_definition(sentence, self._english.named(sentence, found))
        cores = tuple(token.core for token in found)
        for closing, named in self._closings:
            at = len(found) - len(closing)
            if at < 2 or cores[at:] != closing:
                continue
            start = self._term_start(found, at, named)
            if start is None or start < named.fewest or not self._may_name(cores, start, at, named):
                continue
            term = span_of(sentence, found, start, at)
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

    def _may_name(self, cores: Sequence[str], start: int, end: int, named: Named) -> bool:
        """Whether no person or place gets its name ("राजू एक लड़का था जिसे शेरू कहते थे"), and nobody is told a tale."""
        patterns, term = self._patterns, " ".join(cores[start:end])
        entry = self._glossary.entry(term)
        known = entry is not None
        if self._gossip.calls_somebody(cores, start, school=entry is not None and entry.subject != GENERAL):
            return False
        if not known and self._is_title(cores, start, named):
            return False
        pointed = bool(named.marks or named.mark_endings) and cores[start - 1] in patterns.own
        if pointed and patterns.relatives.isdisjoint(cores[:start]):
            return False
        telling = patterns.people if named.unusual else patterns.superlatives if named.fewest else frozenset()
        return telling.isdisjoint(cores[:start]) or known

    def _is_title(self, cores: Sequence[str], start: int, named: Named) -> bool:
        """Whether so few words stand before the term that they may be somebody's name ("Basava one calls ...")."""
        patterns = self._patterns
        points = not patterns.pointing.isdisjoint(cores[:start]) or cores[0].startswith(
            patterns.pointing_starts or _NONE
        )
        if points or named.fewest or named.narrowed or cores[start - 1] in patterns.relatives:
            return False
        last = start - 1 - bool(named.marks)
        told = cores[last].endswith(patterns.doing or _NONE) or cores[last - 1].endswith(patterns.genitives or _NONE)
        if last >= 1 and told:
            return False
        return bool(named.marks) * _FEWEST_BEFORE_A_MARK > start or bool(named.mark_endings) * _FEWEST_MARKED > start

    def _term_start(self, found: tuple[Token, ...], end: int, named: Named) -> int | None:
        """First token of the term that ends before token `end`."""
        if not named.marks and not named.mark_endings:
            known = self._known_term_start(found, end)
            start = self._noun_phrases.term_start(found, end) if known is None else known
            return None if start and self._is_possessed(found[start - 1].core) else start
        for start in range(end - 1, max(0, end - _LONGEST_TERM - 1), -1):
            before = found[start - 1] if start else None
            if before is None or before.text[-1:] in ",;:।.":
                return None
            if before.core in named.marks or _ends(before.core, named.mark_endings):
                return start if not named.narrowed or self._is_narrowed(found, start - 1) else None
        return None

    def _is_possessed(self, before: str) -> bool:
        """Whether the word before the term owns it: "forests are called the lungs of the earth" defines no "lungs"."""
        return before not in self._patterns.own and before.endswith(self._patterns.genitives or _NONE)

    def _is_narrowed(self, found: tuple[Token, ...], at: int) -> bool:
        """Whether a participle stands before the token at `at`, and no "one of"."""
        participle = at > 1 and found[at - 1].core.endswith(self._patterns.participles)
        return participle and self._patterns.one_of.isdisjoint(token.core for token in found[:at])

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

    # -- "X means ..." -----------------------------------------------------------------------------------------------

    def _opening(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        cores = tuple(token.core for token in found)
        first = self._english.term_start(cores) if self._english else int(cores[0] in self._patterns.one_of)
        for phrase, opening in self._openings:
            size = len(phrase)
            for at in range(first + 1, min(first + 1 + _LONGEST_TERM, len(found) - size - 1)):
                if cores[at : at + size] != phrase or any(token.text[-1:] in ",;:" for token in found[first:at]):
                    continue
                term = span_of(sentence, found, first, at)
                fits = self._opening_fits(sentence, sentence[term[0] : term[1]], found[at].start, opening)
                if self._english is not None and not opening.strict:
                    fits = self._english.tells(cores, at, size, opening, known=fits)
                known = self._glossary.entry(sentence[term[0] : term[1]]) is not None
                if not fits or self._gossip.is_somebody(cores[at + size :], known=known):
                    continue
                copula = phrase[-1] in self._patterns.copulas  # "X means that ..." is complete in itself
                if opening.strict and not (copula or opening.word) and self._tells_an_event(found[-1].core):
                    continue
                meaning = self._meaning_after(sentence, found, at, size, opening)
                return Definition(sentence[term[0] : term[1]], meaning, sentence, *term)
        return self._as_definition(sentence, self._english.other(sentence, found)) if self._english else None

    def _turned_round(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        """A term of the glossary behind what it means ("the turning of water into vapour means evaporation")."""
        cores = tuple(token.core for token in found)
        for phrase, opening in self._openings:
            if not opening.strict or opening.word or len(phrase) > 1:
                continue
            for end in (len(found), len(found) - 1):  # "... होय" may close it
                for at in range(max(_FEWEST_MARKED, end - _LONGEST_TERM - 1), end - 1):
                    entry = self._glossary.entry(" ".join(cores[at + 1 : end])) if cores[at] == phrase[0] else None
                    if entry is None or entry.subject == GENERAL or (end < len(found) and cores[end] not in _CLOSING):
                        continue
                    term = span_of(sentence, found, at + 1, end)
                    return Definition(sentence[slice(*term)], sentence[: found[at - 1].end], sentence, *term)
        return None

    def _of_whole(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        """A thing told as a part of another ("हृदय शरीर का वह अंग है जो ...")."""
        end = self._parts.term_end(found)
        term = span_of(sentence, found, 0, end) if end else (0, 0)
        return Definition(sentence[slice(*term)], sentence, sentence, *term) if end else None

    @staticmethod
    def _as_definition(sentence: str, told: Told | None) -> Definition | None:
        return None if told is None else Definition(sentence[slice(*told[0])], told[1], sentence, *told[0])

    def _by_kind(self, sentence: str, found: tuple[Token, ...]) -> Definition | None:
        """A thing told by its kind ("Scurvy is a disease caused by ...")."""
        places = self._kinds.find(found)
        if places is None:
            return None
        first, end, meaning = places
        term = span_of(sentence, found, first, end)
        meant = self._english.meaning(sentence[found[meaning].start :]) if meaning and self._english else sentence
        return Definition(sentence[term[0] : term[1]], meant, sentence, *term)

    def _tells_an_event(self, last: str) -> bool:
        """Whether the sentence ends in a verb other than "is": then "X means" was "when X, then"."""
        copulas = self._patterns.copulas
        return self._clauses.ends_in_verb(last, loose=True) and not (copulas and last.endswith(copulas))

    def _opening_fits(self, sentence: str, term: str, phrase_start: int, opening: Opening) -> bool:
        clause = sentence[phrase_start:].partition(";")[0]  # "Magma is hot; lava is magma that ..."
        if opening.needs and not any(need in clause for need in opening.needs):
            return False
        if opening.strict:
            return True
        if opening.unusual and not (
            self._glossary.entry(term)
            or (" " not in term and self._glossary.is_unusual(term[:1].lower() + term[1:] if self._english else term))
        ):
            return False
        known = self._glossary.entry(term) is not None
        return known or opening.unusual if opening.known_only or not opening.needs else True

    def _meaning_after(self, sentence: str, found: tuple[Token, ...], at: int, size: int, opening: Opening) -> str:
        if self._english is not None:
            skip = size if opening.strict else 1  # "is the process ..." keeps "the process"
            return self._english.meaning(sentence[found[at + skip].start :])
        first, last = at + size, len(found)
        if opening.word:  # "the meaning of the word X is Y"
            first += found[first].core in _IS
            last -= found[-1].core in _IS and last - 1 > first
        first += first + 1 < last and found[first].core in _THAT
        if last < len(found):
            return sentence[found[first].start : found[last - 1].end]
        return without_stop(sentence[found[first].start :]) if opening.strict else sentence

    # -- terms -------------------------------------------------------------------------------------------------------

    def _is_term(self, term: str) -> bool:
        parts = [word.casefold() for word in sentences.words(term, self._language)]
        if not parts or len(parts) > _LONGEST_TERM or any(character.isdigit() for character in term):
            return False
        if not (self._patterns.pointing | self._patterns.no_term).isdisjoint((parts[0], parts[-1])):
            return False
        if parts[-1] in self._postpositions:
            return False  # "X of the body" is no term, whatever follows
        if self._language == "en" and not NO_TERM.isdisjoint(parts):
            return False
        return len(term) > 2 and not any(character in "()[]{}" for character in term)


def _ends(word: str, endings: tuple[str, ...]) -> bool:
    return any(len(word) > len(ending) + 1 and word.endswith(ending) for ending in endings)
