"""Folder names for lessons: ASCII, short, the same on every file system and every phone."""

from __future__ import annotations

import re
import unicodedata

from app.domain.languages import by_code

MAX_LENGTH = 64

_PATTERN = re.compile(r"C\d\d-[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*")
_TITLE_ROOM = 40
_TAIL = 6  # hexadecimal digits of the lesson's id: two lessons with one title get two folders

# The Brahmi-derived blocks of Unicode run in parallel (they follow ISCII-1988), so one table by offset serves all.
_INITIALS = {0x05: "a", 0x06: "aa", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0C: "li"}
_INITIALS |= {0x0D: "e", 0x0E: "e", 0x0F: "e", 0x10: "ai", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au"}
_CONSONANTS = {0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "ng", 0x1A: "ch", 0x1B: "chh", 0x1C: "j", 0x1D: "jh"}
_CONSONANTS |= {0x1E: "ny", 0x1F: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d"}
_CONSONANTS |= {0x27: "dh", 0x28: "n", 0x29: "n", 0x2A: "p", 0x2B: "ph", 0x2C: "b", 0x2D: "bh", 0x2E: "m", 0x2F: "y"}
_CONSONANTS |= {0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l", 0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s"}
_CONSONANTS |= {0x39: "h", 0x5F: "y", 0x71: "w"}
_VOWEL_SIGNS = {0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x44: "ri", 0x45: "e"}
_VOWEL_SIGNS |= {0x46: "e", 0x47: "e", 0x48: "ai", 0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au", 0x4D: ""}
_FINALS = {0x01: "n", 0x02: "n", 0x03: "h", 0x4E: "t", 0x70: "n"}
_FINALS |= {0x7A: "n", 0x7B: "n", 0x7C: "r", 0x7D: "l", 0x7E: "l", 0x7F: "k"}
_SILENT_END = frozenset({"hi", "mr", "gu", "pa", "bn"})  # the inherent vowel is not heard at the end of a word


def make_slug(title: str, *, language: str, school_class: int, lesson_id: str) -> str:
    """The folder name of a lesson, such as ``C06-hi-jal-chakra-9f03a1``.

    Args:
        title: In any of our scripts; what cannot be written in ASCII is left out.
        language: ISO 639-1 code.
        school_class: 1-12.
        lesson_id: Its last digits keep two lessons of one title apart.
    """
    words = re.findall(r"[a-z0-9]+", _romanized(title, language).lower())
    short = ""
    for word in words:
        if len(short) + len(word) + 1 > _TITLE_ROOM:
            break
        short += f"-{word}"
    tail = re.sub(r"[^0-9a-z]", "", lesson_id.lower())[-_TAIL:] or "0"
    return f"C{school_class:02d}-{language}{short or (words and '-' + words[0][: _TITLE_ROOM - 1]) or ''}-{tail}"


def is_slug(name: str) -> bool:
    """Whether `name` may be used as a folder name on a stick."""
    return len(name) <= MAX_LENGTH and _PATTERN.fullmatch(name) is not None


def _romanized(text: str, language: str) -> str:
    first, last = by_code(language).block
    if first < 0x0900:
        return _without_accents(text)
    result: list[str] = []
    open_consonant = False  # its inherent vowel has not been decided on yet
    for char in unicodedata.normalize("NFC", text):
        offset = ord(char) - first if first <= ord(char) <= last else -1
        if offset == 0x3C or (offset == 0x71 and language == "pa") or unicodedata.category(char) == "Cf":
            continue  # nukta, addak, joiners: no letter of their own
        if open_consonant and offset not in _VOWEL_SIGNS and not (offset < 0 and language in _SILENT_END):
            result.append("a")
        open_consonant = offset in _CONSONANTS
        result.append(_letter(char, offset))
    if open_consonant and language not in _SILENT_END:
        result.append("a")
    return "".join(result)


def _letter(char: str, offset: int) -> str:
    if offset < 0:
        return _without_accents(char)
    for table in (_CONSONANTS, _VOWEL_SIGNS, _INITIALS, _FINALS):
        if offset in table:
            return table[offset]
    return str(unicodedata.digit(char)) if 0x66 <= offset <= 0x6F else ""


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
