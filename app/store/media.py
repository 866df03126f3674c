"""Originals, page pictures and sound: files named by the SHA-256 of what is in them.

A file gets its name only after every byte is on the disk, so a name always stands for whole content. Files that
nothing refers to rest in a trash for weeks before they go: a database restored from an old backup finds them there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
import uuid
from typing import TYPE_CHECKING

from app.domain.disk import sync_folder
from app.domain.errors import UserFacingError
from app.store.faults import known_faults

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_CHUNK = 1 << 20
DAY = 86_400
GRACE = DAY
TRASH_KEPT = 35 * DAY


class MediaStore:
    """The media folder.

    Attributes:
        folder: Where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._trash = folder / "trash"

    def put(self, data: bytes) -> str:
        """Keep these bytes; returns their SHA-256.

        Raises:
            UserFacingError: the disk is full, fails, or is read-only.
        """
        digest = hashlib.sha256(data).hexdigest()
        if not self._touch(digest):
            with known_faults(self.folder):
                self._write(digest, data)
        return digest

    def adopt(self, file: Path) -> str:
        """Move a file into the folder (from staging, on the same disk); returns its SHA-256.

        Raises:
            UserFacingError: the disk is full, fails, or is read-only.
        """
        with known_faults(self.folder):
            digest = file_sha256(file)
            if self._touch(digest):
                file.unlink()
                return digest
            self.folder.mkdir(parents=True, exist_ok=True)
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())
            file.replace(self.folder / digest)
            sync_folder(self.folder)
        return digest

    def path(self, sha256: str) -> Path:
        """The file of this content.

        Raises:
            UserFacingError: it is not here any more (``data.media_gone``).
        """
        if not self.has(sha256):
            raise UserFacingError("data.media_gone")
        return self.folder / sha256

    def has(self, sha256: str) -> bool:
        """Whether this content is here; it is taken back out of the trash when it is asked for."""
        if not _NAME.match(sha256):
            return False
        kept = self.folder / sha256
        if not kept.exists():
            with contextlib.suppress(OSError):
                (self._trash / sha256).replace(kept)
        return kept.exists()

    def read(self, sha256: str, *, verify: bool = True) -> bytes:
        """The bytes, compared with their name unless told otherwise.

        Raises:
            UserFacingError: they are not here or not what they were (``data.media_gone``), or the disk fails.
        """
        with known_faults(self.folder):
            data = self.path(sha256).read_bytes()
        if verify and hashlib.sha256(data).hexdigest() != sha256:
            raise UserFacingError("data.media_gone")
        return data

    def verify(self, sha256: str) -> bool:
        """Whether the file is here and what it was."""
        with known_faults(self.folder):
            return self.has(sha256) and file_sha256(self.folder / sha256) == sha256

    def sweep(self, referenced: AbstractSet[str], *, now: float | None = None) -> int:
        """Put what nothing refers to into the trash, and empty the trash of what has been there for weeks.

        Args:
            referenced: SHA-256 of everything that is still needed.
            now: Seconds since the epoch.

        Returns:
            The number of bytes set free.
        """
        moment = time.time() if now is None else now
        with known_faults(self.folder):
            self._trash.mkdir(parents=True, exist_ok=True)
            for file in self.folder.iterdir():
                if file.is_file() and file.name not in referenced and file.stat().st_mtime < moment - GRACE:
                    os.utime(file, (moment, moment))
                    file.replace(self._trash / file.name)
            freed = 0
            for file in self._trash.iterdir():
                if file.name in referenced:
                    file.replace(self.folder / file.name)
                elif file.stat().st_mtime < moment - TRASH_KEPT:
                    freed += file.stat().st_size
                    file.unlink()
        return freed

    def _touch(self, sha256: str) -> bool:
        """Whether the content is here already and whole; its age starts again so that a sweep leaves it alone."""
        file = self.folder / sha256
        if not self.has(sha256) or file_sha256(file) != sha256:
            return False
        with contextlib.suppress(OSError):
            os.utime(file)
        return True

    def _write(self, digest: str, data: bytes) -> None:
        temporary = self._temporary()
        try:
            temporary.write_bytes(data)
            self._name(temporary, digest)
        finally:
            temporary.unlink(missing_ok=True)

    def _name(self, temporary: Path, digest: str) -> None:
        with temporary.open("rb+") as opened:
            os.fsync(opened.fileno())
        temporary.replace(self.folder / digest)
        sync_folder(self.folder)

    def _temporary(self) -> Path:
        with known_faults(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"incoming-{uuid.uuid4().hex}"


def file_sha256(file: Path) -> str:
    """Hash of a file's content, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
