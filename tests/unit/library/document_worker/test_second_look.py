"""When an English reading takes the place of what the page's own model read."""

from __future__ import annotations

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
