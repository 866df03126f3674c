"""Vectors of pieces of text, exact and as bits.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE vector_models (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, fingerprint TEXT NOT NULL UNIQUE, dimension INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('serving', 'building', 'gone'))
    )""",
    "CREATE UNIQUE INDEX ix_vector_models_serving ON vector_models (state) WHERE state = 'serving'",
    # One row has the bits of up to 256 vectors of one document: a row for each takes five times as long to scan.
    # ids: int64 little-endian, row of `vectors`, 0 where there is none any more; bits: as many, of equal width.
    """CREATE TABLE vector_pages (
        id INTEGER NOT NULL PRIMARY KEY, model_id INTEGER NOT NULL, document_id TEXT NOT NULL, live INTEGER NOT NULL,
        ids BLOB NOT NULL, bits BLOB NOT NULL
    )""",
    "CREATE INDEX ix_vector_pages_document ON vector_pages (model_id, document_id)",
    # Counts the changes of `vector_pages`, so that a reader knows whether what it holds in memory is still true.
    "CREATE TABLE vector_changes (number INTEGER NOT NULL)",
    "INSERT INTO vector_changes VALUES (0)",
    *(
        f"CREATE TRIGGER vector_page_{event.lower()} AFTER {event} ON vector_pages"
        " BEGIN UPDATE vector_changes SET number = number + 1; END"
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
    """CREATE TABLE vectors (
        id INTEGER NOT NULL PRIMARY KEY, model_id INTEGER NOT NULL, chunk_id INTEGER NOT NULL,
        page_id INTEGER NOT NULL, slot INTEGER NOT NULL, vector BLOB NOT NULL
    )""",
    "CREATE UNIQUE INDEX ix_vectors_chunk ON vectors (chunk_id, model_id)",
    """CREATE TRIGGER chunk_vectors_gone AFTER DELETE ON chunks
    BEGIN DELETE FROM vectors WHERE chunk_id = OLD.id; END""",
    """CREATE TRIGGER vector_gone AFTER DELETE ON vectors
    BEGIN
        DELETE FROM vector_pages WHERE id = OLD.page_id AND live = 1;
        UPDATE vector_pages SET
            live = live - 1,
            ids = CAST(substr(ids, 1, OLD.slot * 8) || zeroblob(8) || substr(ids, OLD.slot * 8 + 9) AS BLOB),
            bits = CAST(
                substr(bits, 1, OLD.slot * (length(bits) * 8 / length(ids)))
                || zeroblob(length(bits) * 8 / length(ids))
                || substr(bits, (OLD.slot + 1) * (length(bits) * 8 / length(ids)) + 1) AS BLOB
            )
        WHERE id = OLD.page_id;
    END""",
)


def upgrade() -> None:
    """Make everything."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
