"""What the converter process can be asked to do; the libraries are imported there, when a task runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.inference.workers.tasks import Task

if TYPE_CHECKING:
    from app.domain.jobs import Progress, ReportProgress
    from app.inference.workers.tasks import TaskContext, TaskTable


@dataclass(frozen=True, slots=True)
class ConvertRequest:
    """Folders of a publisher's model and of what is made of it, and how finely its numbers are kept."""

    source: str
    target: str
    compute_type: str


@dataclass(frozen=True, slots=True)
class Converted:
    """The folder that was made."""

    target: str


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


CONVERSION_TASKS: TaskTable = {
    "convert qwen2": Task(ConvertRequest, _to_ctranslate2),
    "convert xlm-roberta": Task(ConvertRequest, _to_ctranslate2),
    "convert indictrans2": Task(ConvertRequest, _indictrans2),
}
"""A conversion for each family that has one."""
