"""How long the rest of a job takes, from what its steps took on this machine before."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.jobs import Progress

CACHED_SECONDS = 0.02
"""A unit that took less came out of the cache and says nothing about the speed of the machine."""

Rate = Callable[[str], float | None]
Record = Callable[[str, float, float], None]


class Estimator:
    """Watches the progress of one job.

    Args:
        rate: Seconds per unit of a step in the past; None when unknown.
        record: Told what a step took once it is over.
        clock: Seconds that only go forward.
    """

    def __init__(self, rate: Rate, record: Record, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._record = record
        self._clock = clock
        self._plan: dict[str, int] = {}
        self._rates: dict[str, float | None] = {}
        self._step = ""
        self._done = 0
        self._since = clock()
        self._worked = 0
        self._seconds = 0.0

    def expect(self, units: Mapping[str, int]) -> None:
        """Say which steps come, in order, and how many units each has."""
        self._plan = dict(units)

    def observe(self, progress: Progress) -> float | None:
        """Take note of progress; returns the seconds left, None while nothing is known."""
        now = self._clock()
        if progress.step != self._step:
            self.finish()
            self._step, self._done, self._since = progress.step, 0, now
        units = progress.done - self._done
        if units > 0:
            if now - self._since >= CACHED_SECONDS * units:
                self._worked += units
                self._seconds += now - self._since
            self._done, self._since = progress.done, now
        return self._seconds_left(progress)

    def finish(self) -> None:
        """Write down what the step in hand took."""
        if self._worked:
            self._record(self._step, self._worked, self._seconds)
        self._plan.pop(self._step, None)
        self._worked, self._seconds = 0, 0.0

    def _seconds_left(self, progress: Progress) -> float | None:
        left = {step: units for step, units in self._plan.items() if step != progress.step}
        left[progress.step] = max(0, progress.total - progress.done)
        total = 0.0
        for step, units in left.items():
            rate = self._rate_of(step)
            if rate is None and units:
                return None
            total += units * (rate or 0.0)
        return total if progress.total or left.keys() - {progress.step} else None

    def _rate_of(self, step: str) -> float | None:
        if step == self._step and self._worked:
            return self._seconds / self._worked
        if step not in self._rates:
            self._rates[step] = self._rate(step)
        return self._rates[step]
