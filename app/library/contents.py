"""Contents pages: which pages they are, and what they say about the chapters of a book (pure functions)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind
from app.domain.numerals import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.documents import Block, PageText

_FEWEST = 4
_SHARE = 0.6  # of the lines of a contents page that are entries
_FIRST_LINES = 3  # among which the word "Contents" stands
_HEAD = re.compile(
    r"\W*(?:table of contents|contents|index of chapters|विषय[\s-]?सूची|विषयानुक्रम|अनुक्रमणिका|सूचीपत्र|সূচিপত্র|সূচীপত্র|"
    "பொருளடக்கம்|విషయ ?సూచిక|અનુક્રમણિકા|ಪರಿವಿಡಿ|ವಿಷಯ ?ಸೂಚಿ|ഉള്ളടക്കം|ਤਤਕਰਾ|ਵਿਸ਼ਾ[\\s-]?ਸੂਚੀ|ସୂଚୀପତ୍ର|ସୂଚିପତ୍ର)\\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W*(?:[^\W\d]+\s+)?(?P<number>\d{1,2})\s*[.):–—-]?\s+(?P<title>.*)$")
_ENTRY = re.compile(
    r"^(?P<title>.*?[^\W\d_].*?)(?P<leader>[\s.…·•_–—-]*)[\s.…·•_](?P<page>\d{1,3})(?:\s*[-–—]\s*\d{1,3})?\W*$"
)
_LEADER = 4  # dots and dashes in a row that lead the eye to a page number
_LAST = 6  # characters at the end of a line among which the number of the page is
_LONGEST = 300  # characters of a line that are looked at
_WORD = 3  # letters


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of a contents page.

    Attributes:
        title: The chapter or section.
        page: The page printed behind it.
        number: The number printed before it; None where there is none.
    """

    title: str
    page: int
    number: int | None = None


def is_contents(read: PageText) -> bool:
    """Whether a page is a table of contents: it leads to text and is none, so that it is not searched."""
    if sum(_ends_in_number(line) for block in read.blocks for line in _texts(block)) < _FEWEST:
        return False  # as nearly every page
    lines = _lines(read)
    entries = [found for line in lines if (found := _entry(line)) is not None]
    if len(entries) < _FEWEST or len(entries) < _SHARE * sum(_HEAD.fullmatch(line) is None for line in lines):
        return False
    if sum(one.page > other.page for one, other in pairwise(entries)) > len(entries) // 10:
        return False
    named = any(_HEAD.fullmatch(line) for line in lines[:_FIRST_LINES])
    return named or sum(_has_leader(line) for line in lines) >= _SHARE * len(entries)


def entries(read: PageText) -> tuple[ContentsEntry, ...]:
    """What a contents page lists; nothing from other pages."""
    return tuple(found for line in _lines(read) if (found := _entry(line)) is not None) if is_contents(read) else ()


def _lines(read: PageText) -> list[str]:
    return [line for block in read.blocks for line in _lines_of(block) if line.strip()]


def _lines_of(block: Block) -> Iterator[str]:
    for number, text in enumerate(_texts(block)):
        marker = f"{block.marker} " if number == 0 and block.marker and not text.startswith(block.marker) else ""
        yield to_ascii_digits(f"{marker}{text}")


def _texts(block: Block) -> list[str]:
    """A row of a table is a line, too; the printed lines of a paragraph tell more than its text."""
    printed = block.kind is not BlockKind.TABLE and len(block.lines) > 1
    return [line.text for line in block.lines] if printed else block.text.splitlines()


def _ends_in_number(line: str) -> bool:
    return any(character.isdecimal() for character in line[-_LAST:])


def _entry(line: str) -> ContentsEntry | None:
    found = _ENTRY.match(line[:_LONGEST]) if _ends_in_number(line) else None
    if found is None or sum(letter.isalpha() for letter in found["title"]) < 3:
        return None
    title = " ".join(found["title"].split()).rstrip(" .…·•_-–—")
    numbered = _NUMBER.match(title)
    if numbered is None or not numbered["title"].strip():
        return ContentsEntry(title, int(found["page"]))
    return ContentsEntry(numbered["title"].strip(), int(found["page"]), int(numbered["number"]))


def _has_leader(line: str) -> bool:
    found = _ENTRY.match(line[:_LONGEST])
    return found is not None and sum(sign in ".…·_" for sign in found["leader"]) >= _LEADER
