"""Signs that no print puts behind a number or into a word: what stood there was another.

Tesseract reads the ° of 40 °C as a star, its C as a euro and a lowered figure as a cent, often with full confidence.
The words are marked for the teacher and never changed: the sign that stood there is not known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.library.document_worker.look_alikes import MARKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.documents import Word
    from app.library.document_worker.positions import PositionedLine

_ODD = r"*€¢£¥|~{}\\§©®"
_BEHIND = re.compile(rf"\w[{_ODD}]|[{_ODD}]\w+[{_ODD}]")
_WITHIN = re.compile(r"\w[!?;]\w")
_ALONE = re.compile(rf"[{_ODD}°'\"”’]*[{_ODD}][{_ODD}\w.,;]{{0,2}}")
_AFTER_NUMBER = re.compile(r"\d[°'\"]?$")
_ADDRESS = re.compile(r"\w@\w|://|www\.")


def doubted(lines: Sequence[PositionedLine]) -> list[PositionedLine]:
    """The lines with words marked in which, or as which, such a sign was read."""
    return [replace(line, words=tuple(_marked(line.words))) for line in lines]


def _marked(words: Sequence[Word]) -> Iterator[Word]:
    before = ""
    for word in words:
        odd = _is_odd(word.text, before)
        before = word.text
        lower = odd and word.confidence is not None and word.confidence > MARKED
        yield replace(word, confidence=MARKED) if lower else word


def _is_odd(text: str, before: str) -> bool:
    if _ADDRESS.search(text):
        return False
    if _BEHIND.search(text) or _WITHIN.search(text):
        return True
    return bool(_AFTER_NUMBER.search(before) and _ALONE.fullmatch(text))
