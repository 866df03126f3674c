"""The library's pages in the search index: cut along their structure, under the headings of the pages before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.domain.documents import Block, BlockKind, Box, Line, Page, PageText, Quality, ReadMethod
from app.library.indexing import PageCutter, marks
from app.store.index import TextIndex
from app.store.store import Store
from app.store.vector_index import VectorIndex
from app.store.vector_pages import VectorRow
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.documents import Document


def read(*texts: str) -> PageText:
    """Texts that begin with # are headings; each block has a line with a box of its own."""
    blocks = []
    for number, text in enumerate(texts):
        box = Box(0.1, number / 20, 0.9, (number + 1) / 20)
        kind = BlockKind.HEADING if text.startswith("#") else BlockKind.PARAGRAPH
        said = text.lstrip("#")
        blocks.append(Block(kind, said, (Line(said, box),), box, level=text.count("#")))
    return PageText(tuple(blocks), ReadMethod.TEXT_LAYER, Quality.GOOD, language="en")


def add(store: Store, *reads: PageText, sha256: str = "a" * 64) -> Document:
    """A document with these pages."""
    document = samples.document(pages=0, sha256=(sha256,))
    pages = tuple(samples.page(document.id, number, one) for number, one in enumerate(reads))
    return store.write(lambda work: work.documents.add(replace(document, pages=pages)))


class Counting:
    """Reads pages of a store for an index and remembers which."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.taken: list[int] = []

    def open(self) -> TextIndex:
        """The index of the store's folder, as the application opens it."""
        return TextIndex(
            self._store.folder / "index.db",
            lambda: marks(self._store.read(lambda work: work.documents.page_hashes())),
            self._load,
            cut=PageCutter(lambda page: self._store.read(lambda work: work.documents.headings_before(page))),
        )

    def _load(self, page_id: str) -> Page:
        page = self._store.read(lambda work: work.documents.page(page_id))
        self.taken.append(page.position)
        return page


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def pages(store: Store) -> Counting:
    return Counting(store)


@pytest.fixture
def index(pages: Counting) -> Iterator[TextIndex]:
    with pages.open() as opened:
        yield opened


def correct(store: Store, page: Page, *texts: str) -> None:
    store.write(lambda work: work.documents.save_page(replace(page, text=read(*texts), corrected=True)))


def test_hits_name_the_chapter_of_pages_before_and_show_the_very_lines(store: Store, index: TextIndex) -> None:
    add(store, read("#Life Processes", "Plants."), read("Leaves breathe.", "##Nutrition", "Animals eat plants."))
    (hit,) = index.search("breathe")
    assert hit.heading == "Life Processes"
    assert hit.boxes[0] == Box(0.1, 0.0, 0.9, 0.05)


def test_only_a_corrected_page_is_taken_in_again_but_for_a_heading_that_others_stand_under(
    store: Store, pages: Counting, index: TextIndex
) -> None:
    book = add(store, read("#Plants", "a"), read("b"), read("#Animals", "c"), read("d"))
    index.catch_up()
    assert sorted(pages.taken) == [0, 1, 2, 3]
    pages.taken.clear()
    correct(store, book.pages[1], "Photosynthesis")
    assert index.search("photosynthesis")[0].heading == "Plants"
    assert pages.taken == [1]
    pages.taken.clear()
    correct(store, book.pages[0], "#Trees", "a")
    assert index.search("photosynthesis")[0].heading == "Trees"
    assert sorted(pages.taken) == [0, 1, 2]


def test_contents_pages_are_not_searched(store: Store, index: TextIndex) -> None:
    rows = [f"{number}. Respiration of plants ........ {number * 9}" for number in range(1, 8)]
    add(store, read("#Contents", *rows), read("Respiration needs oxygen."))
    assert [hit.text for hit in index.search("respiration")] == ["Respiration needs oxygen."]


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the index, its own notes about its schema aside."""
    from app.store import sqlite_module

    connection = sqlite_module.load().connect(str(folder / "index.db"))
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    names = [name for (name,) in connection.execute(tables)]
    found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    connection.close()
    return found


def embed(index: TextIndex) -> None:
    """Give every piece a vector."""
    vectors = VectorIndex(lambda: index._database)
    vectors.begin("model", 8)
    rows = [VectorRow(one.chunk_id, one.document_id, [1.0] * 8, one.text) for one in vectors.missing("model")]
    vectors.add("model", rows)


_COUNTERS = {"sqlite_sequence", "vector_changes"}


def _traces(folder: Path, *signs: str) -> list[str]:
    return [
        f"{table}: {row}"
        for table, found in rows(folder).items()
        for row in found
        if any(sign in str(value) for sign in signs for value in row if isinstance(value, str | bytes))
    ]


@pytest.mark.parametrize("way", ["removed", "erased", "restored and removed", "purged"])
def test_a_document_that_is_gone_leaves_nothing_behind(
    store: Store, index: TextIndex, way: str, pages: Counting
) -> None:
    stays = add(store, read("#Rivers", "The river brings silt."))
    index.catch_up()
    embed(index)
    before = {name: found for name, found in rows(store.folder).items() if name not in _COUNTERS}
    gone = add(store, read("#Xylem", "Quixotic words."), read("Zymurgy."), sha256="b" * 64)
    index.catch_up()
    embed(index)
    signs = (gone.id, *(page.id for page in gone.pages), "quixotic", "xylem", "zymurgy")
    assert len(_traces(store.folder, *signs)) > 3
    store.write(lambda work: work.documents.remove(gone.id))
    if way == "restored and removed":
        index.catch_up()
        store.write(lambda work: work.documents.restore(gone.id))
        assert [hit.document_id for hit in index.search("quixotic")] == [gone.id]
        store.write(lambda work: work.documents.remove(gone.id))
    if way == "erased":
        store.write(lambda work: work.documents.erase(gone.id))
    if way == "purged":
        store.write(lambda work: work.documents.purge("9999"))
    index.catch_up()
    assert _traces(store.folder, *signs) == []
    after = {name: found for name, found in rows(store.folder).items() if name not in _COUNTERS}
    for name in before.keys() - {name for name in before if name.startswith(("chunk_words", "term_trigrams"))}:
        assert after[name] == before[name], name
    assert [hit.document_id for hit in index.search("silt")] == [stays.id]
    index.close()
    with pages.open() as again:
        assert again.search("quixotic") == ()
