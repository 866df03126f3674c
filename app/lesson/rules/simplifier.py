"""Easier text: long sentences split, rare words replaced, terms explained - and every fact still there.

The levels are built on each other: "easiest" starts from the edits of "easier" and adds more, and each added sentence
is short, so the measured sentence length and share of rare words can only fall from level to level. Whatever the fact
lock objects to is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from app.checks import fact_lock
from app.domain import sentences
from app.domain.lessons import Level, SentencePair
from app.lesson.rules.glossary import GENERAL, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set

    from app.lesson.rules.definitions import DefinitionFinder
    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.phrasebook import Phrasebook
    from app.lesson.rules.substitution import Substitution

_EXPLANATIONS = {Level.EASIER: 1, Level.EASIEST: 3}  # per passage
_DRAVIDIAN = frozenset({"ta", "te", "kn", "ml"})
_LOOK_BACK = 4_000  # characters: a term explained further back may be explained again
_WORDS_PER_NEW_SENTENCE = 9  # an added sentence may bring this many words on average
_WORDS_PER_NEW_SENTENCE_DRAVIDIAN = 6  # suffixes do there what little words do elsewhere


class Splitter(Protocol):
    """Splits one sentence."""

    def split(self, sentence: str, *, most_words: int, thorough: bool, keep_and: bool = False) -> tuple[str, ...]:
        """See `app.lesson.rules.clause_splitter.ClauseSplitter.split`."""
        ...


@dataclass(frozen=True, slots=True)
class _Note:
    """An explanation. `word` is the term as it stands in the passage."""

    entry: Entry
    word: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage while it is being made easier.

    Attributes:
        sources: Its sentences.
        results: What became of each.
        frozen: Indices of sentences inside a quotation that runs over several: they stay as they are.
        notes: The explanation that follows a sentence, by its index.
        explained: Terms that have one.
    """

    sources: tuple[str, ...]
    results: tuple[tuple[str, ...], ...]
    frozen: frozenset[int] = frozenset()
    notes: dict[int, _Note] = field(default_factory=dict)
    explained: frozenset[str] = frozenset()

    def text(self) -> str:
        """The passage as it stands now."""
        return " ".join(result for pair in self.pairs() for result in pair.results)

    def pairs(self) -> tuple[SentencePair, ...]:
        """Each source sentence with what became of it."""
        return tuple(
            SentencePair(source, self._with_note(at, result))
            for at, (source, result) in enumerate(zip(self.sources, self.results, strict=True))
        )

    def _with_note(self, at: int, result: tuple[str, ...]) -> tuple[str, ...]:
        note = self.notes.get(at)
        return result if note is None else (*result, note.text)


@dataclass(frozen=True, slots=True)
class _Measure:
    words: int
    sentences: int
    rare: int

    @property
    def length(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def rare_share(self) -> float:
        return self.rare / self.words if self.words else 0.0

    def not_harder_than(self, other: _Measure) -> bool:
        return self.length <= other.length and self.rare_share <= other.rare_share

    def minus(self, other: _Measure) -> _Measure:
        return _Measure(self.words - other.words, self.sentences - other.sentences, self.rare - other.rare)

    def plus(self, other: _Measure) -> _Measure:
        return _Measure(self.words + other.words, self.sentences + other.sentences, self.rare + other.rare)


class Simplifier:
    """Makes passages of one language easier.

    Args:
        splitter: Splits sentences.
        substitution: Replaces and explains words.
        definitions: Finds the terms that the passage itself explains.
        glossary: The glossary, for rare words.
        phrases: The phrasebook.
    """

    def __init__(
        self,
        splitter: Splitter,
        substitution: Substitution,
        definitions: DefinitionFinder,
        glossary: Glossary,
        phrases: Phrasebook,
    ) -> None:
        self._splitter = splitter
        self._substitution = substitution
        self._definitions = definitions
        self._glossary = glossary
        self._language = glossary.language
        self._clauses = phrases.clauses
        dravidian = self._language in _DRAVIDIAN
        self._allowance = _WORDS_PER_NEW_SENTENCE_DRAVIDIAN if dravidian else _WORDS_PER_NEW_SENTENCE

    def simplify(self, text: str, level: Level, before: str = "") -> tuple[SentencePair, ...]:
        """The sentences of a passage, each with what became of it.

        Args:
            text: The passage.
            level: `Level.SAME` changes nothing.
            before: What stands before the passage on the page; terms in it are not explained again.
        """
        sources = sentences.split(text, self._language)
        draft = _Draft(sources, tuple((source,) for source in sources), _inside_quotations(sources))
        if level is not Level.SAME:
            draft = self._step(draft, Level.EASIER, text, before[-_LOOK_BACK:])
        if level is Level.EASIEST:
            draft = self._step(draft, Level.EASIEST, text, before[-_LOOK_BACK:])
        return draft.pairs()

    def _step(self, draft: _Draft, level: Level, text: str, before: str) -> _Draft:
        """The draft one level easier; the draft itself where that would measure harder."""
        start = self._measure(draft)
        for keep_and in (False, True):  # leaving out an everyday word raises the share of the rare ones
            results = self._rewrite_all(draft, level, keep_and=keep_and)
            for chosen in (results, self._none_harder(draft.results, results)):
                easier = self._explain(replace(draft, results=chosen), start, level, (before, text))
                if self._is_easier(easier, draft, start):
                    return easier
        explained = self._explain(draft, start, level, (before, text))
        return explained if self._is_easier(explained, draft, start) else draft

    def _none_harder(
        self, old: tuple[tuple[str, ...], ...], new: tuple[tuple[str, ...], ...]
    ) -> tuple[tuple[str, ...], ...]:
        """The new results but for the sentences that measure harder by themselves (a rare name said again)."""
        return tuple(
            after
            if after == before
            or self._measure_text(" ".join(after)).not_harder_than(self._measure_text(" ".join(before)))
            else before
            for before, after in zip(old, new, strict=True)
        )

    def _is_easier(self, draft: _Draft, previous: _Draft, start: _Measure) -> bool:
        """Whether the draft measures no harder, sentence by sentence and read as one text."""
        if not self._measure(draft).not_harder_than(start):
            return False
        return self._measure_text(draft.text()).not_harder_than(self._measure_text(previous.text()))

    def _rewrite_all(self, draft: _Draft, level: Level, *, keep_and: bool) -> tuple[tuple[str, ...], ...]:
        thorough = level is Level.EASIEST
        most_words = self._clauses.easiest_words if thorough else self._clauses.easier_words
        split = partial(self._splitter.split, most_words=most_words, thorough=thorough, keep_and=keep_and)
        substitute = partial(self._substitution.replace, thorough=thorough)
        memory: dict[tuple[str, ...], tuple[str, ...]] = {}
        results: list[tuple[str, ...]] = []
        for at, (source, result) in enumerate(zip(draft.sources, draft.results, strict=True)):
            if at in draft.frozen:
                results.append(result)
                continue
            key = (source, *result)
            if key not in memory:
                memory[key] = self._rewrite(source, result, split, substitute)
            results.append(memory[key])
        return tuple(results)

    def _rewrite(
        self,
        source: str,
        result: tuple[str, ...],
        split_one: Callable[[str], tuple[str, ...]],
        substitute: Callable[[str], str],
    ) -> tuple[str, ...]:
        """The boldest rewriting that keeps every fact."""
        split = tuple(part for sentence in result for part in split_one(sentence))
        for parts in (split, result):
            replaced = tuple(map(substitute, parts))
            for candidate in (replaced, parts):
                if candidate == result or self._is_safe(source, candidate):
                    return candidate
        return result

    def _is_safe(self, source: str, parts: Sequence[str]) -> bool:
        together = " ".join(parts)
        if len(sentences.split(together, self._language)) < len(parts):
            return False
        return not fact_lock.compare(source, together, language=self._language)

    def _explain(self, draft: _Draft, start: _Measure, level: Level, context: tuple[str, str]) -> _Draft:
        """The draft with explanations after the sentences in which terms first stand, as far as the measures allow.

        An added sentence may not raise the passage's measures above `start`, and, so that this holds for the page as a
        whole too, may use only as many words as short sentences gained by splitting have left over.
        """
        before, text = context
        skip = draft.explained | {match.entry.term for match in self._substitution.explainable(before)}
        candidates = self._candidates(draft, skip, f"{before}\n\n{text}")
        defined = self._definitions.find_all(f"{before}\n\n{text}") if candidates else ()
        known = {word for found in defined for word in (self._base(found.term), *found.term.casefold().split())}
        now = self._measure(draft)
        spare = self._allowance * (now.sentences - start.sentences) - (now.words - start.words)
        results, notes, explained = list(draft.results), draft.notes, set(draft.explained)
        for at, candidate in candidates:
            if candidate.entry.easiest_only and level is not Level.EASIEST:
                continue
            if len(explained) >= _EXPLANATIONS[level]:
                break
            if at in notes or candidate.entry.term.casefold() in known or self._says(draft.sources[at], candidate):
                continue
            if self._is_taken_up(draft.sources[at + 1 : at + 2], candidate):
                continue
            told = self._told(
                replace(draft, results=tuple(results), notes=notes), at, candidate, start, (now, spare, level)
            )
            if told is not None:
                results[at], notes, now, spare = told
                explained.add(candidate.entry.term)
        return replace(draft, results=tuple(results), notes=notes, explained=frozenset(explained))

    def _told(
        self, draft: _Draft, at: int, candidate: _Note, start: _Measure, state: tuple[_Measure, int, Level]
    ) -> tuple[tuple[str, ...], dict[int, _Note], _Measure, int] | None:
        """Results, notes, measure and spare words with the term explained; None where that would measure harder."""
        now, spare, level = state
        note = replace(candidate, text=self._substitution.explanation(candidate.entry))
        inside = self._substitution.explained_inside(draft.results[at], candidate.entry)
        for place in self._places(draft, at, late=level is Level.EASIEST):
            results = inside if place is None else draft.results[place]
            if results is None:
                continue
            noted = at if place is None else place
            told = (*results, note.text) if place is not None else results
            before, after = (self._measure_text(" ".join(each)) for each in (draft.results[noted], told))
            total = now.plus(after).minus(before)
            left = spare + self._allowance * (after.sentences - before.sentences) - (after.words - before.words)
            if left < 0 or not total.not_harder_than(start) or not self._is_safe(draft.sources[noted], told):
                continue
            notes = draft.notes if place is None else {**draft.notes, place: note}
            return results if place is None else draft.results[at], notes, total, left
        return None

    def _places(self, draft: _Draft, at: int, *, late: bool) -> Iterator[int | None]:
        """Sentences behind which a term of sentence `at` may be explained; None: inside that sentence.

        Nothing may stand before a sentence that speaks of the one before it: then the note comes behind that one, if
        it may come `late`.
        """
        if not self._points_back(draft.sources[at + 1 : at + 2]):
            yield at
        yield None
        following = at + 1
        free = following not in draft.notes and following not in draft.frozen and following < len(draft.sources)
        if late and free and not self._points_back(draft.sources[following + 1 : following + 2]):
            yield following

    def _points_back(self, following: Sequence[str]) -> bool:
        """Whether the next sentence speaks of the one before it: nothing may come between them."""
        return any(map(self._definitions.context.points_back, following))

    def _is_taken_up(self, following: Sequence[str], note: _Note) -> bool:
        """Whether the next sentence begins with the term: it may well be the page's own word on it.

        English says so in patterns that the definitions know.
        """
        if self._language == "en":
            return False
        found = (match for text in following for match in self._substitution.explainable(text)[:1])
        return any(match.start == 0 and match.entry is note.entry for match in found)

    def _base(self, term: str) -> str:
        """The dictionary form of a term that the page defines."""
        entry = self._glossary.entry(term)
        return (entry.term if entry else term).casefold()

    def _says(self, sentence: str, note: _Note) -> bool:
        """Whether the sentence already says in the same words what the term means."""
        told = set(sentences.words(sentence.casefold(), self._language))
        return told.issuperset(sentences.words(note.entry.meaning.casefold(), self._language))

    def _candidates(self, draft: _Draft, skip: Set[str], context: str) -> list[tuple[int, _Note]]:
        """First place of each term that may be explained, school terms before general words."""
        found: dict[str, tuple[int, _Note]] = {}
        seen: set[tuple[str, ...]] = set()
        for at, result in enumerate(draft.results):
            if result in seen or at in draft.frozen:
                continue
            seen.add(result)
            text = " ".join(result)
            for match in self._substitution.explainable(text):
                if match.entry.term not in skip:
                    found.setdefault(match.entry.term, (at, _Note(match.entry, text[match.start : match.end])))
        fits = self._substitution.fits_page(context) if found else None
        ranked = [item for item in found.values() if fits is not None and fits(item[1].entry)]
        return sorted(ranked, key=lambda item: (item[1].entry.subject == GENERAL, item[0], -len(item[1].entry.term)))

    def _measure(self, draft: _Draft) -> _Measure:
        total = _Measure(0, 0, 0)
        memory: dict[tuple[str, ...], _Measure] = {}
        for pair in draft.pairs():
            if pair.results not in memory:
                memory[pair.results] = self._measure_text(" ".join(pair.results))
            total = total.plus(memory[pair.results])
        return total

    def _measure_text(self, text: str) -> _Measure:
        found = sentences.words(text, self._language)
        rare: Callable[[str], bool] = self._glossary.is_rare
        count = len(sentences.split(text, self._language)) if found else 0
        return _Measure(len(found), count, sum(rare(word) for word in found))


def _inside_quotations(sources: Sequence[str]) -> frozenset[int]:
    """Indices of the sentences that belong to a quotation which does not end where it began."""
    inside, found = False, set()
    for at, source in enumerate(sources):
        straight = source.count('"') % 2 == 1
        opens, closes = source.count("“"), source.count("”")
        if inside or straight or opens != closes:
            found.add(at)
        if straight or opens != closes:
            inside = not inside if straight else opens > closes
    return frozenset(found)
