"""Job rows as the job runner wants them: every call one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.jobs import Job, JobState

if TYPE_CHECKING:
    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork


class StoredJobs:
    """Fits `app.jobs.protocols.JobRows`, which this layer may not import."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, job: Job) -> Job:
        """Add a job; where an unfinished one has the same kind and key, that one is returned instead."""

        def add(work: UnitOfWork) -> Job:
            known = work.jobs.find_by_key(job.kind, job.key)
            if known is not None and known.state in {JobState.QUEUED, JobState.RUNNING}:
                return known
            return work.jobs.add(job)

        return self._store.write(add)

    def get(self, job_id: str) -> Job | None:
        """One job by id."""
        return self._store.read(lambda work: work.jobs.get(job_id))

    def find_by_key(self, kind: str, key: str) -> Job | None:
        """The newest job of this kind with this key, in whatever state."""
        return self._store.read(lambda work: work.jobs.find_by_key(kind, key))

    def update(self, job: Job) -> Job:
        """Replace a job."""
        return self._store.write(lambda work: work.jobs.update(job))

    def requeue_running(self) -> tuple[Job, ...]:
        """Put jobs of a process that died back into the queue; every queued job, oldest first."""
        return self._store.write(lambda work: work.jobs.requeue_running())

    def list(self) -> tuple[Job, ...]:
        """Jobs, newest first."""
        return self._store.read(lambda work: work.jobs.list())

    def add_timing(self, step: str, units: float, seconds: float) -> None:
        """Write down how long a step took."""
        self._store.write(lambda work: work.timings.add(step, units, seconds))

    def seconds_per_unit(self, step: str) -> float | None:
        """Median of past timings of a step."""
        return self._store.read(lambda work: work.timings.seconds_per_unit(step))
