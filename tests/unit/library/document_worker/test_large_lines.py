"""Headings in large type over running text are read as one line each, with all their strokes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.library.document_worker import columns, large_lines, ocr
from app.library.document_worker.figures import Rect, find_drawings
from app.library.document_worker.tesseract import RawWord
from tests.garbled_pages import PAGES
from tests.page_pictures import Picture, render

LETTER = 20.0


def body(language: str, count: int) -> list[str]:
    lines = (PAGES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line[:1].isalpha()][:count]


def page_of(heading: str, text: list[str], family: str, points: float) -> Picture:
    parts = [render(heading, family, points=points), render("\n".join(text), family)]
    return np.ascontiguousarray(np.vstack(parts)[:, :, 1])


def rows(page: Picture, *spans: tuple[int, int]) -> Picture:
    for top, bottom in spans:
        for left in range(80, 700, 60):
            cv2.rectangle(page, (left, top), (left + 44, bottom - 1), 20, -1)
    return page


def whole(page: Picture) -> Rect:
    return Rect(0, 0, page.shape[1], page.shape[0])


def word(text: str, confidence: float, top: int, line: int) -> RawWord:
    return RawWord(text, confidence, 10, top, 60, 30, (1, 1, line))


@pytest.mark.parametrize("points", [28, 36])
def test_a_large_heading_is_read_where_marks_hang_below_its_line(points: float) -> None:
    heading = "ಕರ್ನಾಟಕದ ಬಿಳಿಗಿರಿರಂಗನ ಬೆಟ್ಟದಲ್ಲಿ"
    page = page_of(heading, body("kn", 2), "Noto Sans Kannada", points)
    read = "".join(found.text for found in columns.read(page, 19.6, "kan"))
    assert heading.replace(" ", "") in read


def test_only_rows_of_clearly_larger_type_are_found() -> None:
    page = rows(np.full((600, 800), 250, np.uint8), (40, 60), (100, 145), (200, 220), (250, 275), (320, 340))
    found = large_lines.find(page, LETTER, whole(page))
    assert [(band.top, band.bottom) for band in found] == [(100, 145)]
    (band,) = large_lines.find(page, LETTER, Rect(60, 80, 400, 600))
    assert (band.left, band.top, band.right, band.bottom) == (60, 100, 400, 145)


def test_marks_close_below_a_large_line_belong_to_it() -> None:
    page = rows(np.full((600, 800), 250, np.uint8), (100, 150), (240, 260), (290, 310))
    cv2.rectangle(page, (200, 155), (225, 175), 20, -1)
    (band,) = large_lines.find(page, LETTER, whole(page))
    assert (band.top, band.bottom) == (100, 176)


def test_running_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    page = rows(np.full((600, 800), 250, np.uint8), (40, 60), (100, 120), (200, 222))
    monkeypatch.setenv("PATH", "")  # no program could be run
    assert large_lines.find(page, LETTER, whole(page)) == []
    assert large_lines.read(page, LETTER, "eng", [], {0: whole(page)}) == []


def test_stems_of_large_letters_are_no_rules() -> None:
    page = page_of("पेड़ हमारे साथी", body("hi", 2), "Noto Sans Devanagari", 36)
    without = page.copy()
    without[60:190, 455:466] = 255  # a stem, as the search for rules takes it
    assert (without != page).any()
    assert (large_lines.restored(page, without, 16.0, ()) == page).all()


def test_the_headlines_of_large_words_are_no_rules_and_the_words_no_figure() -> None:
    page = page_of("আকাশের তারা", body("bn", 2), "Noto Sans Bengali", 36)
    colour = np.dstack([page] * 3)
    assert (find_drawings(page, 16.0, colour).text_only != page).any(), "taken for rules as long as nobody says better"
    drawings = find_drawings(page, 16.0, colour, large_lines.letters(page, 16.0))
    assert (drawings.text_only == page).all()
    assert drawings.figures == ()


def test_a_frame_around_a_large_heading_is_no_letter() -> None:
    page = page_of("আকাশের তারা", body("bn", 2), "Noto Sans Bengali", 36)
    framed = page.copy()
    cv2.rectangle(framed, (70, 60), (1100, 240), 0, 2)
    found = large_lines.letters(framed, 16.0)
    assert found[150, 100:600].any()
    assert not found[60, 70:1100].any()


def test_a_line_read_alike_on_its_own_takes_the_place_of_its_pieces() -> None:
    band = Rect(0, 100, 400, 160)
    before, after = word("before", 90, 20, 1), word("after", 90, 200, 4)
    torn = [word("head", 96, 110, 2), word("headin", 96, 118, 3), word("x", 50, 118, 3)]
    again = [word("heading", 95, 105, 1)]
    assert large_lines._with([before, *torn, after], band, [again, again]) == [before, *again, after]
    assert large_lines._with([before, after], band, [again, again]) == [before, *again, after]
    assert large_lines._with([before, after], band, [[], []]) == [before, after]


def test_a_heading_with_upright_strokes_is_read_from_a_page(tmp_path: Path) -> None:
    page = page_of("पेड़ हमारे साथी", body("hi", 2), "Noto Sans Devanagari", 36)
    reading = ocr.read_picture(np.dstack([page] * 3), ocr.PictureRequest("page", "p", tmp_path, language="hi"))
    assert "हमारेसाथी" in reading.text.text.replace(" ", "")
