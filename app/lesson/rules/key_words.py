"""Words worth learning: what the page defines itself, then terms of the glossary that stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.lessons import KeyWord
from app.lesson.rules.glossary import GENERAL, Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.lesson.rules.definitions import Definition
    from app.lesson.rules.glossary import Glossary
    from app.lesson.rules.page import PageSentence

_MOST_MEANING_CHARACTERS = 400
_MATHS = "maths"
_FEWEST_OF_MATHS = 3  # terms that make a page one about mathematics; "per cent" alone does not


@dataclass(slots=True)
class _Seen:
    entry: Entry
    passage: int
    count: int = 0


class KeyWordFinder:
    """Finds the key words of a page in one language.

    Args:
        glossary: The language's glossary.
    """

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary

    def find(self, page: Sequence[PageSentence], title: str, count: int) -> tuple[KeyWord, ...]:
        """Up to `count` key words: the page's own definitions first, then glossary terms by weight.

        Rare words come before everyday ones, and terms of a school subject before general words; a term
        weighs more the more often it stands on the page or in the title.
        """
        chosen: dict[str, KeyWord] = {}
        for word in self._defined(page):
            chosen.setdefault(word.term.casefold(), word)
        seen = self._glossary_terms(page)
        in_title = {match.entry.term for match in self._glossary.find(title)}
        ranked = sorted(
            (item for item in seen.values() if belongs(item.entry, {*seen}, in_title, self._glossary)),
            key=lambda item: (
                not self._glossary.is_hard(item.entry),
                item.entry.subject == GENERAL,
                -(item.count + 3 * (item.entry.term in in_title)),
                item.entry.term,
            ),
        )
        entries = (self._glossary.entry(term) for term in tuple(chosen))
        named = {entry.term for entry in entries if entry is not None}
        for item in ranked:
            key = item.entry.term.casefold()
            if key not in chosen and item.entry.term not in named and not _inside(key, chosen):
                chosen[key] = KeyWord(item.entry.term, item.entry.meaning, "glossary", item.passage)
        return tuple(chosen.values())[: max(0, count)]

    def _defined(self, page: Sequence[PageSentence]) -> list[KeyWord]:
        found = []
        for sentence in page:
            definition = sentence.definition
            if definition is None or len(definition.meaning) > _MOST_MEANING_CHARACTERS:
                continue
            term = shown_term(definition, self._glossary)
            found.append(KeyWord(term, definition.meaning, "text", sentence.passage))
        return found

    def _glossary_terms(self, page: Sequence[PageSentence]) -> dict[str, _Seen]:
        seen: dict[str, _Seen] = {}
        for sentence in page:
            for match in self._glossary.find(sentence.text):
                entry = match.entry
                if sentence.definition is not None and entry.subject == GENERAL:
                    continue  # "this process is called ..."
                if not entry.is_term or (entry.easier and self._glossary.has_frequencies):
                    continue  # the easier text does without it
                if entry.subject != GENERAL or self._glossary.is_hard(entry):
                    seen.setdefault(entry.term, _Seen(entry, sentence.passage)).count += 1
        return seen


def belongs(entry: Entry, terms: Collection[str], title: Collection[str], glossary: Glossary) -> bool:
    """Whether a term says what the page is about: an area or a share is told on a page about anything.

    Args:
        entry: The term.
        terms: The glossary terms of the page.
        title: Those of its title.
        glossary: The glossary.
    """
    if entry.subject != _MATHS or entry.term in title:
        return True
    entries = (glossary.entry(term) for term in terms)
    return sum(other is not None and other.subject == _MATHS for other in entries) >= _FEWEST_OF_MATHS


def _inside(key: str, chosen: dict[str, KeyWord]) -> bool:
    """Whether a chosen longer term holds this one as a word."""
    return any(key in other.split() for other in chosen)


def shown_term(definition: Definition, glossary: Glossary) -> str:
    """The term of a definition as children should learn it: in its dictionary form where the page has that."""
    entry = glossary.entry(definition.term)
    if entry is not None and entry.term.casefold() in definition.evidence.casefold():
        return entry.term
    return _plain(definition.term, glossary.language)


def _plain(term: str, language: str) -> str:
    """A term without the capital of the sentence start, unless it is a name."""
    if (
        language != "en"
        or not term[:1].isupper()
        or term[1:2].isupper()
        or any(w[:1].isupper() for w in term.split()[1:])
    ):
        return term
    return term[:1].lower() + term[1:]
