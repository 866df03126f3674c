"""What is printed as a number, and what was only read as one."""

from __future__ import annotations

import pytest

from app.library.document_worker import number_form


@pytest.mark.parametrize(
    "text",
    [
        "1947।",
        "1,25,000",
        "₹12,345.50",
        "8,01,747,",
        "1,234,567",
        "3.14",
        "12:30",
        "१,५४,०८८",
        "(2,3)",
        "B12",
        "H2O",
        "45%",
    ],
)
def test_numbers_as_they_are_printed_are_left_alone(text: str) -> None:
    assert not number_form.is_malformed(text)


@pytest.mark.parametrize(
    "text", ["99,95", "3,43,", "7,14,67233", "%35,820", "S68", "र३५,२६७", "२,30", "౩,43,182", "1,2345", "*5"]
)
def test_what_nobody_prints_is_malformed(text: str) -> None:
    assert number_form.is_malformed(text)


def test_few_numbers_in_the_digits_of_another_script_are_told() -> None:
    words = ["१९४७", "में", "38%", "२५", "लोग", "३.५", "H2O"]
    assert number_form.in_other_digits(words) == {2}
    assert number_form.in_other_digits(["1947", "2011।", "२५", "12"]) == {2}
    assert number_form.in_other_digits(["1947", "१९४७"]) == set()
