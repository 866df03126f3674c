"""From Tesseract's words to lines with places, and the badge of a page that was read by OCR."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from app.domain.documents import Box, PageNote, Quality, Word
from app.library.document_worker.limits import MAX_FIGURES
from app.library.document_worker.orthography import chemical, modern
from app.library.document_worker.positions import PositionedLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.library.document_worker.figures import Rect
    from app.library.document_worker.tesseract import RawWord

DOUBTFUL = 60.0
_DOUBLED = 0.5  # of the smaller of two words lies in the other
"""Confidence below which a word is marked for the teacher."""

_CHECK = frozenset(
    {PageNote.LANGUAGE_UNCERTAIN, PageNote.DOUBTFUL_TABLE, PageNote.FORMULA_AS_PICTURE, PageNote.MOSTLY_PICTURE}
)
_OPENINGS = frozenset("•●○■□▪◦*-–—→✓(\"“‘'")
_GARBAGE = 45.0
_SURE = 75.0
_LABELS = 30
_FEWEST = 3
_MARKS = 4
_FULL_OF_TEXT = 0.12
_GARBAGE_LINE = 32.0
_GARBAGE_WORD = 12.0
_SPELLED = 4
_LOW = 0.6
_PITCH = 2.5
_WIDE = 1.1  # letters of one size differ in width by as much
_GOOD = 82.0
_FAIR = 66.0
_MANY_DOUBTFUL = 0.12
_TOO_DOUBTFUL = 0.35


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure the reading of a page is.

    Attributes:
        confidence: Mean over the characters, 0-100.
        doubtful: Words below `DOUBTFUL`.
        words: All words.
        numbers: Doubtful words with a digit: a lesson with a wrong number is worse than one with a wrong letter.
    """

    confidence: float
    doubtful: int
    words: int
    numbers: int = 0


def weight(words: Iterable[RawWord]) -> float:
    """How much was read, and how surely: characters times their confidence above that of garbage."""
    return sum(len(word.text) * max(0.0, word.confidence - _GARBAGE) for word in words)


def without_doubles(words: Sequence[RawWord]) -> list[RawWord]:
    """The words without those that were read twice: of two that lie in each other, the one as high as its line stays.

    Tesseract puts a word into two lines where their rows touch; the second stands alone at the head of another line.
    """
    if len(words) < 2:
        return list(words)
    left, top = (np.array([getattr(word, side) for word in words], float) for side in ("left", "top"))
    wide, high = (np.array([getattr(word, side) for word in words], float) for side in ("width", "height"))
    right, bottom = left + wide, top + high
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    down = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    shared = np.clip(across, 0, None) * np.clip(down, 0, None)
    smaller = np.minimum((wide * high)[:, None], wide * high)
    dropped = set()
    for one, other in np.argwhere(np.triu(shared > _DOUBLED * smaller, 1)):
        if words[one].line != words[other].line:
            dropped.add(int(max((one, other), key=lambda at: _strangeness(words, at))))
    return [word for at, word in enumerate(words) if at not in dropped]


def _strangeness(words: Sequence[RawWord], at: int) -> tuple[bool, float, float]:
    """What speaks against a word: no letter in it, a height that is not its line's, or the page's, and doubt."""
    word = words[at]
    beside = [other.height for number, other in enumerate(words) if number != at and other.line == word.line]
    usual = median(beside or [other.height for other in words])
    return not any(map(str.isalnum, word.text)), abs(word.height - usual), -word.confidence


def without_labels(words: Sequence[RawWord], figures: Sequence[Rect]) -> tuple[list[RawWord], list[Rect], list[Rect]]:
    """Words that do not stand in a figure, the figures, and those areas that are coloured boxes full of text."""
    kept, drawn, boxes = list(words), [], []
    for found in figures[:MAX_FIGURES]:
        figure = _with_strokes(found, kept)
        labels = [word for word in kept if figure.holds((word.left + word.right) / 2, (word.top + word.bottom) / 2)]
        sure = [word for word in labels if word.confidence >= _SURE and len(word.text) > 1]
        covered = sum(word.width * word.height for word in sure)
        full = covered > _FULL_OF_TEXT * figure.width * figure.height and len(sure) >= _FEWEST
        if len(sure) > _LABELS or full:
            boxes.append(figure)
            continue
        drawn.append(figure)
        kept = [word for word in kept if word not in labels]
    return kept, drawn, boxes


def _with_strokes(figure: Rect, words: Sequence[RawWord]) -> Rect:
    """A figure with the marks at its edge that were read, without certainty, as a line of a few letters."""
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    whole = figure
    for row in rows.values():
        marks = all(word.confidence < DOUBTFUL for word in row) and sum(len(word.text) for word in row) <= _MARKS
        places = [replace(figure, left=w.left, top=w.top, right=w.right, bottom=w.bottom) for w in row]
        if marks and any(place.overlaps(figure) for place in places):
            for place in places:
                whole = whole.joined(place)
    return whole


def outside(words: Iterable[RawWord], areas: Sequence[Rect]) -> list[RawWord]:
    """Words whose middle lies in none of the areas."""
    return [
        word
        for word in words
        if not any(area.holds((word.left + word.right) / 2, (word.top + word.bottom) / 2) for area in areas)
    ]


def lines_of(words: Iterable[RawWord], size: tuple[int, int]) -> list[PositionedLine]:
    """Printed lines with their words, in Tesseract's order; what it read into stains and edges is left out.

    Args:
        words: From one picture.
        size: Width and height of that picture in pixels.
    """
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in words:
        rows[word.line].append(word)
    kept = {line: _without_garbage(row) for line, row in rows.items()}
    for (block, paragraph, number), row in rows.items():
        if not kept[block, paragraph, number] and _goes_on(row, kept.get((block, paragraph, number - 1), [])):
            kept[block, paragraph, number] = row
    return _with_steady_sizes([_line(row, size) for row in kept.values() if row])


def _goes_on(row: Sequence[RawWord], before: Sequence[RawWord]) -> bool:
    """Whether a row that was hardly read is the next line of a paragraph: a word left out would be missed by nobody.

    Dirt is not spelled in letters only, as high as the line before, one line below it and where that begins.
    """
    text = "".join(word.text for word in row)
    if not before or len(text) < _SPELLED or not all(unicodedata.category(c)[0] in "LMN" for c in text.rstrip("।|.")):
        return False
    high = median(word.height for word in before)
    down = min(word.top for word in row) - min(word.top for word in before)
    aside = min(word.left for word in row) - min(word.left for word in before)
    as_high = _LOW * high <= median(word.height for word in row) <= high / _LOW
    return as_high and high <= down <= _PITCH * high and abs(aside) <= high


def _with_steady_sizes(lines: list[PositionedLine]) -> list[PositionedLine]:
    """Lines whose type is larger or smaller than the page's only where both the height and the width of it say so.

    The height alone depends on which letters a line happens to have: a last line of one word would begin a paragraph.
    """
    lengths = [sum(map(_letters, line.words)) for line in lines]
    widths = [
        sum(w.box.right - w.box.left for w in line.words if _letters(w)) / max(1, n)
        for line, n in zip(lines, lengths, strict=True)
    ]
    if not sum(lengths):
        return lines
    usual_height = float(np.median(np.repeat([line.height for line in lines], lengths)))
    usual_width = float(np.median(np.repeat(widths, lengths)))
    steady = []
    for line, width in zip(lines, widths, strict=True):
        tall, wide = line.height / usual_height, width / usual_width
        ratio = min(tall, max(1.0, _WIDE * wide)) if tall > 1 else max(tall, min(1.0, wide))
        steady.append(replace(line, height=ratio * usual_height))
    return steady


def _letters(word: Word) -> int:
    """Characters that take a width of their own."""
    return sum(unicodedata.category(character) not in ("Mn", "Cf") and character != "_" for character in word.text)


def certainty(lines: Sequence[PositionedLine]) -> Certainty:
    """How sure Tesseract was of these lines."""
    words = [word for line in lines for word in line.words]
    size = sum(len(word.text) for word in words)
    if not size:
        return Certainty(0.0, 0, 0)
    mean = sum((word.confidence or 0.0) * len(word.text) for word in words) / size
    doubtful = [word for word in words if (word.confidence or 0.0) < DOUBTFUL]
    numbers = sum(any(character.isdecimal() for character in word.text) for word in doubtful)
    return Certainty(mean, len(doubtful), len(words), numbers)


def quality_of(sure: Certainty, notes: Sequence[PageNote]) -> Quality:
    """The badge: what a teacher should do about the page."""
    share = sure.doubtful / max(1, sure.words)
    if (
        {PageNote.NO_TEXT, PageNote.UNKNOWN_SCRIPT, PageNote.GARBLED_TEXT} & set(notes)
        or sure.confidence < _FAIR
        or share > _TOO_DOUBTFUL
    ):
        return Quality.POOR
    if sure.confidence < _GOOD or share > _MANY_DOUBTFUL or sure.numbers or _CHECK & set(notes):
        return Quality.CHECK
    return Quality.GOOD


def _without_garbage(row: list[RawWord]) -> list[RawWord]:
    """A row without marks that are no words: edges, rules and stains read as strokes and points."""
    usual = median(word.height for word in row)
    words = sorted((word for word in row if not _is_speck(word, usual)), key=lambda word: word.left)
    while words and not _has_letter(words[0].text) and words[0].text not in _OPENINGS:
        words = words[1:]
    while words and not _has_letter(words[-1].text) and words[-1].confidence < DOUBTFUL:
        words = words[:-1]
    size = sum(len(word.text) for word in words)
    if not size or sum(word.confidence * len(word.text) for word in words) / size < _GARBAGE_LINE:
        return []
    return [word for word in words if word.confidence >= _GARBAGE_WORD or _has_letter(word.text)]


def _is_speck(word: RawWord, usual: float) -> bool:
    """Letters read into something much too low to hold them."""
    return word.height < 0.3 * usual and word.confidence < DOUBTFUL and _has_letter(word.text)


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _line(row: list[RawWord], size: tuple[int, int]) -> PositionedLine:
    width, height = size
    words = tuple(
        Word(
            chemical(modern(word.text)),
            Box(word.left / width, word.top / height, word.right / width, word.bottom / height),
            max(0.0, min(100.0, word.confidence)),
        )
        for word in sorted(row, key=lambda word: word.left)
    )
    box = Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )
    return PositionedLine(
        " ".join(word.text for word in words), box, median(w.box.bottom - w.box.top for w in words), words
    )
