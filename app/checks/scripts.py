"""Words in a script that the language of a lesson is not written in: no check compares them and no voice says them."""

from __future__ import annotations

import unicodedata

from app.domain import languages

_FEWEST = 2
"""Letters that make a word; a single one is a sign in a formula, or a speck that was read as a letter."""

# Latin and Greek with their extensions, and what formulas and phonetics are written with
_EVERYWHERE = (
    (0x0000, 0x03FF), (0x1CD0, 0x1CFF), (0x1D00, 0x1FFF), (0x2000, 0x2C5F), (0x2C60, 0x2C7F), (0xA720, 0xA7FF),
    (0xA8E0, 0xA8FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFF00, 0xFF5E), (0x1D400, 0x1D7FF),
)  # fmt: skip


def other_script(text: str, language: str) -> str:
    """The first word that is not in the script of this language, Latin and Greek aside; empty where there is none.

    Args:
        text: A sentence or a few, NFC.
        language: ISO 639-1 code.
    """
    first, last = languages.by_code(language).block
    word, letters = "", 0
    for character in (*text, " "):
        code = ord(character)
        belongs = first <= code <= last or any(low <= code <= high for low, high in _EVERYWHERE)
        if not belongs and unicodedata.category(character)[0] in "LM":
            word += character
            letters += unicodedata.category(character)[0] == "L"
        elif letters >= _FEWEST:
            return word
        elif character not in "\u200c\u200d":
            word, letters = "", 0
    return ""
