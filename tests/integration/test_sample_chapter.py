"""The shipped sample chapter says what its source says: to other readers, in the library, and in the lesson."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from app.bootstrap import open_services
from app.domain.documents import Block, BlockKind, Quality, ReadMethod
from app.domain.lessons import LessonOptions

ROOT = Path(__file__).parents[2]
CODES = pytest.mark.parametrize("code", ["en", "hi"])
_SUBSCRIPT = str.maketrans("₂", "2")


def sample(code: str) -> Path:
    return ROOT / "resources" / "sample" / f"sample-{code}.pdf"


def body(code: str) -> str:
    """The chapter as the script that draws it holds it, without running that."""
    script = (ROOT / "packaging" / "make_sample.py").read_text(encoding="utf-8")
    return unicodedata.normalize(
        "NFC", script.split({"en": "ENGLISH", "hi": "HINDI"}[code] + ' = """')[1].split('"""')[0]
    )


def table(code: str) -> tuple[tuple[str, str], ...]:
    return tuple(re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", body(code)))


def source(code: str) -> list[str]:
    """The texts of the chapter: headings, paragraphs, cells and list items."""
    texts = re.findall(r"<(?:h[12]|p|td|li)[^>]*>(.*?)</(?:h[12]|p|td|li)>", body(code), re.DOTALL)
    plain = (" ".join(re.sub(r"<[^>]*>", "", text).split()) for text in texts)
    return [text for text in plain if text]


def characters(text: str) -> str:
    """Without spaces: readers of PDF guess them from the distance of letters."""
    return "".join(unicodedata.normalize("NFC", text).replace("•", "").split())


@CODES
def test_every_character_is_in_the_text_layer(code: str) -> None:
    with pypdfium2.PdfDocument(sample(code)) as document:
        read = "".join(page.get_textpage().get_text_range() for page in document)
    assert characters(read) == "".join(map(characters, source(code)))
    if shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", "-raw", sample(code), "-"], capture_output=True, check=True, text=True)
        assert characters(told.stdout) == "".join(map(characters, source(code)))


def words_of(block: Block) -> list[str]:
    return [cell for row in block.rows for cell in row] if block.rows else [block.text]


@CODES
def test_the_chapter_becomes_a_green_lesson_with_its_table(code: str, tmp_path: Path) -> None:
    with open_services(tmp_path / "data") as services:
        document = services.library.add([sample(code)])
        lesson = services.lessons.make(document.id, LessonOptions(school_class=6))
    texts = [page.text for page in document.pages if page.text]
    assert [(text.method, text.quality) for text in texts] == [(ReadMethod.TEXT_LAYER, Quality.GOOD)] * 2
    blocks = [block for text in texts for block in text.blocks]
    assert [word.translate(_SUBSCRIPT) for block in blocks for word in words_of(block)] == source(code)
    assert [block.marker for block in blocks if block.kind is BlockKind.LIST_ITEM] == ["•"] * 3
    assert [passage.rows for passage in lesson.current.content.passages if passage.rows] == [table(code)]
    assert len(table(code)) == 5
    assert lesson.current.findings == ()
