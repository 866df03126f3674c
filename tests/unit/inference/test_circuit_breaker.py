"""Five errors in a row rest an engine for thirty seconds; then one call tries."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import UserFacingError
from app.inference.circuit_breaker import BreakerState, CircuitBreaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker("Qwen", clock=clock)


def fail(breaker: CircuitBreaker, times: int = 5) -> None:
    for _ in range(times):
        breaker.admit()
        breaker.failed()


def refused(breaker: CircuitBreaker) -> bool:
    try:
        breaker.admit()
    except UserFacingError:
        return True
    return False


def test_four_errors_are_borne_and_the_fifth_opens(breaker: CircuitBreaker) -> None:
    fail(breaker, 4)
    assert breaker.state is BreakerState.CLOSED
    fail(breaker, 1)
    assert breaker.state is BreakerState.OPEN
    with pytest.raises(UserFacingError, match="Qwen failed several times"):
        breaker.admit()


def test_a_success_between_starts_the_count_again(breaker: CircuitBreaker) -> None:
    fail(breaker, 4)
    breaker.admit()
    breaker.succeeded()
    fail(breaker, 4)
    assert breaker.state is BreakerState.CLOSED


def test_what_says_nothing_about_the_engine_does_not_count_either_way(breaker: CircuitBreaker) -> None:
    fail(breaker, 4)
    for _ in range(10):
        breaker.admit()
        breaker.abandoned()
    fail(breaker, 1)
    assert breaker.state is BreakerState.OPEN


def test_it_rests_thirty_seconds_then_one_call_tries(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += 29.9
    assert refused(breaker)
    clock.now += 0.1
    breaker.admit()
    assert refused(breaker), "one trial at a time"
    breaker.succeeded()
    assert breaker.state is BreakerState.CLOSED
    fail(breaker, 4)
    assert breaker.state is BreakerState.CLOSED


def test_a_failed_trial_opens_it_for_thirty_more(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += 30
    fail(breaker, 1)
    clock.now += 29
    assert refused(breaker)
    clock.now += 1
    assert not refused(breaker)


def test_a_cancelled_trial_leaves_room_for_the_next(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += 30
    breaker.admit()
    breaker.abandoned()
    assert breaker.state is BreakerState.HALF_OPEN
    assert not refused(breaker)


def test_errors_of_calls_that_were_under_way_do_not_lengthen_the_rest(breaker: CircuitBreaker, clock: Clock) -> None:
    for _ in range(8):
        breaker.admit()
    for _ in range(5):
        breaker.failed()
    clock.now += 20
    for _ in range(3):
        breaker.failed()
    clock.now += 10
    assert breaker.state is BreakerState.HALF_OPEN


def test_of_many_threads_one_tries(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker)
    clock.now += 30
    passed: list[bool] = []
    threads = [threading.Thread(target=lambda: passed.append(not refused(breaker))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(True) == 1
