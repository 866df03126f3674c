"""Whatever parsers raise leaves as a sentence, and nothing that was asked for is swallowed."""

from __future__ import annotations

import errno
import zlib
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.library.document_worker.faults import check_size, source_faults


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (MemoryError(), "import.too_slow"),
        (RecursionError(), "import.too_slow"),
        (zlib.error("bad"), "import.damaged"),
        (AttributeError("bad"), "import.damaged"),
        (OSError(errno.EINVAL, "misled"), "import.damaged"),
        (OSError(errno.EIO, "pulled"), "import.vanished"),
        (UserFacingError("import.encrypted", name="x"), "import.encrypted"),
    ],
)
def test_faults_become_sentences(tmp_path: Path, fault: Exception, key: str) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"x")
    with pytest.raises(UserFacingError) as caught, source_faults(path, path.name):
        raise fault
    assert caught.value.key == key
    assert "{" not in str(caught.value)


def test_a_fault_on_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught, source_faults(tmp_path / "gone.pdf", "gone.pdf"):
        raise ValueError
    assert caught.value.key == "import.vanished"


def test_a_cancel_goes_through(tmp_path: Path) -> None:
    with pytest.raises(JobCancelled), source_faults(tmp_path, "x"):
        raise JobCancelled


def test_sizes_are_checked_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(UserFacingError) as caught:
        check_size(path, path.name, 500 << 20)
    assert caught.value.key == "import.too_large"
    assert "3072 MB" in str(caught.value)
