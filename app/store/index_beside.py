"""The search index as a reading command uses it: the shared file where it is up to date, else a private copy."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy.exc import DBAPIError

from app.domain.errors import UserFacingError
from app.store import opening, sqlite_module, vector_index
from app.store.database import Database
from app.store.faults import known_faults
from app.store.index import TextIndex, hits_of, known_pages, pieces_of, search_any, text_shares
from app.store.search_words import query_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection

    from app.domain.documents import Page
    from app.store.index import Piece, SearchHit
    from app.store.vector_codes import Floats

T = TypeVar("T")


class IndexBeside:
    """Searches beside whoever writes the index, and changes nothing in the data folder.

    Args:
        path: The shared index; it may be missing, old or damaged.
        hashes: Hash of the text by page id, of every page that should be found.
        load: Reads one page.
        cut: Cuts a page into the pieces that are found.
    """

    def __init__(
        self,
        path: Path,
        hashes: Callable[[], Mapping[str, str]],
        load: Callable[[str], Page],
        *,
        cut: Callable[[Page], Iterable[Piece]] = pieces_of,
    ) -> None:
        self._cut = cut
        self._path = path
        self._hashes = hashes
        self._load = load
        self._private: TextIndex | None = None

    def search(self, query: str, limit: int = 20, *, documents: Collection[str] | None = None) -> tuple[SearchHit, ...]:
        """As `TextIndex.search`."""
        words = query_words(query)
        if not words or limit < 1:
            return ()
        if self._private is None:
            found = self._search_shared(lambda connection: search_any(connection, words, limit, documents))
            if found is not None:
                return found
            self._private = self._open_private()
        return self._private.search(query, limit, documents=documents)

    def nearest(
        self,
        vector: Sequence[float] | Floats,
        k: int,
        *,
        documents: frozenset[str] | None = None,
        model: str | None = None,
    ) -> tuple[SearchHit, ...]:
        """As `TextIndex.nearest`."""
        if self._private is None:
            found = self._search_shared(
                lambda one: hits_of(one, dict(vector_index.nearest(one, vector, k, documents, fingerprint=model)))
            )
            if found is not None:
                return found
            self._private = self._open_private()
        return self._private.nearest(vector, k, documents=documents, model=model)

    def shares(self, query: str, texts: Sequence[str]) -> list[float]:
        """As `TextIndex.shares`."""
        if self._private is None:
            found = self._search_shared(lambda connection: text_shares(connection, query, texts))
            if found is not None:
                return found
            self._private = self._open_private()
        return self._private.shares(query, texts)

    def catch_up(self, _go_on: Callable[[], bool]) -> int:
        """Nothing: that is for who writes; 0."""
        return 0

    def missing(self) -> int:
        """Nothing that this one would take in; 0."""
        return 0

    def close(self) -> None:
        """Let the private copy go, where there is one."""
        if self._private is not None:
            self._private.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _search_shared(self, search: Callable[[Connection], T]) -> T | None:
        """What the shared index finds; None where it cannot be read or lacks a page."""
        wanted = self._hashes()

        def search_all(connection: Connection) -> T | None:
            return search(connection) if known_pages(connection) == wanted else None

        with self._unusable_is_none():
            module = sqlite_module.load()
            mode = opening.readable_mode(module, self._path, "index") if self._path.is_file() else None
            if mode is not None:
                with contextlib.closing(Database(module, self._path, mode=mode)) as database:
                    return database.read(search_all)
        return None

    def _open_private(self) -> TextIndex:
        return TextIndex(None, self._hashes, self._load, begun=self._copy_to, cut=self._cut)

    def _copy_to(self, path: Path) -> None:
        """Begin a private index with what the shared one knows, so that only what it lacks is read."""
        with self._unusable_is_none():
            for tail in ("", "-wal"):
                part = self._path.with_name(self._path.name + tail)
                if part.is_file():
                    shutil.copyfile(part, path.with_name(path.name + tail))

    @contextlib.contextmanager
    def _unusable_is_none(self) -> Iterator[None]:
        """A fault of the index costs time, never the search: everything in it can be read again."""
        try:
            with known_faults(self._path):
                yield
        except (UserFacingError, DBAPIError, OSError):
            return
