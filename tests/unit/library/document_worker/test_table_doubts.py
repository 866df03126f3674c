"""A table whose cells cannot all be right is told from those that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from app.domain.documents import Block, BlockKind, Box, Line, PageNote, Quality, Word
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


NAMES = ("Gangotri", "Zemu", "Bara", "Shigri")


def with_read(read: tuple[str, ...]) -> bool:
    """Whether a table is doubted whose cells hold all the names, where only some of them were read."""
    page, words = np.full((400, 700), 255, np.uint8), []
    for number, name in enumerate(NAMES):
        left, top = 60 + 300 * (number % 2), 60 + 130 * (number // 2)
        cv2.rectangle(page, (left - 20, top - 40), (left + 280, top + 90), 0, 2)
        cv2.putText(page, name, (left, top + 30), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2)
        (wide, high), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, 1.2, 2)
        box = Box(left / 700, (top + 30 - high) / 400, (left + wide) / 700, (top + 40) / 400)
        words += [Word(name, box, 95.0)] if name in read else []
    lines = tuple(Line(word.text, word.box, (word,)) for word in words)
    table = Block(BlockKind.TABLE, "", lines, Box(0.05, 0.05, 0.95, 0.8), rows=(read[:2], read[2:]))
    return bool(table_doubts.unread([table], page, 26.0))


def test_ink_of_a_word_that_nobody_read_makes_a_table_doubtful() -> None:
    assert not with_read(NAMES)
    for missing in NAMES:
        assert with_read(tuple(name for name in NAMES if name != missing))


def block(kind: BlockKind, box: Box, text: str = "", rows: Rows = ()) -> Block:
    lines = tuple(Line("x", Box(box.left, box.top, box.right, box.top + 0.02)) for _ in rows)
    return Block(kind, text, lines, box, rows=rows)


WHOLE = Box(0.2, 0.4, 0.8, 0.6)
CROPS = (("Crop", "2001", "2011"), ("Rice", "449", "440"), ("Gram", "64", "92"))


@pytest.mark.parametrize(("kind", "place", "text"), [
    (BlockKind.TABLE, Box(0.2, 0.34, 0.8, 0.38), ""),
    (BlockKind.TABLE, Box(0.2, 0.36, 0.8, 0.405), ""),
    (BlockKind.HEADING, Box(0.35, 0.37, 0.76, 0.39), "Area (lakh ha) Yield (kg)"),
    (BlockKind.HEADING, Box(0.6, 0.37, 0.8, 0.39), "2001 2011"),
    (BlockKind.PARAGRAPH, Box(0.55, 0.37, 0.7, 0.395), "Length"),
])  # fmt: skip
def test_a_table_whose_head_stands_apart_is_shown_with_it(kind: BlockKind, place: Box, text: str) -> None:
    rows = (("", "Time", ""), ("Crop", "", "")) if kind is BlockKind.TABLE else ()
    found = table_doubts.torn([block(kind, place, text, rows), block(BlockKind.TABLE, WHOLE, rows=CROPS)])
    assert found == {1: Box(0.2, place.top, 0.8, 0.6)}


@pytest.mark.parametrize(("kind", "place", "text"), [
    (BlockKind.TABLE, Box(0.2, 0.2, 0.8, 0.3), ""),
    (BlockKind.HEADING, Box(0.2, 0.37, 0.5, 0.39), "Crops of India"),
    (BlockKind.HEADING, Box(0.39, 0.37, 0.62, 0.39), "Crops of India"),
    (BlockKind.PARAGRAPH, Box(0.6, 0.37, 0.8, 0.39), "(area in lakh ha)"),
    (BlockKind.CAPTION, Box(0.4, 0.37, 0.6, 0.39), "Table 2"),
    (BlockKind.HEADING, Box(0.4, 0.3, 0.6, 0.32), "Crops"),
    (BlockKind.PARAGRAPH, Box(0.3, 0.37, 0.7, 0.39), "this is the last line of a paragraph above"),
])  # fmt: skip
def test_what_stands_above_a_table_as_its_title_says_nothing(kind: BlockKind, place: Box, text: str) -> None:
    rows = CROPS if kind is BlockKind.TABLE else ()
    assert table_doubts.torn([block(kind, place, text, rows), block(BlockKind.TABLE, WHOLE, rows=CROPS)]) == {}


def test_a_table_whose_head_was_not_read_as_its_own_is_shown_on_a_page(tmp_path: Path) -> None:
    page = np.full((620, 900, 3), 255, np.uint8)
    for top, text in ((60, TOP[:58]), (105, TOP[58:]), (520, BOTTOM[:51]), (565, BOTTOM[51:])):
        put(page, text.strip(), 60, top)
    rows = (("Planet", "Day", "Year"), ("Venus", "2802", "225"), ("Earth", "24", "365"), ("Mars", "25", "687"))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            put(page, cell, 100 + 260 * place, 240 + 55 * number)
    put(page, "Time in hours", 360, 208)
    read = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en")).text
    assert PageNote.DOUBTFUL_TABLE in read.notes
    assert [block.kind for block in read.blocks].count(BlockKind.FIGURE) == 1


def test_two_lines_above_the_last_columns_are_their_head() -> None:
    place = Box(0.5, 0.35, 0.8, 0.39)
    lines = (Line("Yield (kg)", place), Line("2001 2011", place))
    head = Block(BlockKind.HEADING, "Yield (kg) 2001 2011", lines, place)
    assert table_doubts.torn([head, block(BlockKind.TABLE, WHOLE, rows=CROPS)]) == {1: Box(0.2, 0.35, 0.8, 0.6)}
