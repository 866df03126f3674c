"""One writer of a data folder at a time. The operating system holds the lock, so a killed process releases it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import filelock

from app.domain.errors import UserFacingError
from app.store.faults import check_file, known_faults

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

LOCK_NAME = "shikshasetu.lock"


class FolderLock:
    """Exclusive use of a data folder for as long as it is held."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = filelock.FileLock(folder / LOCK_NAME, timeout=0, thread_local=False, fallback_to_soft=False)

    def acquire(self) -> None:
        """Take the folder or fail at once.

        Raises:
            UserFacingError: somebody else has it (``data.locked``), it cannot be written to, or the lock is no file.
        """
        check_file(self._folder / LOCK_NAME)
        try:
            with known_faults(self._folder):
                self._lock.acquire()
        except filelock.Timeout as error:
            raise UserFacingError("data.locked", path=str(self._folder)) from error

    def release(self) -> None:
        """Give the folder back; harmless when it is not held."""
        self._lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()
