"""The digits of Indian scripts told by their shapes: an opinion of its own beside Tesseract's.

Tesseract's model of a script reads a number alone hardly better than in its row, and errs the same way both times.
Its digits all stand apart, ten of a script, and look much the same in every face: each is compared with those of four
faces. Of 90 digits in a face that is not among them 87 look most like the right one.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.config.paths import resources
from app.library.document_worker import light, number_ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]
    Vector = NDArray[np.float32]

SCRIPTS = "०০੦૦୦௦౦೦൦"
"""The digit zero of each script, in the order of the rows of the picture of their digits."""

SIDE, FACES = 24, 4
"""Pixels of one digit in that picture; rows of each script."""

_INNER = 20
_SOFT = 1.2  # pixels
_MARK = (0.55, 0.42)  # heights of the digits: a comma, or less; the smallest 0 is as low but 0.6 wide
_APART = 0.45  # heights of the digits: at most 0.4 between digits, 0.5 where a point is lost
_TOUCHING = 1.3  # pitches
_SPARE_WIDTH = 0.05  # pitches
_SPARE = 0.3  # heights of a word: boxes cut off what is high or low
_SHARED = 0.5  # of the narrower of two parts of a sign lies over the other
_SPECK = 0.12  # heights of the digits
_ALIKE = 0.7
_CLEARLY = 0.2
_ALL_BUT = 0.01
_SURELY = 0.8
_PARTS_OF_NO_DIGIT = 3
_STOPS = ".,"


class Verdict(Enum):
    """What the shapes say about a number as it was read."""

    AGREES = "agrees"
    OPEN = "open"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a number: where its ink stands in the word, the ink itself, 255, and of how many parts it is."""

    left: int
    right: int
    height: int
    ink: Picture
    parts: int = 1


def verdict(word: RawWord, ink: Picture) -> Verdict:
    """Whether the ink of a number shows the digits that were read.

    Args:
        word: A number with digits of one Indian script, its box around all of its ink.
        ink: (height, width) of the page, 255.
    """
    start, body = _body(word.text)
    if not body:
        return Verdict.OPEN
    found, high = signs(word, ink)
    found = found[start:]
    known = _digits(chr(ord(body[0]) - unicodedata.decimal(body[0])))
    marks = [_is_mark(sign, high) for sign in found]
    wanted = [character in _STOPS for character in body]
    tail = word.text[start + len(body) :]
    if _shows_more(marks, wanted, tail) or has_too_many(word, ink):
        return Verdict.CONTRADICTS
    if marks[: len(body)] != wanted or (len(found) > len(body) and not tail):
        return Verdict.OPEN
    found = found[: len(body)]
    if any(gap > _APART * high for gap in _gaps(found, wanted)):
        return Verdict.OPEN
    digits = [sign for sign, mark in zip(found, wanted, strict=True) if not mark]
    likenesses = [_likeness(sign.ink, known) for sign in digits]
    values = [unicodedata.decimal(character) for character in body if character.isdecimal()]
    touch = any(sign.right - sign.left > _TOUCHING * number_ink.usual_pitch(body) * high for sign in digits)
    another = any(_is_another(scores, value) for scores, value in zip(likenesses, values, strict=True))
    if (another and not touch) or any(sign.parts >= _PARTS_OF_NO_DIGIT for sign in digits):
        return Verdict.CONTRADICTS
    agree = all(_is_same(scores, value) for scores, value in zip(likenesses, values, strict=True))
    return Verdict.AGREES if agree else Verdict.OPEN


def _is_mark(sign: Sign, high: float) -> bool:
    return sign.height <= _MARK[0] * high and sign.right - sign.left <= _MARK[1] * high


def _shows_more(marks: Sequence[bool], wanted: Sequence[bool], tail: str) -> bool:
    """Whether the ink has a comma within the number, or a sign behind it, that was not read."""
    high = [place for place, mark in enumerate(marks) if not mark]
    behind = not tail.strip(_STOPS) and len(high) > len(wanted) - sum(wanted)
    inside = sum(marks[: high[-1]]) if high else 0
    return behind or (not tail.strip(_STOPS) and inside > sum(wanted))


def _gaps(found: Sequence[Sign], marks: Sequence[bool]) -> list[int]:
    """The white between digits that stand next to each other; a lost point leaves it wide."""
    pairs = zip(pairwise(found), pairwise(marks), strict=True)
    return [right.left - left.right for (left, right), (one, other) in pairs if not one and not other]


def has_too_many(word: RawWord, ink: Picture) -> bool:
    """Whether more digits were read than stand there; a sign wider than a digit may be several that touch."""
    found, high = signs(word, ink)
    pitch = number_ink.usual_pitch(word.text) * high
    wide = [(sign.right - sign.left) / max(1.0, pitch) for sign in found if not _is_mark(sign, high)]
    most = sum(math.ceil(width + _SPARE_WIDTH) for width in wide)
    return sum(character.isdecimal() for character in word.text) > most


def read(word: RawWord, ink: Picture, zero: str) -> str:
    """The digits that a word of another kind is, if all of its signs look like digits of a script; else nothing."""
    found, high = signs(word, ink)
    digits = [sign for sign in found if not _is_mark(sign, high)]
    likenesses = [_likeness(sign.ink, _digits(zero)) for sign in digits]
    if not digits or len(digits) != len(found) or min(float(scores.max()) for scores in likenesses) < _SURELY:
        return ""
    return "".join(chr(ord(zero) + int(scores.argmax())) for scores in likenesses)


def looks_like(word: RawWord, ink: Picture, digit: str) -> float:
    """How much the first sign of a word looks like a digit of an Indian script, 1 for the same."""
    found, _high = signs(word, ink)
    value = unicodedata.decimal(digit)
    return float(_likeness(found[0].ink, _digits(chr(ord(digit) - value)))[value]) if found else 0.0


def _is_same(scores: Vector, value: int) -> bool:
    best = float(scores.max())
    return best >= _ALIKE and bool(scores[value] >= best - (_ALL_BUT if best >= _SURELY else 0.0))


def _is_another(scores: Vector, value: int) -> bool:
    return bool(scores.max() >= _SURELY and scores[value] < scores.max() - _CLEARLY)


def _body(text: str) -> tuple[int, str]:
    """How many signs stand before a number of one Indian script, and its digits and points; "" for what is none."""
    start = 1 if text[:1] in ("₹", "(") else 0
    end = start
    while end < len(text) and (text[end].isdecimal() or text[end] in _STOPS):
        end += 1
    body = text[start:end].rstrip(_STOPS)
    zeros = {ord(c) - unicodedata.decimal(c) for c in body if c.isdecimal()}
    whole = len(zeros) == 1 and chr(*zeros) in SCRIPTS and body[0].isdecimal()
    return (start, body) if whole and not any(c.isdecimal() for c in text[end:]) else (0, "")


def signs(word: RawWord, ink: Picture) -> tuple[list[Sign], float]:
    """The signs of a number from its left, and the height of its digits.

    Parts that stand over each other are one sign.
    """
    spare = round(_SPARE * word.height)
    top = max(0, word.top - spare)
    labels, stats = light.shapes(ink[top : word.bottom + spare, word.left : word.right])
    own = np.unique(labels[word.top - top : word.bottom - top])
    stats[np.setdiff1d(np.arange(len(stats)), own)] = 0  # of the rows above and below
    high = float(np.percentile(stats[own[own > 0], 3], 75)) if own.any() else 0.0
    parts: list[tuple[int, int, list[int]]] = []
    for label in sorted(range(1, len(stats)), key=lambda at: int(stats[at, 0])):
        left, _top, width, height, _area = stats[label].tolist()
        if max(width, height) <= _SPECK * high:
            continue
        right = left + width
        if parts:
            first, last, members = parts[-1]
            if min(last, right) - left > _SHARED * min(width, last - first):
                parts[-1] = (first, max(last, right), [*members, label])
                continue
        parts.append((left, right, [label]))
    return [_sign(labels, part) for part in parts], high


def _sign(labels: NDArray[np.int32], part: tuple[int, int, list[int]]) -> Sign:
    left, right, members = part
    shown = np.where(np.isin(labels[:, left:right], members), 255, 0).astype(np.uint8)
    rows = np.flatnonzero(shown.any(axis=1))
    return Sign(left, right, int(rows[-1] - rows[0] + 1), shown[rows[0] : rows[-1] + 1], len(members))


def _likeness(sign: Picture, known: Vector) -> Vector:
    """How much a sign looks like each of the ten digits of a script, 1 for the same."""
    return np.asarray((known @ _vector(normalised(sign))).max(axis=0), np.float32)


def normalised(ink: Picture) -> Picture:
    """Ink in the middle of a square of `SIDE` pixels, as large as fits with an edge around it."""
    height, width = ink.shape
    scale = _INNER / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    square = np.zeros((SIDE, SIDE), np.uint8)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    return square


def _vector(square: Picture) -> Vector:
    soft = cv2.GaussianBlur(square.astype(np.float32), (0, 0), _SOFT).ravel()
    soft -= soft.mean()
    return np.asarray(soft / max(1e-6, float(np.linalg.norm(soft))), np.float32)


@cache
def _digits(zero: str) -> Vector:
    """The ten digits of a script of `SCRIPTS` in each face, (faces, 10, values)."""
    place = SCRIPTS.index(zero)
    data = np.frombuffer((resources() / "digits" / "digits.png").read_bytes(), np.uint8)
    sheet = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    rows = range(place * FACES, (place + 1) * FACES)
    return np.array(
        [
            [_vector(sheet[row * SIDE : (row + 1) * SIDE, digit * SIDE : (digit + 1) * SIDE]) for digit in range(10)]
            for row in rows
        ]
    )
