"""What is no file is said so before anything is copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.library import sources


@pytest.mark.parametrize("given", ["https://example.org/book.pdf", "HTTP://example.org", "ftp://example.org/a.pdf"])
def test_an_address_is_no_file_that_went_away(given: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        sources._refuse_what_is_no_file(Path(given), Path(given).name)
    assert caught.value.key == "import.address"


def test_a_name_may_begin_like_an_address(tmp_path: Path) -> None:
    page = tmp_path / "https page.txt"
    page.write_text("Water is wet.", encoding="utf-8")
    sources._refuse_what_is_no_file(page, page.name)
    with pytest.raises(UserFacingError) as caught:
        sources._refuse_what_is_no_file(tmp_path / "http.pdf", "http.pdf")
    assert caught.value.key == "import.not_found"
