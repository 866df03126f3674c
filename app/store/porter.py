"""Stems of English words.

M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980) 130-137, with the two departures of his own later
programs (``-logi`` to ``-log``, ``-bli`` to ``-ble``), as SQLite's ``porter`` tokenizer has them.
"""

from __future__ import annotations

import re

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "logi": "log", "bli": "ble",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate",
    "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive",
    "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize".split()  # noqa: SIM905 - a word list
)


def _longest_first(endings: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(endings, key=len, reverse=True))})$")


_STEP_2_ENDING = _longest_first(list(_STEP_2))
_STEP_3_ENDING = _longest_first(list(_STEP_3))
_STEP_4_ENDING = _longest_first([*_STEP_4, "(?<=[st])ion"])
_DOUBLE = re.compile(r"([^aeioulsz])\1$")


def stem(word: str) -> str:
    """The stem of a word in small ASCII letters; words of one or two letters stay."""
    if len(word) <= 2:
        return word
    word = _step_1(word)
    word = _replaced(word, _STEP_2_ENDING, _STEP_2)
    word = _replaced(word, _STEP_3_ENDING, _STEP_3)
    if (match := _STEP_4_ENDING.search(word)) and _measure(word[: match.start()]) > 1:
        word = word[: match.start()]
    return _step_5(word)


def _shape(word: str) -> str:
    """The word with "v" for its vowels and "c" for its consonants; a y after a consonant is a vowel."""
    shape = ""
    for letter in word:
        vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if vowel else "c"
    return shape


def _measure(word: str) -> int:
    return _shape(word).count("vc")


def _step_1(word: str) -> str:
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _measure(word[:-3]) > 0 else word
    elif (match := re.search(r"(?:ed|ing)$", word)) and "v" in _shape(word[: match.start()]):
        word = _mended(word[: match.start()])
    if word.endswith("y") and "v" in _shape(word[:-1]):
        word = word[:-1] + "i"
    return word


def _mended(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _DOUBLE.search(word):
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _is_short(word) else word


def _is_short(word: str) -> bool:
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _replaced(word: str, ending: re.Pattern[str], by: dict[str, str]) -> str:
    match = ending.search(word)
    if match is None or _measure(word[: match.start()]) == 0:
        return word
    return word[: match.start()] + by[match.group()]


def _step_5(word: str) -> str:
    if word.endswith("e"):
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _is_short(word[:-1])):
            word = word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
