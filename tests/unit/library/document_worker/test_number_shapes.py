"""The digits of Indian scripts are told by their shapes, whatever Tesseract says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from app.domain.languages import by_code
from app.domain.numerals import to_native_digits
from app.library.document_worker import light, number_check, number_ink, number_shapes, ocr, ocr_blocks, second_look
from app.library.document_worker.number_shapes import Verdict
from app.library.document_worker.tesseract import RawWord
from tests.page_pictures import FONTS, Picture, render

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("hi", "bn", "pa", "gu", "or", "ta", "te", "kn", "ml")


def printed(text: str, family: str) -> tuple[RawWord, Picture]:
    """A word in a box around its ink, and the ink of its page."""
    ink = light.ink(np.asarray(cv2.cvtColor(render(text, family, dpi=300, width_mm=100), cv2.COLOR_BGR2GRAY), np.uint8))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return RawWord(text, 90.0, left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top), ink


@pytest.mark.parametrize("face", [0, 1])
@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_as_they_are_printed_agree_and_others_do_not(language: str, face: int) -> None:
    zero = by_code(language).zero
    for number in ("1,847", "30.29", "5,36,840"):
        word, ink = printed(to_native_digits(number, zero), FONTS[language][face])
        assert number_shapes.verdict(word, ink) is Verdict.AGREES, number
        for place, digit in enumerate(number):
            other = number[:place] + str((int(digit) + 4) % 10) + number[place + 1 :] if digit.isdigit() else None
            if other:
                wrong = replace(word, text=to_native_digits(other, zero))
                assert number_shapes.verdict(wrong, ink) is not Verdict.AGREES, (number, other)


def test_a_lost_point_a_lost_comma_and_an_invented_digit_never_agree() -> None:
    point, ink = printed("६२.२७", "Noto Sans Devanagari")
    assert number_shapes.verdict(replace(point, text="६२२७"), ink) is Verdict.CONTRADICTS
    labels, stats = light.shapes(ink[point.top : point.bottom, point.left : point.right])
    dot = 1 + int(stats[1:, 3].argmin())
    ink[point.top : point.bottom, point.left : point.right][labels == dot] = 0
    assert number_shapes.verdict(replace(point, text="६२२७"), ink) is Verdict.OPEN, "the gap tells"
    comma, ink = printed("௨,௫௪,௩௪௮", "Lohit Tamil")
    assert number_shapes.verdict(replace(comma, text="௨௫௪,௩௪௮"), ink) is Verdict.CONTRADICTS
    year, ink = printed("൧൮൮൫", "Noto Sans Malayalam")
    assert number_shapes.has_too_many(replace(year, text="൧൮൮൪൫"), ink)
    assert not number_shapes.has_too_many(year, ink)


def test_a_per_cent_sign_is_no_digit() -> None:
    word, ink = printed("२%", "Noto Sans Devanagari")
    assert number_shapes.verdict(word, ink) is Verdict.AGREES
    assert number_shapes.verdict(replace(word, text="२७"), ink) is not Verdict.AGREES


def test_a_sign_of_the_rupee_taken_for_a_digit_comes_back_as_doubtful() -> None:
    word, ink = printed("₹୨୦,୮୧୨", "Lohit Odia")
    read = replace(word, text="୧୨୦,୮୧୨")
    found = number_check._with_rupee(read, read, ink)
    assert (found.text, found.confidence) == ("₹୨୦,୮୧୨", number_check.UNCONFIRMED)
    assert number_check._settled(found, read, read, ink, 20.0).confidence < ocr_blocks.DOUBTFUL
    year, ink = printed("୧୯୪୭", "Lohit Odia")
    assert number_check._with_rupee(year, year, ink) == year


def test_digits_taken_for_letters_are_doubtful_on_a_page_of_such_digits() -> None:
    letters, ink = printed("୧୯୧୧", "Noto Sans Oriya")
    page = [replace(letters, text="ecee"), RawWord("୧୭୫୭", 90, 0, 0, 9, 9), RawWord("ଟଙ୍କା", 90, 0, 0, 9, 9)]
    found = number_check._with_misread_digits(page, ink)
    assert (found[0].text, found[0].confidence) == ("୧୯୧୧", number_check.UNCONFIRMED)
    assert found[1:] == page[1:]
    assert number_check._with_misread_digits([page[0], page[2]], ink) == [page[0], page[2]], "no digits, no doubt"
    tamil = [RawWord("க", 97, 0, 0, 9, 9), RawWord("௧௯௧௯", 97, 0, 0, 9, 9), RawWord("கல்", 97, 0, 0, 9, 9)]
    doubted = number_check._with_misread_digits(tamil, ink)
    assert [word.confidence < ocr_blocks.DOUBTFUL for word in doubted] == [True, False, False]


def test_english_eyes_do_not_read_the_digits_of_another_script() -> None:
    word, ink = printed("୧୯୧୧", "Noto Sans Oriya")
    doubted = replace(word, confidence=40.0)
    piece = second_look._around(doubted, [(0, doubted)], [], ink, 20.0)
    assert piece.native
    assert second_look._better([doubted], piece, [RawWord("1911", 95, 0, 0, 9, 9)], 20.0) is None
    other = second_look._around(replace(doubted, text="୧୯୧୪"), [(0, doubted)], [], ink, 20.0)
    assert not other.native
    assert second_look._better([doubted], other, [RawWord("ecee", 95, 0, 0, 9, 9)], 20.0) is None
    assert second_look._better([doubted], other, [RawWord("1911", 95, 0, 0, 9, 9)], 20.0) is not None


def test_a_box_that_lies_over_the_next_words_does_not_make_one_number_of_two() -> None:
    page = np.full((60, 320), 255, np.uint8)
    for left in (10, 28, 150, 168):
        page[20:38, left : left + 14] = 0
    page[20:38, 70:120] = 0
    row = [RawWord(text, 95, left, 18, right - left, 22) for text, left, right in
           (("১৭", 10, 182), ("আগে", 70, 120), ("১৫", 150, 182))]  # fmt: skip
    found = number_ink.gathered(row, page, 18.0)
    assert [(word.text, word.left, word.right) for word in found] == [
        ("১৭", 10, 42),
        ("আগে", 70, 120),
        ("১৫", 150, 182),
    ]


def test_right_numbers_of_a_telugu_page_are_not_doubted(tmp_path: Path) -> None:
    """Its model reads hardly any number alone as it stands there: 35 of 84 right ones were doubted."""
    numbers = ("౧౯౬౯", "౨,౩౯,౯౭౧", "౧౭౬౪")
    text = " ".join(f"వారు {number} మీటర్లు నడిచారు" for number in numbers)
    reading = ocr.read_picture(render(text, "Noto Sans Telugu"), ocr.PictureRequest("p", "p", tmp_path, "te"))
    words = [word for block in reading.text.blocks for line in block.lines for word in line.words]
    found = [word for word in words if word.text in numbers]
    assert [word.text for word in found] == list(numbers)
    assert min(word.confidence or 0 for word in found) >= ocr_blocks.DOUBTFUL
