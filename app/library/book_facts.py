"""Board, class, subject and chapter of a document: from the names of its files, its running heads and first pages."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from app.domain.chunks import CHAPTER, heading_of
from app.domain.documents import FACTS, DocumentFacts
from app.domain.numerals import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.domain.documents import Document, PageText

T = TypeVar("T")

_CODE = re.compile(r"(?<![a-z0-9])([a-l])([ehu])([a-z]{2})([1-9])(\d\d|ps|an|gl)?(?![a-z0-9])", re.IGNORECASE)
_NCERT = "NCERT"
_CLASSES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIRST_PAGES = 6
"""Pages at the beginning that may be a cover, an imprint or contents: there a book names itself once."""
_HEADS_NEEDED = 2
"""Pages whose margins must agree; one may quote another book."""
_COVER_LINE = 60
_BETWEEN = re.compile(r"\s*[|•·–—-]\s+|\s+[|•·–—-]\s*|\s*[|•·]\s*")
_PAGE_NUMBER = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")


class _Codes(msgspec.Struct, frozen=True):
    classes: str
    subjects: dict[str, tuple[str, ...]]


class _ClassWords(msgspec.Struct, frozen=True):
    words: tuple[str, ...]


class _Names(msgspec.Struct, frozen=True):
    """``books.toml``."""

    ncert: _Codes
    series: dict[str, tuple[str, ...]]
    subjects: dict[str, tuple[str, ...]]
    boards: dict[str, tuple[str, ...]]
    classes: _ClassWords = msgspec.field(name="class")


@dataclass(frozen=True)
class BookNames:
    """What school books call themselves.

    Args:
        path: ``books.toml`` of the resources.
    """

    path: Path

    def facts_of(self, document: Document) -> DocumentFacts:
        """What can be told about a document; what a file's name says counts more than what a page says."""
        reads = [page.text for page in document.pages if page.text is not None]
        seen = self._of_pages(reads)
        named = [self._of_file_name(source.name, seen.board) for source in document.sources]
        told: dict[str, Any] = {name: _agreed(getattr(one, name) for one in named) for name in FACTS}
        has_code = told["school_class"] is not None
        facts = replace(seen, **{name: value for name, value in told.items() if value is not None})
        return facts if has_code else replace(facts, chapter=_only_chapter(reads))

    def subject(self, said: str) -> str:
        """The usual name of a subject that a person wrote in any of the languages, as she wrote it where unknown."""
        return self._subjects.get(_plain(said), said.strip())

    @cached_property
    def _names(self) -> _Names:
        return msgspec.convert(tomllib.loads(self.path.read_text("utf-8")), _Names)

    @cached_property
    def _subjects(self) -> dict[str, str]:
        return _by_word(self._names.subjects)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {**self._subjects, **_by_word(self._names.series)}

    @cached_property
    def _book_codes(self) -> dict[str, str]:
        return _by_word(self._names.ncert.subjects)

    @cached_property
    def _class(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._names.classes.words))
        number = r"(\d{1,2}|[IVX]{1,4})"
        return re.compile(
            rf"(?<![^\W\d_])(?:{words})\s*[-–—:.]?\s*{number}(?!\w)|(?<!\w){number}[^\s\d]{{0,5}}\s*(?:{words})",
            re.IGNORECASE,
        )

    def _of_file_name(self, name: str, board: str | None) -> DocumentFacts:
        found = _CODE.search(name)
        subject = self._book_codes.get(found[3].lower()) if found else None
        if found is None or (subject is None and board != _NCERT):  # "desk101" may be anything
            return DocumentFacts()
        chapter = str(int(found[5])) if found[5] and found[5].isdecimal() and int(found[5]) else None
        return DocumentFacts(_NCERT, self._names.ncert.classes.index(found[1].lower()) + 1, subject, chapter)

    def _of_pages(self, reads: Sequence[PageText]) -> DocumentFacts:
        heads = [[part for head in read.heads for part in _parts(head)] for read in reads]
        cover = [line for read in reads[:_FIRST_PAGES] for line in _short_lines(read)]
        board = next((name for name, signs in self._names.boards.items() if _has_any(signs, cover, reads)), None)
        return DocumentFacts(
            board,
            _often([self._class_in(parts) for parts in heads]) or self._class_in(cover),
            _often([self._subject_in(parts) for parts in heads]) or self._subject_in(cover),
        )

    def _class_in(self, lines: Iterable[str]) -> int | None:
        for line in lines:
            found = self._class.search(line)
            number = (found[1] or found[2] or "").upper() if found else ""
            value = _CLASSES.index(number) + 1 if number in _CLASSES else int(number) if number.isdecimal() else 0
            if 1 <= value <= len(_CLASSES):
                return value
        return None

    def _subject_in(self, lines: Iterable[str]) -> str | None:
        """The subject that a line names and nothing else but a class."""
        for line in lines:
            plain = _plain(self._class.sub(" ", line))
            if plain in self._titles:
                return self._titles[plain]
        return None


def _by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {_plain(word): name for name, words in table.items() for word in words}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[|:,.()\[\]\"'*_–—-]", " ", to_ascii_digits(text)).casefold().split())


def _agreed(values: Iterable[object]) -> object:
    """What all files say that say something; several chapters together are none."""
    known = {value for value in values if value is not None}
    return known.pop() if len(known) == 1 else None


def _parts(head: str) -> Iterator[str]:
    """A running head as it is, in its parts, and without a number at its end, which may be the page's."""
    said = to_ascii_digits(head).strip()
    whole = _PAGE_NUMBER.sub("", said)
    yield from dict.fromkeys((said, *_BETWEEN.split(said), whole, *_BETWEEN.split(whole)))


def _short_lines(read: PageText) -> Iterator[str]:
    for block in read.blocks:
        lines = [line.text for line in block.lines] or block.text.splitlines()
        yield from (to_ascii_digits(line) for line in lines if len(line) <= _COVER_LINE)


def _has_any(signs: Iterable[str], cover: Sequence[str], reads: Sequence[PageText]) -> bool:
    """Whether a sign stands on its own line at the beginning, or in a margin."""
    wanted = [_plain(sign) for sign in signs]
    lines = [*cover, *(head for read in reads for head in read.heads)]
    return any(f" {sign} " in f" {_plain(line)} " for line in lines for sign in wanted)


def _often(values: Iterable[T | None]) -> T | None:
    counted = Counter(value for value in values if value is not None).most_common(1)
    return counted[0][0] if counted and counted[0][1] >= _HEADS_NEEDED else None


def _only_chapter(reads: Sequence[PageText]) -> str | None:
    """The number of the chapter where all pages are of one; it is printed at its beginning."""
    numbers = [
        found["number"]
        for read in reads
        for block in read.blocks
        if (heading := heading_of(block)) is not None and (found := CHAPTER.match(to_ascii_digits(heading.text)))
    ]
    return str(int(numbers[0])) if numbers and numbers[0] and set(numbers) == {numbers[0]} else None
