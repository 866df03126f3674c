"""Spelling variants of one word brought to one form, for looking words up in tables; spans are never folded."""

from __future__ import annotations

import re
import unicodedata

_BLOCKS = range(0x0900, 0x0E00, 0x80)  # Devanagari ... Malayalam, all laid out alike
# chillu letters typed the old way, with a joiner
_CHILLU = {"ന്\u200d": "ൻ", "ര്\u200d": "ർ", "ല്\u200d": "ൽ", "ള്\u200d": "ൾ", "ണ്\u200d": "ൺ"}
_JOINERS: dict[int, int | None] = dict.fromkeys((0x200C, 0x200D, 0x00AD, 0xFEFF))
_MARKS: dict[int, int | None] = (
    {block + 0x01: block + 0x02 for block in _BLOCKS}  # candrabindu as anusvara
    | {block + 0x3C: None for block in _BLOCKS}  # nukta
    | {0x0981: None, 0x0A70: 0x0A02, 0x2018: 0x27, 0x2019: 0x27, 0x2010: 0x2D, 0x2011: 0x2D}
    | _JOINERS
)
# long for short i, u, e, o: the pairs that spelling mixes up most
_VOWELS = {
    block + short: block + long
    for block in _BLOCKS
    for short, long in ((0x3F, 0x40), (0x41, 0x42), (0x46, 0x47), (0x4A, 0x4B))
}
# a nasal joined to a consonant and an anusvara are two ways to write one sound; not so in Tamil and Malayalam
_NASAL = re.compile(
    "|".join(
        rf"[{''.join(chr(block + at) for at in (0x19, 0x1E, 0x23, 0x28, 0x2E))}]{chr(block + 0x4D)}"
        rf"(?=[{chr(block + 0x15)}-{chr(block + 0x39)}])"
        for block in (0x0900, 0x0980, 0x0A80, 0x0B00, 0x0C00, 0x0C80)
    )
)


def fold(word: str) -> str:
    """One form for the spellings of a word: NFC, lower case, no joiner or nukta, anusvara for nasals."""
    if word.isascii():
        return word.casefold()
    folded = unicodedata.normalize("NFC", word).casefold()
    if "\u200d" in folded:
        for typed, letter in _CHILLU.items():
            folded = folded.replace(typed, letter)
    return _NASAL.sub(_anusvara, folded.translate(_MARKS))


def fold_loosely(word: str) -> str:
    """Like `fold`, with short and long vowels brought together too: for borrowed words such as units and months."""
    return fold(word).translate(_VOWELS)


def _anusvara(match: re.Match[str]) -> str:
    return chr((ord(match[0][0]) & ~0x7F) + 0x02)
