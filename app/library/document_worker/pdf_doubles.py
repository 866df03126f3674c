"""Letters of a PDF page that are drawn twice: filled and then outlined, or with a shadow."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from app.library.document_worker.pdf_glyphs import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.library.document_worker.pdf_glyphs import Glyph

_NEAR = 0.12  # type sizes between the two drawings; two full stops are 0.2 apart and more
_CELL = 8  # letters are kept by cells of the page, so many times as wide as two drawings may be apart


def without_doubles(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with every letter once that several text objects draw at the same place; seen ones are kept.

    pdfium leaves out most of them, but not thin ones and none that an ActualText spells out.
    """
    whole = list(pieces)
    glyphs = [glyph for piece in whole for glyph in piece.glyphs if math.isfinite(glyph.pen + glyph.baseline)]
    far = _NEAR * max((glyph.size for glyph in glyphs), default=1.0)
    kept: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    doubles: set[int] = set()
    for glyph in glyphs:
        near = product((glyph.text,), _cells(glyph.pen, far), _cells(glyph.baseline, far))
        alike = [one for place in near for one in kept.get(place, ()) if id(one) not in doubles]
        for other in [one for one in alike if _is_same(one, glyph)]:
            doubles.add(id(other if glyph.shown or not other.shown else glyph))
        if id(glyph) not in doubles:
            kept[glyph.text, int(glyph.pen // (_CELL * far)), int(glyph.baseline // (_CELL * far))].append(glyph)
    if not doubles:
        return whole
    words = ([[glyph for glyph in word if id(glyph) not in doubles] for word in piece.words] for piece in whole)
    return [Piece([word for word in piece if word]) for piece in words if any(piece)]


def _cells(place: float, far: float) -> set[int]:
    """The cells in which something stands that is at most `far` away."""
    return {int((place - far) // (_CELL * far)), int((place + far) // (_CELL * far))}


def _is_same(one: Glyph, other: Glyph) -> bool:
    if one.owner == other.owner or one.spelled != other.spelled:
        return False
    far = _NEAR * min(one.size, other.size)
    # Where a letter stands within a spelled-out syllable is a guess, where the pen is set down is not
    sides = ((one.pen, one.baseline, *_sides(one)), (other.pen, other.baseline, *_sides(other)))
    return all(abs(side - same) < far for side, same in zip(*sides, strict=True))


def _sides(glyph: Glyph) -> tuple[float, float]:
    return glyph.box.left, glyph.box.right
