"""A caller of the document worker's tasks, in the process of the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.documents import Box
from app.library.document_worker import handlers
from app.library.document_worker.requests import (
    PageReading,
    ProbeRequest,
    ProbeResult,
    ReadPageRequest,
    RenderedPage,
    RenderPageRequest,
)


class Context:
    """A caller that never cancels."""

    def progress(self, done: int, total: int) -> None:
        """Nobody is told."""

    def check_cancel(self) -> None:
        """Never."""


class Worker:
    """Calls the handlers with a staging folder of its own."""

    def __init__(self, staging: Path) -> None:
        self.staging = staging

    def probe(self, path: Path) -> ProbeResult:
        return handlers.probe(ProbeRequest(str(path), path.name), Context())

    def read(
        self, path: Path, page: int = 0, *, language: str | None = None, rotation: int = 0, crop: Box | None = None
    ) -> PageReading:
        kind = self.probe(path).kind
        request = ReadPageRequest(str(path), path.name, kind, page, str(self.staging), language, rotation, crop)
        return handlers.read_page(request, Context())

    def render(
        self, path: Path, page: int = 0, *, width: int = 0, rotation: int = 0, crop: Box | None = None
    ) -> RenderedPage:
        out = self.staging / "page.jpg"
        request = RenderPageRequest(str(path), self.probe(path).kind, 0, width, str(out), rotation, crop)
        return handlers.render_page(request, Context())


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    staging = tmp_path / "staging"
    staging.mkdir()
    return Worker(staging)
