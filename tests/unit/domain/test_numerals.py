from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import languages, numerals


@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda language: language.code)
def test_each_script_digit_becomes_its_ascii_twin(language: languages.Language) -> None:
    native = numerals.to_native_digits("9876543210", language.zero)
    assert native[0] == chr(language.zero + 9)
    assert numerals.to_ascii_digits(native) == "9876543210"


def test_full_width_digits_are_read_and_superscripts_are_left_alone() -> None:
    assert numerals.to_ascii_digits("１２ cm² H₂O ௰") == "12 cm² H₂O ௰"


@given(st.text())
def test_length_never_changes_so_that_spans_stay_true(text: str) -> None:
    assert len(numerals.to_ascii_digits(text)) == len(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"])))
def test_text_without_digits_is_left_alone(text: str) -> None:
    assert numerals.to_ascii_digits(text) == text
