"""Documents a teacher put in: adding, reading page by page, correcting, ordering, removing."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.clock import utc_now
from app.domain.documents import (
    BlockKind,
    Box,
    Document,
    Page,
    PageNote,
    PageText,
    Quality,
    ReadMethod,
)
from app.domain.errors import UserFacingError
from app.domain.events import DocumentChanged, EventBus
from app.domain.ids import new_id
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.library.document_worker.requests import PageReading, ReadPageRequest, RenderPageRequest
from app.library.document_worker.running_heads import drop_running_heads
from app.library.sources import StagedSource, stage_sources, stage_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.library.reader import DocumentReader
    from app.store.index import SearchHit, TextIndex
    from app.store.steps import StepRunner
    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork

_UNREADABLE = PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.NO_TEXT,))
_PICTURE_WIDTH = 1600


class LibraryService:
    """Adds documents and keeps what is read from them.

    Args:
        store: Where documents, pages and media are kept.
        steps: Cache of page readings.
        reader: The document worker.
        events: Told about every change.
        staging: Folder for files on their way.
        open_index: Opens the search index on the first search.
    """

    def __init__(
        self,
        store: Store,
        steps: StepRunner,
        reader: DocumentReader,
        events: EventBus,
        *,
        staging: Path,
        open_index: Callable[[], TextIndex],
    ) -> None:
        self._store = store
        self._steps = steps
        self._reader = reader
        self._events = events
        self._staging = staging
        self._open_index = open_index
        self._index: TextIndex | None = None
        self._index_lock = threading.Lock()

    # -- adding --------------------------------------------------------------------------------------------------

    def add_all(
        self,
        sources: Sequence[Path],
        *,
        language: str | None = None,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> tuple[Document, ...]:
        """Add files: all pictures together become one document, every other file one of its own.

        Raises:
            UserFacingError: a file cannot be used; documents already added stay.
        """
        with self._workspace() as folder:
            staged = stage_sources(sources, folder, self._reader, cancel)
            return tuple(
                self._add_staged(group, language=language, report=report, cancel=cancel) for group in _groups(staged)
            )

    def add(
        self,
        sources: Sequence[Path],
        *,
        language: str | None = None,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Document:
        """Add one file, or several pictures as the pages of one document. The same content gives the same document.

        Raises:
            UserFacingError: it cannot be used, or nothing readable is on it.
        """
        with self._workspace() as folder:
            groups = _groups(stage_sources(sources, folder, self._reader, cancel))
            if len(groups) != 1:
                raise UserFacingError("import.mixed")
            return self._add_staged(groups[0], language=language, report=report, cancel=cancel)

    def add_text(self, text: str, *, title: str = "", language: str | None = None) -> Document:
        """Add typed or pasted text.

        Raises:
            UserFacingError: there is no text in it.
        """
        if not text.strip():
            raise UserFacingError("usage.no_text")
        with self._workspace() as folder:
            source = stage_text(text, title, folder, self._reader)
            return self._add_staged([source], language=language, report=ignore_progress, cancel=None)

    def _add_staged(
        self,
        sources: Sequence[StagedSource],
        *,
        language: str | None,
        report: ReportProgress,
        cancel: CancelToken | None,
    ) -> Document:
        document = self._known(sources) or self._record(sources)
        self._read_missing(document, language, report, cancel)
        document = self._finish_reading(document.id, sources[0].title)
        _refuse_unusable(document)
        return document

    def _known(self, sources: Sequence[StagedSource]) -> Document | None:
        hashes = tuple(source.file.sha256 for source in sources)
        return self._store.read(lambda work: work.documents.find_by_sources(hashes))

    def _record(self, sources: Sequence[StagedSource]) -> Document:
        for source in sources:
            self._store.media.adopt(source.path)
        document_id = new_id()
        places = [(index, page) for index, source in enumerate(sources) for page in range(source.page_count)]
        pages = tuple(
            Page(new_id(), document_id, position, source_index, source_page)
            for position, (source_index, source_page) in enumerate(places)
        )
        document = Document(
            id=document_id,
            title=sources[0].title or Path(sources[0].file.name).stem,
            sources=tuple(source.file for source in sources),
            language=None,
            created=utc_now(),
            page_count=len(pages),
            pages=pages,
        )
        self._store.write(lambda work: work.documents.add(document))
        self._events.publish(DocumentChanged(document_id))
        return document

    # -- reading -------------------------------------------------------------------------------------------------

    def _read_missing(
        self, document: Document, language: str | None, report: ReportProgress, cancel: CancelToken | None
    ) -> None:
        """Read the pages that have no text yet; each is saved as soon as it is read."""
        missing = [page for page in document.pages if page.text is None]
        if not missing:
            return
        done = len(document.pages) - len(missing)
        report(Progress("reading", done, len(document.pages)))
        with self._workspace() as folder:
            requests = [self._request(document, page, language, folder) for page in missing]
            failures: list[UserFacingError] = []

            def read(
                ask: Callable[[ReadPageRequest], PageReading], request: ReadPageRequest
            ) -> PageReading | UserFacingError:
                try:
                    return self._cached_reading(request, ask)
                except UserFacingError as error:
                    return error

            for page, reading in zip(missing, self._reader.read_many(requests, read, cancel), strict=True):
                if isinstance(reading, UserFacingError):
                    failures.append(reading)
                    if len(failures) == len(document.pages):
                        self._forget(document, reading)
                    self._save_page(replace(page, text=_UNREADABLE))
                else:
                    self._save_page(replace(page, text=reading.text, picture=reading.picture))
                done += 1
                report(Progress("reading", done, len(document.pages)))
                if cancel is not None:
                    cancel.check()

    def _forget(self, document: Document, reason: UserFacingError) -> None:
        """No page of it could be read: leave nothing half-added behind and say why."""
        self._store.write(lambda work: work.documents.remove(document.id))
        self._events.publish(DocumentChanged(document.id))
        raise reason

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

    def _cached_reading(self, request: ReadPageRequest, ask: Callable[[ReadPageRequest], PageReading]) -> PageReading:
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

    def _finish_reading(self, document_id: str, given_title: str) -> Document:
        """Drop running heads across pages; take language and title from the text."""
        document = self.document(document_id)
        if document.language is not None:
            return document
        texts = [page.text or _UNREADABLE for page in document.pages]
        pages = [
            page if text == page.text else self._save_page(replace(page, text=text))
            for page, text in zip(document.pages, drop_running_heads(texts), strict=True)
        ]
        # not loaded again: a book's pages twice in memory is what the window may take for all of itself
        document = replace(document, pages=tuple(pages))
        language = _main_language(document)
        title = given_title or _first_heading(document) or document.title

        def describe(work: UnitOfWork) -> None:
            work.documents.rename(document_id, title)
            work.documents.set_language(document_id, language)

        self._store.write(describe)
        self._events.publish(DocumentChanged(document_id))
        return replace(document, title=title, language=language)

    def _save_page(self, page: Page) -> Page:
        self._store.write(lambda work: work.documents.save_page(page))
        self._events.publish(DocumentChanged(page.document_id))
        return page

    # -- looking and changing ------------------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """All documents, newest first, without their pages."""
        return self._store.read(lambda work: work.documents.list())

    def document(self, document_id: str) -> Document:
        """One document with its pages.

        Raises:
            UserFacingError: there is none.
        """
        return self._store.read(lambda work: work.documents.get(document_id))

    def search(self, query: str, *, limit: int = 20) -> tuple[SearchHit, ...]:
        """Pieces of pages that have these words, best first."""
        with self._index_lock:
            if self._index is None:
                self._index = self._open_index()
            return self._index.search(query, limit)

    def close(self) -> None:
        """Let the search index go."""
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def rename(self, document_id: str, title: str) -> Document:
        """Give it another title."""
        document = self.document(document_id)
        self._store.write(lambda work: work.documents.rename(document_id, title.strip()))
        self._events.publish(DocumentChanged(document_id))
        return replace(document, title=title.strip())

    def remove(self, document_id: str) -> None:
        """Take it out of the library; lessons made from it stay whole."""
        self.document(document_id)
        self._store.write(lambda work: work.documents.remove(document_id))
        self._events.publish(DocumentChanged(document_id))

    def picture(self, page: Page, *, width: int = 0) -> Path | None:
        """The upright picture of a page as a JPEG file; drawn on first demand for a PDF with text, None for text.

        `width` in pixels is a wish: the picture is at least as wide where the page allows, and kept in one size.
        """
        if page.picture is not None and self._store.media.has(page.picture):
            return self._store.media.path(page.picture)
        source = self._store.read(lambda work: work.documents.sources(page.document_id))[page.source_index]
        if source.kind not in ("pdf", "image"):
            return None
        with self._workspace() as folder:
            out = folder / "page.jpg"
            self._reader.render(
                RenderPageRequest(
                    path=str(self._store.media.path(source.sha256)),
                    kind=source.kind,
                    page_index=page.source_page,
                    width=max(width, _PICTURE_WIDTH),
                    out=str(out),
                    rotation=page.rotation,
                    crop=page.crop,
                ),
                source.name,
            )
            sha256 = self._store.media.adopt(out)
        self._store.write(lambda work: work.documents.save_page(replace(work.documents.page(page.id), picture=sha256)))
        return self._store.media.path(sha256)

    def page(self, page_id: str) -> Page:
        """One page.

        Raises:
            UserFacingError: there is none.
        """
        return self._store.read(lambda work: work.documents.page(page_id))

    def correct_block(self, page_id: str, block_index: int, text: str) -> Page:
        """Put the teacher's words in place of what was read."""
        page = self.page(page_id)
        read = page.text or _UNREADABLE
        block = replace(read.blocks[block_index], text=text.strip())
        blocks = (*read.blocks[:block_index], block, *read.blocks[block_index + 1 :])
        notes = tuple(dict.fromkeys((*read.notes, PageNote.CORRECTED)))
        return self._save_page(replace(page, text=replace(read, blocks=blocks, notes=notes), corrected=True))

    def turn(self, page_id: str, rotation: int) -> Page:
        """Turn the page clockwise to `rotation` degrees (0, 90, 180, 270) and read it again."""
        return self._read_again(replace(self.page(page_id), rotation=rotation % 360, crop=None))

    def crop(self, page_id: str, box: Box | None) -> Page:
        """Keep only this part of the page (None for all of it) and read it again."""
        return self._read_again(replace(self.page(page_id), crop=box))

    def _read_again(self, page: Page) -> Page:
        document = self.document(page.document_id)
        with self._workspace() as folder:
            request = self._request(document, page, document.language, folder)
            reading = self._cached_reading(request, self._reader.read)
        return self._save_page(replace(page, text=reading.text, picture=reading.picture, corrected=False))

    def drop_page(self, page_id: str) -> None:
        """Leave a page out of its document."""
        page = self.page(page_id)
        self._store.write(lambda work: work.documents.remove_page(page_id))
        self._events.publish(DocumentChanged(page.document_id))

    def reorder(self, document_id: str, page_ids: Sequence[str]) -> Document:
        """Put the pages in this order."""
        self._store.write(lambda work: work.documents.set_order(document_id, tuple(page_ids)))
        self._events.publish(DocumentChanged(document_id))
        return self.document(document_id)

    @contextmanager
    def _workspace(self) -> Iterator[Path]:
        """A folder under staging that is gone afterwards, whatever happened."""
        folder = Path(tempfile.mkdtemp(dir=self._staging))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _groups(staged: Sequence[StagedSource]) -> list[list[StagedSource]]:
    pictures = [source for source in staged if source.file.kind == "image"]
    others = [[source] for source in staged if source.file.kind != "image"]
    return [pictures, *others] if pictures else others


def _refuse_unusable(document: Document) -> None:
    """Say so when no page of a document has text that can be taught; the document and its pictures are kept."""
    if any(page.text is not None and page.text.text.strip() and page.text.language for page in document.pages):
        return
    name = document.sources[0].name
    scripts = {page.text.script for page in document.pages if page.text and PageNote.UNKNOWN_SCRIPT in page.text.notes}
    if scripts - {None}:
        raise UserFacingError("import.unknown_script", name=name, detail=", ".join(sorted(filter(None, scripts))))
    if not any(page.text is not None and page.text.text.strip() for page in document.pages):
        raise UserFacingError("import.no_text", name=name)


def _main_language(document: Document) -> str | None:
    votes: Counter[str] = Counter()
    for page in document.pages:
        if page.text is not None and page.text.language is not None:
            votes[page.text.language] += len(page.text.text)
    return votes.most_common(1)[0][0] if votes else None


def _first_heading(document: Document) -> str:
    for page in document.pages:
        for block in page.text.blocks if page.text else ():
            if block.kind is BlockKind.HEADING and block.text.strip():
                return " ".join(block.text.split())[:120]
    return ""
