"""The data folder as one object: the database, the media folder, and the lock that makes them ours."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self, TypeVar

from app.store import migrate, sqlite_module
from app.store.database import Database, make_engine
from app.store.faults import known_faults
from app.store.lock import FolderLock
from app.store.media import MediaStore
from app.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

T = TypeVar("T")
_log = logging.getLogger(__name__)

DATABASE_NAME = "shikshasetu.db"


class Store:
    """Durable data. Made by `Store.open`.

    Attributes:
        folder: The data folder.
        media: Originals, pictures and sound.
    """

    def __init__(self, folder: Path, database: Database, lock: FolderLock | None) -> None:
        self.folder = folder
        self.media = MediaStore(folder / "media")
        self._database = database
        self._lock = lock

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """Open a data folder: alone for writing, or beside a writer for reading.

        Raises:
            UserFacingError: another process writes here (``data.locked``), the folder cannot be written to
                (``data.not_writable``), it is from a newer version (``data.too_new``), it is damaged and no backup
                is good (``data.damaged``), or SQLite is too old (``data.sqlite_too_old``).
        """
        module = sqlite_module.load()
        path = folder / DATABASE_NAME
        with known_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder)
        lock.acquire()
        try:
            with known_faults(path):
                engine = make_engine(module, path)
                with engine.connect() as connection:
                    revision = migrate.revision_of(connection)
                if not migrate.is_current(revision, "main", path):
                    migrate.upgrade(engine, "main")
                engine.dispose()
            return cls(folder, Database(module, path), lock)
        except BaseException:
            lock.release()
            raise

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` on one consistent snapshot, in this thread.

        Raises:
            UserFacingError: what `work` raises, or a fault of the disk.
        """
        return self._database.read(lambda connection: work(UnitOfWork(connection)))

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in the writer's thread as one transaction; it is on the disk when this returns.

        Raises:
            UserFacingError: what `work` raises, or a fault of the disk; nothing of `work` was kept.
        """
        return self._database.write(lambda connection: work(UnitOfWork(connection)))

    def close(self) -> None:
        """Finish what is being written and let the folder go."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
