"""Measures the engines of this computer one after the other and keeps what was measured."""

from __future__ import annotations

import contextlib
import logging
import math
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import psutil

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.models import EngineTask, Runtime, Speed
from app.inference.bench.bandwidth import copy_bandwidth
from app.inference.bench.builder import random_model, refuse_without_memory, workshop
from app.inference.bench.leftovers import sweep_workshops
from app.inference.bench.measure import Measured, measure
from app.inference.bench.plan import Engine, Skipped, candidates, engines, installed_first, on_card
from app.inference.bench.shapes import SHAPES
from app.inference.engine_options import threads
from app.inference.engine_room import worker_settings
from app.inference.workers.worker_process import WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.domain.models import EngineChoices, Machine
    from app.inference.bench.shapes import Shape
    from app.inference.catalog import Catalog
    from app.inference.registry import ModelRegistry
    from app.inference.speed_book import SpeedBook

_log = logging.getLogger(__name__)
_CANNOT = frozenset({"engine.library_missing", "engine.too_large", "engine.no_room", "engine.out_of_memory"})
"""Faults of the computer and not of the engine."""
_WEIGHTS = ("*.bin", "*.safetensors")
_LOOK = 0.5
_HALF_WIDTH = ("bfloat16", "float16")
_QUICK_SECONDS = 600.0
"""What a quick run takes at most, and half a round."""
MUCH_BUSY = 0.25
"""Share of the processor in others' hands, above which the figures say little."""


class Doubt(StrEnum):
    """Why a figure is shown and not kept: the router would take it for the truth from then on."""

    NONE = ""
    BUSY = "busy"  # other programs had the processor
    BANDWIDTH = "bandwidth"  # more than the memory gives: one of the two was disturbed


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured of one engine.

    Attributes:
        weight_bytes: Of the weights as they are read for every token.
        bandwidth_share: Of the memory bandwidth, that decoding reaches; None where it is not the limit.
        doubt: Why it is not kept.
    """

    engine: Engine
    measured: Measured
    weight_bytes: int
    bandwidth_share: float | None
    measured_at: str
    doubt: Doubt = Doubt.NONE


@dataclass
class BenchReport:
    """All that a run found; filled while it runs, so that what was measured outlives a cancel.

    Attributes:
        busy: Share of the processor that other programs took before anything was measured.
        bandwidth: Bytes a second read and written in a copy by `threads` threads; 0 before it is measured.
        skipped: What cannot run or be measured here, and why.
        failed: What should have run and did not.
        stopped: Whether the run was cancelled.
    """

    threads: int = 0
    busy: float = 0.0
    bandwidth: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    failed: list[Skipped] = field(default_factory=list)
    stopped: bool = False


class Laptop(Protocol):
    """What a run stands on; `ModelService` is one."""

    @property
    def registry(self) -> ModelRegistry:
        """Of the installed models."""
        ...

    @property
    def catalog(self) -> Catalog:
        """Every known model."""
        ...

    @property
    def machine(self) -> Machine:
        """As measured."""
        ...

    @property
    def choices(self) -> EngineChoices:
        """What a person set."""
        ...


class EngineBench:
    """`models bench`.

    Args:
        laptop: This one.
        book: Keeps the speeds.
        language: Of the school, ISO 639-1.
        shapes: Of models that are not installed.
        clock: The time in UTC.
    """

    def __init__(
        self,
        laptop: Laptop,
        book: SpeedBook,
        *,
        language: str,
        shapes: Mapping[str, Shape] = SHAPES,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._laptop = laptop
        self._book = book
        self._language = language
        self._shapes = shapes
        self._clock = clock

    def run(
        self,
        names: Sequence[str] = (),
        *,
        quick: bool = False,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> BenchReport:
        """Measure; each engine's speeds are in the book as soon as it is done.

        Args:
            names: Ids or folders of models; without any what is installed, else the smallest for each task.
            quick: Less work in each of the three rounds, nothing built of a model that is installed, and ten minutes
                at most.
            report: Steps "measuring memory", "building" and "measuring".
            cancel: Ends it; what was measured stays.

        Raises:
            UserFacingError: there is no model of a name, or nothing can be written.
        """
        laptop, cancel = self._laptop, cancel or CancelToken()
        wanted = candidates(laptop.catalog, laptop.registry.installed(), names, self._language)
        if quick:
            wanted = installed_first(wanted)
        until = _Until(cancel, _QUICK_SECONDS if quick else math.inf)
        found = BenchReport(threads(laptop.machine))
        sweep_workshops(laptop.registry.folder)
        try:
            report(Progress("measuring memory"))
            found.busy = psutil.cpu_percent(_LOOK) / 100
            found.bandwidth = copy_bandwidth(found.threads)
            possible: list[Engine] = []
            for one in wanted:
                try:
                    possible += engines(one, laptop.machine, laptop.choices, self._shapes)
                except UserFacingError as fault:
                    found.skipped.append(Skipped(one.spec, one.form, fault))
            for engine in possible:
                cancel.check()
                self._one(engine, found, quick, report, until)
        except JobCancelled:
            found.stopped = True
        return found

    def _one(self, engine: Engine, found: BenchReport, quick: bool, report: ReportProgress, until: _Until) -> None:
        try:
            until.check()
            finding = self._measured(engine, found.bandwidth, quick, report, until)
        except JobCancelled:
            if until.asked.cancelled:
                raise
            late = UserFacingError("models.bench_no_time", name=engine.spec.name, minutes=round(_QUICK_SECONDS / 60))
            found.skipped.append(Skipped(engine.spec, engine.form, late))
        except UserFacingError as fault:
            cannot = fault.key in _CANNOT or fault.key.startswith("models.bench_no_")
            (found.skipped if cannot else found.failed).append(Skipped(engine.spec, engine.form, fault))
        except WorkerTaskError as error:
            _log.exception("%s broke while it was measured", engine.spec.id)
            broke = UserFacingError("models.bench_broke", name=engine.spec.name, detail=str(error))
            found.failed.append(Skipped(engine.spec, engine.form, broke))
        else:
            finding = replace(finding, doubt=_doubt(finding, found.busy))
            found.findings.append(finding)
            if not finding.doubt:
                self._book.add([_speed(finding)])

    def _measured(
        self, engine: Engine, bandwidth: float, quick: bool, report: ReportProgress, cancel: CancelToken
    ) -> Finding:
        registry, model = self._laptop.registry, engine.route.model
        if model is None:
            raise ValueError("a built-in engine is not measured")
        refuse_without_memory(engine)
        with contextlib.ExitStack() as stack:
            models = registry.folder
            if not engine.installed:
                models = stack.enter_context(workshop(registry.folder))
                shape = self._shapes[engine.spec.id]
                stack.enter_context(random_model(engine, shape, models, report, cancel))
            settings = worker_settings(models, self._laptop.machine, self._laptop.choices)
            measured = measure(engine, settings, quick=quick, report=report, cancel=cancel)
            weights = _weight_bytes(models / model.folder, engine)
        share = None
        if engine.spec.task is EngineTask.GENERATE and not on_card(engine):
            share = weights * measured.rate / bandwidth
        at = self._clock().isoformat(timespec="seconds")
        return Finding(engine, measured, weights, share, at)


class _Until(CancelToken):
    """Ends work when its time is over, too.

    Args:
        asked: What a person may use.
        seconds: From now on.
    """

    def __init__(self, asked: CancelToken, seconds: float) -> None:
        super().__init__(asked.lane)
        self.asked = asked
        self._end = time.monotonic() + seconds

    @property
    def cancelled(self) -> bool:
        """Whether the end was asked for, or the time is over."""
        return self.asked.cancelled or time.monotonic() >= self._end

    def check(self) -> None:
        """Raise `JobCancelled` if it is so."""
        if self.cancelled:
            raise JobCancelled

    def wait(self, seconds: float) -> bool:
        """Sleep up to `seconds`; True as soon as it is so."""
        self.asked.wait(min(seconds, max(0.0, self._end - time.monotonic())))
        return self.cancelled


def _doubt(finding: Finding, busy: float) -> Doubt:
    if busy > MUCH_BUSY:
        return Doubt.BUSY
    return Doubt.BANDWIDTH if finding.bandwidth_share is not None and finding.bandwidth_share > 1 else Doubt.NONE


def _weight_bytes(folder: Path, engine: Engine) -> int:
    """Bytes of the weights in memory: torch computes in 32 bits on a processor what is kept in 16."""
    size = sum(file.stat().st_size for kind in _WEIGHTS for file in folder.glob(kind) if "tokenizer" not in file.name)
    route = engine.route
    widened = route.compute_type == "float32" and engine.form.compute_type in _HALF_WIDTH
    return size * 2 if widened and engine.form.runtime is Runtime.TRANSFORMERS else size


def _speed(finding: Finding) -> Speed:
    engine, measured = finding.engine, finding.measured
    return Speed(
        spec_id=engine.spec.id,
        runtime=engine.form.runtime,
        compute_type=engine.form.compute_type,
        device=engine.route.device,
        threads=engine.route.threads,
        rate=measured.rate,
        first_seconds=measured.first_seconds,
        memory=0 if on_card(engine) else measured.memory,  # the card's own memory is not the machine's
        random_weights=not engine.installed,
        measured_at=finding.measured_at,
    )
