"""When an English reading takes the place of what the page's own model read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.library.document_worker import second_look
from app.library.document_worker.tesseract import RawWord

PIECE = second_look._Piece(0, 40, 0, 20, (0,), 0)


def word(text: str, confidence: float) -> RawWord:
    return RawWord(text, confidence, 0, 0, 40, 20)


@pytest.mark.parametrize(
    ("own", "english", "chosen"),
    [
        (("4.", 0), ("1.", 72), "1."),  # Hindi's model has no 1, and gave up
        (("4.", 60), ("1.", 72), None),
        (("कि", 0), ("Hd", 85), None),
        (("2०", 40), ("2011", 93), "2011"),
        (("।(20", 0), ("H,0", 26), "H2O"),
        (("HO", 88), ("H,O", 60), "H2O"),
        (("(02", 76), ("CO,", 67), "CO2"),
        (("को", 76), ("CO,", 67), None),
    ],
)
def test_numbers_and_formulas_come_from_the_model_that_knows_them(
    own: tuple[str, float], english: tuple[str, float], chosen: str | None
) -> None:
    better = second_look._better([word(*own)], PIECE, [word(*english)], 20.0)
    assert (better.text if better else None) == chosen


def test_ink_of_the_next_column_is_no_part_of_a_word() -> None:
    page = np.full((60, 400), 255, np.uint8)
    page[20:40, 80:110] = page[20:40, 150:190] = page[20:40, 200:290] = 0
    column = RawWord("में", 90, 80, 20, 30, 20, (0, 1, 1))
    number, after = RawWord("DDD", 80, 150, 20, 40, 20, (1, 1, 1)), RawWord("जल", 90, 200, 20, 90, 20, (1, 1, 1))
    pieces = second_look._pieces([column, number, after], page, 20.0, english=False)
    assert [(piece.left, piece.right) for piece in pieces if piece.words == (1,)] == [(150, 190)]


def test_the_number_of_a_chapter_in_large_type_is_looked_at_too() -> None:
    number, word = (RawWord(text, 94, 300, 100, 60, 83) for text in ("5:", "পরিবেশ"))
    assert second_look._is_asked(number, 25.0, english=False)
    assert not second_look._is_asked(replace(word, confidence=40), 25.0, english=False)
    assert not second_look._is_asked(replace(number, height=200), 25.0, english=False), "a drawing"


def test_a_full_stop_behind_a_number_is_not_shown_as_a_1() -> None:
    page = np.full((60, 200), 255, np.uint8)
    page[20:38, 40:52] = page[20:38, 55:67] = page[20:38, 72:75] = 0
    number = RawWord("52", 40, 39, 18, 38, 22, (1, 1, 1))
    (piece,) = second_look._pieces([number], page, 23.0, english=False)
    assert (piece.right, piece.stop) == (67, "।")
    better = second_look._better([number], piece, [word("52", 95)], 23.0)
    assert better is not None
    assert better.text == "52।"


def test_a_stroke_that_nothing_read_surely_is_a_doubtful_1() -> None:
    lone = second_look._Piece(50, 58, 0, 20, (), 8)
    assert [w.text for w in second_look._unseen(lone, [word("1", 92)], 20.0)] == ["1"]
    (maybe,) = second_look._unseen(lone, [word("]", 60)], 20.0)
    assert (maybe.text, maybe.confidence < 60) == ("1", True)
    danda = second_look._Piece(50, 53, 0, 20, (), 3)
    assert second_look._unseen(danda, [word("|", 60)], 20.0) == []
    assert second_look._unseen(lone, [word("The", 90)], 20.0) == []
