"""A file that is being fetched, and the journal from which it goes on after a kill or a power cut.

``NAME.part`` grows; ``NAME.part.journal`` has one JSON line about where it comes from, then one line per chunk with its
length and sha256, written when the chunk is on the disk. On resuming every chunk is read again and compared, so that
what a power cut spoiled is fetched anew, and the hash of the whole file is there without a second pass at the end.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Self, cast

import msgspec

from app.domain.errors import UserFacingError
from app.inference.install.file_faults import writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHUNK = 4 << 20
"""Bytes between two lines of the journal: half of the 8 MiB that a kill may cost, the rest may be on its way to us."""

_PIECE = 1 << 20
_LINE = re.compile(rb"(\d{1,12}) ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What a server says about a file; "" and 0 stand for what it does not say.

    Attributes:
        url: Address it was asked from.
        etag: Strong validator of the server that sends the bytes.
        size: Bytes of the whole file.
        sha256: Of the whole file, as the catalogue or the hub says.
        git_sha1: What a hub says of a small file: the name that git gives its content.
        commit: Of the hub's repository.
    """

    url: str
    etag: str = ""
    size: int = 0
    sha256: str = ""
    git_sha1: str = ""
    commit: str = ""


class PartFile:
    """The part beside its target. Not thread-safe; one process at a time (the downloader holds a lock).

    Attributes:
        size: Bytes there are.
        origin: Where they come from; None while nothing is there.
    """

    def __init__(self, target: Path, *, chunk: int = CHUNK) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self.journal = target.with_name(f"{target.name}.part.journal")
        self.size = 0
        self.origin: RemoteFile | None = None
        self._chunk = chunk
        self._data: BinaryIO | None = None
        self._lines: BinaryIO | None = None
        self._whole = hashlib.sha256()
        self._open_hash = hashlib.sha256()
        self._open_size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Write down also the chunk that is not full: an orderly end costs nothing."""
        try:
            self.settle()
        except UserFacingError:
            pass  # a full disk or a stick that is gone: the chunk is fetched again
        finally:
            self._close()

    def resume(self, url: str, sha256: str, check: Callable[[], None]) -> None:
        """Take up what is there if it is of this file, else begin with nothing.

        Args:
            url: Address that it will be asked from.
            sha256: Of the whole file, "" where unknown.
            check: Called between pieces; raises to end.
        """
        with writing(self.path):
            lines = self._read_journal()
            origin = _origin(lines[0]) if lines else None
            if origin is None or not _same_file(origin, url, sha256) or not self.path.is_file():
                self.discard()
                return
            self.origin = origin if origin.url == url else replace(origin, url=url, etag="")
            self._open("r+b")
            kept = self._verify([_LINE.fullmatch(line) for line in lines[1:]], check)
            assert self._data is not None
            assert self._lines is not None
            self._data.truncate(self.size)
            self._data.seek(self.size)
            self._lines.truncate(sum(len(line) + 1 for line in lines[: kept + 1]))

    def begin(self, origin: RemoteFile) -> None:
        """Start anew with bytes of this origin."""
        self.discard()
        with writing(self.path):
            self.origin = origin
            self._open("w+b")
            self._write_line(msgspec.json.encode(origin))

    def write(self, data: bytes) -> None:
        """Append.

        Raises:
            UserFacingError: the disk is full or gone (``data.disk_full``, ``data.io``).
        """
        assert self._data is not None
        view = memoryview(data)
        while view:
            piece = view[: self._chunk - self._open_size]
            with writing(self.path):
                self._data.write(piece)
            self._whole.update(piece)
            self._open_hash.update(piece)
            self.size += len(piece)
            self._open_size += len(piece)
            if self._open_size == self._chunk:
                self.settle()
            view = view[len(piece) :]

    def digest(self) -> str:
        """The sha256 of everything there is, in hex."""
        return self._whole.hexdigest()

    def place(self) -> None:
        """Give the file its name; the part and its journal are gone then."""
        self.settle()
        self._close()
        with writing(self.target):
            self.path.replace(self.target)
            self.journal.unlink(missing_ok=True)

    def discard(self) -> None:
        """Throw away what there is."""
        self._close()
        self.size = self._open_size = 0
        self.origin = None
        self._whole, self._open_hash = hashlib.sha256(), hashlib.sha256()
        with writing(self.path):
            self.journal.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)

    def _open(self, mode: str) -> None:
        self._data = cast("BinaryIO", open(self.path, mode))  # noqa: SIM115 - closed by _close
        self._lines = open(self.journal, "ab")  # noqa: SIM115

    def _close(self) -> None:
        for file in (self._data, self._lines):
            if file is not None:
                with contextlib.suppress(OSError):  # what could not be flushed is not in the journal
                    file.close()
        self._data = self._lines = None

    def _read_journal(self) -> list[bytes]:
        """Its whole lines; a last line that was cut short is none."""
        try:
            return self.journal.read_bytes().split(b"\n")[:-1]
        except FileNotFoundError:
            return []

    def _write_line(self, line: bytes) -> None:
        assert self._lines is not None
        self._lines.write(line + b"\n")
        self._lines.flush()
        os.fsync(self._lines.fileno())

    def _verify(self, lines: list[re.Match[bytes] | None], check: Callable[[], None]) -> int:
        """Read the chunks of these lines; returns how many are as they were written."""
        assert self._data is not None
        for number, line in enumerate(lines):
            if line is None:
                return number
            length, digest, whole = int(line[1]), hashlib.sha256(), self._whole.copy()
            left = length
            while left and (piece := self._data.read(min(_PIECE, left))):
                check()
                digest.update(piece)
                whole.update(piece)
                left -= len(piece)
            if left or digest.hexdigest().encode() != line[2]:
                return number
            self._whole = whole
            self.size += length
        return len(lines)

    def settle(self) -> None:
        """Bring the open chunk to the disk, then its line: in this order a line never promises what is not there.

        Raises:
            UserFacingError: the disk is full or gone (``data.disk_full``, ``data.io``).
        """
        if self._data is None or self._lines is None or not self._open_size:
            return
        with writing(self.path):
            self._data.flush()
            os.fsync(self._data.fileno())
            self._write_line(f"{self._open_size} {self._open_hash.hexdigest()}".encode())
        self._open_hash, self._open_size = hashlib.sha256(), 0


def _origin(line: bytes) -> RemoteFile | None:
    try:
        return msgspec.json.decode(line, type=RemoteFile)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _same_file(origin: RemoteFile, url: str, sha256: str) -> bool:
    """The hash decides where both are known, so that another mirror may go on; else address and validator do."""
    if sha256 and origin.sha256:
        return sha256 == origin.sha256
    return origin.url == url and bool(sha256 or origin.sha256 or origin.git_sha1 or origin.etag)
