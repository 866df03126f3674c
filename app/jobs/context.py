"""What a running job function holds in its hands."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.jobs import CancelToken, Job, Progress
    from app.jobs.estimate import Estimator

ROW_SECONDS = 2.0
"""Progress is a courtesy: its row is written at most this often; every commit costs a flush of the disk."""


class JobContext:
    """One run of one job; its methods are called from the thread that works.

    Attributes:
        job: The job as last written down; its params and the checkpoint of an earlier run are in it.
        cancel: Set when the person pressed Cancel or the app closes.

    Args:
        job: The job.
        cancel: The token.
        estimator: Turns progress into seconds left.
        save: Writes the job's row.
        show: Tells listeners about the job.
    """

    def __init__(
        self,
        job: Job,
        cancel: CancelToken,
        estimator: Estimator,
        *,
        save: Callable[[Job], None],
        show: Callable[[Job], None],
    ) -> None:
        self.job = job
        self.cancel = cancel
        self._estimator = estimator
        self._save = save
        self._show = show
        self._saved = time.monotonic()

    def expect(self, units: Mapping[str, int]) -> None:
        """Say which steps come and how many units each has, so that the estimate covers all of them."""
        self._estimator.expect(units)

    def report(self, progress: Progress) -> None:
        """Say how far it is; a `ReportProgress`. Listeners hear it, its row is written now and then.

        Raises:
            JobCancelled: the end was asked for.
        """
        left = self._estimator.observe(progress)
        seconds_left = progress.seconds_left if left is None else round(left, 1)
        self.job = replace(self.job, progress=replace(progress, seconds_left=seconds_left), changed=utc_now())
        if time.monotonic() - self._saved >= ROW_SECONDS:
            self._write()
        self._show(self.job)
        self.cancel.check()

    def checkpoint(self, facts: Mapping[str, object]) -> None:
        """Write facts down so that a later run can go on; they are on the disk when this returns.

        Raises:
            JobCancelled: the end was asked for; the facts were written.
        """
        self.job = replace(self.job, checkpoint={**self.job.checkpoint, **facts}, changed=utc_now())
        self._write()
        self.cancel.check()

    def _write(self) -> None:
        self._save(self.job)
        self._saved = time.monotonic()
