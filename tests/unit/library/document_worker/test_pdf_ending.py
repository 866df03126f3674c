"""A copy that lost only the table at its end is read whole; one that lost a page is refused."""

from __future__ import annotations

import random
import re
import zlib
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.library.document_worker import pdf
from tests.pdf_files import PdfPage, pdf_bytes

PAGES = 3


def _classic() -> bytes:
    return pdf_bytes(*(PdfPage().text(60, 100, f"Page {number} is whole.") for number in range(PAGES)))


def _with_table_object() -> bytes:
    """The same with its table in an object, as programs have written since 2003."""
    data = _classic()
    body = data[: data.rfind(b"xref\n", 0, data.rfind(b"startxref"))]
    places = {int(one[1]): one.start() for one in re.finditer(rb"(\d+) 0 obj", body)}
    size = max(places) + 2
    rows = b"".join(
        (b"\1" if number in places or number == size - 1 else b"\0")
        + places.get(number, len(body)).to_bytes(4, "big")
        + b"\0"
        for number in range(size)
    )
    packed = zlib.compress(rows)
    root = re.search(rb"/Root (\d+ 0 R)", data)
    assert root is not None
    head = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Root %s /Filter /FlateDecode /Length %d >>\nstream\n"
    table = head % (size - 1, size, root[1], len(packed)) + packed + b"\nendstream\nendobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _texts(path: Path) -> list[str]:
    with pdf.opened(str(path), path.name) as document:
        return [page.get_textpage().get_text_range().strip() for page in document]


@pytest.mark.parametrize("make", [_classic, _with_table_object])
def test_a_file_that_lost_its_last_bytes_is_read_whole(tmp_path: Path, make: object) -> None:
    data = make()  # type: ignore[operator]
    path = tmp_path / "cut.pdf"
    for lost in range(41):
        path.write_bytes(data[: len(data) - lost])
        assert _texts(path) == [f"Page {number} is whole." for number in range(PAGES)], f"{lost} bytes lost"


@pytest.mark.parametrize("make", [_classic, _with_table_object])
def test_noise_behind_the_end_does_not_matter(tmp_path: Path, make: object) -> None:
    path = tmp_path / "noise.pdf"
    for noise in (random.Random(5).randbytes(100_000), bytes(100_000), b"\n" * 100_000):
        path.write_bytes(make() + noise)  # type: ignore[operator]
        assert len(_texts(path)) == PAGES


@pytest.mark.parametrize("make", [_classic, _with_table_object])
def test_a_file_that_lost_an_object_is_refused(tmp_path: Path, make: object) -> None:
    data = make()  # type: ignore[operator]
    ends = [one.end() for one in re.finditer(b"endobj", data)]
    last = ends[-1] if make is _classic else ends[-2]
    path = tmp_path / "cut.pdf"
    for size in (*ends[:-2], last - 1, last - 8, last // 2):
        path.write_bytes(data[:size])
        with pytest.raises(UserFacingError) as told, pdf.opened(str(path), path.name):
            pass
        assert told.value.key == "import.damaged", size
