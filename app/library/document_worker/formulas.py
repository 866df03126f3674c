"""Formulas that stand on lines of their own and that Tesseract cannot read: kept as pictures."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from app.library.document_worker.figures import Rect
from app.library.document_worker.formula_shapes import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.tesseract import RawWord

_WORDS = 7
_MOST_WORDS = 14  # of several formulas in a row
_LONG = 3
_FEW_LONG = 2
_PART = 0.8
_BESIDE = 4.0  # heights of a row
_SPOKEN = 2  # times that a word follows a word in an equation; more make a sentence
_UNSURE = 62.0
_SIGNS = frozenset("=+×÷√∑∫π≤≥<>^±")
_CHEMICAL = re.compile(r"\d*(?:[A-Z][a-z]?\d*)+")  # a lowered 2 in H2O means what it says
_RAISED = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}(?:\d|[?!|*\"'“”‘’°\]](?=.))|[A-Za-z][?!|*\]](?=\S|$)|\)\d")


def of_words(words: Sequence[RawWord], formulas: Sequence[Rect]) -> list[Rect]:
    """Formulas that are no lines of a sentence, those read without certainty among the lines included."""
    kept = [formula for formula in formulas if not _is_sentence(formula, _inside(formula, words))]
    rows: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        rows.setdefault(word.line, []).append(word)
    for row in rows.values():
        text = "".join(word.text for word in row)
        if len(row) > _MOST_WORDS or any(_is_long_word(word.text) for word in row):
            continue
        place = Rect(
            min(w.left for w in row), min(w.top for w in row), max(w.right for w in row), max(w.bottom for w in row)
        )
        reach, middle = _BESIDE * place.height, (place.top + place.bottom) / 2
        beside = [f for f in kept if f.overlaps(place, reach) and f.top < middle < f.bottom]
        if beside:  # the left side of an equation, read as a line of its own
            kept = [*(formula for formula in kept if formula is not beside[0]), beside[0].joined(place)]
        elif _SIGNS & set(text) and ((len(row) <= _WORDS and _is_unsure(row)) or _has_lost_height(row)):
            kept.append(place)
    return kept


def not_in(formulas: Sequence[Rect], figures: Sequence[Rect]) -> list[Rect]:
    """The figures without those that are part of a formula: a high root sign is drawn with lines thin for its size."""
    return [f for f in figures if not any(f.shared(formula) > _PART * f.area for formula in formulas)]


def _inside(area: Rect, words: Sequence[RawWord]) -> list[RawWord]:
    return [word for word in words if area.holds((word.left + word.right) / 2, (word.top + word.bottom) / 2)]


def _is_sentence(formula: Rect, words: Sequence[RawWord]) -> bool:
    """Whether what looks like a formula is a line of running text, or two titles with a rule between them.

    "Mean = (sum of the observations)/(their number)" is none: words above and below a bar of an equation count nothing.
    """
    fractions, equation = (formula.fractions, formula.equation) if isinstance(formula, Formula) else ((), False)
    if fractions and not equation and not any("=" in word.text for word in words):
        return any(_is_word(word, _LONG if word.text.isascii() else 2) for word in words)
    stacked = {id(word) for fraction in fractions for word in _inside(fraction, words)}
    told = [word for word in words if id(word) not in stacked]
    follows = sum(
        one.line == other.line and all(_is_word(word) for word in (one, other)) for one, other in pairwise(told)
    )
    long = sum(_is_long_word(word.text) and word.confidence > _UNSURE for word in told)
    return follows > _SPOKEN or (not fractions and long > _FEW_LONG)


def _is_word(word: RawWord, shortest: int = 2) -> bool:
    bare = word.text.strip("।॥.,;:?!()")
    letters = len(bare) >= shortest and all(unicodedata.category(character)[0] in "LM" for character in bare)
    return letters and word.confidence > _UNSURE


def _is_unsure(row: Sequence[RawWord]) -> bool:
    return sum(word.confidence * len(word.text) for word in row) < _UNSURE * sum(len(word.text) for word in row)


def _has_lost_height(row: Sequence[RawWord]) -> bool:
    """Whether figures stand in a formula as they are read where they were raised or lowered: x2, y?, mc|.

    Tesseract tells nothing of heights, so x² = 25 is always read as something else. So is a row in two scripts' digits.
    """
    scripts = {unicodedata.name(char).split()[0] for word in row for char in word.text if char.isdecimal()}
    words = (word.text.strip(".,;:()") for word in row)
    return len(scripts) > 1 or any(_RAISED.search(word) for word in words if not _CHEMICAL.fullmatch(word))


def _is_long_word(text: str) -> bool:
    """Whether text is a word of letters; the vowel signs of Indian scripts are marks to Unicode, and belong to it."""
    bare = text.strip("।॥.,;:?!()")
    return len(bare) > _LONG and all(unicodedata.category(character)[0] in "LM" for character in bare)
