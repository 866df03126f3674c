"""One key for the spellings of a word that readers take for the same: दुःख and दुख, गयी and गई, परन्तु and परंतु."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOSE_NUKTA = re.compile("(?<=[\u0915\u0916\u0917\u091c\u092b\u0a16\u0a17\u0a1c\u0a2b\u0a32])[\u093c\u0a3c]")
_DROPPED = str.maketrans(dict.fromkeys("\u200c\u200d\u0903\u0983"))  # joiners and the visarga
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ")
_GLIDE = re.compile("(?<=.)य(?=[ीे]ं?$)")
_VOWEL_OF_SIGN = {"ी": "ई", "े": "ए"}
_CHILLU = re.compile("([ണനരലളക])\u0d4d\u200d")
_CHILLUS = dict(zip("ണനരലളക", "ൺൻർൽൾൿ", strict=True))
_TYPED_VISARGA = re.compile("[\u0900-\u097f]+:[\u0900-\u097f]*")


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """What all spellings of the word share; words that differ in more than spelling keep different keys."""
    folded = unicodedata.normalize("NFC", word).casefold()
    if folded.isascii():
        return folded
    folded = _CHILLU.sub(lambda found: _CHILLUS[found[1]], folded).translate(_DROPPED)
    folded = _NASAL.sub("ं", _LOOSE_NUKTA.sub("", unicodedata.normalize("NFC", folded)))
    glide = _GLIDE.search(folded)
    if glide:
        at = glide.start()
        folded = folded[:at] + _VOWEL_OF_SIGN[folded[at + 1]] + folded[at + 2 :]
    return folded.replace("ൻറ", "ന്റ")


def with_visargas(text: str, known: frozenset[str]) -> str:
    """The text, as long as before, with the visarga where a colon was typed for it (अत: for अतः) in a `known` word."""

    def mended(found: re.Match[str]) -> str:
        word = found[0].replace(":", "ः")
        return word if word in known else found[0]

    return _TYPED_VISARGA.sub(mended, text) if known else text
