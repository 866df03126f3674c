"""Opening what came from elsewhere: a plain file and nothing else, so that no pipe or device makes anybody wait."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def open_plain(path: Path, *, through_links: bool = False) -> BinaryIO:
    """Open a file for reading; a link is followed only where that is asked for.

    Raises:
        OSError: it is not there, cannot be read, or is no plain file.
    """
    follow = 0 if through_links else getattr(os, "O_NOFOLLOW", 0)
    if not through_links and path.is_symlink():  # for systems that have no such flag
        raise OSError(errno.ELOOP, "it is a link", str(path))
    handle = os.open(path, _FLAGS | follow)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, "it is no plain file", str(path))


def read_plain(path: Path, most: int, *, through_links: bool = False) -> bytes:
    """The whole of a small file.

    Raises:
        OSError: as `open_plain`, or it has more than `most` bytes.
    """
    with open_plain(path, through_links=through_links) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, "it is too long", str(path))
    return data
