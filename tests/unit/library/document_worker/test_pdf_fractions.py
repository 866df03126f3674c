"""Fractions whose bar is drawn between typed numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.documents import Quality
from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.conftest import Worker

BODY = "Plants need light, and they need water as well, but they do not need salt to grow in a field of the village."
WIDTH = 0.6  # of a letter of Courier, in type sizes


def fraction(made: PdfPage, x: float, upper: str, lower: str, size: float = 9) -> float:
    """Set a fraction in a line 200 points below the top; returns where its bar ends."""
    wide = WIDTH * size * max(len(upper), len(lower)) + 2
    for text, y in ((upper, 194.5), (lower, 205.5)):
        made.text(x + (wide - WIDTH * size * len(text)) / 2, y, text, size)
    made.operators.append(f"{x} {842 - 197.4} {wide} 0.7 re f")
    return x + wide


def line(parts: list[tuple[str, str] | str], size: float = 9) -> bytes:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    x = 60.0
    for part in parts:
        if isinstance(part, str):
            made.text(x, 200, part)
            x += 12 * WIDTH * len(part) + 4
        else:
            x = fraction(made, x, *part, size) + 4
    return pdf_bytes(made)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(st.tuples(st.integers(1, 999), st.integers(2, 99)), min_size=1, max_size=3),
    sign=st.sampled_from("+-="),
    size=st.sampled_from([8, 9, 12]),
)
def test_fractions_in_a_line_are_read_in_their_order(
    worker: Worker, tmp_path: Path, numbers: list[tuple[int, int]], sign: str, size: int
) -> None:
    parts: list[tuple[str, str] | str] = ["Add"]
    for upper, lower in numbers:
        parts += [(str(upper), str(lower)), sign]
    text = worker.read(write(tmp_path, line(parts[:-1], size))).text.text
    assert "Add " + f" {sign} ".join(f"{upper}/{lower}" for upper, lower in numbers) in text


def test_a_whole_number_stands_apart_from_its_fraction(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    made.text(60, 200, "It takes 2")
    fraction(made, 133, "1", "2")
    text = worker.read(write(tmp_path, pdf_bytes(made.text(145, 200, "days.")))).text
    assert "takes 2 1/2" in text.text
    assert text.quality is Quality.GOOD


def test_parts_of_several_terms_are_in_brackets(worker: Worker, tmp_path: Path) -> None:
    text = worker.read(write(tmp_path, line(["v =", ("distance travelled by the car", "time - 2")]))).text.text
    assert "v = (distance travelled by the car)/(time - 2)" in text


@pytest.mark.parametrize("above", [[], ["21"]])
def test_a_sum_written_in_columns_is_no_fraction(worker: Worker, tmp_path: Path, above: list[str]) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    for number, text in enumerate([*above, "25", "17"]):
        made.text(80, 172 + 14 * number, text)
    low = 172 + 14 * (1 + len(above))
    made.text(80, low + 14, "42").operators.append(f"78 {842 - low - 2.4} 18 0.7 re f")
    text = worker.read(write(tmp_path, pdf_bytes(made))).text.text
    assert "17/42" not in text


def test_rules_between_the_rows_of_a_narrow_column_make_no_fractions(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    for number, text in enumerate(["12", "56", "78"]):
        made.text(80, 172 + 15 * number, text)
    made.operators += [f"78 {842 - 175.5 - 15 * number} 18 0.7 re f" for number in range(2)]
    text = worker.read(write(tmp_path, pdf_bytes(made))).text.text
    assert "/" not in text
    assert all(number in text for number in ("12", "56", "78"))


def test_fractions_below_each_other_are_fractions(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    for row in range(3):
        made.text(66, 200 + 22 * row, f"{row + 3}").text(66, 211 + 22 * row, f"{row + 5}")
        made.operators.append(f"64 {842 - 202.4 - 22 * row} 11 0.7 re f")
    text = worker.read(write(tmp_path, pdf_bytes(made))).text.text
    assert [one in text for one in ("3/5", "4/6", "5/7")] == [True] * 3


def test_a_power_that_is_a_fraction_is_read(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    made.text(60, 200, "It is 2")
    made.text(113, 190, "1", 9).text(113, 200, "2", 9).text(124, 200, "of it.")
    made.operators.append(f"112 {842 - 191.8} 8 0.7 re f")
    text = worker.read(write(tmp_path, pdf_bytes(made))).text
    assert "It is 2^(1/2) of it." in text.text


def test_figures_at_a_bar_that_made_no_fraction_are_doubtful(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY, width=70)
    made.text(60, 200, "1 +")
    made.text(90, 194, "1").text(84, 206, "2").text(96, 206, "+").text(108, 206, "3456789")
    made.operators.append(f"84 {842 - 195.9} 20 0.7 re f")
    text = worker.read(write(tmp_path, pdf_bytes(made))).text
    assert text.quality is Quality.CHECK
    doubted = [
        word.text for block in text.blocks for one in block.lines for word in one.words if word.confidence is not None
    ]
    assert "1" in doubted


def test_a_word_that_is_underlined_is_no_part_of_a_fraction(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage().text(60, 100, "Read the first line and then").text(60, 114, "say the other words to us.")
    made.operators.append(f"96.5 {842 - 102} 43 0.7 re f")
    text = worker.read(write(tmp_path, pdf_bytes(made))).text.text
    assert "Read the first line and then say the other words to us." in text
