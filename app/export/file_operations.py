"""The few file operations that saving to a stick is made of: a seam, so that every one of them can be made to fail."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from app.domain import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder. `kind` is "file", "folder" or "other" (links, devices); `size` is in bytes."""

    name: str
    kind: str
    size: int = 0


class WritableFile(Protocol):
    """A file being written."""

    def write(self, data: bytes, /) -> object:
        """Append bytes."""
        ...

    def sync(self) -> None:
        """Return when the bytes are on the device."""
        ...

    def close(self) -> None:
        """Close; the file stays."""
        ...


class FileOperations(Protocol):
    """What a save does to a drive. Everything may raise `OSError`."""

    def free_bytes(self, folder: Path) -> int:
        """Free space of the drive."""
        ...

    def device(self, folder: Path) -> int:
        """Number of the device that a folder is on."""
        ...

    def entries(self, folder: Path) -> tuple[Entry, ...]:
        """What is in a folder, by name; empty where there is no such folder."""
        ...

    def make_folder(self, folder: Path) -> None:
        """Make a folder and its parents; nothing happens if it is there."""
        ...

    def create(self, path: Path) -> WritableFile:
        """Open a new file; an old one of that name is emptied."""
        ...

    def read(self, path: Path) -> Iterator[bytes]:
        """The bytes as the device gives them back, in chunks."""
        ...

    def rename(self, old: Path, new: Path) -> None:
        """Rename a file or folder; a file of the new name is replaced."""
        ...

    def remove(self, path: Path) -> None:
        """Remove one file."""
        ...

    def remove_folder(self, folder: Path) -> None:
        """Remove one empty folder."""
        ...

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in this folder are on the device."""
        ...


class _SyncedFile:
    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")

    def write(self, data: bytes, /) -> object:
        return self._file.write(data)

    def sync(self) -> None:
        self._file.flush()
        _flush_to_device(self._file.fileno())

    def close(self) -> None:
        self._file.close()


class OsFileOperations:
    """The operating system's own file operations, with the caches kept out of the way."""

    def free_bytes(self, folder: Path) -> int:
        """Free space for this user."""
        return shutil.disk_usage(folder).free

    def device(self, folder: Path) -> int:
        """As the operating system counts them."""
        return folder.stat().st_dev

    def entries(self, folder: Path) -> tuple[Entry, ...]:
        """Names in order; links are never followed."""
        try:
            with os.scandir(folder) as found:
                return tuple(sorted((_entry(one) for one in found), key=lambda entry: entry.name))
        except FileNotFoundError:
            return ()

    def make_folder(self, folder: Path) -> None:
        """`mkdir -p`."""
        folder.mkdir(parents=True, exist_ok=True)

    def create(self, path: Path) -> WritableFile:
        """A buffered file whose `sync` reaches the device."""
        return _SyncedFile(path)

    def read(self, path: Path) -> Iterator[bytes]:
        """Drop the file's pages from the cache first, so that the bytes come from the stick and not from memory."""
        with path.open("rb", buffering=0) as file:
            _forget_cached_pages(file.fileno())
            while chunk := file.read(_CHUNK):
                yield chunk

    def rename(self, old: Path, new: Path) -> None:
        """`rename(2)`."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Also a file that Windows or FAT marks as read-only."""
        try:
            path.unlink()
        except PermissionError:
            path.chmod(stat.S_IWRITE | stat.S_IREAD)
            path.unlink()

    def remove_folder(self, folder: Path) -> None:
        """`rmdir(2)`."""
        folder.rmdir()

    def sync_folder(self, folder: Path) -> None:
        """As `disk.sync_folder`."""
        disk.sync_folder(folder)


def _entry(found: os.DirEntry[str]) -> Entry:
    details = found.stat(follow_symlinks=False)
    if stat.S_ISDIR(details.st_mode) and not getattr(found, "is_junction", lambda: False)():
        return Entry(found.name, "folder")
    return Entry(found.name, "file" if stat.S_ISREG(details.st_mode) else "other", details.st_size)


def _flush_to_device(handle: int) -> None:
    os.fsync(handle)
    if sys.platform == "darwin":  # fsync there stops at the drive's own cache
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)


def _forget_cached_pages(handle: int) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(handle, fcntl.F_NOCACHE, 1)
        elif hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
