"""Raised and lowered characters as text: 10² is not 102 (pure functions)."""

from __future__ import annotations

import re

_SUPERSCRIPTS = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_POWER = re.compile(r"[A-Za-zα-ω]|(?=.*[\d+−=/-])[A-Za-zα-ω\d+−–=/.()-]+")


def raised(text: str, base: str = "") -> str:
    """Raised text: as superscripts where those exist, with ^ where it is an exponent, else as it is.

    Args:
        text: What is raised.
        base: The text before it. Letters behind digits are no exponent ("4th"), nor is anything behind nothing.
    """
    if text and all(ord(character) in _SUPERSCRIPTS for character in text):
        return text if text in "()" else text.translate(_SUPERSCRIPTS)
    if not base[-1:].isalnum() and base[-1:] not in (")", "]"):
        return text
    return (f"^{text}" if len(text) == 1 else f"^({text})") if _POWER.fullmatch(text) else text


def lowered(text: str) -> str:
    """Lowered text: as subscripts where those exist, else as it is."""
    return text.translate(_SUBSCRIPTS) if text and all(ord(character) in _SUBSCRIPTS for character in text) else text
