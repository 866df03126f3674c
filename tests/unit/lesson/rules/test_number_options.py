from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import languages
from app.domain.numerals import to_ascii_digits, to_native_digits
from app.lesson.rules.number_options import all_numbers, askable_numbers, is_clock_time, number_options


def value(text: str) -> Decimal:
    return Decimal(to_ascii_digits(text).replace(",", ""))


@given(
    st.integers(0, 10**9) | st.decimals("0.01", "999.99", places=2),
    st.sampled_from(sorted({language.zero for language in languages.LANGUAGES})),
    st.frozensets(st.integers(0, 60).map(Decimal), max_size=6),
)
def test_four_numbers_of_one_form_in_rising_order(number: int | Decimal, zero: int, taken: frozenset[Decimal]) -> None:
    written = to_native_digits(str(number), zero)
    options = number_options(written, taken)
    if options is None:
        return
    values = [value(option) for option in options]
    assert values == sorted(values)
    assert len(set(values)) == 4
    assert written in options
    assert all(other not in taken for other in values if other != value(written))
    assert len({len(to_ascii_digits(option).partition(".")[2]) for option in options}) == 1
    assert len({option[0].isascii() for option in options}) == 1


@pytest.mark.parametrize(
    ("written", "group"),
    [("1,25,000", r"\d{1,2}(,\d\d)*,\d{3}"), ("384,400", r"\d{1,3}(,\d{3})*"), ("१,२५,०००", r"\d{1,2}(,\d\d)*,\d{3}")],
)
def test_the_grouping_of_the_page_is_kept(written: str, group: str) -> None:
    import re

    assert all(re.fullmatch(group, option) for option in number_options(written, frozenset()) or [""])


def test_percent_and_years_stay_in_their_range() -> None:
    assert max(map(value, number_options("98", frozenset(), most=100) or ())) <= 100
    assert max(map(value, number_options("2019", frozenset()) or ())) <= 2025
    assert number_options("007", frozenset()) is None


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("India has 28 states.", ["28"]),
        ("చార్మినార్‌ను 1591లో నిర్మించాడు.", ["1591"]),
        ("1956 നവംബർ 1-ന് രൂപംകൊണ്ടു.", ["1956", "1"]),
        ("About 21% of air is oxygen.", ["21"]),
        ("2 + 3 = 5", []),
        ("Children of 6-14 years go to school.", []),
        ("The ratio is 3:4 here.", []),
        ("H2O has 3 atoms and CO2 too.", ["3"]),
        ("It is 3.5 km away.", ["3.5"]),
    ],
)
def test_numbers_that_can_be_asked(sentence: str, numbers: list[str]) -> None:
    assert [found[0] for found in askable_numbers(sentence)] == numbers


def test_all_numbers_of_a_text_in_any_script() -> None:
    assert all_numbers("१,२५,००० और 3.5 तथा ௧௨") == {Decimal(125000), Decimal("3.5"), Decimal(12)}


@given(st.integers(2, 10**6), st.frozensets(st.integers(1, 10**6).map(Decimal), max_size=3))
def test_no_option_crosses_another_number_of_the_sentence(number: int, beside: frozenset[Decimal]) -> None:
    """ "From 985 to 1014" stays a stretch of time whatever is filled in."""
    for option in map(value, number_options(str(number), frozenset(), beside=beside) or ()):
        assert [option < other for other in beside - {Decimal(number)}] == [
            number < other for other in beside - {Decimal(number)}
        ]


@pytest.mark.parametrize("written", ["8.30", "12.05", "९.१५", "24.00"])
def test_a_time_of_day_with_a_dot_is_told(written: str) -> None:
    assert is_clock_time(written)


@pytest.mark.parametrize("written", ["8.3", "9.81", "36.50", "8", "8.3333", "3.14"])
def test_other_decimals_are_no_time_of_day(written: str) -> None:
    assert not is_clock_time(written)


def test_a_number_with_a_comma_is_no_year() -> None:
    gaps = {
        int(value(b) - value(a))
        for written in ("1,465", "2,695")
        for a, b in pairwise(number_options(written, frozenset()) or ())
    }
    assert min(gaps) >= 100


@pytest.mark.parametrize("written", ["800", "8", "2,50,000", "40", "101.3"])
def test_what_is_told_only_roughly_has_no_near_number_beside_it(written: str) -> None:
    options = number_options(written, frozenset(), rough=True)
    assert options is not None
    values = [Decimal(option.replace(",", "")) for option in options]
    value = Decimal(written.replace(",", ""))
    assert all(abs(other - value) >= value / 4 for other in values if other != value)
