"""Measures how hard a text is to read: sentence length, syllables, rare words, time to read aloud.

Formulas that name a class from such counts disagree with each other even for one language, so none is used: the
figures are for comparing a text with another, and `seconds_to_read` for comparing it with what is expected of a class.
"""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003 - part of the public signature
from dataclasses import dataclass

from app.domain import sentences

# NIPUN Bharat: 45-60 words a minute at the end of Class 2 and at least 60 in Class 3, with understanding. Class 1 and
# the classes above are set on the line through those two; a fluent reader aloud does not go much over 150.
_WORDS_PER_MINUTE = (30, 45, 60, 75, 90, 100, 110, 120, 130, 140, 150, 150)
_CLASS_OF_UNKNOWN_READER = 3

# An akshara is an independent vowel, or consonants joined by viramas, with the vowel sign and marks that follow. A
# consonant that keeps its virama, and a Malayalam chillu, close the akshara before them and are none themselves.
_BLOCKS = range(0x0900, 0x0E00, 0x80)


def _all_blocks(*ranges: tuple[int, int]) -> str:
    return "".join(f"{chr(block + first)}-{chr(block + last)}" for block in _BLOCKS for first, last in ranges)


_CONSONANT = f"[{_all_blocks((0x15, 0x39), (0x58, 0x5F))}][{_all_blocks((0x3C, 0x3C))}]?"
_VIRAMA = f"[{_all_blocks((0x4D, 0x4D))}]"
_AKSHARA = re.compile(
    rf"{_CONSONANT}(?:{_VIRAMA}\u200d?{_CONSONANT})*(?!{_VIRAMA})|[{_all_blocks((0x04, 0x14), (0x60, 0x61))}]|\d"
)

_VOWELS = re.compile(r"[aeiouy]+|\d")
_SILENT_END = re.compile(r"(?:[^laeiouyr]|[aeiouy][lr]|rl)e$|[^aeiouydt]ed$|[^aeiouyscxzhg]es$|ely$")
_TWO_VOWELS = re.compile(
    r"ia(?!n|l|ge)|tria|ian$|io(?!us|n)|^l?ion|(?<!p)eo(?!us)|(?<![qg])u[ao]|ying|iu|crea|[rd]ea$|uel$|poem|quiet|diet"
    r"|science|being|ism$|riou"
)


@dataclass(frozen=True, slots=True)
class LevelMeasure:
    """How hard a text is to read.

    Attributes:
        sentences: Number of sentences.
        words: Number of words.
        words_per_sentence: Mean; 0 without text.
        syllables_per_word: Mean; syllables in English, aksharas in the Indian scripts; 0 without text.
        rare_share: Share of words that `rare` calls rare, 0-1; 0 when nothing was asked.
        seconds_to_read: Aloud, by the reader asked for.
    """

    sentences: int
    words: int
    words_per_sentence: float
    syllables_per_word: float
    rare_share: float
    seconds_to_read: float


def measure(
    text: str, language: str, rare: Callable[[str], bool] | None = None, *, school_class: int | None = None
) -> LevelMeasure:
    """The measures of a text.

    Args:
        text: Any text.
        language: ISO 639-1 code.
        rare: Says of a word whether it is rare; None when there is no frequency data.
        school_class: Class of the reader, 1-12; None for a Class 3 reader, the last that NIPUN Bharat sets a speed for.
    """
    number_of_sentences = len(sentences.split(text, language))
    words = sentences.words(text, language)
    if not words:
        return LevelMeasure(number_of_sentences, 0, 0.0, 0.0, 0.0, 0.0)
    return LevelMeasure(
        sentences=number_of_sentences,
        words=len(words),
        words_per_sentence=len(words) / number_of_sentences,
        syllables_per_word=sum(map(syllables, words)) / len(words),
        rare_share=sum(map(rare, words)) / len(words) if rare else 0.0,
        seconds_to_read=len(words) * 60 / words_per_minute(school_class or _CLASS_OF_UNKNOWN_READER),
    )


def words_per_minute(school_class: int) -> int:
    """Reading speed expected at the end of a class: NIPUN Bharat's figures to Class 3, drawn on beyond."""
    return _WORDS_PER_MINUTE[min(max(school_class, 1), len(_WORDS_PER_MINUTE)) - 1]


def syllables(word: str) -> int:
    """Syllables of an English word by its vowel letters, aksharas of an Indian one; at least 1."""
    if word.isascii():
        return _english(word.casefold())
    return max(1, sum(1 for _ in _AKSHARA.finditer(word)) + (_english(word.casefold()) if word[0].isascii() else 0))


def _english(word: str) -> int:
    groups = len(_VOWELS.findall(word)) + len(_TWO_VOWELS.findall(word)) - len(_SILENT_END.findall(word))
    return max(1, groups)
