"""Commit latency FULL beside NORMAL, lost updates of SQLAlchemy's defaults beside ours, opening and checking.

python -m tests.benchmarks.bench_store [--kills 200]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from app.domain.documents import Block, BlockKind, Box, Line, PageText, Quality, ReadMethod, Word
from app.store import migrate, soundness, sqlite_module
from app.store.database import Database, make_engine
from app.store.index import TextIndex
from app.store.store import Store
from app.store.unit_of_work import UnitOfWork
from tests.integration.test_store_survives import kill_again_and_again
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

COMMITS = 300
THREADS = 8
UPDATES = 100


def spread(name: str, seconds: list[float], beside: float) -> float:
    """Print one line of milliseconds and the ratio to `beside`; returns the median."""
    ordered = sorted(seconds)
    median = statistics.median(ordered)
    p99 = ordered[int(len(ordered) * 0.99)]
    ratio = median / (beside or median)
    print(f"  {name:28} median {median * 1e3:7.2f} ms   p99 {p99 * 1e3:7.2f} ms   ratio {ratio:5.1f}")
    return median


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def commits(folder: Path) -> None:
    """One small row per commit, the two settings taking turns."""
    module = sqlite_module.load()
    databases: dict[str, Database] = {}
    for name in ("NORMAL", "FULL"):
        path = folder / f"{name}.db"
        engine = make_engine(module, path)
        migrate.upgrade(engine, "main")
        engine.dispose()
        databases[name] = Database(module, path, synchronous="FULL" if name == "FULL" else "NORMAL")
    seconds: dict[str, list[float]] = {name: [] for name in databases}
    for _ in range(COMMITS):
        for name, database in databases.items():
            write = lambda one: UnitOfWork(one).people.add(samples.person())  # noqa: E731
            seconds[name].append(timed(lambda database=database, write=write: database.write(write)))
    print(f"commit of one row, {COMMITS} each, taking turns")
    normal = spread("synchronous=NORMAL", seconds["NORMAL"], 0)
    spread("synchronous=FULL (ours)", seconds["FULL"], normal)
    for database in databases.values():
        database.close()


def lost_updates(folder: Path) -> None:
    """Eight threads of read-modify-write on one number: SQLAlchemy as it comes, and the writer thread."""
    module = sqlite_module.load()
    plain = create_engine(f"sqlite:///{folder / 'plain.db'}", module=module, connect_args={"timeout": 30})
    ours = Database(module, folder / "ours.db")

    def plain_increment() -> None:
        with plain.begin() as one:
            value = one.execute(text("SELECT value FROM number")).scalar_one()
            one.execute(text("UPDATE number SET value = :value"), {"value": value + 1})

    def our_increment() -> None:
        def work(one):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            value = one.execute(text("SELECT value FROM number")).scalar_one()
            one.execute(text("UPDATE number SET value = :value"), {"value": value + 1})

        ours.write(work)

    print(f"lost updates, {THREADS} threads x {UPDATES}")
    for name, increment, begin in (
        ("SQLAlchemy as it comes", plain_increment, _begin(plain)),
        ("one writer (ours)", our_increment, lambda work: ours.write(work)),
    ):
        begin(lambda one: one.execute(text("CREATE TABLE number (value INTEGER)")))
        begin(lambda one: one.execute(text("INSERT INTO number VALUES (0)")))
        acknowledged, seconds = _hammer(increment)
        final = begin(lambda one: one.execute(text("SELECT value FROM number")).scalar_one())
        print(f"  {name:28} acknowledged {acknowledged}, found {final}, lost {acknowledged - final}, {seconds:.2f} s")
    ours.close()
    plain.dispose()


def _begin(engine: Engine):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def begin(work):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        with engine.begin() as one:
            return work(one)

    return begin


def _hammer(increment: Callable[[], None]) -> tuple[int, float]:
    done: list[int] = []

    def many() -> None:
        for _ in range(UPDATES):
            try:
                increment()
            except Exception:  # noqa: BLE001 - not acknowledged
                continue
            done.append(1)

    threads = [threading.Thread(target=many) for _ in range(THREADS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done), time.perf_counter() - start


def book_page(number: int) -> PageText:
    """A page with 40 lines of 10 words, as OCR gives it."""
    box = Box(0.1, 0.1, 0.9, 0.2)
    chance = random.Random(number)

    def line() -> Line:
        boxes = (Box(*(chance.randrange(2480) / 2480 for _ in range(4))) for _ in range(10))
        words = tuple(Word(f"शब्द{number}x{chance.randrange(99)}", one, chance.uniform(60, 96)) for one in boxes)
        return Line(" ".join(word.text for word in words), box, words)

    lines = tuple(line() for _ in range(40))
    return PageText(
        (Block(BlockKind.PARAGRAPH, "\n".join(one.text for one in lines), lines, box),), ReadMethod.OCR, Quality.GOOD
    )


def opening(folder: Path) -> None:
    """A library of ten books of 300 pages and 200 lessons: open, check, list, back up, index, search."""
    with Store.open(folder) as store:
        for book in range(10):
            of_book = samples.document(f"Book {book}", pages=0, sha256=(f"{book}" * 64,))
            pages = tuple(samples.page(of_book.id, number, book_page(number)) for number in range(300))
            whole = replace(of_book, pages=pages)
            store.write(lambda work, one=whole: work.documents.add(one))
        store.write(lambda work: [work.lessons.add(samples.lesson(f"L{n}")) for n in range(200)])
        print("library of 3,000 pages and 200 lessons")
        print(f"  {'backup, checked':28} {timed(store.backup) * 1e3:7.0f} ms")
    path, module = folder / "shikshasetu.db", sqlite_module.load()
    print(f"  {'size of the file':28} {path.stat().st_size / 1e6:7.1f} MB")
    for name, thorough in (("quick check", False), ("thorough check", True)):
        seconds = timed(lambda thorough=thorough: soundness.is_sound(module, path, thorough=thorough))
        print(f"  {name:28} {seconds * 1e3:7.0f} ms")
    for name, read_only in (("open for writing", False), ("open for reading", True)):
        print(f"  {name:28} {timed(lambda r=read_only: Store.open(folder, read_only=r).close()) * 1e3:7.0f} ms")
    with Store.open(folder) as store:
        lists = timed(lambda: store.read(lambda work: (work.documents.list(), work.lessons.summaries())))
        print(f"  {'lists of Home':28} {lists * 1e3:7.0f} ms")
        index = TextIndex(
            folder / "index.db",
            lambda: store.read(lambda work: work.documents.page_hashes()),
            lambda page_id: store.read(lambda work: work.documents.page(page_id)),
        )
        print(f"  {'index everything':28} {timed(index.catch_up) * 1e3:7.0f} ms")
        print(f"  {'search':28} {timed(lambda: index.search('शब्द7x3')) * 1e3:7.0f} ms")
        index.close()


def kills(folder: Path, count: int) -> None:
    """Kill a writer that often, twenty times per data folder; print where the kills landed."""
    chance = random.Random(200)
    moments = [chance.uniform(0, 0.2) for _ in range(count)]
    found = 0
    start = time.perf_counter()
    for first in range(0, count, 20):
        found += kill_again_and_again(folder / str(first), moments[first : first + 20])
    print(f"{count} kills in {time.perf_counter() - start:.0f} s: {found} lessons acknowledged, every one found")
    print("milliseconds after the first acknowledgement:")
    for low in range(0, 200, 20):
        landed = sum(low <= moment * 1e3 < low + 20 for moment in moments)
        print(f"  {low:3}-{low + 20:3} {'#' * landed}")


def main() -> None:
    """Run everything; with --kills only that."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    count = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        if count:
            kills(Path(folder), count)
            return
        commits(Path(folder))
        lost_updates(Path(folder))
        (library := Path(folder) / "library").mkdir()
        opening(library)


if __name__ == "__main__":
    main()
