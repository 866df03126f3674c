"""Leaves a broken engine alone for a while, so that its caller falls back at once instead of failing again and again.

Closed (calls pass) -> open after 5 consecutive errors (calls are refused for 30 s) -> half open (one call tries; its
outcome closes or opens again). Thread-safe; one lock, held for no call.
"""

from __future__ import annotations

import threading
import time
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Callable


class BreakerState(StrEnum):
    """CLOSED lets calls pass, OPEN refuses them, HALF_OPEN lets one try."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class CircuitBreaker:
    """Counts consecutive errors of one engine.

    Every `admit` is followed by exactly one of `succeeded`, `failed` and `abandoned`.

    Args:
        name: Of the engine, for people.
        errors: Consecutive errors that open it.
        seconds: How long it stays open.
        clock: Monotonic seconds.
    """

    def __init__(
        self, name: str, *, errors: int = 5, seconds: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._limit = errors
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._errors = 0
        self._opened_at: float | None = None
        self._trying = False

    @property
    def state(self) -> BreakerState:
        """What the next call would meet."""
        with self._lock:
            return self._state()

    def admit(self) -> None:
        """Let a call pass, or refuse it.

        Raises:
            UserFacingError: the engine is left alone (``engine.resting``).
        """
        with self._lock:
            state = self._state()
            if state is BreakerState.OPEN or (state is BreakerState.HALF_OPEN and self._trying):
                raise UserFacingError("engine.resting", name=self._name)
            self._trying = state is BreakerState.HALF_OPEN

    def succeeded(self) -> None:
        """The call did what it should; also a call that was admitted before the errors came."""
        with self._lock:
            self._errors = 0
            self._opened_at = None
            self._trying = False

    def failed(self) -> None:
        """The engine failed."""
        with self._lock:
            self._errors += 1
            if self._trying or (self._errors >= self._limit and self._opened_at is None):
                self._opened_at = self._clock()
            self._trying = False

    def abandoned(self) -> None:
        """The call said nothing about the engine: it was cancelled, or its input was at fault."""
        with self._lock:
            self._trying = False

    def _state(self) -> BreakerState:
        if self._opened_at is None:
            return BreakerState.CLOSED
        waiting = self._clock() - self._opened_at < self._seconds
        return BreakerState.OPEN if waiting else BreakerState.HALF_OPEN
