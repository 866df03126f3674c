"""The held-out set: damaged and harmless rewritings of textbook sentences, written by hand before the rules were read.

A file per language. `= sentence` opens a sentence, `- class | old | new` damages it, `+ class | old | new` rewrites it
without harm; `*` as old stands for the whole sentence. An `old` equal to `new` is written with other code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "fact_lock"
LANGUAGES = ("en", "hi", "ta", "te", "bn", "mr", "gu", "kn", "ml", "pa", "or")
_NUKTA = ("क़", "ख़", "ग़", "ज़", "ड़", "ढ़", "फ़", "য়", "ড়", "ঢ়", "ਲ਼", "ਸ਼", "ਖ਼", "ਗ਼", "ਜ਼", "ਫ਼", "ଡ଼", "ଢ଼")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and what became of it.

    Attributes:
        language: ISO 639-1 code.
        kind: Class of the change.
        harmful: Whether the change damages a fact.
        source: The sentence.
        result: The sentence after the change.
    """

    language: str
    kind: str
    harmful: bool
    source: str
    result: str


def pairs() -> Iterator[Pair]:
    """Every pair of every language."""
    for language in LANGUAGES:
        yield from _of_language(language)


def _of_language(language: str) -> Iterator[Pair]:
    sentence = ""
    for line in (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        if line.startswith("= "):
            sentence = line[2:]
            continue
        kind, old, new = (part.strip() for part in line[2:].split(" | "))
        result = new if old == "*" else sentence.replace(old, _other_points(old) if old == new else new, 1)
        if result == sentence:
            raise ValueError(f"{language}: nothing changes in {line!r}")
        yield Pair(language, kind, line[0] == "-", sentence, result)


def _other_points(text: str) -> str:
    """The same letters in the code points that NFC does not use."""
    for letter in _NUKTA:
        text = text.replace(unicodedata.normalize("NFD", letter), chr(_composed(letter)))
    return text


def _composed(letter: str) -> int:
    wanted = unicodedata.normalize("NFD", letter)
    return next(point for point in range(0x900, 0xD00) if unicodedata.normalize("NFD", chr(point)) == wanted)
