"""The title of a lesson is something a teacher can write on the board."""

from __future__ import annotations

import pytest

from app.domain.documents import BlockKind, Document, SourceFile
from app.domain.lessons import Passage
from app.lesson.assembly import title_of


def title(file: str, language: str, *passages: tuple[BlockKind, str], named: str = "") -> str:
    source = SourceFile(file, "", "image", 1)
    document = Document("d", named or file.rpartition(".")[0], (source,), language, "", 1)
    return title_of(document, tuple(Passage(kind, text, text) for kind, text in passages))


PAGE = (BlockKind.PARAGRAPH, "वर्षा ऋतु में नदी का पानी बढ़ जाता है और गाँव डूब जाते हैं। लोग ऊँचे स्थान पर जाते हैं।")


def test_a_heading_comes_first_without_its_marks() -> None:
    assert title("IMG_2031.jpg", "hi", PAGE, (BlockKind.HEADING, "# वर्षा ऋतु")) == "वर्षा ऋतु"


@pytest.mark.parametrize("name", ["IMG_2031.jpg", "scan.png", "20240612_101500.jpg", "page-3.jpg"])
def test_the_name_of_a_photo_is_no_title_for_a_class(name: str) -> None:
    assert title(name, "hi", PAGE) == "वर्षा ऋतु में नदी का पानी बढ़ …"


def test_a_short_first_sentence_is_a_title_without_its_stop() -> None:
    assert title("IMG_1.jpg", "en", (BlockKind.PARAGRAPH, "Ants live together. They work.")) == "Ants live together"


def test_a_speaking_file_name_and_a_title_given_by_a_person_stay() -> None:
    assert title("वर्षा.txt", "hi", PAGE) == "वर्षा"
    assert title("water in our life.txt", "en", (BlockKind.PARAGRAPH, "We use water.")) == "water in our life"
    assert title("IMG_2031.jpg", "hi", PAGE, named="Rain 2") == "Rain 2"
