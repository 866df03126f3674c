"""Rows of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from app.domain.clock import utc_now
from app.domain.jobs import Job, JobState
from app.store.tables import JOBS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FIELDS: tuple[Any, ...] = (
    JOBS.c.id,
    JOBS.c.kind,
    JOBS.c.key,
    JOBS.c.lane,
    JOBS.c.state,
    JOBS.c.params,
    JOBS.c.checkpoint,
    JOBS.c.progress,
    JOBS.c.error_key,
    JOBS.c.error_text,
    JOBS.c.created,
    JOBS.c.changed,
)
_FINISHED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobRepository:
    """Jobs, unfinished and finished."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, job: Job) -> Job:
        """Add a job."""
        self._connection.execute(insert(JOBS).values(**_values(job)))
        return job

    def get(self, job_id: str) -> Job | None:
        """One job by id."""
        row = self._connection.execute(select(*_FIELDS).where(JOBS.c.id == job_id)).first()
        return None if row is None else Job(*row)

    def find_by_key(self, kind: str, key: str) -> Job | None:
        """The newest job of this kind with this key, in whatever state."""
        row = self._connection.execute(
            select(*_FIELDS)
            .where(JOBS.c.kind == kind, JOBS.c.key == key)
            .order_by(JOBS.c.created.desc(), JOBS.c.id.desc())
        ).first()
        return None if row is None else Job(*row)

    def update(self, job: Job) -> Job:
        """Replace a job.

        Raises:
            KeyError: there is no such job.
        """
        changed = self._connection.execute(update(JOBS).where(JOBS.c.id == job.id).values(**_values(job)))
        if changed.rowcount == 0:
            raise KeyError(job.id)
        return job

    def requeue_running(self) -> tuple[Job, ...]:
        """Put jobs of a process that died back into the queue; every queued job, oldest first."""
        self._connection.execute(
            update(JOBS).where(JOBS.c.state == JobState.RUNNING).values(state=JobState.QUEUED, changed=utc_now())
        )
        rows = self._connection.execute(
            select(*_FIELDS).where(JOBS.c.state == JobState.QUEUED).order_by(JOBS.c.created, JOBS.c.id)
        )
        return tuple(Job(*row) for row in rows)

    def list(self, *, limit: int = 200) -> tuple[Job, ...]:
        """Jobs, newest first."""
        rows = self._connection.execute(select(*_FIELDS).order_by(JOBS.c.created.desc(), JOBS.c.id.desc()).limit(limit))
        return tuple(Job(*row) for row in rows)

    def purge(self, before: str) -> int:
        """Forget finished jobs last changed before this time; returns how many."""
        return self._connection.execute(
            delete(JOBS).where(JOBS.c.state.in_(_FINISHED), JOBS.c.changed < before)
        ).rowcount


def _values(job: Job) -> dict[str, object]:
    return {field.key: getattr(job, field.key) for field in _FIELDS}
