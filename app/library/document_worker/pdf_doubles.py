"""Letters of a PDF page that are drawn twice: filled and then outlined, or with a shadow."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from app.library.document_worker.pdf_glyphs import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.library.document_worker.pdf_glyphs import Glyph

_NEAR = 0.12  # type sizes between the two drawings; two full stops are 0.2 apart and more


def without_doubles(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with every letter once that several text objects draw at the same place; seen ones are kept.

    pdfium leaves out most of them, but not thin ones and none that an ActualText spells out.
    """
    whole = list(pieces)
    kept: dict[str, list[Glyph]] = defaultdict(list)
    doubles: set[int] = set()
    for glyph in (glyph for piece in whole for glyph in piece.glyphs):
        alike = kept[glyph.text]
        for other in [one for one in alike if _is_same(one, glyph)]:
            lost = other if glyph.shown or not other.shown else glyph
            doubles.add(id(lost))
            alike[:] = [one for one in alike if one is not lost]
        if id(glyph) not in doubles:
            alike.append(glyph)
    if not doubles:
        return whole
    words = ([[glyph for glyph in word if id(glyph) not in doubles] for word in piece.words] for piece in whole)
    return [Piece([word for word in piece if word]) for piece in words if any(piece)]


def _is_same(one: Glyph, other: Glyph) -> bool:
    if one.owner == other.owner or one.spelled != other.spelled:
        return False
    far = _NEAR * min(one.size, other.size)
    # Where a letter stands within a spelled-out syllable is a guess, where the pen is set down is not
    sides = ((one.pen, one.baseline, *_sides(one)), (other.pen, other.baseline, *_sides(other)))
    return all(abs(side - same) < far for side, same in zip(*sides, strict=True))


def _sides(glyph: Glyph) -> tuple[float, float]:
    return glyph.box.left, glyph.box.right
