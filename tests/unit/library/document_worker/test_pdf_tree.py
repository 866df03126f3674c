"""Pages that only the count of a PDF claims are no pages; listed ones that are missing stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from tests.pdf_files import assembled, write
from tests.unit.library.document_worker.conftest import Worker

SAYS = "Rain fills the pond number {} behind our school."


def book(kids: str, count: int, *, more: tuple[bytes, ...] = ()) -> bytes:
    """Two pages, objects 3 and 4, under the node 2; `more` begins at object 8."""

    def page(content: int) -> bytes:
        font = "/Resources<</Font<</F1 7 0 R>>>>"
        return f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{font}/Contents {content} 0 R>>".encode()

    def text(number: int) -> bytes:
        drawn = f"BT /F1 12 Tf 60 700 Td ({SAYS.format(number)}) Tj ET".encode()
        return b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)

    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        *(page(5), page(6), text(1), text(2)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
        *more,
    ]
    return assembled(objects, "/Root 1 0 R")


@pytest.mark.parametrize("kids", ["3 0 R 2 0 R 4 0 R", "3 0 R 4 0 R 2 0 R", "3 0 R 4 0 R"])
def test_pages_that_are_only_claimed_are_left_out(worker: Worker, tmp_path: Path, kids: str) -> None:
    path = write(tmp_path, book(kids, 9))
    assert worker.probe(path).page_count == 2
    assert [worker.read(path, number).text.text for number in (0, 1)] == [SAYS.format(1), SAYS.format(2)]


@pytest.mark.parametrize(("kids", "count"), [("3 0 R 4 0 R", 2), ("3 0 R 4 0 R 3 0 R", 3), ("3 0 R 4 0 R 9 0 R", 3)])
def test_pages_that_are_listed_stay(worker: Worker, tmp_path: Path, kids: str, count: int) -> None:
    assert worker.probe(write(tmp_path, book(kids, count))).page_count == count


def test_a_tree_that_cannot_be_seen_in_the_bytes_is_believed(worker: Worker, tmp_path: Path) -> None:
    packed = book("3 0 R 4 0 R", 5, more=(b"<</Type/ObjStm/N 0/First 0/Length 0>>stream\n\nendstream",))
    assert worker.probe(write(tmp_path, packed)).page_count == 5


def test_a_tree_of_nothing_but_itself_has_no_pages(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        worker.probe(write(tmp_path, book("2 0 R", 5)))
    assert caught.value.key == "import.no_pages"
