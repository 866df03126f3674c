from __future__ import annotations

import pytest

from app.domain.jobs import Progress
from app.jobs.estimate import Estimator


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_past_timings_tell_what_is_left_of_this_step_and_of_those_to_come() -> None:
    estimator = Estimator({"reading": 2.0, "speaking": 0.5}.get, lambda *_: None, Clock())
    estimator.expect({"reading": 3, "speaking": 10})
    assert estimator.observe(Progress("reading", 0, 3)) == 3 * 2.0 + 10 * 0.5
    assert estimator.observe(Progress("reading", 2, 3)) == 1 * 2.0 + 10 * 0.5
    assert estimator.observe(Progress("speaking", 9, 10)) == 0.5


def test_this_runs_own_speed_counts_more_than_the_past() -> None:
    clock = Clock()
    estimator = Estimator({"reading": 2.0}.get, lambda *_: None, clock)
    estimator.observe(Progress("reading", 0, 4))
    clock.now = 6.0
    assert estimator.observe(Progress("reading", 2, 4)) == 6.0


def test_without_a_past_nothing_is_claimed() -> None:
    estimator = Estimator(lambda _: None, lambda *_: None, Clock())
    assert estimator.observe(Progress("reading", 0, 3)) is None
    assert estimator.observe(Progress("opening")) is None


def test_what_came_out_of_the_cache_is_not_taken_for_speed() -> None:
    clock, recorded = Clock(), list[tuple[str, float, float]]()
    estimator = Estimator(lambda _: None, lambda *timing: recorded.append(timing), clock)
    estimator.observe(Progress("reading", 0, 10))
    for done in range(1, 9):
        clock.now += 0.001
        estimator.observe(Progress("reading", done, 10))
    clock.now += 4.0
    estimator.observe(Progress("reading", 10, 10))
    estimator.finish()
    assert recorded == [("reading", 2, pytest.approx(4.0))]
