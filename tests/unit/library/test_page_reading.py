"""A document of pages that are bombs is given up early, and nothing is read that nobody waits for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import Document, PageNote, SourceFile
from app.domain.errors import UserFacingError
from app.domain.events import EventBus
from app.domain.jobs import ignore_progress
from app.library.page_reading import PageReadings
from app.library.reader import DocumentReader
from app.store.cache import StepCache
from app.store.steps import StepRunner
from app.store.store import Store
from tests.unit.store import samples

Read = Callable[[str], Document]


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    opened = DocumentReader("tests.slow_pages:TASKS", processes=1)
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def read(tmp_path: Path, reader: DocumentReader, store: Store) -> Read:
    """Reads a document with a page per letter."""
    (tmp_path / "staging").mkdir()
    readings = PageReadings(store, StepRunner(StepCache(None)), reader, EventBus(), tmp_path / "staging")

    def read_all(letters: str) -> Document:
        source = SourceFile(letters, store.media.put(letters.encode()), "pdf", len(letters))
        document = replace(samples.document(pages=len(letters)), sources=(source,))
        store.write(lambda work: work.documents.add(document))
        readings.read_all(document, document.pages, None, ignore_progress, None)
        return store.read(lambda work: work.documents.get(document.id))

    return read_all


def asked(store: Store) -> list[int]:
    """The pages that the worker was asked for."""
    return sorted(int(one.name.partition("-")[2]) for one in store.media.folder.glob("asked-*"))


def test_two_slow_pages_and_none_read_end_it(read: Read, store: Store) -> None:
    start = time.monotonic()
    with pytest.raises(UserFacingError) as told:
        read("ss" + "w" * 50)
    assert told.value.key == "import.too_slow"
    assert max(asked(store)) <= 2, "at most the page that was begun meanwhile"
    assert time.monotonic() - start < 20, "and that one was given up"


def test_slow_pages_among_readable_ones_are_marked(read: Read, store: Store) -> None:
    document = read("srsss")
    assert asked(store) == [0, 1, 2, 3, 4]
    assert [PageNote.UNREADABLE in page.text.notes for page in document.pages if page.text] == [1, 0, 1, 1, 1]


def test_damaged_pages_are_quick_and_all_tried(read: Read, store: Store) -> None:
    document = read("dddr")
    assert asked(store) == [0, 1, 2, 3]
    assert document.pages[3].text is not None
    assert document.pages[3].text.text == "Water boils."


def test_a_slow_page_does_not_take_its_neighbours_with_it(read: Read, store: Store) -> None:
    document = read("rlslr")
    unreadable = [PageNote.UNREADABLE in page.text.notes for page in document.pages if page.text]
    assert unreadable == [False, False, True, False, False]
    blamed = (store.media.folder / "blamed").read_text(encoding="ascii").split()
    assert blamed == ["2", "4"], "each page that takes too long is found out once"


def test_a_page_known_to_be_slow_is_not_looked_at_again(read: Read, store: Store) -> None:
    document = read("rskr")
    assert [PageNote.UNREADABLE in page.text.notes for page in document.pages if page.text] == [0, 1, 0, 0]
    assert not (store.media.folder / "blamed").exists()
