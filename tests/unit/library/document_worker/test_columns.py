"""Columns are found in the picture where prose stands beside prose, and nowhere else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.library.document_worker import columns, repair
from tests.garbled_pages import PAGES
from tests.page_pictures import Picture, render

LETTER = 20.0


def paper(height: int = 1400, width: int = 1200) -> Picture:
    return np.full((height, width), 250, np.uint8)


def prose(page: Picture, left: int, right: int, top: int, rows: int) -> None:
    """Rows of words of many lengths that fill a column."""
    lengths = np.random.default_rng(left + top)
    for row in range(rows):
        x = left
        while x < right - 20:
            end = min(right, x + int(lengths.integers(30, 110)))
            cv2.rectangle(page, (x, top + row * 42), (end, top + row * 42 + 19), 20, -1)
            x = end + 14


def edges(page: Picture) -> list[tuple[int, int]]:
    return [(part.left, part.right) for part in columns.find(page, LETTER)]


@pytest.mark.parametrize("stagger", [0, 21])
def test_two_columns_are_divided_between_them_whether_their_rows_stand_level_or_not(stagger: int) -> None:
    page = paper()
    prose(page, 80, 560, 200, 20)
    prose(page, 640, 1120, 200 + stagger, 20)
    (first, second) = edges(page)
    assert 560 < first[1] < 640
    assert 560 < second[0] < 640


def test_what_runs_across_above_and_below_is_read_on_its_own() -> None:
    page = paper()
    prose(page, 80, 1120, 60, 3)
    prose(page, 80, 560, 260, 15)
    prose(page, 640, 1120, 275, 15)
    prose(page, 80, 1120, 1000, 3)
    found = columns.find(page, LETTER)
    assert [part.width > 900 for part in found] == [True, False, False, True]
    assert 168 < found[0].bottom < 260
    assert 880 < found[3].top < 1000


def test_a_cut_goes_through_no_line_where_the_gutter_runs_on_between_its_ascenders() -> None:
    page = paper()
    prose(page, 80, 560, 200, 15)
    prose(page, 640, 1120, 200, 15)
    prose(page, 80, 400, 840, 1)  # a heading that does not reach the gutter
    cv2.rectangle(page, (80, 912), (1120, 925), 20, -1)  # low letters over the whole width, with ascenders
    for left in (*range(90, 540, 60), *range(660, 1100, 60)):
        cv2.rectangle(page, (left, 900), (left + 6, 925), 20, -1)
    found = columns.find(page, LETTER)
    assert len(found) > 1
    assert not [part for part in found if 896 < part.bottom < 930 or 896 < part.top < 930]


def test_one_column_and_tables_stay_whole() -> None:
    page = paper()
    prose(page, 80, 1120, 60, 12)
    for row in range(16):  # short cells in wide columns
        prose(page, 80, 200 if row % 4 else 540, 640 + 42 * row, 1)
        prose(page, 640, 760 if row % 4 else 1100, 640 + 42 * row, 1)
    assert edges(page) == [(0, 1200)]


def test_columns_above_a_white_rest_of_the_page_are_found() -> None:
    page = paper(3000)
    prose(page, 80, 560, 200, 15)
    prose(page, 640, 1120, 221, 15)
    assert len(edges(page)) == 2


def test_a_gutter_between_columns_too_narrow_to_be_cut_is_seen() -> None:
    page = paper()
    prose(page, 80, 270, 200, 7)
    prose(page, 640, 830, 200, 7)
    assert len(columns.find(page, LETTER)) == 1
    assert columns.has_gutter(page, LETTER)
    whole = paper()
    prose(whole, 80, 1120, 200, 20)
    assert not columns.has_gutter(whole, LETTER)


def test_a_large_heading_across_two_columns_is_read_whole_in_a_script_with_subscripts() -> None:
    sentences = [x for x in (PAGES / "kn.txt").read_text(encoding="utf-8").splitlines() if x[:1].isalpha()]
    text = "\n".join(sentences[:2])
    heading = render("1. ನಮ್ಮ ಸುತ್ತಲಿನ ನೀರು", "Noto Serif Kannada", dpi=300, points=28)
    across = render(sentences[2], "Noto Serif Kannada", dpi=300, points=11)
    left, right = (render(text, "Noto Serif Kannada", dpi=300, points=11, width_mm=105) for _ in range(2))
    page = np.asarray(np.vstack([heading, across, np.hstack([left, right])])[:, :, 1], np.uint8)
    letter = repair.repair(np.dstack([page] * 3)).letter
    assert len(columns.find(page, letter)) == 3
    words = columns.read(page, letter, "kan")
    assert "".join(word.text for word in words).startswith("1.ನಮ್ಮಸುತ್ತಲಿನನೀರು")
