"""Raised and lowered glyphs of a PDF: put beside the glyph they belong to, and told as such (pure functions)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from app.library.document_worker import scripts
from app.library.document_worker.pdf_glyphs import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.pdf_glyphs import Glyph
    from app.library.document_worker.positions import PositionedLine

# All in type sizes of the line.
SMALL = 0.9
"""Raised and lowered glyphs are smaller than this share of the line's type."""
_SHIFT = (0.12, 0.75)
_TOUCHING = (-0.35, 0.35)
_LONGEST = 12  # characters
_NOTE_SIZE = 0.95
_NOTE = re.compile(r"\W?([⁰¹²³⁴-⁹]{1,2}|\d{1,2})[.)\]]?\s*(?=\S)")
_MARK = re.compile(
    r"(?:(?<=[.,;:!?।॥”’\"])|(?<=[A-Za-z]{5})(?<!metre)(?<!meter)(?<!etres)(?<!eters)(?<!litre)(?<!liter)(?<!grams))"
    r"([⁰¹²³⁴-⁹]{1,2})(?=$|[\s.,;:!?।॥])"
)
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class _Measured:
    """A piece with its measures, taken once."""

    piece: Piece
    baseline: float
    size: float
    left: float
    right: float


def hosts(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """The piece of line each raised or lowered piece belongs to, by the place of the small one in `pieces`."""
    measured = [_Measured(p, p.baseline, p.size, p.left, p.right) for p in pieces]
    step = max((item.size for item in measured), default=1.0)
    rows: defaultdict[int, list[_Measured]] = defaultdict(list)
    for item in measured:
        rows[int(item.baseline / step)].append(item)
    found: dict[int, Piece] = {}
    for number, item in enumerate(measured):
        if len(item.piece.words) > 2 or sum(len(glyph.text) for glyph in item.piece.glyphs) > _LONGEST:
            continue
        row = int(item.baseline / step)
        near = [host for other in (row - 1, row, row + 1) for host in rows[other] if _may_carry(host, item)]
        distances = [(_distance(host.piece, item.piece) / host.size, host) for host in near]
        touching = [(abs(far), host) for far, host in distances if _TOUCHING[0] < far < _TOUCHING[1]]
        if touching:
            found[number] = min(touching, key=lambda pair: (pair[0], abs(pair[1].baseline - item.baseline)))[1].piece
    return found


def _may_carry(host: _Measured, item: _Measured) -> bool:
    if item.size >= SMALL * host.size or item.left > host.right + host.size or item.right < host.left - host.size:
        return False
    shift = abs(host.baseline - item.baseline)
    return _SHIFT[0] * host.size < shift < _SHIFT[1] * host.size


def _distance(host: Piece, piece: Piece) -> float:
    """From the end of the glyph before a small piece to that piece, or from the piece to the host's first glyph."""
    left = piece.left
    before = [glyph.end for glyph in host.glyphs if glyph.start < left]
    return left - max(before) if before else abs(host.left - piece.right)


def parted(piece: Piece, places: Sequence[float]) -> list[list[list[Glyph]]]:
    """The words of a piece cut at gaps between its glyphs where something small stands."""
    parts: list[list[list[Glyph]]] = [[]]
    open_places = sorted(places)
    for word in piece.words:
        begun = False
        for glyph in word:
            while open_places and open_places[0] <= glyph.start:
                open_places.pop(0)
                if parts[-1]:
                    parts.append([])
                    begun = False
            if not begun:
                parts[-1].append([])
                begun = True
            parts[-1][-1].append(glyph)
    return [part for part in parts if part]


def text_of(glyphs: Sequence[Glyph], baseline: float, size: float) -> str:
    """The text of a word with raised and lowered glyphs as such.

    Raised figures over lowered ones are a fraction set in small type: 3½ as "3 1/2"; over a letter, they are its
    exponent and its index.
    """
    runs: list[tuple[int, list[Glyph]]] = []
    for glyph in glyphs:
        small = glyph.size < SMALL * size and abs(glyph.baseline - baseline) > _SHIFT[0] * size
        shift = 0 if not small else 1 if glyph.baseline < baseline else -1
        if not runs or runs[-1][0] != shift:
            runs.append((shift, []))
        runs[-1][1].append(glyph)
    text, stacked = "", False
    for (shift, run), following in pairwise([*runs, (0, [])]):
        plain = "".join(glyph.text for glyph in run)
        if stacked:
            stacked = False
            continue
        stacked = bool(shift) and following[0] == -shift and following[1][0].start < run[-1].end
        if stacked:
            other = "".join(glyph.text for glyph in following[1])
            text += _stack(text, *((plain, other) if shift == 1 else (other, plain)))
        else:
            text += scripts.raised(plain, text) if shift == 1 else scripts.lowered(plain) if shift else plain
    return text


def _stack(before: str, top: str, bottom: str) -> str:
    if before and not before[-1].isdigit():
        return scripts.lowered(bottom) + scripts.raised(top, before)
    return f"{' ' if before else ''}{top}/{bottom}"


def without_note_marks(lines: Sequence[PositionedLine]) -> list[PositionedLine]:
    """Leave out the marks of footnotes, as Word files do, so that nobody takes one for an exponent.

    Only behind a punctuation mark or a long word, and only where the note itself stands below in small type.
    """
    if not any(_MARK.search(line.text) for line in lines):
        return list(lines)
    body = median(line.height for line in lines)
    notes: dict[str, float] = {}
    for line in lines:
        found = _NOTE.match(line.text)
        if found is not None and line.height < _NOTE_SIZE * body:
            notes[found[1].translate(_PLAIN_DIGITS)] = line.box.top
    return [_without_marks(line, {mark for mark, top in notes.items() if top > line.box.bottom}) for line in lines]


def _without_marks(line: PositionedLine, notes: set[str]) -> PositionedLine:
    def cleared(text: str) -> str:
        return _MARK.sub(lambda found: "" if found[1].translate(_PLAIN_DIGITS) in notes else found[0], text)

    if not notes or cleared(line.text) == line.text:
        return line
    words = tuple(replace(word, text=cleared(word.text)) for word in line.words)
    words = tuple(word for word in words if word.text)
    return replace(line, text=" ".join(word.text for word in words) if words else cleared(line.text), words=words)
