"""Lines of clearly larger type, read on their own.

Told that a page is one block of lines of one height, Tesseract takes large headings apart in scripts that hang marks
below the line. Told to look for sizes itself, it reads running text worse. So the lines of large type are found in the
picture, cut out across its whole width and read as what they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import heading_votes, light, tesseract
from app.library.document_worker.figures import Rect, stroke_widths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

# In heights of a letter of the page, unless said otherwise.
_SPECK = 0.3
_LARGE = 1.4
_HUGE = 8.0  # higher is no letter
_SHORTEST = 3.0  # a line is at least so wide
_HANGS = 0.2  # of the large line's own letter: marks below it stand no further off
_LOW = 0.6  # of the large line's height
_MARGIN = 0.5
_RULE = 9.0  # what is wider is no part of a letter
_STEM = 0.35  # of the large line's height: stems erased in part stand out of it so far
_STROKE = (0.05, 0.26)  # width of strokes over the height of a letter, or of a word hanging from one headline
_INKED = 0.16  # of the box of a letter: drawings leave more of theirs white
_READ_HEIGHT = 50.0  # pixels that a line is made small for: grain and joints of strokes go, marks stay
_REDUCED = 0.8
_NUMBER = 500  # Tesseract's own numbers of blocks stay below


def read(
    page: Picture, letter: float, languages: str, words: Sequence[RawWord], columns: Mapping[int, Rect]
) -> list[RawWord]:
    """The words of a page, those in lines of large type in a reading of their own where it is the better one.

    Args:
        page: (height, width) grey, level, without what is drawn.
        letter: Height of its letters in pixels.
        languages: Tesseract names joined by ``+``.
        words: As the columns were read.
        columns: Where large lines are looked for, by what is added to the numbers of blocks there.

    Raises:
        UserFacingError: Tesseract or a language is missing.
    """
    bands = [(first, band) for first, column in columns.items() for band in find(page, letter, column)]
    cuts = [_cut(page, band, letter) for _, band in bands]
    sizes = [min(_REDUCED, _READ_HEIGHT / (band.bottom - band.top)) for _, band in bands]
    small = [light.resized(cut, size) for cut, size in zip(cuts, sizes, strict=True)]
    found = tesseract.read_lines([*cuts, *small], languages)
    again = [_placed(found, number, place, letter, 1.0) for number, place in enumerate(bands)]
    smaller = [
        _placed(found, len(bands) + number, place, letter, size)
        for number, (place, size) in enumerate(zip(bands, sizes, strict=True))
    ]
    torn = [number for number in range(len(bands)) if not heading_votes.alike(again[number], smaller[number])]
    blocks = tesseract.read_many([cuts[number] for number in torn], languages, mode=tesseract.BLOCK)
    kept = list(words)
    for number, (first, band) in enumerate(bands):
        others = [again[number], smaller[number]]
        if number in torn:
            others.append(_placed(blocks, torn.index(number), (first, band), letter, 1.0))
        kept = _with(kept, band, others)
    return kept


def _placed(
    found: Sequence[RawWord], picture: int, place: tuple[int, Rect], letter: float, size: float
) -> list[RawWord]:
    """The words of one of the pictures that were read, where they stand on the page."""
    first, band = place
    margin = _margin(letter)
    return [
        replace(
            word,
            left=round(word.left / size) + band.left - margin,
            top=round(word.top / size) + band.top - margin,
            width=round(word.width / size),
            height=round(word.height / size),
            line=(first + _NUMBER + band.top, *word.line[1:]),
            picture=0,
        )
        for word in found
        if word.picture == picture
    ]


def _with(words: list[RawWord], band: Rect, others: Sequence[list[RawWord]]) -> list[RawWord]:
    """The words with the reading of a line that agrees best with the others of it."""
    inside = [band.holds((word.left + word.right) / 2, (word.top + word.bottom) / 2) for word in words]
    first = [word for word, is_inside in zip(words, inside, strict=True) if is_inside]
    chosen = heading_votes.chosen([first, *others])
    place = inside.index(True) if first else sum(word.bottom <= band.top for word in words)
    before = [word for word, is_inside in zip(words[:place], inside[:place], strict=True) if not is_inside]
    after = [word for word, is_inside in zip(words[place:], inside[place:], strict=True) if not is_inside]
    return [*before, *chosen, *after]


def letters(page: Picture, letter: float) -> Picture:
    """Where the letters of lines of large type stand, 255 there: the search for drawings would take them apart.

    The bold headline that joins the letters of a Devanagari or Bengali word is as long and straight as a rule, and a
    large word without it is no longer like print.

    Args:
        page: (height, width) grey, level, with what is drawn.
        letter: Height of its letters in pixels.
    """
    mask, ink = np.zeros_like(page), light.ink(page)
    for band in find(page, letter, Rect(0, 0, page.shape[1], page.shape[0])):
        part = ink[band.top : band.bottom]
        labels, stats = light.shapes(part)
        strokes = stroke_widths(part, labels, len(stats))
        wide, high, area = (stats[:, column].astype(np.float64) for column in (2, 3, 4))
        slim = (strokes > _STROKE[0] * high) & (strokes < _STROKE[1] * high)
        chosen = slim & (area > _INKED * wide * high) & (high > _LARGE * letter) & (high < _HUGE * letter)
        chosen[0] = False
        mask[band.top : band.bottom][chosen[labels]] = 255
    return mask


def restored(page: Picture, text_only: Picture, letter: float, figures: Sequence[Rect]) -> Picture:
    """The page without what is drawn, but with those stems of large letters that were taken for upright rules.

    Args:
        page: (height, width) grey, level.
        text_only: The same without what is drawn.
        letter: Height of its letters in pixels.
        figures: What is drawn there stays away.
    """
    bands = find(text_only, letter, Rect(0, 0, page.shape[1], page.shape[0])) if (page != text_only).any() else []
    if not bands:
        return text_only
    _, labels, stats, _ = cv2.connectedComponentsWithStats((page != text_only).astype(np.uint8), connectivity=8)
    whole = text_only.copy()
    for label, (left, top, width, height, _) in enumerate(stats.tolist()):
        spare = [_STEM * (band.bottom - band.top) for band in bands]
        inside = any(
            band.top - more <= top and top + height <= band.bottom + more
            for band, more in zip(bands, spare, strict=True)
        )
        drawn = any(figure.holds(left + width / 2, top + height / 2) for figure in figures)
        if label and inside and not drawn and width < _RULE * letter:
            spot = np.s_[top : top + height, left : left + width]
            stem = labels[spot] == label
            whole[spot][stem] = page[spot][stem]
    return whole


def find(page: Picture, letter: float, column: Rect) -> list[Rect]:
    """Rows of a column that hold large type only, over its whole width, from top to bottom.

    Args:
        page: (height, width) grey, level, without what is drawn.
        letter: Height of its letters in pixels.
        column: Part of the page.
    """
    if letter < 4:
        return []
    boxes = _boxes(page[column.top : column.bottom, column.left : column.right], letter)
    bands = _bands(boxes)
    large = [_is_large(boxes[inside], letter) for _, _, inside in bands]
    found: list[Rect] = []
    for number, (top, bottom, inside) in enumerate(bands):
        if not large[number]:
            continue
        reach = _HANGS * float(np.median(boxes[inside][:, 3]))
        low = _LOW * (bottom - top)
        if number and not large[number - 1]:
            above, below, _ = bands[number - 1]
            top = above if top - below <= reach and below - above <= low else top
        if number + 1 < len(bands) and not large[number + 1]:
            above, below, _ = bands[number + 1]
            bottom = below if above - bottom <= reach and below - above <= low else bottom
        found.append(Rect(column.left, column.top + top, column.right, column.top + bottom))
    return found


def _boxes(page: Picture, letter: float) -> NDArray[np.int32]:
    """Left, top, width and height of what is printed, specks left out."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(light.ink(page), connectivity=8)
    boxes = np.asarray(stats[1:, :4], np.int32)
    sizes = boxes[:, 2:].max(axis=1)
    return np.asarray(boxes[(sizes >= _SPECK * letter) & (boxes[:, 3] <= _HUGE * letter)], np.int32)


def _bands(boxes: NDArray[np.int32]) -> list[tuple[int, int, NDArray[np.intp]]]:
    """First row, row after the last, and which boxes: parts of the page between rows without print."""
    order = np.argsort(boxes[:, 1], kind="stable")
    bands: list[tuple[int, int, list[int]]] = []
    for at in order:
        top, bottom = int(boxes[at, 1]), int(boxes[at, 1] + boxes[at, 3])
        if bands and top < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], bottom), bands[-1][2])
            bands[-1][2].append(int(at))
        else:
            bands.append((top, bottom, [int(at)]))
    return [(top, bottom, np.array(inside)) for top, bottom, inside in bands]


def _is_large(boxes: NDArray[np.int32], letter: float) -> bool:
    """Whether most of the print, by its width, is higher than the page's letters."""
    width = int(boxes[:, 2].sum())
    tall = boxes[boxes[:, 3] > _LARGE * letter]
    return width >= _SHORTEST * letter and int(tall[:, 2].sum()) > 0.5 * width


def _margin(letter: float) -> int:
    return round(_MARGIN * letter) + 8


def _cut(page: Picture, band: Rect, letter: float) -> Picture:
    """The rows on their own paper, with a margin."""
    cut = page[band.top : band.bottom, band.left : band.right]
    paper = float(np.percentile(cut, 90))
    margin = _margin(letter)
    framed = cv2.copyMakeBorder(cut, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(framed, np.uint8)
