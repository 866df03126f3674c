"""Writing to a stick that may be pulled, full, locked or dying at any moment.

A file is written under a temporary name, synced, read back from the device, compared by hash and renamed. A folder is
written beside the one it replaces; two renames exchange them, and the old one goes last. So at every moment one whole
version is on the stick, and `finish_interrupted` puts it in its place at the next save. Nothing but our own files is
ever changed: a stranger's file found inside a folder that has to go is moved to ``KeptFiles``.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from app.export.file_operations import FileOperations

KEPT = "KeptFiles"

_PREFIX = ".shikshasetu-"
_LEFTOVER = re.compile(r"\.shikshasetu-(.+)\.(new|old|part)")
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_LOCKED = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL_ON_WINDOWS = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_LOCKED_ON_WINDOWS = {5, 19}  # ERROR_ACCESS_DENIED, ERROR_WRITE_PROTECT; others with EACCES mean a stick that is gone


class ReadBackDiffersError(Exception):
    """The stick gave back other bytes than it was given. `name` is the file's."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        match = _LEFTOVER.fullmatch(path.name)
        self.name = match[1] if match else path.name


class RemovableDrive:
    """The root folder of a stick, and the safe ways to change it.

    Args:
        root: Where it is mounted, or any folder.
        operations: The file operations to use.
        check_cancel: Called between chunks; raises to stop.
    """

    def __init__(self, root: Path, operations: FileOperations, check_cancel: Callable[[], None]) -> None:
        self.root = root
        self.operations = operations
        self._check_cancel = check_cancel
        self._device = operations.device(root)

    def check_device(self) -> None:
        """A stick that was let go leaves its empty folder behind, in which everything seems to work.

        Raises:
            OSError: the folder stands on another device now.
        """
        if self.operations.device(self.root) != self._device:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(self.root))

    def write_file(self, path: Path, chunks: Iterable[bytes]) -> str:
        """Write a file so that its name never stands for half of it; returns its SHA-256.

        Raises:
            OSError: the drive failed; nothing stands under `path` that did not stand there before.
            ReadBackDiffersError: the drive does not keep what it is given.
        """
        unfinished = part_name(path)
        digest = self.stage_file(unfinished, chunks)
        self.operations.rename(unfinished, path)
        return digest

    def stage_file(self, path: Path, chunks: Iterable[bytes]) -> str:
        """Write, sync and read back a file under the (temporary) name `path`; returns its SHA-256."""
        written = hashlib.sha256()
        file = self.operations.create(path)
        try:
            for chunk in chunks:
                self._check_cancel()
                file.write(chunk)
                written.update(chunk)
            file.sync()
        finally:
            file.close()
        if self.hash_file(path) != written.hexdigest():
            raise ReadBackDiffersError(path)
        return written.hexdigest()

    def hash_file(self, path: Path) -> str:
        """SHA-256 of what the device gives back."""
        digest = hashlib.sha256()
        for chunk in self.operations.read(path):
            self._check_cancel()
            digest.update(chunk)
        return digest.hexdigest()

    def exchange(self, folder: Path) -> None:
        """Put ``.new`` of this folder, if there is one, in its place; what stood there becomes ``.old``."""
        if not self.exists(new_name(folder)):
            return
        if self.exists(folder):
            self.operations.rename(folder, old_name(folder))
        self.operations.rename(new_name(folder), folder)
        self.operations.sync_folder(folder.parent)

    def kind(self, path: Path) -> str | None:
        """What stands under exactly this name, as in `Entry.kind`; None for nothing. Links are not followed."""
        return next((entry.kind for entry in self.operations.entries(path.parent) if entry.name == path.name), None)

    def exists(self, path: Path) -> bool:
        """Whether anything has exactly this name."""
        return self.kind(path) is not None

    def clear(self, folder: Path, *, is_ours: Callable[[str], bool]) -> None:
        """Remove a folder, if it is there, with our files in it; a stranger's files move to ``KeptFiles``."""
        kind = self.kind(folder)
        if kind != "folder":
            if kind is not None:
                self.keep(folder, folder.name)
            return
        for entry in self.operations.entries(folder):
            own = is_ours(entry.name) or is_leftover(entry.name)
            if own and entry.kind != "folder":
                self.operations.remove(folder / entry.name)
            else:
                self.keep(folder / entry.name, folder.name)
        self.operations.remove_folder(folder)

    def keep(self, path: Path, label: str) -> None:
        """Move something that is not ours out of the way, under a name that is free."""
        match = _LEFTOVER.fullmatch(label)
        shelf = self.root / KEPT / (match[1] if match else label)
        self.operations.make_folder(shelf)
        taken = {entry.name for entry in self.operations.entries(shelf)}
        name = path.name
        number = 1
        while name in taken:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        self.operations.rename(path, shelf / name)

    def leftovers(self, folder: Path) -> tuple[str, ...]:
        """Names of the files and folders in `folder` that an interrupted save has left unfinished."""
        found = (_LEFTOVER.fullmatch(entry.name) for entry in self.operations.entries(folder))
        return tuple(sorted({match[1] for match in found if match}))

    def remove_part(self, path: Path) -> None:
        """Remove the unfinished file that would have become `path`."""
        if self.exists(part_name(path)):
            self.operations.remove(part_name(path))


def new_name(folder: Path) -> Path:
    """Where a folder is written before it takes its place."""
    return folder.with_name(f"{_PREFIX}{folder.name}.new")


def old_name(folder: Path) -> Path:
    """Where the former version waits until the new one stands."""
    return folder.with_name(f"{_PREFIX}{folder.name}.old")


def part_name(path: Path) -> Path:
    """Where a file is written before it takes its name."""
    return path.with_name(f"{_PREFIX}{path.name}.part")


def is_leftover(name: str) -> bool:
    """Whether an interrupted save left this name."""
    return _LEFTOVER.fullmatch(name) is not None


def explain(error: OSError, root: Path, *, number: int, complete: int, started: bool) -> UserFacingError:
    """Say what the drive did, in the words of the person who holds it.

    Args:
        error: What an operation raised.
        root: The drive.
        number: Lesson that was being saved, from 1.
        complete: Lessons of this save that are whole.
        started: Whether anything had been written: a drive that turns read-only half-way is failing, not locked.
    """
    windows = getattr(error, "winerror", None)
    if error.errno in _FULL or windows in _FULL_ON_WINDOWS:
        return UserFacingError("pack.drive_full", path=str(root), number=number, complete=complete)
    locked = error.errno in _LOCKED if windows is None else windows in _LOCKED_ON_WINDOWS
    if locked and not started:
        return UserFacingError("pack.drive_read_only", path=str(root))
    return UserFacingError("pack.drive_gone", number=number, complete=complete)


@contextlib.contextmanager
def ignoring_a_failing_drive() -> Iterator[None]:
    """For tidying up after a failure: what cannot be tidied now is tidied at the next save."""
    with contextlib.suppress(OSError, ReadBackDiffersError):
        yield
