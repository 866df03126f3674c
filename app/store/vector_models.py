"""Models whose vectors are stored: which one serves, which one is being built, what is left of those before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SWEPT_AT_ONCE = 8


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


def read_models(connection: Connection) -> tuple[VectorModel, ...]:
    """All models, in the order in which they came."""
    rows = connection.execute(text("SELECT id, fingerprint, dimension, state FROM vector_models ORDER BY id"))
    return tuple(VectorModel(row.id, row.fingerprint, row.dimension, ModelState(row.state)) for row in rows)


def begin(connection: Connection, fingerprint: str, dimension: int) -> VectorModel:
    """Make room for a model's vectors; as `app.store.vector_index.VectorIndex.begin`."""
    models = read_models(connection)
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
    return next(one for one in read_models(connection) if one.fingerprint == fingerprint)


_WITHOUT = (
    " FROM chunks WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE vectors.chunk_id = chunks.id AND model_id ="
    " (SELECT id FROM vector_models WHERE fingerprint = :fingerprint))"
)


def missing(connection: Connection, fingerprint: str, limit: int, after: int) -> tuple[Unembedded, ...]:
    """Pieces without a vector of this model."""
    statement = text(f"SELECT id, document_id, text{_WITHOUT} AND id > :after ORDER BY id LIMIT :limit")
    rows = connection.execute(statement, {"fingerprint": fingerprint, "limit": limit, "after": after})
    return tuple(Unembedded(*row) for row in rows)


def complete(connection: Connection, model: VectorModel) -> bool:
    """Let a model serve if no piece lacks a vector of it; whether it does."""
    if connection.scalar(text(f"SELECT EXISTS (SELECT 1{_WITHOUT})"), {"fingerprint": model.fingerprint}):
        return False
    connection.execute(
        text("UPDATE vector_models SET state = 'gone' WHERE state = 'serving' AND id != :id"), {"id": model.id}
    )
    connection.execute(text("UPDATE vector_models SET state = 'serving' WHERE id = :id"), {"id": model.id})
    return True


def sweep(connection: Connection) -> bool:
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
