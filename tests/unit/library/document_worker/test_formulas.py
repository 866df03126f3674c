"""Which lines stay pictures because they are formulas, and which are text."""

from __future__ import annotations

import pytest

from app.library.document_worker import formulas
from app.library.document_worker.figures import Rect
from app.library.document_worker.formula_shapes import Formula
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


CAKE = Rect(280, 0, 380, 100)


def test_words_above_and_below_the_bar_of_an_equation_are_no_sentence() -> None:
    mean = words("Mean Sum of all observations Number of observations", 95)
    assert formulas.of_words(mean, [Formula(0, 0, 900, 100, (Rect(110, 0, 900, 100),), equation=True)]) != []
    assert (
        formulas.of_words(words("half of the cake is kept for later", 95), [Formula(0, 0, 900, 100, (CAKE,), True)])
        == []
    )


@pytest.mark.parametrize("text", ["Part One", "CHAPTER 3 Light", "भाग 1 जल"])
def test_titles_with_a_rule_between_them_are_no_fraction(text: str) -> None:
    title = words(text, 95)
    assert formulas.of_words(title, [Formula(0, 0, 600, 100, (AREA,))]) == []


def test_a_row_level_with_a_formula_belongs_to_it_and_one_of_another_column_does_not() -> None:
    left, far = RawWord("v =", 90, 20, 40, 40, 20, (1, 1, 1)), RawWord("2 a", 90, 900, 40, 40, 20, (1, 1, 2))
    fraction = Formula(100, 0, 200, 100, (Rect(100, 0, 200, 100),), equation=True)
    (whole,) = formulas.of_words([left, far], [fraction])
    assert (whole.left, whole.right) == (20, 200)


def test_a_root_sign_taken_for_a_drawing_is_part_of_its_formula() -> None:
    root, drawing = Rect(300, 0, 360, 90), Rect(500, 0, 900, 400)
    assert formulas.not_in([Rect(100, 5, 520, 90)], [root, drawing]) == [drawing]
