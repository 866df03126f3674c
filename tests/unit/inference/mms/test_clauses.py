from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.languages import codes
from app.inference.mms.clauses import LONGEST, clauses


def test_a_short_sentence_is_one_clause_and_no_silence_follows() -> None:
    assert [(one.text, one.pause_ms) for one in clauses("पानी ठंडा है, बहुत।", "hi")] == [("पानी ठंडा है, बहुत।", 0)]


def test_long_parts_of_a_sentence_are_said_one_by_one() -> None:
    text = "Plants take in water through the roots, they take in air through their leaves; then all of them make food."
    found = clauses(text + " We eat it.", "en")
    assert [(one.text[-8:], one.pause_ms) for one in found] == [
        ("e roots,", 150),
        (" leaves;", 250),
        ("ke food.", 350),
        (" eat it.", 0),
    ]


def test_an_abbreviation_and_a_number_end_no_sentence() -> None:
    assert len(clauses("Dr. Rao weighed 1.5 grams of it for us.", "en")) == 1


def test_a_sentence_without_any_punctuation_is_cut_evenly_between_words() -> None:
    found = clauses("पानी " * 80, "hi")
    assert {one.pause_ms for one in found} == {60, 0}
    lengths = [len(one.text) for one in found]
    assert max(lengths) <= LONGEST
    assert min(lengths) > LONGEST / 2


def test_a_word_without_end_is_cut_between_letters() -> None:
    found = clauses("अ" + "कि" * 300, "hi")
    assert all(len(one.text) <= LONGEST for one in found)
    assert not any(unicodedata.category(one.text[0])[0] == "M" for one in found)


@pytest.mark.parametrize("language", codes())
@settings(max_examples=25)  # of each language
@given(text=st.text(st.sampled_from("ab कि்ക। .,;:!?()–—-\n5’\u200d"), max_size=600))
def test_nothing_is_lost_and_no_clause_is_too_long(language: str, text: str) -> None:
    found = clauses(text, language)
    assert "".join("".join(one.text for one in found).split()) == "".join(text.split())
    assert all(0 < len(one.text) <= LONGEST for one in found)
    assert all(one.pause_ms for one in found[:-1])
    assert not any(one.pause_ms for one in found[-1:])


def test_fifty_thousand_characters_take_no_time() -> None:
    assert len(clauses("ab, " * 12_500, "en")) > 50_000 / LONGEST
