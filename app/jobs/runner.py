"""Durable jobs in two lanes, each a thread: what a person waits for never waits behind the night's work."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.events import EventBus, JobChanged
from app.domain.ids import new_id
from app.domain.jobs import CancelToken, Job, JobState, Lane, Progress
from app.jobs.context import JobContext
from app.jobs.estimate import Estimator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.jobs.protocols import JobFunction, JobRows

_log = logging.getLogger(__name__)

UNFINISHED = frozenset({JobState.QUEUED, JobState.RUNNING})


def job_key(kind: str, params: Mapping[str, object]) -> str:
    """Hash of kind and parameters, whatever the order of the parameters."""
    text = json.dumps([kind, params], sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class JobRunner:
    """Runs jobs and survives them.

    Lock order: `_order`, under which rows change hands between states, then `_changed`, under which the dictionaries
    below change. Neither is held while a job function or a listener works.

    Args:
        rows: Durable rows.
        functions: What to do, by kind.
        events: Told about every change of a job.
        pick_up: Whether jobs left behind by an earlier process are run now (the window), or only put back into the
            queue until somebody submits them again (the command line).
        expected: Seconds per unit of a step as far as the engine that does it now was measured; None for unknown.
    """

    def __init__(
        self,
        rows: JobRows,
        functions: Mapping[str, JobFunction],
        events: EventBus,
        *,
        pick_up: bool = True,
        expected: Callable[[str], float | None] = lambda _: None,
    ) -> None:
        self._rows = rows
        self._expected = expected
        self._functions = dict(functions)
        self._events = events
        self._order = threading.Lock()
        self._changed = threading.Condition()
        self._queues: dict[Lane, deque[str]] = {lane: deque() for lane in Lane}
        self._live: dict[str, Job] = {}
        self._tokens: dict[str, CancelToken] = {}
        self._unwritten: dict[str, Job] = {}
        self._unwanted: set[str] = set()
        self._closing = False
        for job in rows.requeue_running():
            if pick_up and job.kind in self._functions:
                self._enter(job)
        self._threads = [
            threading.Thread(target=self._serve, args=(lane,), name=f"jobs-{lane.value}", daemon=True) for lane in Lane
        ]
        for thread in self._threads:
            thread.start()

    # -- asking --------------------------------------------------------------------------------------------------

    def submit(self, kind: str, params: Mapping[str, object], *, lane: Lane = Lane.QUICK) -> Job:
        """Queue a job, or go on with the unfinished, failed or cancelled one that asks for the same.

        Args:
            kind: One of the runner's functions.
            params: JSON-ready arguments.
            lane: Quick or night.
        """
        if kind not in self._functions:
            raise KeyError(kind)
        with self._order:
            job = self._rows.find_by_key(kind, key := job_key(kind, params))
            now = utc_now()
            if job is None or job.state is JobState.DONE:
                state, waiting = JobState.QUEUED, Progress("waiting")
                job = self._rows.add(Job(new_id(), kind, key, lane, state, dict(params), {}, waiting, "", "", now, now))
            elif job.state not in UNFINISHED:
                job = replace(job, state=JobState.QUEUED, lane=lane, error_key="", error_text="", changed=now)
                job = self._rows.update(job)
            self._enter(job)
        self._events.publish(JobChanged(job))
        return job

    def cancel(self, job_id: str) -> None:
        """Ask a job to end; one that waits ends now, one that runs at its next look at its token."""
        with self._order:
            with self._changed:
                if (token := self._tokens.get(job_id)) is not None:
                    self._unwanted.add(job_id)
                    token.cancel()
                    return
                for queued in self._queues.values():
                    if job_id in queued:
                        queued.remove(job_id)
                job = self._live.get(job_id)
            job = job or self._rows.get(job_id)
            if job is None or job.state is not JobState.QUEUED:
                return
            job = self._settle(replace(job, state=JobState.CANCELLED))
        self._events.publish(JobChanged(job))

    def get(self, job_id: str) -> Job | None:
        """A job as it is now; progress is newer here than in its row."""
        with self._changed:
            live = self._live.get(job_id) or self._unwritten.get(job_id)
        return live or self._rows.get(job_id)

    def find(self, kind: str, params: Mapping[str, object]) -> Job | None:
        """The newest job that asked for the same, in whatever state."""
        job = self._rows.find_by_key(kind, job_key(kind, params))
        return None if job is None else self.get(job.id)

    def list(self) -> tuple[Job, ...]:
        """Jobs, newest first."""
        with self._changed:
            live = {**self._unwritten, **self._live}
        return tuple(live.get(job.id, job) for job in self._rows.list())

    def wait(self, job_id: str, timeout: float | None = None) -> Job:
        """Wait until a job ends, or until the runner closes.

        Raises:
            KeyError: there is no such job.
            TimeoutError: it did not end in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: job_id not in self._live or self._closing, timeout):
                raise TimeoutError(job_id)
        job = self.get(job_id)
        if job is None:
            raise KeyError(job_id)
        return job

    def close(self, timeout: float = 10.0) -> None:
        """Stop; a job in hand stops at its next look at its token and goes on at the next start.

        Args:
            timeout: Seconds to wait for each lane; a job that never looks at its token is left behind.
        """
        with self._changed:
            self._closing = True
            for token in self._tokens.values():
                token.cancel()
            self._changed.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout)
                if thread.is_alive():
                    _log.warning("%s did not stop in time", thread.name)

    # -- working -------------------------------------------------------------------------------------------------

    def _enter(self, job: Job) -> None:
        with self._changed:
            self._unwritten.pop(job.id, None)
            if job.id not in self._live:
                self._live[job.id] = job
                self._queues[job.lane].append(job.id)
                self._changed.notify_all()

    def _serve(self, lane: Lane) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._queues[lane])
                if self._closing:
                    return
                job = self._live[self._queues[lane].popleft()]
                token = self._tokens[job.id] = CancelToken(lane)
            self._run(job, token)

    def _seconds_per_unit(self, step: str) -> float | None:
        """The longer of the past and of what is expected: the past may be that of a quicker engine."""
        known = [one for one in (self._rows.seconds_per_unit(step), self._expected(step)) if one is not None]
        return max(known, default=None)

    def _run(self, job: Job, token: CancelToken) -> None:
        estimator = Estimator(self._seconds_per_unit, self._rows.add_timing)
        context = JobContext(job, token, estimator, save=self._save, show=self._show)
        try:
            context.job = replace(job, state=JobState.RUNNING, changed=utc_now())
            self._save(context.job)
            self._show(context.job)
            self._functions[job.kind](context)
            estimator.finish()
            outcome = replace(context.job, state=JobState.DONE)
        except JobCancelled:
            state = JobState.QUEUED if self._goes_on_later(job) else JobState.CANCELLED
            outcome = replace(context.job, state=state)
        except Exception as error:  # noqa: BLE001 - boundary: a bug in one job must not stop the lane
            outcome = self._after_fault(context.job, error)
        with self._order:
            outcome = self._settle(outcome)
        self._events.publish(JobChanged(outcome))

    def _goes_on_later(self, job: Job) -> bool:
        """Whether a job that ended without its result was stopped by the end of the application."""
        return self._closing and job.id not in self._unwanted

    def _after_fault(self, job: Job, error: Exception) -> Job:
        """What the application's end took from under a job's feet is no fault of the job."""
        if self._goes_on_later(job):
            _log.info("job %s of kind %s was interrupted by %r", job.id, job.kind, error)
            return replace(job, state=JobState.QUEUED)
        if isinstance(error, UserFacingError):
            return replace(job, state=JobState.FAILED, error_key=error.key, error_text=str(error))
        _log.error("job %s of kind %s failed", job.id, job.kind, exc_info=error)
        return replace(job, state=JobState.FAILED, error_key="", error_text=type(error).__name__)

    def _save(self, job: Job) -> None:
        self._rows.update(job)

    def _show(self, job: Job) -> None:
        with self._changed:
            if job.id in self._live:
                self._live[job.id] = job
        self._events.publish(JobChanged(job))

    def _settle(self, job: Job) -> Job:
        """Write an outcome; where even that fails it is remembered here and the job goes on at the next start."""
        job = replace(job, changed=utc_now())
        unwritten = {}
        try:
            self._rows.update(job)
        except UserFacingError as error:
            _log.warning("the outcome of job %s could not be written: %s", job.id, error.key)
            unwritten = {job.id: job}
        with self._changed:
            self._live.pop(job.id, None)
            self._tokens.pop(job.id, None)
            self._unwanted.discard(job.id)
            self._unwritten.update(unwritten)
            self._changed.notify_all()
        return job
