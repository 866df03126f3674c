"""What is known about a document (board, class, subject, chapter), and the headings of each page.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE documents ADD COLUMN board TEXT",
    "ALTER TABLE documents ADD COLUMN school_class INTEGER",
    "ALTER TABLE documents ADD COLUMN subject TEXT",
    "ALTER TABLE documents ADD COLUMN chapter TEXT",
    "ALTER TABLE documents ADD COLUMN given TEXT",
    "ALTER TABLE pages ADD COLUMN headings TEXT",
    # What the search index is compared with at every search, without touching the texts
    "CREATE INDEX pages_to_find ON pages (document_id, position, id, text_hash, headings)",
)


def upgrade() -> None:
    """Add the columns; the headings of pages that were read before are taken from their text."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
    _find_headings(op.get_bind())


def _find_headings(connection: Connection) -> None:
    from sqlalchemy import text

    from app.domain.chunks import headings_in
    from app.domain.documents import PageText
    from app.store import codec

    for identity in connection.scalars(text("SELECT id FROM pages WHERE text IS NOT NULL")).all():
        packed = connection.scalar(text("SELECT text FROM pages WHERE id = :id"), {"id": identity})
        try:
            read = codec.from_compressed(packed, PageText)
        except codec.DamagedValueError:
            continue  # found and told when the page is opened
        found = [{"level": one.level, "text": one.text, "size": one.size} for one in headings_in(read.blocks)]
        connection.execute(
            text("UPDATE pages SET headings = :headings WHERE id = :id"),
            {"headings": json.dumps(found, ensure_ascii=False, separators=(",", ":")), "id": identity},
        )
