"""Decisions of reviewers: added together with the freezing of the version, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from app.domain.errors import UserFacingError
from app.domain.lessons import LessonContent, VersionState
from app.domain.people import Decision
from app.store import codec
from app.store.tables import DECISIONS, VERSIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FIELDS: tuple[Any, ...] = (
    DECISIONS.c.id,
    DECISIONS.c.lesson_id,
    DECISIONS.c.version_id,
    DECISIONS.c.person_id,
    DECISIONS.c.person_name,
    DECISIONS.c.action,
    DECISIONS.c.reason,
    DECISIONS.c.changes,
    DECISIONS.c.content_sha256,
    DECISIONS.c.decided,
)


class DecisionRepository:
    """Who decided what, when and why."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def decide(self, decision: Decision, state: VersionState) -> Decision:
        """Record a decision and freeze its version, in one transaction.

        Args:
            decision: With `app.store.codec.content_sha256` of the content that the person saw.
            state: Approved or rejected.

        Raises:
            UserFacingError: the version was decided before (``review.already_decided``), its content is not the one
                that was seen (``lesson.changed_elsewhere``), or it is gone (``lesson.not_found``).
        """
        if state is VersionState.DRAFT:
            raise ValueError("a decision approves or rejects")
        row = self._connection.execute(
            select(VERSIONS.c.state, VERSIONS.c.content).where(
                VERSIONS.c.id == decision.version_id, VERSIONS.c.lesson_id == decision.lesson_id
            )
        ).first()
        if row is None:
            raise UserFacingError("lesson.not_found", id=decision.lesson_id)
        if row.state is not VersionState.DRAFT:
            raise UserFacingError("review.already_decided", state=row.state.value)
        # A draft stored by an older version of the app may be spelled differently: freeze the spelling that was hashed.
        content = codec.to_json(codec.from_json(row.content, LessonContent))
        if codec.sha256(content) != decision.content_sha256:
            raise UserFacingError("lesson.changed_elsewhere")
        values = {field.key: getattr(decision, field.key) for field in _FIELDS}
        self._connection.execute(insert(DECISIONS).values(**values))
        self._connection.execute(
            update(VERSIONS).where(VERSIONS.c.id == decision.version_id).values(state=state, content=content)
        )
        return decision

    def of_lesson(self, lesson_id: str) -> tuple[Decision, ...]:
        """Every decision about a lesson, oldest first."""
        rows = self._connection.execute(
            select(*_FIELDS).where(DECISIONS.c.lesson_id == lesson_id).order_by(DECISIONS.c.decided, DECISIONS.c.id)
        )
        return tuple(Decision(*row) for row in rows)

    def of_version(self, version_id: str) -> Decision | None:
        """The decision that froze a version."""
        row = self._connection.execute(select(*_FIELDS).where(DECISIONS.c.version_id == version_id)).first()
        return None if row is None else Decision(*row)
