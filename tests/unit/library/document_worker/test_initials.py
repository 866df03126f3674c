"""Large first letters that nobody read are read on their own; bullets, rules and read letters are left alone."""

from __future__ import annotations

import cv2
import numpy as np

from app.library.document_worker import drop_caps, initials, ocr_blocks
from app.library.document_worker.tesseract import RawWord
from tests.page_pictures import Picture, render


def words(*starts: int, left: int = 100) -> list[RawWord]:
    texts = ("he caravan", "rested by", "the lake")
    return [RawWord(texts[n], 95, left, top, 300, 24, (1, 1, n)) for n, top in enumerate(starts)]


def page(letter: str = "T") -> Picture:
    """A page with a letter four times as high as print at columns 30 to 95 and rows 40 to about 100."""
    white = np.full((400, 700), 255, np.uint8)
    grey = np.asarray(cv2.cvtColor(render(letter, "Noto Serif", dpi=150, points=40), cv2.COLOR_BGR2GRAY), np.uint8)
    rows, columns = np.flatnonzero((grey < 128).any(axis=1)), np.flatnonzero((grey < 128).any(axis=0))
    cut = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cut = np.asarray(cv2.resize(cut, (65, 60), interpolation=cv2.INTER_AREA), np.uint8)
    white[40:100, 30:95] = cut
    return white


def test_a_letter_beside_two_lines_that_nobody_read_is_put_before_the_first() -> None:
    found = initials.restored(words(40, 76, 112), page(), 20.0, "eng")
    assert [word.text for word in found] == ["he caravan", "rested by", "the lake", "T"]
    lines = drop_caps.with_drop_caps(ocr_blocks.lines_of(found, (700, 400)), 700 / 400)
    assert "The caravan" in [line.text for line in lines]


def test_shapes_that_begin_no_paragraph_stay_where_they_are() -> None:
    plain = words(40, 76, 112)
    assert initials.restored(plain[:1], page(), 20.0, "eng") == plain[:1], "beside one line"
    away = words(40, 76, 112, left=300)
    assert initials.restored(away, page(), 20.0, "eng") == away
    below = words(70, 96)
    assert initials.restored(below, page(), 20.0, "eng") == below, "its top is level with no line"
    read = [*plain, RawWord("T", 90, 28, 38, 70, 64, (2, 1, 1))]
    assert initials.restored(read, page(), 20.0, "eng") == read
