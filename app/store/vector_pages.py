"""Storing vectors: the exact one in a row of its own, the bits in a row that they share with others of the document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from app.domain.errors import UserFacingError
from app.store.vector_models import ModelState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from app.store.vector_codes import Bytes, Floats  # noqa: TC004 - it would import numpy; nothing converts to the class
    from app.store.vector_models import VectorModel

PAGE = 256
"""Most vectors whose bits share a row."""


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


def exactly(model: VectorModel, vectors: Sequence[Floats | Sequence[float]]) -> Floats:
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


def add(connection: Connection, model: VectorModel, rows: Sequence[VectorRow], exact: Floats, bits: Bytes) -> int:
    """Store vectors and their bits in the caller's transaction; how many."""
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
