"""What a voice is given that knows the letters of its language and nothing else: no digit, no sign, no Latin letter.

The MMS voices drop in silence what they were not taught. `spoken_text` puts units, money, fractions and formulas into
words; here the rest follows: dates, times, numbers, ordinals, signs, abbreviations and words in other scripts.
"""

from __future__ import annotations

import re
import unicodedata

from app.checks import number_word_tables as tables
from app.domain.numerals import to_ascii_digits
from app.lesson import spoken_numbers
from app.lesson.spoken_letters import in_own_letters
from app.lesson.spoken_numbers import full_words
from app.lesson.spoken_text import SpokenWords, spoken_text, spoken_words, units_in_words

_TIME = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])")
_RATIO = re.compile(r"(?<![\d:])(\d+)\s?:\s?(\d+)(?![\d:])")
_POWER = re.compile(r"([A-Za-zα-ω]|\([^()]*\))(⁻?[⁰¹²³⁴-⁹]+)")
_QUOTIENT = re.compile(r"(?<![\w/])([A-Za-z])\s?/\s?([A-Za-z])(?![\w/])")
_IN_A_FORMULA = re.compile(
    r"(?<![A-Za-z])[a-z]{1,2}(?=\s?[=+−×÷*<>≤≥≠²³])|(?<=[=+−×÷*<>≤≥≠√])\s?(?!a [a-z])[a-z]{1,2}(?![A-Za-z])"
)
_NUMBER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+"
_ENDING = r"(?P<ending>[-‑]?[\u0900-\u0963\u0971-\u0dff\u200c\u200d]+|(?:st|nd|rd|th|s)\b)?"
_NUMERAL = re.compile(rf"(?P<number>{_NUMBER}){_ENDING}")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BEFORE_A_STOP = re.compile(r"\s(?=[,.;:!?।॥)])")
_YEAR_DIGITS, _LONGEST_NUMBER = 4, 9  # digits; a longer row without commas is a telephone number
_DROPPED_BEFORE_A_VOWEL_SIGN = "\u0d4d\u0c41\u0cc1\u0bc1"
_AFTER_A_YEAR_WORD = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|of|year|before|after|around|and|during|AD|January|February|March|April|May"
    r"|June|July|August|September|October|November|December),?|\bto|[-–])\s?$",
    re.IGNORECASE,
)


def spoken_in_full(text: str, language: str) -> str:
    """All of a sentence in letters of its language.

    Args:
        text: One sentence as it is shown.
        language: Code of the language of the voice.
    """
    said = to_ascii_digits(spoken_text(_TIME.sub(r"\1 \2", text), language))
    said = _symbols(units_in_words(_short_forms(said, language), language), language).translate(_LOWERED)
    said = _signs(said, language)
    said = _NUMERAL.sub(lambda found: _number(found, language), said)
    return _BEFORE_A_STOP.sub("", " ".join(in_own_letters(said, language).split()))


def _short_forms(text: str, language: str) -> str:
    for short, words in full_words(language).abbreviations.items():
        text = re.sub(rf"(?<![\w.]){re.escape(short)}(?!\w)", words, text)
    return text


def _symbols(text: str, language: str) -> str:
    """Formulas of letters: x², a/b, 3:2; the letters of a product (F = ma) as capitals, which are spelt."""
    words = spoken_words(language)
    ratio = full_words(language).ratio
    said = _RATIO.sub(rf"\1 {ratio} \2", text)
    said = _IN_A_FORMULA.sub(lambda found: found[0].upper(), said)
    said = _QUOTIENT.sub(lambda found: words.fraction.format(n=found[1].upper(), d=found[2].upper()), said)
    return _POWER.sub(lambda found: f" {_power(found[1], found[2], words)} ", said)


def _power(base: str, exponent: str, words: SpokenWords) -> str:
    number = exponent.translate(_RAISED).replace("⁻", f"{words.minus} ")
    return words.power.format(base=base, exponent=number)


def _signs(text: str, language: str) -> str:
    units = spoken_words(language).units
    names = {sign: units[sign].rpartition("|")[2] for sign in "%₹°"}
    for sign, word in (full_words(language).signs | names).items():
        text = text.replace(sign, f" {word} ")
    return text


def _number(found: re.Match[str], language: str) -> str:
    ending = found["ending"] or ""
    if language == "en":
        before = found.string[: found.start()]
        return _english(found["number"], ending, year=bool(_AFTER_A_YEAR_WORD.search(before)))
    ending = "" if ending.isascii() else ending.lstrip("-‑")  # 21st in a text that is not English
    return f" {_attached(_in_words(found['number'], language), ending)} "


def _in_words(number: str, language: str) -> str:
    plain = number.replace(",", "")
    whole, point, after = plain.partition(".")
    if (len(whole) > _LONGEST_NUMBER and "," not in number) or len(whole) > len(str(spoken_numbers.LARGEST)) - 1:
        return spoken_numbers.digits(plain.replace(".", ""), language)
    if point and after:
        return spoken_numbers.decimal(plain, language)
    if len(whole) > 1 and whole[0] == "0":
        return spoken_numbers.digits(whole, language)
    if len(number) == _YEAR_DIGITS:
        return spoken_numbers.year(int(whole), language)
    return spoken_numbers.whole(int(whole), language)


def _attached(words: str, ending: str) -> str:
    """A number with the ending that was joined to its digits: 5वीं, 10ാം, 3ને."""
    if not ending:
        return words
    if unicodedata.category(ending[0])[0] == "M":
        return words.rstrip(_DROPPED_BEFORE_A_VOWEL_SIGN) + ending
    return words + ending


def _english(number: str, ending: str, *, year: bool) -> str:
    if ending in ("st", "nd", "rd", "th"):
        return f" {_ordinal(_in_words(number, 'en'))} "
    decade = ending == "s" and len(number) == _YEAR_DIGITS
    words = _english_year(int(number)) if len(number) == _YEAR_DIGITS and (year or decade) else _in_words(number, "en")
    if ending == "s":
        words = words[:-1] + "ies" if words.endswith("y") else words + "s"
        return f" {words} "
    return f" {words} {ending.lstrip('-‑')} "


def _english_year(value: int) -> str:
    century, rest = divmod(value, 100)
    if not 11 <= century <= 20 or (century == 20 and rest < 10):
        return spoken_numbers.whole(value, "en")
    first = spoken_numbers.whole(century, "en")
    if not rest:
        return f"{first} hundred"
    return f"{first} {'oh ' if rest < 10 else ''}{spoken_numbers.whole(rest, 'en')}"


def _ordinal(words: str) -> str:
    head, dash, last = words.rpartition("-") if words.rfind("-") > words.rfind(" ") else words.rpartition(" ")
    values = {cell.split("/")[0]: value for value, cell in tables.SEPARATE["en"].items()} | {"hundred": 100}
    ordinal = tables.ORDINALS["en"].get(values.get(last, -1), last + "th")
    return head + dash + ordinal
