"""One spelling for what can be written in several ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.languages import codes
from app.inference.indictrans import normalize


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“So”, she said – it’s…", '"So," she said - it\'s...'),
        ("a ( b ) : c ; d ?", "a (b): c; d?"),
        ("५० % और १०–१२", "50% और 10-12"),
        ("10\u00a0000 and 3\u00a01/2", "10 000 and 3 1/2"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("३.५ × १०²", "3.5 × 10²"),
    ],
)
def test_punctuation_is_plain_and_digits_are_ascii(text: str, wanted: str) -> None:
    assert normalize.punctuation(text) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("hi", "\u095b\u092e\u0940\u0928|", "\u091c\u093c\u092e\u0940\u0928।"),
        ("hi", "उदाहरण: 5:30", "उदाहरणः 5:30"),
        ("mr", "\u0972प", "एप"),
        ("bn", "\u09c7\u09be\u09dc", "\u09cb\u09a1\u09bc"),
        ("ta", "\u0bc6\u0bbe", "\u0bca"),
        ("te", "\u0c46\u0c56", "\u0c48"),
        ("kn", "\u0cc6\u0cc2\u0cd5", "\u0ccb"),
        ("ml", "അവന\u0d4d\u200d", "അവ\u0d7b"),
        ("pa", "\u0a36\u0a73\u0a41", "\u0a38\u0a3c\u0a09"),
        ("or", "\u0b47\u0b57\u0b35", "\u0b4c\u0b2c"),
        ("gu", "ક\u200cખ\u0ae4", "કખ।"),
    ],
)
def test_each_script_has_one_spelling(language: str, text: str, wanted: str) -> None:
    assert normalize.script(text, language) == wanted


@given(st.text(max_size=60), st.sampled_from([code for code in codes() if code != "en"]))
def test_a_second_time_changes_nothing(text: str, language: str) -> None:
    once = normalize.script(text, language)

    assert normalize.script(once, language) == once
