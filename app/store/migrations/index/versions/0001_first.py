"""Pieces of page text with full-text search.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE TABLE indexed_pages (page_id TEXT NOT NULL PRIMARY KEY, text_hash TEXT NOT NULL)",
    """CREATE TABLE chunks (
        id INTEGER NOT NULL PRIMARY KEY, document_id TEXT NOT NULL, page_id TEXT NOT NULL, position INTEGER NOT NULL,
        text TEXT NOT NULL, boxes BLOB NOT NULL, words TEXT NOT NULL
    )""",
    "CREATE INDEX ix_chunks_page_id ON chunks (page_id)",
    # Vowel signs and the virama (Mn, Mc) belong to the word; without them unicode61 cuts "किताब" into "क", "त", "ब".
    """CREATE VIRTUAL TABLE chunk_words USING fts5 (
        words, content = 'chunks', content_rowid = 'id', prefix = '2 3',
        tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
    )""",
    """CREATE TRIGGER chunk_added AFTER INSERT ON chunks
    BEGIN INSERT INTO chunk_words (rowid, words) VALUES (NEW.id, NEW.words); END""",
    """CREATE TRIGGER chunk_gone AFTER DELETE ON chunks
    BEGIN INSERT INTO chunk_words (chunk_words, rowid, words) VALUES ('delete', OLD.id, OLD.words); END""",
)


def upgrade() -> None:
    """Make everything."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
