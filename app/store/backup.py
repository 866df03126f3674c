"""Backups of the durable file: whole, checked, each with its SHA-256, seven daily and four weekly ones kept.

They are numbered, and the number alone says which is newer: a laptop with a flat clock battery wakes up years ago.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.disk import sync_folder
from app.domain.errors import UserFacingError
from app.store.database import file_uri
from app.store.faults import known_faults
from app.store.media import file_sha256
from app.store.soundness import is_sound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

DAILY = 7
WEEKLY = 4
DUE_AFTER = timedelta(hours=20)
CLOSINGS_BY_A_WRONG_CLOCK = 5
"""A clock that is behind a backup tells nothing about days: so many closings of the data folder stand for one."""

_NAME = re.compile(r"shikshasetu-(?:g(\d{6,})-)?(\d{8}T\d{12})Z\.db\Z")
_TIME = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was checked after it was written.

    Attributes:
        path: The file; its hash is in the file of the same name with ``.sha256`` added.
        made: When, aware, by the clock of that day.
        generation: Greater than that of every backup made before it; 0 for those of the time before they had numbers.
    """

    path: Path
    made: datetime
    generation: int = 0

    @property
    def order(self) -> tuple[int, datetime]:
        """What newer means; the clock decides only among backups without a number."""
        return self.generation, self.made


class Backups:
    """The folder of backups of one database.

    Args:
        module: DB-API module.
        folder: Where they are.
    """

    def __init__(self, module: ModuleType, folder: Path) -> None:
        self._module = module
        self._folder = folder

    def all(self) -> tuple[Backup, ...]:
        """Every backup by name, newest first; none is opened."""
        found = []
        for path in self._folder.glob("shikshasetu-*.db") if self._folder.is_dir() else ():
            if match := _NAME.match(path.name):
                with contextlib.suppress(ValueError):
                    made = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
                    found.append(Backup(path, made, int(match[1] or 0)))
        return tuple(sorted(found, key=lambda one: one.order, reverse=True))

    def is_due(self, now: datetime | None = None, *, closings: int = 0) -> bool:
        """Whether the newest one is from another day.

        Args:
            now: The time; None to look at the clock.
            closings: How often the data folder was closed since the newest one; asked by a clock that is behind.
        """
        newest = next(iter(self.all()), None)
        now = now or datetime.now(UTC)
        if newest is None or not timedelta(0) <= now - newest.made < DUE_AFTER:
            return True
        return closings >= CLOSINGS_BY_A_WRONG_CLOCK and self.clock_is_behind(now)

    def clock_is_behind(self, now: datetime | None = None) -> bool:
        """Whether a backup is there that was made later than now."""
        now = now or datetime.now(UTC)
        return any(one.made > now for one in self.all())

    def make(self, source: Path, now: datetime | None = None) -> Backup:
        """Copy a database, in use or not, check the copy, and let old copies go.

        Raises:
            UserFacingError: the disk is full or fails, or the database is damaged.
        """
        made = now or datetime.now(UTC)
        generation = max((one.generation for one in self.all()), default=0) + 1
        target = self._folder / f"shikshasetu-g{generation:06d}-{made.strftime(_TIME)}Z.db"
        temporary = target.with_suffix(".tmp")
        with known_faults(source):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                self._copy(source, temporary)
                if not is_sound(self._module, temporary, thorough=True, mode="immutable"):
                    raise UserFacingError("data.damaged", path=str(source))
                self._name(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
        self._prune()
        return Backup(target, made, generation)

    def newest_good(self) -> Backup | None:
        """The newest backup whose hash and structure are right."""
        return next((one for one in self.all() if self.is_good(one)), None)

    def is_good(self, backup: Backup) -> bool:
        """Whether a backup is still what was written and can be used."""
        try:
            expected = _hash_file(backup.path).read_text(encoding="ascii").split()[0]
            return file_sha256(backup.path) == expected and is_sound(
                self._module, backup.path, thorough=False, mode="immutable"
            )
        except (OSError, IndexError, UnicodeDecodeError):
            return False

    def put_back(self, backup: Backup, database: Path) -> Path | None:
        """Put a backup in the place of a database that nobody has open.

        Returns:
            Where the database that stood there is kept now; None where there was none.

        Raises:
            UserFacingError: the disk is full or fails; the database is as it was.
        """
        temporary = database.with_name(database.name + ".restoring")
        with known_faults(database):
            try:
                shutil.copyfile(backup.path, temporary)
                with temporary.open("rb+") as file:
                    os.fsync(file.fileno())
                aside = set_aside(database)
                temporary.replace(database)
                sync_folder(database.parent)
            finally:
                temporary.unlink(missing_ok=True)
        return aside

    def _copy(self, source: Path, target: Path) -> None:
        """`VACUUM INTO` reads every page in one transaction, beside a writer, and leaves free pages behind."""
        target.unlink(missing_ok=True)
        connection = self._module.connect(file_uri(source, "ro"), uri=True, isolation_level=None, timeout=5)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()

    def _name(self, temporary: Path, target: Path) -> None:
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        with _hash_file(target).open("w", encoding="ascii") as file:
            file.write(f"{file_sha256(temporary)}  {target.name}\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(self._folder)

    def _prune(self) -> None:
        kept = worth_keeping(self.all())
        for backup in self.all():
            if backup not in kept:
                with contextlib.suppress(OSError):
                    backup.path.unlink()
                    _hash_file(backup.path).unlink(missing_ok=True)


def worth_keeping(backups: Iterable[Backup]) -> set[Backup]:
    """The last two, and the newest of each of the last seven days and of the last four weeks that have any."""
    newest_first = sorted(backups, key=lambda one: one.order, reverse=True)
    days: dict[object, Backup] = {}
    weeks: dict[object, Backup] = {}
    for backup in newest_first:
        days.setdefault(backup.made.date(), backup)
        weeks.setdefault(backup.made.isocalendar()[:2], backup)
    return {*newest_first[:2], *list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]}


def set_aside(database: Path) -> Path | None:
    """Give a database file and its log another name; they are never deleted."""
    if not (database.exists() or database.is_symlink()):
        return None
    stamp = datetime.now(UTC).strftime(_TIME)
    aside = database.with_name(f"{database.stem}-kept-{stamp}Z{database.suffix}")
    for tail in ("-shm", "-wal", ""):
        part = database.with_name(database.name + tail)
        if part.exists() or part.is_symlink():
            part.replace(aside.with_name(aside.name + tail))
    return aside


def _hash_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")
