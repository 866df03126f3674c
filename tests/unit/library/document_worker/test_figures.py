"""What is drawn is told from what is printed, on clean pages and on photos of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from app.domain.documents import BlockKind, PageNote
from app.library.document_worker import ocr
from app.library.document_worker.figures import find_drawings
from app.library.document_worker.repair import repair
from tests.page_pictures import PHOTO, Damage, Picture, damage, render

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.documents import Block

BLACK = (0, 0, 0)
WHITE = (255, 255, 255)
TOP = "The level of the water in the well was measured each day. Nobody drew any water on Sunday."
BOTTOM = "The speed of a cyclist is found from the change of distance and the time that it took her."
ROWS = [("Day", "Level"), ("Monday", "12"), ("Tuesday", "15")]
SIZE = (1100, 900)


def put(page: Picture, text: str, left: int, top: int) -> None:
    """Print a line of text without its margins."""
    line = render(text, "Noto Sans", width_mm=260)
    rows, columns = np.nonzero(line.min(axis=2) < 128)
    cut = line[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    page[top : top + cut.shape[0], left : left + cut.shape[1]] = cut


def textbook_page() -> Picture:
    """Text, a ruled table, a diagram, a photograph, a formula and text."""
    height, width = SIZE
    page = np.full((height, width, 3), 255, np.uint8)
    for number, line in enumerate((TOP[:58], TOP[58:], BOTTOM[:51], BOTTOM[51:])):
        put(page, line.strip(), 60, (60, 105, 950, 995)[number])
    for number, row in enumerate(ROWS):
        for place, cell in enumerate(row):
            left, top = 100 + 250 * place, 190 + 50 * number
            cv2.rectangle(page, (left, top), (left + 250, top + 50), BLACK, 2)
            put(page, cell, left + 20, top + 14)
    cv2.circle(page, (200, 520), 90, BLACK, 3)
    cv2.line(page, (200, 520), (330, 450), BLACK, 3)
    put(page, "r", 270, 520)
    x, y = np.meshgrid(np.linspace(0, 9, 240), np.linspace(0, 7, 170))
    shades = 110 + 60 * np.sin(x) * np.cos(y) + 25 * np.sin(3 * x + y)
    page[440:610, 520:760] = shades[:, :, None].astype(np.uint8)
    put(page, "v =", 330, 790)
    put(page, "s - u", 425, 772)
    cv2.line(page, (410, 800), (510, 800), BLACK, 2)
    put(page, "2t", 445, 811)
    return page


def of_kind(blocks: tuple[Block, ...], kind: BlockKind) -> list[Block]:
    return [block for block in blocks if block.kind is kind]


@pytest.mark.parametrize("damaged", [False, True])
def test_a_textbook_page_keeps_its_parts_apart(tmp_path: Path, *, damaged: bool) -> None:
    page = textbook_page()
    if damaged:
        page = damage(page, replace(PHOTO, blur=0.8))
    text = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en")).text
    (table,) = of_kind(text.blocks, BlockKind.TABLE)
    assert table.rows == tuple(ROWS)
    assert len(of_kind(text.blocks, BlockKind.FIGURE)) == 2
    (formula,) = of_kind(text.blocks, BlockKind.FORMULA)
    assert PageNote.FORMULA_AS_PICTURE in text.notes
    assert all((tmp_path / str(block.media)).exists() for block in text.blocks if block.media)
    printed = " ".join(block.text for block in of_kind(text.blocks, BlockKind.PARAGRAPH))
    assert printed.split() == f"{TOP} {BOTTOM}".split()
    order = [block.kind for block in text.blocks]
    assert order.index(BlockKind.TABLE) < order.index(BlockKind.FIGURE) < order.index(BlockKind.FORMULA)
    assert formula.box is not None
    assert formula.box.bottom > formula.box.top


def test_print_alone_is_never_taken_for_a_drawing() -> None:
    for family, text in (
        ("Noto Serif", f"{TOP} {BOTTOM}"),
        ("Noto Sans Devanagari", "हमारे विद्यालय के आँगन में नीम का पेड़ है। " * 4),
    ):
        page = repair(render(f"{text[:14]}\n{text}", family, points=13))
        drawings = find_drawings(page.reading, page.letter, page.upright)
        assert drawings.figures == ()
        assert drawings.frames == ()
        assert np.array_equal(drawings.text_only, page.reading)


@pytest.mark.parametrize(
    "how", [replace(PHOTO, keystone=0.08, seed=2), Damage(shadow=0.4), Damage(light=0.3, angle=5)], ids=str
)
def test_bad_light_is_not_taken_for_a_picture(how: Damage) -> None:
    page = repair(damage(render(f"{TOP}\n{BOTTOM}\n" * 6, "Noto Sans"), how))
    drawings = find_drawings(page.reading, page.letter, page.upright)
    assert drawings.figures == ()
    assert drawings.frames == ()


def test_a_large_title_stays_text() -> None:
    page = np.vstack([render("जल चक्र", "Noto Sans Devanagari", points=40), render(BOTTOM * 3, "Noto Sans", points=11)])
    mended = repair(page)
    assert find_drawings(mended.reading, mended.letter, mended.upright).figures == ()


def test_a_tinted_box_full_of_words_is_text(tmp_path: Path) -> None:
    page = render(f"{TOP}\n{BOTTOM}", "Noto Sans", width_mm=150)
    tinted = np.full((page.shape[0] + 200, page.shape[1] + 200, 3), 255, np.uint8)
    tinted[100:-100, 100:-100] = np.minimum(page, np.array([255, 230, 150], np.uint8))
    text = ocr.read_picture(tinted, ocr.PictureRequest("page", "p", tmp_path, language="en")).text
    assert of_kind(text.blocks, BlockKind.FIGURE) == []
    assert text.text.split() == f"{TOP} {BOTTOM}".split()


@pytest.mark.parametrize(
    ("corner", "figures"),
    [((700, 300), 0), ((100, 100), 0), ((700, 100), 0), ((100, 300), 1)],
    ids=["right below", "left above", "right above", "left below"],
)
def test_the_dark_sides_of_a_box_are_no_graph_as_axes_are(corner: tuple[int, int], figures: int) -> None:
    page = np.full((500, 800), 255, np.uint8)
    cv2.rectangle(page, (100, 100), (700, 300), 235, 2)
    cv2.line(page, (100, corner[1]), (700, corner[1]), 60, 3)
    cv2.line(page, (corner[0], 100), (corner[0], 300), 60, 3)
    found = find_drawings(page, 20.0, np.dstack([page] * 3))
    assert len(found.figures) == figures
    assert found.text_only.min() > 200 or figures


@pytest.mark.parametrize("how", [Damage(), PHOTO, replace(PHOTO, keystone=0.04, seed=3)], ids=["clean", "photo", "4 %"])
def test_a_small_grey_part_at_the_edge_of_a_drawing_stays_in_it(how: Damage) -> None:
    page = np.full((1100, 1000, 3), 255, np.uint8)
    for number in range(4):
        put(page, (TOP[:58], BOTTOM[:51])[number % 2], 60, (60, 105, 950, 995)[number])
    cv2.line(page, (150, 600), (800, 480), (30, 30, 30), 5)
    cv2.circle(page, (190, 540), 52, (30, 30, 30), 5)
    cv2.rectangle(page, (720, 420), (800, 480), (90, 90, 90), -1)
    mended = repair(damage(page, how))
    (figure,) = find_drawings(mended.reading, mended.letter, mended.upright).figures
    assert figure.height > 165
    assert figure.width > 620


def page_with_table(head: tuple[int, int, int], body: tuple[int, int, int], *, double: int = 255) -> Picture:
    """Lines of text and a table on coloured ground (BGR): rules in black, or thin double ones in a grey."""
    page = np.full((720, 900, 3), 255, np.uint8)
    for top, text in ((60, TOP[:58]), (105, TOP[58:]), (580, BOTTOM[:51]), (630, BOTTOM[51:])):
        put(page, text.strip(), 60, top)
    for number, row in enumerate(ROWS):
        high = 60 if number < len(ROWS) - 1 else 120
        for place, text in enumerate(row):
            cell = np.full((high, 330, 3), 255, np.uint8)
            put(cell, text, 20, 18)
            cell = np.minimum(cell, np.array(body if number else head, np.uint8))
            if double < 255:
                cv2.rectangle(cell, (2, 2), (326, high - 4), (double,) * 3, 1)
            else:
                cv2.rectangle(cell, (0, 0), (329, high - 1), BLACK, 2)
            left, top = 100 + 330 * place, 200 + 60 * number
            page[top : top + high, left : left + 330] = cell
    if double < 255:
        cv2.rectangle(page, (98, 198), (761, 441), (double,) * 3, 1)
    return page


@pytest.mark.parametrize(
    ("head", "body", "double", "photo"),
    [
        (WHITE, WHITE, 215, False),
        ((180, 180, 180), WHITE, 255, False),
        ((200, 170, 90), (255, 220, 150), 255, False),
        ((200, 170, 90), (255, 220, 150), 255, True),
    ],
    ids=["thin double rules", "grey heads", "coloured cells", "photo of coloured cells"],
)
def test_the_cells_of_a_table_are_told_whatever_its_rules_and_ground(
    head: tuple[int, int, int], body: tuple[int, int, int], double: int, *, photo: bool
) -> None:
    page = page_with_table(head, body, double=double)
    mended = repair(damage(page, PHOTO) if photo else page)
    drawings = find_drawings(mended.reading, mended.letter, mended.upright)
    assert drawings.figures == ()
    assert len(drawings.frames) == 2 * len(ROWS)


@pytest.mark.parametrize("photo", [False, True])
def test_thin_double_rules_divide_a_table_and_half_seen_ones_join_no_cells(tmp_path: Path, *, photo: bool) -> None:
    page = page_with_table(WHITE, WHITE, double=60 if photo else 215)
    page = damage(page, PHOTO) if photo else page
    text = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en")).text
    (table,) = of_kind(text.blocks, BlockKind.TABLE)
    assert table.rows == tuple(ROWS)


def test_a_picture_in_a_cell_stays_a_picture() -> None:
    page = page_with_table(WHITE, WHITE)
    page[325:435, 105:425] = 255
    cv2.ellipse(page, (265, 380), (150, 45), 0, 0, 360, BLACK, 2)
    cv2.line(page, (130, 370), (400, 390), BLACK, 2)
    mended = repair(page)
    (figure,) = find_drawings(mended.reading, mended.letter, mended.upright).figures
    assert figure.width > 3 * figure.height
