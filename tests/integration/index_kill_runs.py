"""Kills whoever indexes at random moments and compares what is left: shared by the test (20 kills) and the benchmark.

A process of its own makes the library, forks for each run and tells its number, so that a run costs no start of Python.

    python -m tests.integration.index_kill_runs FOLDER
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.documents import Block, BlockKind, Page, PageText, Quality, ReadMethod
from app.library.indexing import PageCutter, marks
from app.store import sqlite_module
from app.store.index import TextIndex
from app.store.store import Store
from app.store.vector_index import VectorIndex
from app.store.vector_pages import VectorRow
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
DOCUMENTS, PAGES = 3, 18
_MODEL, _DIMENSION = "kill", 16
_CHANGE = b"--\n"
_OFTEN = 2  # once before a kill and once after it
_LONGEST = 0.35  # seconds from the beginning of a run to its kill
_SENTENCE = "The root takes up water and the leaf gives off vapour. "


@dataclass
class KillReport:
    """What was found.

    Attributes:
        moments: When each run was killed, in seconds.
        unfinished: Pages that were not in the index when the process was killed, by run.
        again: Most often that a page was taken in with the same text.
        broken: Every promise that was broken.
    """

    moments: list[float] = field(default_factory=list)
    unfinished: list[int] = field(default_factory=list)
    again: int = 0
    broken: list[str] = field(default_factory=list)


class Library:
    """A store of documents and its index; what the index takes in is written to a log that outlives a kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store.open(folder / "data")
        self._log = os.open(folder / "taken.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def marks(self) -> dict[str, str]:
        """What decides what the index holds of each page."""
        return marks(self.store.read(lambda work: work.documents.page_hashes()))

    def open_index(self, path: Path | None) -> TextIndex:
        """The index in a file, or a private one."""
        before = PageCutter(lambda page: self.store.read(lambda work: work.documents.headings_before(page)))
        return TextIndex(path, self.marks, self._load if path else self._quietly, cut=before)

    def _quietly(self, page_id: str) -> Page:
        return self.store.read(lambda work: work.documents.page(page_id))

    def _load(self, page_id: str) -> Page:
        page = self._quietly(page_id)
        os.write(self._log, f"{page_id} {self.marks()[page_id]}\n".encode())
        return page

    def note_change(self) -> None:
        """What is taken in from here on was not taken in before: documents come back, texts become what they were."""
        os.write(self._log, _CHANGE)

    def close(self) -> None:
        """Let everything go."""
        os.close(self._log)
        self.store.close()


def kill_many(folder: Path, count: int, *, seed: int, thorough_every: int = 10) -> KillReport:
    """Index, re-index and kill, in one data folder, that many times."""
    chance = random.Random(seed)
    report = KillReport()
    command = [sys.executable, "-m", "tests.integration.index_kill_runs", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for run in range(count):
            server.stdin.write(f"{seed * count + run}\n")
            server.stdin.flush()
            process = int(server.stdout.readline())
            moment = chance.uniform(0, _LONGEST)
            time.sleep(moment)
            os.kill(process, signal.SIGKILL)
            assert server.stdout.readline() == "over\n"
            report.moments.append(moment)
            _look(folder, report, thorough=run % thorough_every == thorough_every - 1 or run == count - 1)
        server.stdin.close()
    return report


def _look(folder: Path, report: KillReport, *, thorough: bool) -> None:
    """Open what the killed process left, let the index go on, and compare."""
    library = Library(folder)
    path = folder / "data" / "index.db"
    try:
        if path.exists():
            report.broken += _torn(path)
        with library.open_index(path) as index:
            report.unfinished.append(index.missing())
            index.catch_up()
            _embed(index)
        report.broken += _torn(path)
        if thorough:
            report.broken += _unlike_a_fresh_one(library, path)
    finally:
        library.close()
    for since_change in (folder / "taken.log").read_bytes().split(_CHANGE):
        taken = Counter(since_change.splitlines())
        report.again = max([report.again, *taken.values()])
        report.broken += [f"taken in {times} times: {page!r}" for page, times in taken.items() if times > _OFTEN]
    (folder / "taken.log").write_text("")


_TORN = {
    "pieces of pages that are not in the index": "chunks WHERE page_id NOT IN (SELECT page_id FROM indexed_pages)",
    "vectors of no piece": "vectors WHERE chunk_id NOT IN (SELECT id FROM chunks)",
    "rows of bits of no vector": "vector_pages WHERE id NOT IN (SELECT page_id FROM vectors)",
    "rows of bits with a wrong count": (
        "vector_pages AS p WHERE live != (SELECT count(*) FROM vectors WHERE page_id = p.id)"
    ),
    "totals that are not those of the pieces": (
        "totals WHERE chunks != (SELECT count(*) FROM chunks) OR words != (SELECT coalesce(sum(length), 0) FROM chunks)"
    ),
}


def _torn(path: Path) -> list[str]:
    """What does not go together in the file as it lies there."""
    connection = sqlite_module.load().connect(str(path))
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'vectors'").fetchone()[0]:
            return []  # killed before the migrations
        faults = [
            f"{number} {what}"
            for what, rows in _TORN.items()
            if (number := connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])
        ]
        connection.execute("INSERT INTO chunk_words (chunk_words, rank) VALUES ('integrity-check', 1)")
    finally:
        connection.close()
    return faults


def _unlike_a_fresh_one(library: Library, path: Path) -> list[str]:
    """How the index differs from one that was made at once from the documents."""
    fresh = library.folder / "fresh.db"
    for tail in ("", "-wal", "-shm"):
        fresh.with_name(fresh.name + tail).unlink(missing_ok=True)
    with library.open_index(fresh) as index:
        index.catch_up()
    said, expected = _says(path), _says(fresh)
    return [f"{name} are not those of the documents" for name in expected if said[name] != expected[name]]


def _says(path: Path) -> dict[str, list[Any]]:
    connection = sqlite_module.load().connect(str(path))
    queries = {
        "pages": "SELECT page_id, text_hash FROM indexed_pages ORDER BY page_id",
        "pieces": "SELECT document_id, page_id, position, heading, text, words, boxes FROM chunks ORDER BY 2, 3",
        "words": "SELECT term, root, sound FROM terms ORDER BY term",
        "totals": "SELECT * FROM totals",
    }
    found = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    connection.close()
    return found


def _embed(index: TextIndex) -> None:
    """Give each piece a vector that is made of its text."""
    vectors = VectorIndex(lambda: index._database)
    vectors.begin(_MODEL, _DIMENSION)
    while waiting := vectors.missing(_MODEL, 40):
        rows = [VectorRow(one.chunk_id, one.document_id, _vector(one.text), one.text) for one in waiting]
        if not vectors.add(_MODEL, rows):
            return


def _vector(text: str) -> list[float]:
    return [float(one) for one in random.Random(text).choices(range(1, 9), k=_DIMENSION)]


def _read(chance: random.Random) -> PageText:
    blocks = [
        Block(BlockKind.HEADING, f"Part {chance.randrange(9)}", level=chance.randrange(1, 3)),
        *(
            Block(BlockKind.PARAGRAPH, f"Word{chance.randrange(10**6)}. {_SENTENCE * chance.randrange(3, 9)}".strip())
            for _ in range(3)
        ),
    ]
    return PageText(tuple(blocks[chance.randrange(2) :]), ReadMethod.TEXT, Quality.GOOD, language="en")


def _make_library(folder: Path) -> None:
    library, chance = Library(folder), random.Random(5)
    for number in range(DOCUMENTS):
        document = samples.document(pages=0, sha256=(f"{number}" * 64,))
        pages = tuple(samples.page(document.id, page, _read(chance)) for page in range(PAGES))
        document = replace(document, pages=pages)
        library.store.write(lambda work, one=document: work.documents.add(one))
    library.close()


def _work(folder: Path, seed: int) -> None:
    """Correct pages, remove and bring back documents, and index: until killed."""
    library, chance = Library(folder), random.Random(seed)
    listed = (library.store.read(lambda work, gone=gone: work.documents.list(deleted=gone)) for gone in (False, True))
    documents = [one.id for some in listed for one in some]
    whole = [library.store.read(lambda work, one=one: work.documents.get(one)) for one in documents]
    pages = [page for one in whole for page in one.pages]

    def correct() -> None:
        for page in chance.sample(pages, chance.randrange(1, 30)):
            changed = replace(page, text=_read(chance), corrected=True)
            library.store.write(lambda work, one=changed: work.documents.save_page(one))

    def remove() -> None:
        one = chance.choice(documents)
        library.store.write(lambda work: work.documents.remove(one))

    def restore() -> None:
        one = chance.choice(documents)
        library.store.write(lambda work: work.documents.restore(one))

    ways: list[Callable[[], None]] = [correct, correct, remove, restore, restore]
    if chance.random() < 0.2:
        (folder / "data" / "index.db").unlink(missing_ok=True)
    with library.open_index(folder / "data" / "index.db") as index:
        while True:
            index.catch_up()
            _embed(index)
            library.note_change()
            chance.choice(ways)()


def main() -> None:
    """Fork for each line; the child works until it is killed."""
    folder = Path(sys.argv[1])
    _make_library(folder)
    for line in sys.stdin:
        process = os.fork()
        if not process:
            _work(folder, int(line))
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
        os.waitpid(process, 0)
        sys.stdout.write("over\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
