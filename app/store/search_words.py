"""Words as the search compares them: one spelling for what people, fonts and keyboards write in several ways.

Index and query go through `normalise`; the text a person reads is kept as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERY_CHARACTERS = 20_000
"""What is looked at of an endless query."""

WORD_CHARACTERS = 64
"""A longer run of letters (a script without spaces, noise) is cut."""

_BLOCKS = {
    "Deva": 0x0900,
    "Beng": 0x0980,
    "Guru": 0x0A00,
    "Gujr": 0x0A80,
    "Orya": 0x0B00,
    "Taml": 0x0B80,
    "Telu": 0x0C00,
    "Knda": 0x0C80,
    "Mlym": 0x0D00,
}
_BLOCK = 0x80
_FIRST, _END = 0x0900, 0x0D80
# The nine blocks are laid out alike (ISCII), so an offset names the same letter in each.
_CHANDRABINDU, _ANUSVARA, _NUKTA, _VIRAMA = 0x01, 0x02, 0x3C, 0x4D
_TIPPI = "\u0a70"
_GROUPS_OF_STOPS = ((0x15, 0x19), (0x1A, 0x1E), (0x1F, 0x23), (0x24, 0x28), (0x2A, 0x2E))
"""Offsets of the first stop and of the nasal of each of the five groups of consonants."""
_WITH_ANUSVARA = ("Deva", "Beng", "Guru", "Gujr", "Orya", "Telu", "Knda", "Mlym")
_CHILLU = {
    "\u0d7a": "\u0d23\u0d4d",
    "\u0d7b": "\u0d28\u0d4d",
    "\u0d7c": "\u0d30\u0d4d",
    "\u0d7d": "\u0d32\u0d4d",
    "\u0d7e": "\u0d33\u0d4d",
    "\u0d7f": "\u0d15\u0d4d",
    "\u09ce": "\u09a4\u09cd",
}
"""Letters without their vowel, and the two characters that older keyboards (with a joiner, dropped here) write."""

_INDIAN = re.compile("[\u0900-\u0d7f]")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)")
_ASCII = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})


def normalise(words: str) -> str:
    """Words as they are compared, one space between them and nothing else.

    Small letters without accents, ASCII digits without thousands separators, no joiners. In Indian scripts: no nukta,
    chandrabindu as anusvara, a nasal before a stop of its own group as anusvara, letters without a vowel as consonant
    and virama. Vowel signs and the virama belong to the word.
    """
    if words.isascii():
        return _cut(_THOUSANDS.sub(_without_commas, words).lower().translate(_ASCII))
    folded = unicodedata.normalize("NFKD", words).translate(_FOLDING)
    folded = _THOUSANDS.sub(_without_commas, folded).replace(",", " ")
    if _INDIAN.search(folded):
        for pattern, anusvara in _NASALS:
            folded = pattern.sub(anusvara, folded)
    return _cut(unicodedata.normalize("NFC", folded))


def query_words(query: str) -> list[str]:
    """The words of a query as they are looked up, each once; the rest of an endless one is left out."""
    return list(dict.fromkeys(normalise(query[:QUERY_CHARACTERS]).split()))


def block_of(word: str) -> int:
    """Start of the Unicode block of the word's first Indian letter; 0 where it has none."""
    for character in word:
        code = ord(character)
        if _FIRST <= code < _END:
            return code - code % _BLOCK
    return 0


def is_sign(character: str) -> bool:
    """Whether it hangs on a letter: a vowel sign, the virama, anusvara, visarga."""
    return unicodedata.category(character) in {"Mn", "Mc"}


def _without_commas(match: re.Match[str]) -> str:
    return match.group().replace(",", "")


def _cut(words: str) -> str:
    parts = words.split()
    if any(len(part) > WORD_CHARACTERS for part in parts):
        parts = [part[at : at + WORD_CHARACTERS] for part in parts for at in range(0, len(part), WORD_CHARACTERS)]
    return " ".join(parts)


def _nasals() -> Iterator[tuple[re.Pattern[str], str]]:
    """A nasal with virama before a stop of its own group, block by block; and virama after virama."""
    for script in _WITH_ANUSVARA:
        start = _BLOCKS[script]
        virama, anusvara = chr(start + _VIRAMA), chr(start + _ANUSVARA)
        either = "|".join(
            f"{chr(start + nasal)}{virama}(?=[{chr(start + first)}-{chr(start + nasal - 1)}])"
            for first, nasal in _GROUPS_OF_STOPS
        )
        yield re.compile(f"(?:{either})"), anusvara
        yield re.compile(f"{virama}{virama}+"), virama


_NASALS = tuple(_nasals())


class _Folding(dict[int, str]):
    """What each character becomes after NFKD; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        return folded

    @staticmethod
    def _fold(character: str) -> str:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            return str(digit)
        if character == ",":  # may stand inside a number; see `normalise`
            return character
        category = unicodedata.category(character)
        if category == "Cf" or "\u0300" <= character <= "\u036f":
            return ""
        if _FIRST <= ord(character) < _END:
            return _fold_indian(character, ord(character) % _BLOCK) if category[0] in "LM" else " "
        return character.casefold() if category[0] in "LNM" else " "


def _fold_indian(character: str, offset: int) -> str:
    if offset == _NUKTA:
        return ""
    if character == _TIPPI or (offset == _CHANDRABINDU and character != "\u0b81"):
        return chr(ord(character) - ord(character) % _BLOCK + _ANUSVARA)
    return _CHILLU.get(character, character)


_FOLDING = _Folding()
