"""``doctor``: what works on this computer, tried and not guessed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from app import __version__
from app.cli import show
from app.cli.hints import sentence
from app.cli.run import ProgressPrinter, Result
from app.config.paths import DataPaths
from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.domain.languages import LANGUAGES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from app.cli.application import Application
    from app.cli.show import Json
    from app.inference.engine_report import EngineReport
    from app.inference.recommended import Suggestion


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried: whether it works, what was seen, and the fault where it is a known one."""

    name: str
    ok: bool
    detail: str
    seconds: float
    fault: UserFacingError | None = None


def doctor(options: argparse.Namespace, application: Application) -> Result:
    """Try everything the main job needs; the first thing that fails is the error."""
    paths = DataPaths.choose(options.data)
    trials: dict[str, Callable[[], str]] = {
        "data folder": lambda: _data_folder(paths),
        "database": lambda: _database(options.data, application),
        "backup": lambda: _backup(paths),
        "tesseract": _tesseract,
    }
    reports: list[EngineReport] = []

    def engines() -> str:
        reports.append(application.describe_engines(options.data))
        return _models(reports[0])

    trials["models"] = engines
    printer = ProgressPrinter()
    with tempfile.TemporaryDirectory() as staging, ThreadPoolExecutor() as pool:  # each engine starts a process
        trials |= application.try_engines(Path(staging))
        running = [pool.submit(_try, name, trial) for name, trial in trials.items()]
        checks = []
        for number, one in enumerate(running):
            printer(Progress(f"trying {list(trials)[number]}", number, len(running)))
            checks.append(one.result())
    printer.finish()
    data = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "memory_bytes": psutil.virtual_memory().total,
        "data": str(paths.root),
        "checks": [
            {"name": one.name, "ok": one.ok, "detail": one.detail, "seconds": round(one.seconds, 3)} for one in checks
        ],
        "ok": all(one.ok for one in checks),
        **(_engine_data(reports[0]) if reports else {}),
    }
    lines = [f"{'works ' if one.ok else 'FAILS '} {one.name}: {one.detail}" for one in checks]
    lines += [f"{one.task}: {one.route.reason}" for report in reports for one in report.tasks]
    return Result(data, lines, _worst(checks))


def _worst(checks: Sequence[Check]) -> UserFacingError | None:
    """What is said of all: of the data and the models what mends them, for a new set-up would not."""
    broken = [one for one in checks if not one.ok]
    ours = [one.fault for one in broken if one.fault is not None and one.fault.key.startswith(("data.", "models."))]
    if ours or not broken:
        return ours[0] if ours else None
    return UserFacingError("doctor.broken", names=", ".join(one.name for one in broken))


def _models(report: EngineReport) -> str:
    if report.problems:
        detail = "; ".join(one.detail for one in report.problems)
        raise UserFacingError("models.damaged", name=", ".join(one.folder for one in report.problems), detail=detail)
    machine = report.machine
    cards = ", ".join(one.name for one in machine.accelerators) or "no graphics card that models can use"
    return (
        f"{len(report.installed)} installed, {report.budget / 1e9:.1f} of {machine.memory / 1e9:.1f} GB of memory for"
        f" models, {machine.cores} cores, {cards}"
    )


def _engine_data(report: EngineReport) -> Json:
    machine, suggested = report.machine, report.recommended
    return {
        "machine": {
            "system": machine.system,
            "architecture": machine.architecture,
            "cores": machine.cores,
            "memory_bytes": machine.memory,
            "instruction_sets": list(machine.instruction_sets),
            "accelerators": [
                {"kind": one.kind, "name": one.name, "memory_bytes": one.memory, "problem": one.problem}
                for one in machine.accelerators
            ],
            "neural_engine": machine.neural_engine,
        },
        "memory_budget_bytes": report.budget,
        "settings": {
            "device": report.choices.device,
            "quantization": report.choices.quantization,
            "memory_budget_bytes": report.choices.memory_budget,
        },
        "routes": [show.route(one.route, one.language, one.target) for one in report.tasks],
        "recommended": {
            "for": suggested.machine_class,
            "disk_mb": suggested.disk_mb,
            "models": [_suggestion(one) for one in suggested.models],
            "non_commercial": [_suggestion(one) for one in suggested.under_conditions],
        },
    }


def _suggestion(one: Suggestion) -> Json:
    return {
        "model": one.spec.id,
        "runtime": one.form.runtime,
        "compute_type": one.form.compute_type,
        "device": one.device,
        "disk_mb": one.form.disk_mb,
        "needs_mb": one.needs,
        "licence": one.spec.licence.spdx,
        "reason": one.reason,
    }


def _try(name: str, run: Callable[[], str]) -> Check:
    start = time.monotonic()
    try:
        return Check(name, ok=True, detail=run(), seconds=time.monotonic() - start)
    except UserFacingError as error:
        return Check(name, ok=False, detail=sentence(error), seconds=time.monotonic() - start, fault=error)
    except Exception as error:  # noqa: BLE001 - boundary: a broken part is what the doctor is looking for
        return Check(name, ok=False, detail=f"{type(error).__name__}: {error}", seconds=time.monotonic() - start)


def _data_folder(paths: DataPaths) -> str:
    folder = next(one for one in (paths.root, *paths.root.parents) if one.exists())
    if not os.access(folder, os.W_OK):
        raise UserFacingError("data.not_writable", path=str(paths.root))
    return f"{paths.root}, {shutil.disk_usage(folder).free / 1e9:.1f} GB free"


def _database(data: Path | None, application: Application) -> str:
    with application.open_reading(data) as services:
        return f"{len(services.library.documents())} documents, {len(services.lessons.summaries())} lessons"


def _backup(paths: DataPaths) -> str:
    """When the newest one was made, as its name says; `restore` and the next opening look into it."""
    found = sorted(paths.backups.glob("shikshasetu-*.db")) if paths.backups.is_dir() else []
    if not found:
        return "none yet: the first is made when the day's first work is done"
    made = datetime.fromtimestamp(found[-1].stat().st_mtime, tz=UTC).astimezone()
    return f"newest of {made:%Y-%m-%d %H:%M}, {len(found)} kept"


def _tesseract() -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise UserFacingError("import.ocr_missing", detail="its program")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20)
    there = set((listed.stdout + listed.stderr).split())
    names = {language.tesseract: language.english_name for language in LANGUAGES} | {"osd": "page turning (osd)"}
    missing = [name for code, name in names.items() if code not in there]
    if missing:
        raise UserFacingError("import.ocr_missing", detail=", ".join(missing))
    return "all eleven languages"
