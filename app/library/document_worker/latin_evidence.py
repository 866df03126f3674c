"""Whether Latin letters are words of a language, or Indian letters (or none) behind a font's own codes.

Legacy fonts put Indian letters on Latin codes, and stripped maps shift the codes: either way the letters follow each
other as no language has them, capitals and signs stand inside words. The measure is the surprise per letter under
the letter pairs of English and romanised Indian words: about 3.6 bits for any European or romanised text, 5 to 7 for
legacy encodings, 7 for shifted codes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.library.document_worker.letter_statistics import LATIN_BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAPITAL_BITS = 5.0  # a capital behind a small letter
_SIGN_BITS = 6.0  # a sign between letters that no language puts there
_FOREIGN_BITS = 7.0  # a sign of the upper half of Latin-1 or Windows-1252 inside a word
_SIGNS = frozenset(';[]{}|~^+\\$*`"!?')
_DIVIDERS = re.compile(r"[<>=()/&_#%@:,²³¹°\u2070-\u209f]+")  # join words in formulas and programs
_FOREIGN = frozenset("¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ØøÆæßÐðÞþ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘“”•–—˜™š›œžŸ")
_QUOTES = frozenset("‘’“”–—…")
_PLAIN_SIGNS = frozenset("²³°½¼¾×÷±µ·©®™€£¥•–—…‘’“”«»§¶")
_CLOSING = "’'”\"»)]}.,;:!?…।"
_SHORT_TOKEN = 3
_LONG_TOKEN = 40
_CAPITALS_WORTH_READING = 40
_ELEMENTS = re.compile(
    r"(?:A[cglrstu]|B[aeir]?|C[adelorsu]?|F[er]?|G[ae]|H[efg]?|I[nr]?|K|Li|M[gno]|N[aei]?|O|P[bdt]?|R[abn]|S[binr]?|T[hi]|U|W|Xe|Zn)+"
)
_ABBREVIATION = re.compile(r"[a-z]{1,3}[A-Z]{2,}s?|[A-Z]{2,}s|[ivxlc]+")  # mRNA, PhDs, viii
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_ADDRESS = re.compile(r"@\w|://|www\.|\.(?:com|org|in|edu|gov|net|html?|pdf|py|txt)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class LatinEvidence:
    """What was measured on some text.

    Attributes:
        letters: Letters in the words that were judged.
        bits: Surprise per letter.
        signs: Signs from the upper half of an 8-bit code page, in all words that have several of them.
        characters: Letters and such signs in all words.
    """

    letters: int
    bits: float
    signs: int
    characters: int


def measure(text: str) -> LatinEvidence:
    """Measure the Latin words of a text; those of other scripts are passed over."""
    return measured(text.split())


def measured(tokens: Sequence[str]) -> LatinEvidence:
    """Measure words; short ones, formulas, addresses, numbers and abbreviations prove nothing and are passed over."""
    total = letters = steps = 0.0
    capitals: list[str] = []
    parts = (part for token in tokens if not _ADDRESS.search(token) for part in _DIVIDERS.split(token))
    for part in parts:
        word = part.strip("“‘\"'(" + _CLOSING)
        if not _is_telling(word):
            continue
        if word.isupper():
            capitals.append(word)
            continue
        bits, number = _surprise(word)
        total, steps = total + bits, steps + number
        letters += len(word)
    if len(capitals) >= _CAPITALS_WORTH_READING and sum(map(len, capitals)) > letters and not _is_grid(capitals):
        for word in capitals:
            bits, number = _surprise(word.lower())
            total, steps, letters = total + bits, steps + number, letters + len(word)
    signs, characters = _signs(tokens)
    return LatinEvidence(int(letters), total / steps if steps else 0.0, signs, characters)


def _signs(tokens: Sequence[str]) -> tuple[int, int]:
    """8-bit signs in words that have several, and all characters they could be among."""
    signs = characters = 0
    for token in tokens:
        inside = sum(character in _FOREIGN and character not in _PLAIN_SIGNS for character in token)
        signs += inside if inside > 1 else 0
        characters += inside + sum(_is_latin(character) for character in token)
    return signs, characters


def _is_telling(word: str) -> bool:
    if not _SHORT_TOKEN <= len(word) <= _LONG_TOKEN or not any(_is_latin(c) for c in word):
        return False
    if any(unicodedata.category(c)[0] in "LM" and not _is_latin(c) for c in word):
        return False
    if any(character.isdecimal() for character in word) or _ELEMENTS.fullmatch(word) or _ABBREVIATION.fullmatch(word):
        return False
    return _LETTERS.search(word) is not None and word.lower() not in _ALPHABET


def _is_latin(character: str) -> bool:
    return character.isalpha() and (character < "\u0250" or "\u1e00" <= character < "\u1f00")


def _is_grid(words: Sequence[str]) -> bool:
    """Rows of a word search: all of one length."""
    lengths = sorted(len(word) for word in words)
    return lengths[len(lengths) // 10] == lengths[-1 - len(lengths) // 10]


def _surprise(word: str) -> tuple[float, int]:
    """Bits of one word and the number of steps between its letters, edges included."""
    bits, steps, before = 0.0, 0, " "
    lower_before = False
    for character in word:
        if character in _FOREIGN and character not in _QUOTES:
            bits, steps, before = bits + _FOREIGN_BITS, steps + 1, " "
        elif character in _SIGNS:
            bits, steps, before = bits + _SIGN_BITS, steps + 1, " "
        elif _is_latin(character):
            base = unicodedata.normalize("NFKD", character)[0].lower()
            bits += LATIN_BITS.get(before + base, _FOREIGN_BITS)
            bits += _CAPITAL_BITS if lower_before and character.isupper() else 0.0
            steps, before = steps + 1, base if " " + base in LATIN_BITS else " "
        else:  # hyphens, apostrophes, slashes join words
            before = " "
        lower_before = character.islower()
    return (bits, steps) if before == " " else (bits + LATIN_BITS[before + " "], steps + 1)
