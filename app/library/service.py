"""Documents a teacher put in: adding, reading page by page, correcting, ordering, removing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import (
    Box,
    Document,
    DocumentFacts,
    Page,
    PageNote,
)
from app.domain.errors import UserFacingError
from app.domain.events import DocumentChanged, EventBus
from app.domain.jobs import CancelToken, ReportProgress, ignore_progress
from app.domain.languages import script_name
from app.domain.typed_text import clean
from app.library.corrections import turned, with_correction
from app.library.document_worker.running_heads import drop_running_heads
from app.library.left_out import Added, NoneAddedError, use_each
from app.library.page_reading import UNREADABLE, PageReadings, wants_reading
from app.library.sources import StagedSource, stage_each, stage_sources, stage_text, unread_document
from app.library.titles import found_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.library.page_index import PageIndex
    from app.library.reader import DocumentReader
    from app.store.index import SearchHit
    from app.store.steps import StepRunner
    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork

_NO_SCRIPT = "Zzzz"  # ISO 15924: it looks like print, but may be a pattern or noise as well


class LibraryService:
    """Adds documents and keeps what is read from them.

    Args:
        store: Where documents, pages and media are kept.
        steps: Cache of page readings.
        reader: The document worker.
        events: Told about every change.
        staging: Folder for files on their way.
        index: Where pages are found by their words.
        facts_of: Tells what a document is in a school's terms.
    """

    def __init__(
        self,
        store: Store,
        steps: StepRunner,
        reader: DocumentReader,
        events: EventBus,
        *,
        staging: Path,
        index: PageIndex,
        facts_of: Callable[[Document], DocumentFacts],
    ) -> None:
        self._store = store
        self._reader = reader
        self._events = events
        self._readings = PageReadings(store, steps, reader, events, staging)
        self._index = index
        self._facts_of = facts_of

    def add_all(
        self,
        sources: Sequence[Path],
        *,
        language: str | None = None,
        report: ReportProgress = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Added:
        """Add files: all pictures together become one document, every other file one of its own.

        Raises:
            NoneAddedError: none of the files can be used.
            UserFacingError: not a file is at fault.
        """
        with self._readings.workspace() as folder:
            staged, left_out = stage_each(sources, folder, self._reader, cancel)
            documents, unread = use_each(
                _groups(staged),
                lambda group: self._add_staged(group, language=language, report=report, cancel=cancel),
                lambda group: [one.given for one in group],
            )
        left_out += unread
        if not documents:
            raise NoneAddedError(left_out)
        return Added(tuple(documents), tuple(left_out))

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
        with self._readings.workspace() as folder:
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
        with self._readings.workspace() as folder:
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
        for source in sources:  # of a known document, too: an original that was lost comes back
            self._store.media.adopt(source.path)
        hashes = tuple(source.file.sha256 for source in sources)
        known = self._store.read(lambda work: work.documents.find_by_sources(hashes))
        document = known or self._record(sources)
        unread = [page for page in document.pages if wants_reading(page)]
        if language is not None and document.language not in (None, language):
            # the teacher knows better what language her book is in: read again what she has not corrected
            unread = [page for page in document.pages if not page.corrected]
        if unread:
            try:
                self._readings.read_all(document, unread, language, report, cancel)
            except UserFacingError:
                self._forget_if_empty(document)
                raise
        if unread or document.language is None:  # the power may have gone between the last page and the language
            document = self._finish_reading(document.id, sources[0].title, language)
        _refuse_unusable(document)
        return document

    def _record(self, sources: Sequence[StagedSource]) -> Document:
        document = unread_document(sources)
        self._store.write(lambda work: work.documents.add(document))
        self._events.publish(DocumentChanged(document.id))
        return document

    def _forget_if_empty(self, document: Document) -> None:
        """Leave nothing half-added behind when not one page could be read."""
        if all(page.text is None or page.text == UNREADABLE for page in self.document(document.id).pages):
            self._store.write(lambda work: work.documents.erase(document.id))
            self._events.publish(DocumentChanged(document.id))

    def _finish_reading(self, document_id: str, given_title: str, language: str | None) -> Document:
        """Drop running heads across pages; take language and title from the text, unless a person said them."""
        document = self.document(document_id)
        # not loaded again: a book's pages twice in memory is what the window may take for all of itself
        document = replace(document, pages=tuple(_without_running_heads(document, self._readings)))
        first = document.language is None
        language = language or _main_language(document)
        title = (given_title or found_title(replace(document, language=language))) if first else document.title
        guessed = self._facts_of(document)

        def describe(work: UnitOfWork) -> DocumentFacts:
            work.documents.rename(document_id, title)
            work.documents.set_language(document_id, language)
            return work.documents.guess_facts(document_id, guessed)

        facts = self._store.write(describe)
        self._events.publish(DocumentChanged(document_id))
        return replace(document, title=title, language=language, facts=facts)

    def documents(self, *, deleted: bool = False) -> tuple[Document, ...]:
        """All documents, newest first, without their pages; `deleted` gives those that can still be brought back."""
        return self._store.read(lambda work: work.documents.list(deleted=deleted))

    def document(self, document_id: str) -> Document:
        """One document with its pages.

        Raises:
            UserFacingError: there is none.
        """
        return self._store.read(lambda work: work.documents.get(document_id))

    def search(self, query: str, *, limit: int = 20, documents: frozenset[str] | None = None) -> tuple[SearchHit, ...]:
        """Pieces of pages that have these words, best first; only of these documents where some are given."""
        return self._index.search(query, limit, documents=documents)

    def rename(self, document_id: str, title: str) -> Document:
        """Give it another title."""
        document = self.document(document_id)
        title = clean(title).strip()
        self._store.write(lambda work: work.documents.rename(document_id, title))
        self._events.publish(DocumentChanged(document_id))
        return replace(document, title=title)

    def remove(self, document_id: str) -> None:
        """Take it out of the library; lessons made from it stay whole, and it can be brought back for 30 days."""
        self._store.write(lambda work: work.documents.remove(document_id))
        self._events.publish(DocumentChanged(document_id))

    def restore(self, document_id: str) -> None:
        """Bring a document back that was taken out of the library.

        Raises:
            UserFacingError: there is none.
        """
        self._store.write(lambda work: work.documents.restore(document_id))
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
        sha256 = self._readings.draw(page, source, width)
        self._store.write(lambda work: work.documents.set_picture(page.id, sha256))
        return self._store.media.path(sha256)

    def page(self, page_id: str) -> Page:
        """One page.

        Raises:
            UserFacingError: there is none.
        """
        return self._store.read(lambda work: work.documents.page(page_id))

    def correct_block(self, page_id: str, block_index: int, text: str, *, was: str | None = None) -> Page:
        """Put the teacher's words in place of what was read; tabs part the cells of a table, lines its rows.

        Args:
            page_id: The page.
            block_index: The block, from 0.
            text: What it says.
            was: What the teacher saw there; None not to compare.

        Raises:
            UserFacingError: the page was read again or corrected in the meantime (``lesson.changed_elsewhere``).
        """

        def correct(work: UnitOfWork) -> Page:
            page = work.documents.page(page_id)
            read = page.text or UNREADABLE
            if block_index >= len(read.blocks) or (was is not None and read.blocks[block_index].text != was):
                raise UserFacingError("lesson.changed_elsewhere")
            corrected = with_correction(read, block_index, clean(text))
            if corrected == read:
                return page
            return work.documents.save_page(replace(page, text=corrected, corrected=True))

        page = self._store.write(correct)
        self._events.publish(DocumentChanged(page.document_id))
        return page

    def turn(self, page_id: str, rotation: int, *, discard_corrections: bool = False) -> Page:
        """Turn the page clockwise to `rotation` degrees (0, 90, 180, 270) and read it again.

        Raises:
            UserFacingError: the teacher corrected it and did not say that the corrections may go
                (``page.has_corrections``).
        """
        page = self.page(page_id)
        rotation %= 360
        crop = turned(page.crop, rotation - page.rotation)
        return self._read_again(replace(page, rotation=rotation, crop=crop), discard_corrections)

    def crop(self, page_id: str, box: Box | None, *, discard_corrections: bool = False) -> Page:
        """Keep only this part of the page (None for all of it) and read it again.

        Raises:
            UserFacingError: as `turn`.
        """
        return self._read_again(replace(self.page(page_id), crop=box), discard_corrections)

    def _read_again(self, page: Page, discard_corrections: bool) -> Page:
        if page.corrected and not discard_corrections:
            raise UserFacingError("page.has_corrections")
        document = self.document(page.document_id)
        reading = self._readings.read_one(document, page)
        texts = [reading.text if one.id == page.id else one.text or UNREADABLE for one in document.pages]
        text = drop_running_heads(texts)[[one.id for one in document.pages].index(page.id)]

        def save(work: UnitOfWork) -> Page:
            now = work.documents.page(page.id)
            if now.corrected and not discard_corrections:
                raise UserFacingError("page.has_corrections")
            fresh = replace(page, position=now.position, text=text, picture=reading.picture, corrected=False)
            return work.documents.save_page(fresh)

        saved = self._store.write(save)
        self._events.publish(DocumentChanged(page.document_id))
        return saved

    def drop_page(self, page_id: str) -> Page:
        """Leave a page out of its document; returns it, for `put_back_page`."""

        def drop(work: UnitOfWork) -> Page:
            page = work.documents.page(page_id)
            work.documents.remove_page(page_id)
            return page

        page = self._store.write(drop)
        self._events.publish(DocumentChanged(page.document_id))
        return page

    def put_back_page(self, page: Page) -> None:
        """Put a page that was left out back to its place, as it was.

        Raises:
            UserFacingError: its document is gone.
        """
        self._store.write(lambda work: work.documents.put_back_page(page))
        self._events.publish(DocumentChanged(page.document_id))

    def reorder(self, document_id: str, page_ids: Sequence[str]) -> Document:
        """Put the pages in this order."""
        self._store.write(lambda work: work.documents.set_order(document_id, tuple(page_ids)))
        self._events.publish(DocumentChanged(document_id))
        return self.document(document_id)


def _without_running_heads(document: Document, readings: PageReadings) -> Iterator[Page]:
    """The pages, saved where that changes them; what a person corrected stays as it is."""
    texts = [page.text or UNREADABLE for page in document.pages]
    for page, text in zip(document.pages, drop_running_heads(texts), strict=True):
        if page.text is not None and text != page.text and not page.corrected:
            readings.save(page, text, page.picture)
            yield replace(page, text=text)
        else:
            yield page


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
    known = scripts - {None, _NO_SCRIPT}
    if known:
        detail = ", ".join(sorted({script_name(one) for one in known if one}))
        raise UserFacingError("import.unknown_script", name=name, detail=detail)
    if not any(page.text is not None and page.text.text.strip() for page in document.pages):
        raise UserFacingError("import.no_text", name=name)


def _main_language(document: Document) -> str | None:
    votes: Counter[str] = Counter()
    for page in document.pages:
        if page.text is not None and page.text.language is not None:
            votes[page.text.language] += len(page.text.text)
    return votes.most_common(1)[0][0] if votes else None
