"""The school glossary: terms with meanings and, where safe, an easier word; and the list of everyday words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.sentences import word_spans, words
from app.lesson.rules import spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GENERAL = "general"  # the subject of words that belong to no school subject
_LONGEST_TERM = 5  # words
_REMEMBERED = 20_000  # words whose rarity is kept in memory
_SHORTEST_STEM = 3  # characters that must remain when an ending is taken off
_FEWEST_LETTERS = 2  # vowel signs do not count
_FEWEST_CHANGED = 3  # of a form whose own end the ending changes (Tamil அணில், a squirrel, is no அணு, atom)
_FEWEST_CHANGED_BY_VOWEL = 4  # and whose ending is but a vowel sign: அணை (dam), திசை (direction) end in one themselves
_ANUSVARAS = frozenset("ംంಂ")
_AGREEING = frozenset({"hi", "pa"})  # every noun in -ā that takes -e does so as a rule


@dataclass(frozen=True, slots=True)
class Entry:
    """One term.

    Attributes:
        term: Dictionary form.
        easier: An everyday word that may stand in its place; may be empty.
        meaning: What it means.
        subject: School subject.
        forms: Pairs of an inflected form and the easier word in the same form (empty where there is none).
        kind: Terms of one kind may stand side by side as options of a question; empty where that is not known.
        easiest_only: Whether it is replaced or explained at the easiest level only.
    """

    term: str
    easier: str
    meaning: str
    subject: str
    forms: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    easiest_only: bool = False

    @property
    def is_term(self) -> bool:
        """Whether it can be learnt as a word; the rest are phrases listed only for their easier wording."""
        return bool(self.meaning) and not (self.easier and " " in self.term)


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a text at [start, end); `easier` is its replacement in the same form, empty where none is safe.

    `exact` says that the text has the dictionary form.
    """

    start: int
    end: int
    entry: Entry
    easier: str
    exact: bool


class Glossary:
    """Terms of one language, found in running text whatever their inflection.

    Args:
        entries: The terms.
        endings: (ending, replacement) pairs that lead from an inflected word to its dictionary form.
        everyday: Everyday words, most frequent first; empty where there is no frequency data.
        language: ISO 639-1 code.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        *,
        language: str,
        endings: tuple[tuple[str, str], ...] = (),
        everyday: Iterable[str] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.language = language
        self._endings = endings
        self._rank: dict[str, int] = {}
        everyday = tuple(everyday)
        self._written = frozenset(everyday)
        for word in everyday:
            self._rank.setdefault(spelling.key(word), len(self._rank))
        self._surfaces: dict[tuple[str, ...], tuple[Entry, str, bool]] = {}
        self._spellings: dict[tuple[str, ...], tuple[Entry, str, bool]] = {}
        for entry in self.entries:
            self._add(entry.term, entry, entry.easier, exact=True)
        for entry in self.entries:
            self._add(entry.term.replace(" ", "-"), entry, "", exact=False)
            for form, easier in entry.forms:
                self._add(form, entry, easier, exact=False)
        self._first = {key[0] for key in self._spellings if len(key) > 1}
        self._rarity = lru_cache(maxsize=_REMEMBERED)(self._find_rarity)
        self._with_visarga = frozenset(word for key in self._surfaces for word in key if "ः" in word)

    @property
    def has_frequencies(self) -> bool:
        """Whether there is frequency data for this language."""
        return bool(self._rank)

    def rank(self, word: str) -> int | None:
        """Place of the word, as it is written, in the everyday list; None where it is not there."""
        return self._rank.get(spelling.key(word))

    def is_listed(self, word: str) -> bool:
        """Whether the everyday list has the word written so (names are there with their capital)."""
        return word in self._written or any(base in self._written for base in _english_bases(word))

    def entry(self, term: str) -> Entry | None:
        """The entry of a term in its dictionary form or one of its listed forms."""
        found = self._lookup(self._key(spelling.with_visargas(term, self._with_visarga)))
        return found[0] if found else None

    def find(self, text: str) -> tuple[Match, ...]:
        """The terms in `text`, longest first at each place, never overlapping, in order."""
        text = spelling.with_visargas(text, self._with_visarga)
        spans = word_spans(text)
        keys = [text[start:end].casefold() for start, end in spans]
        found: list[Match] = []
        at = 0
        while at < len(keys):
            match = self._match_at(text, spans, keys, at)
            if match is None:
                at += 1
                continue
            found.append(match[0])
            at += match[1]
        return tuple(found)

    def is_rare(self, word: str) -> bool:
        """Whether the word is outside the everyday list, whatever its inflection; False without frequency data.

        A term of the glossary that is not in the list itself is rare even if an everyday word with an ending looks
        the same (wither, chiefly).
        """
        return bool(self._rank) and self._rarity(word)

    def is_unusual(self, term: str) -> bool:
        """Whether a term is neither a name nor of every day ("great"), as far as capitals and frequencies tell."""
        if self.entry(term) is not None:
            return True
        rare = not self._rank or any(map(self.is_rare, term.split()))
        return rare and (self.language != "en" or term == term.lower())

    def _find_rarity(self, word: str) -> bool:
        if not any(character.isalpha() for character in word):
            return False
        key = word.casefold().replace("’", "'")
        if len(key) == 1 or any(character.isdigit() for character in key) or self.rank(key) is not None:
            return False
        found = self._lookup((key,))
        if found is not None:
            return self.rank(found[0].term) is None
        parts = [part for part in key.split("-") if part]
        return not all(self.rank(part) is not None or self._base_is_everyday(part) for part in parts)

    def is_hard(self, entry: Entry) -> bool:
        """Whether a term is worth explaining, as far as there is frequency data.

        A single word is where it is rare; a technical term of several words is, however everyday its parts (food
        chain).
        """
        parts = words(entry.term, self.language)
        if not self._rank or (len(parts) > 1 and entry.subject != GENERAL):
            return True
        return any(self.is_rare(part) for part in parts)

    def _base_is_everyday(self, word: str) -> bool:
        if self.language == "en":
            return any(base in self._rank for base in _english_bases(word))
        return any(self.rank(base) is not None for base in self._bases(word))

    def _bases(self, word: str) -> Iterator[str]:
        for ending, replacement in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - bool(replacement):
                yield word[: len(word) - len(ending)] + replacement

    def _match_at(
        self, text: str, spans: tuple[tuple[int, int], ...], keys: list[str], at: int
    ) -> tuple[Match, int] | None:
        longest = 1
        if spelling.key(keys[at]) in self._first:
            while longest < _LONGEST_TERM and at + longest < len(keys):
                if text[spans[at + longest - 1][1] : spans[at + longest][0]].strip():
                    break
                longest += 1
        for count in range(longest, 0, -1):
            head, last = tuple(keys[at : at + count - 1]), keys[at + count - 1]
            found = self._lookup((*head, last)) or self._tolerant(head, last)
            if found is not None:
                entry, easier, exact = found
                return Match(spans[at][0], spans[at + count - 1][1], entry, easier, exact), count
        return None

    def _tolerant(self, head: tuple[str, ...], last: str) -> tuple[Entry, str, bool] | None:
        """The term whose last word carries an ending that the glossary does not list.

        None where the word may as well come from another term or an everyday word: a wrong explanation is worse than
        none.
        """
        found: dict[str, Entry] = {}
        other = False
        for ending, replacement in self._endings:
            base = last[: len(last) - len(ending)] + replacement
            if not last.endswith(ending) or len(base) < _SHORTEST_STEM:
                continue
            known = self._lookup((*head, base))
            if known is None:
                other |= not head and self.rank(base) is not None
            elif self._is_sure("".join((*head, base)), ending, replacement):
                found[known[0].term] = known[0]
        if other or len(found) != 1:
            return None
        return next(iter(found.values())), "", False

    def _is_sure(self, base: str, ending: str, replacement: str) -> bool:
        """Whether the form without its ending is long enough that few other words can look like it with this ending."""
        letters = _letters(base)
        if self.language == "en" or not replacement or replacement in _ANUSVARAS:
            return letters >= _FEWEST_LETTERS
        if not _letters(ending) and self.language not in _AGREEING:
            return letters >= _FEWEST_CHANGED_BY_VOWEL
        return letters >= (_FEWEST_LETTERS if self.language in _AGREEING else _FEWEST_CHANGED)

    def _add(self, surface: str, entry: Entry, easier: str, *, exact: bool) -> None:
        key = self._key(surface)
        if key:
            self._surfaces.setdefault(key, (entry, easier, exact))
            self._spellings.setdefault(_spelt(key), (entry, easier, exact))

    def _lookup(self, key: tuple[str, ...]) -> tuple[Entry, str, bool] | None:
        """What is listed for these words; where nothing is, for another spelling of them."""
        return self._surfaces.get(key) or self._spellings.get(_spelt(key))

    def _key(self, text: str) -> tuple[str, ...]:
        return tuple(word.casefold() for word in words(text, self.language))


def _letters(text: str) -> int:
    """Consonants and vowels that stand for themselves."""
    return sum(character.isalpha() for character in text)


def _spelt(words_: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(spelling.key(word) for word in words_)


def load_glossary(folder: Path, language: str, endings: tuple[tuple[str, str], ...]) -> Glossary:
    """The glossary of a language; an empty one where there is no file.

    Args:
        folder: Holds ``<code>.tsv`` and, where there is frequency data, ``everyday-<code>.txt`` and
            ``easiest/<code>.tsv``, the entries for the easiest level only.
        language: ISO 639-1 code.
        endings: See `Glossary`.
    """
    everyday = [word for line in _lines(folder / f"everyday-{language}.txt") for word in (line.strip(),) if word]
    entries = [*_entries(folder / f"{language}.tsv")]
    entries += [replace(entry, easiest_only=True) for entry in _entries(folder / "easiest" / f"{language}.tsv")]
    return Glossary(entries, language=language, endings=endings, everyday=everyday)


def _entries(path: Path) -> Iterator[Entry]:
    header: list[str] | None = None
    for line in _lines(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            continue
        row = dict(zip(header, cells, strict=False))
        term, meaning = row.get("term", ""), row.get("meaning", "").rstrip(".।")
        if term:
            forms = _forms(row.get("forms", ""))
            yield Entry(term, row.get("easier", ""), meaning, row.get("subject", ""), forms, row.get("kind", ""))


def _forms(cell: str) -> tuple[tuple[str, str], ...]:
    pairs = (form.partition("=") for form in cell.split(",") if form.strip())
    return tuple((form.strip(), easier.strip()) for form, _, easier in pairs)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _english_bases(word: str) -> Iterator[str]:
    """Dictionary forms an English word may come from: plants, plant's, studied, running, larger, slowly."""
    word = word.removesuffix("'s")
    yield word
    for ending, replacements in _ENGLISH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: len(word) - len(ending)]
            for replacement in replacements:
                yield stem + replacement
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


_ENGLISH_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("ier", ("y",)),
    ("iest", ("y",)),
    ("ily", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ly", ("", "le")),
    ("n't", ("", "n")),
    ("'re", ("",)),
    ("'ll", ("",)),
    ("'ve", ("",)),
    ("s'", ("",)),
)
