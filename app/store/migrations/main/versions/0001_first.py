"""People, documents, pages, lessons, versions, decisions, jobs and timings.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL, classes TEXT NOT NULL,
    subjects TEXT NOT NULL, created TEXT NOT NULL, current BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX one_current_person ON people (current) WHERE current = 1;
CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, sources TEXT NOT NULL, source_key TEXT NOT NULL,
    language TEXT, created TEXT NOT NULL, removed TEXT
);
CREATE INDEX ix_documents_source_key ON documents (source_key);
CREATE INDEX ix_documents_created ON documents (created);
CREATE TABLE pages (
    id TEXT NOT NULL PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, source_index INTEGER NOT NULL, source_page INTEGER NOT NULL, rotation INTEGER NOT NULL,
    crop TEXT, text BLOB, text_hash TEXT NOT NULL, picture TEXT, corrected BOOLEAN NOT NULL
);
CREATE INDEX ix_pages_document_id ON pages (document_id);
CREATE TABLE lessons (
    id TEXT NOT NULL PRIMARY KEY, slug TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL, created TEXT NOT NULL,
    deleted TEXT
);
CREATE INDEX ix_lessons_document_id ON lessons (document_id);
CREATE INDEX ix_lessons_created ON lessons (created);
CREATE TABLE versions (
    id TEXT NOT NULL PRIMARY KEY, lesson_id TEXT NOT NULL REFERENCES lessons (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, state TEXT NOT NULL, content BLOB NOT NULL, findings TEXT NOT NULL, created TEXT NOT NULL,
    title TEXT NOT NULL, language TEXT NOT NULL, level TEXT NOT NULL, school_class INTEGER NOT NULL,
    green INTEGER NOT NULL, amber INTEGER NOT NULL, red INTEGER NOT NULL,
    CONSTRAINT one_version_per_number UNIQUE (lesson_id, number),
    CONSTRAINT known_state CHECK (state IN ('draft', 'approved', 'rejected'))
);
CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY, lesson_id TEXT NOT NULL, version_id TEXT NOT NULL UNIQUE, person_id TEXT NOT NULL,
    person_name TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL, changes TEXT NOT NULL,
    content_sha256 TEXT NOT NULL, decided TEXT NOT NULL
);
CREATE INDEX ix_decisions_lesson_id ON decisions (lesson_id);
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, lane TEXT NOT NULL, state TEXT NOT NULL,
    params TEXT NOT NULL, checkpoint TEXT NOT NULL, progress TEXT NOT NULL, error_key TEXT NOT NULL,
    error_text TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX ix_jobs_key ON jobs (key);
CREATE UNIQUE INDEX one_unfinished_job ON jobs (kind, key) WHERE state IN ('queued', 'running');
CREATE TABLE timings (
    id INTEGER NOT NULL PRIMARY KEY, step TEXT NOT NULL, units FLOAT NOT NULL, seconds FLOAT NOT NULL
);
CREATE INDEX newest_timings ON timings (step, id);
"""

TRIGGERS = (
    """CREATE TRIGGER decided_versions_are_frozen BEFORE UPDATE ON versions WHEN OLD.state != 'draft'
    BEGIN SELECT RAISE(ABORT, 'a decided version is frozen'); END""",
    """CREATE TRIGGER lessons_with_decisions_stay BEFORE DELETE ON lessons
    WHEN OLD.deleted IS NULL AND EXISTS (SELECT 1 FROM versions WHERE lesson_id = OLD.id AND state != 'draft')
    BEGIN SELECT RAISE(ABORT, 'a decided lesson is thrown away before it is erased'); END""",
    """CREATE TRIGGER decided_versions_stay BEFORE DELETE ON versions
    WHEN OLD.state != 'draft' AND EXISTS (SELECT 1 FROM lessons WHERE id = OLD.lesson_id AND deleted IS NULL)
    BEGIN SELECT RAISE(ABORT, 'a decided version stays as long as its lesson'); END""",
    """CREATE TRIGGER versions_change_state_by_decision BEFORE UPDATE OF state ON versions
    WHEN NEW.state != 'draft' AND NOT EXISTS (SELECT 1 FROM decisions WHERE version_id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'a version is decided only by a decision'); END""",
    """CREATE TRIGGER versions_begin_as_draft BEFORE INSERT ON versions WHEN NEW.state != 'draft'
    BEGIN SELECT RAISE(ABORT, 'a version begins as a draft'); END""",
    """CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END""",
    """CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END""",
)


def upgrade() -> None:
    """Make everything."""
    from alembic import op

    for statement in (*TABLES.split(";\n"), *TRIGGERS):
        if statement.strip():
            op.execute(statement)
