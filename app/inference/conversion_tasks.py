"""What the converter process can be asked to do; the libraries are imported there, when a task runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.inference.conversion_requests import Converted, ConvertRequest, task_of
from app.inference.workers.tasks import Task

if TYPE_CHECKING:
    from app.domain.jobs import Progress, ReportProgress
    from app.inference.workers.tasks import TaskContext, TaskTable


def _to_ctranslate2(request: ConvertRequest, context: TaskContext) -> Converted:
    from app.inference.runtimes.ctranslate2_conversion import convert

    target = Path(request.target)
    convert(Path(request.source), target, compute_type=request.compute_type, report=_reporting(context))
    return Converted(request.target)


def _indictrans2(request: ConvertRequest, context: TaskContext) -> Converted:
    from app.inference.runtimes.indictrans_conversion import convert

    target = Path(request.target)
    convert(Path(request.source), target, compute_type=request.compute_type, report=_reporting(context))
    return Converted(request.target)


def _reporting(context: TaskContext) -> ReportProgress:
    def report(progress: Progress) -> None:
        context.check_cancel()
        context.progress(progress.done, progress.total)

    return report


_CONVERSIONS = {"qwen2": _to_ctranslate2, "xlm-roberta": _to_ctranslate2, "indictrans2": _indictrans2}
CONVERSION_TASKS: TaskTable = {task_of(family): Task(ConvertRequest, run) for family, run in _CONVERSIONS.items()}
