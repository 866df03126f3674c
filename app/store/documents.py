"""Documents and their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, delete, func, insert, select, tuple_, type_coerce, update

from app.domain.chunks import CHAPTER, Heading, headings_in, in_force
from app.domain.clock import utc_now
from app.domain.documents import FACTS, Document, DocumentFacts, Page, PageText, SourceFile
from app.domain.errors import UserFacingError
from app.store import codec
from app.store.tables import DOCUMENTS, LESSONS, PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

_PAGE: tuple[Any, ...] = (
    PAGES.c.id,
    PAGES.c.document_id,
    PAGES.c.position,
    PAGES.c.source_index,
    PAGES.c.source_page,
    PAGES.c.rotation,
    PAGES.c.crop,
    PAGES.c.text,
    PAGES.c.picture,
    PAGES.c.corrected,
)
_DOCUMENT: tuple[Any, ...] = (
    DOCUMENTS.c.id,
    DOCUMENTS.c.title,
    DOCUMENTS.c.sources,
    DOCUMENTS.c.language,
    DOCUMENTS.c.created,
    DOCUMENTS.c.board,
    DOCUMENTS.c.school_class,
    DOCUMENTS.c.subject,
    DOCUMENTS.c.chapter,
    DOCUMENTS.c.given,
)


class DocumentRepository:
    """Documents with their pages in order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, document: Document) -> Document:
        """Add a document with the pages it carries."""
        self._connection.execute(
            insert(DOCUMENTS).values(
                id=document.id,
                title=document.title,
                sources=document.sources,
                source_key=_source_key(source.sha256 for source in document.sources),
                language=document.language,
                created=document.created,
                **_facts_values(document.facts),
            )
        )
        for page in document.pages:
            self.add_page(page)
        return replace(document, page_count=len(document.pages))

    def get(self, document_id: str) -> Document:
        """A document with its pages; also one that was removed while lessons still need it.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        row = self._connection.execute(select(*_DOCUMENT).where(DOCUMENTS.c.id == document_id)).first()
        if row is None:
            raise UserFacingError("document.not_found", id=document_id)
        pages = self._connection.execute(
            select(*_PAGE).where(PAGES.c.document_id == document_id).order_by(PAGES.c.position, PAGES.c.id)
        )
        found = tuple(_page(page) for page in pages)
        return _document(row, len(found), found)

    def sources(self, document_id: str) -> tuple[SourceFile, ...]:
        """The originals of a document, without reading its pages.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        row = self._connection.execute(select(DOCUMENTS.c.sources).where(DOCUMENTS.c.id == document_id)).first()
        if row is None:
            raise UserFacingError("document.not_found", id=document_id)
        return tuple(row.sources)

    def list(self, *, deleted: bool = False) -> tuple[Document, ...]:
        """Every document, or every one that can be brought back, newest first, without pages."""
        count = select(func.count()).where(PAGES.c.document_id == DOCUMENTS.c.id).correlate(DOCUMENTS).scalar_subquery()
        rows = self._connection.execute(
            select(*_DOCUMENT, count.label("page_count"))
            .where(DOCUMENTS.c.removed.is_not(None) if deleted else DOCUMENTS.c.removed.is_(None))
            .order_by(DOCUMENTS.c.created.desc(), DOCUMENTS.c.id.desc())
        )
        return tuple(_document(row, row.page_count) for row in rows)

    def find_by_sources(self, sha256: Sequence[str]) -> Document | None:
        """The document made from exactly these files in this order, newest first."""
        found = self._connection.execute(
            select(DOCUMENTS.c.id)
            .where(DOCUMENTS.c.source_key == _source_key(sha256), DOCUMENTS.c.removed.is_(None))
            .order_by(DOCUMENTS.c.created.desc())
        ).first()
        return None if found is None else self.get(found.id)

    def rename(self, document_id: str, title: str) -> None:
        """Give a document another title.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        self._update(document_id, title=title)

    def set_language(self, document_id: str, language: str | None) -> None:
        """Say what language a document is in, once its pages were read.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        self._update(document_id, language=language)

    def set_facts(self, document_id: str, facts: DocumentFacts) -> None:
        """Say what a document is in a school's terms.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        self._update(document_id, **_facts_values(facts))

    def guess_facts(self, document_id: str, guessed: DocumentFacts) -> DocumentFacts:
        """Take in what can be told about a document, as far as no person has said otherwise; returns what holds.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        row = self._connection.execute(select(*_DOCUMENT).where(DOCUMENTS.c.id == document_id)).first()
        if row is None:
            raise UserFacingError("document.not_found", id=document_id)
        facts = _document(row, 0).facts.with_guesses(guessed)
        self.set_facts(document_id, facts)
        return facts

    def remove(self, document_id: str) -> None:
        """Take a document out of the library; `restore` brings it back until it is purged.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        self._update(document_id, removed=utc_now())

    def restore(self, document_id: str) -> None:
        """Bring a document back into the library.

        Raises:
            UserFacingError: there is none (``document.not_found``).
        """
        self._update(document_id, removed=None)

    def purge(self, before: str) -> int:
        """Erase the documents removed before this time, but for those a lesson was made from. Returns how many."""
        needed = select(LESSONS.c.document_id)
        return self._connection.execute(
            delete(DOCUMENTS).where(DOCUMENTS.c.removed < before, DOCUMENTS.c.id.not_in(needed))
        ).rowcount

    def erase(self, document_id: str) -> None:
        """Forget a document of which nothing could be read."""
        self._connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == document_id))

    def _update(self, document_id: str, **values: object) -> None:
        changed = self._connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == document_id).values(**values))
        if changed.rowcount == 0:
            raise UserFacingError("document.not_found", id=document_id)

    # -- pages -------------------------------------------------------------------------------------------------

    def page(self, page_id: str) -> Page:
        """One page.

        Raises:
            UserFacingError: there is none (``page.not_found``).
        """
        row = self._connection.execute(select(*_PAGE).where(PAGES.c.id == page_id)).first()
        if row is None:
            raise UserFacingError("page.not_found", id=page_id)
        return _page(row)

    def add_page(self, page: Page) -> Page:
        """Add a page to its document."""
        self._connection.execute(insert(PAGES).values(**_page_values(page)))
        return page

    def save_page(self, page: Page) -> Page:
        """Replace a page: its text, turn, crop, picture and place.

        Raises:
            UserFacingError: there is none (``page.not_found``).
        """
        changed = self._connection.execute(update(PAGES).where(PAGES.c.id == page.id).values(**_page_values(page)))
        if changed.rowcount == 0:
            raise UserFacingError("page.not_found", id=page.id)
        return page

    def save_reading(self, page_id: str, text: PageText, picture: str | None) -> None:
        """Put down what was read from a page and leave its place, turn and crop alone.

        A page that was dropped while it was read stays dropped.
        """
        packed = codec.to_compressed(text)
        self._connection.execute(
            update(PAGES)
            .where(PAGES.c.id == page_id)
            .values(text=packed, text_hash=codec.sha256(packed), headings=headings_in(text.blocks), picture=picture)
        )

    def set_picture(self, page_id: str, picture: str) -> None:
        """Remember the picture that was drawn of a page; one that was dropped meanwhile stays dropped."""
        self._connection.execute(update(PAGES).where(PAGES.c.id == page_id).values(picture=picture))

    def remove_page(self, page_id: str) -> None:
        """Drop a page; the others close the gap.

        Raises:
            UserFacingError: there is none (``page.not_found``).
        """
        page = self.page(page_id)
        self._connection.execute(delete(PAGES).where(PAGES.c.id == page_id))
        self._connection.execute(
            update(PAGES)
            .where(PAGES.c.document_id == page.document_id, PAGES.c.position > page.position)
            .values(position=PAGES.c.position - 1)
        )

    def put_back_page(self, page: Page) -> None:
        """Put a page that was dropped back to its place, with all that was read and corrected; the others make room.

        Raises:
            UserFacingError: its document is gone (``document.not_found``).
        """
        self.sources(page.document_id)
        self._connection.execute(
            update(PAGES)
            .where(PAGES.c.document_id == page.document_id, PAGES.c.position >= page.position)
            .values(position=PAGES.c.position + 1)
        )
        self.add_page(page)

    def set_order(self, document_id: str, page_ids: Sequence[str]) -> None:
        """Put the pages into this order.

        Raises:
            UserFacingError: an id is not one of this document's pages (``page.not_found``).
            ValueError: a page is missing or named twice.
        """
        known = set(self._connection.scalars(select(PAGES.c.id).where(PAGES.c.document_id == document_id)))
        for page_id in page_ids:
            if page_id not in known:
                raise UserFacingError("page.not_found", id=page_id)
        if len(page_ids) != len(known) or len(set(page_ids)) != len(page_ids):
            raise ValueError("an order names each page exactly once")
        for position, page_id in enumerate(page_ids):
            self._connection.execute(update(PAGES).where(PAGES.c.id == page_id).values(position=position))

    def places(self, page_ids: Sequence[str]) -> dict[str, tuple[str, str | None, int]]:
        """Title and language of the document and place in it, from 0, by page id; pages that are gone are left out."""
        rows = self._connection.execute(
            select(PAGES.c.id, DOCUMENTS.c.title, DOCUMENTS.c.language, PAGES.c.position)
            .join(DOCUMENTS, DOCUMENTS.c.id == PAGES.c.document_id)
            .where(PAGES.c.id.in_(page_ids), DOCUMENTS.c.removed.is_(None))
        )
        return {row.id: (row.title, row.language, row.position) for row in rows}

    def page_hashes(self) -> dict[str, str]:
        """What decides how a page is found, by page id: its text and the headings it stands under.

        Every read page of the library is in it; the search index is compared with it.
        """
        rows = self._connection.execute(
            select(PAGES.c.document_id, PAGES.c.id, PAGES.c.text_hash, type_coerce(PAGES.c.headings, Text))
            .join(DOCUMENTS, DOCUMENTS.c.id == PAGES.c.document_id)
            .where(DOCUMENTS.c.removed.is_(None))
            .order_by(PAGES.c.document_id, PAGES.c.position, PAGES.c.id)
        )
        found: dict[str, str] = {}
        at, mark, path = "", "", tuple[Heading, ...]()
        for document_id, page_id, text_hash, headings in rows:
            if document_id != at:
                at, mark, path = document_id, "", ()
            if text_hash:
                found[page_id] = text_hash + mark
            if headings and headings != "[]":
                path = in_force(path, codec.from_json(headings.encode(), tuple[Heading, ...]))
                mark = f".{codec.sha256(codec.to_json(path))[:16]}"
        return found

    def headings_before(self, page: Page) -> tuple[Heading, ...]:
        """The headings in force where a page begins, the chapter's first."""
        rows = self._connection.scalars(
            select(PAGES.c.headings)
            .where(
                PAGES.c.document_id == page.document_id,
                tuple_(PAGES.c.position, PAGES.c.id) < (page.position, page.id),
                PAGES.c.headings.is_not(None),
                type_coerce(PAGES.c.headings, Text) != "[]",
            )
            .order_by(PAGES.c.position.desc(), PAGES.c.id.desc())
        )
        since_chapter: list[tuple[Heading, ...]] = []
        for headings in rows:
            since_chapter.append(headings)
            if any(CHAPTER.match(one.text) for one in headings):
                break  # what stood before it is over
        path: tuple[Heading, ...] = ()
        for headings in reversed(since_chapter):
            path = in_force(path, headings)
        return path


def _document(row: Row[*tuple[Any, ...]], page_count: int, pages: tuple[Page, ...] = ()) -> Document:
    facts = DocumentFacts(row.board, row.school_class, row.subject, row.chapter, row.given or ())
    return Document(row.id, row.title, row.sources, row.language, row.created, page_count, pages, facts)


def _facts_values(facts: DocumentFacts) -> dict[str, object]:
    return {**{name: getattr(facts, name) for name in FACTS}, "given": facts.given}


def _page(row: Row[*tuple[Any, ...]]) -> Page:
    read = None if row.text is None else codec.from_compressed(row.text, PageText)
    return Page(**{**row._asdict(), "text": read})


def _source_key(sha256: Iterable[str]) -> str:
    return codec.sha256("\n".join(sha256).encode())


def _page_values(page: Page) -> dict[str, object]:
    packed = None if page.text is None else codec.to_compressed(page.text)
    return {
        "id": page.id,
        "document_id": page.document_id,
        "position": page.position,
        "source_index": page.source_index,
        "source_page": page.source_page,
        "rotation": page.rotation,
        "crop": page.crop,
        "text": packed,
        "text_hash": codec.sha256(packed) if packed else "",
        "picture": page.picture,
        "corrected": page.corrected,
        "headings": None if page.text is None else headings_in(page.text.blocks),
    }
