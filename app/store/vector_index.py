"""Search by meaning: vectors of pieces of text in ``index.db``, beside the text they were made from.

A search goes over the bits of all vectors (`app.store.vector_codes`) and then compares the exact vectors of those
that look nearest, with sqlite-vec where extensions can be loaded, else with numpy. It goes on for as long as one that
is left might, by the doubt of its bits, still be among the best. Nothing is built beforehand. The bits of up to half a
million vectors of 1,024 dimensions stay in memory between searches for as long as they are those of the file.

numpy is imported at the first use: the window's process starts without it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import text

from app.store import sqlite_module, vector_models
from app.store.vector_models import ModelState
from app.store.vector_pages import add, exactly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from app.store.database import Database
    from app.store.vector_codes import Bytes, Floats, Ids
    from app.store.vector_models import Unembedded, VectorModel
    from app.store.vector_pages import VectorRow

Found = tuple[tuple[int, float], ...]
"""Pieces and cosines, best first."""

_LOOKED_AT, _COMPARED = 2000, 768
_LOOKED_AT_OF_FEW, _COMPARED_OF_FEW = 16_384, 3072
"""A filter often leaves nothing that is really near, and among what is equally far the bits tell less."""
_COMPARED_AT_ONCE = 64
_SURE, _SURE_OF_FEW = 2.5, 4.0
_DIMENSIONS = range(1, 8193)
_HELD_IN_MEMORY = 64 << 20


class VectorIndex:
    """The vectors of an index file.

    Args:
        database: Gives the open index at each use: a damaged one is replaced while the app runs.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._held: _Held | None = None

    def models(self) -> tuple[VectorModel, ...]:
        """All models that have vectors here, in the order in which they came."""
        return self._database().read(vector_models.read_models)

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
        return self._database().write(partial(vector_models.begin, fingerprint=fingerprint, dimension=dimension))

    def missing(self, fingerprint: str, limit: int = 256, *, after: int = 0) -> tuple[Unembedded, ...]:
        """Pieces after one of them that have no vector of this model yet, in the order of their ids."""
        return self._database().read(partial(vector_models.missing, fingerprint=fingerprint, limit=limit, after=after))

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
        exact = exactly(model, [one.vector for one in taken])
        from app.store import vector_codes

        bits = vector_codes.encode(exact)
        return self._database().write(partial(add, model=model, rows=taken, exact=exact, bits=bits))

    def complete(self, fingerprint: str) -> bool:
        """Let a model serve in the place of the one before it, if every piece has a vector of it by now."""
        model = self._model(fingerprint)
        return self._database().write(partial(vector_models.complete, model=model))

    def sweep(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Remove the vectors of models that are gone, some at a time; whether nothing is left of them."""
        while go_on():
            if self._database().write(vector_models.sweep):
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
    ) -> Found:
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
        database = self._database()
        if documents is not None:
            return database.read(partial(nearest, vector=vector, k=k, documents=documents, fingerprint=fingerprint))

        def search_held(connection: Connection) -> Found:
            model = _asked(connection, fingerprint)
            if model is None:
                return ()
            held = self._held
            if held is None or not held.is_of(connection, database, model):
                self._held = held = _Held(connection, database, model)
            return _search(connection, model, vector, k, held.blocks or _blocks(connection, model))

        return database.read(search_held)

    def _model(self, fingerprint: str) -> VectorModel:
        found = next((one for one in self.models() if one.fingerprint == fingerprint), None)
        if found is None or found.state is ModelState.GONE:
            raise ValueError("vectors of a model that was not begun")
        return found


def nearest(
    connection: Connection,
    vector: Sequence[float] | Floats,
    k: int,
    documents: frozenset[str] | None = None,
    *,
    fingerprint: str | None = None,
) -> Found:
    """As `VectorIndex.search`, holding nothing."""
    model = _asked(connection, fingerprint) if k > 0 else None
    if model is None:
        return ()
    blocks = _blocks(connection, model, documents)
    return _search(connection, model, vector, k, blocks, few=documents is not None)


def _asked(connection: Connection, fingerprint: str | None) -> VectorModel | None:
    """The model of this name, or the one that serves."""
    for model in vector_models.read_models(connection):
        serving = model.state is ModelState.SERVING
        if serving if fingerprint is None else model.fingerprint == fingerprint and model.state is not ModelState.GONE:
            return model
    return None


class _Held:
    """The bits of all vectors of a model as they were after some number of changes.

    Attributes:
        blocks: The bits; empty where they are too many to be held.
    """

    def __init__(self, connection: Connection, database: Database, model: VectorModel) -> None:
        self._key = (database, model.id, _changes(connection))  # another file begins its numbers anew
        size = connection.scalar(
            text("SELECT sum(length(ids) + length(bits)) FROM vector_pages WHERE +model_id = :model"),
            {"model": model.id},
        )
        self.blocks = list(_blocks(connection, model)) if (size or 0) <= _HELD_IN_MEMORY else []

    def is_of(self, connection: Connection, database: Database, model: VectorModel) -> bool:
        """Whether the file still has these."""
        return self._key == (database, model.id, _changes(connection))


def _changes(connection: Connection) -> int:
    return connection.scalar(text("SELECT number FROM vector_changes")) or 0


def _search(
    connection: Connection,
    model: VectorModel,
    vector: Sequence[float] | Floats,
    k: int,
    blocks: Iterable[tuple[Ids, Bytes]],
    *,
    few: bool = False,
) -> Found:
    from app.store import vector_codes

    exact = exactly(model, [vector])[0]
    query = vector_codes.Query(exact)
    ids, cosines = vector_codes.nearest(query, blocks, max(_LOOKED_AT_OF_FEW if few else _LOOKED_AT, 4 * k))
    most = min(len(ids), max(_COMPARED_OF_FEW if few else _COMPARED, 4 * k))
    best: list[tuple[float, int]] = []
    at_once = max(_COMPARED_AT_ONCE, 2 * k)
    for start in range(0, most, at_once):
        if len(best) == k and cosines[start] + (_SURE_OF_FEW if few else _SURE) * query.doubt < -best[-1][0]:
            break
        some = _compare(connection, exact, ids[start : start + at_once].tolist())
        best = sorted([*best, *((-cosine, chunk_id) for chunk_id, cosine in some)])[:k]
    return tuple((chunk_id, -less) for less, chunk_id in best)


def _blocks(
    connection: Connection, model: VectorModel, documents: frozenset[str] | None = None
) -> Iterator[tuple[Ids, Bytes]]:
    from app.store import vector_codes

    values: tuple[object, ...] = (model.id,)
    if documents is None:
        where = "+model_id = ?"  # in the order of the file; the index would jump
    else:
        where = "model_id = ? AND document_id IN (SELECT value FROM json_each(?))"
        values += (json.dumps(sorted(documents)),)
    rows = connection.exec_driver_sql(f"SELECT ids, bits FROM vector_pages WHERE {where}", values)
    return vector_codes.joined(((ids, bits) for ids, bits in rows), vector_codes.width(model.dimension))


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
