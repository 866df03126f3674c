"""Looks one word up among the number words of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from fractions import Fraction
from functools import cache

from app.checks import number_word_tables as tables
from app.checks.folding import fold, fold_loosely
from app.domain import languages


class Role(StrEnum):
    """How a number word combines with its neighbours."""

    COUNT = "count"  # a number of its own: seven, twenty
    MULTIPLIER = "multiplier"  # hundred, lakh
    ADDED = "added"  # a half or quarter more or less than the number that follows
    PART = "part"  # half, dozen
    DIVIDING = "dividing"  # thirds
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class NumberWord:
    """What a word says as a number.

    Attributes:
        value: Its value; for ADDED what is added, for DIVIDING the divisor.
        role: How it combines.
        doubtful: The word is an everyday word too.
        is_one: The word is also an article or a pronoun.
        known: False when the word looks like a number word but cannot be read.
    """

    value: Fraction
    role: Role = Role.COUNT
    doubtful: bool = False
    is_one: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, NumberWord]
    stems: dict[str, NumberWord]
    loose: dict[str, NumberWord]
    skeletons: dict[str, list[str]]
    endings: re.Pattern[str]
    others: re.Pattern[str]
    endings_settle: bool  # whether an ending makes a doubtful word a number for sure, as the Bengali classifiers do


_FINALS = "\u0bc1\u0c41\u0cc1\u0d4d"  # the u of Tamil, Telugu and Kannada, the virama of Malayalam
_SHORTEST_STEM = 2
_LONG_STEM = 5
_SKELETON = 4
# "better" has the consonants of seventy-two in Hindi and is .73 like it, a slip of the pen more
_ALIKE = 0.85
_ORDINAL_ENDING = re.compile("ನ[ೇೆ]|వ|ാം|ാമ")
_UNREAD = NumberWord(Fraction(0), known=False)
_BLOCK_LANGUAGE = {language.block[0] >> 7: language.code for language in languages.LANGUAGES if language.code != "mr"}
_SHARED_BLOCK = "hi", "mr"


def language_of(word: str, language: str) -> str:
    """Which language's table serves a word of a text in `language`: that of the word's script."""
    first = next((character for character in word if character.isalpha()), "a")
    if first < "\u0900":
        return "en"
    found = _BLOCK_LANGUAGE.get(ord(first) >> 7, "en")
    return language if found == "hi" and language in _SHARED_BLOCK else found


def look_up(word: str, language: str) -> NumberWord | None:
    """The number a word stands for, None when it is no number word.

    A word that only looks like one comes back with ``known=False``.

    Args:
        word: One word, as written.
        language: Language of the text.
    """
    table = _table(language_of(word, language))
    folded = fold(word)
    found = table.words.get(folded)
    if table.others.fullmatch(folded):
        return None
    if found is not None or folded.isascii():
        return found
    if len(folded) > _SHORTEST_STEM:
        found = _with_ending(folded, table) or table.loose.get(fold_loosely(word))
        if found is None and language == "mr":  # "एकोणिसावा" of "एकोणीस"
            found = _with_ending(fold_loosely(word), table)
    return _UNREAD if found is None and _misspelt(folded, table) else found


def _misspelt(folded: str, table: _Table) -> bool:
    """Whether the word has the consonants of a number word and nearly its vowels."""
    skeleton = _skeleton(folded)
    meant = table.skeletons.get(skeleton, []) if len(skeleton) >= _SKELETON else []
    written = fold_loosely(folded)
    return any(SequenceMatcher(None, word, written, autojunk=False).ratio() >= _ALIKE for word in meant)


def _with_ending(folded: str, table: _Table) -> NumberWord | None:
    for cut in range(len(folded) - 1, _SHORTEST_STEM - 1, -1):
        stem = table.stems.get(folded[:cut])
        if stem is None:
            continue
        if table.endings.fullmatch(folded[cut:]):
            is_one = stem.is_one and not _ORDINAL_ENDING.match(folded[cut:])
            return replace(stem, is_one=is_one, doubtful=stem.doubtful and not table.endings_settle)
        if cut >= _LONG_STEM:
            return None if stem.doubtful else _UNREAD
    return None


@cache
def _table(language: str) -> _Table:
    words: dict[str, NumberWord] = {}
    for written, number in _entries(language):
        words.setdefault(fold(written), number)
    ones = frozenset(map(fold, tables.ONE[language].split()))
    doubtful = frozenset(map(fold, tables.DOUBTFUL[language].split()))
    for word in ones | doubtful:
        number = words.get(word, NumberWord(Fraction(1)))
        words[word] = replace(number, doubtful=word in doubtful, is_one=word in ones)
    if language == "te":  # "పంతొమ్మిదో" of "పంతొమ్మిది"
        words |= {word[:-1]: words[word] for word in words if word.endswith("ి") and len(word) > _LONG_STEM}
    stems = {word.rstrip(_FINALS): number for word, number in words.items() if number.role is not Role.ADDED} | words
    skeletons: dict[str, list[str]] = {}
    for word, number in words.items():
        if number.role is Role.COUNT and number.value > 10:
            skeletons.setdefault(_skeleton(word), []).append(fold_loosely(word))
    return _Table(
        words,
        stems,
        {fold_loosely(word): number for word, number in words.items() if len(word) > _SHORTEST_STEM},
        skeletons,
        re.compile("|".join(fold(ending) for ending in tables.ENDINGS[language].split("|"))),
        re.compile(fold(tables.NOT_NUMBERS.get(language, "(?!)"))),
        endings_settle=language == "bn",
    )


def _entries(language: str) -> list[tuple[str, NumberWord]]:
    found: list[tuple[str, NumberWord]] = []
    for value, cell in enumerate(tables.COUNTING.get(language, "").split()):
        found += [(word, NumberWord(Fraction(value))) for word in cell.split("/")]
    for value, cell in tables.SEPARATE.get(language, {}).items():
        found += [(word, NumberWord(Fraction(value))) for word in cell.split("/")]
    found += _joined(language)
    for value, cell in tables.MULTIPLIERS[language].items():
        found += [(word, NumberWord(Fraction(value), Role.MULTIPLIER)) for word in cell.split("/")]
    for part, cell in tables.PARTS[language].items():
        found += [(word, NumberWord(Fraction(part), Role.PART)) for word in cell.split("/")]
    for added, cell in tables.ADDED.get(language, {}).items():
        found += [(word, NumberWord(Fraction(added), Role.ADDED)) for word in cell.split("/")]
    for divisor, cell in tables.DIVIDING.get(language, {}).items():
        found += [(word, NumberWord(Fraction(divisor), Role.DIVIDING)) for word in cell.split("/")]
    for value, cell in tables.ORDINALS[language].items():
        found += [(word, NumberWord(Fraction(value), Role.ORDINAL)) for word in cell.split("/")]
    return found


def _joined(language: str) -> list[tuple[str, NumberWord]]:
    """Twenty-one ... and two hundred ... as one word, for the languages that join them."""
    units = [cell.split("/") for cell in tables.COUNTING.get(language, "").split()[1:20]]
    hundreds = [
        (word + ending, NumberWord(Fraction(100 * unit)))
        for unit, words in enumerate(units, start=1)
        for word in words
        for ending in tables.HUNDREDS.get(language, "").split("/")
        if ending
    ]
    return hundreds + [
        (stem + ending, NumberWord(Fraction(ten + unit)))
        for ten, stems in tables.JOINED_TENS.get(language, {}).items()
        for unit, endings in tables.JOINED_UNITS[language].items()
        for stem in stems.split("/")
        for ending in endings.split("/")
    ]


def _skeleton(word: str) -> str:
    """The consonants of a word, doubled ones once: what two spellings of a number word share."""
    letters = [character for character in word if character.isalpha()]
    return "".join(letter for at, letter in enumerate(letters) if at == 0 or letters[at - 1] != letter)
