"""What the faults of a model mean for a lesson: the rules stand in, and the teacher is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Iterator


class ModelFailedError(Exception):
    """The model cannot answer now; the rules' text stands. The text is a sentence for a person.

    Attributes:
        resting: Whether it is not to be asked again for this lesson: it failed so often that it is left alone for a
            while, or it was waited for in vain.
    """

    def __init__(self, message: str, *, resting: bool = False) -> None:
        super().__init__(message)
        self.resting = resting


@contextmanager
def of_a_model() -> Iterator[None]:
    """Within it a model is asked; a fault of its engine becomes `ModelFailedError`, any other stays what it is."""
    try:
        yield
    except WorkerTaskError as error:
        raise ModelFailedError("The model failed.") from error
    except UserFacingError as error:
        if not error.key.startswith(("engine.", "worker.")):
            raise
        in_vain = isinstance(error, WorkerStopped) and error.reason == "time"
        raise ModelFailedError(str(error), resting=in_vain or error.key == "engine.resting") from error
