"""What a job runner needs from the world: durable rows, past timings, and functions that do the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.jobs import Job
    from app.jobs.context import JobContext


class JobRows(Protocol):
    """Durable jobs and timings. Each call is one transaction, on the disk when it returns."""

    def add(self, job: Job) -> Job:
        """Add a job; where an unfinished one has the same kind and key, that one is returned instead."""
        ...

    def get(self, job_id: str) -> Job | None:
        """One job by id."""
        ...

    def find_by_key(self, kind: str, key: str) -> Job | None:
        """The newest job of this kind with this key, in whatever state."""
        ...

    def update(self, job: Job) -> Job:
        """Replace a job."""
        ...

    def requeue_running(self) -> tuple[Job, ...]:
        """Put jobs of a process that died back into the queue; every queued job, oldest first."""
        ...

    def list(self) -> tuple[Job, ...]:
        """Jobs, newest first."""
        ...

    def add_timing(self, step: str, units: float, seconds: float) -> None:
        """Write down how long a step took."""
        ...

    def seconds_per_unit(self, step: str) -> float | None:
        """Median of past timings of a step."""
        ...


JobFunction = Callable[["JobContext"], None]
"""Does the work of one kind of job; writes its result's ids into the checkpoint."""
