"""Full-text search over page text: ``index.db``, derived from the durable file and rebuilt whenever it is in doubt."""

from __future__ import annotations

import json
import logging
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import text

from app.domain.documents import Box
from app.domain.errors import UserFacingError
from app.store import codec, migrate, sqlite_module, terms, text_search
from app.store.database import SUSPECT, Database, make_engine
from app.store.faults import check_file, known_faults
from app.store.search_words import normalise, query_words
from app.store.vector_index import VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from sqlalchemy import Connection

    from app.domain.documents import Page
    from app.store.vector_codes import Floats

_log = logging.getLogger(__name__)
T = TypeVar("T")

_PAGES_PER_WRITE = 50
_ALWAYS_CHECKED = 64 << 20
_INSERT = text(
    "INSERT INTO chunks (document_id, page_id, position, length, heading, text, boxes, words)"
    " VALUES (:document, :page, :position, :length, :heading, :text, :boxes, :words)"
)
_TO_FTS = text("INSERT INTO chunk_words (rowid, words) SELECT id, words FROM chunks WHERE id > :last")
_COUNT = text("UPDATE totals SET chunks = chunks + :chunks, words = words + :words")


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A piece of a page that has the words looked for.

    Attributes:
        document_id: The document.
        page_id: The page.
        text: The piece.
        boxes: Where its blocks stand on the page picture; empty without a picture.
        score: Higher fits better; to compare hits of one search only.
        chunk_id: The piece in the index; no other ever gets this number while the index file lives.
        heading: The headings it stands under; empty where none is known.
        position: Its place among the pieces of its page, from 0.
    """

    document_id: str
    page_id: str
    text: str
    boxes: tuple[Box, ...]
    score: float
    chunk_id: int = 0
    heading: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page that is found as one.

    Attributes:
        text: What it says.
        boxes: Where its blocks stand on the page picture.
        heading: The headings it stands under; its words find the piece too.
    """

    text: str
    boxes: tuple[Box, ...] = ()
    heading: str = ""


def pieces_of(page: Page) -> Iterator[Piece]:
    """Every block of a page by itself; who knows the structure of pages cuts them better."""
    for block in page.text.blocks if page.text is not None else ():
        if block.text:
            yield Piece(block.text, (block.box,) if block.box is not None else ())


class TextIndex:
    """The search index of a data folder.

    Attributes:
        vectors: What is found by its meaning.

    Args:
        path: The index file; None for a private one that ends with this object (reading beside a writer).
        hashes: Hash of the text by page id, of every page that should be found.
        load: Reads one page.
        begun: Puts what is known already at the path of a private one.
        cut: Cuts a page into the pieces that are found.
    """

    def __init__(
        self,
        path: Path | None,
        hashes: Callable[[], Mapping[str, str]],
        load: Callable[[str], Page],
        *,
        begun: Callable[[Path], None] | None = None,
        cut: Callable[[Page], Iterable[Piece]] = pieces_of,
    ) -> None:
        self._hashes = hashes
        self._load = load
        self._cut = cut
        self._private = tempfile.TemporaryDirectory(prefix="shikshasetu-") if path is None else None
        self._path = Path(self._private.name) / "index.db" if self._private else path or Path()
        self._module = sqlite_module.load()
        if begun is not None:
            begun(self._path)
        self._database = self._open()
        self.vectors = VectorIndex(lambda: self._database)

    def catch_up(self, go_on: Callable[[], bool] = _always) -> int:
        """Take in pages that are new or changed, forget those that are gone; returns how many pages that were.

        Args:
            go_on: Asked between batches; what is left when it says no is taken in the next time.
        """
        return self._healing(lambda: self._catch_up(go_on))

    def search(self, query: str, limit: int = 20, *, documents: Collection[str] | None = None) -> tuple[SearchHit, ...]:
        """Pieces that have all the words of a short query, else those that answer best to some of them; best first.

        Forms, beginnings (of the last word), misspellings and Roman spellings of the words are found as well.

        Args:
            query: Whatever a person typed; it has no operators.
            limit: Most hits wanted.
            documents: Search only these; None for all.
        """
        words = query_words(query)
        if not words or limit < 1:
            return ()
        self.catch_up()
        return self._healing(lambda: self._database.read(lambda one: search_any(one, words, limit, documents)))

    def nearest(
        self,
        vector: Sequence[float] | Floats,
        k: int,
        *,
        documents: frozenset[str] | None = None,
        model: str | None = None,
    ) -> tuple[SearchHit, ...]:
        """The pieces that mean the most similar, best first; the score is the cosine.

        Args:
            vector: The question's.
            k: Most pieces wanted.
            documents: Search only these; None for all.
            model: Fingerprint of what made `vector`; None for the model whose vectors serve.

        Raises:
            UserFacingError: `vector` is of no use (``index.bad_vector``).
        """

        def search() -> tuple[SearchHit, ...]:
            best = self.vectors.search(vector, k, documents, fingerprint=model)
            return self._database.read(lambda one: hits_of(one, dict(best)))

        self.catch_up()  # what is deleted must not be found
        return self._healing(search)

    def missing(self) -> int:
        """How many pages are to be taken in or forgotten."""
        return self._healing(lambda: len(set(self._hashes().items()) ^ set(self._database.read(known_pages).items())))

    def shares(self, query: str, texts: Sequence[str]) -> list[float]:
        """How far each text answers to the words of a query, from 0 to 1; see `text_search.shares`."""
        return self._healing(lambda: self._database.read(partial(text_shares, query=query, texts=texts)))

    def close(self) -> None:
        """Let the file go."""
        self._database.close()
        if self._private is not None:
            self._private.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _healing(self, work: Callable[[], T]) -> T:
        """Run `work`; where the index turns out to be damaged, make it anew and run it again."""
        try:
            return work()
        except UserFacingError as error:
            if error.key != "data.damaged":
                raise
        _log.warning("the search index was damaged and is made anew")
        self._database.close()
        self._erase()
        self._database = self._open()
        self._catch_up()
        return work()

    def _catch_up(self, go_on: Callable[[], bool] = _always) -> int:
        wanted = self._hashes()
        known = self._database.read(known_pages)
        gone = [page_id for page_id, text_hash in known.items() if wanted.get(page_id) != text_hash]
        new = [page_id for page_id, text_hash in wanted.items() if known.get(page_id) != text_hash]
        if gone:
            self._database.write(partial(_forget, page_ids=gone))
        taken = set(gone)
        for start in range(0, len(new), _PAGES_PER_WRITE):
            if not go_on():
                break
            pages = [self._load(page_id) for page_id in new[start : start + _PAGES_PER_WRITE]]
            self._database.write(partial(_take_in, pages=pages, hashes=wanted, cut=self._cut))
            taken.update(page.id for page in pages)
        return len(taken)

    def _open(self) -> Database:
        check_file(self._path)
        with known_faults(self._path):
            if not self._is_usable():
                self._erase()
            engine = make_engine(self._module, self._path)
            try:
                with engine.connect() as connection:
                    revision = migrate.revision_of(connection)
                if not migrate.is_current(revision, "index", self._path):
                    migrate.upgrade(engine, "index")
            finally:
                engine.dispose()
        return Database(self._module, self._path, synchronous="NORMAL")

    def _is_usable(self) -> bool:
        """Whether it can be read and is of no newer version; a newer one is cheaper made anew than refused.

        A large one, as vectors make it, is read through only after damage was met: that shows when it is used, too.
        """
        if not self._path.exists():
            return True
        suspect = self._path.with_name(self._path.name + SUSPECT)
        thorough = suspect.exists() or self._path.stat().st_size <= _ALWAYS_CHECKED
        engine = make_engine(self._module, self._path)
        try:
            with known_faults(self._path), engine.connect() as connection:
                revision = migrate.revision_of(connection)
                migrate.is_current(revision, "index", self._path)
                usable = not thorough or connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
            if usable:
                suspect.unlink(missing_ok=True)
            return bool(usable)
        except UserFacingError as error:
            if error.key in {"data.damaged", "data.too_new"}:
                return False
            raise
        finally:
            engine.dispose()

    def _erase(self) -> None:
        for tail in ("", "-wal", "-shm", "-suspect"):
            self._path.with_name(self._path.name + tail).unlink(missing_ok=True)


def text_shares(connection: Connection, query: str, texts: Sequence[str]) -> list[float]:
    """As `TextIndex.shares`."""
    return text_search.shares(connection, query_words(query), [normalise(one).split() for one in texts])


def search_any(
    connection: Connection, words: list[str], limit: int, documents: Collection[str] | None = None
) -> tuple[SearchHit, ...]:
    """The chunks that answer to these words best, best first; only of `documents` where they are given."""
    return hits_of(connection, dict(text_search.find(connection, words, limit, documents)))


def hits_of(connection: Connection, scores: Mapping[int, float]) -> tuple[SearchHit, ...]:
    """The chunks of these ids that are still there, in this order."""
    rows = connection.execute(
        text(
            "SELECT id, document_id, page_id, text, boxes, heading, position FROM chunks"
            " WHERE id IN (SELECT value FROM json_each(:ids))"
        ),
        {"ids": json.dumps(list(scores))},
    )
    hits = {
        row.id: SearchHit(
            row.document_id,
            row.page_id,
            row.text,
            codec.from_msgpack(row.boxes, tuple[Box, ...]),
            scores[row.id],
            chunk_id=row.id,
            heading=row.heading,
            position=row.position,
        )
        for row in rows
    }
    return tuple(hits[chunk_id] for chunk_id in scores if chunk_id in hits)


def _forget(connection: Connection, page_ids: list[str]) -> None:
    ids = {"ids": json.dumps(page_ids)}
    these = "page_id IN (SELECT value FROM json_each(:ids))"
    gone = connection.execute(text(f"SELECT words FROM chunks WHERE {these}"), ids).scalars().all()
    connection.execute(text(f"DELETE FROM chunks WHERE {these}"), ids)
    terms.forget(connection, gone)
    connection.execute(text(f"DELETE FROM indexed_pages WHERE {these}"), ids)


def known_pages(connection: Connection) -> dict[str, str]:
    """Hash of the text by page id, of every page in the index."""
    rows = connection.exec_driver_sql("SELECT page_id, text_hash FROM indexed_pages")
    return {page_id: text_hash for page_id, text_hash in rows}  # noqa: C416 - rows are no tuples


def _take_in(
    connection: Connection, pages: list[Page], hashes: Mapping[str, str], cut: Callable[[Page], Iterable[Piece]]
) -> None:
    rows = [_chunk_row(page, position, piece) for page in pages for position, piece in enumerate(cut(page))]
    if rows:
        last = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM chunks").scalar_one()
        connection.execute(_INSERT, rows)
        connection.execute(_TO_FTS, {"last": last})
        connection.execute(_COUNT, {"chunks": len(rows), "words": sum(row["length"] for row in rows)})
        terms.take_in(connection, [row["words"] for row in rows])
    known = [{"page": page.id, "hash": hashes[page.id]} for page in pages]
    connection.execute(text("INSERT INTO indexed_pages VALUES (:page, :hash)"), known)


def _chunk_row(page: Page, position: int, piece: Piece) -> dict[str, Any]:
    words = normalise(f"{piece.heading} {piece.text}")
    return {
        "document": page.document_id,
        "page": page.id,
        "position": position,
        "length": words.count(" ") + 1,
        "heading": piece.heading,
        "text": piece.text,
        "boxes": codec.to_msgpack(piece.boxes),
        "words": words,
    }
