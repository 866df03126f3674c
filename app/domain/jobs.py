"""Jobs: durable pieces of work with a state, progress and a cancel button."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import JobCancelled

_LOOK_SECONDS = 0.05
"""How often who waits looks whether the end was asked for."""


class JobState(StrEnum):
    """QUEUED -> RUNNING -> DONE | FAILED | CANCELLED; RUNNING returns to QUEUED when the process died."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """QUICK never waits behind NIGHT."""

    QUICK = "quick"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Part:
    """Which of several lessons a job is at; `number` counts from 1."""

    title: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands.

    Attributes:
        step: Code word of the step ("reading", "simplifying", "speaking", "saving", ...).
        done: Units finished in this step.
        total: Units of this step; 0 when unknown.
        seconds_left: Estimate from this machine's own past timings; None when there are none yet.
        part: The lesson that the step is about, in a job with several.
    """

    step: str
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the job table.

    Attributes:
        id: Job id.
        kind: Name of the job function ("make", "add", "save_pack").
        key: Hash of kind and parameters: a rerun with the same key resumes instead of starting again.
        lane: Quick or night.
        state: Where it is in its life.
        params: JSON-ready arguments.
        checkpoint: JSON-ready facts the job wrote down so that it can go on.
        progress: Last reported progress.
        error_key: Message key of a failure.
        error_text: English sentence of a failure.
        created: ISO 8601 UTC time.
        changed: ISO 8601 UTC time of the last change.
    """

    id: str
    kind: str
    key: str
    lane: Lane
    state: JobState
    params: dict[str, object]
    checkpoint: dict[str, object]
    progress: Progress
    error_key: str
    error_text: str
    created: str
    changed: str


class CancelToken:
    """A flag that one thread, or a signal's handler, sets and another looks at; it knows how urgent the work is.

    Whoever is handed the token of a piece of work knows all that an engine has to know of who waits for it.

    No `threading.Event`: its lock is not reentrant, and a handler that sets it while its own thread waits stands still.

    Args:
        lane: Of the work that it ends.
    """

    def __init__(self, lane: Lane = Lane.QUICK) -> None:
        self._cancelled = False
        self.lane = lane

    def cancel(self) -> None:
        """Ask for the end; safe from any thread and from a signal's handler, any number of times."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether the end was asked for."""
        return self._cancelled

    def check(self) -> None:
        """Raise `JobCancelled` if the end was asked for."""
        if self._cancelled:
            raise JobCancelled

    def wait(self, seconds: float) -> bool:
        """Sleep up to `seconds`; True as soon as the end is asked for."""
        end = time.monotonic() + seconds
        while not self._cancelled and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_SECONDS))
        return self._cancelled


def lane_of(cancel: CancelToken | None) -> Lane:
    """The lane of a piece of work by its token; what has none is waited for by a person."""
    return Lane.QUICK if cancel is None else cancel.lane


ReportProgress = Callable[[Progress], None]
"""Where a running piece of work says how far it is; called from the thread that works."""


def ignore_progress(_: Progress) -> None:
    """A `ReportProgress` for callers that show nothing."""
