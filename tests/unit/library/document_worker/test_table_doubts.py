"""A table whose cells cannot all be right is told from those that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from app.domain.documents import Block, BlockKind, PageNote, Quality
from app.library.document_worker import ocr, table_doubts
from tests.unit.library.document_worker.test_figures import BOTTOM, TOP, put

if TYPE_CHECKING:
    from pathlib import Path

Rows = tuple[tuple[str, ...], ...]
HEAD = ("Place", "People")


def doubted(rows: Rows) -> bool:
    return bool(table_doubts.doubtful([Block(BlockKind.TABLE, "", rows=rows)]))


@pytest.mark.parametrize("odd", ["$,240", "84%!", "72..1", "1,2,", "४५!!"])
def test_a_cell_of_digits_and_signs_that_make_no_number_is_doubted(odd: str) -> None:
    rows = (HEAD, ("Pune", "1,240"), ("Nashik", odd), ("Nagpur", "3,100"), ("Satara", "950"))
    assert doubted(rows)


def test_a_number_that_went_into_the_cell_before_is_doubted() -> None:
    assert doubted((HEAD, ("Pune", "124"), ("Nashik 245", ""), ("Nagpur", "310"), ("Satara", "95")))


@pytest.mark.parametrize(
    "column",
    [
        ("12", "-5", "+7", "0"),
        ("1,25,000", "50", "3.5", "–"),
        ("84%", "100%", "7%", "31 %"),
        ("₹ 20", "₹5.50", "₹ 1,200/-", "Rs 40"),
        ("1990-91", "1947", "3/4", "10:30"),
        ("45 kg", "20", "31", "12*"),
        ("१२", "४५०", "७", "३.५"),
        ("1.", "2.", "3.", "4."),
        ("", "12", "", "40"),
        ("", "", "", ""),
        ("many", "few (2)", "some", "12 or 13!"),
    ],
)
def test_numbers_as_people_print_them_are_believed(column: tuple[str, ...]) -> None:
    names = ("Pune", "Nashik", "Class 7", "Satara")
    assert not doubted((HEAD, *zip(names, column, strict=True)))


def test_a_doubtful_table_is_shown_beside_what_was_read(tmp_path: Path) -> None:
    page = np.full((620, 900, 3), 255, np.uint8)
    for top, text in ((60, TOP[:58]), (105, TOP[58:]), (520, BOTTOM[:51]), (565, BOTTOM[51:])):
        put(page, text.strip(), 60, top)
    for number, row in enumerate((HEAD, ("Pune", "240"), ("Nashik", "84%!"), ("Nagpur", "310"), ("Satara", "950"))):
        for place, cell in enumerate(row):
            left, top = 100 + 300 * place, 190 + 55 * number
            cv2.rectangle(page, (left, top), (left + 300, top + 55), (0, 0, 0), 2)
            put(page, cell, left + 20, top + 16)
    read = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en")).text
    kinds = [block.kind for block in read.blocks]
    shown = read.blocks[kinds.index(BlockKind.TABLE) + 1]
    assert shown.kind is BlockKind.FIGURE
    assert (tmp_path / str(shown.media)).exists()
    assert PageNote.DOUBTFUL_TABLE in read.notes
    assert read.quality is Quality.CHECK
