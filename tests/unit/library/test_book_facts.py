"""Books say what they are in the names of their files, in margins and on first pages; a person says it better."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import (
    Block,
    BlockKind,
    Document,
    DocumentFacts,
    Page,
    PageText,
    Quality,
    ReadMethod,
    SourceFile,
)
from app.library.book_facts import BookNames

NAMES = BookNames(Path(__file__).parents[3] / "resources" / "curriculum" / "books.toml")


def _document(*names: str, pages: tuple[PageText, ...] = ()) -> Document:
    sources = tuple(SourceFile(name, "a" * 64, "pdf", 1) for name in names or ("scan.pdf",))
    made = tuple(Page(str(number), "d", number, 0, number, text=read) for number, read in enumerate(pages))
    return Document("d", "t", sources, "en", "now", len(made), made)


def _read(*texts: str, heads: tuple[str, ...] = ()) -> PageText:
    blocks = tuple(
        Block(BlockKind.HEADING if text.startswith("#") else BlockKind.PARAGRAPH, text.lstrip("#"), level=1)
        for text in texts
    )
    return PageText(blocks, ReadMethod.TEXT_LAYER, Quality.GOOD, heads=heads)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jesc105.pdf", DocumentFacts("NCERT", 10, "Science", "5")),
        ("hecu105.pdf", DocumentFacts("NCERT", 8, "Science", "5")),
        ("fegp110 (1).pdf", DocumentFacts("NCERT", 6, "Mathematics", "10")),
        ("JHMH112.PDF", DocumentFacts("NCERT", 10, "Mathematics", "12")),
        ("class 5 eeev1ps.pdf", DocumentFacts("NCERT", 5, "Environmental Studies")),
        ("leph2.pdf", DocumentFacts("NCERT", 12, "Physics")),
        ("desk101.pdf", DocumentFacts()),
        ("IMG_2031.jpg", DocumentFacts()),
        ("teacher1.pdf", DocumentFacts()),
        ("xjesc105.pdf", DocumentFacts()),
        ("mesc105.pdf", DocumentFacts()),
    ],
)
def test_file_codes_of_ncert_say_it_all(name: str, expected: DocumentFacts) -> None:
    assert NAMES.facts_of(_document(name)) == expected


def test_a_code_of_an_unknown_book_counts_where_the_pages_say_that_it_is_one_of_ncert() -> None:
    page = _read("#Water", heads=("Not to be republished",))
    facts = NAMES.facts_of(_document("gexx103.pdf", pages=(page,)))
    assert facts == DocumentFacts("NCERT", 7, None, "3")


def test_several_chapters_together_have_a_class_and_no_chapter() -> None:
    facts = NAMES.facts_of(_document("jesc105.pdf", "jesc106.pdf"))
    assert facts == DocumentFacts("NCERT", 10, "Science")


@pytest.mark.parametrize(
    ("head", "school_class", "subject"),
    [
        ("Ganita Prakash | Grade 6", 6, "Mathematics"),
        ("84 Science Class VIII", 8, "Science"),
        ("विज्ञान • कक्षा ७", 7, "Science"),
        ("गणित - कक्षा 10", 10, "Mathematics"),
        ("வகுப்பு 9 | அறிவியல்", 9, "Science"),
        ("ਵਿਗਿਆਨ | 8ਵੀਂ ਜਮਾਤ", 8, "Science"),
        ("Std. 5 – History", 5, "History"),
        ("Class 14", None, None),
        ("The Science of Sleep", None, None),
    ],
)
def test_running_heads_of_two_pages_say_class_and_subject(
    head: str, school_class: int | None, subject: str | None
) -> None:
    document = _document(pages=(_read("a"), *[_read("text", heads=(head,))] * 2))
    facts = NAMES.facts_of(document)
    assert (facts.school_class, facts.subject) == (school_class, subject)
    quoted_once = _document(pages=(_read("a"), _read("text", heads=(head,)), _read("b")))
    assert NAMES.facts_of(quoted_once).school_class is None


def test_a_cover_says_what_no_margin_does() -> None:
    cover = _read(
        "Curiosity", "Textbook of Science for Grade 8", "National Council of Educational Research and Training"
    )
    assert NAMES.facts_of(_document(pages=(cover,))) == DocumentFacts("NCERT", 8, "Science")
    text = _read(
        "In class 8 we learned about light. " * 9, "NCERT books are read by many pupils of this country today, it says."
    )
    assert NAMES.facts_of(_document(pages=(text,))) == DocumentFacts()


def test_the_only_chapter_of_a_document_is_its_chapter() -> None:
    one = (_read("#Chapter 5: Life Processes", "a"), _read("#Nutrition"))
    assert NAMES.facts_of(_document(pages=one)).chapter == "5"
    assert NAMES.facts_of(_document(pages=(*one, _read("#Chapter 6")))).chapter is None
    assert NAMES.facts_of(_document(pages=(_read("#अध्याय ३", "b"),))).chapter == "3"


def test_what_a_person_gave_or_took_away_is_never_guessed_again() -> None:
    guess = DocumentFacts("NCERT", 10, "Science", "5")
    hers = DocumentFacts().with_guesses(guess).with_given({"school_class": 9, "chapter": None})
    assert hers == DocumentFacts("NCERT", 9, "Science", None, ("school_class", "chapter"))
    assert hers.with_guesses(DocumentFacts(None, 10, "Physics", "5")) == DocumentFacts(
        "NCERT", 9, "Physics", None, ("school_class", "chapter")
    )


def test_a_subject_has_one_name_in_every_language() -> None:
    assert {NAMES.subject(one) for one in ("science", "विज्ञान", " Science ", "ವಿಜ್ಞಾನ")} == {"Science"}
    assert NAMES.subject(" Weaving ") == "Weaving"
