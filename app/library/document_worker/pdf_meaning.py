"""Glyphs of a PDF page that are drawn and have no meaning in the file: nobody can say what stands there but OCR.

A font may lack the meaning of one glyph only, as of the digit 7 or of a degree sign, and map it to nothing, to a code
that is never shown, or to that of another letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.documents import Box
    from app.library.document_worker.pdf_glyphs import Glyph, Piece
    from app.library.document_worker.pdf_ink import PageInk

_NEVER_SHOWN = ("Cc", "Cf", "Cs", "Co", "Cn")
_VARIANTS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\ufffc\ufffd]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SOFT_HYPHEN = "\u00ad"
_SIGN_FONT = re.compile(r"symbol|dings|dingbat|awesome|icon|marlett|bullet|ornament", re.IGNORECASE)
_SIGN_CODES = re.compile("[\uf020-\uf0ff]")  # how the signs of symbol fonts are kept
_ALL_GUESSED = 0.9
_FEW_GLYPHS = 12  # of a font, from which no words can be seen
_FLAT = 0.3  # height of a hyphen in type sizes
_LOW = 0.56  # height of a bullet; digits are 0.65 high and more
_LARGE = 0.5  # ink without a character that is higher is one; vowel signs and marks are lower
_WIDE = 0.1


def has_unread(pieces: Sequence[Piece], ink: PageInk, size: tuple[float, float], boxes: Sequence[Box]) -> bool:
    """Whether a glyph is drawn among the text whose meaning is not known.

    Bullets and ornaments before and behind a line do not count.

    Args:
        pieces: Pieces of lines with their glyphs.
        ink: The drawn page.
        size: Width and height of the page in points.
        boxes: Where characters stand, as fractions of the page; also those that are left out.
    """
    fonts = _mixed_fonts([glyph for piece in pieces for glyph in piece.glyphs])
    for piece in pieces:
        for number, word in enumerate(piece.words):
            if not _is_suspect(word):
                continue
            bad = [glyph for place, glyph in enumerate(word) if _is_unmeant(word, place, fonts)]
            if any(ink.typed[ink.part(glyph.place(size))].any() for glyph in bad) and not _is_ornament(
                piece, number, bad
            ):
                return True
    return any(True for _ in _loose(pieces, ink, size, boxes))


def _mixed_fonts(glyphs: Sequence[Glyph]) -> frozenset[str]:
    """Fonts in which a code taken for a letter cannot be believed: the others have meanings, or there are too few."""
    whole = Counter(glyph.font for glyph in glyphs)
    guessed = Counter(glyph.font for glyph in glyphs if glyph.guessed)
    return frozenset(
        font for font, number in guessed.items() if number < _ALL_GUESSED * whole[font] or whole[font] < _FEW_GLYPHS
    )


def _is_suspect(word: Sequence[Glyph]) -> bool:
    """Whether a closer look at a word may find anything; most words are plain letters."""
    text = "".join(glyph.text for glyph in word)
    plain = text.isprintable() and not _VARIANTS.search(text) and not _ACCENTS.match(text)
    return not plain or any(glyph.guessed for glyph in word)


def _is_unmeant(word: Sequence[Glyph], place: int, fonts: frozenset[str]) -> bool:
    glyph = word[place]
    if glyph.guessed and glyph.font in fonts:
        return True
    text = glyph.text
    if text == _SOFT_HYPHEN:
        return glyph.box.bottom - glyph.box.top > _FLAT * glyph.size
    never = all(unicodedata.category(char) in _NEVER_SHOWN or _VARIANTS.match(char) for char in text)
    if not never and not (place == 0 and _ACCENTS.match(text)):
        return False
    # One glyph may say several characters, a joiner among them
    beside = [word[other] for other in (place - 1, place + 1) if 0 <= other < len(word)]
    return glyph.spelled is False and not any(abs(other.pen - glyph.pen) < 0.01 * glyph.size for other in beside)


def _is_ornament(piece: Piece, number: int, bad: Sequence[Glyph]) -> bool:
    """Whether a word is a bullet: it stands first or last, and is of a font of signs or too low for a digit."""
    word = piece.words[number]
    if len(bad) < len(word) or 0 < number < len(piece.words) - 1:
        return False
    if number and piece.words[number - 1][-1].text[-1:].isdigit():
        return False
    return all(
        _SIGN_FONT.search(glyph.font)
        or _SIGN_CODES.fullmatch(glyph.text)
        or glyph.box.bottom - glyph.box.top < _LOW * glyph.size
        for glyph in bad
    )


def _loose(
    pieces: Sequence[Piece], ink: PageInk, size: tuple[float, float], boxes: Sequence[Box]
) -> Iterator[tuple[int, int, int, int]]:
    """Shapes of typed ink the size of letters where no character is, in a row of text: left, top, width, height."""
    rest = ink.without(ink.typed, boxes)
    if not rest.any():
        return
    _, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    shapes = np.asarray(stats[1:], np.int32)
    scale = rest.shape[0] / size[1]
    for left, top, width, height, _area in shapes[shapes[:, 3] >= 4].tolist():
        for piece in pieces:
            large = height > _LARGE * piece.size * scale and width > _WIDE * piece.size * scale
            inside = piece.baseline - piece.size < (top + height / 2) / scale < piece.baseline
            near = piece.left - piece.size < (left + width / 2) / scale < piece.right + 3 * piece.size
            if large and inside and near:
                yield left, top, width, height
                break
