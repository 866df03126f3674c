"""The task table of the document worker."""

from __future__ import annotations

from app.inference.workers.tasks import Task, TaskTable
from app.library.document_worker import handlers
from app.library.document_worker.requests import (
    FingerprintRequest,
    ProbeRequest,
    ReadPageRequest,
    RenderPageRequest,
)

TASKS: TaskTable = {
    "probe": Task(ProbeRequest, handlers.probe),
    "read_page": Task(ReadPageRequest, handlers.read_page),
    "render_page": Task(RenderPageRequest, handlers.render_page),
    "fingerprint": Task(FingerprintRequest, handlers.fingerprint),
}
