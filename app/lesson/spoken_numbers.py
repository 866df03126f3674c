"""Numbers in the words of the eleven languages, for a voice that knows letters alone.

The words of 0 to 99 are those by which `app.checks` reads numbers; how they join above that is data in
``resources/speech/full``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache

import msgspec

from app.checks import number_word_tables as tables
from app.config.paths import resources

LARGEST = 10**14
"""A number of more digits is read digit by digit."""
_HUNDRED = 100
_HUNDREDS = range(1100, 2000)  # read as "nineteen hundred forty-seven" where that is the way
_SCALES = (10**7, 10**5, 1000, _HUNDRED)


@dataclass(frozen=True, slots=True)
class FullWords:
    """The words of one language; the file of a language tells what each is."""

    point: str
    months: str
    letters: str
    scales: dict[str, tuple[str, str]]
    signs: dict[str, str]
    ratio: str
    abbreviations: dict[str, str]
    special: dict[str, str] = field(default_factory=dict)
    years_in_hundreds: bool = False


@cache
def full_words(language: str) -> FullWords:
    """The words of a language."""
    raw = tomllib.loads((resources() / "speech" / "full" / f"{language}.toml").read_text("utf-8"))
    return msgspec.convert(raw, FullWords)


def whole(value: int, language: str) -> str:
    """A number from 0 below `LARGEST` in words, by lakh and crore."""
    return _words(value, language, more=False)


def year(value: int, language: str) -> str:
    """A number that has four digits and no comma, as a year mostly has: in hundreds where the language counts so."""
    if value not in _HUNDREDS or not full_words(language).years_in_hundreds:
        return whole(value, language)
    return _scaled(value, _HUNDRED, language, more=False)


def digits(text: str, language: str) -> str:
    """Each of the ASCII digits by its name."""
    return " ".join(_below_hundred(int(digit), language) for digit in text)


def decimal(text: str, language: str) -> str:
    """ASCII digits with one point."""
    before, _, after = text.partition(".")
    return f"{whole(int(before or '0'), language)} {full_words(language).point} {digits(after, language)}"


def _words(value: int, language: str, *, more: bool) -> str:
    if value < _HUNDRED:
        return _below_hundred(value, language)
    if special := _special(value, language, more=more):
        return special
    scale = next(scale for scale in _SCALES if value >= scale)
    return _scaled(value, scale, language, more=more)


def _scaled(value: int, scale: int, language: str, *, more: bool) -> str:
    count, rest = divmod(value, scale)
    follows = more or rest > 0
    head = _special(count * scale, language, more=follows)
    if not head:
        one, many = full_words(language).scales[str(scale)]
        form = _form(one if count == 1 else many, more=follows)
        head = form.format(n=_words(count, language, more=False))
    return f"{head} {_words(rest, language, more=more)}" if rest else head


def _special(value: int, language: str, *, more: bool) -> str:
    return _form(full_words(language).special.get(str(value), ""), more=more)


def _form(forms: str, *, more: bool) -> str:
    alone, _, followed = forms.partition("|")
    return followed if more and followed else alone


def _below_hundred(value: int, language: str) -> str:
    if counting := _counting(language):
        return counting[value]
    separate = tables.SEPARATE[language]
    if value in separate:
        return _first(separate[value])
    ten, unit = value - value % 10, value % 10
    if stem := tables.JOINED_TENS.get(language, {}).get(ten):
        return _first(stem) + _first(tables.JOINED_UNITS[language][unit])
    return _first(separate[ten]) + ("-" if language == "en" else " ") + _first(separate[unit])


@cache
def _counting(language: str) -> tuple[str, ...]:
    return tuple(_first(cell) for cell in tables.COUNTING.get(language, "").split())


def _first(cell: str) -> str:
    return cell.split("/")[0]
