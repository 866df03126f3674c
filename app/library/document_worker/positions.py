"""Printed lines with their places: what text layers and OCR hand to the layout analysis."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.documents import BlockKind, Box, Word


@dataclass(frozen=True, slots=True)
class PositionedLine:
    """One printed line, or one piece of it between wide gaps (a table cell, the line of one column).

    Attributes:
        text: As read, in reading direction, without line end.
        box: Ink or glyph box on the upright page; fractions of the page's width and height, origin top left.
        height: Type size as a fraction of the page's height: font size for a text layer, height of the line's
            letters from lowest to highest ink (median over the words is steadier) for OCR. Only ratios between
            lines of one page matter.
        words: Words with their boxes, left to right; empty when only the line's box is known.
        bold: Whether most of the line is set in a bold face.
        baseline: Where its letters stand, as a fraction of the page's height; None where only ink is known.
    """

    text: str
    box: Box
    height: float
    words: tuple[Word, ...] = ()
    bold: bool = False
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A figure or formula cut out of the page.

    Attributes:
        box: Where it stands.
        media: File name inside the staging folder.
        kind: FIGURE or FORMULA.
        text: What could be read inside it, empty otherwise.
    """

    box: Box
    media: str
    kind: BlockKind = BlockKind.FIGURE
    text: str = ""
