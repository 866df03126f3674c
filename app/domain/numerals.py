"""Digits of every writing system."""

from __future__ import annotations

import re
import unicodedata

_DIGIT = re.compile(r"\d")


def to_ascii_digits(text: str) -> str:
    """The text with every decimal digit (Devanagari, Tamil ..., full width) as 0-9; same length, nothing else changed.

    Superscript and subscript digits carry meaning (``10²``, ``H₂O``) and are left alone, as are the old Tamil signs
    for ten, hundred and thousand, which are not decimal digits.
    """
    return text if text.isascii() else _DIGIT.sub(_ascii_digit, text)


def to_native_digits(text: str, zero: int) -> str:
    """The text with 0-9 as the digits of the script whose digit zero is code point `zero`; same length."""
    return text.translate({0x30 + value: zero + value for value in range(10)})


def _ascii_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))
