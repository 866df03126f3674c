"""Measures one engine through the model worker that the application uses, in processes of its own."""

from __future__ import annotations

import contextlib
import statistics
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.inference.bench.peak_memory import PeakMemory
from app.inference.bench.work import FULL, QUICK, Round, one_round
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.worker_process import WorkerStopped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.jobs import CancelToken, ReportProgress
    from app.inference.bench.plan import Engine
    from app.inference.workers.model_wire import ModelWorkerSettings

ROUNDS = 3
"""Of each figure: the middle one counts."""
_LIBRARY = "engine.library_missing"
_LIBRARIES = "libraries"
"""A model that is not there: what is asked of it imports its libraries and fails."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine did.

    Attributes:
        rounds: Of work, after one that was not counted.
        process_seconds: From nothing to a worker with the engine's libraries, each in a process of its own.
        start_seconds: From there to a loaded model, its files in the page cache.
        memory: Most resident bytes of the worker.
    """

    rounds: tuple[Round, ...]
    process_seconds: tuple[float, ...]
    start_seconds: tuple[float, ...]
    memory: int

    @property
    def rate(self) -> float:
        """The middle rate, in the unit of the task."""
        return statistics.median(one.rate for one in self.rounds)

    @property
    def first_seconds(self) -> float:
        """The middle time to the first token, or to the answer to one short text."""
        return statistics.median(one.first_seconds for one in self.rounds)


def measure(
    engine: Engine, settings: ModelWorkerSettings, *, quick: bool, report: ReportProgress, cancel: CancelToken
) -> Measured:
    """Start an engine three times and have it work three times.

    Args:
        engine: With the route that the worker is given.
        settings: Of a worker for the folder that the model's folder is in.
        quick: Less work in each round.
        report: Step "measuring".
        cancel: Ends it.

    Raises:
        UserFacingError: what the engine raises, a missing library first of all.
        WorkerTaskError: the engine failed by a bug.
        JobCancelled: `cancel` was used.
    """
    steps = 2 * ROUNDS
    sizes = QUICK if quick else FULL
    process: list[float] = []
    start: list[float] = []
    with _worker(settings) as client:
        report(Progress("measuring", 0, steps))
        client.start()
        pid = client.pid
        with PeakMemory(pid or 0) as peak:
            _start(client, engine, process, start, cancel)
            rounds = []
            for number in range(ROUNDS + 1):
                report(Progress("measuring", number + 1, steps))
                rounds.append(one_round(client, engine, sizes, cancel))
            if pid is None or client.pid != pid:  # it was replaced, and the figures are of two
                raise WorkerStopped("died")
            memory = peak.bytes
    for number in range(1, ROUNDS):
        report(Progress("measuring", ROUNDS + number, steps))
        with _worker(settings) as client:
            _start(client, engine, process, start, cancel)
    return Measured(tuple(rounds[1:]), tuple(process), tuple(start), memory)


@contextlib.contextmanager
def _worker(settings: ModelWorkerSettings) -> Iterator[ModelWorkerClient]:
    with contextlib.closing(ModelWorkerClient("bench", settings)) as client:
        yield client


def _start(
    client: ModelWorkerClient, engine: Engine, process: list[float], start: list[float], cancel: CancelToken
) -> None:
    started = time.perf_counter()
    _import_libraries(client, engine, cancel)
    imported = time.perf_counter()
    client.warm_up(engine.route, cancel=cancel)
    process.append(imported - started)
    start.append(time.perf_counter() - imported)


def _import_libraries(client: ModelWorkerClient, engine: Engine, cancel: CancelToken) -> None:
    model = engine.route.model
    if model is None:
        raise ValueError("a built-in engine is not measured")
    nothing = replace(model, spec_id=_LIBRARIES, folder=f".{_LIBRARIES}", content="")
    try:
        client.warm_up(replace(engine.route, model=nothing, needs=1), cancel=cancel)
    except UserFacingError as fault:
        if fault.key == _LIBRARY or isinstance(fault, WorkerStopped):
            raise
