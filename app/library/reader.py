"""The parent's side of the document worker: what one file holds, and what stands on one page of it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient, WorkerStopped
from app.library.document_worker.requests import (
    FingerprintRequest,
    PageReading,
    ProbeRequest,
    ProbeResult,
    ReadPageRequest,
    RenderedPage,
    RenderPageRequest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

T = TypeVar("T")
R = TypeVar("R")

LIMITS = WorkerLimits(memory=1 << 30, address_space=3 << 30, seconds=60, programs=True)  # Tesseract
"""One page may take a minute and a gigabyte; a page that wants more is a bomb or beyond this laptop."""


class _GivenUp(CancelToken):
    """Set by itself, or by the token of whoever asked for the whole document."""

    def __init__(self, outer: CancelToken | None) -> None:
        super().__init__()
        self._outer = outer

    @property
    def cancelled(self) -> bool:
        return super().cancelled or (self._outer is not None and self._outer.cancelled)

    def check(self) -> None:
        if self.cancelled:
            raise JobCancelled


class DocumentReader:
    """Document worker processes, as many as half the cores, at least one.

    Args:
        table: "module:NAME" of the document worker's task table.
        processes: How many; None to choose.
    """

    def __init__(self, table: str = "app.library.document_worker.tasks:TASKS", *, processes: int | None = None) -> None:
        count = processes or max(1, min(3, (os.cpu_count() or 2) // 2))
        self._workers = tuple(WorkerClient(f"document-{number}", table, LIMITS) for number in range(count))
        self._fingerprint: str | None = None

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.close()

    def fingerprint(self) -> str:
        """Identity of everything that decides how a page is read: part of every cached reading."""
        if self._fingerprint is None:
            self._fingerprint = self._workers[0].call("fingerprint", FingerprintRequest(), str)
        return self._fingerprint

    def probe(self, path: Path, name: str, cancel: CancelToken | None = None) -> ProbeResult:
        """What kind of file this is and how many pages it has.

        Raises:
            UserFacingError: it cannot be read; the sentence says why.
        """
        return self._call(self._workers[0], "probe", ProbeRequest(str(path), name), ProbeResult, cancel)

    def read(self, request: ReadPageRequest, cancel: CancelToken | None = None) -> PageReading:
        """Read one page in the first process.

        Raises:
            UserFacingError: it cannot be read; the sentence says why.
        """
        return self._call(self._workers[0], "read_page", request, PageReading, cancel)

    def render(self, request: RenderPageRequest, name: str) -> RenderedPage:
        """Draw one page of a PDF into a JPEG file."""
        return self._call(self._workers[0], "render_page", request, RenderedPage, None, name=name)

    def read_many(
        self,
        requests: Sequence[ReadPageRequest],
        read: Callable[[Callable[[ReadPageRequest], PageReading], ReadPageRequest], R],
        cancel: CancelToken | None = None,
    ) -> Generator[R, None, None]:
        """Run `read(reader, request)` for each request on all processes; results in the order of the requests.

        Whoever stops asking for results closes the generator, and pages still being read are given up.
        """
        idle = list(self._workers)
        given_up = _GivenUp(cancel)

        def one(request: ReadPageRequest) -> R:
            worker = idle.pop()
            try:
                return read(lambda asked: self._call(worker, "read_page", asked, PageReading, given_up), request)
            finally:
                idle.append(worker)

        with ThreadPoolExecutor(len(self._workers), thread_name_prefix="read-page") as pool:
            futures = [pool.submit(one, request) for request in requests]
            try:
                for future in futures:
                    yield future.result()
            finally:
                given_up.cancel()
                for future in futures:
                    future.cancel()

    def _call(
        self,
        worker: WorkerClient,
        task: str,
        request: object,
        result_type: type[T],
        cancel: CancelToken | None,
        *,
        name: str = "",
    ) -> T:
        name = name or getattr(request, "name", "")
        try:
            return worker.call(task, request, result_type, cancel=cancel)
        except WorkerStopped as stopped:
            if stopped.reason == "died" and not Path(getattr(request, "path", ".")).exists():
                raise UserFacingError("import.vanished", name=name) from stopped
            raise UserFacingError("import.too_slow", name=name) from stopped
