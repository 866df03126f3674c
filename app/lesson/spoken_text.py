"""What the voice says for a sentence as it is printed: units, signs, ranges, formulas and short forms in words.

espeak-ng says numbers well in all eleven languages, but spells English units out, leaves signs out or says them in
English, and reads CO₂ as "co two". Only that is put into words here. The words are data in ``resources/speech``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from app.checks.unit_tables import SYMBOLS
from app.config.paths import resources
from app.domain.numerals import to_ascii_digits
from app.lesson.spoken_formulas import spelled_formulas
from app.lesson.spoken_numbers import full_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8)}
_VULGAR_SIGNS = "".join(_VULGAR)
_DIGITS = r"\d++(?:,\d++)*+(?:\.\d++)?+"
_START = r"(?<!\w)(?<!\d[.,/:])"
_INDIC = r"\u0900-\u0963\u0966-\u0dff\u200c\u200d"
_END = rf"(?![\w{_INDIC}])"
_EXPONENT = "⁻?[⁰¹²³⁴-⁹]+"
_PLAIN = rf"{_DIGITS}(?:\s?[{_VULGAR_SIGNS}]|{_EXPONENT})?"
_NUMBER = rf"(?:\d{{1,2}}/\d{{1,2}}(?![\d/])|(?:{_DIGITS}\s?×\s?)?{_PLAIN}|[{_VULGAR_SIGNS}])"
_GAP = "[ \u00a0\u202f\u2009]?"
_FRACTION = re.compile(rf"(?:(?<!\d)(?P<whole>\d++)\s?)?(?P<sign>[{_VULGAR_SIGNS}])")
_SLASHED = re.compile(r"(?<![\w./:,-])(\d{1,2})/(\d{1,2})(?![\w/:]|[.,]\d)")
_PRESSURE = re.compile(r"(?<![\w./:,-])(\d{2,3})/(\d{2,3})(?![\w/:]|[.,]\d)")
_DATE = re.compile(r"(?<![\w./-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\w/-])")
_ISO_DATE = re.compile(r"(?<![\w./-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\w/-])")
_ARROW = re.compile(r"\s?[→⟶➔⇒⇌]\s?")
_GAS = re.compile(r"\s?[↑↓]")
_RANGE = re.compile(rf"(?<![\w.,/:+×÷=−–—-])({_DIGITS})(?:[-–—]|\s[–—]\s)({_DIGITS})(?![/:]\d|\s?[-–—+×÷=−])")
_POWER = re.compile(rf"{_START}({_DIGITS})({_EXPONENT})")
_MINUS = re.compile(r"(?<![^\s(=×÷+])[-–](?=\d)|\s?−(?=\s?[\w(])")
_TAKEN_AWAY = re.compile(r"(?<=\d)\s[-–]\s(?=\d)")
_GROUPED = re.compile(r"(?<![\d,.])(\d{1,2}(?:,\d{2})+,\d{3})(?![\d,])")
_ROMAN = "[IVX]+"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LONGEST_ENDPOINT = 6  # digits; a longer "number" with a hyphen is a telephone number
_YEAR, _SHORT_YEAR = 4, 2  # digits: 2011-12
_LAKH, _CRORE = 5, 7  # digits behind them
_MONTHS = 12
_TIMES = ("s", "min", "h")
_HIGHEST, _LOWEST = range(60, 251), range(40, 151)  # blood pressure: 140/90
_RATES = {"kmph": ("km", "h"), "kph": ("km", "h")}


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """The words of one language; the file of a language names each."""

    square: str
    cubic: str
    per: str
    per_hour: str
    per_second: str
    range: str
    minus: str
    fraction: str
    mixed: str
    power: str
    large_numbers: str
    gives: str
    mercury: str
    units: dict[str, str]
    signs: dict[str, str] = field(default_factory=dict)
    fractions: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    short_units: dict[str, str] = field(default_factory=dict)
    squares: str = ""
    per_time_squared: str = ""
    grouping: dict[str, str] = field(default_factory=dict)
    roman: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is looked for in a text of one language."""

    symbols: dict[str, str]
    quantity: re.Pattern[str]
    money: re.Pattern[str]
    abbreviation: re.Pattern[str] | None
    lone_unit: re.Pattern[str]

    def unit_of(self, symbol: str) -> str:
        """The unit that a symbol, perhaps with spaces in it, stands for."""
        return self.symbols.get(symbol) or self.symbols[symbol.replace(" ", "")]


def spoken_text(text: str, language: str) -> str:
    """What the voice says for the sentence `text`; the text itself where nothing in it needs words.

    Args:
        text: One sentence as it is shown.
        language: Code of the language of the voice.
    """
    words, patterns = spoken_words(language), _patterns(language)
    said = _DATE.sub(lambda found: _date(found, found[1], found[3], found[4], language), text)
    said = _ISO_DATE.sub(lambda found: _date(found, found[3], found[2], found[1], language), said)
    said = _arrows(spelled_formulas(_abbreviations(_roman(said, words), words, patterns)), words)
    said = _ranges(_PRESSURE.sub(lambda found: _pressure(found, words), said), words)
    said = patterns.money.sub(lambda found: _money(found, words, patterns), said)
    said = patterns.quantity.sub(lambda found: _quantity(found, words, patterns), said)
    said = _POWER.sub(lambda found: _power(found, words), said)
    said = _signs(_fractions(said, words), words)
    said = _GROUPED.sub(lambda found: _grouped(found, words), said) if words.grouping else said
    return text if said == text else " ".join(said.split())


def units_in_words(text: str, language: str) -> str:
    """Units that stand without a number ("m/s", "kg and km"), by their names; `spoken_text` says the others.

    A lone symbol is a unit only where it can be no word: of two letters or more, without a vowel.

    Args:
        text: A sentence as `spoken_text` gives it.
        language: Code of the language of the voice.
    """
    words, patterns = spoken_words(language), _patterns(language)

    def said(found: re.Match[str]) -> str:
        name = _unit_name(patterns.symbols[found["unit"]], found["power"] or "", words, many=False)
        return _rate(name, found, words, patterns)

    return patterns.lone_unit.sub(said, text)


def _date(found: re.Match[str], day: str, month: str, year: str, language: str) -> str:
    """15/08/1947, in the Indian order, or 1947-08-15, as "15 August 1947"."""
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= _MONTHS):
        return found[0]
    return f"{int(day)} {full_words(language).months.split()[int(month) - 1]} {year}"


def _arrows(text: str, words: SpokenWords) -> str:
    """What becomes of what in an equation; a pause between the links of a chain."""
    if not _ARROW.search(text):
        return text
    return _ARROW.sub(f" {words.gives} " if "+" in text else ", ", _GAS.sub("", text))


@cache
def spoken_words(language: str) -> SpokenWords:
    """The words of a language."""
    raw = tomllib.loads((resources() / "speech" / f"{language}.toml").read_text("utf-8"))
    return msgspec.convert(raw, SpokenWords)


@cache
def _patterns(language: str) -> _Patterns:
    words = spoken_words(language)
    symbols = {symbol: unit for unit in words.units for symbol in SYMBOLS.get(unit, "").split()}
    symbols |= {symbol: symbol for symbol in _RATES} | words.short_units
    symbols |= {short[:-1]: unit for short, unit in words.short_units.items() if short.count(".") > 1}
    symbols |= {"mm Hg": "mm", "mmHg": "mm", "mm of Hg": "mm"}
    symbols |= {"℃": "°C", "℉": "°F"} | {sign + letter: "°" + letter for sign in "°º˚" for letter in ("", "C", "F")}
    symbols |= {"° C": "°C", "° F": "°F", "%": "%"}
    unit = _spaced(symbols)
    squares = rf"(?:{words.square}|{words.cubic})\s|(?:{_either(words.squares.split())})\s?"
    symbols |= {name: short for short in ("s", "min", "h") for name in words.units[short].split("|")}  # किमी/घंटा
    rate = rf"(?:\s?/\s?(?P<below>{_either(symbols)})(?P<below_power>[²³])?)?"
    rupee = _either(("₹", "Rs.", "Rs", "INR", *(short for short, name in words.short_units.items() if name == "₹")))
    infix = re.escape(words.range.format(a="", b="").strip())
    numbers = rf"{_NUMBER}(?:\s{infix}\s{_NUMBER})?"
    large = rf"(?:\s(?:{_either(words.large_numbers.split())}){_END})?"
    stop = r"(?:(?<=\.)|" + _END + ")"
    return _Patterns(
        symbols,
        re.compile(
            rf"{_START}(?P<n>{numbers}{large})(?P<gap>{_GAP}-?)(?P<square>{squares})?(?P<unit>{unit})"
            rf"(?P<power>[²³]|(?<=m)\^?[23](?!\d|[.,]\d))?{rate}{stop}(?P<joined>-(?=[A-Za-z]))?"
        ),
        re.compile(rf"(?<![\w{_INDIC}])(?:{rupee})\s?(?P<n>{numbers}{large})(?:/[-–])?{rate}(?!\d|[.,]\d)"),
        re.compile(rf"(?<![\w{_INDIC}.])(?:{_spaced(words.abbreviations)})(?=\s)") if words.abbreviations else None,
        _lone_unit(symbols),
    )


def _lone_unit(symbols: Iterable[str]) -> re.Pattern[str]:
    plain = [one for one in symbols if one.isascii() and one.isalpha()]
    alone = [one for one in plain if len(one) > 1 and not set("aeiouyAEIOUY") & set(one)]
    below = rf"\s?/\s?(?P<below>{_either(plain)})(?P<below_power>[²³])?"
    return re.compile(
        rf"(?<![\w{_INDIC}/.'’-])(?:(?P<unit>(?=(?:{_either(plain)})[²³]?\s?/)(?:{_either(plain)})|(?:{_either(alone)}))"
        rf"(?P<power>[²³])?(?:{below})?)(?![\w/{_INDIC}⁰¹²³⁴-⁹]|\.\w)"
    )


def _either(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in _longest_first(texts))


def _spaced(texts: Iterable[str]) -> str:
    """The texts, where a space may follow the stops inside them (कि. मी.)."""
    return "|".join(re.escape(text).replace(r"\.", r"\.\s?", text.count(".") - 1) for text in _longest_first(texts))


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=len, reverse=True)


def _abbreviations(text: str, words: SpokenWords, patterns: _Patterns) -> str:
    if patterns.abbreviation is None:
        return text
    return patterns.abbreviation.sub(lambda found: words.abbreviations[found[0].replace(" ", "")], text)


def _roman(text: str, words: SpokenWords) -> str:
    """Numerals of classes, chapters and rulers; anywhere else a letter may be a letter."""
    if not words.roman:
        return text
    ordinals = words.roman["ordinals"].split()
    ordinal = dict(zip(ordinals[::2], ordinals[1::2], strict=True))
    counted = re.compile(rf"\b({_either(words.roman['counted'].split())}) (?!I [a-z])({_ROMAN})\b(?!\.?[A-Za-z])")
    ruler = re.compile(rf"\b({_either(words.roman['rulers'].split())}) ({_either(ordinal)})\b")
    text = counted.sub(lambda found: f"{found[1]} {_roman_value(found[2])}", text)
    return ruler.sub(lambda found: f"{found[1]} the {ordinal[found[2]]}", text)


def _roman_value(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    later = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, later, strict=True))


def _ranges(text: str, words: SpokenWords) -> str:
    def said(found: re.Match[str]) -> str:
        return words.range.format(a=found[1], b=found[2]) if _is_range(found[1], found[2]) else found[0]

    return _RANGE.sub(said, text)


def _is_range(first: str, last: str) -> bool:
    """Whether "first-last" rises, as no subtraction or telephone number does."""
    one, two = (to_ascii_digits(number.replace(",", "")) for number in (first, last))
    if max(len(one), len(two)) > _LONGEST_ENDPOINT or (one.startswith("0") and one[1:2] not in ("", ".")):
        return False
    if len(one) == _YEAR and len(two) == _SHORT_YEAR:
        return int(two) == (int(one[2:]) + 1) % 100 or int(two) > int(one[2:])
    return float(one) < float(two)


def _power(found: re.Match[str], words: SpokenWords) -> str:
    exponent = found[2].translate(_SUPERSCRIPTS).replace("-", words.minus + " ")
    return words.power.format(base=found[1], exponent=exponent)


def _money(found: re.Match[str], words: SpokenWords, patterns: _Patterns) -> str:
    return _rate(_with_unit(found["n"], "₹", "", words), found, words, patterns)


def _quantity(found: re.Match[str], words: SpokenWords, patterns: _Patterns) -> str:
    number, symbol = found["n"], found["unit"]
    if symbol.endswith("Hg"):
        return words.mercury.format(unit=_with_unit(number, "mm", "", words))
    if symbol == "s" and re.search(r"\d\ds", found[0]) and to_ascii_digits(number).endswith("0"):
        return found[0]  # the 1990s
    if symbol in _RATES:
        unit, below = _RATES[symbol]
        return _per(_with_unit(number, unit, "", words), below, "", words)
    if "-" in found["gap"] or found["joined"]:  # a 5-km race, the 5 km-long road
        said = f"{number} {_unit_name(patterns.unit_of(symbol), _power_of(found, words), words, many=False)}"
        return _rate(said, found, words, patterns) + (found["joined"] or "")
    said = _with_unit(number, patterns.unit_of(symbol), _power_of(found, words), words)
    return _rate(said, found, words, patterns)


def _power_of(found: re.Match[str], words: SpokenWords) -> str:
    """The power of the unit, by its sign or by a word before it (वर्ग किमी)."""
    if not found["square"]:
        return found["power"] or ""
    return "³" if found["square"].strip() == words.cubic else "²"


def _rate(quantity: str, found: re.Match[str], words: SpokenWords, patterns: _Patterns) -> str:
    symbol = found["below"]
    if not symbol:
        return quantity
    return _per(quantity, patterns.symbols[symbol], found["below_power"] or "", words)


def _per(quantity: str, unit: str, power: str, words: SpokenWords) -> str:
    if power and unit in _TIMES and words.per_time_squared:
        return words.per_time_squared.format(quantity=quantity, unit=_unit_name(unit, "", words, many=False))
    pattern = {"h": words.per_hour, "s": words.per_second}.get(unit) if not power else None
    if pattern:
        return pattern.format(quantity=quantity)
    return words.per.format(quantity=quantity, unit=_unit_name(unit, power, words, many=False))


def _with_unit(number: str, unit: str, power: str, words: SpokenWords) -> str:
    single = to_ascii_digits(number) == "1" or number in _VULGAR
    return f"{number} {_unit_name(unit, power, words, many=not single)}"


def _unit_name(unit: str, power: str, words: SpokenWords, *, many: bool) -> str:
    one, _, several = words.units[unit].partition("|")
    prefix = {"²": words.square, "2": words.square, "³": words.cubic, "3": words.cubic}.get(power.lstrip("^"), "")
    return f"{prefix} {several if many and several else one}".lstrip()


def _fractions(text: str, words: SpokenWords) -> str:
    def said(found: re.Match[str]) -> str:
        top, bottom = _VULGAR[found["sign"]]
        fraction = words.fractions.get(found["sign"]) or words.fraction.format(n=top, d=bottom)
        return words.mixed.format(whole=found["whole"], fraction=fraction) if found["whole"] else fraction

    def slashed(found: re.Match[str]) -> str:
        top, bottom = int(found[1]), int(found[2])
        named = next((words.fractions.get(sign) for sign, parts in _VULGAR.items() if parts == (top, bottom)), None)
        if named:
            return named
        return words.fraction.format(n=found[1], d=found[2]) if 0 < top < bottom else found[0]

    return _SLASHED.sub(slashed, _FRACTION.sub(said, text))


def _pressure(found: re.Match[str], words: SpokenWords) -> str:
    """A blood pressure (140/90); marks out of a hundred stay."""
    likely = int(found[1]) in _HIGHEST and int(found[2]) in _LOWEST and int(found[1]) > int(found[2])
    return words.fraction.format(n=found[1], d=found[2]) if likely else found[0]


def _signs(text: str, words: SpokenWords) -> str:
    minus = f" {words.minus} "
    said = _TAKEN_AWAY.sub(minus, text) if "=" in text else text
    said = _MINUS.sub(minus, said)
    said = re.sub(r"(?<=\d)°", f" {_unit_name('°', '', words, many=True)} ", said)
    for sign, word in words.signs.items():
        said = re.sub(rf"{re.escape(sign)}(?=\s?[\w(?_])", f" {word} ", said)
    return said


def _grouped(found: re.Match[str], words: SpokenWords) -> str:
    """1,25,000 as "1 lakh 25000"."""
    digits = found[1].replace(",", "")
    crore, lakh, rest = digits[:-_CRORE], digits[-_CRORE:-_LAKH], digits[-_LAKH:]
    parts = ((crore, words.grouping["crore"]), (lakh, words.grouping["lakh"]), (rest, ""))
    return " ".join(f"{int(part)} {name}".strip() for part, name in parts if part and int(part))
