"""Tables of ``shikshasetu.db``, the durable file. The migrations make them; these classes only describe them.

Three triggers, made by the first migration, hold promises at the level of SQL: a decided version never changes,
a version is decided only together with a row in `decisions`, and decisions are only ever added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

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


class Table(DeclarativeBase):
    """Base of all tables of the durable file."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, float: Float}


class PersonRow(Table):
    """Users of this laptop."""

    __tablename__ = "people"
    __table_args__ = (Index("one_current_person", "current", unique=True, sqlite_where=text("current = 1")),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str]
    classes: Mapped[tuple[int, ...]] = mapped_column(Json(tuple[int, ...]))
    subjects: Mapped[tuple[str, ...]] = mapped_column(Json(tuple[str, ...]))
    created: Mapped[str]
    current: Mapped[bool] = mapped_column(default=False)


class DocumentRow(Table):
    """What was put in. `removed` is set, and the row kept, while a lesson still needs it."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    sources: Mapped[tuple[SourceFile, ...]] = mapped_column(Json(tuple[SourceFile, ...]))
    source_key: Mapped[str] = mapped_column(index=True)
    language: Mapped[str | None]
    created: Mapped[str] = mapped_column(index=True)
    removed: Mapped[str | None]


class PageRow(Table):
    """Pages. `text` is a compressed `PageText`, `text_hash` its SHA-256: it proves the text and tells the index."""

    __tablename__ = "pages"

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    source_index: Mapped[int]
    source_page: Mapped[int]
    rotation: Mapped[int]
    crop: Mapped[Box | None] = mapped_column(Json(Box))
    text: Mapped[bytes | None] = mapped_column(LargeBinary)
    text_hash: Mapped[str]
    picture: Mapped[str | None]
    corrected: Mapped[bool]


class LessonRow(Table):
    """Lessons; `deleted` is the time a person threw it away."""

    __tablename__ = "lessons"

    id: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[str] = mapped_column(index=True)
    created: Mapped[str] = mapped_column(index=True)
    deleted: Mapped[str | None]


class VersionRow(Table):
    """Versions of lessons. `content` is the exact JSON that a decision hashes; the counts serve lists."""

    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("lesson_id", "number", name="one_version_per_number"),
        CheckConstraint("state IN ('draft', 'approved', 'rejected')", name="known_state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lessons.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(Word(VersionState))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    findings: Mapped[tuple[Finding, ...]] = mapped_column(Json(tuple[Finding, ...]))
    created: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]
    level: Mapped[Level] = mapped_column(Word(Level))
    school_class: Mapped[int]
    green: Mapped[int]
    amber: Mapped[int]
    red: Mapped[int]


class DecisionRow(Table):
    """Decisions; rows are only ever added, and stay when their lesson is purged."""

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(index=True)
    version_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[str]
    person_name: Mapped[str]
    action: Mapped[Action] = mapped_column(Word(Action))
    reason: Mapped[str]
    changes: Mapped[tuple[tuple[int, str, str], ...]] = mapped_column(Json(tuple[tuple[int, str, str], ...]))
    content_sha256: Mapped[str]
    decided: Mapped[str]


class JobRow(Table):
    """Jobs; two unfinished jobs never share kind and key."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("one_unfinished_job", "kind", "key", unique=True, sqlite_where=text("state IN ('queued', 'running')")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    lane: Mapped[Lane] = mapped_column(Word(Lane))
    state: Mapped[JobState] = mapped_column(Word(JobState))
    params: Mapped[dict[str, object]] = mapped_column(Json(dict[str, object]))
    checkpoint: Mapped[dict[str, object]] = mapped_column(Json(dict[str, object]))
    progress: Mapped[Progress] = mapped_column(Json(Progress))
    error_key: Mapped[str]
    error_text: Mapped[str]
    created: Mapped[str]
    changed: Mapped[str]


class TimingRow(Table):
    """How long steps took on this machine."""

    __tablename__ = "timings"
    __table_args__ = (Index("newest_timings", "step", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    step: Mapped[str]
    units: Mapped[float]
    seconds: Mapped[float]
