"""A document worker for which some pages take too long, as the file's name says; it notes what it was asked."""

from __future__ import annotations

import time
from pathlib import Path

from app.domain.documents import Block, BlockKind, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.inference.workers.tasks import Task, TaskContext
from app.library.document_worker.requests import BESIDE, FingerprintRequest, PageReading, ReadPageRequest

READ = PageText((Block(BlockKind.PARAGRAPH, "Water boils."),), ReadMethod.TEXT_LAYER, Quality.GOOD, language="en")


def _read(request: ReadPageRequest, context: TaskContext) -> PageReading:
    """A page per letter of the name: `r` is read, `s` is stopped for being slow, `d` damaged, `w` waits for its end.

    `l` looks at the next page and `k` at the one before, which counts as slow; no other looks at any.
    """
    (Path(request.path).parent / f"asked-{request.page_index}").touch()
    letter = request.name[request.page_index]
    beside = request.page_index + {"l": 1, "k": -1}.get(letter, 0)
    if beside not in (request.page_index, *request.avoid):
        (Path(request.staging) / BESIDE).write_text(str(beside), encoding="ascii")
        with (Path(request.path).parent / "blamed").open("a", encoding="ascii") as file:
            file.write(f"{beside}\n")
        letter = "s"
    if letter in "sd":
        raise UserFacingError("import.too_slow" if letter == "s" else "import.damaged", name=request.name)
    while letter == "w":
        context.check_cancel()
        time.sleep(0.01)
    return PageReading(READ, None, 0, 0)


def _fingerprint(request: FingerprintRequest, context: TaskContext) -> str:
    return "test"


TASKS = {"read_page": Task(ReadPageRequest, _read), "fingerprint": Task(FingerprintRequest, _fingerprint)}
