"""All ink of a number is the number's, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.library.document_worker import light, number_check, number_ink, ocr, ocr_blocks, repair, tesseract
from app.library.document_worker.tesseract import RawWord
from tests.page_pictures import PHOTO, Picture, damage, render

if TYPE_CHECKING:
    from pathlib import Path

LETTER = 23.0
DIGITS = ((40, 47), (52, 64), (66, 78), (80, 92))  # 1837, with the air that a 1 has


def drawn(*strokes: tuple[int, int], low: tuple[tuple[int, int], ...] = ()) -> Picture:
    """A page with strokes as high as digits at these columns, and commas at others."""
    page = np.full((60, 320), 255, np.uint8)
    for left, right in strokes:
        page[20:38, left:right] = 0
    for left, right in low:
        page[34:40, left:right] = 0
    return page


def word(text: str, left: int, right: int, confidence: float = 96) -> RawWord:
    return RawWord(text, confidence, left, 18, right - left, 22)


def test_a_1_under_the_box_of_the_word_before_is_the_numbers() -> None:
    page = drawn((10, 30), *DIGITS, (101, 140))
    row = [word("ने", 10, 45), word("837", 51, 93), word("में", 101, 140)]
    before, number, after = number_ink.gathered(row, page, LETTER)
    assert (number.left, number.right, before.right) == (40, 92, 40)
    assert number.confidence <= number_ink.UNREAD
    assert after == row[2]
    (lone,) = number_ink.gathered([word("837", 51, 93)], page, LETTER)
    assert lone.left == 40


def test_a_1_taken_for_the_whole_word_before_is_the_numbers() -> None:
    row = [word("ने", 39, 46), word("837", 51, 93)]
    before, number = number_ink.gathered(row, drawn((10, 30), *DIGITS), LETTER)
    assert (number.left, number.right, before.text, before.right) == (40, 92, "ने", 40)


@pytest.mark.parametrize("read", [",", "],", "1,"])
def test_a_1_and_its_comma_that_were_read_as_a_comma_are_the_numbers(read: str) -> None:
    page = drawn((10, 30), (40, 47), (60, 72), (74, 86), (88, 100), low=((51, 55),))
    row = [word("में", 10, 31), word(read, 39, 56, 0), word("250", 59, 101)]
    before, number = number_ink.gathered(row, page, LETTER)
    assert (before.text, number.left, number.right) == ("में", 40, 100)
    assert number.confidence <= number_ink.UNREAD


@pytest.mark.parametrize(("gap", "parts"), [(5, 1), (16, 2)])
def test_a_comma_that_touches_its_digit_parts_no_number_but_a_list(gap: int, parts: int) -> None:
    left = 57 + gap
    page = drawn((26, 38), (40, 57), (left, left + 12), (left + 14, left + 26), (left + 28, left + 40))
    row = [word("32,", 25, 58), word("582", left - 1, left + 41)]
    assert len(number_ink.gathered(row, page, LETTER)) == parts


def test_the_comma_of_the_word_before_is_not_the_numbers() -> None:
    page = drawn((10, 30), *DIGITS, low=((31, 34),))
    row = [word("में", 10, 30), word(",", 30, 35), word("1837", 39, 93)]
    assert number_ink.gathered(row, page, LETTER) == row


def test_a_number_that_was_read_whole_is_left_alone() -> None:
    row = [word("ने", 10, 31), word("1837", 39, 93), word("में", 101, 140)]
    assert number_ink.gathered(row, drawn((10, 30), *DIGITS, (101, 140)), LETTER) == row


@pytest.mark.parametrize("stroke", [(44, 47), (95, 98)])
def test_a_full_stop_is_no_digit(stroke: tuple[int, int]) -> None:
    page = drawn((10, 30), *DIGITS[1:], stroke, (110, 140))
    row = [word("है।", 10, 31), word("837", 51, 93), word("में", 110, 140)]
    assert number_ink.gathered(row, page, LETTER) == row


def test_the_last_letter_of_the_word_before_is_no_digit() -> None:
    page = drawn((10, 22), (25, 37), (46, 53), (58, 70))
    row = [word("ನಲ", 10, 38), word("17", 45, 71)]
    assert number_ink.gathered(row, page, LETTER) == row


@pytest.mark.parametrize(("gap", "texts"), [(3, ["5,63,342"]), (9, ["5,", "63,", "342"])])
def test_parts_of_a_number_are_put_together_and_lists_are_not(gap: int, texts: list[str]) -> None:
    strokes, low, row, left = [], [], [], 10
    for text in ("5,", "63,", "342"):
        start = left
        for _ in text.strip(","):
            strokes.append((left, left + 12))
            left += 14
        if "," in text:
            low.append((left, left + 4))
            left += 4
        row.append(word(text, start, left))
        left += gap
    found = number_ink.gathered(row, drawn(*strokes, low=tuple(low)), LETTER)
    assert [part.text for part in found] == texts


@pytest.mark.parametrize("family", ["Noto Sans", "Noto Serif", "Lohit Devanagari"])
@pytest.mark.parametrize("photo", [False, True])
def test_the_rupee_sign_is_told_from_digits_by_its_ink(family: str, *, photo: bool) -> None:
    page = render("\n".join(["There was ₹5 and 25 35 45 65 75 15 85 95 more"] * 4), family, width_mm=150)
    mended = repair.repair(damage(page, replace(PHOTO, angle=0)) if photo else page)
    ink = light.ink(mended.reading)
    words = [
        word for word in tesseract.read(mended.reading, "eng") if word.text.endswith("5") and 1 < len(word.text) < 4
    ]
    assert [word.text for word in number_ink.gathered(words, mended.reading, mended.letter)] == [w.text for w in words]
    found = [number_ink.is_rupee(word, ink) for word in words]
    assert len(found) > 24
    told = [word.text for word, rupee in zip(words, found, strict=True) if rupee]
    assert len(told) >= 2
    assert not {"35", "45", "65", "75", "15", "85", "95"} & set(told)


def test_years_behind_a_short_word_keep_their_1_on_a_hindi_page(tmp_path: Path) -> None:
    """The box of ने reached over the 1, and the page said 837, without a doubt."""
    years = ("1837", "1757", "1885", "1999", "1942", "1971")
    text = " ".join(f"उन दिनों जेम्स प्रिंसेप ने {year} में बहुत काम किया था।" for year in years)
    reading = ocr.read_picture(render(text, "Noto Sans Devanagari"), ocr.PictureRequest("p", "p", tmp_path, "hi"))
    words = [word for block in reading.text.blocks for line in block.lines for word in line.words]
    numbers = [word for word in words if number_check._NUMBER.search(word.text)]
    assert [word.text for word in numbers] == list(years)
    assert min(word.confidence or 0 for word in numbers) >= ocr_blocks.DOUBTFUL


def test_more_strokes_than_digits_are_a_lost_digit() -> None:
    page = drawn(*DIGITS)
    ink = light.ink(page)
    assert number_ink.strokes(word("837", 39, 93), ink) == 4
    assert number_check._lacks_sign(word("837", 39, 93), ink)
    assert not number_check._lacks_sign(word("1837", 39, 93), ink)
    assert not number_check._lacks_sign(word("837", 51, 93), ink)
    assert ocr_blocks.DOUBTFUL > number_ink.UNREAD
