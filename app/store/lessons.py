"""Lessons and their versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, func, insert, select, update

from app.domain.clock import utc_now
from app.domain.errors import UserFacingError
from app.domain.lesson_parts import count_lights
from app.domain.lessons import (
    Lesson,
    LessonContent,
    LessonSummary,
    LessonVersion,
    VersionState,
    told_apart,
)
from app.store import codec
from app.store.tables import DECISIONS, LESSONS, VERSIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_VERSION: tuple[Any, ...] = (
    VERSIONS.c.id,
    VERSIONS.c.lesson_id,
    VERSIONS.c.number,
    VERSIONS.c.state,
    VERSIONS.c.content,
    VERSIONS.c.findings,
    VERSIONS.c.created,
)


class LessonRepository:
    """Lessons, their versions, and the lists made of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, lesson: Lesson) -> Lesson:
        """Add a lesson with its first version."""
        self._connection.execute(
            insert(LESSONS).values(
                id=lesson.id,
                slug=lesson.slug,
                document_id=lesson.document_id,
                created=lesson.created,
                deleted=lesson.deleted,
            )
        )
        self.add_version(lesson.current)
        return lesson

    def get(self, lesson_id: str) -> Lesson | None:
        """A lesson, deleted or not, with its newest version."""
        row = self._connection.execute(select(LESSONS).where(LESSONS.c.id == lesson_id)).first()
        if row is None:
            return None
        current = self._newest(select(*_VERSION).where(VERSIONS.c.lesson_id == lesson_id))
        if current is None:
            return None
        return Lesson(row.id, row.slug, row.document_id, row.created, current, row.deleted)

    def summaries(self, *, deleted: bool = False) -> tuple[LessonSummary, ...]:
        """Lessons with the numbers of their newest version, last changed first."""
        newest = select(func.max(VERSIONS.c.number)).where(VERSIONS.c.lesson_id == LESSONS.c.id).correlate(LESSONS)
        approved = newest.where(VERSIONS.c.state == VersionState.APPROVED)
        columns: tuple[Any, ...] = (
            LESSONS.c.id,
            LESSONS.c.slug,
            VERSIONS.c.title,
            VERSIONS.c.language,
            VERSIONS.c.level,
            VERSIONS.c.school_class,
            VERSIONS.c.state,
            VERSIONS.c.number,
            approved.scalar_subquery(),
            VERSIONS.c.green,
            VERSIONS.c.amber,
            VERSIONS.c.red,
            LESSONS.c.created,
            VERSIONS.c.created,
            LESSONS.c.deleted,
        )
        rows = self._connection.execute(
            select(*columns)
            .join(VERSIONS, VERSIONS.c.lesson_id == LESSONS.c.id)
            .where(VERSIONS.c.number == newest.scalar_subquery())
            .where(LESSONS.c.deleted.is_not(None) if deleted else LESSONS.c.deleted.is_(None))
            .order_by(VERSIONS.c.created.desc(), LESSONS.c.id.desc())
        )
        return told_apart([LessonSummary(*row) for row in rows])

    def delete(self, lesson_id: str, when: str) -> None:
        """Throw a lesson away; `restore` brings it back until it is purged.

        Raises:
            UserFacingError: there is none (``lesson.not_found``).
        """
        self._set_deleted(lesson_id, when)

    def restore(self, lesson_id: str) -> None:
        """Bring a lesson back.

        Raises:
            UserFacingError: there is none (``lesson.not_found``).
        """
        self._set_deleted(lesson_id, None)

    def purge(self, before: str) -> int:
        """Erase the lessons thrown away before this time; decisions about them are kept. Returns how many."""
        return self._connection.execute(
            delete(LESSONS).where(LESSONS.c.deleted.is_not(None), LESSONS.c.deleted < before)
        ).rowcount

    def _set_deleted(self, lesson_id: str, when: str | None) -> None:
        changed = self._connection.execute(update(LESSONS).where(LESSONS.c.id == lesson_id).values(deleted=when))
        if changed.rowcount == 0:
            raise UserFacingError("lesson.not_found", id=lesson_id)

    # -- versions ----------------------------------------------------------------------------------------------

    def versions(self, lesson_id: str) -> tuple[LessonVersion, ...]:
        """Every version, oldest first."""
        rows = self._connection.execute(
            select(*_VERSION).where(VERSIONS.c.lesson_id == lesson_id).order_by(VERSIONS.c.number)
        )
        return tuple(_version(row) for row in rows)

    def version(self, version_id: str) -> LessonVersion | None:
        """One version by id."""
        row = self._connection.execute(select(*_VERSION).where(VERSIONS.c.id == version_id)).first()
        return None if row is None else _version(row)

    def add_version(self, version: LessonVersion) -> LessonVersion:
        """Add a draft. A decided version comes about only through `DecisionRepository.decide`."""
        if version.state is not VersionState.DRAFT:
            raise ValueError("a version begins as a draft")
        self._connection.execute(insert(VERSIONS).values(**version_values(version)))
        return version

    def save_draft(self, version: LessonVersion, *, expected_created: str) -> LessonVersion:
        """Replace a draft, provided nobody changed it since it was read.

        Args:
            version: What the draft becomes; its time is set to now where it does not differ from the old one.
            expected_created: The time of the draft that the person saw.

        Returns:
            The draft as stored.

        Raises:
            UserFacingError: it was decided or changed in the meantime (``lesson.changed_elsewhere``).
        """
        if version.state is not VersionState.DRAFT:
            raise ValueError("only a draft can be saved")
        if version.created == expected_created:
            version = replace(version, created=utc_now())
        changed = self._connection.execute(
            update(VERSIONS)
            .where(
                VERSIONS.c.id == version.id,
                VERSIONS.c.created == expected_created,
                VERSIONS.c.state == VersionState.DRAFT,
            )
            .values(**version_values(version))
        )
        if changed.rowcount == 0:
            raise UserFacingError("lesson.changed_elsewhere")
        return version

    def approved(self, lesson_id: str, number: int | None = None) -> LessonVersion | None:
        """The newest approved version, or the one of that number, its content compared with the hash in the decision.

        Raises:
            DamagedValueError: the content is not what was approved.
        """
        approved = (
            select(*_VERSION, DECISIONS.c.content_sha256)
            .join(DECISIONS, DECISIONS.c.version_id == VERSIONS.c.id)
            .where(VERSIONS.c.lesson_id == lesson_id, VERSIONS.c.state == VersionState.APPROVED)
            .order_by(VERSIONS.c.number.desc())
        )
        wanted = approved if number is None else approved.where(VERSIONS.c.number == number)
        row = self._connection.execute(wanted).first()
        if row is None:
            return None
        if codec.sha256(row.content) != row.content_sha256:
            raise codec.DamagedValueError("an approved version is not what was approved")
        return _version(row)

    def _newest(self, query: Select[*tuple[Any, ...]]) -> LessonVersion | None:
        row = self._connection.execute(query.order_by(VERSIONS.c.number.desc()).limit(1)).first()
        return None if row is None else _version(row)


def _version(row: Row[*tuple[Any, ...]]) -> LessonVersion:
    content = codec.from_json(row.content, LessonContent)
    return LessonVersion(row.id, row.lesson_id, row.number, row.state, content, row.findings, row.created)


def version_values(version: LessonVersion) -> dict[str, object]:
    """Columns of a version."""
    content = version.content
    green, amber, red = count_lights(content, version.findings)
    return {
        "id": version.id,
        "lesson_id": version.lesson_id,
        "number": version.number,
        "state": version.state,
        "content": codec.to_json(content),
        "findings": version.findings,
        "created": version.created,
        "title": content.title,
        "language": content.language,
        "level": content.level,
        "school_class": content.school_class,
        "green": green,
        "amber": amber,
        "red": red,
    }
