"""Search by meaning: vectors of pieces of text in ``index.db``, beside the text they were made from.

A search goes over the bits of all vectors (`app.store.vector_codes`) and then compares the exact vectors of those
that look nearest, with sqlite-vec where extensions can be loaded, else with numpy. It goes on for as long as one that
is left might, by the doubt of its bits, still be among the best. Nothing is built beforehand or held in memory.

numpy is imported at the first use: the window's process starts without it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import text

from app.domain.errors import UserFacingError
from app.store import sqlite_module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection

    from app.store.database import Database
    from app.store.vector_codes import Bytes, Floats  # noqa: TC004 - it would import numpy, and nothing converts to the class

PAGE = 256
"""Most vectors whose bits share a row."""

_LOOKED_AT = 2000
_COMPARED_AT_ONCE = 64
_COMPARED = 768
_SURE = 2.5
_SWEPT_AT_ONCE = 8
_DIMENSIONS = range(1, 8193)


class ModelState(StrEnum):
    """What the vectors of a model are good for."""

    SERVING = "serving"
    BUILDING = "building"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class VectorModel:
    """A model whose vectors are stored.

    Attributes:
        id: Row in the index.
        fingerprint: Names the model and everything that its vectors depend on.
        dimension: Length of its vectors.
        state: Whether searches use it.
    """

    id: int
    fingerprint: str
    dimension: int
    state: ModelState


@dataclass(frozen=True, slots=True)
class VectorRow:
    """The vector of one piece.

    Attributes:
        chunk_id: The piece.
        document_id: Its document.
        vector: Of any length above 0; it is stored at length 1.
        text: What the vector was made from; where the piece has another text by now, the vector is dropped.
    """

    chunk_id: int
    document_id: str
    vector: Sequence[float] | Floats
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Unembedded:
    """A piece without a vector.

    Attributes:
        chunk_id: The piece.
        document_id: Its document.
        text: What to embed.
    """

    chunk_id: int
    document_id: str
    text: str


class VectorIndex:
    """The vectors of an index file.

    Args:
        database: Gives the open index at each use: a damaged one is replaced while the app runs.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def models(self) -> tuple[VectorModel, ...]:
        """All models that have vectors here, in the order in which they came."""
        return self._database().read(_models)

    def serving(self) -> VectorModel | None:
        """The model whose vectors answer searches; None before the first."""
        return next((one for one in self.models() if one.state is ModelState.SERVING), None)

    def begin(self, fingerprint: str, dimension: int) -> VectorModel:
        """Make room for a model's vectors.

        The first model serves at once, with the vectors it has so far. A later one is built while the one before it
        goes on serving, until `complete`; another that was being built is given up.

        Raises:
            ValueError: this fingerprint has another dimension.
        """
        if dimension not in _DIMENSIONS:
            raise ValueError(f"no vectors of {dimension} dimensions")
        return self._database().write(partial(_begin, fingerprint=fingerprint, dimension=dimension))

    def missing(self, fingerprint: str, limit: int = 256) -> tuple[Unembedded, ...]:
        """Pieces that have no vector of this model yet, in the order of the pieces."""
        return self._database().read(partial(_missing, fingerprint=fingerprint, limit=limit))

    def add(self, fingerprint: str, rows: Iterable[VectorRow]) -> int:
        """Store vectors, all or none, in the place of older ones of the same pieces.

        Returns:
            How many were stored: a piece that was deleted or changed while it was embedded is left out.

        Raises:
            ValueError: the model was not begun.
            UserFacingError: a vector has the wrong length, is not finite or has length 0 (``index.bad_vector``).
        """
        taken = list(rows)
        model = self._model(fingerprint)
        if not taken:
            return 0
        exact = _exact(model, [one.vector for one in taken])
        from app.store import vector_codes

        bits = vector_codes.encode(exact)
        return self._database().write(partial(_add, model=model, rows=taken, exact=exact, bits=bits))

    def complete(self, fingerprint: str) -> bool:
        """Let a model serve in the place of the one before it, if every piece has a vector of it by now."""
        model = self._model(fingerprint)
        return self._database().write(partial(_complete, model=model))

    def sweep(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Remove the vectors of models that are gone, some at a time; whether nothing is left of them."""
        while go_on():
            if self._database().write(_sweep):
                return True
        return False

    def forget(self, chunk_ids: Iterable[int]) -> None:
        """Remove the vectors of pieces, of every model. A piece that is deleted loses its vectors by itself."""
        ids = json.dumps(list(chunk_ids))
        statement = text("DELETE FROM vectors WHERE chunk_id IN (SELECT value FROM json_each(:ids))")
        self._database().write(lambda one: one.execute(statement, {"ids": ids}))

    def search(
        self,
        vector: Floats | Sequence[float],
        k: int,
        documents: frozenset[str] | None = None,
        *,
        fingerprint: str | None = None,
    ) -> tuple[tuple[int, float], ...]:
        """The pieces with the nearest vectors.

        Args:
            vector: The question's.
            k: Most pieces wanted.
            documents: Only pieces of these; None for all.
            fingerprint: The model that made `vector`; None for the one that serves.

        Returns:
            Piece and cosine, best first; nothing where no such model has vectors.

        Raises:
            UserFacingError: `vector` is of no use (``index.bad_vector``).
        """
        if k < 1:
            return ()
        return self._database().read(partial(_search, fingerprint=fingerprint, vector=vector, k=k, documents=documents))

    def _model(self, fingerprint: str) -> VectorModel:
        found = next((one for one in self.models() if one.fingerprint == fingerprint), None)
        if found is None or found.state is ModelState.GONE:
            raise ValueError("vectors of a model that was not begun")
        return found


# -- models -----------------------------------------------------------------------------------------------------------


def _models(connection: Connection) -> tuple[VectorModel, ...]:
    rows = connection.execute(text("SELECT id, fingerprint, dimension, state FROM vector_models ORDER BY id"))
    return tuple(VectorModel(row.id, row.fingerprint, row.dimension, ModelState(row.state)) for row in rows)


def _begin(connection: Connection, fingerprint: str, dimension: int) -> VectorModel:
    models = _models(connection)
    known = next((one for one in models if one.fingerprint == fingerprint), None)
    if known is not None and known.dimension != dimension:
        raise ValueError("a model's vectors changed their length")
    serving = any(one.state is ModelState.SERVING for one in models)
    state = ModelState.BUILDING if serving else ModelState.SERVING
    connection.execute(
        text("UPDATE vector_models SET state = 'gone' WHERE state = 'building' AND fingerprint != :fingerprint"),
        {"fingerprint": fingerprint},
    )
    connection.execute(
        text(
            "INSERT INTO vector_models (fingerprint, dimension, state) VALUES (:fingerprint, :dimension, :state)"
            " ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state WHERE vector_models.state = 'gone'"
        ),
        {"fingerprint": fingerprint, "dimension": dimension, "state": state},
    )
    return next(one for one in _models(connection) if one.fingerprint == fingerprint)


_WITHOUT = (
    " FROM chunks WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE vectors.chunk_id = chunks.id AND model_id ="
    " (SELECT id FROM vector_models WHERE fingerprint = :fingerprint))"
)


def _missing(connection: Connection, fingerprint: str, limit: int) -> tuple[Unembedded, ...]:
    statement = text(f"SELECT id, document_id, text{_WITHOUT} ORDER BY id LIMIT :limit")
    rows = connection.execute(statement, {"fingerprint": fingerprint, "limit": limit})
    return tuple(Unembedded(*row) for row in rows)


def _complete(connection: Connection, model: VectorModel) -> bool:
    if connection.scalar(text(f"SELECT EXISTS (SELECT 1{_WITHOUT})"), {"fingerprint": model.fingerprint}):
        return False
    connection.execute(
        text("UPDATE vector_models SET state = 'gone' WHERE state = 'serving' AND id != :id"), {"id": model.id}
    )
    connection.execute(text("UPDATE vector_models SET state = 'serving' WHERE id = :id"), {"id": model.id})
    return True


def _sweep(connection: Connection) -> bool:
    """Remove some of what is gone; whether nothing was left to do."""
    pages = connection.execute(
        text(
            "SELECT vector_pages.id, ids FROM vector_pages JOIN vector_models ON vector_models.id = model_id"
            " WHERE state = 'gone' LIMIT :limit"
        ),
        {"limit": _SWEPT_AT_ONCE},
    ).all()
    for page_id, ids in pages:
        connection.execute(text("DELETE FROM vector_pages WHERE id = :id"), {"id": page_id})
        rows = [{"id": one} for one in memoryview(ids).cast("q") if one]
        connection.execute(text("DELETE FROM vectors WHERE id = :id"), rows)
    if not pages:
        connection.execute(text("DELETE FROM vector_models WHERE state = 'gone'"))
    return not pages


# -- adding -----------------------------------------------------------------------------------------------------------


def _exact(model: VectorModel, vectors: Sequence[Floats | Sequence[float]]) -> Floats:
    """The vectors at length 1, (n, dimension)."""
    import numpy as np

    with np.errstate(all="ignore"):  # what overflows is refused as not finite
        found = [np.asarray(one, np.float64) for one in vectors]
        for one in found:
            if one.shape != (model.dimension,):
                raise _bad(f"{'x'.join(map(str, one.shape))} != {model.dimension}")
        exact = np.stack(found)
        lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise _bad("NaN, inf")
    if not (lengths > 0).all():
        raise _bad("0")
    return np.ascontiguousarray(exact / lengths, np.dtype("<f4"))


def _bad(detail: str) -> UserFacingError:
    return UserFacingError("index.bad_vector", detail=detail)


def _add(connection: Connection, model: VectorModel, rows: Sequence[VectorRow], exact: Floats, bits: Bytes) -> int:
    state = connection.scalar(text("SELECT state FROM vector_models WHERE id = :id"), {"id": model.id})
    if state not in {ModelState.SERVING, ModelState.BUILDING}:
        return 0  # given up meanwhile
    places = _still_there(connection, rows)
    connection.execute(
        text("DELETE FROM vectors WHERE model_id = :model AND chunk_id IN (SELECT value FROM json_each(:chunks))"),
        {"model": model.id, "chunks": json.dumps([rows[place].chunk_id for place in places])},
    )
    by_document: dict[str, list[int]] = {}
    for place in places:
        by_document.setdefault(rows[place].document_id, []).append(place)
    next_id = 1 + (connection.scalar(text("SELECT max(id) FROM vectors")) or 0)
    for document_id, taken in by_document.items():
        pages = _pages_with_room(connection, model, document_id, bits.shape[1])
        while taken:
            page = next(pages)
            some = page.fill(taken, bits, next_id)
            page.store(connection)
            connection.execute(
                _INSERT,
                [
                    {
                        "id": next_id + number,
                        "model": model.id,
                        "chunk": rows[place].chunk_id,
                        "page": page.id,
                        "slot": slot,
                        "vector": exact[place].tobytes(),
                    }
                    for number, (place, slot) in enumerate(some)
                ],
            )
            next_id += len(some)
            taken = taken[len(some) :]
    return len(places)


_INSERT = text(
    "INSERT INTO vectors (id, model_id, chunk_id, page_id, slot, vector)"
    " VALUES (:id, :model, :chunk, :page, :slot, :vector)"
)


def _still_there(connection: Connection, rows: Sequence[VectorRow]) -> list[int]:
    """Places of the rows whose pieces are what they were; of several of one piece the last."""
    found = connection.execute(
        text("SELECT id, document_id, text FROM chunks WHERE id IN (SELECT value FROM json_each(:chunks))"),
        {"chunks": json.dumps([row.chunk_id for row in rows])},
    )
    pieces = {chunk_id: (document_id, piece) for chunk_id, document_id, piece in found}
    places = {}
    for place, row in enumerate(rows):
        document_id, piece = pieces.get(row.chunk_id, (None, ""))
        if row.document_id == document_id and row.text in {piece, None}:
            places[row.chunk_id] = place
    return list(places.values())


class _Page:
    """The bits of some vectors of one document, being filled.

    Attributes:
        id: Its row.
    """

    def __init__(self, at: int, ids: bytes, bits: bytes, wide: int) -> None:
        self.id = at
        self._ids = list(memoryview(ids).cast("q"))
        self._bits = bytearray(bits)
        self._wide = wide

    def fill(self, waiting: Sequence[int], bits: Bytes, first_id: int) -> list[tuple[int, int]]:
        """Take vectors into empty slots, then behind the last; their places in `bits` and their slots."""
        free = [slot for slot, one in enumerate(self._ids) if one == 0]
        free.extend(range(len(self._ids), PAGE))
        taken: list[tuple[int, int]] = []
        for slot, place in zip(free, waiting, strict=False):
            if slot == len(self._ids):
                self._ids.append(0)
                self._bits.extend(bytes(self._wide))
            self._ids[slot] = first_id + len(taken)
            self._bits[slot * self._wide : (slot + 1) * self._wide] = bits[place].tobytes()
            taken.append((place, slot))
        return taken

    def store(self, connection: Connection) -> None:
        """Put it into its row."""
        import numpy as np

        connection.execute(
            text("UPDATE vector_pages SET live = :live, ids = :ids, bits = :bits WHERE id = :id"),
            {
                "id": self.id,
                "live": sum(1 for one in self._ids if one),
                "ids": np.array(self._ids, "<i8").tobytes(),
                "bits": bytes(self._bits),
            },
        )


def _pages_with_room(connection: Connection, model: VectorModel, document_id: str, wide: int) -> Iterator[_Page]:
    """Those that are there, then new ones without end."""
    found = connection.execute(
        text(
            "SELECT id, ids, bits FROM vector_pages"
            " WHERE model_id = :model AND document_id = :document AND live < :full ORDER BY id"
        ),
        {"model": model.id, "document": document_id, "full": PAGE},
    ).all()
    for at, ids, bits in found:
        yield _Page(at, ids, bits, wide)
    insert = text(
        "INSERT INTO vector_pages (model_id, document_id, live, ids, bits) VALUES (:model, :document, 0, x'', x'')"
    )
    while True:
        made = connection.execute(insert, {"model": model.id, "document": document_id})
        yield _Page(made.lastrowid, b"", b"", wide)


# -- searching --------------------------------------------------------------------------------------------------------


def _search(
    connection: Connection,
    fingerprint: str | None,
    vector: Floats | Sequence[float],
    k: int,
    documents: frozenset[str] | None,
) -> tuple[tuple[int, float], ...]:
    models = _models(connection)
    model = next(
        (
            one
            for one in models
            if (one.state is ModelState.SERVING if fingerprint is None else one.fingerprint == fingerprint)
        ),
        None,
    )
    if model is None or model.state is ModelState.GONE:
        return ()
    from app.store import vector_codes

    exact = _exact(model, [vector])[0]
    query = vector_codes.Query(exact)
    ids, cosines = vector_codes.nearest(query, _bits(connection, model, documents), max(_LOOKED_AT, 4 * k))
    best: list[tuple[float, int]] = []
    at_once = max(_COMPARED_AT_ONCE, 2 * k)
    for start in range(0, min(len(ids), max(_COMPARED, 4 * k)), at_once):
        if len(best) == k and cosines[start] + _SURE * query.doubt < -best[-1][0]:
            break
        some = _compare(connection, exact, ids[start : start + at_once].tolist())
        best = sorted([*best, *((-cosine, chunk_id) for chunk_id, cosine in some)])[:k]
    return tuple((chunk_id, -less) for less, chunk_id in best)


def _bits(
    connection: Connection, model: VectorModel, documents: frozenset[str] | None
) -> Iterator[tuple[bytes, bytes]]:
    values: tuple[object, ...] = (model.id,)
    if documents is None:
        where = "+model_id = ?"  # in the order of the file; the index would jump
    else:
        where = "model_id = ? AND document_id IN (SELECT value FROM json_each(?))"
        values += (json.dumps(sorted(documents)),)
    for ids, bits in connection.exec_driver_sql(f"SELECT ids, bits FROM vector_pages WHERE {where}", values):  # noqa: UP028
        yield ids, bits


def _compare(connection: Connection, exact: Floats, ids: list[int]) -> list[tuple[int, float]]:
    """Pieces and exact cosines."""
    wanted = json.dumps(ids)
    if sqlite_module.can_compare_vectors(connection):
        rows = connection.exec_driver_sql(
            "SELECT chunk_id, 1 - vec_distance_cosine(vector, ?) FROM json_each(?) JOIN vectors ON vectors.id = value",
            (exact.tobytes(), wanted),
        )
        return [(chunk_id, cosine) for chunk_id, cosine in rows]
    import numpy as np

    found = connection.exec_driver_sql(
        "SELECT chunk_id, vector FROM json_each(?) JOIN vectors ON vectors.id = value", (wanted,)
    ).all()
    others = np.frombuffer(b"".join(vector for _, vector in found), "<f4").reshape(-1, len(exact))
    return list(zip((chunk_id for chunk_id, _ in found), (others @ exact).tolist(), strict=True))
