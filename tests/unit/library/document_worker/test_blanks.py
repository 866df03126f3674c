"""Blanks of worksheets are kept as blanks and make no table; rules of other kinds are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.domain.documents import BlockKind
from app.library.document_worker import blanks, ocr
from app.library.document_worker.tesseract import RawWord
from tests.page_pictures import Picture, render

if TYPE_CHECKING:
    from pathlib import Path


def page(*rules: tuple[int, int, int]) -> Picture:
    """A page with rules: left, right, top."""
    white = np.full((120, 700), 255, np.uint8)
    for left, right, top in rules:
        white[top : top + 3, left:right] = 0
    return white


def row(*words: tuple[str, int, int]) -> list[RawWord]:
    return [RawWord(text, 95, left, 40, right - left, 22) for text, left, right in words]


def test_a_rule_in_the_gap_of_a_line_is_a_blank_and_others_are_not() -> None:
    line = row(("water", 20, 100), ("for", 110, 150), ("When", 320, 390))
    found = blanks.restored(line, page((158, 312, 62)), 20.0)
    assert [word.text for word in found] == ["water", "for", "____", "When"]
    assert (found[2].left, found[2].right, found[2].line) == (158, 312, line[0].line)
    for other in ((158, 312, 48), (158, 312, 90), (158, 360, 62), (250, 312, 62), (158, 178, 62)):
        assert blanks.restored(line, page(other), 20.0) == line, "a dash, a rule below, under words, apart, short"
    marked = row(("for", 110, 150), ("_-—", 160, 300), ("When", 320, 390))
    assert [word.text for word in blanks.restored(marked, page((158, 312, 62)), 20.0)] == ["for", "____", "When"]
    last = row(("Name:", 20, 110))
    assert [word.text for word in blanks.restored(last, page((120, 420, 62)), 20.0)] == ["Name:", "____"]


def test_questions_with_blanks_are_no_table(tmp_path: Path) -> None:
    """Three gaps one below the other were a gutter, and the blanks were gone."""
    lines = [
        "1. Clay holds water for ____________ When the two",
        "2. Sound travels at about ____________ The moon shows",
        "3. Not every mushroom is ____________ Bees carry pollen",
    ]
    reading = ocr.read_picture(render("\n".join(lines), "Noto Sans"), ocr.PictureRequest("p", "p", tmp_path, "en"))
    assert not any(block.kind is BlockKind.TABLE for block in reading.text.blocks)
    assert "Clay holds water for ____ When the two" in reading.text.text
