"""Reading pages through the document worker, into the cache, the media folder and the store."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.documents import PageNote, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.domain.events import DocumentChanged, EventBus
from app.domain.jobs import CancelToken, Progress, ReportProgress
from app.library.document_worker.requests import BESIDE, PageReading, ReadPageRequest, RenderPageRequest
from app.store.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from app.domain.documents import Document, Page, SourceFile
    from app.library.reader import DocumentReader
    from app.store.steps import StepRunner
    from app.store.store import Store

UNREADABLE = PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.UNREADABLE,))
"""Stands for a page that could not be read: it is tried again, and every lesson from it has a finding."""

# what a page can do wrong by itself; everything else is wrong with this computer and would hit the next page too
_FAULTS_OF_A_PAGE = frozenset(
    {"import.too_slow", "import.damaged", "import.too_large", "import.no_text", "import.unknown_format"}
)
_PICTURE_WIDTH = 1600
_SLOW_PAGES = 2
"""So many pages that take a minute each, and not one that could be read: the others will be no better."""


def wants_reading(page: Page) -> bool:
    """Whether a page was not read yet, or is worth another try."""
    return page.text is None or (PageNote.UNREADABLE in page.text.notes and not page.corrected)


class PageReadings:
    """Reads pages; a page that was read before in the same way comes from the cache.

    Args:
        store: Takes text and pictures.
        steps: Cache of readings.
        reader: The document worker.
        events: Told of every page.
        staging: Folder for pictures on their way.
    """

    def __init__(
        self, store: Store, steps: StepRunner, reader: DocumentReader, events: EventBus, staging: Path
    ) -> None:
        self._store = store
        self._steps = steps
        self._reader = reader
        self._events = events
        self._staging = staging

    def read_all(
        self,
        document: Document,
        pages: Sequence[Page],
        language: str | None,
        report: ReportProgress,
        cancel: CancelToken | None,
    ) -> None:
        """Read these pages; each is saved as soon as it is read.

        Raises:
            UserFacingError: no page of the document can be read, the first ones take too long, or this computer is at
                fault; what was read stays.
            JobCancelled: what was read stays.
        """
        done = len(document.pages) - len(pages)
        report(Progress("reading", done, len(document.pages)))

        def tried(
            ask: Callable[[ReadPageRequest], PageReading], request: ReadPageRequest
        ) -> PageReading | UserFacingError:
            with self._steps.of(document.id):
                return self._tried(ask, request, slow)

        readable = any(page.text not in (None, UNREADABLE) for page in document.pages)
        with self.workspace() as folder:
            requests = [self._request(document, page, language, folder) for page in pages]
            failures: Counter[str] = Counter()
            slow: set[tuple[str, int]] = set()
            # closed also while a fault is on its way up, so that no page is read that nobody waits for
            with contextlib.closing(self._reader.read_many(requests, tried, cancel)) as readings:
                for page, reading in zip(pages, readings, strict=True):
                    if isinstance(reading, UserFacingError):
                        failures[reading.key] += 1
                        hopeless = not readable and failures["import.too_slow"] >= _SLOW_PAGES
                        if hopeless or failures.total() == len(document.pages):
                            raise reading
                        self.save(page, UNREADABLE, None)
                    else:
                        readable = True
                        self.save(page, reading.text, reading.picture)
                    done += 1
                    report(Progress("reading", done, len(document.pages)))
                    if cancel is not None:
                        cancel.check()

    def read_one(self, document: Document, page: Page) -> PageReading:
        """Read one page as it is turned and cropped, without saving it.

        Raises:
            UserFacingError: it cannot be read.
        """
        with self.workspace() as folder:
            request = self._request(document, page, document.language, folder)
            with self._steps.of(document.id):
                return self._cached(request, lambda asked: _without_blame(self._reader.read, asked, set()))

    def save(self, page: Page, text: PageText, picture: str | None) -> None:
        """Put down what was read."""
        self._store.write(lambda work: work.documents.save_reading(page.id, text, picture))
        self._events.publish(DocumentChanged(page.document_id))

    def draw(self, page: Page, source: SourceFile, width: int) -> str:
        """Draw the picture of a PDF's page into the media folder; returns its SHA-256."""
        with self.workspace() as folder:
            out = folder / "page.jpg"
            request = RenderPageRequest(
                path=str(self._store.media.path(source.sha256)),
                kind=source.kind,
                page_index=page.source_page,
                width=max(width, _PICTURE_WIDTH),
                out=str(out),
                rotation=page.rotation,
                crop=page.crop,
                name=source.name,
            )
            self._reader.render(request, source.name)
            return self._store.media.adopt(out)

    def workspace(self) -> AbstractContextManager[Path]:
        """A folder under staging that is gone afterwards, whatever happened."""
        return workspace(self._staging)

    def _request(self, document: Document, page: Page, language: str | None, folder: Path) -> ReadPageRequest:
        source = document.sources[page.source_index]
        staging = folder / page.id
        staging.mkdir(exist_ok=True)
        return ReadPageRequest(
            path=str(self._store.media.path(source.sha256)),
            name=source.name,
            kind=source.kind,
            page_index=page.source_page,
            staging=str(staging),
            language=language,
            rotation=page.rotation,
            crop=page.crop,
        )

    def _tried(
        self, ask: Callable[[ReadPageRequest], PageReading], request: ReadPageRequest, slow: set[tuple[str, int]]
    ) -> PageReading | UserFacingError:
        try:
            return self._cached(request, lambda asked: _without_blame(ask, asked, slow))
        except UserFacingError as error:
            if error.key == "import.too_slow":
                slow.add((request.path, request.page_index))
            if error.key not in _FAULTS_OF_A_PAGE:
                raise
            return error

    def _cached(self, request: ReadPageRequest, ask: Callable[[ReadPageRequest], PageReading]) -> PageReading:
        """A reading whose pictures lie in the media folder, under their hash."""

        def compute() -> PageReading:
            return self._adopt_pictures(ask(request), Path(request.staging))

        source = Path(request.path).name
        identity = (
            self._reader.fingerprint(), source, request.kind, request.page_index, request.language, request.rotation,
            request.crop,
        )  # fmt: skip
        return self._steps.run("read_page", identity, PageReading, compute, usable=self._has_pictures)

    def _adopt_pictures(self, reading: PageReading, staging: Path) -> PageReading:
        """Move staged pictures to the media folder and put their hashes in place of their names."""

        def adopt(name: str) -> str:
            # the worker parsed a hostile file: a name that leads out of the staging folder is not followed
            return self._store.media.adopt(staging / Path(name).name)

        blocks = tuple(
            replace(block, media=adopt(block.media)) if block.media else block for block in reading.text.blocks
        )
        picture = adopt(reading.picture) if reading.picture else None
        return replace(reading, text=replace(reading.text, blocks=blocks), picture=picture)

    def _has_pictures(self, reading: PageReading) -> bool:
        names = [block.media for block in reading.text.blocks if block.media]
        names += [reading.picture] if reading.picture else []
        return all(self._store.media.has(name) for name in names)


def _without_blame(
    ask: Callable[[ReadPageRequest], PageReading], request: ReadPageRequest, slow: set[tuple[str, int]]
) -> PageReading:
    """Read a page, again without the pages beside it that turn out to take too long.

    Args:
        ask: Asks the worker.
        request: For the page.
        slow: Paths and pages known to take too long; what is found out is added.

    Raises:
        UserFacingError: it cannot be read.
    """
    beside = Path(request.staging) / BESIDE
    while True:
        avoid = tuple(sorted(page for path, page in set(slow) if path == request.path))
        beside.unlink(missing_ok=True)
        try:
            return ask(replace(request, avoid=avoid))
        except UserFacingError as error:
            blamed = int(beside.read_text(encoding="ascii")) if beside.exists() else None
            if error.key != "import.too_slow" or blamed is None or blamed in avoid:
                raise
            slow.add((request.path, blamed))
