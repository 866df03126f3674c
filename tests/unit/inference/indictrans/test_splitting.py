"""Parts that fit, with nothing dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.languages import codes
from app.inference.indictrans.splitting import halves, paragraphs, split

_WORDS = st.sampled_from(
    ["plants", "make", "food,", "पौधे", "हवा।", "உணவு;", "end.", "Why?", "(so)", "—", "x" * 70, "क" * 40, "12"]
)
_TEXT = st.lists(st.tuples(_WORDS, st.sampled_from([" ", "  ", "\n", "\n\n", " "])), max_size=60).map(
    lambda pairs: "".join(word + blank for word, blank in pairs)
)


def _bare(text: str) -> str:
    return "".join(text.split())


@given(_TEXT | st.text(max_size=120), st.integers(min_value=9, max_value=80), st.sampled_from(codes()))
def test_nothing_but_white_space_is_left_out_and_every_part_fits(text: str, most: int, language: str) -> None:
    parts = split(text, language, lambda part: len(part) <= most)

    assert _bare("".join(parts)) == _bare(text)
    assert all(0 < len(part) <= most for part in parts)


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    text = "When the rain came, the river rose; the village, which lay low, was warned in time."

    assert split(text, "en", lambda part: len(part) <= 45) == (
        "When the rain came, the river rose;",
        "the village, which lay low,",
        "was warned in time.",
    )


def test_a_sentence_that_fits_is_left_whole() -> None:
    assert split("One, two; three. Four!", "en", lambda part: len(part) <= 40) == ("One, two; three.", "Four!")


def test_letters_keep_their_marks() -> None:
    parts = split("नमस्ते" * 10, "hi", lambda part: len(part) <= 9)

    assert not [part for part in parts if part[0] in ["ा", "ि", "ी", "ु", "ू", "े", "ै", "ो", "ौ", "्", "ं", "ँ"]]


@pytest.mark.parametrize("size", [255, 256, 257, 512, 768])
def test_no_part_is_empty_where_the_length_is_a_multiple_of_the_window(size: int) -> None:
    parts = split("a " * size, "en", lambda part: len(part.split()) <= 256)

    assert all(parts)
    assert sum(len(part.split()) for part in parts) == size


@given(st.lists(st.sampled_from(["one", "two,", "पौधे"]), max_size=40).map(" ".join))
def test_halves_hold_all_the_words(sentence: str) -> None:
    cut = halves(sentence)

    assert not cut or (len(cut) == 2 and all(cut) and " ".join(cut).split() == sentence.split())
    assert bool(cut) == (len(sentence.split()) >= 8)


@given(st.text(alphabet="ab \n", max_size=40))
def test_paragraphs_joined_are_the_text(text: str) -> None:
    assert "".join(paragraphs(text)) == text
