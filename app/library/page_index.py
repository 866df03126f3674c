"""The search index of the library, opened when it is first needed and kept up to date behind the work."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.events import DocumentChanged
from app.domain.jobs import Progress, ignore_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.events import Event, EventBus
    from app.domain.jobs import ReportProgress
    from app.store.index import SearchHit, TextIndex
    from app.store.index_beside import IndexBeside
    from app.store.vector_codes import Floats

FIRST_AFTER = 20.0
"""Seconds from the opening to the first look, so that the first page does not wait for it."""
SETTLED = 2.0
"""Seconds after a change: a page that is corrected word by word is taken in once."""
LAST = 5.0
"""Most seconds that closing spends on what is not in the index yet; the next writer goes on."""
BY_THE_WAY = 60
"""Most pages that are taken in without a word; more are a job with its progress in the footer."""

_GLANCE = 2.0
_log = logging.getLogger(__name__)


class PageIndex:
    """Finds pages by their words; several threads may ask.

    Args:
        open_index: Opens the index.
    """

    def __init__(self, open_index: Callable[[], TextIndex | IndexBeside]) -> None:
        self._open_index = open_index
        self._index: TextIndex | IndexBeside | None = None
        self._lock = threading.Lock()

    def search(self, query: str, limit: int, *, documents: frozenset[str] | None = None) -> tuple[SearchHit, ...]:
        """Pieces of pages that have these words, best first; only of `documents` where they are given."""
        with self._lock:
            return self._opened().search(query, limit, documents=documents)

    def nearest(
        self,
        vector: Sequence[float] | Floats,
        limit: int,
        *,
        documents: frozenset[str] | None = None,
        model: str | None = None,
    ) -> tuple[SearchHit, ...]:
        """Pieces of pages that mean what a question's vector means, best first; the score is the cosine.

        Args:
            vector: The question's.
            limit: Most pieces wanted.
            documents: Search only these; None for all.
            model: Fingerprint of the engine that made `vector`; None for the one whose vectors serve.
        """
        with self._lock:
            return self._opened().nearest(vector, limit, documents=documents, model=model)

    def shares(self, query: str, texts: Sequence[str]) -> list[float]:
        """How far each text answers to the words of a query, from 0 to 1: of the highest score any text can have."""
        with self._lock:
            return self._opened().shares(query, texts)

    def catch_up(self, go_on: Callable[[], bool]) -> None:
        """As `take_in`; a fault is logged and costs no more than time.

        What the index lacks, a search reads for itself.
        """
        try:
            self.take_in(go_on)
        except UserFacingError as error:
            _log.warning("the search index was not brought up to date: %s", error.key)
        except Exception:  # noqa: BLE001 - boundary: the work that was done must not end as a fault of its index
            _log.exception("the search index was not brought up to date")

    def take_in(self, go_on: Callable[[], bool], report: ReportProgress = ignore_progress) -> int:
        """Take in what changed for as long as `go_on` says yes; a search waits for one batch at most.

        Args:
            go_on: Asked before each batch.
            report: Told after each how many pages of those that changed are in the index.

        Returns:
            How many pages that were.

        Raises:
            UserFacingError: the index cannot be opened or written.
        """
        done = 0
        while True:
            with self._lock:
                index = self._opened()
                taken = index.catch_up(_first(go_on))
                left = index.missing() if report is not ignore_progress else 0
            done += taken
            report(Progress("indexing", done, done + left))
            if not taken or not go_on():
                return done

    def missing(self) -> int:
        """How many pages are to be taken in or forgotten.

        Raises:
            UserFacingError: the index cannot be opened.
        """
        with self._lock:
            return self._opened().missing()

    def close(self) -> None:
        """Let the index go."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def _opened(self) -> TextIndex | IndexBeside:
        if self._index is None:
            self._index = self._open_index()
        return self._index


def _first(go_on: Callable[[], bool]) -> Callable[[], bool]:
    """Says what `go_on` says for one batch, then no."""
    asked = iter((True,))
    return lambda: next(asked, False) and go_on()


class IndexKeeper:
    """Brings the index of a writing process up to date: at its end, and in the window also after every change.

    Args:
        index: The index.
        events: Tells of changed documents.
        beside: Whether to work in a thread beside the window; else only `close` does.
        first_after: Seconds to the first look.
        settled: Seconds from a change to the next look.
        hand_over: Takes over where more than a few pages are missing: a job that a person sees, and can stop.
    """

    def __init__(
        self,
        index: PageIndex,
        events: EventBus,
        *,
        beside: bool,
        first_after: float = FIRST_AFTER,
        settled: float = SETTLED,
        hand_over: Callable[[], object] | None = None,
    ) -> None:
        self._index = index
        self._first_after = first_after
        self._settled = settled
        self._hand_over = hand_over
        self._changed = threading.Event()
        self._end = threading.Event()
        self._unsubscribe = events.subscribe(self._on_event)
        self._thread = threading.Thread(target=self._serve, name="index-keeper") if beside else None
        if self._thread is not None:
            self._thread.start()

    def close(self) -> None:
        """Take in what is new, for some seconds at most, and end; the index may be closed afterwards."""
        self._unsubscribe()
        self._end.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join()
        until = time.monotonic() + LAST
        self._index.catch_up(lambda: time.monotonic() < until)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, DocumentChanged):
            self._changed.set()

    def _serve(self) -> None:
        if self._is_over_within(self._first_after):
            return
        while True:
            self._changed.clear()
            if not self._is_handed_over():
                self._index.catch_up(lambda: not self._end.is_set())
            while not self._changed.wait(_GLANCE):
                if not threading.main_thread().is_alive():
                    return
            if self._is_over_within(self._settled):
                return

    def _is_handed_over(self) -> bool:
        try:
            if self._hand_over is None or self._index.missing() <= BY_THE_WAY:
                return False
            self._hand_over()
        except Exception:  # noqa: BLE001 - boundary: the window may be closing; then `close` takes in what it can
            _log.warning("the search index is brought up to date without a job", exc_info=True)
            return False
        return True

    def _is_over_within(self, seconds: float) -> bool:
        """Wait so long, or until `close`; an application that died without closing must not be kept alive by this."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._end.wait(min(left, _GLANCE)) or not threading.main_thread().is_alive():
                return True
        return self._end.is_set()
