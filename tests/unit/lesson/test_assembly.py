"""From the pages of a document to a lesson."""

from __future__ import annotations

from app.domain.documents import BlockKind, Document, SourceFile
from app.domain.lessons import Passage
from app.lesson.assembly import title_of

DOCUMENT = Document("d", "Rain 2", (SourceFile("IMG_2031.jpg", "", "image", 1),), "hi", "", 1)


def test_a_lesson_is_named_by_its_heading_without_marks_else_by_its_document() -> None:
    text = Passage(BlockKind.PARAGRAPH, "वर्षा ऋतु में नदी का पानी बढ़ जाता है।", "")
    heading = Passage(BlockKind.HEADING, "# वर्षा ऋतु", "# वर्षा ऋतु")
    assert title_of(DOCUMENT, (text, heading)) == "वर्षा ऋतु"
    assert title_of(DOCUMENT, (text,)) == "Rain 2"
