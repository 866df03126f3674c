"""Whole words by chunk, and a table of all the words there are: for stems, beginnings, misspellings, Roman letters.

What is new goes into the FTS5 tables in one statement for many rows (a trigger would make FTS5 write after each); what
goes is taken out by triggers. The index is derived: what the first revision held is dropped and read again from the
pages.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP TABLE chunk_words",
    "DROP TABLE chunks",
    "DROP TABLE indexed_pages",
    "CREATE TABLE indexed_pages (page_id TEXT NOT NULL PRIMARY KEY, text_hash TEXT NOT NULL)",
    # AUTOINCREMENT: an id is never given again, so that what other tables derive from a chunk cannot pass to another.
    """CREATE TABLE chunks (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL, page_id TEXT NOT NULL,
        position INTEGER NOT NULL, length INTEGER NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL,
        boxes BLOB NOT NULL, words TEXT NOT NULL
    )""",
    "CREATE INDEX ix_chunks_page_id ON chunks (page_id)",
    "CREATE INDEX ix_chunks_document_id ON chunks (document_id)",
    "CREATE TABLE totals (chunks INTEGER NOT NULL, words INTEGER NOT NULL)",
    "INSERT INTO totals VALUES (0, 0)",
    # `words` is normalised, with spaces between words and nothing else; this tokenizer cuts there and nowhere else,
    # whichever version of Unicode SQLite knows.
    """CREATE VIRTUAL TABLE chunk_words USING fts5 (
        words, content = 'chunks', content_rowid = 'id', tokenize = 'ascii'
    )""",
    "CREATE VIRTUAL TABLE chunk_terms USING fts5vocab (chunk_words, instance)",
    "CREATE VIRTUAL TABLE chunk_counts USING fts5vocab (chunk_words, row)",
    """CREATE TRIGGER chunk_gone AFTER DELETE ON chunks BEGIN
        INSERT INTO chunk_words (chunk_words, rowid, words) VALUES ('delete', OLD.id, OLD.words);
        UPDATE totals SET chunks = chunks - 1, words = words - OLD.length;
    END""",
    "CREATE TABLE terms (id INTEGER NOT NULL PRIMARY KEY, term TEXT NOT NULL UNIQUE, root TEXT, sound TEXT)",
    "CREATE INDEX ix_terms_root ON terms (root) WHERE root IS NOT NULL",
    "CREATE INDEX ix_terms_sound ON terms (sound) WHERE sound IS NOT NULL",
    """CREATE VIRTUAL TABLE term_trigrams USING fts5 (
        term, content = 'terms', content_rowid = 'id', tokenize = 'trigram', detail = 'none', columnsize = 0
    )""",
    """CREATE TRIGGER term_gone AFTER DELETE ON terms WHEN length(OLD.term) > 3 BEGIN
        INSERT INTO term_trigrams (term_trigrams, rowid, term) VALUES ('delete', OLD.id, OLD.term);
    END""",
    # Without it the words of what is deleted stay in these tables until they happen to be merged.
    "INSERT INTO chunk_words (chunk_words, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO term_trigrams (term_trigrams, rank) VALUES ('secure-delete', 1)",
)


def upgrade() -> None:
    """Drop everything and make it anew."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
