"""What the converter process can be asked to do; the libraries are imported there, when a task runs."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.inference.conversion_requests import Converted, ConvertRequest, task_of
from app.inference.workers.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.jobs import Progress, ReportProgress
    from app.inference.workers.tasks import TaskContext, TaskTable

_MODULES = {
    ("ctranslate2", "qwen2"): "ctranslate2_conversion",
    ("ctranslate2", "qwen3"): "ctranslate2_conversion",
    ("ctranslate2", "xlm-roberta"): "ctranslate2_conversion",
    ("ctranslate2", "indictrans2"): "indictrans_conversion",
    ("safetensors", "xlm-roberta"): "safetensors_conversion",
}


def _by(module: str) -> Callable[[ConvertRequest, TaskContext], Converted]:
    def run(request: ConvertRequest, context: TaskContext) -> Converted:
        convert = import_module(f"app.inference.runtimes.{module}").convert
        paths = Path(request.source), Path(request.target)
        convert(*paths, compute_type=request.compute_type, report=_reporting(context))
        return Converted(request.target)

    return run


def _reporting(context: TaskContext) -> ReportProgress:
    def report(progress: Progress) -> None:
        context.check_cancel()
        context.progress(progress.done, progress.total)

    return report


CONVERSION_TASKS: TaskTable = {task_of(*what): Task(ConvertRequest, _by(module)) for what, module in _MODULES.items()}
