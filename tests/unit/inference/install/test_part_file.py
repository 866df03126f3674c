"""Whatever a kill or a power cut left of a part and its journal: only bytes that are right are kept."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.inference.install.part_file import PartFile, RemoteFile
from tests.quick_folder import quick_folder

CHUNK = 100
CONTENT = random.Random(1).randbytes(10 * CHUNK + 37)
ORIGIN = RemoteFile("https://example.org/x", etag='"a"', size=len(CONTENT))


def spoil(path: Path, how: str, place: int) -> None:
    data = path.read_bytes()
    place %= len(data) + 1
    if how == "cut":
        path.write_bytes(data[:place])
    elif how == "flip" and place < len(data):
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
    elif how == "zeros":
        path.write_bytes(data[:place] + bytes(len(data) - place))
    elif how == "gone":
        path.unlink()


@given(
    st.integers(0, len(CONTENT)),
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["cut", "flip", "zeros", "gone"]), st.integers(0, 2000)), max_size=2
    ),
)
@settings(max_examples=120, deadline=None)
def test_what_is_kept_is_always_the_beginning_of_the_file(there: int, spoils: list[tuple[bool, str, int]]) -> None:
    with quick_folder() as folder:
        target = folder / "x"
        with PartFile(target, chunk=CHUNK) as part:
            part.begin(ORIGIN)
            part.write(CONTENT[:there])
        for journal, how, place in spoils:
            path = part.journal if journal else part.path
            if path.exists():
                spoil(path, how, place)
        with PartFile(target, chunk=CHUNK) as part:
            part.resume(ORIGIN.url, "", lambda: None)
            kept = part.size
            assert kept <= there
            assert part.digest() == hashlib.sha256(CONTENT[:kept]).hexdigest()
            if not spoils:
                assert kept == there
            if part.origin is None:
                part.begin(ORIGIN)
            part.write(CONTENT[kept:])
            part.place()
        assert target.read_bytes() == CONTENT
        assert [one.name for one in folder.iterdir()] == ["x"]


def test_a_kill_costs_the_open_chunk_and_no_more(tmp_path: Path) -> None:
    killed = PartFile(tmp_path / "x", chunk=CHUNK)
    killed.begin(ORIGIN)
    killed.write(CONTENT[:570])
    # the process is gone: what is on the disk now is all there is
    with PartFile(tmp_path / "x", chunk=CHUNK) as part:
        part.resume(ORIGIN.url, "", lambda: None)
        assert part.size == 500
    killed._close()


def test_a_part_of_another_file_is_not_taken_up(tmp_path: Path) -> None:
    right = hashlib.sha256(CONTENT).hexdigest()
    cases = [
        ("https://example.org/x", "", True),
        ("https://mirror.example.org/x", "", False),
        ("https://mirror.example.org/x", right, True),
        ("https://example.org/x", "0" * 64, False),
    ]
    for url, sha256, taken in cases:
        with PartFile(tmp_path / "x", chunk=CHUNK) as part:
            part.begin(RemoteFile(ORIGIN.url, etag='"a"', sha256=right))
            part.write(CONTENT[:250])
        with PartFile(tmp_path / "x", chunk=CHUNK) as part:
            part.resume(url, sha256, lambda: None)
            assert part.size == (250 if taken else 0)
            if part.origin is not None:
                assert part.origin.etag == ('"a"' if url == ORIGIN.url else ""), "validators are of one server"


def test_a_file_that_nothing_can_be_compared_with_starts_again(tmp_path: Path) -> None:
    with PartFile(tmp_path / "x", chunk=CHUNK) as part:
        part.begin(RemoteFile(ORIGIN.url))
        part.write(CONTENT[:250])
    with PartFile(tmp_path / "x", chunk=CHUNK) as part:
        part.resume(ORIGIN.url, "", lambda: None)
        assert part.size == 0
