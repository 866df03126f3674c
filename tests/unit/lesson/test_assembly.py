"""From the pages of a document to a lesson."""

from __future__ import annotations

from app.domain.documents import BlockKind, Document, SourceFile
from app.domain.lessons import Passage, SentencePair
from app.lesson.assembly import lesson_source, title_of

DOCUMENT = Document("d", "Rain 2", (SourceFile("IMG_2031.jpg", "", "image", 1),), "hi", "", 1)


def test_a_lesson_is_named_by_its_heading_without_marks_else_by_its_document() -> None:
    text = Passage(BlockKind.PARAGRAPH, "वर्षा ऋतु में नदी का पानी बढ़ जाता है।", "")
    heading = Passage(BlockKind.HEADING, "# वर्षा ऋतु", "# वर्षा ऋतु")
    assert title_of(DOCUMENT, (text, heading)) == "वर्षा ऋतु"
    assert title_of(DOCUMENT, (text,)) == "Rain 2"


def test_questions_are_asked_in_the_words_that_the_class_reads() -> None:
    pairs = (
        SentencePair("पृथ्वी स्वयं चुंबक है।", ("पृथ्वी ख़ुद चुंबक है।", "(चुंबक यानी लोहे को खींचने वाली वस्तु।)")),
        SentencePair("वह रुका क्योंकि वह थका था।", ("वह रुका।", "क्योंकि वह थका था।")),
    )
    easier = Passage(BlockKind.PARAGRAPH, " ".join(pair.source for pair in pairs), "", pairs=pairs)
    source = lesson_source("चुंबक", "hi", (easier,))
    assert source.passages[0].text == "पृथ्वी ख़ुद चुंबक है। वह रुका क्योंकि वह थका था।"


def test_a_heading_right_above_a_list_speaks_of_the_list_alone() -> None:
    kinds = (BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH)
    passages = tuple(Passage(kind, text, text) for kind, text in zip(kinds, "habc", strict=True))
    assert [each.heading for each in lesson_source("", "en", passages).passages] == ["h", "h", ""]
    plain = (passages[0], passages[3], passages[1], passages[3])
    assert [each.heading for each in lesson_source("", "en", plain).passages] == ["h", "h", "h"]
