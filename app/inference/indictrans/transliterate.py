"""From one Indic script to another by Unicode offsets.

The blocks of the Indic scripts were laid out alike, so that a letter of one stands at the same distance from the
start of its block as the letter of the same sound in another. IndicTrans2 reads and writes every Indic language in
Devanagari; only offsets 0x00 to 0x6F are common to all blocks, what lies beyond stays as it is.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from app.domain import languages

_LAST = 0x6F
_DANDAS = (0x64, 0x65)  # shared by all the scripts
_NUKTA = 0x3C
_DEVANAGARI = 0x0900

_LETTER_WITH_NUKTA = {
    0x58: (0x15, _NUKTA),
    0x59: (0x16, _NUKTA),
    0x5A: (0x17, _NUKTA),
    0x5B: (0x1C, _NUKTA),
    0x5C: (0x21, _NUKTA),
    0x5D: (0x22, _NUKTA),
    0x5E: (0x2B, _NUKTA),
    0x5F: (0x2F, _NUKTA),
}

# what to write, offset for offset, where the script has no such letter; tried again until every part is there
_NEAREST: dict[int, tuple[int, ...]] = {
    0x00: (0x01,),
    0x01: (0x02,),
    0x04: (0x05,),
    0x0B: (0x30, 0x3F),  # vocalic r
    0x0C: (0x32, 0x3F),
    0x0D: (0x0F,),
    0x0E: (0x0F,),
    0x11: (0x13,),
    0x12: (0x13,),
    0x29: (0x28,),
    0x31: (0x30,),
    0x33: (0x32,),
    0x34: (0x33,),
    0x35: (0x2C,),
    0x36: (0x38,),
    0x37: (0x36,),  # Gurmukhi has no retroflex sh
    0x43: (0x4D, 0x30, 0x3F),
    0x44: (0x4D, 0x30, 0x40),
    0x45: (0x47,),
    0x46: (0x47,),
    0x49: (0x4B,),
    0x4A: (0x4B,),
    0x4E: (0x47,),
    0x50: (0x13, 0x01),
    0x60: (0x0B,),
    0x61: (0x0C,),
    0x62: (0x4D, 0x32, 0x3F),
    0x63: (0x4D, 0x32, 0x40),
    **_LETTER_WITH_NUKTA,
}


def to_devanagari(text: str, language: str) -> str:
    """Text of an Indic language with its own script's letters as Devanagari; English is left alone."""
    start = _block(language)
    return text if start in (0, _DEVANAGARI) else text.translate(_into_devanagari(start))


def from_devanagari(text: str, language: str) -> str:
    """Devanagari as the script of `language`, without a code point that the script does not have.

    Tamil has one letter for the stops of a row, as it is spelt; a letter that no letter stands for is left out.
    """
    start = _block(language)
    if start in (0, _DEVANAGARI):
        return text
    written = text.translate(_out_of_devanagari(start))
    if language == "or":  # the model spells yya with a nukta; readers know the one letter
        written = written.replace("\u0b2f\u0b3c", "\u0b5f")
    return written


def _block(language: str) -> int:
    return 0 if language == "en" else languages.by_code(language).block[0]


@cache
def _into_devanagari(start: int) -> dict[int, int]:
    return {start + offset: _DEVANAGARI + offset for offset in range(_LAST + 1) if offset not in _DANDAS}


@cache
def _out_of_devanagari(start: int) -> dict[int, str]:
    return {_DEVANAGARI + offset: _letter(start, offset) for offset in range(_LAST + 1) if offset not in _DANDAS}


def _letter(start: int, offset: int) -> str:
    """What the script at `start` writes for the letter at `offset`; empty where it writes nothing."""
    if start == languages.by_code("ta").block[0]:
        offset = _tamil(offset)
    if _has(start, offset):
        return chr(start + offset)
    return "".join(_letter(start, part) for part in _NEAREST.get(offset, ()))


def _has(start: int, offset: int) -> bool:
    if offset == _NUKTA and start in _without_nukta():
        return False
    return unicodedata.category(chr(start + offset)) != "Cn"


@cache
def _without_nukta() -> frozenset[int]:
    """Telugu's nukta is newer than any font, and at its place in the Malayalam block stands another sign."""
    return frozenset(languages.by_code(code).block[0] for code in ("ta", "te", "ml"))


def _tamil(offset: int) -> int:
    """Tamil writes the unvoiced stop for its whole row, except ja; and one letter for both kinds of sh."""
    if 0x15 <= offset <= 0x28 and offset != 0x1C and (offset - 0x15) % 5 in (1, 2, 3):
        return offset - (offset - 0x15) % 5
    if 0x2B <= offset <= 0x2D:
        return 0x2A
    return 0x37 if offset == 0x36 else offset
