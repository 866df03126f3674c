"""Formulas that take more than one row stay whole, and print with rules in it is no formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from app.domain.documents import BlockKind, PageNote, Quality
from app.library.document_worker import formula_shapes, ocr, repair
from tests.unit.library.document_worker.test_figures import BOTTOM, TOP, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.page_pictures import Picture

LETTER = 16.0


def paper(height: int = 520) -> Picture:
    return np.full((height, 1000, 3), 255, np.uint8)


def rule(page: Picture, left: int, right: int, top: int) -> None:
    cv2.line(page, (left, top), (right, top), (0, 0, 0), 3)


def fraction(page: Picture) -> None:
    put(page, "MA =", 310, 250)
    put(page, "L x d", 410, 228)
    rule(page, 400, 490, 258)
    put(page, "E - f", 412, 273)


def root(page: Picture) -> None:
    put(page, "c =", 310, 250)
    cv2.polylines(page, [np.array([(370, 262), (377, 258), (386, 280), (396, 240), (490, 240)])], False, (0, 0, 0), 2)
    put(page, "a + b", 405, 252)


def open_root(page: Picture) -> None:
    put(page, "c =", 310, 250)
    cv2.polylines(page, [np.array([(370, 262), (377, 258), (386, 280), (394, 241)])], False, (0, 0, 0), 2)
    rule(page, 399, 490, 240)
    put(page, "a + b", 405, 254)


def sum_with_limits(page: Picture) -> None:
    put(page, "S =", 310, 252)
    sign = np.array([(410, 242), (410, 236), (376, 236), (394, 260), (376, 284), (410, 284), (410, 278)])
    cv2.polylines(page, [sign], False, (0, 0, 0), 3)
    small = paper(40)
    put(small, "n", 0, 0)
    page[214:227, 386:400] = cv2.resize(small[:20, :20], (14, 13), interpolation=cv2.INTER_AREA)
    page[292:305, 386:400] = cv2.resize(small[:20, :20], (14, 13), interpolation=cv2.INTER_AREA)
    put(page, "k", 425, 250)


@pytest.mark.parametrize("draw", [fraction, root, open_root, sum_with_limits])
@pytest.mark.parametrize("letter", [LETTER, 1.5 * LETTER], ids=["of an x", "of an H"])
def test_an_equation_of_several_rows_is_found_whole(draw: Callable[[Picture], None], letter: float) -> None:
    page = paper()
    draw(page)
    rows, columns = np.nonzero(page[:, :, 0] < 128)
    put(page, TOP[:50], 60, 60)
    put(page, BOTTOM[:50], 60, 420)
    (found,) = formula_shapes.find_formulas(page[:, :, 0], letter, ())
    assert found.equation
    assert abs(found.left - columns.min()) <= 2
    assert abs(found.top - rows.min()) <= 2
    assert abs(found.right - columns.max()) <= 3
    assert abs(found.bottom - rows.max()) <= 3


def underlined_word(page: Picture) -> None:
    put(page, "Plants make their food themselves", 310, 230)
    rule(page, 400, 470, 256)
    put(page, "Plants make their food themselves", 310, 270)


def underlined_heading(page: Picture) -> None:
    put(page, "Water", 310, 230)
    rule(page, 305, 390, 256)
    put(page, "Plants make their food themselves", 310, 274)


def level_equation(page: Picture) -> None:
    put(page, "(a + b) = 2k", 310, 240)


@pytest.mark.parametrize("draw", [underlined_word, underlined_heading, level_equation])
def test_print_with_a_rule_or_a_sign_in_it_is_no_formula(draw: Callable[[Picture], None]) -> None:
    page = paper()
    draw(page)
    assert formula_shapes.find_formulas(page[:, :, 0], LETTER, ()) == []


def test_a_displayed_formula_on_a_clean_scan_is_one_picture_to_be_checked(tmp_path: Path) -> None:
    page = paper(700)
    lines = (TOP[:58], TOP[58:], BOTTOM[:51], BOTTOM[51:])
    for top, line in zip((60, 105, 420, 465), lines, strict=True):
        put(page, line.strip(), 60, top)
    fraction(page)
    put(page, "=", 505, 255)
    cv2.polylines(page, [np.array([(540, 262), (547, 258), (556, 280), (566, 236), (660, 236)])], False, (0, 0, 0), 2)
    put(page, "x + y", 575, 250)
    assert repair.repair(page).letter < 20, "a letter's height is that of an x here, where fractions were lost"
    read = ocr.read_picture(page, ocr.PictureRequest("page", "p", tmp_path, language="en"))
    (formula,) = [block for block in read.text.blocks if block.kind is BlockKind.FORMULA]
    assert read.text.text.split() == f"{TOP} {BOTTOM}".split()
    assert PageNote.FORMULA_AS_PICTURE in read.text.notes
    assert read.text.quality is Quality.CHECK
    assert formula.box is not None
    assert formula.box.left * read.width <= 312
    assert formula.box.right * read.width >= 658
    assert formula.box.top * read.height <= 230
    assert formula.box.bottom * read.height >= 290
