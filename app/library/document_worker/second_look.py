"""A second look with English eyes at what an Indian language's model cannot read well: numbers and Latin words.

Read with both models at once a page of one language loses: the English model claims Indian words here and there
(Odia 5.3 % to 8.3 % wrong, Punjabi 0.2 % to 1.0 %). So the page is read in its own language first, and what looks
like a number, holds Latin letters or is doubtful is shown to the English model, each piece on its own. Only where
that finds English is the page read with both, and the lines that this makes surer are taken from it.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import columns, light, number_ink, number_shapes, tesseract
from app.library.document_worker.orthography import chemical
from app.library.document_worker.tesseract import RawWord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_DOUBT = 78.0
_ENGLISH_SURE = 80.0
_BETTER = 4.0
_HARDLY = 50.0
_SHORT_SURE = 92.0
_SHORT_BETTER = 30.0
_UNITS = frozenset(("km", "kg", "cm", "mm", "mg", "ml", "kW", "kJ", "Hz"))
_SOME_ENGLISH = 2
_GIVEN_UP = 5.0
_NUMBER_SURE = 65.0
"""Will do for a number where the page's own model gave up, as Hindi's does at the digit 1."""
_WATER = frozenset("HO0,.")
_MOST = 90
_ROW_LETTERS = 3.0
_NUMBER_LETTERS = 6.0  # the number of a chapter stands in large type
_LARGE = 2.5  # heights of a letter
_SPACE = 0.15  # of the height of a row
_LIKE_1 = frozenset(("", "1", "4", "7", "l", "I", "i", "|", "]", "[", "!", "t", "T", "/", "।"))
_LARGE_1 = 0.6  # heights of a letter
_MAYBE = 50.0
_THIN, _STROKE_HIGH = 0.22, 0.5  # heights of a letter: a danda behind a number

_LATIN_OR_DIGIT = re.compile(r"[0-9A-Za-z]")
_PLAIN = re.compile(r"[(\[]?[0-9A-Za-z₹$][0-9A-Za-z.,:/%°'×+=()\[\]₹$-]*")
_NUMBER = re.compile(r"[0-9][0-9.,:/%-]*")
_WORD = re.compile(r"[A-Za-z]{2,}")
_STOPS = "।.,;:?!"
_DEGREES = ("°C", "°F")
_MISREAD_DEGREES = frozenset(f"{mark}८" for mark in "\"*'“”°")
_DEGREES_SURE = 70.0
_DANDAS = "।|॥"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Ink between two gaps in a row.

    Attributes:
        left: Pixels; `right` and `bottom` lie outside.
        top: See `left`.
        right: See `left`.
        bottom: See `left`.
        words: Places of the words that were read from it.
        unread: Columns of ink that no word covers.
        line: The line it stands in.
        stop: The danda behind it, which is not shown.
        native: Whether its shapes are those of the Indian script's digits that were read.
    """

    left: int
    right: int
    top: int
    bottom: int
    words: tuple[int, ...]
    unread: int
    line: tuple[int, int, int] = (0, 0, 0)
    stop: str = ""
    native: bool = False


def with_english(words: Sequence[RawWord], page: Picture, letter: float, language: str) -> list[RawWord]:
    """The words of a page in an Indian language, numbers and Latin words read by the English model where it is surer.

    Args:
        words: As read by the page's own model.
        page: (height, width) grey that they were read from.
        letter: Height of its letters in pixels.
        language: Tesseract's name of the page's own model.

    Raises:
        UserFacingError: the English model is missing.
    """
    looked = _piece_by_piece(words, page, letter)
    if sum(any(c.isascii() and c.isalpha() for c in word.text) for word in looked) < _SOME_ENGLISH:
        return looked
    mixed = columns.read(page, letter, f"{language}+eng")
    return _piece_by_piece(_surer_lines(words, mixed), page, letter)


def again(words: Sequence[RawWord], page: Picture, letter: float) -> list[RawWord]:
    """The words of an English page, those that were hardly read shown once more on their own.

    Raises:
        UserFacingError: the English model is missing.
    """
    return _piece_by_piece(words, page, letter, english=True)


def _piece_by_piece(words: Sequence[RawWord], page: Picture, letter: float, *, english: bool = False) -> list[RawWord]:
    """Doubtful words and numbers shown to the English model one by one.

    What is shown is the ink between two gaps, not the box of the word: Hindi's model does not know the digit 1 and
    leaves it outside.
    """
    pieces = _pieces(words, page, letter, english=english)
    answers: dict[int, list[RawWord]] = defaultdict(list)
    for answer in tesseract.read_lines([_cut(page, piece, letter) for piece in pieces], "eng"):
        answers[answer.picture].append(answer)
    changed: list[RawWord | None] = list(words)
    for number, piece in enumerate(pieces):
        if not piece.words:
            changed += _unseen(piece, answers[number], letter)
            continue
        better = _better([words[place] for place in piece.words], piece, answers[number], letter)
        if better is not None:
            for place in piece.words:
                changed[place] = None
            changed[piece.words[0]] = better
    return _with_degrees([word for word in changed if word is not None])


def _with_degrees(words: Sequence[RawWord]) -> list[RawWord]:
    """After a number, what Devanagari models make of °C is °C."""
    before: dict[tuple[int, int, int], RawWord] = {}
    mended = []
    for word in sorted(words, key=lambda word: (word.line, word.left)):
        last = before.get(word.line)
        is_degree = word.text in _MISREAD_DEGREES and last is not None and last.text[-1:].isdigit()
        mended.append(replace(word, text="°C") if is_degree else word)
        before[word.line] = word
    return mended


def _surer_lines(own: Sequence[RawWord], mixed: Sequence[RawWord]) -> list[RawWord]:
    """Each line from the reading that was surer of it; the page's own where they are about even."""
    rows: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in own:
        rows[word.line].append(word)
    others: dict[tuple[int, int, int], list[RawWord]] = defaultdict(list)
    for word in mixed:
        others[word.line].append(word)
    chosen: list[RawWord] = []
    for line, row in rows.items():
        rivals = [rival for rival in others.values() if _same_row(row, rival)]
        rival = rivals[0] if len(rivals) == 1 else []
        better = bool(rival) and _mean(rival) > _mean(row) + _BETTER
        chosen += [replace(word, line=line) for word in (rival if better else row)]
    return chosen


def _mean(row: Sequence[RawWord]) -> float:
    return sum(word.confidence * len(word.text) for word in row) / sum(len(word.text) for word in row)


def _same_row(row: Sequence[RawWord], rival: Sequence[RawWord]) -> bool:
    """Whether two readings of a line cover the same stretch of the page."""
    top, bottom = median(word.top for word in row), median(word.bottom for word in row)
    other_top, other_bottom = median(word.top for word in rival), median(word.bottom for word in rival)
    left, right = min(word.left for word in row), max(word.right for word in row)
    other_left, other_right = min(word.left for word in rival), max(word.right for word in rival)
    down = min(bottom, other_bottom) - max(top, other_top)
    across = min(right, other_right) - max(left, other_left)
    return down > 0.5 * min(bottom - top, other_bottom - other_top) and across > 0.7 * max(
        right - left, other_right - other_left
    )


def _pieces(words: Sequence[RawWord], page: Picture, letter: float, *, english: bool) -> list[_Piece]:
    """Ink to be shown to the English model, the likeliest numbers first."""
    ink = light.ink(page)
    rows: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        rows[word.line].append(number)
    pieces: dict[tuple[int, int, int], _Piece] = {}
    for row in rows.values():
        for number in row:
            word = words[number]
            if _is_asked(word, letter, english=english):
                # what is read as another line may stand right beside this one: the next column
                beside = [other for other in words if other.line != word.line and _is_level(other, word)]
                piece = _around(word, [(place, words[place]) for place in row], beside, ink, letter)
                pieces[piece.left, piece.top, piece.right] = piece
        shown = [piece for piece in pieces.values() if piece.line == words[row[0]].line]
        for piece in () if english else _between([words[number] for number in row], ink, letter):
            if not any(other.left <= piece.left and piece.right <= other.right for other in shown):
                pieces[piece.left, piece.top, piece.right] = piece
    ranked = sorted(
        pieces.values(), key=lambda piece: not any(_LATIN_OR_DIGIT.search(words[place].text) for place in piece.words)
    )
    return ranked[:_MOST]


def _is_asked(word: RawWord, letter: float, *, english: bool) -> bool:
    highest = _NUMBER_LETTERS if any(sign.isdecimal() for sign in word.text) else _ROW_LETTERS
    if word.height > highest * letter:
        return False
    if english:
        return word.confidence < _HARDLY
    return bool(_LATIN_OR_DIGIT.search(word.text)) or word.confidence < _DOUBT


def _is_level(other: RawWord, word: RawWord) -> bool:
    return min(other.bottom, word.bottom) - max(other.top, word.top) > 0.5 * min(other.height, word.height)


def _around(
    word: RawWord, row: Sequence[tuple[int, RawWord]], beside: Sequence[RawWord], ink: Picture, letter: float
) -> _Piece:
    """The ink from the word before to the word after, as far as it is not part of those."""
    top = max(0, min(word.top, round(word.top + word.height / 2 - 0.6 * letter)))
    bottom = max(word.bottom, round(word.top + word.height / 2 + 0.6 * letter))
    others = [*(other for _, other in row if other is not word), *beside]
    start = max([other.right for other in others if other.right <= word.left + 2] + [round(word.left - 6 * letter), 0])
    end = min([other.left for other in others if other.left >= word.right - 2] + [round(word.right + 6 * letter)])
    dark = np.asarray(ink[top:bottom, start : max(end, start + 1)].max(axis=0, initial=0) > 0)
    runs = [run for run in _runs(dark, start) if _apart(run, word, (start, end))] or [(word.left, word.right)]
    stroke = runs[-1]
    stop = ""
    if len(runs) > 1 and stroke[1] - stroke[0] < _THIN * letter and _ends_number(word, ink, stroke, letter):
        runs, stop = runs[:-1], "।"
    left, right = runs[0][0], runs[-1][1]
    inside = [(place, other) for place, other in row if left <= (other.left + other.right) / 2 <= right]
    covered = sum(min(other.right, right) - max(other.left, left) for _, other in inside)
    seen = sum(run[1] - run[0] for run in runs)
    places, unread = tuple(place for place, _ in inside), max(0, seen - covered)
    whole = replace(word, left=left, width=right - left)
    native = len(places) == 1 and number_shapes.verdict(whole, ink) is number_shapes.Verdict.AGREES
    return _Piece(left, right, top, bottom, places, unread, word.line, stop, native)


def _ends_number(word: RawWord, ink: Picture, stroke: tuple[int, int], letter: float) -> bool:
    """Whether a thin last stroke is a danda: read as one, or as high as the digits before it."""
    if word.text[-1] in _DANDAS:
        return True
    rows = np.flatnonzero(ink[word.top : word.bottom, stroke[0] : stroke[1]].any(axis=1))
    high = len(rows) > 0 and rows[-1] - rows[0] > _STROKE_HIGH * letter
    return bool(high) and number_ink.is_number(word)


def _between(row: Sequence[RawWord], ink: Picture, letter: float) -> list[_Piece]:
    """Ink between two words of a row that no word covers: a lone 1 on a Hindi page."""
    pieces = []
    for before, after in itertools.pairwise(sorted(row, key=lambda word: word.left)):
        start, end = before.right + 1, after.left - 1
        top, bottom = min(before.top, after.top), max(before.bottom, after.bottom)
        if end - start < 0.5 * letter or end - start > 12 * letter:
            continue
        dark = np.asarray(ink[top:bottom, start:end].max(axis=0, initial=0) > 0)
        runs = [run for run in _runs(dark, start) if run[0] > start and run[1] < end]
        if not runs:
            continue
        left, right = runs[0][0], runs[-1][1]
        if bottom - top > _LARGE * letter and left - before.right < _SPACE * (bottom - top):
            continue  # in large type a stroke of the word before: its box ends early
        rows = np.flatnonzero(ink[top:bottom, left:right].max(axis=1, initial=0))
        if rows[-1] - rows[0] > 0.6 * letter:
            pieces.append(_Piece(left, right, top, bottom, (), right - left, before.line))
    return pieces


def _unseen(piece: _Piece, found: Sequence[RawWord], letter: float) -> list[RawWord]:
    """The number in a piece of ink that the page's own model passed over: one with a 1, which is what Hindi's lacks.

    What was not read surely is doubtful, for the teacher to see that something stands there.
    """
    text = "".join(answer.text for answer in found).rstrip(_STOPS)
    sure = min((answer.confidence for answer in found), default=0.0)
    likely = text in _LIKE_1 and _THIN < (piece.right - piece.left) / letter < _LARGE_1
    if "1" not in text or not _NUMBER.fullmatch(text) or sure < _ENGLISH_SURE:
        text, sure = (text if "1" in text and _NUMBER.fullmatch(text) else "1" if likely else ""), _MAYBE
    if not text:
        return []
    width, height = piece.right - piece.left, piece.bottom - piece.top
    return [RawWord(text, sure, piece.left, piece.top, width, height, piece.line)]


def _runs(dark: NDArray[np.bool_], start: int) -> list[tuple[int, int]]:
    """First and last + 1 column of each stretch of ink."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], dark, [False]]).astype(np.int8))) + start
    return [(int(left), int(right)) for left, right in zip(edges[::2], edges[1::2], strict=True)]


def _apart(run: tuple[int, int], word: RawWord, limits: tuple[int, int]) -> bool:
    """Whether ink belongs to the word or to none: ink that runs into the neighbours is theirs."""
    if run[1] > word.left and run[0] < word.right:
        return True
    return run[0] > limits[0] + 1 and run[1] < limits[1] - 1


def _cut(page: Picture, piece: _Piece, letter: float) -> Picture:
    """The piece on its own paper, with a margin."""
    above, side, margin = round(0.2 * letter), max(1, round(0.1 * letter)), max(8, round(0.5 * letter))
    cut = page[max(0, piece.top - above) : piece.bottom + above, max(0, piece.left - side) : piece.right + side]
    paper = float(np.percentile(cut, 90))
    framed = cv2.copyMakeBorder(cut, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(framed, np.uint8)


def _better(own: Sequence[RawWord], piece: _Piece, found: Sequence[RawWord], letter: float) -> RawWord | None:
    """The English reading of a piece where it is plain, sure and surer; None to keep what was read."""
    if not found or not own:
        return None
    text = "".join(answer.text for answer in found)
    sure = min(answer.confidence for answer in found)
    read = " ".join(word.text for word in own)
    stop = read[-1] if read[-1] in _STOPS and len(read) > 1 else piece.stop
    bare = chemical(text.rstrip("|!.,;:?"))
    if piece.native or (bare.isalpha() and any(c.isdecimal() and not c.isascii() for c in read)):
        return None  # English eyes make letters, or digits of ours, of an Indian script's
    formula = _formula(text, own)
    if formula is not None:
        return replace(own[0], text=formula + stop, confidence=sure)
    if bare in _DEGREES and sure >= _DEGREES_SURE:
        return replace(own[0], text=bare + stop, confidence=sure)
    if not _PLAIN.fullmatch(bare) or not (any(c.isdigit() for c in bare) or _WORD.search(bare)):
        return None
    was = min(word.confidence for word in own) if piece.unread < 0.12 * letter else 0.0
    enough, better = _asked(bare, was)
    if sure < enough or sure < was + better:
        return None
    tail = stop or "".join(c for c in text[len(text.rstrip("|!.,;:?")) :] if c in ".,;:?")
    return replace(
        own[0],
        text=bare + tail,
        confidence=sure,
        left=piece.left,
        top=piece.top,
        width=piece.right - piece.left,
        height=piece.bottom - piece.top,
    )


def _asked(bare: str, was: float) -> tuple[float, float]:
    """How sure an English reading has to be, and how much surer than the page's own, which was `was`."""
    if len(bare) < 4 and bare.isalpha() and bare not in _UNITS:  # a syllable of an Indian word may look like "Hd"
        return _SHORT_SURE, _SHORT_BETTER
    given_up = was < _GIVEN_UP and _NUMBER.fullmatch(bare) is not None
    return (_NUMBER_SURE if given_up else _ENGLISH_SURE), _BETTER


def _formula(text: str, own: Sequence[RawWord]) -> str | None:
    """The formula that small type under the line obscured, where both readings together leave no doubt."""
    read = "".join(word.text for word in own)
    bare = text.rstrip("|!.,;:?")
    if text in ("CO,", "CO.") and read.rstrip(_STOPS).endswith("2"):  # one saw the letters, the other the small 2
        return "CO2"
    hardly = min(word.confidence for word in own) < _HARDLY or set(read.upper()) <= _WATER
    found = chemical(bare)
    return found if found != bare and hardly else None
