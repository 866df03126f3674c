"""Raised and lowered characters stay with what they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library.document_worker import pdf_scripts, scripts
from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.conftest import Worker
from tests.unit.library.document_worker.printed import line

WIDE = 0.6 * 12  # Courier at 12 points; at 8 points letters are 4.8 wide


def test_a_raised_figure_drawn_apart_stays_with_its_letter(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.text(60, 100, "Energy is given by E = mc").text(60 + 25 * WIDE, 95, "2", 8)
    made.text(60 + 25 * WIDE + 4.8, 100, ". It is large.")
    made.text(60, 160, "The charge of Na").text(60 + 16 * WIDE, 155, "+", 8).text(60 + 18 * WIDE, 160, "is small.")
    made.text(60, 220, "Water is H").text(60 + 10 * WIDE, 223, "2", 8).text(60 + 10 * WIDE + 4.8, 220, "O and wet.")
    texts = [block.text for block in worker.read(write(tmp_path, pdf_bytes(made))).text.blocks]
    assert texts == ["Energy is given by E = mc². It is large.", "The charge of Na⁺ is small.", "Water is H₂O and wet."]


def test_a_figure_drawn_after_its_line_is_put_into_it(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.text(60, 100, "The area is 12 m").text(60 + 16 * WIDE + 4.8, 100, ", and the rest is 5 m").text(400, 100, "x")
    made.text(60 + 16 * WIDE, 95, "2", 8)
    texts = [block.text for block in worker.read(write(tmp_path, pdf_bytes(made))).text.blocks]
    assert texts[0].startswith("The area is 12 m², and the rest is 5 m")


def test_a_mark_before_its_letter_and_two_over_each_other(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.text(60, 95, "14", 8).text(60 + 9.6, 100, "C is a kind of coal.")
    made.text(60, 160, "The ion SO").text(60 + 10 * WIDE, 155, "2-", 8).text(60 + 10 * WIDE, 163, "4", 8)
    made.text(60 + 10 * WIDE + 9.6, 160, " is known.")
    texts = [block.text for block in worker.read(write(tmp_path, pdf_bytes(made))).text.blocks]
    assert texts == ["¹⁴C is a kind of coal.", "The ion SO₄²⁻ is known."]


@pytest.mark.parametrize(
    ("text", "base", "told"),
    [
        ("2", "m", "²"),
        ("−19", "10", "⁻¹⁹"),
        ("n", "a", "ⁿ"),
        ("m+n", "a", "^(m+n)"),
        ("x", "e", "^x"),
        ("1/2", "x", "^(1/2)"),
        ("th", "4", "th"),
        ("*", "word", "*"),
        ("a", "", "a"),
        ("TM", "Name", "TM"),
    ],
)
def test_exponents_without_a_sign_of_their_own_are_told_by_a_caret(text: str, base: str, told: str) -> None:
    assert scripts.raised(text, base) == told


def test_the_mark_of_a_note_is_left_out_and_an_exponent_is_not() -> None:
    lines = [
        line(0.1, 0.2, "Rivers rise in the hills.¹ The field is 12 m² wide."),
        line(0.1, 0.22, "The harvest² was good, and 5 metre² were left."),
        line(0.1, 0.24, "The rest came later on that long day.⁴"),
        line(0.1, 0.8, "1. Most of them.", size=0.01),
        line(0.1, 0.82, "² In a good year.", size=0.01),
    ]
    assert [kept.text for kept in pdf_scripts.without_note_marks(lines)][:3] == [
        "Rivers rise in the hills. The field is 12 m² wide.",
        "The harvest was good, and 5 metre² were left.",
        "The rest came later on that long day.⁴",
    ]
