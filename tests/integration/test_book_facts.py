"""What a document is in a school's terms: guessed when it is added, given by a person, and asked for by a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.bootstrap import Services, open_services
from app.domain.documents import DocumentFacts
from app.domain.errors import UserFacingError
from tests import pdf_files
from tests.command_line import CommandLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEXT = "Leaves take in carbon dioxide and give out oxygen while the sun shines on them."


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(tmp_path / "data") as opened:
        yield opened


def _book(folder: Path, name: str, head: str = "", *, text: str = _TEXT, pages: int = 4) -> Path:
    made = []
    for number in range(pages):
        page = pdf_files.PdfPage()
        page.text(60, 40, head, 9)
        page.text(60, 160, f"Part {number}", 18)
        page.paragraph(60, 200, f"{text} " * 4)
        page.text(300, 815, str(number + 7), 9)
        made.append(page)
    return pdf_files.write(folder, pdf_files.pdf_bytes(*made), name)


def test_margins_and_names_of_files_say_class_and_subject(services: Services, tmp_path: Path) -> None:
    by_head = services.library.add([_book(tmp_path, "scan.pdf", "Curiosity | Grade 8")])
    assert (by_head.facts.school_class, by_head.facts.subject) == (8, "Science")
    assert all("Curiosity" not in (page.text.text if page.text else "") for page in by_head.pages)
    by_name = services.library.add([_book(tmp_path, "jemh102.pdf", "Algebra for all", text="Numbers.")])
    assert by_name.facts == DocumentFacts("NCERT", 10, "Mathematics", "2")


def test_what_a_person_said_stays_when_the_file_is_read_again(services: Services, tmp_path: Path) -> None:
    source = _book(tmp_path, "jesc105.pdf")
    book = services.library.add([source])
    (edited,) = services.facts.edit([book.id], {"school_class": 9, "subject": "विज्ञान", "chapter": ""})
    assert edited.facts == DocumentFacts("NCERT", 9, "Science", None, ("school_class", "subject", "chapter"))
    again = services.library.add([source], language="hi")
    assert again.facts == edited.facts


def test_many_are_changed_at_once_or_none(services: Services, tmp_path: Path) -> None:
    books = [services.library.add([_book(tmp_path, f"{name}.pdf", text=f"{name} {_TEXT}")]).id for name in ("a", "b")]
    with pytest.raises(UserFacingError, match="no document"):
        services.facts.edit([*books, "gone"], {"board": "NCERT"})
    with pytest.raises(UserFacingError, match="not 13"):
        services.facts.edit(books, {"school_class": "13"})
    assert {one.facts for one in services.library.documents()} == {DocumentFacts()}
    services.facts.edit(books, {"board": "NCERT", "school_class": "7"})
    assert {(one.facts.board, one.facts.school_class) for one in services.library.documents()} == {("NCERT", 7)}


def test_a_search_keeps_to_class_subject_language_and_document(services: Services, tmp_path: Path) -> None:
    one = services.library.add([_book(tmp_path, "jesc105.pdf")]).id
    other = services.library.add([_book(tmp_path, "notes.pdf", text=f"Our notes: {_TEXT}")]).id
    services.facts.edit([other], {"subject": "జీవ"})

    def found(**only: Any) -> set[str]:
        documents = services.facts.matching(**only)
        return {hit.document_id for hit in services.library.search("oxygen", documents=documents)}

    assert found() == {one, other}
    assert found(school_class=10) == {one}
    assert found(subject="विज्ञान") == {one}
    assert found(subject="జీవ") == {other}
    assert found(documents=[one, other], language="en") == {one, other}
    assert found(documents=[other], school_class=10) == set()
    assert found(language="hi") == set()
    with pytest.raises(UserFacingError, match="no document"):
        found(documents=["gone"])


def test_the_command_edits_lists_and_searches_by_facts(tmp_path: Path) -> None:
    command = CommandLine(tmp_path / "data")
    with open_services(command.data) as services:
        one = services.library.add([_book(tmp_path, "jesc105.pdf")]).id
        other = services.library.add([_book(tmp_path, "notes.pdf", text=f"Our notes: {_TEXT}")]).id
    edited = command.json("library", "edit", one, other, "--class", "9", "--subject", "science")["documents"]
    assert {(row["class"], row["subject"], *row["given"]) for row in edited} == {(9, "Science", "class", "subject")}
    rows = {row["id"]: row for row in command.json("library", "list")["documents"]}
    assert (rows[one]["board"], rows[one]["class"], rows[one]["chapter"]) == ("NCERT", 9, "5")
    assert (rows[other]["board"], rows[other]["class"], rows[other]["chapter"]) == (None, 9, None)
    options = ("--class", "9", "--subject", "विज्ञान", "--language", "en", "--document", other)
    (hit, *_) = command.json("library", "search", "oxygen", *options)["hits"]
    assert (hit["document_id"], hit["heading"].partition(" ")[0]) == (other, "Part")
    assert command.run("library", "edit", one).status == 2
