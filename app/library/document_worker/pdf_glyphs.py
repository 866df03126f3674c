"""Glyphs of a PDF page and the pieces of line they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Box

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        pen: Where the pen was set down for it; its ink may begin further left.
        guessed: Whether the file gives it no meaning and its code was taken for a letter.
        shown: Whether anybody can see it.
        owner: Address of its text object.
        angle: Degrees, counter-clockwise, by which it is turned against the upright page; -180 to 180.
        blank: Where a space was set down right before its text object.
        doubted: Whether something drawn beside it may change what it says.
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
    pen: float
    guessed: bool = False
    shown: bool = True
    owner: int = 0
    angle: float = 0.0
    blank: float | None = None
    doubted: bool = False

    def place(self, size: tuple[float, float]) -> Box:
        """Its ink as a box on a page of that width and height."""
        width, height = size
        return Box(self.box.left / width, self.box.top / height, self.box.right / width, self.box.bottom / height)


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
