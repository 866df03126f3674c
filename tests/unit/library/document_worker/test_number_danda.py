"""A full stop behind a number has ink of its own, or is none."""

from __future__ import annotations

import numpy as np
import pytest

from app.library.document_worker import number_danda
from app.library.document_worker.tesseract import RawWord

LETTER = 26.0
NEXT = RawWord("प्रतिशत", 95, 150, 30, 80, 26, (1, 1, 1))


def doubt(text: str, looks: list[str], *, stroke: int = 0, width: int = 46) -> tuple[str, bool]:
    """Of "71", with a stroke of that width behind it."""
    ink = np.zeros((100, 300), np.uint8)
    ink[34:37, 60:74] = ink[34:56, 70:74] = ink[34:56, 88:92] = 255
    ink[30:57, 112 : 112 + stroke] = 255
    ink[30:57, 150:230] = 255
    word = RawWord(text, 93, 58, 32, width, 27, (1, 1, 1))
    return number_danda.doubt(word, [word, NEXT], looks, ink, LETTER)


def test_a_danda_without_ink_goes_where_another_look_does_not_see_it_and_is_doubted_else() -> None:
    assert doubt("71।", ["71", "है|"]) == ("71", False)
    assert doubt("71।", ["है|"]) == ("71।", True)
    assert doubt("७१।", ["71"]) == ("७१", False)


@pytest.mark.parametrize("width", [46, 58])
def test_a_danda_that_is_printed_stays_wherever_the_box_ends(width: int) -> None:
    assert doubt("71।", ["71"], stroke=4, width=width) == ("71।", False)


def test_another_sign_that_was_taken_for_a_danda_is_doubted() -> None:
    assert doubt("71।", ["71%"], stroke=20, width=76) == ("71।", True)


def test_what_is_no_number_with_a_danda_and_digits_that_touch_stay() -> None:
    assert doubt("71", ["71"]) == ("71", False)
    assert doubt("है।", ["है"]) == ("है।", False)
    assert doubt("711।", ["711"]) == ("711।", False)
    assert doubt("71।", ["71"], width=100) == ("71।", False), "the next word's box lies over it"
