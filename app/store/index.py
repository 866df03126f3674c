"""Full-text search over page text: ``index.db``, derived from the durable file and rebuilt whenever it is in doubt."""

from __future__ import annotations

import logging
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import text

from app.domain.documents import BlockKind, Box
from app.domain.errors import UserFacingError
from app.store import codec, migrate, sqlite_module
from app.store.database import Database, make_engine
from app.store.faults import check_file, known_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType

    from sqlalchemy import Connection

    from app.domain.documents import Block, Page

_log = logging.getLogger(__name__)
T = TypeVar("T")

CHUNK_CHARACTERS = 700
_WORDS_PER_QUERY = 32
_IGNORED = {"\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff"}
_PAGES_PER_WRITE = 50
_INSERT = text(
    "INSERT INTO chunks (document_id, page_id, position, text, boxes, words)"
    " VALUES (:document, :page, :position, :text, :boxes, :words)"
)


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
    """

    document_id: str
    page_id: str
    text: str
    boxes: tuple[Box, ...]
    score: float


class TextIndex:
    """The search index of a data folder.

    Args:
        path: The index file; None for a private one that ends with this object (reading beside a writer).
        hashes: Hash of the text by page id, of every page that should be found.
        load: Reads one page.
        begun: Puts what is known already at the path of a private one.
    """

    def __init__(
        self,
        path: Path | None,
        hashes: Callable[[], Mapping[str, str]],
        load: Callable[[str], Page],
        *,
        begun: Callable[[Path], None] | None = None,
    ) -> None:
        self._hashes = hashes
        self._load = load
        self._private = tempfile.TemporaryDirectory(prefix="shikshasetu-") if path is None else None
        self._path = Path(self._private.name) / "index.db" if self._private else path or Path()
        self._module = sqlite_module.load()
        if begun is not None:
            begun(self._path)
        self._database = self._open()

    def catch_up(self, go_on: Callable[[], bool] = _always) -> int:
        """Take in pages that are new or changed, forget those that are gone; returns how many pages that were.

        Args:
            go_on: Asked between batches; what is left when it says no is taken in the next time.
        """
        return self._healing(lambda: self._catch_up(go_on))

    def search(self, query: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Pieces that have all the words, else some of them; the last word may be a beginning. Best first.

        Args:
            query: Whatever a person typed; it has no operators.
            limit: Most hits wanted.
        """
        words = query_words(query)
        if not words or limit < 1:
            return ()
        self.catch_up()
        return self._healing(lambda: self._database.read(lambda one: search_any(one, words, limit)))

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
            self._database.write(partial(_take_in, pages=pages, hashes=wanted))
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
        """Whether it can be read and is of no newer version; a newer one is cheaper made anew than refused."""
        if not self._path.exists():
            return True
        engine = make_engine(self._module, self._path)
        try:
            with known_faults(self._path), engine.connect() as connection:
                revision = migrate.revision_of(connection)
                migrate.is_current(revision, "index", self._path)
                return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")
        except UserFacingError as error:
            if error.key in {"data.damaged", "data.too_new"}:
                return False
            raise
        finally:
            engine.dispose()

    def _erase(self) -> None:
        for tail in ("", "-wal", "-shm", "-suspect"):
            self._path.with_name(self._path.name + tail).unlink(missing_ok=True)


def query_words(query: str) -> list[str]:
    """The words of a query as they are looked up; the rest of an endless one is left out."""
    return normalise(query).split()[:_WORDS_PER_QUERY]


def normalise(words: str) -> str:
    """Words as they are compared: NFC, ASCII digits, no joiners, one space between words, nothing else.

    Vowel signs and the virama (categories Mc and Mn) belong to the word, as in the index's tokenizer.
    """
    return " ".join(unicodedata.normalize("NFC", words).translate(_FOLDING).split())


class _Folding(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            folded = str(digit)
        elif character in _IGNORED:
            folded = ""
        else:
            folded = character if unicodedata.category(character)[0] in "LNM" else " "
        self[code] = folded
        return folded


_FOLDING = _Folding()


def chunks(blocks: Iterable[Block]) -> Iterator[tuple[str, tuple[Box, ...]]]:
    """Cut a page into pieces of some hundred characters that begin at headings where there are any."""
    held: list[Block] = []
    for block in blocks:
        if not block.text:
            continue
        full = sum(len(one.text) for one in held) + len(block.text) > CHUNK_CHARACTERS
        if held and (full or (block.kind is BlockKind.HEADING and held[-1].kind is not BlockKind.HEADING)):
            yield _piece(held)
            held = []
        held.append(block)
    if held:
        yield _piece(held)


def _piece(blocks: list[Block]) -> tuple[str, tuple[Box, ...]]:
    return "\n\n".join(one.text for one in blocks), tuple(one.box for one in blocks if one.box is not None)


def search_any(connection: Connection, words: list[str], limit: int) -> tuple[SearchHit, ...]:
    """Pieces with all the words, else with any; quoted words are never taken for operators."""
    quoted = [f'"{word}"' for word in words]
    quoted[-1] += "*"
    return _search(connection, " AND ".join(quoted), limit) or _search(connection, " OR ".join(quoted), limit)


def _search(connection: Connection, match: str, limit: int) -> tuple[SearchHit, ...]:
    rows = connection.execute(
        text(
            "SELECT document_id, page_id, text, boxes, -bm25(chunk_words) FROM chunk_words"
            " JOIN chunks ON chunks.id = chunk_words.rowid WHERE chunk_words MATCH :match"
            " ORDER BY bm25(chunk_words), chunks.id LIMIT :limit"
        ),
        {"match": match, "limit": limit},
    )
    return tuple(
        SearchHit(document_id, page_id, piece, codec.from_msgpack(boxes, tuple[Box, ...]), score)
        for document_id, page_id, piece, boxes, score in rows
    )


def _forget(connection: Connection, page_ids: list[str]) -> None:
    for page_id in page_ids:
        connection.execute(text("DELETE FROM chunks WHERE page_id = :id"), {"id": page_id})
        connection.execute(text("DELETE FROM indexed_pages WHERE page_id = :id"), {"id": page_id})


def known_pages(connection: Connection) -> dict[str, str]:
    """Hash of the text by page id, of every page in the index."""
    return {row.page_id: row.text_hash for row in connection.execute(text("SELECT * FROM indexed_pages"))}


def _take_in(connection: Connection, pages: list[Page], hashes: Mapping[str, str]) -> None:
    for page in pages:
        rows = [_chunk_row(page, position, *piece) for position, piece in enumerate(chunks(_blocks(page)))]
        if rows:
            connection.execute(_INSERT, rows)
        row = {"page": page.id, "hash": hashes[page.id]}
        connection.execute(text("INSERT INTO indexed_pages VALUES (:page, :hash)"), row)


def _blocks(page: Page) -> tuple[Block, ...]:
    return page.text.blocks if page.text is not None else ()


def _chunk_row(page: Page, position: int, piece: str, boxes: tuple[Box, ...]) -> dict[str, object]:
    return {
        "document": page.document_id,
        "page": page.id,
        "position": position,
        "text": piece,
        "boxes": codec.to_msgpack(boxes),
        "words": normalise(piece),
    }
