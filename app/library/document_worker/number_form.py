"""Numbers that nobody prints as they were read: something in them is another sign.

Tesseract takes ₹ for 2 or %, 5 for S, a full stop for a comma, and loses a digit behind a comma; what is left often
looks like no number. The words are marked for the teacher and never changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.numerals import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?")
_WITH_COMMA = re.compile(r"[0-9]+(?:[.,]+[0-9]*)*,[0-9.,]*[0-9]")
_LETTER_BEFORE = re.compile("[\u0900-\u0d65\u0d70-\u0d7f][0-9]|(?<![A-Za-z])[SslI|\\]\\[][0-9]{2}")
_OURS = re.compile(r"[^A-Za-z]?[0-9][^A-Za-z]*")
_MAJORITY, _FEWEST = 2, 3
_SIGN_BEFORE = re.compile(r"[%*€£¥¢#&@][0-9]|[$][0-9]+,[0-9]{2},")


def is_malformed(text: str) -> bool:
    """Whether a word with digits is a number that cannot be right.

    Args:
        text: The word, in digits of any script.
    """
    plain = to_ascii_digits(text)
    native = re.search("[0-9]", text) is not None and any(c.isdecimal() and not c.isascii() for c in text)
    if native or _LETTER_BEFORE.search(plain) or _SIGN_BEFORE.search(plain):
        return True
    return "(" not in plain and any(not _GROUPED.fullmatch(number) for number in _WITH_COMMA.findall(plain))


def in_other_digits(texts: Sequence[str]) -> set[int]:
    """The places of numbers in other digits than most of a page's: nobody mixes the digits of two scripts.

    Args:
        texts: All words of the page.
    """
    native = {place for place, text in enumerate(texts) if any(c.isdecimal() and not c.isascii() for c in text)}
    ours = {place for place, text in enumerate(texts) if _OURS.fullmatch(text)}
    for few, many in ((native, ours), (ours, native)):
        if len(many) >= max(_FEWEST, _MAJORITY * len(few)):
            return few
    return set()
