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
