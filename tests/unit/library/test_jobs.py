"""Adding files as a durable job."""

from __future__ import annotations

from pathlib import Path

from app.domain.jobs import Lane
from app.library.jobs import lane_for


def test_a_scanned_book_is_read_beside_the_next_page_and_not_before_it(tmp_path: Path) -> None:
    page, book = tmp_path / "page.jpg", tmp_path / "book.pdf"
    page.write_bytes(b"x" * 5_000_000)
    with book.open("wb") as file:
        file.truncate(80_000_000)
    assert lane_for([page, page]) is Lane.QUICK
    assert lane_for([book]) is Lane.NIGHT


def test_a_file_that_went_away_is_the_job_s_to_tell(tmp_path: Path) -> None:
    assert lane_for([tmp_path / "none.pdf"]) is Lane.QUICK
