"""What the fact lock promises for any sentence: no number goes unnoticed, and nothing that looks the same alarms."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks import fact_lock
from app.domain import languages, numerals
from tests.unit.checks import textbook

_ZEROS = [0x30, 0xFF10, *sorted({language.zero for language in languages.LANGUAGES})]
_NATIVE_ZERO = {language.code: language.zero for language in languages.LANGUAGES}
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"
_JOINERS = "\u200c\u200d"

_sentences = st.sampled_from(textbook.sentences())
_numbers = st.one_of(
    st.integers(10, 10**9).map(str),
    st.integers(1000, 10**9).map("{:,}".format),
    st.tuples(st.integers(1, 999), st.integers(1, 99)).map(lambda parts: f"{parts[0]}.{parts[1]:02d}"),
)


def _digits(text: str, zero: int) -> str:
    return numerals.to_native_digits(numerals.to_ascii_digits(text), zero)


def _value(number: str) -> float:
    return float(number.replace(",", "") or -1)


@st.composite
def _sentence_with_number(draw: st.DrawFn) -> tuple[str, str, str, str, int]:
    """Language, words before and after, a number that the sentence does not hold yet, and the zero of its digits."""
    language, sentence = draw(_sentences)
    words = sentence.split(" ")
    at = draw(st.integers(0, len(words)))
    number = draw(_numbers.filter(lambda made: made not in numerals.to_ascii_digits(sentence)))
    return language, " ".join(words[:at]), " ".join(words[at:]), number, draw(st.sampled_from(_ZEROS))


def _put(case: tuple[str, str, str, str, int], number: str) -> str:
    _, before, after, _, zero = case
    return " ".join(part for part in (before, _digits(number, zero), after) if part)


@given(_sentence_with_number())
@settings(max_examples=100, deadline=None)
def test_a_number_that_is_dropped_anywhere_is_told(case: tuple[str, str, str, str, int]) -> None:
    without = " ".join(part for part in case[1:3] if part)
    assert fact_lock.compare(_put(case, case[3]), without, language=case[0])
    assert fact_lock.compare(without, _put(case, case[3]), language=case[0])


@given(_sentence_with_number(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_digit_that_is_changed_or_lost_anywhere_is_told(
    case: tuple[str, str, str, str, int], data: st.DataObject
) -> None:
    number = case[3]
    at = data.draw(st.sampled_from([at for at, character in enumerate(number) if character.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda drawn: drawn != number[at]))
    for damaged in (number[:at] + digit + number[at + 1 :], number[:at] + number[at + 1 :]):
        if _value(damaged) != _value(number):
            assert fact_lock.compare(_put(case, number), _put(case, damaged), language=case[0])


@given(_sentences, st.sampled_from(_ZEROS), st.sampled_from(_ZEROS))
@settings(max_examples=100, deadline=None)
def test_digits_of_another_system_never_alarm(line: tuple[str, str], one: int, other: int) -> None:
    language, sentence = line
    assert fact_lock.compare(_digits(sentence, one), _digits(sentence, other), language=language) == ()


@given(_sentences, st.data())
@settings(max_examples=100, deadline=None)
def test_what_looks_the_same_never_alarms(line: tuple[str, str], data: st.DataObject) -> None:
    language, sentence = line
    at = data.draw(st.integers(0, len(sentence)))
    sign = data.draw(st.sampled_from(_INVISIBLE))
    ends = [place for place in range(len(sentence)) if sentence[place].isdecimal()]
    looks = [
        sentence[:at] + sign + sentence[at:],
        sentence.replace(" ", data.draw(st.sampled_from(["  ", "\u00a0", "\n", " \t"]))),
        f"  {sentence}\n",
        unicodedata.normalize("NFD", sentence),
        *(sentence[:place] + data.draw(st.sampled_from(_JOINERS)) + sentence[place:] for place in ends[:1]),
    ]
    for same in looks:
        assert fact_lock.compare(sentence, same, language=language) == ()
        assert fact_lock.compare(same, sentence, language=language) == ()


# each once made the lock crash, or hold a lesson up for seconds to minutes
_FLOODS = {
    "ratio": "1:" * 2400,
    "slashes": "1/" * 2400,
    "commas": "1," * 2400,
    "lines": "1\n" * 2400,
    "fractions": "½" * 4800,
    "letters": "a+" * 2400,
    "brackets": "(" * 4800,
    "marks": "a" + "\u0301" * 4800,
    "vowel signs": "क" + "ा" * 4800,
    "directions": "\u202e\u200f12\u200e3" * 900,
    "between digits": "1\u200b2\u200d3" * 900,
    "full width": "１２３４５" * 900,
    "superscripts": "²³⁴" * 1600,
    "lakh": "लाख " * 1200,
    "not": "नहीं " * 900,
    "ten thousand numbers": " ".join(map(str, range(10_000))),
    "100 KB": "water boils at 100 degrees and " * 3300,
}


@pytest.mark.parametrize("flood", _FLOODS)
def test_a_flood_of_signs_ends_soon(flood: str) -> None:
    text = _FLOODS[flood]
    start = time.process_time()
    fact_lock.compare(text, text[:-4] + " x 7", language="hi" if text.strip()[0] > "\u0900" else "en")
    assert time.process_time() - start < 5  # 0.1 to 1 s here; the worst was 142 s
