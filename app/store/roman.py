"""Indian words in Roman letters, as people type them: no one standard, so only likeness is asked for.

A word is first spelt in one letter per sound (`sounds`). `sound_key` keeps of that only the order of the kinds of
consonants, which nearly every way of typing shares; words with one key are then compared by `unlikeness`.
The tables and costs are this project's own.
"""

from __future__ import annotations

import re
from itertools import groupby

from app.store.search_words import block_of

_BLOCK = 0x80
_DEVANAGARI, _BENGALI, _GURMUKHI, _GUJARATI, _MALAYALAM = 0x0900, 0x0980, 0x0A00, 0x0A80, 0x0D00
_DROPS_LAST_A = {_DEVANAGARI, _BENGALI, _GURMUKHI, _GUJARATI}
_FIRST_CONSONANT = 0x15
_CONSONANTS = "kKgGncCjJntTdDntTdDnnpPbBmyrrlllvSSsh"
"""Of the common layout of the nine blocks, from `_FIRST_CONSONANT`; a capital is an aspirate, S is sh."""
_RARE = {(0x0980, 0x5F): "y", (0x0980, 0x70): "r", (0x0980, 0x71): "v", (0x0B00, 0x5F): "y", (0x0B00, 0x71): "v"}
_VOWELS = dict(enumerate("aaiiuu", start=0x05)) | {0x0B: "ri", 0x0C: "l"} | dict(enumerate("eeeeoooo", start=0x0D))
_SIGNS = dict(enumerate("aiiuu", start=0x3E)) | {0x43: "ri", 0x44: "ri"} | dict(enumerate("eeeeoooo", start=0x45))
_VIRAMA = 0x4D
_OTHERS = {0x01: "n", 0x02: "n", 0x03: "h"}
_GY, _GN = ((0x1C, 0x1E, "gy"),), ((0x1C, 0x1E, "gn"),)
_SAID_OTHERWISE = {
    0x0900: _GY,
    0x0980: (*_GY, (0x15, 0x37, "kK"), (0x30, 0x2F, "rj")),
    0x0A80: _GY,
    0x0B00: _GY,
    0x0B80: ((0x31, 0x31, "tr"),),
    0x0C00: _GN,
    0x0C80: _GN,
    0x0D00: (*_GN, (0x31, 0x31, "tt"), (0x28, 0x31, "nt")),
}
"""By block, two consonants with a virama between them, and how they are said and typed."""
_CHILLU = "\u0d23\u0d28\u0d30\u0d32\u0d33"
"""Malayalam consonants that end a word; after others a short u is said."""
_FLAPS = re.compile("(?<=[^\u09cd])[\u09a1\u09a2](?!\u09cd)")
_FIRST_Y = re.compile("^\u09af")

_TYPED = {
    "chh": "C", "ch": "c", "ksh": "kS", "kh": "K", "gh": "G", "dny": "gy", "jny": "gy", "jn": "gn", "jh": "J",
    "zh": "l", "th": "T", "dh": "D", "ph": "P", "bh": "B", "sh": "S", "ck": "k", "sch": "sk", "f": "P", "w": "v",
    "x": "kS",
    "q": "k", "z": "j", "aa": "a", "ee": "i", "ii": "i", "ea": "i", "ie": "i", "oo": "u", "uu": "u", "ai": "e",
    "ei": "e", "ae": "e", "ay(?![aeiou])": "e", "au": "o", "ou": "o", "oa": "o", "c(?=[eiy])": "s", "c": "k",
}  # fmt: skip
_TYPED_PART = re.compile("|".join(f"({part})" for part in _TYPED))
_TYPED_AS = tuple(_TYPED.values())

_KINDS = {letter: kind for kind, letters in {
    "k": "kKgG", "s": "cCjJsS", "t": "tTdD", "p": "pPbBv", "n": "nm", "r": "r", "l": "l",
}.items() for letter in letters}  # fmt: skip
_VOWEL = "aeiou"
_NEAR_VOWELS = {frozenset("ie"), frozenset("uo"), frozenset("ao"), frozenset("ae")}
_SKIPPED = {"a": 0.25, "h": 0.3, "y": 0.3, "i": 0.6, "u": 0.6, "e": 0.6, "o": 0.5}
_WHOLE = 1.0


def _written(block: int, said: str) -> str:
    """Consonants of a block, joined."""
    return chr(block + _VIRAMA).join(chr(block + _FIRST_CONSONANT + _CONSONANTS.index(one)) for one in said)


_PATTERNS = {
    block: [
        (chr(block + one) + chr(block + _VIRAMA) + chr(block + other), _written(block, said))
        for one, other, said in clusters
    ]
    for block, clusters in _SAID_OTHERWISE.items()
}


def sounds(word: str) -> str:
    """A normalised word, Indian or in ASCII letters, in one letter per sound."""
    if word.isascii():
        return _TYPED_PART.sub(lambda match: _TYPED_AS[(match.lastindex or 1) - 1], word)
    block = block_of(word)
    for cluster, said in _PATTERNS.get(block, ()):
        word = word.replace(cluster, said)
    if block == _BENGALI:
        word = _FIRST_Y.sub("\u099c", _FLAPS.sub("\u09b0", word))
    spelt = "".join(_spelt(word))
    if block == _MALAYALAM and ord(word[-1]) == _MALAYALAM + _VIRAMA and word[-2:-1] not in _CHILLU:
        return spelt + "u"
    return spelt[:-1] if block in _DROPS_LAST_A and len(spelt) > 2 and _ends_bare(word) else spelt


def sound_key(said: str) -> str:
    """The kinds of consonants of a word given in `sounds`, doubled ones once; "a" first where it begins with a vowel.

    Empty for fewer than two kinds with fewer than three sounds: too little to look for.
    """
    kinds = "".join(_KINDS.get(letter, " " if letter in _VOWEL else "") for letter in said)
    key = "".join(kind for kind, _ in groupby(kinds) if kind != " ")
    if said[:1] in _VOWEL:
        key = "a" + key
    return key if len(said) > 2 and key.strip("a") else ""


def unlikeness(one: str, other: str) -> float:
    """How far two words given in `sounds` are apart: 0 the same, about 1 for each sound that differs."""
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _skipping(letter, ""))
    before = ""
    for letter in one:
        above, row = row, [row[0] + _skipping(letter, before)]
        for at, facing in enumerate(other, start=1):
            previous = other[at - 2] if at > 1 else ""
            row.append(
                min(
                    above[at - 1] + _replacing(letter, facing),
                    above[at] + _skipping(letter, before),
                    row[-1] + _skipping(facing, previous),
                )
            )
        before = letter
    return row[-1]


def _spelt(word: str) -> list[str]:
    out: list[str] = []
    bare = False
    for character in word:
        code = ord(character)
        offset, block = code % _BLOCK, code - code % _BLOCK
        consonant = "" if character.isascii() else _RARE.get((block, offset)) or _consonant(offset)
        if consonant:
            out += ["a"] * bare + [consonant]
            bare = True
        elif offset == _VIRAMA and not character.isascii():
            bare = False
        elif offset in _SIGNS and not character.isascii():
            out.append(_SIGNS[offset])
            bare = False
        else:
            out += ["a"] * bare + [character if character.isascii() else _VOWELS.get(offset) or _OTHERS.get(offset, "")]
            bare = False
    return [*out, "a"] if bare else out


def _consonant(offset: int) -> str:
    at = offset - _FIRST_CONSONANT
    return _CONSONANTS[at] if 0 <= at < len(_CONSONANTS) else ""


def _ends_bare(word: str) -> bool:
    return bool(_consonant(ord(word[-1]) % _BLOCK))


def _skipping(letter: str, before: str) -> float:
    return 0.2 if letter == before else _SKIPPED.get(letter, _WHOLE)


def _replacing(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWEL and other in _VOWEL:
        return 0.4 if frozenset((one, other)) in _NEAR_VOWELS else 0.8
    kind = _KINDS.get(one)
    return 0.3 if kind is not None and kind == _KINDS.get(other) else 1.2
