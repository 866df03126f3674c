"""Making a model ready to run, in a process of its own that ends with the work, so that its memory comes back."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.inference.conversion_requests import CONVERSIONS, Converted, ConvertRequest, task_of
from app.inference.install.names import shortened
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient, WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.jobs import CancelToken, ReportProgress
    from app.domain.models import ModelForm, ModelSpec

TASKS_NAME = "app.inference.conversion_tasks:CONVERSION_TASKS"
_log = logging.getLogger(__name__)
_OF_THE_FILES = frozenset({"engine.load_failed", "engine.not_this_model"})
"""Faults that lie in what was to be converted."""
_SECONDS = 2 * 3600.0
_WEIGHTS = {"int8": "int8_float32"}
"""Converted once so, a model computes as "int8" everywhere."""


@contextlib.contextmanager
def _of(spec: ModelSpec) -> Iterator[None]:
    """What a converter says of the folder that it was given becomes a sentence about the model and its install."""
    try:
        yield
    except WorkerTaskError as error:
        _log.warning("%s could not be converted", spec.id, exc_info=True)
        raise UserFacingError("models.not_converted", name=spec.name, detail="they make no sense") from error
    except UserFacingError as error:
        if error.key not in _OF_THE_FILES:
            raise
        detail = shortened(error.params.get("detail") or "they cannot be read")
        raise UserFacingError("models.not_converted", name=spec.name, detail=detail) from error


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
            UserFacingError: it is not this model or is damaged (``models.not_converted``, ``models.damaged_file``,
                ``models.runs_code``), or a library is missing.
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
        with _of(spec), contextlib.closing(WorkerClient("converter", TASKS_NAME, limits)) as worker:
            worker.call(
                task_of(form.convert, spec.family),
                ConvertRequest(str(folders[0]), str(folders[1]), compute_type),
                Converted,
                cancel=cancel,
                progress=lambda done, total: report(Progress("converting", done, total)),
            )
