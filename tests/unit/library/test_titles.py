"""A document has a name that tells a teacher which page it is."""

from __future__ import annotations

import pytest

from app.domain.documents import Block, BlockKind, Document, Page, PageText, Quality, ReadMethod, SourceFile
from app.library.sources import PASTED_NAME
from app.library.titles import found_title

SENTENCE = "The river Ganga begins at a glacier in the Himalaya and flows 2,525 km to the sea. It is long."


def document(name: str, *blocks: Block, kind: str = "text", title: str = "of the file") -> Document:
    text = PageText(tuple(blocks), ReadMethod.TEXT, Quality.GOOD, language="en")
    page = Page("p", "d", 0, 0, 0, text=text)
    return Document("d", title, (SourceFile(name, "0" * 64, kind, 1),), "en", "2026-01-01T00:00:00Z", 1, (page,))


def block(kind: BlockKind, text: str) -> Block:
    return Block(kind, text)


def test_the_first_heading_names_it() -> None:
    found = document("IMG_1.jpg", block(BlockKind.PARAGRAPH, SENTENCE), block(BlockKind.HEADING, "Rivers\nof India"))
    assert found_title(found) == "Rivers of India"


@pytest.mark.parametrize(("name", "kind"), [("IMG_20261122.jpg", "image"), (PASTED_NAME, "text")])
def test_a_photo_or_pasted_text_without_a_heading_is_named_by_its_first_words(name: str, kind: str) -> None:
    title = found_title(document(name, block(BlockKind.PARAGRAPH, SENTENCE), kind=kind))
    assert title == "The river Ganga begins at a glacier in the Himalaya and …"
    short = document(name, block(BlockKind.PARAGRAPH, "Plants need light."), kind=kind)
    assert found_title(short) == "Plants need light"


def test_a_file_that_somebody_named_keeps_its_name() -> None:
    assert found_title(document("rivers-of-india.txt", block(BlockKind.PARAGRAPH, SENTENCE))) == "of the file"
    assert found_title(document("IMG_1.jpg", kind="image")) == "of the file"
