"""A search beside the writer uses the shared index as far as it goes, and leaves the data folder as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.store.index import TextIndex
from app.store.index_beside import IndexBeside
from tests.unit.store.test_index import add, embed, page_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.documents import Page
    from app.store.store import Store


class Reads:
    """Reads pages of a store and remembers which."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pages: list[str] = []

    def hashes(self) -> dict[str, str]:
        return self._store.read(lambda work: work.documents.page_hashes())

    def load(self, page_id: str) -> Page:
        self.pages.append(page_id)
        return self._store.read(lambda work: work.documents.page(page_id))


@pytest.fixture
def reads(store: Store) -> Reads:
    return Reads(store)


@pytest.fixture
def beside(store: Store, reads: Reads) -> Iterator[IndexBeside]:
    with IndexBeside(store.folder / "index.db", reads.hashes, reads.load) as index:
        yield index


def write_index(store: Store) -> TextIndex:
    index = TextIndex(store.folder / "index.db", Reads(store).hashes, Reads(store).load)
    index.catch_up()
    return index


def folder(store: Store) -> dict[Path, bytes]:
    """What the index says; a reader may leave an empty log beside it."""
    names = (store.folder / f"index.db{tail}" for tail in ("", "-wal"))
    return {
        name: name.read_bytes() for name in names if name.exists() and (name.stat().st_size or name.suffix == ".db")
    }


@pytest.mark.parametrize("held", [True, False])
def test_an_index_that_is_up_to_date_is_used_as_it_is(
    store: Store, reads: Reads, beside: IndexBeside, held: bool
) -> None:
    document = add(store, "apple", "river")
    writer = write_index(store)
    if not held:
        writer.close()
    before = folder(store)
    assert [hit.document_id for hit in beside.search("apple")] == [document.id]
    assert reads.pages == []
    assert folder(store) == before
    writer.close()


def test_only_what_the_shared_index_lacks_is_read(store: Store, reads: Reads, beside: IndexBeside) -> None:
    document = add(store, "mountain", "river")
    with write_index(store):
        corrected = replace(document.pages[0], text=page_text("valley"), corrected=True)
        store.write(lambda work: work.documents.save_page(corrected))
        before = folder(store)
        assert [hit.text for hit in beside.search("valley river")] != []
        assert {hit.text for hit in beside.search("valley river")} == {"valley", "river"}
        assert beside.search("mountain") == ()
        assert reads.pages == [corrected.id]
        assert folder(store) == before


@pytest.mark.parametrize("ruin", [None, b"", b"no database at all" * 500])
def test_without_a_sound_index_every_page_is_read_and_no_file_is_made(
    store: Store, reads: Reads, beside: IndexBeside, ruin: bytes | None
) -> None:
    document = add(store, "apple", "river")
    if ruin is not None:
        (store.folder / "index.db").write_bytes(ruin)
    before = folder(store)
    assert [hit.text for hit in beside.search("river")] == ["river"]
    assert sorted(reads.pages) == sorted(page.id for page in document.pages)
    assert folder(store) == before


@pytest.mark.parametrize("complete", [True, False])
def test_what_pieces_mean_is_searched_beside_the_writer(
    store: Store, reads: Reads, beside: IndexBeside, complete: bool
) -> None:
    add(store, "apple", "river")
    writer = write_index(store)
    embed(writer)
    if not complete:
        add(store, "road")  # no vector yet, and not in the shared index
    before = folder(store)
    letter_r = [float(at == 17) for at in range(26)]
    for _ in range(2):
        assert [one.text for one in beside.nearest(letter_r, 1)] == ["river"]
    assert len(reads.pages) == (0 if complete else 1)
    assert folder(store) == before
    writer.close()
