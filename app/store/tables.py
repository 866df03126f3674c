"""Tables of ``shikshasetu.db``, the durable file. The migrations make them; this only describes them.

Core tables, not mapped classes: importing and configuring SQLAlchemy's ORM took 0.17 s of each start.

Three triggers, made by the first migration, hold promises at the level of SQL: a decided version never changes,
a version is decided only together with a row in `decisions`, and decisions are only ever added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from app.domain.chunks import Heading
from app.domain.documents import Box, SourceFile
from app.domain.jobs import JobState, Lane, Progress
from app.domain.lessons import Finding, Level, VersionState
from app.domain.people import Action
from app.store import codec

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy import Dialect


class Json(TypeDecorator[Any]):
    """A column of JSON text that gives back values of one type."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - any type msgspec knows
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401
        """Value to JSON text."""
        return None if value is None else codec.to_json(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401
        """JSON text to value."""
        return None if value is None else codec.from_json(value, self.kind)


class Word(TypeDecorator[Any]):
    """A column with the words of an enumeration."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401
        """Text to member."""
        try:
            return None if value is None else self.kind(value)
        except ValueError as error:
            raise codec.DamagedValueError(f"stored {self.kind.__name__} is damaged") from error


METADATA = MetaData()


def _column(name: str, kind: Any = Text, *constraints: Any, **options: Any) -> Column[Any]:  # noqa: ANN401
    """A column that is never NULL unless told otherwise."""
    return Column(name, kind, *constraints, **{"nullable": False, **options})


def _id() -> Column[Any]:
    return _column("id", primary_key=True)


PEOPLE = Table(
    "people",
    METADATA,
    _id(),
    _column("name"),
    _column("language"),
    _column("classes", Json(tuple[int, ...])),
    _column("subjects", Json(tuple[str, ...])),
    _column("created"),
    _column("current", Boolean),
    Index("one_current_person", "current", unique=True, sqlite_where=text("current = 1")),
)
"""Users of this laptop."""

DOCUMENTS = Table(
    "documents",
    METADATA,
    _id(),
    _column("title"),
    _column("sources", Json(tuple[SourceFile, ...])),
    _column("source_key", index=True),
    _column("language", nullable=True),
    _column("created", index=True),
    _column("removed", nullable=True),
    _column("board", nullable=True),
    _column("school_class", Integer, nullable=True),
    _column("subject", nullable=True),
    _column("chapter", nullable=True),
    _column("given", Json(tuple[str, ...]), nullable=True),
)
"""What was put in. `removed` is when it was taken out; the row is kept for a while, and while a lesson needs it.

`given` names the facts that a person gave: no guess replaces them.
"""

PAGES = Table(
    "pages",
    METADATA,
    _id(),
    _column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), index=True),
    _column("position", Integer),
    _column("source_index", Integer),
    _column("source_page", Integer),
    _column("rotation", Integer),
    _column("crop", Json(Box), nullable=True),
    _column("text", LargeBinary, nullable=True),
    _column("text_hash"),
    _column("picture", nullable=True),
    _column("corrected", Boolean),
    _column("headings", Json(tuple[Heading, ...]), nullable=True),
    Index("pages_to_find", "document_id", "position", "id", "text_hash", "headings"),
)
"""Pages. `text` is a compressed `PageText`, `text_hash` its SHA-256: it proves the text and tells the index.

`headings` are those in the text: the chunks of a page say under which headings of the pages before they stand.
"""

LESSONS = Table(
    "lessons",
    METADATA,
    _id(),
    _column("slug", unique=True),
    _column("document_id", index=True),
    _column("created", index=True),
    _column("deleted", nullable=True),
)
"""Lessons; `deleted` is the time a person threw it away."""

VERSIONS = Table(
    "versions",
    METADATA,
    _id(),
    _column("lesson_id", Text, ForeignKey("lessons.id", ondelete="CASCADE")),
    _column("number", Integer),
    _column("state", Word(VersionState)),
    _column("content", LargeBinary),
    _column("findings", Json(tuple[Finding, ...])),
    _column("created"),
    _column("title"),
    _column("language"),
    _column("level", Word(Level)),
    _column("school_class", Integer),
    _column("green", Integer),
    _column("amber", Integer),
    _column("red", Integer),
    UniqueConstraint("lesson_id", "number", name="one_version_per_number"),
    CheckConstraint("state IN ('draft', 'approved', 'rejected')", name="known_state"),
)
"""Versions of lessons. `content` is the exact JSON that a decision hashes; the counts serve lists."""

DECISIONS = Table(
    "decisions",
    METADATA,
    _id(),
    _column("lesson_id", index=True),
    _column("version_id", unique=True),
    _column("person_id"),
    _column("person_name"),
    _column("action", Word(Action)),
    _column("reason"),
    _column("changes", Json(tuple[tuple[int | str, str, str], ...])),
    _column("content_sha256"),
    _column("decided"),
)
"""Decisions; rows are only ever added, and stay when their lesson is purged."""

JOBS = Table(
    "jobs",
    METADATA,
    _id(),
    _column("kind"),
    _column("key", index=True),
    _column("lane", Word(Lane)),
    _column("state", Word(JobState)),
    _column("params", Json(dict[str, object])),
    _column("checkpoint", Json(dict[str, object])),
    _column("progress", Json(Progress)),
    _column("error_key"),
    _column("error_text"),
    _column("created"),
    _column("changed"),
    Index("one_unfinished_job", "kind", "key", unique=True, sqlite_where=text("state IN ('queued', 'running')")),
)
"""Jobs; two unfinished jobs never share kind and key."""

TIMINGS = Table(
    "timings",
    METADATA,
    _column("id", Integer, primary_key=True),
    _column("step"),
    _column("units", Float),
    _column("seconds", Float),
    Index("newest_timings", "step", "id"),
)
"""How long steps took on this machine."""
