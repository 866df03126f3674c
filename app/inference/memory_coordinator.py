"""Which models are in memory: a budget, leases on those in use, eviction of those that are not.

What counts as taken is the larger of two figures: the memory that this process was measured to hold, and what it held
at the start plus what the loaded models are known to need (weights that are mapped but not touched yet do not show).

Locks, in order: the coordinator's condition first, then whatever lock `measure` and `spare` take inside. Models are
loaded and closed with no lock held. One thread at a time has the *turn*, the right to evict for room and to load, so
two that ask at once cannot overshoot; whoever has the turn never waits for a lease, so the turn always ends. Whoever
holds a lease and asks for another model passes ``wait=0``: nobody waits with something in hand, so there is no circle.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar, cast

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken
from app.inference import process_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_log = logging.getLogger(__name__)
_MEBI = 1 << 20
_GIBI = 1 << 30
_LOOK = 0.2
"""Seconds between two looks at the cancel token while waiting."""


class Closeable(Protocol):
    """A loaded model: `close` frees its memory and may be called again."""

    def close(self) -> None:
        """Free the memory."""
        ...


EngineT = TypeVar("EngineT", bound=Closeable)


class PressureLevel(StrEnum):
    """How full the budget is."""

    NORMAL = "normal"
    WARNING = "warning"
    CRITICAL = "critical"
    EMERGENCY = "emergency"


LEVELS = ((0.95, PressureLevel.EMERGENCY), (0.85, PressureLevel.CRITICAL), (0.7, PressureLevel.WARNING))
"""Share of the budget from which on a level counts, highest first."""
_PATIENCE = {PressureLevel.NORMAL: 1.0, PressureLevel.WARNING: 0.25}
"""Share of the keep-alive time that an idle model is given; none above."""


class _Nothing:
    """What is loaded where only room is wanted."""

    def close(self) -> None:
        """Nothing to free."""


class RestartNeeded(Exception):
    """There would be room, but the allocator keeps what was freed: the process has to end to return it."""


@dataclass(eq=False, slots=True)
class _Held:
    key: str
    engine: Closeable | None
    needs: int
    priority: int
    used: float
    leases: int = 0
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class _Request:
    key: str
    needs: int
    priority: int
    ticket: int
    deadline: float
    cancel: CancelToken | None
    unasked: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        return (-self.priority, self.ticket)


@dataclass(frozen=True, slots=True)
class HeldModel:
    """A model in memory: bytes it is known to need, how many use it now, seconds since it was used last."""

    key: str
    needs: int
    leases: int
    idle_seconds: float


class Lease(Generic[EngineT]):
    """The right to use a loaded model, which stays until `release`; also as ``with``."""

    def __init__(self, engine: EngineT, give_up: Callable[[], None]) -> None:
        self.engine = engine
        self._give_up: Callable[[], None] | None = give_up
        self._once = threading.Lock()

    def release(self) -> None:
        """Give the model up; again does nothing."""
        with self._once:
            give_up, self._give_up = self._give_up, None
        if give_up is not None:
            give_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class MemoryCoordinator:
    """Loads models within a budget, keeps them while they are used, and gives memory back.

    Args:
        budget: Bytes this process may hold, models and all.
        measure: Bytes it holds now (`process_memory.resident`, and a graphics card's own figure for one of those).
        keep_alive: Seconds an idle model stays loaded.
        spare: Bytes the machine still has free for anybody (`process_memory.available`); None does not ask.
        give_back: Returns freed memory to the system; a graphics card has its own way.
        tolerance: Bytes beyond what the loaded models explain that are no reason for a restart: libraries that were
            imported with the first model, working buffers.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        budget: int,
        measure: Callable[[], int],
        *,
        keep_alive: float = 600.0,
        spare: Callable[[], int] | None = None,
        give_back: Callable[[], None] = process_memory.give_back,
        tolerance: int = 512 * _MEBI,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.budget = budget
        self._measure, self._spare, self._give_back, self._clock = measure, spare, give_back, clock
        self._keep_alive, self._tolerance = keep_alive, tolerance
        self._start = measure()
        self._changed = threading.Condition()
        self._held: dict[str, _Held] = {}
        self._requests: list[_Request] = []
        self._turn: _Request | None = None
        self._loading = 0
        self._tickets = itertools.count()
        self._closed_any = False

    def acquire(
        self,
        key: str,
        needs: int,
        load: Callable[[], EngineT],
        priority: int = 0,
        *,
        wait: float = 30.0,
        cancel: CancelToken | None = None,
        unasked: bool = False,
    ) -> Lease[EngineT]:
        """The model of this key, loaded if it is not; for room, idle ones go by priority, then the least recently used.

        Args:
            key: One model, form and device.
            needs: Bytes it takes with its working memory.
            load: Makes the engine; called with no lock held, by one thread at a time.
            priority: Larger goes first and stays longer, until the next use by another alone.
            wait: Seconds to wait for models that others use; 0 for a caller that holds a lease itself.
            cancel: Ends the waiting.
            unasked: Nobody waits for it: it is loaded only where memory is plenty, and nothing goes for it.

        Raises:
            UserFacingError: it can never fit (``engine.too_large``), not now (``engine.no_room``), or memory ran out
                while it was loaded (``engine.out_of_memory``).
            RestartNeeded: it would fit if the allocator returned what was freed.
            JobCancelled: `cancel` was used.
        """
        if self._start + needs > self.budget:
            raise UserFacingError("engine.too_large", name=key, needed=_words(needs), budget=_words(self.budget))
        deadline = self._clock() + wait
        request = _Request(key, needs, priority, next(self._tickets), deadline, cancel, unasked)
        with self._changed:
            self._requests.append(request)
        try:
            held = self._admit(request) or self._load(request, load)
        finally:
            with self._changed:
                self._requests.remove(request)
                self._changed.notify_all()
        return Lease(cast("EngineT", held.engine), lambda: self._release(held))

    @contextlib.contextmanager
    def room(self, key: str, needs: int, priority: int = 0, *, unasked: bool = False) -> Iterator[None]:
        """Bytes for something that is no model, within the block; nobody's lease is waited for.

        Raises:
            UserFacingError: as `acquire`.
            RestartNeeded: as `acquire`.
        """
        lease = self.acquire(key, needs, _Nothing, priority, wait=0, unasked=unasked)
        try:
            yield
        finally:
            lease.release()
            self.evict([key])

    def evict(self, keys: Iterable[str] | None = None) -> tuple[str, ...]:
        """Close these models, or all, except those in use; returns the keys of the closed."""
        wanted = None if keys is None else set(keys)
        with self._changed:
            victims = [one for one in self._idle() if wanted is None or one.key in wanted]
            for one in victims:
                one.leaving = True
        if victims:
            self._close(victims)
        return tuple(one.key for one in victims)

    def sweep(self) -> tuple[str, ...]:
        """Close what has been idle too long for the present pressure; the worker calls it between requests."""
        patience = self._keep_alive * _PATIENCE.get(self.pressure(), 0.0)
        with self._changed:
            now = self._clock()
            victims = [one.key for one in self._idle() if now - one.used >= patience]
        return self.evict(victims)

    def pressure(self) -> PressureLevel:
        """How full the budget is now."""
        with self._changed:
            share = self._taken() / self.budget
        return next((level for start, level in LEVELS if share >= start), PressureLevel.NORMAL)

    def held(self) -> tuple[HeldModel, ...]:
        """What is loaded."""
        with self._changed:
            now = self._clock()
            return tuple(HeldModel(one.key, one.needs, one.leases, now - one.used) for one in self._held.values())

    @property
    def wants_restart(self) -> bool:
        """Whether models were closed and their memory did not come back: end the process when nobody uses it."""
        with self._changed:
            return self._closed_any and self._turn is None and self._kept() > self._tolerance

    # below here: what is called with the condition held says so

    def _admit(self, request: _Request) -> _Held | None:
        """A leased model that is already there; None when the turn is ours and there is room to load it."""
        while True:
            with self._changed:
                held = self._await(request)
                if held is not None:
                    return held
                self._turn = request
            fits = False
            try:
                fits = self._make_room(request)
            finally:
                if not fits:
                    self._end_turn()
            if fits:
                return None
            with self._changed:
                self._refuse_unless_waiting_helps(request)
                self._wait(request)

    def _await(self, request: _Request) -> _Held | None:
        """Wait until the model is there (leased now) or the turn can be ours (None). Condition held."""
        while True:
            held = self._held.get(request.key)
            if held is not None and not held.leaving:
                held.priority = max(held.priority, request.priority) if held.leases else request.priority
                held.leases += 1
                return held
            if held is None and self._turn is None and self._is_next(request):
                return None
            if request.cancel is not None:
                request.cancel.check()
            self._changed.wait(_LOOK)  # the turn and a closing always end

    def _is_next(self, request: _Request) -> bool:
        """Whether nobody of higher rank waits; who holds a lease overtakes. Condition held."""
        if request.deadline <= self._clock():
            return True
        return all(one.rank >= request.rank for one in self._requests if one.key not in self._held)

    def _wait(self, request: _Request) -> None:
        """Wait for a release. Condition held."""
        if request.cancel is not None:
            request.cancel.check()
        self._changed.wait(min(_LOOK, max(0.0, request.deadline - self._clock())))

    def _make_room(self, request: _Request) -> bool:
        """Evict until the model fits; False when nothing is left to evict, or eviction alone cannot help. Turn ours."""
        while True:
            with self._changed:
                if request.unasked and not self._is_plenty(request.needs):
                    return False
                if self._fits(request.needs):
                    self._loading = request.needs
                    return True
                idle = self._idle()
                promised = self._start + sum(one.needs for one in self._held.values() if one.leases)
                if not idle or promised + request.needs > self.budget:
                    if any(one.leaving for one in self._held.values()):
                        self._changed.wait(_LOOK)  # somebody else closes it, and that ends
                        continue
                    return False
                victim = min(idle, key=lambda one: (one.priority, one.used))
                victim.leaving = True
            self._close([victim])

    def _load(self, request: _Request, load: Callable[[], EngineT]) -> _Held:
        try:
            try:
                engine = load()
            except (MemoryError, UserFacingError) as error:
                if not ran_out(error):
                    raise
                _log.warning("memory ran out while a model was loaded: once more with all idle ones closed")
                self.evict()
                self._give_back()
                engine = load()
            held = _Held(request.key, engine, request.needs, request.priority, self._clock(), leases=1)
            with self._changed:
                self._held[request.key] = held
                self._loading = 0
        except MemoryError as error:
            raise UserFacingError("engine.out_of_memory", name=request.key) from error
        finally:
            self._end_turn()
        return held

    def _end_turn(self) -> None:
        with self._changed:
            self._closed_any = self._closed_any or self._loading > 0  # what a failed load took may not come back
            self._turn, self._loading = None, 0
            self._changed.notify_all()

    def _release(self, held: _Held) -> None:
        with self._changed:
            held.leases -= 1
            held.used = self._clock()
            self._changed.notify_all()

    def _close(self, victims: list[_Held]) -> None:
        """Free models that are marked as leaving; no lock held."""
        try:
            for one in victims:
                engine, one.engine = one.engine, None
                if engine is not None:
                    engine.close()
                    del engine  # the last reference, for an engine that frees its memory with itself
            self._give_back()
        finally:
            with self._changed:
                for one in victims:
                    del self._held[one.key]
                self._closed_any = True
                self._changed.notify_all()

    def _refuse_unless_waiting_helps(self, request: _Request) -> None:
        """Raise when no release can make room, or there is no time to wait for one. Condition held."""
        if self._held and self._clock() < request.deadline:
            return
        if request.unasked:
            raise UserFacingError("engine.no_room", name=request.key, needed=_words(request.needs))
        kept = self._kept()
        helps = self._spare is None or request.needs <= self._spare() + kept
        if self._closed_any and not self._held and kept > 0 and helps:
            raise RestartNeeded(request.key)
        raise UserFacingError("engine.no_room", name=request.key, needed=_words(request.needs))

    def _idle(self) -> list[_Held]:
        return [one for one in self._held.values() if not one.leases and not one.leaving]

    def _fits(self, needs: int) -> bool:
        """Condition held."""
        if self._spare is not None and needs > self._spare():
            return False
        return self._taken() + needs <= self.budget

    def _is_plenty(self, needs: int) -> bool:
        """Whether there is no pressure with it, and as much again is free on the machine. Condition held."""
        plenty = self._spare is None or 2 * needs <= self._spare()
        return plenty and self._taken() + needs < self.budget * LEVELS[-1][0]

    def _taken(self) -> int:
        """Condition held."""
        promised = self._loading + sum(one.needs for one in self._held.values())
        return max(self._measure(), self._start + promised)

    def _kept(self) -> int:
        """Bytes beyond what the loaded models explain. Condition held."""
        return self._measure() - self._start - sum(one.needs for one in self._held.values())


def ran_out(error: Exception) -> bool:
    """Whether memory ran out; the runtimes make a sentence of what their libraries raise then."""
    return isinstance(error, MemoryError) or getattr(error, "key", "") == "engine.out_of_memory"


def _words(size: int) -> str:
    return f"{size / _GIBI:.1f} GB" if size >= _GIBI // 10 else f"{size / _MEBI:.0f} MB"
