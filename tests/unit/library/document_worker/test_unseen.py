"""Marks that turn the writing or cannot be seen do not come in with a file, whatever its format."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from app.domain.documents import Block, BlockKind, Box, Line, PageText, Quality, ReadMethod, Word
from app.library.document_worker.unseen import cleaned
from tests import word_files
from tests.unit.library.document_worker.conftest import Worker

MARKS = "\u202e\u2067\u200f\u00ad\u200b\U000e0041\ufeff"
TITLE = f"Wa{MARKS}ter in 20{MARKS}26"
SENTENCE = f"A family uses about 6{MARKS}75 litres of wa{MARKS}ter, and क्\u200dष stays."


def written(folder: Path, kind: str) -> Path:
    path = folder / f"water.{kind}"
    if kind != "docx":
        path.write_text(
            f"{'# ' * (kind == 'md')}{TITLE}\n\n{SENTENCE}\n\n| a{MARKS} | b |\n|---|---|\n| 1{MARKS}0 | 2 |\n"
        )
        return path
    document = docx.Document()
    document.add_heading(TITLE, 1)
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, (f"a{MARKS}", "b", f"1{MARKS}0", "2"), strict=True):
        cell.text = text
    return word_files.saved(document, path)


@pytest.mark.parametrize("kind", ["txt", "md", "docx"])
def test_title_text_and_cells_are_clean(worker: Worker, tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind)
    assert worker.probe(path).title == "Water in 2026"
    heading, sentence, table = worker.read(path).text.blocks
    assert heading.text == "Water in 2026"
    assert sentence.text == "A family uses about 675 litres of water, and क्\u200dष stays."
    assert table.rows == (("a", "b"), ("10", "2"))
    assert table.text == "a\tb\n10\t2"


RANGE, READ = (
    "Use 10\u00ad20 ml of B\u00ad12 and २\u00ad३ environ\u00adments.",
    "Use 10-20 ml of B-12 and २-३ environments.",
)


@pytest.mark.parametrize("kind", ["txt", "md", "docx"])
def test_a_soft_hyphen_beside_a_digit_is_a_hyphen(worker: Worker, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"range.{kind}"
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph(RANGE)
        word_files.saved(document, path)
    else:
        path.write_text(f"{RANGE}\n")
    assert [block.text for block in worker.read(path).text.blocks] == [READ]


def test_a_soft_hyphen_that_a_pdf_draws_beside_a_digit_is_a_hyphen() -> None:
    line = Line("10\u00ad20", None, (Word("10\u00ad20", Box(0, 0, 1, 1)),))
    block = Block(BlockKind.PARAGRAPH, RANGE, (line,))
    (done,) = cleaned(PageText((block,), ReadMethod.TEXT_LAYER, Quality.GOOD)).blocks
    assert (done.text, done.lines[0].words[0].text, done.lines[0].text) == (READ, "10-20", "10-20")
