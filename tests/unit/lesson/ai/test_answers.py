"""A model's answer is numbered lines; nothing else is ever a sentence of the lesson."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lesson.ai.answers import Answer, read_answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. One.\n2. Two.\n3. Three.", {4: "One.", 6: "Two.", 9: "Three."}),
        ("1) One.\n\n  3.  Three. \n", {4: "One.", 9: "Three."}),
        ("Sure! Here it is:\n1. One.", {4: "One."}),
        ("1. One.\nand more\n2. Two.", {6: "Two."}),  # nobody knows what "and more" belongs to
        ("1. One.\n1. Uno.\n2. Two.", {6: "Two."}),
        ("2. Two.\n1. One.", {}),
        ("1. One.\n4. Four.\n", {}),
        ("1.One.\n1.5 litres.\nnothing", {}),
        ("१. One.", {}),
        ("", {}),
    ],
)
def test_only_numbered_lines_are_answers(text: str, found: dict[int, str]) -> None:
    assert read_answer(Answer((4, 6, 9), text, whole=True)) == found


def test_the_last_line_of_an_answer_that_was_cut_is_none() -> None:
    assert read_answer(Answer((0, 1), "1. One.\n2. Two", whole=False)) == {0: "One."}


@given(st.text(), st.booleans())
def test_no_text_is_read_as_more_than_was_asked(text: str, whole: bool) -> None:
    found = read_answer(Answer((3, 5), text, whole))
    assert set(found) <= {3, 5}
    assert all(said.strip() == said and said for said in found.values())
