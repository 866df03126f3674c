"""Vectors for every piece of the library, a batch at a time; what is done stays done, whenever it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.jobs import Progress, ignore_progress
from app.store.vector_pages import VectorRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.jobs import ReportProgress
    from app.inference.protocols import Embedder
    from app.store.vector_index import VectorIndex

PIECES_AT_ONCE = 32
"""So many are embedded and then stored in one transaction: a kill costs no more."""


def embed_missing(
    vectors: VectorIndex,
    embedder: Embedder,
    go_on: Callable[[], bool],
    report: ReportProgress = ignore_progress,
    *,
    missing: int = 0,
) -> int:
    """Embed every piece that has no vector of this engine; then let its vectors serve, and remove those before them.

    Nothing is locked meanwhile: texts change, and searches are answered, as ever. A piece that changes gets a new id,
    behind all others, so one pass meets it.

    Args:
        vectors: The index.
        embedder: The engine.
        go_on: Asked before each batch.
        report: Told after each how many pieces are done.
        missing: How many pieces are known to lack a vector, for the report.

    Returns:
        How many vectors were stored.

    Raises:
        UserFacingError: the engine's vectors are of no use (``index.bad_vector``), or the engine or the disk is at
            fault.
    """
    fingerprint = embedder.info().fingerprint
    done = after = 0
    while go_on():
        pieces = vectors.missing(fingerprint, PIECES_AT_ONCE, after=after)
        if not pieces:
            _let_serve(vectors, fingerprint, go_on)
            break
        dense = embedder.embed([one.text for one in pieces]).dense
        if after == 0:
            vectors.begin(fingerprint, dense.shape[1])
        rows = (VectorRow(one.chunk_id, one.document_id, dense[at], one.text) for at, one in enumerate(pieces))
        done += vectors.add(fingerprint, rows)
        after = pieces[-1].chunk_id
        report(Progress("indexing", done, max(done, missing)))
    return done


def _let_serve(vectors: VectorIndex, fingerprint: str, go_on: Callable[[], bool]) -> None:
    if any(one.fingerprint == fingerprint for one in vectors.models()) and vectors.complete(fingerprint):
        vectors.sweep(go_on)
