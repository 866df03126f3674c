"""Letters set wide apart ("W a t e r"), as in titles and in books for beginners, put together to words."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from app.library.document_worker.pdf_glyphs import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.pdf_glyphs import Glyph

_FEWEST = 5  # letters that stand alone
_ALONE = 0.8  # share of the words of a line that are one letter
_WIDER = 1.6  # the gap between words over that between letters
_EVEN = 0.25  # by how much the gaps between letters differ, of their middle one
_LEVEL = 0.3
_FAR = 2.5  # from word to word, in type sizes
_LETTERS = 0.5  # share of letters proper: rows of figures are no word


def closed_up(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of line whose letters stand apart evenly, with words where the gaps are wider.

    A piece without wider gaps is one word only where other lines of the page are set with the same gap: a row of
    single letters may be an alphabet.
    """
    rows = _rows(pieces)
    spaced = [_letter_gap(Piece([word for piece in row for word in piece.words])) for row in rows]
    known = [gap for gap, several in filter(None, spaced) if several]
    closed: list[Piece] = []
    for row, found in zip(rows, spaced, strict=True):
        if found is None or not (found[1] or _is_known(found[0], known)):
            closed += row
        else:
            whole = Piece([word for piece in row for word in piece.words])
            closed.append(Piece(_words(whole, found[0])))
    return closed


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of lone letters that stand side by side; any other piece by itself."""
    rows: list[list[Piece]] = []
    before = False
    for piece in pieces:
        alone = sum(_letters(word) == 1 for word in piece.words) >= _ALONE * len(piece.words)
        last = rows[-1][-1] if rows else piece
        level = abs(piece.baseline - last.baseline) < _LEVEL * piece.size
        if before and alone and level and 0 < piece.left - last.right < _FAR * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
        before = alone
    return rows


def _letter_gap(piece: Piece) -> tuple[float, bool] | None:
    """The gap between the letters of a piece in type sizes, and whether it has wider ones; None if it is not spaced."""
    alone = sum(_letters(word) == 1 for word in piece.words)
    if len(piece.words) <= _FEWEST or alone < _ALONE * len(piece.words):
        return None
    texts = ["".join(glyph.text for glyph in word) for word in piece.words]
    if sum(text[0].isalpha() for text in texts) < _LETTERS * len(texts):
        return None
    gaps = _gaps(piece.words)
    usual = median(sorted(gaps)[: max(1, 2 * len(gaps) // 3)])
    between = [gap for gap in gaps if gap < _WIDER * usual]
    if len(between) < _FEWEST or median(abs(gap - usual) for gap in between) > _EVEN * usual:
        return None
    return usual / piece.size, len(between) < len(gaps)


def _is_known(gap: float, known: Sequence[float]) -> bool:
    return any(abs(gap - other) < _EVEN * other for other in known)


def _words(piece: Piece, gap: float) -> list[list[Glyph]]:
    words = [list(piece.words[0])]
    for word, space in zip(piece.words[1:], _gaps(piece.words), strict=True):
        if space < _WIDER * gap * piece.size:
            words[-1] += word
        else:
            words.append(list(word))
    return words


def _gaps(words: Sequence[Sequence[Glyph]]) -> list[float]:
    return [second[0].start - max(glyph.end for glyph in first) for first, second in pairwise(words)]


def _letters(word: Sequence[Glyph]) -> int:
    """Characters of a word that are not marks upon others."""
    return sum(unicodedata.category(char)[0] != "M" for glyph in word for char in glyph.text)
