"""Letters set apart in the text layer of a PDF become words, and letters that stand alone stay alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.conftest import Worker

BODY = "Rain fills the pond behind our school. Frogs lay eggs there in July."


def read(worker: Worker, folder: Path, lines: list[str], size: float, spacing: float) -> list[str]:
    """The lines of a page of two sentences as they are read, each set with `spacing` points between its letters."""
    page = PdfPage()
    page.operators.append(f"{spacing} Tc")
    for number, line in enumerate(lines):
        page.text(60, 60 + 4 * size * number, line, size)
    page.operators.append("0 Tc")
    page.text(60, 600, BODY)
    return [line.text for block in worker.read(write(folder, pdf_bytes(page))).text.blocks for line in block.lines]


@pytest.mark.parametrize(("size", "spacing"), [(12, 1), (12, 3), (12, 4), (10, 2.5), (24, 8)])
def test_letters_set_apart_are_words(worker: Worker, tmp_path: Path, size: float, spacing: float) -> None:
    lines = ["Water boils at 100 degrees", "A plant needs 3 litres"]
    assert read(worker, tmp_path, lines, size, spacing) == [*lines, BODY]


@pytest.mark.parametrize("line", ["a b c d e f g h i j k l", "1 2 3 4 5 6 7 8", "I am a boy in 5 B", "x + y = z - a"])
def test_letters_that_stand_alone_stay_alone(worker: Worker, tmp_path: Path, line: str) -> None:
    assert line in read(worker, tmp_path, [line], 12, 0)
