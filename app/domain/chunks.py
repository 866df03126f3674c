"""Chunks: the pieces of a page that are searched, quoted and shown; and the headings that they stand under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.documents import BlockKind, Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.documents import Block

_LONGEST_HEADING = 160
"""Characters of a heading that are kept in a path; more is text in large type."""

_DESCENDERS = frozenset("gjpqyQ,;()")
_WITHOUT_DESCENDERS = 0.77
"""Boxes are those of the ink: a line of Latin letters is so much less high without the parts under it."""
_SMALLER = 0.88
"""A heading is under another if its type is that much smaller; printed levels differ by a fifth and more."""

_CHAPTER_WORDS = (
    "chapter|unit|lesson|अध्याय|पाठ|इकाई|प्रकरण|धडा|অধ্যায়|পাঠ|একক|ਅਧਿਆਇ|ਪਾਠ|પ્રકરણ|પાઠ|એકમ|ଅଧ୍ୟାୟ|ପାଠ|"
    "அத்தியாயம்|அலகு|பாடம்|இயல்|అధ్యాయం|పాఠం|ಅಧ್ಯಾಯ|ಪಾಠ|ഘടകം|അദ്ധ്യായം|അധ്യായം|പാഠം"
)
CHAPTER = re.compile(
    rf"^[\W_]*(?:{_CHAPTER_WORDS})(?![\w\u0900-\u0dff])\s*[-–—:.]?\s*(?P<number>\d{{1,2}})?(?!\d)", re.IGNORECASE
)
"""How a printed chapter heading begins; `number` where it is printed in digits of any script."""


class ChunkKind(StrEnum):
    """What most of a chunk is."""

    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        level: How deep it is, from 1; on a printed page among the headings of that page alone.
        text: What it says, on one line.
        size: Height of its capitals as a fraction of the page's height, which headings of different pages are compared
            by; 0 where there is no page picture.
    """

    level: int
    text: str
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one page.

    Attributes:
        text: What it says: blocks parted by blank lines, the items of a list by ends of line.
        kind: What most of it is.
        headings: The headings it stands under, the chapter first; those that are in it count.
        boxes: Where its printed lines stand on the page picture, in reading order; empty without a picture.
        blocks: The first of its blocks and the one after its last; a long block may be in several chunks.
    """

    text: str
    kind: ChunkKind = ChunkKind.TEXT
    headings: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    blocks: tuple[int, int] = (0, 0)


def heading_of(block: Block) -> Heading | None:
    """The block as a heading; None for other blocks and for one that says nothing."""
    words = " ".join(block.text.split()).lstrip("# ") if block.kind is BlockKind.HEADING else ""
    if not words:
        return None
    heights = [line.box.bottom - line.box.top for line in block.lines if line.box is not None]
    size = min(heights, default=0.0) * (_WITHOUT_DESCENDERS if set(words) & _DESCENDERS else 1.0)
    return Heading(max(1, block.level), words[:_LONGEST_HEADING], round(size, 4))


def headings_in(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """The headings of a page in reading order."""
    return tuple(found for block in blocks if (found := heading_of(block)) is not None)


def in_force(before: tuple[Heading, ...], met: Iterable[Heading]) -> tuple[Heading, ...]:
    """The path of headings after those that were met: each ends all that are as deep or deeper.

    The first of a path is the chapter's: the largest type, or a word that says so.
    """
    own: list[Heading] = []  # of this page: only these have levels to compare
    for heading in met:
        if CHAPTER.match(heading.text):
            before, own = (), [heading]
            continue
        own = [one for one in own if one.level < heading.level or CHAPTER.match(one.text)]
        if not own:
            before = tuple(one for one in before if _is_above(one, heading))
        own.append(heading)
    return (*before, *own)


def _is_above(one: Heading, other: Heading) -> bool:
    """Whether a heading of an earlier page holds on under this one."""
    if CHAPTER.match(one.text):
        return True
    if one.size and other.size:
        return other.size < _SMALLER * one.size
    return one.level < other.level
