"""From a path to a database that can be relied on: checked, restored where it must be, and of the present schema."""

from __future__ import annotations

import logging
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from app.domain.clock import spoken
from app.domain.errors import UserFacingError
from app.domain.messages import MESSAGES
from app.store import faults, migrate, soundness
from app.store.backup import Backups, set_aside
from app.store.database import Database, make_engine
from app.store.salvage import salvage

if TYPE_CHECKING:
    from types import ModuleType

    from app.store.database import Mode
    from app.store.migrate import Schema

ALWAYS_CHECKED = 64 << 20
"""A database up to this size is checked at every opening (40 ms when it is in the system's cache)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done to a damaged database when it was opened.

    Attributes:
        kept: The damaged file under its new name; None where the file was missing.
        backup: When the backup that stands in its place was made; None where there was none.
        rows: Rows taken over from the damaged file because the backup lacked them or had them older.
    """

    kept: Path | None
    backup: datetime | None
    rows: int

    @property
    def when(self) -> str | None:
        """Time of the backup as ISO 8601."""
        return None if self.backup is None else self.backup.isoformat()

    @property
    def notice(self) -> str:
        """What a person is told."""
        if self.backup is None:
            return MESSAGES["data.salvaged"].format(kept=self.kept)
        return MESSAGES["data.recovered"].format(when=spoken(self.backup), kept=self.kept)


def open_for_writing(module: ModuleType, path: Path, backups: Backups) -> tuple[Database, Recovery | None]:
    """Open the durable file of a folder that is locked for this process.

    Raises:
        UserFacingError: it is damaged beyond help (``data.damaged``), too new, no file at all, or the disk is at fault.
    """
    _check_files(path)
    with faults.known_faults(path):
        recovery = _recover(module, path, backups) if _is_lost(module, path, backups) else None
        _bring_up_to_date(module, path, backups)
        soundness.suspect_mark(path).unlink(missing_ok=True)
    return Database(module, path), recovery


def restore(module: ModuleType, path: Path, backups: Backups) -> Recovery:
    """Put the newest good backup in the place of a database that nobody has open.

    Raises:
        UserFacingError: there is none (``backup.none``).
    """
    backup = backups.newest_good()
    if backup is None:
        raise UserFacingError("backup.none", path=str(path.parent))
    kept = backups.put_back(backup, path)
    _bring_up_to_date(module, path, backups)
    return Recovery(kept, backup.made, 0)


def _check_files(path: Path) -> None:
    for tail in ("", "-wal"):
        faults.check_file(path.with_name(path.name + tail))


def _is_gone(path: Path, backups: Backups) -> bool:
    """Whether there is nothing where a database stood that was backed up."""
    return (not path.exists() or path.stat().st_size == 0) and bool(backups.all())


def _is_lost(module: ModuleType, path: Path, backups: Backups) -> bool:
    if not path.exists() or path.stat().st_size == 0:
        return _is_gone(path, backups)
    thorough = soundness.was_interrupted(path)
    if path.stat().st_size > ALWAYS_CHECKED and not thorough and not backups.is_due():
        return False  # the day's backup has read and checked all of it
    return not soundness.is_sound(module, path, thorough=thorough)


def _recover(module: ModuleType, path: Path, backups: Backups) -> Recovery:
    backup = backups.newest_good()
    if backup is None and not path.exists():
        raise UserFacingError("data.damaged", path=str(path))
    kept = set_aside(path) if backup is None else backups.put_back(backup, path)
    _bring_up_to_date(module, path, backups)
    rows = salvage(module, kept, path) if kept is not None else 0
    if backup is None and kept is not None and rows == 0:
        _undo(kept, path)
        raise UserFacingError("data.damaged", path=str(path))
    _log.warning("the database was damaged: backup of %s, %d rows salvaged", backup and backup.made, rows)
    return Recovery(kept, backup.made if backup else None, rows)


def _undo(kept: Path, path: Path) -> None:
    """Nothing could be read, so the damaged file goes back to where it stood."""
    for tail in ("", "-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
        part = kept.with_name(kept.name + tail)
        if part.exists():
            part.replace(path.with_name(path.name + tail))


def _bring_up_to_date(module: ModuleType, path: Path, backups: Backups) -> None:
    engine = make_engine(module, path)
    try:
        with engine.connect() as connection:
            revision = migrate.revision_of(connection)
        if migrate.is_current(revision, "main", path):
            return
        if revision is not None:
            backups.make(path)
        migrate.upgrade(engine, "main")
    finally:
        engine.dispose()


# -- reading beside a writer ------------------------------------------------------------------------------------------


def open_for_reading(
    module: ModuleType, path: Path, backups: Backups
) -> tuple[Database, tempfile.TemporaryDirectory[str] | None]:
    """Open the durable file beside whoever writes it; works in a read-only folder and where there is no file yet.

    Returns:
        The database, and the folder of a private copy where the file itself could not be used: it was not there, is
        of an older schema, or has a log that cannot be read without writing.

    Raises:
        UserFacingError: it is damaged (``data.damaged``), too new, or no file that can be read.
    """
    _check_files(path)
    if _is_gone(path, backups):
        raise UserFacingError("data.damaged", path=str(path))
    with faults.known_faults(path):
        if path.exists() and path.stat().st_size > 0:
            mode = readable_mode(module, path, "main")
            if mode is not None:
                return Database(module, path, mode=mode), None
        folder = tempfile.TemporaryDirectory(prefix="shikshasetu-")
        try:
            return Database(module, _private_copy(module, path, Path(folder.name)), mode="ro"), folder
        except BaseException:
            folder.cleanup()
            raise


def readable_mode(module: ModuleType, path: Path, schema: Schema) -> Mode | None:
    """How a database can be read beside its writer; None where it is of an older schema or needs its log replayed."""
    log = path.with_name(path.name + "-wal")
    quiet = not log.exists() or log.stat().st_size == 0
    modes: tuple[Mode, ...] = ("ro", "immutable") if quiet else ("ro",)
    for mode in modes:
        engine = make_engine(module, path, mode=mode, readers=1)
        try:
            with engine.connect() as connection:
                revision = migrate.revision_of(connection)
        except DBAPIError as error:
            if faults.is_damage(error):
                raise
            continue
        finally:
            engine.dispose()
        return mode if migrate.is_current(revision, schema, path) else None
    return None


def _private_copy(module: ModuleType, path: Path, folder: Path) -> Path:
    copy = folder / path.name
    for tail in ("", "-wal"):
        part = path.with_name(path.name + tail)
        if part.exists():
            shutil.copyfile(part, copy.with_name(copy.name + tail))
    engine = make_engine(module, copy)
    try:
        with engine.connect() as connection:
            revision = migrate.revision_of(connection)
        if not migrate.is_current(revision, "main", path):
            migrate.upgrade(engine, "main")
    finally:
        engine.dispose()
    return copy
