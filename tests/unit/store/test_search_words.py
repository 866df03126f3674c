"""What people, fonts and keyboards write in several ways is one word to the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.search_words import QUERY_CHARACTERS, WORD_CHARACTERS, normalise, query_words

SAME = {
    "joiners": ("क्\u200dष", "क्ष"),
    "soft hyphen": ("photo\u00adsynthesis", "photosynthesis"),
    "nukta apart": ("ड\u093cक", "ड़क"),
    "nukta left out": ("सड़क", "सडक"),
    "chandrabindu": ("हँसना", "हंसना"),
    "nasal of the group": ("हिन्दी", "हिंदी"),
    "nasal of the group, Gujarati": ("હિન્દી", "હિંદી"),
    "nasal of the group, Kannada": ("ಕನ್ನಡ ಅಙ್ಕ", "ಕನ್ನಡ ಅಂಕ"),
    "tippi and bindi": ("ਪਿੰਡ", "ਪਿਂਡ"),
    "chillu with a joiner": ("അവന്\u200d", "അവൻ"),
    "khanda ta": ("সত্\u200d", "সৎ"),
    "two-part vowel": ("ெ".join(("க", "ா")), "கொ"),
    "digits": ("१९४७ ௧௯௪௭", "1947 1947"),
    "thousands": ("1,00,000 और 12,345", "100000 और 12345"),
    "danda": ("जल।नदी॥", "जल नदी"),
    "case and accents": ("CAFÉ", "cafe"),
    "ligature": ("ﬁre", "fire"),
}

DIFFERENT = [
    ("पानी", "पिन"),
    ("कल", "काल"),
    ("पन्ना", "पंना"),
    ("1,2,3", "123"),
    ("பல்", "பால்"),
]


@pytest.mark.parametrize("name", SAME)
def test_two_ways_to_write_it_are_one_word(name: str) -> None:
    one, other = SAME[name]
    assert normalise(one) == normalise(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_is_not_the_same_stays_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=60))
def test_words_come_out_with_one_space_between_them_and_nothing_else(words: str) -> None:
    made = normalise(words)
    assert made == " ".join(made.split())
    assert all(one == " " or one.isalnum() or not one.isascii() for one in made)
    assert all(len(one) <= WORD_CHARACTERS for one in made.split())
    assert normalise(made) == made


def test_of_an_endless_query_the_beginning_is_looked_at() -> None:
    assert query_words("water " * 10 + "fire") == ["water", "fire"]
    assert query_words(" " * QUERY_CHARACTERS + "fire") == []
