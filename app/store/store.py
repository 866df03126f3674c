"""The data folder as one object: the database, the media folder, and the lock that makes them ours."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Self, TypeVar

from app.domain.clock import spoken
from app.domain.errors import UserFacingError
from app.store import opening, sqlite_module
from app.store.backup import Backup, Backups
from app.store.faults import known_faults
from app.store.lock import FolderLock
from app.store.media import MediaStore
from app.store.references import media_in_use
from app.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection

    from app.store.database import Database
    from app.store.opening import Recovery

T = TypeVar("T")
_log = logging.getLogger(__name__)

DATABASE_NAME = "shikshasetu.db"


class Store:
    """Durable data. Made by `Store.open`.

    Attributes:
        folder: The data folder.
        media: Originals, pictures and sound.
        recovery: What was done to a damaged database at this opening; None where it was sound.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        backups: Backups,
        resources: contextlib.ExitStack,
        recovery: Recovery | None,
    ) -> None:
        self.folder = folder
        self.media = MediaStore(folder / "media")
        self.recovery = recovery
        self._database = database
        self._backups = backups
        self._resources = resources

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """Open a data folder: alone for writing, or beside a writer for reading.

        Raises:
            UserFacingError: another process writes here (``data.locked``), the folder cannot be written to
                (``data.not_writable``), it is from a newer version (``data.too_new``), it is damaged and nothing can
                be read from it (``data.damaged``), the next writer will mend it (``data.damaged_with_backup``), it is
                no file that can be read, or SQLite is too old (``data.sqlite_too_old``).
        """
        module = sqlite_module.load()
        path = folder / DATABASE_NAME
        backups = Backups(module, folder / "backups")
        with contextlib.ExitStack() as resources:
            if read_only:
                with _pointing_to_backup(path, backups):
                    database, copy = opening.open_for_reading(module, path, backups)
                recovery = None
                if copy is not None:
                    resources.callback(copy.cleanup)
            else:
                resources.enter_context(_locked(folder))
                database, recovery = opening.open_for_writing(module, path, backups)
            resources.callback(database.close)
            return cls(folder, database, backups=backups, resources=resources.pop_all(), recovery=recovery)

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` on one consistent snapshot, in this thread.

        Raises:
            UserFacingError: what `work` raises, or a fault of the disk.
        """
        with _pointing_to_backup(self._database.path, self._backups):
            return self._database.read(lambda connection: work(UnitOfWork(connection)))

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in the writer's thread as one transaction; it is on the disk when this returns.

        Raises:
            UserFacingError: what `work` raises, or a fault of the disk; nothing of `work` was kept.
        """
        with _pointing_to_backup(self._database.path, self._backups):
            return self._database.write(lambda connection: work(UnitOfWork(connection)))

    def backup(self) -> Backup:
        """Make a checked backup beside the work that goes on.

        Raises:
            UserFacingError: the disk is full or fails, or the database is damaged.
        """
        return self._backups.make(self._database.path)

    def maintain(self, *, closings: int = 0) -> bool:
        """Once a day a backup and a sweep of the media folder, beside the work that goes on; whether it was due.

        Args:
            closings: See `Backups.is_due`.

        Raises:
            UserFacingError: the disk is full or fails, or the database is damaged.
        """
        if not self._backups.is_due(closings=closings):
            return False
        self.backup()
        if closings:
            self._database.write(lambda connection: _set_closings(connection, 0))
        self.sweep_media()
        return True

    def _count_closing(self) -> int:
        """How often the folder was closed since its last backup; counted only while the clock cannot tell the days."""
        if not self._backups.clock_is_behind():
            return 0
        return self._database.write(lambda connection: _set_closings(connection, _closings(connection) + 1))

    def sweep_media(self) -> int:
        """Put media files that nothing refers to into the trash, and empty it of old ones; returns bytes set free.

        Raises:
            UserFacingError: the disk fails, or a row that may refer to a file cannot be read.
        """
        return self.media.sweep(self._database.read(media_in_use))

    def close(self) -> None:
        """Finish what is being written, once a day make a backup and sweep the media folder, let the folder go."""
        if not self._database.read_only:
            try:
                self.maintain(closings=self._count_closing())
            except UserFacingError as error:
                _log.warning("the day's backup and sweep were not finished: %s", error.key)
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _closings(connection: Connection) -> int:
    """SQLite keeps one number for us in the head of the file; a backup has it, too."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _set_closings(connection: Connection, number: int) -> int:
    connection.exec_driver_sql(f"PRAGMA user_version = {number:d}")
    return number


def restore(folder: Path) -> Recovery:
    """Put the newest good backup in the place of the database of a folder that nobody has open.

    The database that stood there is kept beside it.

    Raises:
        UserFacingError: another process writes here (``data.locked``), or there is no good backup (``backup.none``).
    """
    module = sqlite_module.load()
    if not folder.is_dir():
        raise UserFacingError("backup.none", path=str(folder))  # and leave no folder behind that was never there
    with _locked(folder):
        return opening.restore(module, folder / DATABASE_NAME, Backups(module, folder / "backups"))


@contextlib.contextmanager
def _pointing_to_backup(path: Path, backups: Backups) -> Iterator[None]:
    """Damage that the next opening for writing will mend is said to be so."""
    try:
        yield
    except UserFacingError as error:
        backup = backups.newest_good() if error.key == "data.damaged" else None
        if backup is None:
            raise
        when = spoken(backup.made)
        raise UserFacingError("data.damaged_with_backup", path=str(path), when=when) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with known_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with FolderLock(folder):
        yield
