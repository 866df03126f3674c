"""Which lines stay pictures because they are formulas, and which are text."""

from __future__ import annotations

import pytest

from app.library.document_worker import formulas
from app.library.document_worker.figures import Rect
from app.library.document_worker.tesseract import RawWord

AREA = Rect(0, 0, 600, 100)


def words(text: str, confidence: float) -> list[RawWord]:
    return [RawWord(word, confidence, 20 + 90 * place, 40, 80, 20) for place, word in enumerate(text.split())]


@pytest.mark.parametrize(
    "text", ["ନଳବଣ ଦ୍ୱୀପରେ ପର୍ଯ୍ୟଟକଙ୍କ ଭିଡ଼ ଜମେ।", "पौधे अपना भोजन स्वयं बनाते हैं", "Plants make their food themselves"]
)
def test_a_line_of_words_that_were_read_is_no_formula_in_any_script(text: str) -> None:
    assert formulas.of_words(words(text, 90), [AREA]) == []


@pytest.mark.parametrize("text", ["ସମାନ = ଆବଶ୍ୟକ", "क्षेत्रफल = आधार", "area = base"])
def test_a_hardly_read_line_with_a_sign_and_words_stays_text(text: str) -> None:
    assert formulas.of_words(words(text, 40), []) == []


def test_what_holds_no_words_stays_a_picture() -> None:
    assert formulas.of_words(words("x2 7 = |", 40), [AREA]) == [AREA]
    assert len(formulas.of_words(words("x = 7 | +", 40), [])) == 1


@pytest.mark.parametrize("text", ["x2 + y2 = 25", "E = mc?", "H50, x2? + |? = 25,E, (a+b)2", "a = 2१ + 5"])
def test_raised_figures_read_as_level_ones_make_a_picture_however_surely_they_were_read(text: str) -> None:
    assert len(formulas.of_words(words(text, 95), [])) == 1


@pytest.mark.parametrize("text", ["2H2 + O2 = 2H2O", "3 + 4 = 7", "x + y = 25", "A = 5 x 3 cm", "5 + 3 = ?", "F = ma"])
def test_formulas_that_stand_level_stay_text(text: str) -> None:
    assert formulas.of_words(words(text, 95), []) == []
