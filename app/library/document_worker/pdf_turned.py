"""Text of a PDF page that runs another way than most of it: at its side, upside down, or across it as a watermark."""

from __future__ import annotations

import math
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from app.library.document_worker.pdf_glyphs import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.pdf_glyphs import Glyph

_SLIGHT = 20.0  # degrees; what is turned less is read as if it were level
_SAME = 5.0
_SLANTED = 15.0  # off the level and the upright: a watermark if it is large, too
_LARGE = 1.6  # times the type of the page
# All gaps are multiples of the type size.
_PIECE_GAP = 1.1
_WORD_GAP = 0.22
_OFF = 0.62


def is_turned(glyph: Glyph) -> bool:
    """Whether a glyph is turned against the page."""
    return abs(glyph.angle) > _SLIGHT


def leaves(last: Glyph, glyph: Glyph) -> bool:
    """Whether a turned glyph cannot stand in one piece with the one before it, or the other way round."""
    if abs(glyph.angle - last.angle) > _SAME:
        return True
    along, off = _gaps(last, glyph)
    return along > _PIECE_GAP * glyph.size or off > _OFF * glyph.size


def is_apart(last: Glyph, glyph: Glyph) -> bool:
    """Whether a space stands between two glyphs of a piece."""
    return _gaps(last, glyph)[0] > _WORD_GAP * glyph.size


def _gaps(last: Glyph, glyph: Glyph) -> tuple[float, float]:
    """The gap between two glyphs along their line, and how far one stands off the line of the other."""
    across = max(glyph.box.left - last.box.right, last.box.left - glyph.box.right)
    down = max(glyph.box.top - last.box.bottom, last.box.top - glyph.box.bottom)
    if _slant(glyph) > _SLANTED:
        return max(across, down), 0.0
    if abs(abs(glyph.angle) - 90) < 45:
        return down, across
    return max(glyph.start - last.end, last.start - glyph.end), down  # the ink of a 1 stands far from its neighbours


def _slant(glyph: Glyph) -> float:
    return abs((glyph.angle + 45) % 90 - 45)


def parted(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Level pieces, and turned ones without watermarks."""
    level = [piece for piece in pieces if not is_turned(piece.words[0][0])]
    turned = [_forwards(piece) for piece in pieces if is_turned(piece.words[0][0])]
    if not turned:
        return level, []
    usual = median(piece.size for piece in level) if level else 0.0
    return level, [p for p in turned if _slant(p.words[0][0]) <= _SLANTED or not 0 < _LARGE * usual < p.size]


def _forwards(piece: Piece) -> Piece:
    """A turned piece in the order of its reading: pdfium gives what runs to the left from its end."""
    first, *_, last = [*piece.glyphs, piece.words[-1][-1]]
    angle = math.radians(first.angle)
    across = last.box.left + last.box.right - first.box.left - first.box.right
    down = last.box.top + last.box.bottom - first.box.top - first.box.bottom
    if across * math.cos(angle) >= down * math.sin(angle):
        return piece
    return Piece([_reversed(word) for word in reversed(piece.words)])


def _reversed(word: Sequence[Glyph]) -> list[Glyph]:
    """A word from its end; the letters of a ligature keep their order."""
    signs = [list(letters) for _, letters in groupby(word, key=lambda glyph: (glyph.owner, glyph.pen, glyph.baseline))]
    return [glyph for sign in reversed(signs) for glyph in sign]
