"""Results of pure steps by the hash of what they were made from: memory, then disk, then shared. Rebuildable.

Values are bytes (msgpack). The disk tier is diskcache with a `Disk` that knows only text keys and bytes: plain
diskcache unpickles what it finds in its file (CVE-2025-69872). Each value carries its own hash, so a damaged one is
a miss, and a damaged file is thrown away and made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import shutil
import sqlite3
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import diskcache
from diskcache.core import MODE_BINARY, MODE_RAW

from app.store import codec

if TYPE_CHECKING:
    from app.store.shared_cache import SharedCache

_log = logging.getLogger(__name__)

_STEP = re.compile(r"[a-z][a-z0-9_]*\Z")
_HASH_BYTES = 16
_DISK_FAULTS = (sqlite3.Error, OSError, diskcache.Timeout, codec.DamagedValueError)
MEMORY_LIMIT = 64 << 20
DISK_LIMIT = 2 << 30


@dataclass(slots=True)
class StepStats:
    """What happened at one step: found in memory, on disk, in the shared folder, not found."""

    memory: int = 0
    disk: int = 0
    misses: int = 0
    shared: int = 0

    @property
    def hits(self) -> int:
        """Found anywhere."""
        return self.memory + self.disk + self.shared


class BytesDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache is untyped
    """Stores text keys and bytes; whatever else a row claims to be is damage."""

    def put(self, key: Any) -> tuple[str, bool]:  # noqa: ANN401 - diskcache's signature
        """Key to its column."""
        if not isinstance(key, str):
            raise TypeError("a key is text")
        return key, True

    def get(self, key: Any, raw: Any) -> str:  # noqa: ANN401 - diskcache's signature
        """Column to key."""
        if not raw or not isinstance(key, str):
            raise codec.DamagedValueError("a key of the cache is not text")
        return key

    def store(self, value: Any, read: bool, key: Any = None) -> Any:  # noqa: ANN401 - diskcache's signature
        """Value to its columns."""
        if not isinstance(value, bytes) or read:
            raise TypeError("a value is bytes")
        return super().store(value, read, key)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> bytes:  # noqa: ANN401
        """Columns to value."""
        if read or mode not in {MODE_RAW, MODE_BINARY}:
            raise codec.DamagedValueError("a row of the cache is not bytes")
        if filename is not None:
            self._inside(filename)
        found = super().fetch(mode, filename, value, read)
        if not isinstance(found, bytes):
            raise codec.DamagedValueError("a value of the cache is not bytes")
        return found

    def remove(self, file_path: str) -> None:
        """Delete the file of a row."""
        self._inside(file_path)
        super().remove(file_path)

    def _inside(self, filename: str) -> None:
        root = Path(self._directory).resolve()
        if not (root / filename).resolve().is_relative_to(root):
            raise codec.DamagedValueError("a row of the cache points out of its folder")


class StepCache:
    """Memory over disk over shared tier; safe to use from any thread. It never raises for a fault of a disk.

    Args:
        folder: The disk tier; None for memory alone (commands that only read).
        memory_limit: Bytes of values kept in memory.
        disk_limit: Bytes kept on disk; the least recently used go first.
        shared: What another laptop has computed; None for nothing.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        memory_limit: int = MEMORY_LIMIT,
        disk_limit: int = DISK_LIMIT,
        shared: SharedCache | None = None,
    ) -> None:
        self._folder = folder
        self._shared = shared
        self._memory_limit = memory_limit
        self._disk_limit = disk_limit
        self._lock = threading.RLock()
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._memory_bytes = 0
        self._stats: dict[str, StepStats] = {}
        self._disk: Any = None
        self._open()

    @staticmethod
    def key(step: str, *identity: object) -> str:
        """Name of a step's result: ``<step>-<hash of step and identity>``, fit for a file name.

        Args:
            step: Code word of the step; lower-case letters, digits and underscores.
            *identity: Engine fingerprint first, then inputs and options: text, bytes, numbers, enumerations, tuples,
                dicts, frozen dataclasses.
        """
        if not _STEP.match(step):
            raise ValueError(f"not a step: {step!r}")
        packed = codec.to_msgpack((step, identity))
        return f"{step}-{hashlib.blake2b(packed, digest_size=32, person=b'shikshasetu-1').hexdigest()}"

    def get(self, key: str) -> bytes | None:
        """The result stored under this key; None where there is none. A shared one is kept here from then on."""
        with self._lock:
            stats = self._stats.setdefault(key.partition("-")[0], StepStats())
            if (value := self._memory.get(key)) is not None:
                self._memory.move_to_end(key)
                stats.memory += 1
                return value
            if (value := self._from_disk(key)) is not None:
                stats.disk += 1
                self._remember(key, value)
                return value
        value = self._shared.get(key) if self._shared is not None else None  # not locked: a stick is slow
        with self._lock:
            if value is None:
                stats.misses += 1
                return None
            stats.shared += 1
            self.put(key, value)
            return value

    def peek(self, key: str) -> bytes | None:
        """The result on this laptop; neither counted nor kept in memory."""
        with self._lock:
            return self._memory.get(key) or self._from_disk(key)

    def keys(self) -> tuple[str, ...]:
        """Of every result on this laptop, sorted."""
        with self._lock:
            found = set(self._memory)
            if self._disk is not None:
                try:
                    found.update(self._disk.iterkeys())
                except _DISK_FAULTS as fault:
                    self._after(fault)
            return tuple(sorted(found))

    def put(self, key: str, value: bytes) -> None:
        """Keep a result; a full or failing disk costs only the disk tier."""
        with self._lock:
            self._remember(key, value)
            if self._disk is None:
                return
            try:
                self._disk.set(key, _digest(value) + value)
            except _DISK_FAULTS as fault:
                self._after(fault)

    @property
    def stats(self) -> dict[str, StepStats]:
        """Hits and misses by step since this object was made."""
        with self._lock:
            return {step: StepStats(one.memory, one.disk, one.misses, one.shared) for step, one in self._stats.items()}

    def clear(self) -> None:
        """Throw every result away."""
        with self._lock:
            self._memory.clear()
            self._memory_bytes = 0
            self._rebuild()

    def close(self) -> None:
        """Let go of the disk tier."""
        with self._lock:
            if self._disk is not None:
                self._disk.close()
                self._disk = None

    def _remember(self, key: str, value: bytes) -> None:
        self._memory_bytes += len(value) - len(self._memory.pop(key, b""))
        self._memory[key] = value
        while self._memory_bytes > self._memory_limit:
            self._memory_bytes -= len(self._memory.popitem(last=False)[1])

    def _from_disk(self, key: str) -> bytes | None:
        if self._disk is None:
            return None
        try:
            stored = self._disk.get(key)
        except _DISK_FAULTS as fault:
            self._after(fault)
            return None
        if stored is None:
            return None
        value = bytes(stored[_HASH_BYTES:])
        if _digest(value) != stored[:_HASH_BYTES]:
            _log.warning("a cached result was damaged and is made again: %s", key)
            with contextlib.suppress(*_DISK_FAULTS):
                self._disk.delete(key)
            return None
        return value

    def _after(self, fault: BaseException) -> None:
        """Damage costs the whole disk tier, a full or failing disk only this one result."""
        code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
        damaged = isinstance(fault, codec.DamagedValueError) or (
            isinstance(fault, sqlite3.DatabaseError)
            and code not in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY}
        )
        _log.warning("the disk cache failed (%s); %s", type(fault).__name__, "made anew" if damaged else "went on")
        if damaged:
            self._rebuild()

    def _rebuild(self) -> None:
        if self._disk is not None:
            with contextlib.suppress(*_DISK_FAULTS):
                self._disk.close()
            self._disk = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

    def _open(self) -> None:
        if self._folder is None:
            return
        for attempt in (1, 2):
            try:
                self._disk = self._open_disk(self._folder)
            except _DISK_FAULTS as fault:
                _log.warning("the disk cache cannot be opened (%s)", type(fault).__name__)
                if attempt == 1:
                    shutil.rmtree(self._folder, ignore_errors=True)
            else:
                return

    def _open_disk(self, folder: Path) -> Any:  # noqa: ANN401 - diskcache is untyped
        return diskcache.Cache(
            str(folder),
            disk=BytesDisk,
            size_limit=self._disk_limit,
            eviction_policy="least-recently-used",
            # Not WAL: diskcache uses this Python's own sqlite3, which may have the WAL-reset bug; and a cache need
            # not survive a power cut, a damaged one is made anew.
            sqlite_journal_mode="truncate",
            sqlite_synchronous=0,
            sqlite_mmap_size=0,
        )


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_HASH_BYTES).digest()
