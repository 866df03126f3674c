"""A formula in a sentence that OCR cannot read stays a picture, is flagged, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import Block, BlockKind, Box, Line, PageNote, Quality, Word
from app.library.document_worker import inline_formulas, ocr
from tests.benchmarks.bench_ocr import TEXTS
from tests.page_pictures import render


@pytest.mark.parametrize("text", ["CgH", "CgH1206", "(CgH;20¢.", "९203", "FezO3", "HzO"])
def test_what_no_formula_is_spelled_like_was_misread(text: str) -> None:
    assert inline_formulas.is_unreadable(text)


BELIEVED = """
    H2O CO2 NaCl C6H12O6 CaCO3 Fe2O3 H2SO4 KMnO4. NCERT UNESCO PhD BSc MEd DNA TVs McDonald DeMello B12 A4 VII pH kWh
    WhatsApp YouTube Delhi Mr. (a) 12kg 25,000 १,२५,००० 3.14
"""


@pytest.mark.parametrize("text", BELIEVED.split())
def test_formulas_names_and_numbers_are_believed(text: str) -> None:
    assert not inline_formulas.is_unreadable(text)


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_prose_has_none(path: Path) -> None:
    assert [word for word in path.read_text(encoding="utf-8").split() if inline_formulas.is_unreadable(word)] == []


def test_the_picture_of_an_unread_formula_follows_its_paragraph(tmp_path: Path) -> None:
    text = "Leaves make glucose, whose formula is CgH1206, from water and air. They need the sun for it. " * 2
    request = ocr.PictureRequest("page", "p", tmp_path, language="en")
    read = ocr.read_picture(render(text, "Noto Sans", dpi=150), request).text
    kinds = [block.kind for block in read.blocks]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.FORMULA, BlockKind.FORMULA]
    assert all((tmp_path / str(block.media)).stat().st_size > 0 for block in read.blocks[1:])
    assert PageNote.FORMULA_AS_PICTURE in read.notes
    assert read.quality is Quality.CHECK
    assert read.doubtful_words >= 2


@pytest.mark.parametrize(
    ("text", "pictures"), [("५7,866", 0), ("4५,000।", 0), ("1,३2,582", 0), ("६१२0६", 1), ("CgH1206", 1)]
)
def test_a_grouped_number_in_two_scripts_is_doubted_and_no_formula(text: str, pictures: int) -> None:
    printed = Word(text, Box(0.1, 0.1, 0.2, 0.12), 95.0)
    block = Block(BlockKind.PARAGRAPH, text, (Line(text, printed.box, (printed,)),))
    assert inline_formulas.is_unreadable(text)
    assert sum(map(len, inline_formulas.unread([block]).values())) == pictures
