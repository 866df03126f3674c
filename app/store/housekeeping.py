"""The day's backup while the window stays open: a laptop that is never shut down properly is backed up too."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from app.store.store import Store

FIRST_AFTER = 20.0
"""Seconds from the opening to the first look, so that the first page does not wait for the disk."""
EVERY = 3600.0
"""Seconds between two looks at whether the day's backup is due."""

_GLANCE = 2.0
_log = logging.getLogger(__name__)


class Housekeeping:
    """Makes the store's backups when they are due, in a thread of its own.

    Args:
        store: What is kept in order.
        first_after: Seconds to the first look.
        every: Seconds between looks.
    """

    def __init__(self, store: Store, *, first_after: float = FIRST_AFTER, every: float = EVERY) -> None:
        self._store = store
        self._first_after = first_after
        self._every = every
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="housekeeping")
        self._thread.start()

    def close(self) -> None:
        """Wait for what is in hand, then end; the store may be closed afterwards."""
        self._end.set()
        self._thread.join()

    def _serve(self) -> None:
        wait = self._first_after
        while not self._is_over_within(wait):
            wait = self._every
            try:
                self._store.maintain()
            except UserFacingError as error:
                _log.warning("the day's backup and sweep were not finished: %s", error.key)
            except Exception:  # noqa: BLE001 - boundary: a bug today must not cost tomorrow's backup
                _log.exception("the day's backup failed")

    def _is_over_within(self, seconds: float) -> bool:
        """Wait so long, or until `close`; an application that died without closing must not be kept alive by this."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._end.wait(min(left, _GLANCE)) or not threading.main_thread().is_alive():
                return True
        return self._end.is_set()
