"""Pages cut into chunks along their own structure: pure functions.

A chunk is `LEAST` to `MOST` characters where the page allows it. It begins at a heading where there is one near, never
reaches over the beginning of a chapter, never mixes a table or an exercise with other text, and keeps a heading with
what stands under it. Blocks are whole but for those that alone are too long: these are cut between sentences.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain import sentences
from app.domain.chunks import CHAPTER, Chunk, ChunkKind, Heading, heading_of, in_force
from app.domain.documents import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.documents import Box, Line

LEAST = 400
"""Characters of a chunk from which the next heading begins another."""
WANTED = 650
MOST = 900
"""Most characters of a chunk."""

_MOST_MARKS = 20  # more vowel signs on one letter are no word
_HEADING_WORDS = 6
_EXERCISE = re.compile(
    r"^[\W\d_]*(?:exercises?|questions?|problems?|review|assignments?|practice|figure it out|check your progress|"
    "अभ्यास|प्रश्न|स्वाध्याय|सराव|অনুশীলন|প্রশ্ন|ਅਭਿਆਸ|ਪ੍ਰਸ਼ਨ|સ્વાધ્યાય|અભ્યાસ|પ્રશ્ન|ଅଭ୍ୟାସ|ପ୍ରଶ୍ନ|ଅନୁଶୀଳନୀ|பயிற்சி|வினாக்கள்|மதிப்பீடு|"
    "అభ్యాస|ప్రశ్న|ಅಭ್ಯಾಸ|ಪ್ರಶ್ನೆ|പരിശീലന|ചോദ്യ|അഭ്യാസ)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, or a part of a long one; `start` and `end` count the characters of its block."""

    index: int
    block: Block
    start: int
    end: int
    exercise: bool
    path: tuple[Heading, ...]

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end].strip()

    @property
    def is_heading(self) -> bool:
        return self.block.kind is BlockKind.HEADING

    @property
    def kind(self) -> ChunkKind:
        if self.block.kind is BlockKind.TABLE:
            return ChunkKind.TABLE
        if self.exercise:
            return ChunkKind.EXERCISE
        return ChunkKind.LIST if self.block.kind is BlockKind.LIST_ITEM else ChunkKind.TEXT


def chunks(blocks: Sequence[Block], before: tuple[Heading, ...] = (), language: str = "en") -> tuple[Chunk, ...]:
    """Cut one page.

    Args:
        blocks: The page in reading order.
        before: The headings in force at its beginning.
        language: ISO 639-1 code of the page, for the ends of sentences.
    """
    found: list[Chunk] = []
    for section in _sections(_units(blocks, before, language)):
        found += [_chunk(units) for units in _shared_out(section)]
    return tuple(found)


def is_exercise(heading: Heading) -> bool:
    """Whether what stands under it are questions to a class."""
    return len(heading.text.split()) <= _HEADING_WORDS and _EXERCISE.match(heading.text) is not None


def _units(blocks: Sequence[Block], before: tuple[Heading, ...], language: str) -> Iterator[_Unit]:
    path, met = before, list[Heading]()
    headings = 0  # characters of the headings that wait for their text
    for index, block in enumerate(blocks):
        if not block.text.strip():
            continue
        heading = heading_of(block)
        if heading is not None:
            met.append(heading)
            path = in_force(before, met)
        exercise = any(is_exercise(one) for one in path)
        for start, end in _parts(block, language, MOST - headings):
            yield _Unit(index, block, start, end, exercise, path)
        headings = headings + len(block.text) + 2 if heading is not None else 0
        if headings > MOST // 2:
            headings = 0


def _parts(block: Block, language: str, room: int) -> list[tuple[int, int]]:
    """Where a block is cut: nowhere if there is room for it, else between sentences or the rows of a table."""
    text = block.text
    if len(text) <= room:
        return [(0, len(text))]
    pieces = text.splitlines() if block.kind is BlockKind.TABLE else sentences.split(text, language)
    parts: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        found = text.find(piece, at) if piece.strip() else -1
        if found < 0:
            continue  # its text goes with the next one
        end = found + len(piece)
        parts += _cut_hard(text, at, end, room)
        at = end
    if text[at:].strip():
        parts += _cut_hard(text, at, len(text), room)
    return parts


def _cut_hard(text: str, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    """A sentence without end is cut between words, a word without end between letters, never before a vowel sign."""
    while end - start > room:
        cut = start + room
        while cut > start + room - _MOST_MARKS and unicodedata.category(text[cut])[0] in "MC":
            cut -= 1
        space = max(text.rfind(sign, start + room // 2, cut) for sign in " \n\t")
        cut = space + 1 if space > 0 else cut
        yield start, cut
        start = cut
    yield start, end


def _sections(units: Iterator[_Unit]) -> Iterator[list[_Unit]]:
    """Runs of units that may share chunks."""
    held: list[_Unit] = []
    for unit in units:
        if held and _begins_section(held, unit):
            yield held
            held = []
        held.append(unit)
    if held:
        yield held


def _begins_section(held: Sequence[_Unit], unit: _Unit) -> bool:
    last = held[-1]
    if unit.index == last.index:
        return False
    if unit.is_heading:
        if len(unit.path) == 1:  # a chapter; its title may stand in a heading of its own under its number
            numbered = len(held) == 1 and last.is_heading and len(last.path) == 1
            return not numbered or CHAPTER.match(unit.text) is not None
        return unit.exercise != last.exercise
    return not last.is_heading and (unit.exercise != last.exercise or _leaves_table(held, unit))


def _leaves_table(held: Sequence[_Unit], unit: _Unit) -> bool:
    """Whether a large table begins or has ended; its caption, above or below, belongs to it."""
    if held[-1].block.kind is BlockKind.CAPTION:
        return len(held) > 1 and _is_large_table(held[-2])
    return unit.block.kind is not BlockKind.CAPTION and (_is_large_table(unit) or _is_large_table(held[-1]))


def _is_large_table(unit: _Unit) -> bool:
    """A small one says little without the text around it."""
    return unit.block.kind is BlockKind.TABLE and len(unit.block.text) >= LEAST


def _shared_out(units: Sequence[_Unit]) -> Iterator[Sequence[_Unit]]:
    """The units of a section in chunks near the wanted size, of all ways to cut them the cheapest."""
    sizes = [len(unit.text) + 2 for unit in units]
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first so many units, and where their last chunk begins
    for end in range(1, len(units) + 1):
        size, choices = 0, []
        for begin in range(end - 1, -1, -1):
            size += sizes[begin]
            if size > MOST + 2 and begin < end - 1:
                break
            cost = ((size - WANTED) / (MOST - WANTED)) ** 2
            choices.append((best[begin][0] + cost + _cost_of_cut(units, begin), begin))
        best.append(min(choices))
    cuts, end = [len(units)], len(units)
    while end:
        end = best[end][1]
        cuts.append(end)
    for begin, end in itertools.pairwise(reversed(cuts)):
        yield units[begin:end]


def _cost_of_cut(units: Sequence[_Unit], at: int) -> float:
    """How bad it is to begin a chunk there; 1 is a chunk as much too short as it may be too long."""
    if at == 0:
        return 0.0
    last, unit = units[at - 1], units[at]
    if last.is_heading or _announces(last, unit):
        return 2.0
    if last.index == unit.index:
        return 0.5
    return -2.0 if unit.is_heading else 0.0


def _announces(unit: _Unit, following: _Unit) -> bool:
    """A paragraph that ends in a colon says what the list under it is."""
    return following.block.kind is BlockKind.LIST_ITEM and unit.text.endswith((":", ":-", "：", "–"))


def _chunk(units: Sequence[_Unit]) -> Chunk:
    text = units[0].text
    for last, unit in itertools.pairwise(units):
        lists = last.block.kind is unit.block.kind is BlockKind.LIST_ITEM
        if last.index == unit.index:
            text += "\n" if unit.block.kind is BlockKind.TABLE else " "
        else:
            text += "\n" if lists else "\n\n"
        text += unit.text
    return Chunk(text, _kind(units), _path(units), _boxes(units), (units[0].index, units[-1].index + 1))


def _kind(units: Sequence[_Unit]) -> ChunkKind:
    sizes: dict[ChunkKind, int] = {}
    for unit in units:
        if not unit.is_heading or len(units) == 1:
            sizes[unit.kind] = sizes.get(unit.kind, 0) + len(unit.text)
    return max(sizes, key=lambda kind: sizes[kind], default=units[0].kind)


def _path(units: Sequence[_Unit]) -> tuple[str, ...]:
    """The headings that hold for all of its text."""
    paths = [unit.path for unit in units if not unit.is_heading] or [units[-1].path]
    shared = paths[0]
    for path in paths[1:]:
        same = 0
        while same < min(len(shared), len(path)) and shared[same] == path[same]:
            same += 1
        shared = shared[:same]
    return tuple(heading.text for heading in shared or units[0].path)


def _boxes(units: Sequence[_Unit]) -> tuple[Box, ...]:
    found: list[Box] = []
    for unit in units:
        for box in _line_boxes(unit):
            if box not in found[-1:]:
                found.append(box)
    return tuple(found)


def _line_boxes(unit: _Unit) -> list[Box]:
    """The boxes of the lines that hold a unit's text; of the block where its lines have none."""
    block = unit.block
    lines = [line for line in block.lines if line.box is not None]
    if not lines:
        return [block.box] if block.box is not None else []
    if unit.start == 0 and unit.end == len(block.text):
        return [line.box for line in lines if line.box is not None]
    first, last, total = _letters(block.text[: unit.start]), _letters(block.text[: unit.end]), _letters(block.text)
    return [box for box, begins, ends in _spans(lines, total) if begins < last and ends > first]


def _spans(lines: Sequence[Line], total: int) -> Iterator[tuple[Box, float, float]]:
    """Which of a block's letters stand on each line.

    Hyphens and spaces at the ends of lines are not in the text, letters are; where a person has changed the text, the
    lines share it out by their length.
    """
    lengths = [_letters(line.text) for line in lines]
    scale = total / max(1, sum(lengths))
    at = 0.0
    for line, length in zip(lines, lengths, strict=True):
        if line.box is not None:
            yield line.box, at, at + length * scale
        at += length * scale


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)
