"""What the model worker does next: pure logic, without threads, clocks or models.

Two lanes. Quick work goes before night work; within a lane the oldest request leads. Requests of the same model, kind
and parameters share a batch up to a limit of texts and characters, and a request with more texts than that is served in
several batches, so that a quick request never waits behind a whole book. Night batches are cut to what this machine
does in about a second, by the speed measured on it. A generation fills a batch alone. What is left for quick work goes
back to the head of its lane.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.jobs import Lane

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class QueuedWork:
    """One request.

    Attributes:
        number: Names it.
        lane: Quick or night.
        key: Model, kind and parameters; work with the same key may share a batch.
        sizes: Characters of each text; () for work that fills a batch alone (a generation, a spoken sentence).
    """

    number: int
    lane: Lane
    key: str
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """Texts `start` to `stop` of one request; 0 to 0 for work that fills a batch alone."""

    number: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What is done together, in this order."""

    key: str
    lane: Lane
    slices: tuple[Slice, ...]
    characters: int


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """Bounds of one batch; a single text larger than `characters` still goes, alone.

    Attributes:
        texts: Texts of one batch.
        characters: Characters of one batch.
        night_seconds: What a night batch may take, once the speed is known.
        night_first: Characters of a night batch while it is not: a sentence or two.
        night_lost: Seconds of night work on one piece that may be lost to quick work before the piece is done whole.
    """

    texts: int = 32
    characters: int = 16_000
    night_seconds: float = 1.0
    night_first: int = 200
    night_lost: float = 300.0


@dataclass(slots=True)
class _Waiting:
    work: QueuedWork
    done: int = 0


@dataclass(slots=True)
class AcceleratorQueue:
    """Requests that wait for the one accelerator."""

    limits: BatchLimits = field(default_factory=BatchLimits)
    _lanes: dict[Lane, deque[_Waiting]] = field(default_factory=lambda: {lane: deque() for lane in Lane})
    _pace: dict[str, float] = field(default_factory=dict)

    def add(self, work: QueuedWork) -> None:
        """Put a request at the end of its lane."""
        self._lanes[work.lane].append(_Waiting(work))

    def put_back(self, batch: Batch, works: Sequence[QueuedWork]) -> None:
        """Put a batch that was left back to where it was taken from; `works` are those of its slices."""
        lane = self._lanes[batch.lane]
        there = {waiting.work.number: waiting for waiting in lane}
        for part, work in reversed(list(zip(batch.slices, works, strict=True))):
            if part.number in there:  # the rest of it waits still
                there[part.number].done = part.start
            else:
                lane.appendleft(_Waiting(work, part.start))

    def remove(self, number: int) -> bool:
        """Forget a request; False if it does not wait (any more)."""
        for lane in self._lanes.values():
            for waiting in lane:
                if waiting.work.number == number:
                    lane.remove(waiting)
                    return True
        return False

    def suspends(self, lane: Lane) -> bool:
        """Whether work of this lane that is under way makes room: quick work waits."""
        return lane is Lane.NIGHT and bool(self._lanes[Lane.QUICK])

    def note_speed(self, batch: Batch, seconds: float) -> None:
        """Learn from a batch that was done how much of its kind this machine does in a second."""
        if not batch.characters:
            return
        pace = batch.characters / max(seconds, 1e-3)
        known = self._pace.get(batch.key)
        self._pace[batch.key] = pace if known is None else 0.5 * known + 0.5 * pace

    def next(self) -> Batch | None:
        """Take the next batch; None when nothing waits."""
        for lane in (Lane.QUICK, Lane.NIGHT):
            if self._lanes[lane]:
                return self._take(lane)
        return None

    def __len__(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    def _take(self, lane: Lane) -> Batch:
        head = self._lanes[lane][0].work
        if not head.sizes:
            self._lanes[lane].popleft()
            return Batch(head.key, lane, (Slice(head.number, 0, 0),), 0)
        slices: list[Slice] = []
        texts, characters, most = 0, 0, self._characters(head.key, lane)
        for waiting in [one for one in self._lanes[lane] if one.work.key == head.key and one.work.sizes]:
            start = waiting.done
            for size in waiting.work.sizes[start:]:
                if texts and (texts == self.limits.texts or characters + size > most):
                    break
                texts, characters, waiting.done = texts + 1, characters + size, waiting.done + 1
            if waiting.done > start:
                slices.append(Slice(waiting.work.number, start, waiting.done))
            if waiting.done < len(waiting.work.sizes):
                break
        for waiting in list(self._finished(lane)):
            self._lanes[lane].remove(waiting)
        return Batch(head.key, lane, tuple(slices), characters)

    def _finished(self, lane: Lane) -> Iterator[_Waiting]:
        return (one for one in self._lanes[lane] if one.work.sizes and one.done == len(one.work.sizes))

    def _characters(self, key: str, lane: Lane) -> int:
        most = self.limits.characters
        if lane is Lane.QUICK:
            return most
        pace = self._pace.get(key)
        return min(most, self.limits.night_first if pace is None else int(pace * self.limits.night_seconds))
