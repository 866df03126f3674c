"""Which of several readings of a heading holds, and which of its words are doubtful.

A heading is read large and made small, as one line and within its page. Tesseract is as sure of a wrong word in large
type as of a right one, but it is rarely wrong in the same way twice: what the readings do not share is doubtful.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from app.library.document_worker import ocr_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.tesseract import RawWord

MARKED = 50.0
"""Confidence of words that the readings do not share: the teacher is shown them."""

_SURE = 90.0
_LEAST = 0.3  # of the weight of the heaviest reading: an empty corner agrees with another
_JOINERS = "\u200c\u200d"


def alike(one: Sequence[RawWord], other: Sequence[RawWord]) -> bool:
    """Whether two readings hold the same words."""
    return [_bare(word.text) for word in one] == [_bare(word.text) for word in other]


def chosen(readings: Sequence[Sequence[RawWord]]) -> list[RawWord]:
    """The reading that is most like the others, with the words marked that they do not bear out.

    Args:
        readings: Of one line of type; the earlier of two that are as good is taken.
    """
    heaviest = max(ocr_blocks.weight(reading) for reading in readings)
    rivals = [reading for reading in readings if reading and ocr_blocks.weight(reading) >= _LEAST * heaviest]
    if not rivals:
        return list(readings[0])
    texts = [" ".join(_bare(word.text) for word in reading) for reading in rivals]
    shared = [sum(SequenceMatcher(None, text, other, autojunk=False).ratio() for other in texts) for text in texts]
    best = max(range(len(rivals)), key=lambda at: (round(shared[at], 3), ocr_blocks.weight(rivals[at])))
    others = [reading for at, reading in enumerate(rivals) if at != best]
    return [_judged(word, others) for word in rivals[best]]


def _judged(word: RawWord, others: Sequence[Sequence[RawWord]]) -> RawWord:
    """A word, marked where no other reading has it, or one has not and none that has it is sure."""
    held = [other for reading in others for other in reading[:] if _bare(other.text) == _bare(word.text)]
    bearers = sum(any(_bare(other.text) == _bare(word.text) for other in reading) for reading in others)
    sure = max([word.confidence, *(other.confidence for other in held)])
    if bearers and (bearers == len(others) or sure >= _SURE):
        return replace(word, confidence=sure)
    return replace(word, confidence=min(word.confidence, MARKED))


def _bare(text: str) -> str:
    """A word in one way of writing."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if sign not in _JOINERS)
