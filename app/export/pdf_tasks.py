"""Drawing papers as a task of the light worker."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.export.labels import ExportResources
from app.export.papers import PaperRequest, sheet
from app.export.view import Picture
from app.inference.workers.tasks import Task, TaskContext, TaskTable


def draw(request: PaperRequest, context: TaskContext) -> int:
    """Draw one paper; returns its number of pages.

    Raises:
        UserFacingError: the disk is full or does not answer (``data.disk_full``, ``data.io``).
    """
    from app.export.pdf import write_pdf

    context.check_cancel()
    labels = ExportResources(resources() / "export").labels(request.view.content.language)
    fonts = resources() / "fonts"
    try:
        pictures = {name: Picture(Path(path).read_bytes()) for name, path in request.pictures.items()}
        view = replace(request.view, pictures={**request.view.pictures, **pictures})
        return write_pdf(sheet(request.paper, view, labels), Path(request.out), fonts=fonts if fonts.is_dir() else None)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise UserFacingError("data.disk_full") from error
        raise UserFacingError("data.io", path=request.out) from error


PDF_TASKS: TaskTable = {"pdf.draw": Task(PaperRequest, draw)}
"""For the light worker's table; Qt is loaded by the first paper."""
