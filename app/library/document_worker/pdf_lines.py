"""Glyphs of a PDF page put together to words and printed lines."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from app.domain.documents import Box, Word
from app.library.document_worker import pdf_scripts
from app.library.document_worker.look_alikes import MARKED
from app.library.document_worker.pdf_glyphs import Glyph, Piece
from app.library.document_worker.positions import PositionedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

_Places = NDArray[np.float64]
# All gaps are multiples of the type size.
WORD_GAP = 0.2
"""Narrower gaps stand inside a word."""
_PIECE_GAP = 1.1  # wider gaps divide columns and table cells
_BACKWARDS = 1.2
_OVERLAP = 2.5
_CAPITAL = 1.8  # a letter so much larger than what follows belongs to several lines
_BASELINE_JUMP = 0.62  # superscripts and subscripts stay below this


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

    @overload
    def point(self, x: float, y: float) -> tuple[float, float]: ...
    @overload
    def point(self, x: _Places, y: _Places) -> tuple[_Places, _Places]: ...
    def point(self, x: float | _Places, y: float | _Places) -> tuple[float | _Places, float | _Places]:
        """A point, or many, as fractions of the upright page, origin top left."""
        across = (x - self.left) / self.width
        down = 1 - (y - self.bottom) / self.height
        for _ in range(self.turns % 4):
            across, down = 1 - down, across
        return across, down

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as a box on the upright page, not clipped."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


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
    small: bool = False


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces drawn one after the other although they stand in one line, put together from left to right."""
    hosts = pdf_scripts.hosts(pieces)
    cuts: dict[int, list[float]] = {}
    for number, host in hosts.items():
        cuts.setdefault(id(host), []).append(pieces[number].left)
    placed: list[_Placed] = []
    for number, piece in enumerate(pieces):
        if number in hosts:
            # A small piece stands in the row of its host, whatever its own height
            host = hosts[number]
            placed.append(_Placed(piece, host.baseline, piece.left, piece.right, host.size, small=True))
            continue
        for words in pdf_scripts.parted(piece, cuts.get(id(piece), ())):
            part = Piece(words)
            placed.append(_Placed(part, piece.baseline, part.left, part.right, piece.size))
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
    right, large = -math.inf, 0.0
    for item in row:
        gap = (item.left - right) / item.size
        # An index may stand under an exponent that was drawn before it
        begins_small = item.small or item.piece.words[0][0].size < pdf_scripts.SMALL * item.size
        least = -_OVERLAP if begins_small else -0.5
        capital = not item.small and large > _CAPITAL * item.size
        if not joined or capital or not least < gap < 0.7:
            joined.append(Piece(list(item.piece.words)))
        elif gap > WORD_GAP:
            joined[-1].words += item.piece.words
        else:
            joined[-1].words[-1] += item.piece.words[0]
            joined[-1].words += item.piece.words[1:]
        right = max(right, item.right) if item.small else item.right
        large = 0.0 if item.small else item.size
    return joined


def line_of(piece: Piece, frame: Frame) -> PositionedLine:
    """The piece as a printed line of the upright page."""
    width, height = frame.upright_size
    baseline, size = piece.baseline, piece.size
    words = []
    for glyphs in piece.words:
        text = _clean(pdf_scripts.text_of(glyphs, baseline, size))
        if text:
            doubt = MARKED if any(glyph.doubted for glyph in glyphs) else None
            words.append(Word(text, _union(glyphs, width, height), doubt))
    glyphs = list(piece.glyphs)
    return PositionedLine(
        " ".join(word.text for word in words),
        _union(glyphs, width, height),
        size / height,
        tuple(words),
        bold=sum(glyph.bold for glyph in glyphs) > len(glyphs) / 2,
        baseline=baseline / height,
    )


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
