"""Words read surely that are most likely another: one letter away from a word of the page or of the language.

Tesseract knows no words. On the sample photo it read भाष for भाप with 90 % and with any other preparation, twice as
large or sharpened, with as much. A word that no list has and that a look-alike of one letter turns into a word that
stands on the page more often, or that the glossary or the list of everyday words has, is marked for the teacher; it
is never changed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.config.paths import resources
from app.domain.sentences import words as words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.domain.documents import Word
    from app.library.document_worker.positions import PositionedLine

MARKED = 50.0
"""Confidence that a marked word gets: low enough to be shown as doubtful."""

_SHORTEST = 3  # characters
_SELDOM = 2  # on one page: a word that stands there more often is meant

# Letters of one script that differ by a stroke or by a gap in it. Not vowel signs: long and short ones, those with and
# without a nasal make forms of one word of each other; nor letters of endings (Hindi -ने, -ते, Tamil -க், -ச்).
_DEVANAGARI = ("पषय", "भम", "घध", "बव", "ङडइ", "ढद", "टठ", "थय", "सम", "कफ", "चज", "गम")
_GROUPS = {
    "hi": _DEVANAGARI,
    "mr": _DEVANAGARI,
    "bn": ("বর", "যয", "যষ", "ঘথ", "ডভ", "উড", "খথ", "মস", "নল", "তভ", "এত", "টঢ", "পগ", "কফ", "জড"),
    "gu": ("પષ", "ધઘ", "ભમ", "ડક", "ટડ", "દહ", "થય", "બખ", "વબ", "સમ"),
    "pa": ("ਸਮ", "ਪਧ", "ਖਥ", "ਬਥ", "ਘਖ", "ਵਦ", "ਟਣ", "ਡਭ", "ਤਭ", "ਹਰ", "ਧਯ", "ਜਨ"),
    "or": ("ଡତଚ", "ପଘସଷ", "ମନ", "ଥଧ", "ଖଝ", "ଭଉ", "ଣଶ", "ଠଡ", "ଦଡଢ", "ଯୟ"),
    "ta": ("டழ", "டப", "ணன", "நத", "லவ", "ளன", "யப"),
    "te": ("వపస", "ధద", "భబ", "థధ", "ఘమవ", "టఠ", "నస", "శస", "ళశ", "రఠ", "డద"),
    "kn": ("ವಪ", "ದಧ", "ಬಭ", "ಮವ", "ಷಪ", "ಘಫ", "ಟಠ", "ನಸ", "ಕಳ", "ತಶ", "ಡದ", "ಚಜ", "ರಠ"),
    "ml": ("ധഡ", "വപ", "മഭ", "യത", "നസ", "രറ", "ഥധ", "കത", "ഗശ", "ബഞ", "ലവ"),
}
_MARKS = re.compile(r"^[^\w\u0900-\u0dff]+|[^\w\u0900-\u0dff]+$|[।॥]+")


@lru_cache(maxsize=2)
def known_words(language: str) -> frozenset[str]:
    """Words of a language that the shipped lists have: terms, their forms and meanings, everyday words; in NFC."""
    found: set[str] = set()
    for path in _lists(resources() / "glossaries", language):
        if path.exists():
            text = "\n".join(row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("#"))
            found.update(words_of(unicodedata.normalize("NFC", text), language))
    return frozenset(found)


@lru_cache(maxsize=1)
def lists_identity(folder: Path) -> str:
    """Hash of all word lists that decide which words are marked.

    Args:
        folder: Where the lists are; read once in the life of a process.
    """
    digest = hashlib.sha256()
    for language in ("en", *_GROUPS):
        for path in _lists(folder, language):
            data = path.read_bytes() if path.is_file() else b""
            digest.update(f"\n{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def doubted(lines: Sequence[PositionedLine], language: str) -> list[PositionedLine]:
    """The lines with words marked that are most likely misread.

    Args:
        lines: All of a page.
        language: ISO 639-1 code of the page.
    """
    if language not in _GROUPS:
        return list(lines)
    counts = Counter(bare(word.text) for line in lines for word in line.words)
    likely = {text for text in counts if is_misread(text, counts, language)}
    return [replace(line, words=tuple(_marked(word, likely) for word in line.words)) for line in lines]


def bare(text: str) -> str:
    """A word without the marks around it."""
    return _MARKS.sub("", text)


def is_misread(text: str, counts: Counter[str], language: str) -> bool:
    """Whether a word is most likely a misreading of another.

    Args:
        text: The word, without marks around it.
        counts: How often each word stands on the page.
        language: ISO 639-1 code of the page.
    """
    if len(text) < _SHORTEST or counts[text] > _SELDOM or text in known_words(language):
        return False
    return any(counts[twin] > counts[text] or twin in known_words(language) for twin in twins(text, language))


def twins(text: str, language: str) -> Iterator[str]:
    """The words that differ from one by one letter that looks like it."""
    for place, letter in enumerate(text):
        for other in _look_alikes(language).get(letter, ()):
            yield text[:place] + other + text[place + 1 :]


@lru_cache(maxsize=16)
def _look_alikes(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in _GROUPS.get(language, ()):
        for letter in group:
            found[letter] = found.get(letter, ()) + tuple(other for other in group if other != letter)
    return found


def _lists(folder: Path, language: str) -> tuple[Path, Path]:
    return folder / f"{language}.tsv", folder / f"everyday-{language}.txt"


def _marked(word: Word, likely: set[str]) -> Word:
    if bare(word.text) not in likely or word.confidence is None or word.confidence < MARKED:
        return word
    return replace(word, confidence=MARKED)
