"""Faults of disks while models are written, as sentences; and the few checks that every writer here makes."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.plain_file import open_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_PIECE = 1 << 20
_UNITS = ("bytes", "kB", "MB", "GB")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system says about a file being written into a sentence.

    Raises:
        UserFacingError: ``data.disk_full``, or ``data.io`` for everything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserFacingError("data.disk_full") from error
        raise UserFacingError("data.io", path=str(path)) from error


def ask_for_room(folder: Path, needed: int, name: str) -> None:
    """See that a drive has room before anything is written.

    Args:
        folder: On the drive.
        needed: Bytes.
        name: Of what is going to be written.

    Raises:
        UserFacingError: ``download.no_space``.
    """
    with writing(folder):
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise UserFacingError("download.no_space", name=name, needed=in_words(needed), free=in_words(free))


def in_words(size: float) -> str:
    """A number of bytes for people, as "3.1 GB"."""
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} {_UNITS[-1]}"


def sha256_of(path: Path, check: Callable[[], None] = lambda: None) -> str:
    """The sha256 of a file in hex; `check` is called between its pieces and may end it.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with open_plain(path) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            check()
    return digest.hexdigest()
