"""Lines made of words keep one size of type where they are printed in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.documents import Quality
from app.library.document_worker import ocr_blocks
from app.library.document_worker.figures import Rect
from app.library.document_worker.tesseract import RawWord


def line(number: int, text: str, *, height: int, letter: int = 11) -> list[RawWord]:
    left, words = 60, []
    for word in text.split():
        words.append(RawWord(word, 90, left, 60 * number, letter * len(word), height, (1, 1, number)))
        left += letter * (len(word) + 1)
    return words


def heights(last: list[RawWord]) -> list[int]:
    body = [word for number in range(5) for word in line(number, "rain that reaches the soil goes its ways", height=20)]
    return [round(line.height * 1000) for line in ocr_blocks.lines_of([*body, *last], (1000, 1000))]


@pytest.mark.parametrize("height", [27, 14])
def test_a_short_last_line_has_the_size_of_its_paragraph_whatever_letters_it_has(height: int) -> None:
    *body, last = heights(line(5, "poles.", height=height, letter=11))
    assert body == [20] * 5
    assert last == pytest.approx(20, abs=2)


def test_a_title_and_small_print_keep_theirs() -> None:
    assert heights(line(5, "Our water", height=32, letter=18))[-1] == pytest.approx(32, abs=1)
    assert heights(line(5, "small print below a picture", height=15, letter=8))[-1] == pytest.approx(15, abs=1)


@pytest.mark.parametrize(("text", "badge"), [("1947", Quality.CHECK), ("पानी", Quality.GOOD)])
def test_one_doubtful_number_sends_the_page_to_be_checked(text: str, badge: Quality) -> None:
    words = [RawWord("जल", 96, 60 * n, 0, 50, 20, (1, 1, 1)) for n in range(30)]
    lines = ocr_blocks.lines_of([*words, RawWord(text, 50, 1800, 0, 50, 20, (1, 1, 1))], (2000, 100))
    sure = ocr_blocks.certainty(lines)
    assert sure.doubtful == 1
    assert ocr_blocks.quality_of(sure, ()) == badge


def test_a_word_read_in_two_lines_stands_once() -> None:
    row = [RawWord("खाद", 90, 100 + 60 * n, 1537, 50, 36, (1, 1, 2)) for n in range(5)]
    twice = RawWord("नहीं", 90, 739, 1499, 49, 77, (1, 1, 1)), RawWord("नहीं", 88, 743, 1537, 45, 35, (1, 1, 2))
    assert ocr_blocks.without_doubles([twice[0], *row, twice[1]]) == [*row, twice[1]]
    beside = [*row, RawWord("में", 90, 340, 1537, 50, 36, (1, 1, 2))]
    assert ocr_blocks.without_doubles(beside) == beside, "words of one line may touch"


def test_a_stain_on_a_word_of_a_heading_does_not_take_its_place() -> None:
    body = [word for number in (2, 3, 4) for word in line(number, "A desert is a place", height=17)]
    words = (("Life", 135, 34), ("in", 226, 25), ("a", 278, 26), ("Desert", 318, 33))
    heading = [RawWord(text, 96, left, 154, 80, high, (1, 1, 2)) for text, left, high in words]
    stains = [RawWord(".", sure, left, 156, 8, 8, (1, 1, 1)) for sure, left in ((1, 159), (5, 180))]
    assert ocr_blocks.without_doubles([*stains, *heading, *body]) == [*heading, *body]


def test_the_last_word_of_a_paragraph_stays_though_it_was_hardly_read() -> None:
    body = [word for number in (1, 2) for word in line(number, "ସ୍ଥାନକୁ ନିଆଯାଇ ସେମାନେ", height=30)]
    last = RawWord("ପାରିଲା", 0, 62, 180, 70, 28, (1, 1, 3))
    assert ocr_blocks.lines_of([*body, last], (1000, 1000))[-1].text == "ପାରିଲା"
    dirt = [
        replace(last, text="ପା|ଲ~"),
        replace(last, text="ପା"),
        replace(last, height=9),
        replace(last, top=400),
        replace(last, left=400),
        replace(last, line=(2, 1, 1)),
    ]
    for speck in dirt:
        assert len(ocr_blocks.lines_of([*body, speck], (1000, 1000))) == 2, speck


def test_marks_read_at_the_edge_of_a_figure_are_part_of_it_and_its_caption_is_not() -> None:
    figure = Rect(100, 100, 400, 300)
    mark = RawWord("ee", 20, 380, 60, 60, 45, (1, 1, 0))
    stroke = RawWord("|", 30, 445, 60, 10, 45, (1, 1, 0))
    caption = [RawWord("Lev", 50, 150, 298, 80, 20, (1, 1, 2)), RawWord("1", 90, 240, 298, 20, 20, (1, 1, 2))]
    words, drawn, boxes = ocr_blocks.without_labels([mark, stroke, *caption], [figure])
    assert words == caption
    assert drawn == [Rect(100, 60, 455, 300)]
    assert boxes == []
