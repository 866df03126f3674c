"""Spelling that Tesseract's training text had differently from how the languages are written today."""

from __future__ import annotations

import re
import unicodedata

_CHILLU = dict(zip("ണനരലളക", "ൺൻർൽൾൿ", strict=True))
_OLD_CHILLU = re.compile("([ണനരലളക])\u0d4d\u200d")
_TAMIL_JOINER = re.compile("(?<=\u0bcd)[\u200c\u200d]+")
_FINAL_JOINER = re.compile(r"(?<=[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d])[\u200c\u200d]+(?!\w)")
# The sign of a nasal and the digit nought are one ring; no word has a digit among its letters.
_RINGS = {"೦": "ಂ", "౦": "ం", "൦": "ം"}
_RING = re.compile(r"(?<=[\u0c05-\u0c4d\u0c85-\u0ccd\u0d05-\u0d4d])[೦౦൦](?![೦-೯౦-౯൦-൯])")
_STRAY_JOINER = re.compile(r"(?<![\u0900-\u0d7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u200c\u200d])")

# Small type under the line, as Tesseract reads it. None of the keys means anything else.
_FORMULAS = dict.fromkeys(("H20", "H,0", "H,O", "H.O", "H,0O", "Hz0", "HzO", "H20O"), "H2O")
_FORMULAS |= dict.fromkeys(("C02", "co2", "c02", "C0,", "COz", "COZ"), "CO2")


def chemical(word: str) -> str:
    """A word with the formula of water or carbon dioxide as it was printed."""
    for core in (word, word[:-1]):
        if core in _FORMULAS:
            return _FORMULAS[core] + word[len(core) :]
    return word


def modern(text: str) -> str:
    """The text in NFC as it is written today.

    Malayalam chillus become the letters of Unicode 5.1; the invisible joiners that Tesseract puts after every final
    virama go, those inside a word stay (ఆంధ్రప్రదేశ్‌లో needs its own). A nought among letters is the sign ಂ.
    """
    text = _OLD_CHILLU.sub(lambda match: _CHILLU[match[1]], _STRAY_JOINER.sub("", text))
    text = _RING.sub(lambda match: _RINGS[match[0]], text)
    text = _FINAL_JOINER.sub("", _TAMIL_JOINER.sub("", text))
    return unicodedata.normalize("NFC", text)
