"""Letters of other scripts in the script of a language, so that a voice that knows no others can say them.

An abbreviation is spelt by the names of its letters; another Latin word is written as it sounds by the rules of thumb
of English spelling, which is no more than a good guess. Another Indian script is written letter for letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.domain.languages import LANGUAGES, by_code
from app.inference.indictrans.transliterate import from_devanagari, to_devanagari
from app.lesson.spoken_numbers import full_words

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_ABBREVIATION = re.compile("[A-Z]{1,5}s?")
_LONGEST_ABBREVIATION = 5
_VOWELS = "aeiouy"
_CAMEL = re.compile("[a-z]{1,2}[A-Z]")  # pH, mRNA
_CONSONANTS = {
    "tch": "च",
    "sch": "स्क",
    "sh": "श",
    "ch": "च",
    "th": "थ",
    "ph": "फ",
    "gh": "घ",
    "kh": "ख",
    "ck": "क",
    "wh": "व",
    "qu": "क्व",
    "ng": "ंग",
    "nk": "ंक",
    "b": "ब",
    "c": "क",
    "d": "ड",
    "f": "फ",
    "g": "ग",
    "h": "ह",
    "j": "ज",
    "k": "क",
    "l": "ल",
    "m": "म",
    "n": "न",
    "p": "प",
    "q": "क",
    "r": "र",
    "s": "स",
    "t": "ट",
    "v": "व",
    "w": "व",
    "x": "क्स",
    "y": "य",
    "z": "ज",
}
_SOFT = {"c": "स", "g": "ज"}
"""Before e, i and y."""
_SPELLINGS = {
    "aa": ("आ", "ा"),
    "ee": ("ई", "ी"),
    "ea": ("ई", "ी"),
    "ie": ("ई", "ी"),
    "oo": ("ऊ", "ू"),
    "ou": ("आउ", "ाउ"),
    "ai": ("ए", "े"),
    "ay": ("ए", "े"),
    "ei": ("ए", "े"),
    "oa": ("ओ", "ो"),
    "ow": ("ओ", "ो"),
    "au": ("ओ", "ो"),
    "aw": ("ओ", "ो"),
    "oi": ("ओइ", "ोइ"),
    "oy": ("ओय", "ोय"),
    "a": ("ए", "ा"),
    "e": ("ए", "े"),
    "i": ("इ", "ि"),
    "o": ("ओ", "ो"),
    "u": ("उ", "ु"),
    "y": ("इ", "ि"),
    "ə": ("अ", ""),
}
"""Vowels: at the beginning, after a consonant."""
_ENDINGS = {"tion": "शन", "sion": "जन"}
_VIRAMA = "\u094d"
_FINAL_VIRAMA = ("ta", "te", "kn", "ml", "or")
_SUBJOINED = "ਰਹਵ"
_LAST_LETTER = 0x63
"""Offset in the block of a script; behind it stand dandas, digits and signs of its own."""
_INDIC = {
    one.code: re.compile(f"([{chr(one.block[0])}-{chr(one.block[0] + _LAST_LETTER)}]+)")
    for one in LANGUAGES
    if one.code not in ("en", "mr")
}
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_GREEK_NAMES = (
    "alfa beeta gaama delta epsilon zeeta eeta theeta aayota kaapa laamda myoo nyoo ksaai omikron paai ro sigma taau"
    " upsilon faai kaai psaai omega"
)
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))


def in_own_letters(text: str, language: str) -> str:
    """The text without a letter of a script that is not the language's."""
    text = "".join(_greek(letter) for letter in text)
    if language == "en":  # which has no way to write the others
        return _WORD.sub(lambda found: _english(found[0], first=found.start() == 0), text)
    return _from_indic(_WORD.sub(lambda found: _foreign(found[0], language), text), language)


def _greek(letter: str) -> str:
    name = _GREEK.get(letter.lower())
    return f" {name} " if name else letter


def _english(word: str, *, first: bool) -> str:
    article = word == "a" or (first and word == "A")
    return _spelt(word, "en") if _is_abbreviation(word) and not article else _plain(word)


def _foreign(word: str, language: str) -> str:
    if _is_abbreviation(word):
        return _spelt(word, language)
    written = _devanagari(_plain(word).replace("'", ""))
    if not written:  # letters that are no a to z with an accent
        return ""
    if language in _FINAL_VIRAMA and unicodedata.category(written[-1]) == "Lo" and written[-1] not in "आइईउऊएऐओऔ":
        written += _VIRAMA
    written = _rewritten(written, language)
    return re.sub(f"\u0a4d(?![{_SUBJOINED}])", "", written) if language == "pa" else written


def _is_abbreviation(word: str) -> bool:
    """Capitals, one letter (x), or letters that nobody can say together (kg, http)."""
    spelt = _ABBREVIATION.fullmatch(word) or _CAMEL.match(word) or len(word) == 1
    return len(word) <= _LONGEST_ABBREVIATION and bool(spelt or not set(_VOWELS) & set(_plain(word)))


def _spelt(word: str, language: str) -> str:
    names = full_words(language).letters.split()
    return " ".join(names[ord(letter) - ord("a")] for letter in _plain(word) if letter != "'")


def _plain(word: str) -> str:
    """In small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(letter for letter in apart if "a" <= letter <= "z" or letter == "'")


@lru_cache(4096)
def _devanagari(word: str) -> str:
    """An English word roughly as it sounds."""
    if len(word) > 2 and word[-1] == "e" and word[-2] not in _VOWELS:
        word = word[:-1]
    word = re.sub(r"([b-df-hj-np-tv-xz])\1", r"\1", word)
    word = re.sub(r"(?<=..)[aeo]r$", "ər", word)
    word = word.replace("ation", "aytion")
    written, at, after_consonant = "", 0, False
    while at < len(word):
        sound, size, is_vowel = _sound(word, at, after_consonant=after_consonant)
        if not is_vowel and after_consonant and not sound.startswith("ं"):
            written += _VIRAMA
        written += sound
        at += size
        after_consonant = not is_vowel
    return written


def _sound(word: str, at: int, *, after_consonant: bool) -> tuple[str, int, bool]:
    """What is written for the letters at `at`, how many they are, and whether it is a vowel."""
    ending = word[at:]
    if ending in _ENDINGS:
        return _ENDINGS[ending], len(ending), False
    for size in (3, 2, 1):
        letters = ending[:size]
        if len(letters) < size:
            continue
        begins = letters == "y" and not after_consonant and len(ending) > 1 and ending[1] in _VOWELS
        if letters in _SPELLINGS and not begins:
            return _vowel(letters, ending, after_consonant=after_consonant), size, True
        if letters in _CONSONANTS and not (letters == "ng" and (at == 0 or len(ending) > size)):
            soft = _SOFT.get(letters) if ending[size : size + 1] in tuple("eiy") else None
            return soft or _CONSONANTS[letters], size, False
    return "", 1, True


def _vowel(letters: str, ending: str, *, after_consonant: bool) -> str:
    if ending in ("i", "y"):
        letters = "ee"
    return _SPELLINGS[letters][after_consonant]


def _from_indic(text: str, language: str) -> str:
    """Letters of other Indian scripts in the language's own."""
    for code, letters in _INDIC.items():
        if by_code(code).block != by_code(language).block:
            apart = letters.split(text)
            apart[1::2] = [_rewritten(to_devanagari(one, code), language) for one in apart[1::2]]
            text = "".join(apart)
    return text


def _rewritten(devanagari: str, language: str) -> str:
    written = from_devanagari(unicodedata.normalize("NFC", devanagari), language)  # the dot below apart
    return written.replace("ஂக", "ங்க").replace("ஂ", "ம்") if language == "ta" else written
