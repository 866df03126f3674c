"""Printed lines on a page of given proportions, for tests of the layout."""

from __future__ import annotations

from app.domain.documents import Box, Word
from app.library.document_worker.positions import PositionedLine

ASPECT = 0.7
SIZE = 0.014
LETTER = 0.6 * SIZE / ASPECT  # width of a letter as a fraction of the page's width


def line(left: float, top: float, text: str, *, size: float = SIZE, bold: bool = False) -> PositionedLine:
    """One line in a type whose letters are all of one width."""
    letter = LETTER * size / SIZE
    words, place = [], left
    for word in text.split():
        words.append(Word(word, Box(place, top, place + letter * len(word), top + 0.8 * size)))
        place += letter * (len(word) + 1)
    return PositionedLine(
        " ".join(text.split()), Box(left, top, place - letter, top + 0.8 * size), size, tuple(words), bold
    )


def column(left: float, top: float, text: str, *, letters: int, size: float = SIZE) -> list[PositionedLine]:
    """A paragraph set in lines of at most so many letters."""
    lines, current = [], ""
    for word in text.split():
        if current and len(current) + 1 + len(word) > letters:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    lines.append(current)
    return [line(left, top + number * 1.3 * size, part, size=size) for number, part in enumerate(lines)]


def below(lines: list[PositionedLine], gap: float = 0.0) -> float:
    """Where the next line of the same text would stand, and a gap more."""
    return max(item.box.top for item in lines) + 1.3 * SIZE + gap
