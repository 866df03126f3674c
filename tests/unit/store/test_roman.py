"""Words typed in Roman letters are like the words they stand for, and unlike others."""

from __future__ import annotations

import pytest

from app.store.roman import sound_key, sounds, unlikeness
from app.store.search_words import normalise
from tests.unit.store.samples import read_rows

ROWS = read_rows("roman_words.tsv")


def apart(typed: str, written: str) -> float:
    one, other = sounds(typed), sounds(normalise(written))
    return unlikeness(one, other) / max(len(one), len(other))


def test_nearly_every_typed_word_has_the_key_of_the_written_one() -> None:
    wrong = [typed for _, typed, written in ROWS if sound_key(sounds(typed)) != sound_key(sounds(normalise(written)))]
    assert len(ROWS) == 200
    assert len(wrong) <= 2, wrong


def test_nearly_every_typed_word_is_like_the_written_one() -> None:
    assert sum(apart(typed, written) <= 0.22 for _, typed, written in ROWS) >= 196


@pytest.mark.parametrize(("typed", "written"), [("pani", "पुण्य"), ("kamal", "कोमल"), ("jal", "सेल")])
def test_words_with_the_same_consonants_and_other_vowels_are_further_away(typed: str, written: str) -> None:
    assert apart(typed, written) > apart(typed, {"pani": "पानी", "kamal": "कमल", "jal": "जल"}[typed])


def test_what_has_no_consonant_has_no_key() -> None:
    assert sound_key(sounds("a")) == sound_key(sounds("आ")) == sound_key("") == ""


def test_digits_in_a_word_are_no_letters() -> None:
    assert sounds("1947में").startswith("1947")
