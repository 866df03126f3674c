"""Makes a model of random weights where none is installed, once it is known that there is room for it."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from typing import TYPE_CHECKING

import psutil

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.domain.models import EngineTask
from app.inference import process_memory
from app.inference.bench.build_requests import BuildReader, BuildTranslator, BuildVoice, BuildWriter, Built
from app.inference.bench.leftovers import PREFIX, sweep_workshops
from app.inference.bench.shapes import ReaderShape, TranslatorShape, VoiceShape, WriterShape, source_bytes
from app.inference.engine_options import needs_of
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.jobs import CancelToken, ReportProgress
    from app.inference.bench.plan import Engine
    from app.inference.bench.shapes import Shape

_TABLE = "app.inference.bench.build_tasks:BUILD_TASKS"
_SECONDS = 3600.0
_MEBI = 1 << 20
_SPARE_DISK = 512 * _MEBI
_TIMES = 3.5
"""Times the finished files that building one takes of memory, besides the libraries: measured at 0.5B, 2.4 for
CTranslate2 and 3.2 for OpenVINO."""
_LIBRARIES = 700 * _MEBI


@contextlib.contextmanager
def workshop(models: Path) -> Iterator[Path]:
    """A folder beside the installed models for random ones; what a killed run left there is taken away.

    Raises:
        UserFacingError: it cannot be made (``data.not_writable``).
    """
    try:
        models.mkdir(parents=True, exist_ok=True)
        sweep_workshops(models)
        folder = models / f"{PREFIX}{os.getpid()}"
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UserFacingError("data.not_writable", path=str(models)) from error
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """A process that ends may hold its files for a moment longer (Windows)."""
    for _ in range(10):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.2)


def refuse_without_memory(engine: Engine) -> None:
    """Raise where the memory that is free now does not hold an engine.

    Raises:
        UserFacingError: ``models.bench_no_memory``.
    """
    _refuse_above(engine, (engine.route.host_needs or engine.route.needs) * _MEBI)


def _refuse_above(engine: Engine, needs: int) -> None:
    free = process_memory.available()
    if needs > free:
        raise UserFacingError("models.bench_no_memory", name=engine.spec.name, needs=needs // _MEBI, free=free // _MEBI)


@contextlib.contextmanager
def random_model(
    engine: Engine, shape: Shape, folder: Path, report: ReportProgress, cancel: CancelToken
) -> Iterator[None]:
    """Within it the model of the engine's route lies in `folder`.

    Raises:
        UserFacingError: too little room on the disk (``models.bench_no_space``) or in memory
            (``models.bench_no_memory``), or a library is missing (``engine.library_missing``).
        JobCancelled: `cancel` was used.
    """
    model = engine.route.model
    if model is None:
        raise ValueError("a built-in engine has no weights")
    ready = engine.form.disk_mb * _MEBI or engine.spec.parameters
    wanted = ready + source_bytes(engine.spec, engine.form) + _SPARE_DISK
    free = shutil.disk_usage(folder).free
    if wanted > free:
        raise UserFacingError("models.bench_no_space", name=engine.spec.name, needs=wanted // _MEBI, free=free // _MEBI)
    building = int(ready * _TIMES) + _LIBRARIES
    _refuse_above(engine, max(building, needs_of(engine.spec, engine.form)))
    target = folder / model.folder
    try:
        _build(engine, shape, target, report, cancel)
        yield
    finally:
        _remove(target)
        shutil.rmtree(folder / "published", ignore_errors=True)


def _build(engine: Engine, shape: Shape, target: Path, report: ReportProgress, cancel: CancelToken) -> None:
    task, request = _request(engine, shape, target)
    limits = WorkerLimits(memory=psutil.virtual_memory().total, address_space=0, seconds=_SECONDS)
    report(Progress("building"))
    with contextlib.closing(WorkerClient("random weights", _TABLE, limits)) as worker:
        worker.call(
            task,
            request,
            Built,
            cancel=cancel,
            progress=lambda done, total: report(Progress("building", done * 100 // max(total, 1), 100)),
        )


def _request(engine: Engine, shape: Shape, target: Path) -> tuple[str, object]:
    if isinstance(shape, WriterShape):
        return "writer", BuildWriter(shape, engine.form.runtime, str(target))
    if isinstance(shape, ReaderShape):
        judges = engine.spec.task is EngineTask.RERANK
        return "reader", BuildReader(shape, engine.form.runtime, str(target), judges)
    if isinstance(shape, TranslatorShape):
        return "translator", BuildTranslator(shape, str(target))
    if isinstance(shape, VoiceShape):
        return "voice", BuildVoice(shape, engine.spec.languages[0], str(target))
    raise TypeError(f"no such shape: {shape}")
