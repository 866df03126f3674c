"""A document worker for which some pages take too long, as the file's name says; it notes what it was asked."""

from __future__ import annotations

import time
from pathlib import Path

from app.domain.documents import Block, BlockKind, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.inference.workers.tasks import Task, TaskContext
from app.library.document_worker.requests import FingerprintRequest, PageReading, ReadPageRequest

READ = PageText((Block(BlockKind.PARAGRAPH, "Water boils."),), ReadMethod.TEXT_LAYER, Quality.GOOD, language="en")


def _read(request: ReadPageRequest, context: TaskContext) -> PageReading:
    """A page per letter of the name: `r` is read, `s` is stopped for being slow, `d` damaged, `w` waits for its end."""
    (Path(request.path).parent / f"asked-{request.page_index}").touch()
    letter = request.name[request.page_index]
    if letter in "sd":
        raise UserFacingError("import.too_slow" if letter == "s" else "import.damaged", name=request.name)
    while letter == "w":
        context.check_cancel()
        time.sleep(0.01)
    return PageReading(READ, None, 0, 0)


def _fingerprint(request: FingerprintRequest, context: TaskContext) -> str:
    return "test"


TASKS = {"read_page": Task(ReadPageRequest, _read), "fingerprint": Task(FingerprintRequest, _fingerprint)}
