"""Search by meaning: our index beside sqlite-vec's float scan, a row for each vector, numpy in memory and hnswlib.

    python -m tests.benchmarks.bench_vectors [--count 100000] [--queries 100] [--seed 1] [--alone] [--folder FOLDER]

Vectors: count / 50 random centres plus noise of norm 1.0, made float32 of length 1; queries drawn the same way and not
among them. The contestants answer each query in turn. Then a process of its own opens our file, which is dropped from
the system's cache before (Linux), and says what its first search, the next ones and its memory are. `--alone` leaves
the others out, as at 1,000,000, where they would need 4 GB of memory or disk each.
Wanted: 100,000: p50 <= 25 ms, recall@10 >= 0.99, <= 150 MB more memory, nothing built; 1,000,000: <= 250 ms, >= 0.99.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from sqlalchemy import Connection, text

from app.store import migrate, sqlite_module
from app.store.database import Database, make_engine
from app.store.vector_index import VectorIndex
from app.store.vector_pages import VectorRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Search = Callable[[Floats], list[int]]

D, K, BLOCK, CHUNKS_PER_DOCUMENT = 1024, 10, 1000, 500


class Data:
    """The vectors, made in blocks so that a million need no memory, and the truth about them."""

    def __init__(self, count: int, queries: int, seed: int) -> None:
        import numpy as np

        self.count, self._seed, self._np = count, seed, np
        self._centres = self._unit(np.random.default_rng([seed, 0]).standard_normal((count // 50, D), dtype=np.float32))
        self.queries = self._draw(queries, 1)

    def blocks(self) -> Iterator[tuple[int, Floats]]:
        """Number of the first vector, which is its chunk's id, and some vectors."""
        for start in range(0, self.count, BLOCK):
            yield start + 1, self._draw(min(BLOCK, self.count - start), start + 2)

    def truth(self, documents: frozenset[str] | None = None) -> list[set[int]]:
        """Chunks of the nearest of each query, by exact float32 products."""
        np = self._np
        ids = np.zeros((len(self.queries), K), np.int64)
        best = np.full((len(self.queries), K), -2, np.float32)
        for first, vectors in self.blocks():
            cosines = self.queries @ vectors.T
            some = np.arange(first, first + len(vectors))
            if documents is not None:
                cosines[:, [document_of(int(one)) not in documents for one in some]] = -2
            all_ids = np.concatenate((ids, np.broadcast_to(some, cosines.shape)), axis=1)
            all_cosines = np.concatenate((best, cosines), axis=1)
            top = np.argsort(-all_cosines, axis=1)[:, :K]
            ids, best = np.take_along_axis(all_ids, top, 1), np.take_along_axis(all_cosines, top, 1)
        return [set(row) for row in ids.tolist()]

    def _draw(self, count: int, stream: int) -> Floats:
        random = self._np.random.default_rng([self._seed, stream])
        noise = self._unit(random.standard_normal((count, D), dtype=self._np.float32))
        return self._unit(self._centres[random.integers(0, len(self._centres), count)] + noise)

    def _unit(self, vectors: Floats) -> Floats:
        return self._np.asarray(vectors / self._np.linalg.norm(vectors, axis=1, keepdims=True))


def document_of(chunk_id: int) -> str:
    """A book has some hundred chunks."""
    return f"book {(chunk_id - 1) // CHUNKS_PER_DOCUMENT}"


def build(path: Path, data: Data) -> None:
    """Our index, filled as the indexing job does it: a batch a transaction."""
    engine = make_engine(sqlite_module.load(), path)
    migrate.upgrade(engine, "index")
    engine.dispose()
    database = Database(sqlite_module.load(), path, synchronous="NORMAL")
    index = VectorIndex(lambda: database)
    index.begin("bench", D)
    seconds = 0.0
    for first, vectors in data.blocks():
        ids = range(first, first + len(vectors))
        database.write(lambda one, ids=ids: write_chunks(one, ids))
        start = time.perf_counter()
        index.add("bench", [VectorRow(at, document_of(at), one) for at, one in zip(ids, vectors, strict=True)])
        seconds += time.perf_counter() - start
    database.close()
    print(f"added in {seconds:.0f} s ({data.count / seconds:.0f} a second), {path.stat().st_size / 1e6:.0f} MB on disk")


def write_chunks(connection: Connection, ids: range) -> None:
    """Chunks without words, whatever columns they have."""
    empty = {"INTEGER": "0", "TEXT": "''", "BLOB": "x''"}
    columns = {row.name: empty[row.type] for row in connection.execute(text("PRAGMA table_info(chunks)"))}
    columns |= {"id": ":id", "document_id": ":document"}
    statement = text(f"INSERT INTO chunks ({', '.join(columns)}) VALUES ({', '.join(columns.values())})")
    connection.execute(statement, [{"id": at, "document": document_of(at)} for at in ids])


def open_ours(path: Path) -> tuple[Database, VectorIndex]:
    """The index as a search finds it."""
    database = Database(sqlite_module.load(), path, mode="ro")
    return database, VectorIndex(lambda: database)


# -- the others -------------------------------------------------------------------------------------------------------


def others(folder: Path, data: Data) -> dict[str, Search]:
    """What ours is compared with; says how long each took to build."""
    import numpy as np

    made: dict[str, Search] = {}
    vectors = np.concatenate([some for _, some in data.blocks()])
    made["numpy product, in memory"] = lambda query: (np.argpartition(-(vectors @ query), K)[:K] + 1).tolist()
    for name, maker in (
        ("sqlite-vec vec0, float", with_vec0),
        ("sqlite-vec, a row of bits each", with_rows),
        ("hnswlib, in memory, ef 100", with_hnswlib),
    ):
        start = time.perf_counter()
        search = maker(folder, vectors)
        if search is not None:
            made[name] = search
            print(f"{name}: built in {time.perf_counter() - start:.0f} s")
    return made


def connect(path: Path) -> Any:
    """A plain connection with sqlite-vec."""
    import sqlite_vec

    connection = sqlite_module.load().connect(str(path))
    connection.enable_load_extension(True)
    sqlite_vec.load(connection)
    return connection


def with_vec0(folder: Path, vectors: Floats) -> Search:
    """sqlite-vec's own table."""
    connection = connect(folder / "vec0.db")
    connection.execute(f"CREATE VIRTUAL TABLE v USING vec0 (id INTEGER PRIMARY KEY, e float[{D}])")
    connection.executemany("INSERT INTO v VALUES (?, ?)", ((at, one.tobytes()) for at, one in enumerate(vectors, 1)))
    connection.commit()
    statement = f"SELECT id FROM v WHERE e MATCH ? AND k = {K}"
    return lambda query: [row[0] for row in connection.execute(statement, (query.tobytes(),))]


def with_rows(folder: Path, vectors: Floats) -> Search:
    """Bits in an ordinary table, the best 200 compared exactly."""
    connection = connect(folder / "rows.db")
    connection.execute("CREATE TABLE bits (id INTEGER PRIMARY KEY, b BLOB)")
    connection.execute("CREATE TABLE exact (id INTEGER PRIMARY KEY, e BLOB)")
    rows = [(at, one.tobytes()) for at, one in enumerate(vectors, 1)]
    connection.executemany("INSERT INTO bits VALUES (?, vec_quantize_binary(?))", rows)
    connection.executemany("INSERT INTO exact VALUES (?, ?)", rows)
    connection.commit()
    statement = (
        "SELECT id FROM exact WHERE id IN (SELECT id FROM bits ORDER BY"
        " vec_distance_hamming(vec_bit(b), vec_quantize_binary(:q)) LIMIT 200)"
        f" ORDER BY vec_distance_cosine(e, :q) LIMIT {K}"
    )
    return lambda query: [row[0] for row in connection.execute(statement, {"q": query.tobytes()})]


def with_hnswlib(_folder: Path, vectors: Floats) -> Search | None:
    """A graph in memory."""
    try:
        hnswlib = importlib.import_module("hnswlib")
    except ImportError:
        print("hnswlib is not installed (pip install hnswlib): left out")
        return None
    import numpy as np

    graph = hnswlib.Index("ip", D)
    graph.init_index(len(vectors), M=16, ef_construction=200)
    graph.add_items(vectors, np.arange(1, len(vectors) + 1))
    graph.set_ef(100)
    return lambda query: [int(one) for one in graph.knn_query(query, K, num_threads=1)[0][0]]


# -- measuring --------------------------------------------------------------------------------------------------------


def compare(contestants: dict[str, Search], data: Data) -> None:
    """Each query to each in turn."""
    import numpy as np

    truth = data.truth()
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
    hits = dict.fromkeys(contestants, 0)
    for search in contestants.values():
        search(data.queries[0])
    for query, right in zip(data.queries, truth, strict=True):
        for name, search in contestants.items():
            wall, cpu = time.perf_counter(), time.process_time()
            answer = search(query)
            seconds[name].append((time.perf_counter() - wall, time.process_time() - cpu))
            hits[name] += len(right & set(answer))
    ours = float(np.median([wall for wall, _ in seconds["ours"]]))
    for name, pairs in seconds.items():
        walls, cpus = np.array(pairs).T * 1e3
        print(
            f"{name:34} p50 {np.median(walls):8.2f} ms  p95 {np.percentile(walls, 95):8.2f} ms"
            f"  (processor {np.median(cpus):7.2f} ms)  {np.median(walls) / ours / 1e3:6.2f} x ours"
            f"  recall@{K} {hits[name] / len(truth) / K:.4f}"
        )


def filtered(index: VectorIndex, data: Data) -> None:
    """One document in a hundred."""
    books = data.count // CHUNKS_PER_DOCUMENT
    kept = frozenset(f"book {number}" for number in range(0, books, 100))
    truth = data.truth(kept)
    start = time.perf_counter()
    hits = sum(
        len(right & {chunk for chunk, _ in index.search(query, K, kept)})
        for query, right in zip(data.queries, truth, strict=True)
    )
    mean = (time.perf_counter() - start) / len(truth)
    print(f"one book in a hundred ({len(kept)} books): {mean * 1e3:.2f} ms, recall@{K} {hits / len(truth) / K:.4f}")


def alone(path: Path, queries: Path) -> None:
    """In the child: first search, next searches, memory; as JSON."""
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.perf_counter()
    database, index = open_ours(path)
    vectors = [json.loads(line) for line in queries.read_text().splitlines()]
    parsed = time.perf_counter()
    index.search(vectors[0], K)
    first = time.perf_counter() - parsed
    seconds = []
    for vector in vectors[1:]:
        begun = time.perf_counter()
        index.search(vector, K)
        seconds.append(time.perf_counter() - begun)
    more = process.memory_info().rss - before
    database.close()
    seconds.sort()
    print(json.dumps({"opened": parsed - start, "first": first, "p50": seconds[len(seconds) // 2], "more": more}))


def cold(path: Path, folder: Path, data: Data) -> None:
    """A new process on a file that is not in the system's cache."""
    queries = folder / "queries.jsonl"
    queries.write_text("\n".join(json.dumps(one.tolist()) for one in data.queries[:50]))
    for dropped in (True, False):
        if dropped:
            if not hasattr(os, "posix_fadvise"):
                continue
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        command = [sys.executable, "-m", "tests.benchmarks.bench_vectors", "--child", str(path), str(queries)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        said = json.loads(done.stdout)
        print(
            f"new process, file {'not ' if dropped else ''}in the system's cache: first search"
            f" {said['first'] * 1e3:.0f} ms (loads numpy and sqlite-vec), then p50"
            f" {said['p50'] * 1e3:.1f} ms, {said['more'] / 1e6:.0f} MB more memory"
        )


def main() -> None:
    """Build, compare, clean up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="leave the others out")
    parser.add_argument("--folder", type=Path, help="where the files stand meanwhile; they are removed")
    parser.add_argument("--child", type=Path, nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        alone(*chosen.child)
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        print(f"{chosen.count:,} x {D}, {chosen.queries} queries, seed {chosen.seed}; load {os.getloadavg()[0]:.1f}")
        data = Data(chosen.count, chosen.queries, chosen.seed)
        build(folder / "index.db", data)
        cold(folder / "index.db", folder, data)
        database, index = open_ours(folder / "index.db")
        contestants: dict[str, Search] = {"ours": lambda query: [chunk for chunk, _ in index.search(query, K)]}
        if not chosen.alone:
            contestants |= others(folder, data)
        compare(contestants, data)
        filtered(index, data)
        database.close()


if __name__ == "__main__":
    main()
