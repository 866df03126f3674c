"""Signs that a PDF draws among its typed letters are read or make the page one to check, never lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import PageNote, PageText, Quality
from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.conftest import Worker

BODY = "Plants need light, and they need water as well, but they do not need salt to grow in a field of the village."
LOW = 642  # the baseline of a line 200 points below the top


def read(worker: Worker, folder: Path, made: PdfPage) -> PageText:
    return worker.read(write(folder, pdf_bytes(made))).text


def body() -> PdfPage:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    return made


def root(x: float, bar: float, *, high: float = 14) -> str:
    """A root 8 points wide before a bar of that length, a little lower than the baseline."""
    top, foot = LOW - 2 + high, LOW - 2
    return f"0.8 w {x} {foot + 6} m {x + 2} {foot + 8} l {x + 4} {foot} l {x + 8} {top} l {x + 8 + bar} {top} l S"


def ruled(x: float, y: float, wide: float) -> str:
    return f"{x} {y} {wide} 0.7 re f"


def test_a_drawn_root_is_a_sign_of_its_line(worker: Worker, tmp_path: Path) -> None:
    made = body().text(60, 200, "The side is").text(156, 200, "50").text(180, 200, "= 5").text(212, 200, "2")
    made.text(228, 200, "cm long.").operators.extend([root(147, 15.6), root(203, 8)])
    text = read(worker, tmp_path, made)
    assert "The side is √50 = 5√2 cm long." in text.text
    assert text.quality is Quality.CHECK
    assert text.notes == (PageNote.DOUBTFUL_WORDS,)
    assert text.doubtful_words == 2


def test_all_that_a_drawn_root_spans_is_in_brackets(worker: Worker, tmp_path: Path) -> None:
    made = body().text(60, 200, "The value of").text(160, 200, "b + 4c").text(212, 200, "is positive.")
    made.operators.append(root(151, 44))
    assert "The value of √(b + 4c) is positive." in read(worker, tmp_path, made).text


@pytest.mark.parametrize(
    "drawing",
    [
        f"152 {LOW - 3} m 152 {LOW + 12} l 180 {LOW + 12} l S",  # a corner of a box
        f"152 {LOW - 3} 24 15 re S",
        f"148 {LOW - 3} m 155 {LOW + 12} l 180 {LOW + 12} l S",  # a slanted stroke
        f"150 {LOW + 11} 26 0.7 re f",  # a bar alone
        f"150 {LOW - 2} 26 0.7 re f",  # a rule under the number
        f"66 {LOW - 30} m 90 {LOW - 16} l 300 {LOW - 16} l S",  # a stroke that leads to a label
    ],
)
def test_other_strokes_around_a_number_are_no_root(worker: Worker, tmp_path: Path, drawing: str) -> None:
    made = body().text(60, 200, "The side is").text(156, 200, "50").text(184, 200, "cm long.")
    made.operators.append(drawing)
    text = read(worker, tmp_path, made)
    assert "The side is 50 cm long." in text.text
    assert text.quality is Quality.GOOD


def test_a_number_behind_a_drawn_sign_is_doubtful(worker: Worker, tmp_path: Path) -> None:
    made = body().text(60, 200, "At night it is").text(170, 200, "5 degrees cold.")
    made.operators.append(ruled(163, LOW + 3.5, 5.5))
    text = read(worker, tmp_path, made)
    assert text.notes == (PageNote.DOUBTFUL_WORDS,)
    doubted = [w.text for b in text.blocks for line in b.lines for w in line.words if w.confidence is not None]
    assert doubted == ["5"]


def test_bullets_before_numbers_and_boxes_around_them_are_no_signs(worker: Worker, tmp_path: Path) -> None:
    made = body().text(70, 200, "5 frogs and 4 fish").text(60, 230, "The sum is").text(150, 230, "18")
    made.patch(60, 194, 4, 4, 0.0).box(147, 218, 20, 16).text(178, 230, "in all.")
    assert read(worker, tmp_path, made).quality is Quality.GOOD
