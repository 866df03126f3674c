"""A number that no other look confirms is marked for the teacher."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.library.document_worker import light, number_check, number_ink, ocr_blocks, tesseract
from app.library.document_worker.tesseract import RawWord
from tests.page_pictures import render

LETTER = 30.0


def word(text: str, confidence: float = 95, left: int = 0, line: int = 1) -> RawWord:
    return RawWord(text, confidence, left, 0, 40, 20, (1, 1, line))


def printed(text: str) -> tuple[np.ndarray, RawWord, float]:
    """One number in print, grey, with a word around its ink."""
    page = cv2.cvtColor(render(text, "Noto Sans", width_mm=60), cv2.COLOR_BGR2GRAY)
    rows, columns = np.nonzero(page < 128)
    left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    box = RawWord(text, 96, int(left), int(top), int(right - left), int(bottom - top))
    return page, box, float(bottom - top)


@pytest.mark.parametrize(("right", "wrong"), [("1947", "1997"), ("78.6", "786"), ("3.5", "5"), ("7:45", "745")])
def test_print_confirms_what_it_says_and_nothing_else(right: str, wrong: str) -> None:
    page, box, letter = printed(right)
    (kept,) = number_check.checked([box], page, letter, "eng")
    (doubted,) = number_check.checked([replace(box, text=wrong)], page, letter, "eng")
    assert (kept.text, kept.confidence) == (right, 96)
    assert (doubted.text, doubted.confidence) == (wrong, number_check.UNCONFIRMED)
    assert number_check.UNCONFIRMED < ocr_blocks.DOUBTFUL


@pytest.mark.parametrize(("text", "confirmed"), [("7:", True), ("1:", False)])
def test_a_number_before_a_colon_is_looked_at_with_the_words_beside_it(text: str, confirmed: bool) -> None:
    page = np.asarray(cv2.cvtColor(render("Chapter 7: Bees", "Noto Sans", width_mm=120), cv2.COLOR_BGR2GRAY), np.uint8)
    chapter, number, bees = tesseract.read_lines([page], "eng")
    seen = [["th", "rp", "v:"]]
    row = [chapter, replace(number, text=text), bees]
    number_check._look_in_rows(row, [1], seen, page, light.ink(page), float(chapter.height))
    assert (text in seen[0]) is confirmed


def test_a_danda_that_nobody_printed_goes() -> None:
    page, box, letter = printed("1947")
    (read,) = number_check.checked([replace(box, text="1947।")], page, letter, "eng")
    assert (read.text, read.confidence) == ("1947", 96)


def test_a_point_lost_in_the_print_leaves_a_gap_that_tells() -> None:
    page, box, letter = printed("45.3")
    marks = cv2.connectedComponentsWithStats((page < 128).astype(np.uint8))
    point = 1 + int(np.argmin(marks[2][1:, cv2.CC_STAT_AREA]))
    faded = np.where(cv2.dilate((marks[1] == point).astype(np.uint8), np.ones((5, 5))) > 0, 255, page).astype(np.uint8)
    (doubted,) = number_check.checked([replace(box, text="453")], faded, letter, "eng")
    assert doubted.confidence == number_check.UNCONFIRMED
    page, box, letter = printed("453")
    assert number_check.checked([box], page, letter, "eng") == [box]


@pytest.mark.parametrize(
    ("own", "looks", "text", "sure"),
    [
        ("1120", ("H20", "HO"), "H2O", True),
        ("[420", ("HO", "HO", "HO"), "H2O", True),
        ("662,", ("CO,", "co,"), "CO2,", True),
        ("003", ("CO,", "CO,", "CO;"), "003", False),  # who knows which number stands below
        ("5", ("=", "="), "=", True),
        ("76", ("7.6", "76"), "76", False),
        (",25,000", (",25,000",), ",25,000", False),
        ("1930ના", ("1930-1",), "1930ના", True),
        ("12೦", ("120", "12೦"), "12೦", False),
        ("೦೦", ("೦೦", "೦೦"), "೦೦", False),
        ("१९४७", ("9480", "१९४७"), "१९४७", True),
    ],
)
def test_what_the_looks_agree_on_is_taken_and_the_rest_doubted(
    own: str, looks: tuple[str, ...], text: str, *, sure: bool
) -> None:
    judged = number_check._judged(word(own, 80), word(own, 80), looks)
    assert (judged.text, judged.confidence >= ocr_blocks.DOUBTFUL) == (text, sure)


def test_the_numbers_of_two_cells_are_two_numbers() -> None:
    page, box, letter = printed("52\u2003\u200394.3")
    cells = number_check.checked([replace(box, text="5294.3")], page, letter, "eng")
    assert [cell.text for cell in cells] == ["52", "94.3"]
    assert cells[0].right < cells[1].left
    page, box, letter = printed("11111")
    assert [w.text for w in number_check.checked([box], page, letter, "eng")] == ["11111"]


def test_the_1_that_a_model_gave_up_at_comes_back() -> None:
    page, box, letter = printed("1947")
    cut = round(0.3 * box.width)
    rest = replace(box, text="947", confidence=0, left=box.left + cut, width=box.width - cut)
    whole = number_ink.gathered([rest], page, letter)
    (mended,) = number_check.checked(whole, page, letter, "hin")
    assert (mended.text, mended.confidence >= ocr_blocks.DOUBTFUL) == ("1947", True)
    (sure,) = number_check.checked([replace(rest, confidence=90)], page, letter, "hin")
    assert sure.text == "947"


def test_a_number_taken_for_letters_is_shown_as_doubtful() -> None:
    page, box, letter = printed("75.1")
    (found,) = number_check.checked([replace(box, text="ಶ್ಚ", confidence=22)], page, letter, "kan")
    assert (found.text, found.confidence) == ("75.1", number_check.UNCONFIRMED)
    page, box, letter = printed("been")
    letters = replace(box, text="ಶ್ಚ", confidence=22)
    assert number_check.checked([letters], page, letter, "kan") == [letters]
    unread = number_check._judged(letters, letters, ("1591", "75a", "79.1"))
    assert (unread.text, unread.confidence) == ("1591", number_check.UNCONFIRMED)


def test_list_numbers_confirm_each_other() -> None:
    rows = [word(text, line=n) for n, text in enumerate(("1.", "2.", "3.", "8."))]
    assert number_check._markers(rows) == {0, 1, 2}


def test_ink_read_twice_counts_once_and_a_cross_between_numbers_is_a_sign() -> None:
    row = [word("25", left=0), replace(word("x4", left=60), width=60), word("4=", left=100), word("100", left=160)]
    looked = number_check._with_signs(number_check._without_doubles(row, LETTER))
    assert [w.text for w in looked] == ["25", "×", "4=", "100"]
    letters = [word("x", left=0), word("4", left=60)]
    assert number_check._with_signs(letters) == letters
