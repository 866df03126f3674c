"""Characters of a PDF page that stand on each other: a number typed on the patch that covers a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.library.document_worker import pdf_ink

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from app.library.document_worker.pdf_glyphs import Glyph
    from app.library.document_worker.pdf_ink import PageInk
    from app.library.document_worker.pdf_lines import Frame

_LARGEST_PAGE = 3000.0  # points


class GlyphLayers:
    """Remembers in the order of drawing which character stands where."""

    def __init__(self, size: tuple[float, float]) -> None:
        """Begin with an empty page of that width and height in points."""
        self._fits = max(size) <= _LARGEST_PAGE
        width, height = (max(1, round(side)) if self._fits else 1 for side in size)
        self._owners = np.full((height, width), -1, np.int32)
        self._glyphs: list[tuple[Glyph, int]] = []
        self._below: set[int] = set()
        self._above: set[int] = set()

    def add(self, glyph: Glyph, owner: int) -> None:
        """Put down a letter or digit of the text object at the address `owner`."""
        if not self._fits or glyph.spelled or not glyph.text[:1].isalnum():
            return
        height, width = self._owners.shape
        across, down = (glyph.box.left + glyph.box.right) / 2, (glyph.box.top + glyph.box.bottom) / 2
        if not (0 <= across < width and 0 <= down < height):
            return
        under = int(self._owners[int(down), int(across)])
        if under >= 0 and self._glyphs[under][1] != owner and self._glyphs[under][0].shown:
            self._below.add(self._glyphs[under][1])
            self._above.add(owner)
        top, left = max(0, int(glyph.box.top)), max(0, int(glyph.box.left))
        self._owners[top : round(glyph.box.bottom) + 1, left : round(glyph.box.right)] = len(self._glyphs)
        self._glyphs.append((glyph, owner))

    def look_below(self, page: PdfPage, frame: Frame, ink: PageInk) -> None:
        """Mark what is covered: it cannot be seen either when the text on it is taken away."""
        covered = self._below - self._above
        if not covered:
            return
        below = pdf_ink.typed_without(page, frame, ink, self._above)
        for glyph in (glyph for glyph, owner in self._glyphs if glyph.shown and owner in covered):
            glyph.shown = below.shows(glyph.place(frame.upright_size))
