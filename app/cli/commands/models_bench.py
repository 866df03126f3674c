"""``models bench``: how quick each engine is on this computer."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from app.cli.hints import sentence
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt
from app.config.paths import DataPaths
from app.domain.errors import UserFacingError
from app.domain.models import EngineTask
from app.domain.route_reasons import said
from app.inference.bench.service import MUCH_BUSY, Doubt, EngineBench
from app.inference.device_router import RUNTIME_NAMES, rate, unit
from app.inference.speed_book import SpeedBook

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.cli.show import Json
    from app.inference.bench.plan import Skipped
    from app.inference.bench.service import BenchReport, Finding

_DOUBTS = {
    Doubt.BUSY: "not kept: the computer was busy",
    Doubt.BANDWIDTH: "not kept: the memory cannot be that quick, so something disturbed the measurement",
}


def bench(options: argparse.Namespace, application: Application) -> Result:
    """Measure; the speeds of each engine are stored as soon as it is done."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, application.open_reading(options.data) as services:
        book = SpeedBook(DataPaths.choose(options.data).speeds, services.models.machine)
        measuring = EngineBench(services.models, book, language=services.settings.school_language)
        try:
            found = measuring.run(options.models, quick=options.quick, report=printer, cancel=cancel)
        finally:
            printer.finish()
    return Result(_data(found, quick=options.quick), _lines(found), _error(found))


def _error(found: BenchReport) -> UserFacingError | None:
    if found.stopped:
        return UserFacingError("models.bench_stopped")
    if found.failed:
        names = ", ".join(f"{one.spec.id} ({one.form.runtime} {one.form.compute_type})" for one in found.failed)
        return UserFacingError("models.bench_failed", names=names)
    if not found.findings:
        why = sentence(found.skipped[0].fault) if found.skipped else ""
        return UserFacingError("models.bench_nothing", detail=why)
    return None


def _data(found: BenchReport, *, quick: bool) -> Json:
    return {
        "memory_bandwidth_bytes_per_second": round(found.bandwidth) or None,
        "threads": found.threads,
        "busy": round(found.busy, 2),
        "quick": quick,
        "stopped": found.stopped,
        "engines": [_finding(one) for one in found.findings],
        "skipped": [_skipped(one) for one in found.skipped],
        "failed": [_skipped(one) for one in found.failed],
    }


def _finding(one: Finding) -> Json:
    engine, measured = one.engine, one.measured
    speaks = engine.spec.task is EngineTask.SPEAK
    return {
        "model": engine.spec.id,
        "task": engine.spec.task,
        "runtime": engine.form.runtime,
        "compute_type": engine.form.compute_type,
        "computes_in": engine.route.compute_type,
        "device": engine.route.device,
        "threads": engine.route.threads,
        "random_weights": not engine.installed,
        "unit": unit(engine.spec.task),
        "rate": round(measured.rate, 3),
        "rates": [round(each.rate, 3) for each in measured.rounds],
        "first_seconds": round(measured.first_seconds, 3),
        "process_seconds": round(statistics.median(measured.process_seconds), 3),
        "start_seconds": round(statistics.median(measured.start_seconds), 3),
        "peak_memory_bytes": measured.memory,
        "weight_bytes": one.weight_bytes,
        "bandwidth_share": None if one.bandwidth_share is None else round(one.bandwidth_share, 3),
        "real_time_factor": round(1 / measured.rate, 3) if speaks else None,
        "doubt": one.doubt or None,
        "measured_at": one.measured_at,
    }


def _skipped(one: Skipped) -> Json:
    return {
        "model": one.spec.id,
        "runtime": one.form.runtime,
        "compute_type": one.form.compute_type,
        "error": one.fault.key,
        "message": sentence(one.fault),
    }


def _lines(found: BenchReport) -> list[str]:
    lines = []
    if found.bandwidth:
        lines.append(f"Memory: {found.bandwidth / 1e9:.1f} GB a second read and written, {found.threads} threads.")
    if found.busy > MUCH_BUSY:
        lines.append(f"Other programs took {found.busy:.0%} of the processor: measure again when nothing else runs.")
    lines += [_line(one) for one in found.findings]
    lines += [f"Not measured: {sentence(one.fault)}" for one in (*found.skipped, *found.failed)]
    return lines


def _line(one: Finding) -> str:
    engine, measured = one.engine, one.measured
    parts = [said(rate(engine.spec.task, measured.rate)), f"first after {measured.first_seconds:.2f} s"]
    if engine.spec.task is EngineTask.SPEAK:
        parts.append(f"real-time factor {1 / measured.rate:.2f}")
    parts.append(f"starts in {statistics.median(measured.start_seconds):.2f} s")
    parts.append(f"{measured.memory / 1e9:.2f} GB of memory")
    if one.bandwidth_share is not None:
        parts.append(f"{one.bandwidth_share:.0%} of the memory bandwidth")
    if one.doubt:
        parts.append(_DOUBTS[one.doubt])
    weights = "" if engine.installed else ", random weights of its shape"
    name = f"{engine.spec.name} with {RUNTIME_NAMES[engine.form.runtime]} {engine.form.compute_type}{weights}"
    return f"{name}: {'; '.join(parts)}."
