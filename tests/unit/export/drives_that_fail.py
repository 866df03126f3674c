"""A drive that works until it does not: every file operation can be the one that fails."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.export.file_operations import Entry, OsFileOperations, WritableFile


class QuickOperations(OsFileOperations):
    """Reads through the cache and never really syncs: a thousand syncs take a minute, and order is what is tested."""

    def create(self, path: Path) -> WritableFile:
        return _Unsynced(path)

    def read(self, path: Path) -> Iterator[bytes]:
        yield path.read_bytes()

    def sync_folder(self, folder: Path) -> None:
        pass


class _Unsynced:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)

    def write(self, data: bytes, /) -> object:
        return self._file.write(data)

    def sync(self) -> None:
        pass

    def close(self) -> None:
        self._file.close()


@dataclass
class FailingOperations:
    """Quick file operations of which number `fails_at` (from 1) and, if `for_good`, all later ones raise `error`.

    A write that fails has written half of its bytes, as on a real stick. `capacity` in bytes makes writes fail with
    ENOSPC when the files under `root` would take more.
    """

    fails_at: int = 0
    error: int = errno.EIO
    for_good: bool = True
    root: Path | None = None
    capacity: int | None = None
    free: int = 1 << 40
    count: int = 0
    log: list[str] = field(default_factory=list)
    real: OsFileOperations = field(default_factory=QuickOperations)

    def device(self, folder: Path) -> int:
        """Not counted: it asks the system and not the stick."""
        return self.real.device(folder)

    def step(self, name: str, half: Callable[[], object] = lambda: None) -> None:
        self.count += 1
        self.log.append(name)
        if self.fails_at and (self.count == self.fails_at or (self.for_good and self.count > self.fails_at)):
            if self.count == self.fails_at:
                half()
            raise OSError(self.error, os.strerror(self.error))

    def make_room(self, more: int) -> None:
        if self.capacity is None or self.root is None:
            return
        used = sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file())
        if used + more > self.capacity:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def free_bytes(self, folder: Path) -> int:
        self.step("free")
        return self.free

    def entries(self, folder: Path) -> tuple[Entry, ...]:
        self.step(f"entries {folder.name}")
        return self.real.entries(folder)

    def make_folder(self, folder: Path) -> None:
        self.step(f"make {folder.name}")
        self.real.make_folder(folder)

    def create(self, path: Path) -> WritableFile:
        self.step(f"create {path.name}")
        return _File(self, self.real.create(path))

    def read(self, path: Path) -> Iterator[bytes]:
        self.step(f"read {path.name}")
        yield from self.real.read(path)

    def rename(self, old: Path, new: Path) -> None:
        self.step(f"rename {old.name} {new.name}")
        self.real.rename(old, new)

    def remove(self, path: Path) -> None:
        self.step(f"remove {path.name}")
        self.real.remove(path)

    def remove_folder(self, folder: Path) -> None:
        self.step(f"remove {folder.name}")
        self.real.remove_folder(folder)

    def sync_folder(self, folder: Path) -> None:
        self.step(f"sync {folder.name}")
        self.real.sync_folder(folder)


class _File:
    def __init__(self, operations: FailingOperations, real: WritableFile) -> None:
        self._operations = operations
        self._real = real

    def write(self, data: bytes, /) -> object:
        self._operations.step("write", lambda: self._real.write(data[: len(data) // 2]))
        self._operations.make_room(len(data))
        return self._real.write(data)

    def sync(self) -> None:
        self._operations.step("sync")
        self._real.sync()

    def close(self) -> None:
        self._real.close()
