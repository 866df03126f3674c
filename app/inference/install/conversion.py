"""Making a model ready to run, in a process of its own that ends with the work, so that its memory comes back."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Protocol

from app.domain.jobs import Progress
from app.inference.conversion_requests import CONVERSIONS, Converted, ConvertRequest, task_of
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.jobs import CancelToken, ReportProgress
    from app.domain.models import ModelForm, ModelSpec

TASKS_NAME = "app.inference.conversion_tasks:CONVERSION_TASKS"
_SECONDS = 2 * 3600.0
_WEIGHTS = {"int8": "int8_float32"}
"""Converted once so, a model computes as "int8" everywhere."""


class Converter(Protocol):
    """Converts what a publisher gives out into what a runtime loads."""

    def can(self, spec: ModelSpec, form: ModelForm) -> bool:
        """Whether there is a conversion for this form."""
        ...

    def convert(
        self, spec: ModelSpec, form: ModelForm, folders: tuple[Path, Path], report: ReportProgress, cancel: CancelToken
    ) -> None:
        """Convert the first of `folders` into the second, which must not exist yet.

        Raises:
            UserFacingError: it is not this model, is damaged, or a library is missing.
            JobCancelled: `cancel` was used.
        """
        ...


class ProcessConverter:
    """Converts with the runtimes' own conversions.

    Args:
        memory: Bytes that the process may use.
    """

    def __init__(self, memory: int) -> None:
        self._memory = memory

    def can(self, spec: ModelSpec, form: ModelForm) -> bool:
        """Whether the form's conversion is there for models of this family."""
        return (form.convert, spec.family) in CONVERSIONS

    def convert(
        self, spec: ModelSpec, form: ModelForm, folders: tuple[Path, Path], report: ReportProgress, cancel: CancelToken
    ) -> None:
        """One process for one conversion."""
        limits = WorkerLimits(memory=self._memory, address_space=0, seconds=_SECONDS)
        compute_type = _WEIGHTS.get(form.compute_type, form.compute_type)
        with contextlib.closing(WorkerClient("converter", TASKS_NAME, limits)) as worker:
            worker.call(
                task_of(form.convert, spec.family),
                ConvertRequest(str(folders[0]), str(folders[1]), compute_type),
                Converted,
                cancel=cancel,
                progress=lambda done, total: report(Progress("converting", done, total)),
            )
