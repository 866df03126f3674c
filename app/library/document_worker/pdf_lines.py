"""Glyphs of a PDF page put together to words and printed lines."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Box, Word
from app.library.document_worker.docx_text import SUBSCRIPTS, SUPERSCRIPTS
from app.library.document_worker.positions import PositionedLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# All gaps are multiples of the type size.
WORD_GAP = 0.2
"""Narrower gaps stand inside a word."""
_PIECE_GAP = 1.1  # wider gaps divide columns and table cells
_BACKWARDS = 1.2
_BASELINE_JUMP = 0.62  # superscripts and subscripts stay below this
_SMALL = 0.9  # type of raised and lowered figures, as a share of that of the line
_SHIFT = 0.12


@dataclass(frozen=True, slots=True)
class Frame:
    """From PDF user space to fractions of the upright page.

    Attributes:
        left: Left edge of the visible page box in points.
        bottom: Its lower edge.
        width: Its width before turning.
        height: Its height before turning.
        turns: Clockwise quarter turns that make it upright.
    """

    left: float
    bottom: float
    width: float
    height: float
    turns: int

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height in points once upright."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as fractions of the upright page, origin top left."""
        across = (x - self.left) / self.width
        down = 1 - (y - self.bottom) / self.height
        for _ in range(self.turns % 4):
            across, down = 1 - down, across
        return across, down

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as a box on the upright page, not clipped."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


@dataclass(slots=True)
class Glyph:
    """One drawn character; places are in points of the upright page.

    Attributes:
        text: What it says.
        box: Its ink.
        start: Where its advance begins; `end` likewise. Ink of "I" and of "W" leaves different gaps.
        baseline: Height of the line it stands on, from the top.
        size: Type size.
        font: Name of its font.
        bold: Whether that is a bold one.
        spelled: Whether it comes from an ActualText.
    """

    text: str
    box: Box
    start: float
    end: float
    baseline: float
    size: float
    font: str
    bold: bool
    spelled: bool


@dataclass(slots=True)
class Piece:
    """Glyphs on one baseline without a wide gap, as words."""

    words: list[list[Glyph]] = field(default_factory=list)

    @property
    def glyphs(self) -> Iterator[Glyph]:
        """All glyphs in reading order."""
        return (glyph for word in self.words for glyph in word)

    @property
    def left(self) -> float:
        """Where its first advance begins."""
        return min(glyph.start for glyph in self.glyphs)

    @property
    def right(self) -> float:
        """Where its last advance ends."""
        return max(glyph.end for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        """Height of the line it stands on."""
        return median(glyph.baseline for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """Type size of most of it."""
        return median(glyph.size for glyph in self.glyphs)


def leaves(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph cannot stand in the same piece of line as the one before it."""
    size = max(last.size, glyph.size)
    gap = glyph.start - last.end
    return (
        abs(glyph.baseline - last.baseline) > _BASELINE_JUMP * size
        or gap > _PIECE_GAP * size
        or (glyph.end < last.start - _BACKWARDS * size)
    )


@dataclass(slots=True)
class _Placed:
    """A piece with its measures, taken once."""

    piece: Piece
    baseline: float
    left: float
    right: float
    size: float


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces drawn one after the other although they stand in one line, put together from left to right."""
    placed = [_Placed(p, p.baseline, p.left, p.right, p.size) for p in pieces]
    rows: list[list[_Placed]] = []
    for item in sorted(placed, key=lambda p: (p.baseline, p.left)):
        row = next((row for row in reversed(rows[-4:]) if _same_row(row[0], item)), None)
        if row is None:
            rows.append([item])
        else:
            row.append(item)
    return [piece for row in rows for piece in _joined_row(sorted(row, key=lambda p: p.left))]


def _same_row(first: _Placed, second: _Placed) -> bool:
    return abs(first.baseline - second.baseline) < 0.3 * max(first.size, second.size)


def _joined_row(row: Sequence[_Placed]) -> list[Piece]:
    joined: list[Piece] = []
    right = -math.inf
    for item in row:
        gap = (item.left - right) / item.size
        if not joined or not -0.5 < gap < 0.7:
            joined.append(Piece(list(item.piece.words)))
        elif gap > WORD_GAP:
            joined[-1].words += item.piece.words
        else:
            joined[-1].words[-1] += item.piece.words[0]
            joined[-1].words += item.piece.words[1:]
        right = item.right
    return joined


def line_of(piece: Piece, frame: Frame) -> PositionedLine:
    """The piece as a printed line of the upright page."""
    width, height = frame.upright_size
    words = []
    for glyphs in piece.words:
        text = _clean(_shifted(glyphs, piece.baseline, piece.size))
        if text:
            words.append(Word(text, _union(glyphs, width, height)))
    glyphs = list(piece.glyphs)
    return PositionedLine(
        " ".join(word.text for word in words),
        _union(glyphs, width, height),
        piece.size / height,
        tuple(words),
        bold=sum(glyph.bold for glyph in glyphs) > len(glyphs) / 2,
    )


def _shifted(glyphs: Sequence[Glyph], baseline: float, size: float) -> str:
    """The text of a word with raised and lowered figures as such: 10³ is not 103.

    Raised figures over lowered ones are a fraction set in small type: 3½ as "3 1/2".
    """
    runs: list[tuple[int, list[Glyph]]] = []
    for glyph in glyphs:
        small = glyph.size < _SMALL * size and abs(glyph.baseline - baseline) > _SHIFT * size
        shift = 0 if not small else 1 if glyph.baseline < baseline else -1
        if not runs or runs[-1][0] != shift:
            runs.append((shift, []))
        runs[-1][1].append(glyph)
    text = ""
    for number, (shift, run) in enumerate(runs):
        plain = "".join(glyph.text for glyph in run)
        above = runs[number - 1] if number and shift == -1 and runs[number - 1][0] == 1 else None
        if above is not None and run[0].start < above[1][-1].end:
            top = "".join(glyph.text for glyph in above[1])
            before = text[: len(text) - len(top)]
            text = f"{before}{' ' if before[-1:].isdigit() else ''}{top}/{plain}"
            continue
        below = number + 1 < len(runs) and runs[number + 1][0] == -1 and runs[number + 1][1][0].start < run[-1].end
        table = {1: SUPERSCRIPTS, -1: SUBSCRIPTS}.get(shift, {})
        mapped = shift and not (shift == 1 and below) and all(ord(character) in table for character in plain)
        text += plain.translate(table) if mapped else plain
    return text


def _union(glyphs: Sequence[Glyph], width: float, height: float) -> Box:
    return Box(
        min(glyph.box.left for glyph in glyphs) / width,
        min(glyph.box.top for glyph in glyphs) / height,
        max(glyph.box.right for glyph in glyphs) / width,
        max(glyph.box.bottom for glyph in glyphs) / height,
    )


def _clean(text: str) -> str:
    """NFC without control characters, byte order marks and soft hyphens inside a line."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufeff\u200b")
    return unicodedata.normalize("NFC", kept)
