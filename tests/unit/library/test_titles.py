"""A document has a name that a teacher can write on the board."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import (
    Block,
    BlockKind,
    Box,
    Document,
    Line,
    Page,
    PageText,
    Quality,
    ReadMethod,
    SourceFile,
)
from app.library.sources import PASTED_NAME
from app.library.titles import found_title

GANGA = "The river Ganga begins at a glacier in the Himalaya and flows 2,525 km to the sea. It is long."
RAIN_EN = "Rain fills the rivers of the plain. People move to high ground."
RAIN = "वर्षा ऋतु में नदी का पानी बढ़ जाता है। लोग ऊँचे स्थान पर जाते हैं।"


def title(file: str, language: str, *blocks: tuple[BlockKind, str]) -> str:
    content = tuple(Block(kind, text) for kind, text in blocks)
    text = PageText(content, ReadMethod.TEXT, Quality.GOOD, language=language)
    page = Page("p", "d", 0, 0, 0, text=text)
    source = SourceFile(file, "0" * 64, "text", 1)
    return found_title(Document("d", Path(file).stem, (source,), language, "2026-01-01T00:00:00Z", 1, (page,)))


def test_the_first_heading_names_it_without_its_marks() -> None:
    blocks = (BlockKind.PARAGRAPH, GANGA), (BlockKind.HEADING, "# Rivers\nof India")
    assert title("IMG_1.jpg", "en", *blocks) == "Rivers of India"


@pytest.mark.parametrize("name", ["IMG_2031.jpg", "scan.png", "20240612_101500.jpg", "page-3.pdf", PASTED_NAME])
def test_the_name_of_a_photo_a_scan_or_pasted_text_is_no_title_for_a_class(name: str) -> None:
    assert title(name, "hi", (BlockKind.PARAGRAPH, RAIN)) == "वर्षा ऋतु में नदी का पानी बढ़ जाता है"
    if name != "scan.png":
        assert title(name, "en", (BlockKind.LIST_ITEM, GANGA)) == (
            "The river Ganga begins at a glacier in the Himalaya and …"
        )


def test_a_speaking_file_name_stays() -> None:
    assert title("वर्षा.txt", "hi", (BlockKind.PARAGRAPH, RAIN)) == "वर्षा"
    assert title("water in our life.txt", "en", (BlockKind.PARAGRAPH, GANGA)) == "water in our life"


@pytest.mark.parametrize("name", ["note.txt", "speaking.txt", "untitled.docx"])
def test_a_name_in_one_word_that_the_text_does_not_have_is_no_title(name: str) -> None:
    assert title(name, "en", (BlockKind.PARAGRAPH, RAIN_EN)) == "Rain fills the rivers of the plain"
    assert title("rivers.txt", "en", (BlockKind.PARAGRAPH, RAIN_EN)) == "rivers"


@pytest.mark.parametrize("name", ["bees.jpg", "en.jpg", "IMG_1.jpg"])
def test_a_numbered_line_alone_names_a_photo(name: str) -> None:
    bees = "All bees of a healthy hive keep enough energy for the winter."
    heading = (BlockKind.PARAGRAPH, "Chapter 7: The Life of a Beehive")
    assert title(name, "en", heading, (BlockKind.PARAGRAPH, bees)) == "Chapter 7: The Life of a Beehive"
    question = (BlockKind.PARAGRAPH, "Question 7: What do bees eat?")
    assert title("bees.jpg", "en", question, (BlockKind.PARAGRAPH, bees)) == "bees"


def test_the_beginning_of_a_longer_word_does_not_tell_a_short_name() -> None:
    text = "Honey gives energy. It is sweet."
    assert title("en.jpg", "en", (BlockKind.PARAGRAPH, text)) == "Honey gives energy"


def test_a_short_numbered_line_over_its_paragraph_names_the_page() -> None:
    def of(first: str, right: float) -> str:
        lines = (Line(first, Box(0.1, 0.1, right, 0.15)), Line("ಕಾವೇರಿ ಕೊಡಗಿನಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ.", Box(0.1, 0.2, 0.9, 0.25)))
        block = Block(BlockKind.PARAGRAPH, " ".join(line.text for line in lines), lines=lines)
        text = PageText((block,), ReadMethod.OCR, Quality.GOOD, language="kn")
        page, source = Page("p", "d", 0, 0, 0, text=text), SourceFile("kn.jpg", "0" * 64, "image", 1)
        return found_title(Document("d", "kn", (source,), "kn", "2026-01-01T00:00:00Z", 1, (page,)))

    assert of("ಪಾಠ 2: ನಮ್ಮ ನದಿಗಳು", 0.3) == "ಪಾಠ 2: ನಮ್ಮ ನದಿಗಳು"
    assert of("ಪಾಠ 2: ನಮ್ಮ ನದಿಗಳು", 0.85) == "ಪಾಠ 2: ನಮ್ಮ ನದಿಗಳು ಕಾವೇರಿ ಕೊಡಗಿನಲ್ಲಿ ಹುಟ್ಟುತ್ತದೆ"


def test_without_any_words_the_name_of_the_file_is_all_there_is() -> None:
    assert title("IMG_1.jpg", "en") == "IMG_1"
