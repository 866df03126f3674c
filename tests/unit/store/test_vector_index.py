from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.errors import UserFacingError
from app.store import migrate, sqlite_module, vector_codes, vector_index
from app.store.database import Database, make_engine
from app.store.vector_index import VectorIndex
from app.store.vector_models import ModelState
from app.store.vector_pages import PAGE, VectorRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from app.store.vector_codes import Floats

D = 64


def draw(count: int, dimension: int = D, *, seed: int = 1, centres: int = 40) -> Floats:
    """Unit vectors around some centres."""
    made = np.random.default_rng(77).standard_normal((centres, dimension), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    random = np.random.default_rng(seed)
    noise = random.standard_normal((count, dimension), dtype=np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    found = made[random.integers(0, centres, count)] + noise
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


@lru_cache(maxsize=1)
def _empty() -> bytes:
    """An index file with nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.db"
        engine = make_engine(sqlite_module.load(), path)
        migrate.upgrade(engine, "index")
        engine.dispose()
        database = Database(sqlite_module.load(), path)
        database.write(lambda _one: None)
        database.close()  # the log goes into the file
        return path.read_bytes()


class Library:
    """An index file with pieces of text and their vectors, and what ought to be found in it."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_empty())
        self.database = Database(sqlite_module.load(), path, synchronous="NORMAL")
        self.vectors = VectorIndex(lambda: self.database)

    def write_texts(self, texts: dict[int, str], document: str = "one") -> None:
        """Pieces by id, with whatever other columns a piece has."""

        def work(one: Connection) -> None:
            columns = {row.name: row.type for row in one.execute(text("PRAGMA table_info(chunks)"))}
            known = {"id": ":id", "document_id": ":document", "text": ":text"}
            empty = {"INTEGER": "0", "TEXT": "''", "BLOB": "x''"}
            values = ", ".join(known.get(name, empty[kind]) for name, kind in columns.items())
            rows = [{"id": at, "document": document, "text": piece} for at, piece in texts.items()]
            one.execute(text(f"INSERT INTO chunks ({', '.join(columns)}) VALUES ({values})"), rows)
            one.execute(text("INSERT INTO chunk_words (rowid, words) VALUES (:id, '')"), rows)

        self.database.write(work)

    def remove_texts(self, ids: Iterable[int]) -> None:
        rows = [{"id": one} for one in ids]
        self.database.write(lambda one: one.execute(text("DELETE FROM chunks WHERE id = :id"), rows))

    def put(self, vectors: Floats, first: int = 1, document: str = "one", model: str = "m") -> None:
        """Pieces and their vectors."""
        ids = range(first, first + len(vectors))
        self.write_texts({at: f"text {at}" for at in ids}, document)
        self.vectors.begin(model, vectors.shape[1])
        self.vectors.add(model, [VectorRow(at, document, one) for at, one in zip(ids, vectors, strict=True)])

    def count(self, table: str) -> int:
        return self.database.read(lambda one: one.scalar(text(f"SELECT count(*) FROM {table}"))) or 0

    def check(self) -> dict[tuple[int, int], Floats]:
        """Bits, exact vectors and pieces agree; the exact vectors by model and piece."""

        def work(one: Connection) -> dict[tuple[int, int], Floats]:
            chunks = {row.id: row.document_id for row in one.execute(text("SELECT id, document_id FROM chunks"))}
            pages = {row.id: row for row in one.execute(text("SELECT * FROM vector_pages"))}
            found = {}
            for row in one.execute(text("SELECT * FROM vectors")):
                page = pages[row.page_id]
                vector = np.frombuffer(row.vector, "<f4")
                wide = vector_codes.width(len(vector))
                assert (page.model_id, page.document_id) == (row.model_id, chunks[row.chunk_id])
                assert np.frombuffer(page.ids, "<i8")[row.slot] == row.id
                bits = page.bits[row.slot * wide : (row.slot + 1) * wide]
                assert bits == vector_codes.encode(vector[None]).tobytes()
                found[row.model_id, row.chunk_id] = vector
            for page in pages.values():
                ids = np.frombuffer(page.ids, "<i8")
                wide = len(page.bits) // len(ids)
                assert 0 < page.live == np.count_nonzero(ids) <= len(ids) <= PAGE
                assert not any(page.bits[at * wide : (at + 1) * wide].strip(b"\0") for at in np.flatnonzero(ids == 0))
            assert sum(page.live for page in pages.values()) == len(found)
            return found

        return self.database.read(work)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "index.db")
    yield made
    made.database.close()


def truth(vectors: Floats, query: Floats, k: int) -> list[int]:
    return [int(at) + 1 for at in np.argsort(-(vectors @ query), kind="stable")[:k]]


def found(library: Library, query: Floats, k: int = 10, documents: frozenset[str] | None = None) -> list[int]:
    return [chunk_id for chunk_id, _ in library.vectors.search(query, k, documents)]


@pytest.fixture(params=["sqlite-vec", "numpy"])
def comparing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to compare exact vectors."""
    if request.param == "numpy":
        monkeypatch.setattr(sqlite_module, "_load_vectors", lambda _raw: False)
    return str(request.param)


@pytest.mark.parametrize("centres", [60, 3000])
def test_the_nearest_are_found_with_their_cosines(library: Library, comparing: str, centres: int) -> None:
    vectors = draw(3000, centres=centres)
    library.put(vectors)
    hits = 0
    for query in draw(20, seed=2, centres=centres):
        answer = library.vectors.search(query, 10)
        cosines = [cosine for _, cosine in answer]
        assert cosines == sorted(cosines, reverse=True)
        assert cosines == pytest.approx([float(vectors[at - 1] @ query) for at, _ in answer], abs=1e-5)
        hits += len({at for at, _ in answer} & set(truth(vectors, query, 10)))
    assert hits >= 198


def test_sqlite_vec_is_there_and_can_load_nothing_afterwards(library: Library) -> None:
    def work(one: Connection) -> str:
        assert sqlite_module.can_compare_vectors(one)
        with pytest.raises(Exception, match="not authorized"):
            one.execute(text("SELECT load_extension('anything')"))
        return str(one.scalar(text("SELECT vec_version()")))

    assert library.database.read(work).startswith("v")


def test_a_python_that_loads_no_extensions_compares_by_itself() -> None:
    class Plain:
        """A connection of such a Python."""

    assert not sqlite_module._load_vectors(Plain())


@pytest.mark.parametrize("most", [vector_index._HELD_IN_MEMORY, 0])
def test_what_is_held_in_memory_is_what_the_file_has(
    library: Library, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(vector_index, "_HELD_IN_MEMORY", most)
    vectors = draw(900)
    library.put(vectors)
    assert found(library, vectors[5], 1) == [6]
    held = library.vectors._held
    assert found(library, vectors[6], 1) == [7]
    assert library.vectors._held is held
    assert held is not None
    assert bool(held.blocks) == bool(most)
    beside = sqlite_module.load().connect(str(library.database.path))  # another process
    beside.execute("DELETE FROM chunks WHERE id = 6")
    beside.commit()
    beside.close()
    assert 6 not in found(library, vectors[5], 900)
    library.put(vectors[:1], 1001)
    assert set(found(library, vectors[0], 2)) == {1, 1001}
    library.vectors.begin("new", D)
    everywhere = [VectorRow(at, "one", vectors[9]) for at in (*range(1, 901), 1001)]
    library.vectors.add("new", everywhere)
    assert found(library, vectors[8], 1) == [9]
    assert library.vectors.complete("new")
    assert library.vectors.search(vectors[9], 1)[0][1] == pytest.approx(1, abs=1e-5)


def test_a_file_made_anew_is_not_taken_for_the_one_before(library: Library, tmp_path: Path) -> None:
    vectors = draw(21)
    library.put(vectors[:20])
    index = VectorIndex(lambda: opened[-1].database)
    opened = [library]
    assert [at for at, _ in index.search(vectors[3], 1)] == [4]
    other = Library(tmp_path / "other.db")
    other.put(vectors)  # after as many changes
    opened.append(other)
    assert [at for at, _ in index.search(vectors[20], 1)] == [21]
    other.database.close()


def test_vectors_that_point_away_are_found_too(library: Library) -> None:
    vectors = draw(300, centres=1)
    library.put(vectors)
    assert found(library, -vectors[0], 5) == truth(vectors, -vectors[0], 5)
    library.remove_texts(range(1, 290))  # the empty places are no nearer than what points away
    assert len(found(library, -vectors[295], 20)) == 11


def test_only_direction_counts(library: Library, comparing: str) -> None:
    vectors = draw(50)
    library.put(vectors * 1000)
    assert library.vectors.search(vectors[3] * 1e-6, 1) == ((4, pytest.approx(1, abs=1e-5)),)


def test_a_filter_finds_the_best_of_what_it_keeps(library: Library, comparing: str) -> None:
    vectors = draw(2500, centres=5)
    for start in range(0, 2500, 25):
        library.put(vectors[start : start + 25], start + 1, f"book {start // 25}")
    for number in (0, 41, 99):
        best = vectors[number * 25 : number * 25 + 25] @ vectors[0]
        expected = (np.argsort(-best)[:10] + number * 25 + 1).tolist()
        assert found(library, vectors[0], 10, frozenset({f"book {number}"})) == expected
    both = found(library, vectors[0], 50, frozenset({"book 1", "book 2", "no such book"}))
    assert set(both) == set(range(26, 76))
    assert found(library, vectors[0], 10, frozenset()) == []


def test_a_filter_that_leaves_nothing_near_finds_the_best_all_the_same(library: Library) -> None:
    vectors = draw(9000, 256, centres=9000)
    library.put(vectors)
    queries = draw(10, 256, seed=2, centres=9000)
    right = sum(len(set(found(library, one, 10, frozenset({"one"}))) & set(truth(vectors, one, 10))) for one in queries)
    assert right >= 99


def test_nothing_is_found_where_nothing_is(library: Library) -> None:
    assert library.vectors.search(draw(1)[0], 10) == ()
    library.put(draw(3))
    assert library.vectors.search(draw(1)[0], 0) == ()
    assert len(library.vectors.search(draw(1)[0], 100)) == 3
    assert library.vectors.search(draw(1)[0], 1, fingerprint="unknown") == ()


USELESS: dict[str, Any] = {
    "nan": [float("nan")] + [1.0] * (D - 1),
    "inf": [float("inf")] + [1.0] * (D - 1),
    "too large": [1e200] + [1.0] * (D - 1),
    "nothing": [0.0] * D,
    "short": [1.0] * (D - 1),
    "long": [1.0] * (D + 1),
    "empty": [],
    "nested": [[1.0] * D],
}


@pytest.mark.parametrize("kind", USELESS)
def test_a_useless_vector_is_refused_and_nothing_of_its_batch_is_stored(library: Library, kind: str) -> None:
    library.put(draw(5))
    library.write_texts({6: "six", 7: "seven"})
    rows = [VectorRow(6, "one", draw(1)[0]), VectorRow(7, "one", USELESS[kind])]
    for use in (lambda: library.vectors.add("m", rows), lambda: library.vectors.search(rows[1].vector, 3)):
        with pytest.raises(UserFacingError) as told:
            use()
        assert told.value.key == "index.bad_vector"
    assert len(library.check()) == 5


def test_vectors_of_an_unknown_model_or_of_another_length_are_a_bug(library: Library) -> None:
    with pytest.raises(ValueError, match="not begun"):
        library.vectors.add("m", [VectorRow(1, "one", draw(1)[0])])
    library.vectors.begin("m", D)
    for dimension in (D + 1, 0, 9000):
        with pytest.raises(ValueError, match=r"length|dimensions"):
            library.vectors.begin("m", dimension)


def test_a_deleted_piece_leaves_nothing_behind(library: Library) -> None:
    vectors = draw(600)
    library.put(vectors)
    library.put(draw(10, seed=3), 1001, "two")
    library.remove_texts([2])
    assert 2 not in found(library, vectors[1], 600)
    assert len(library.check()) == 609
    library.remove_texts({*range(1, 601)} - {2})
    assert len(library.check()) == 10
    assert library.count("vector_pages") == 1
    library.database.close()
    raw = library.database.path.read_bytes()
    bits = vector_codes.encode(vectors)
    assert not any(one.tobytes() in raw for one in (*vectors, *bits))


def test_the_space_of_deleted_pieces_is_used_again(library: Library) -> None:
    library.put(draw(3 * PAGE))
    sizes = []
    for number in range(1, 6):
        library.remove_texts(range(1, 3 * PAGE, 2))
        vectors = draw(3 * PAGE // 2, seed=number)
        library.write_texts({2 * at + 1: "again" for at in range(len(vectors))})
        library.vectors.add("m", [VectorRow(2 * at + 1, "one", one) for at, one in enumerate(vectors)])
        assert library.count("vector_pages") == 3
        library.check()
        sizes.append(library.database.read(lambda one: one.scalar(text("PRAGMA page_count"))) or 0)
    assert sizes[-1] <= sizes[0]


def test_a_piece_that_changed_while_it_was_embedded_gets_no_vector(library: Library) -> None:
    library.vectors.begin("m", D)
    library.write_texts({1: "old", 2: "same", 3: "gone"})
    asked = library.vectors.missing("m")
    assert [(one.chunk_id, one.document_id, one.text) for one in asked] == [
        (1, "one", "old"),
        (2, "one", "same"),
        (3, "one", "gone"),
    ]
    library.remove_texts([1, 3])
    library.write_texts({1: "new"})
    rows = [
        VectorRow(one.chunk_id, one.document_id, vector, one.text) for one, vector in zip(asked, draw(3), strict=True)
    ]
    assert library.vectors.add("m", rows) == 1
    assert [one.text for one in library.vectors.missing("m")] == ["new"]
    assert library.vectors.add("m", [VectorRow(1, "another document", draw(1)[0])]) == 0
    assert library.check().keys() == {(1, 2)}


def test_a_vector_is_replaced_by_the_next_one_of_its_piece(library: Library) -> None:
    library.put(draw(4))
    other = draw(1, seed=9)[0]
    assert library.vectors.add("m", [VectorRow(2, "one", draw(1, seed=8)[0]), VectorRow(2, "one", other)]) == 1
    assert library.vectors.search(other, 1) == ((2, pytest.approx(1, abs=1e-5)),)
    assert len(library.check()) == 4


def test_the_old_vectors_serve_until_the_new_ones_are_complete(library: Library) -> None:
    old = draw(40)
    library.put(old, model="old")
    new = draw(40, 2 * D, seed=5)
    assert library.vectors.begin("new", 2 * D).state is ModelState.BUILDING
    assert len(library.vectors.missing("new", 100)) == 40
    for start in (0, 20):
        assert not library.vectors.complete("new")
        assert found(library, old[7], 1) == [8]
        rows = [VectorRow(at + 1, "one", new[at]) for at in range(start, start + 20)]
        library.vectors.add("new", rows)
    assert library.vectors.search(new[7], 1, fingerprint="new")[0][0] == 8  # may be asked by name before
    library.write_texts({41: "one more"})
    assert not library.vectors.complete("new")
    library.vectors.add("new", [VectorRow(41, "one", draw(1, 2 * D)[0])])
    assert library.vectors.complete("new")
    serving = library.vectors.serving()
    assert serving is not None
    assert (serving.fingerprint, serving.dimension) == ("new", 2 * D)
    assert found(library, new[7], 1) == [8]
    with pytest.raises(UserFacingError):
        library.vectors.search(old[7], 1)
    assert library.vectors.search(old[7], 1, fingerprint="old") == ()
    with pytest.raises(ValueError, match="not begun"):
        library.vectors.add("old", [VectorRow(1, "one", old[0])])
    assert library.vectors.sweep()
    assert [one.fingerprint for one in library.vectors.models()] == ["new"]
    assert len(library.check()) == 41


def test_what_a_model_left_is_removed_in_steps_that_can_be_stopped(library: Library) -> None:
    for number in range(20):
        library.put(draw(3, seed=number), 10 * number + 1, f"book {number}")
    library.vectors.begin("new", D)
    rows = [VectorRow(10 * at + one, f"book {at}", draw(1)[0]) for at in range(20) for one in (1, 2, 3)]
    library.vectors.add("new", rows)
    assert library.vectors.complete("new")
    answers = iter([True, False])
    assert not library.vectors.sweep(lambda: next(answers))
    assert 60 < len(library.check()) < 120
    assert len(library.vectors.models()) == 2
    assert library.vectors.sweep()
    assert len(library.check()) == 60


def test_a_model_given_up_can_come_back(library: Library) -> None:
    library.put(draw(10), model="first")
    library.vectors.begin("second", D)
    library.vectors.add("second", [VectorRow(1, "one", draw(1)[0])])
    library.vectors.begin("third", D)
    states = {one.fingerprint: one.state for one in library.vectors.models()}
    assert states == {"first": ModelState.SERVING, "second": ModelState.GONE, "third": ModelState.BUILDING}
    library.vectors.begin("first", D)
    states = {one.fingerprint: one.state for one in library.vectors.models()}
    assert states == {"first": ModelState.SERVING, "second": ModelState.GONE, "third": ModelState.GONE}
    assert library.vectors.begin("second", D).state is ModelState.BUILDING
    assert len(library.vectors.missing("second")) == 9
    assert library.vectors.sweep()
    assert {one.fingerprint for one in library.vectors.models()} == {"first", "second"}


def test_forgetting_takes_the_vectors_of_every_model(library: Library) -> None:
    library.put(draw(10))
    library.vectors.begin("new", D)
    library.vectors.add("new", [VectorRow(at, "one", draw(1)[0]) for at in (1, 2)])
    library.vectors.forget([1, 5])
    assert {chunk_id for _, chunk_id in library.check()} == {2, 3, 4, 6, 7, 8, 9, 10}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "again", "forget", "remove"]), st.integers(0, 2), st.integers(1, 300)),
        max_size=12,
    )
)
def test_whatever_is_added_and_removed_bits_and_vectors_agree(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    library = Library(tmp_path_factory.mktemp("index") / "index.db")
    expected: dict[int, str] = {}
    next_id = 1
    for number, (step, book, size) in enumerate(steps):
        ids = [at for at, document in expected.items() if document == str(book)][:: 1 + size % 3][:size]
        if step == "put":
            library.put(draw(size, seed=number), next_id, str(book))
            expected |= dict.fromkeys(range(next_id, next_id + size), str(book))
            next_id += size
        elif ids and step == "again":
            rows = zip(ids, draw(len(ids), seed=number), strict=True)
            library.vectors.add("m", [VectorRow(at, str(book), one) for at, one in rows])
        elif ids:
            library.vectors.forget(ids)
            if step == "remove":
                library.remove_texts(ids)
            for at in ids:
                del expected[at]
    vectors = library.check()
    assert {at for _, at in vectors} == expected.keys()
    for at in list(expected)[:3]:
        query = next(vector for (_, one), vector in vectors.items() if one == at)
        best = sorted(((float(vector @ query), one) for (_, one), vector in vectors.items()), reverse=True)[:3]
        answer = library.vectors.search(query, 3)
        assert [cosine for _, cosine in answer] == pytest.approx([cosine for cosine, _ in best], abs=1e-5)
    library.database.close()


def test_searches_beside_a_writer_see_whole_batches_only(library: Library) -> None:
    vectors = draw(200)
    library.put(vectors)
    library.write_texts(dict.fromkeys(range(1001, 1041), "new"), "two")
    faults: list[object] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                answer = library.vectors.search(vectors[0], 41, frozenset({"two"}))
                everywhere = sum(cosine > 0.999 for _, cosine in library.vectors.search(vectors[0], 41))
                if (len(answer), everywhere) not in {(0, 1), (40, 41), (0, 41), (40, 1)}:
                    faults.append(answer)
            except Exception as error:  # noqa: BLE001 - told below
                faults.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        library.vectors.add("m", [VectorRow(at, "two", vectors[0]) for at in range(1001, 1041)])
        library.vectors.forget(range(1001, 1041))
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []


def test_the_window_starts_without_numpy() -> None:
    code = "import sys; import app.store.vector_index, app.store.sqlite_module; print('numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said == "False\n"


KILLED = """
import sys; from pathlib import Path
from tests.unit.store.test_vector_index import Library, draw
library = Library(Path(sys.argv[1]))
print("begun", flush=True)
number = int(sys.argv[2])
while True:
    number += 1
    library.put(draw(30, seed=number), 100 * number, f"book {number}")
    if number % 3 == 0:
        library.remove_texts(range(100 * (number - 1), 100 * (number - 1) + 30))
"""


def test_a_kill_in_the_middle_leaves_text_and_vectors_agreeing(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    for number in range(2):
        child: subprocess.Popen[Any] = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(1000 * number)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        wal = path.with_name("index.db-wal")
        while not wal.exists() or wal.stat().st_size < 200_000 * (number + 1):
            assert child.poll() is None
            time.sleep(0.002)
        child.kill()
        child.wait()
        child.stdout.close()
        library = Library(path)
        assert library.check()
        assert library.database.read(lambda one: one.scalar(text("PRAGMA integrity_check"))) == "ok"
        library.database.close()
