"""Faults of the disk, told apart from bugs: SQLite's and the operating system's errors become messages."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import stat
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from app.domain.errors import UserFacingError
from app.store.codec import DamagedValueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_WRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_FILE = {errno.EISDIR, errno.ENOTDIR, errno.ELOOP}
_NEARLY_NOTHING = 256 * 1024

_BY_CODE = {
    sqlite3.SQLITE_FULL: "data.disk_full",
    sqlite3.SQLITE_READONLY: "data.not_writable",
    sqlite3.SQLITE_CANTOPEN: "data.not_writable",
    sqlite3.SQLITE_PERM: "data.not_writable",
    sqlite3.SQLITE_AUTH: "data.not_writable",
    sqlite3.SQLITE_IOERR: "data.io",
    sqlite3.SQLITE_BUSY: "data.locked",
    sqlite3.SQLITE_LOCKED: "data.locked",
    sqlite3.SQLITE_CORRUPT: "data.damaged",
    sqlite3.SQLITE_NOTADB: "data.damaged",
}


def sqlite_code(error: BaseException) -> int | None:
    """SQLite's primary result code of an error of SQLAlchemy or of the DB-API module; None for anything else."""
    code = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def is_damage(error: BaseException) -> bool:
    """Whether the error says that stored bytes are not what was stored."""
    return isinstance(error, DamagedValueError) or sqlite_code(error) in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }


def translate(error: BaseException, path: Path) -> UserFacingError | None:
    """What a person should be told about this error; None where it is a bug.

    Args:
        error: What was raised.
        path: The file or folder that was being used.
    """
    key = None
    if isinstance(error, DamagedValueError):
        key = "data.damaged"
    elif isinstance(error, OSError):
        key = _os_key(error)
    elif (code := sqlite_code(error)) is not None:
        key = _BY_CODE.get(code)
    if key in {"data.io", "data.not_writable"} and _is_full(path):
        key = "data.disk_full"
    return None if key is None else UserFacingError(key, path=str(path))


def _os_key(error: OSError) -> str | None:
    if error.errno in _FULL:
        return "data.disk_full"
    if error.errno in _NOT_WRITABLE:
        return "data.not_writable"
    if error.errno in _NO_FILE:
        return "data.not_a_file"
    return "data.io" if error.errno in {errno.EIO, errno.EFBIG, errno.ENODEV, errno.ENXIO} else None


def check_file(path: Path) -> None:
    """Refuse what is no file that can be read: SQLite would take a folder for a disk at fault and wait for a pipe.

    Raises:
        UserFacingError: it is something else than a file (``data.not_a_file``), may not be read
            (``data.not_readable``), or its folder is no folder (``data.no_folder``). A file that is not there is fine.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise UserFacingError("data.not_a_file", path=str(path)) from None
        return
    except NotADirectoryError as error:
        raise UserFacingError("data.no_folder", path=str(path.parent)) from error
    except PermissionError as error:
        raise UserFacingError("data.not_readable", path=str(path)) from error
    except OSError as error:
        raise UserFacingError("data.not_a_file" if error.errno in _NO_FILE else "data.io", path=str(path)) from error
    if not stat.S_ISREG(mode):
        raise UserFacingError("data.not_a_file", path=str(path))
    if not os.access(path, os.R_OK):
        raise UserFacingError("data.not_readable", path=str(path))


def _is_full(path: Path) -> bool:
    """SQLite reports a file that could not grow as an I/O error, so look at the disk itself."""
    try:
        return shutil.disk_usage(path if path.is_dir() else path.parent).free < _NEARLY_NOTHING
    except OSError:
        return False


@contextlib.contextmanager
def known_faults(path: Path) -> Iterator[None]:
    """Raise faults of the disk met inside the block as `UserFacingError`; bugs pass unchanged."""
    try:
        yield
    except Exception as error:
        if (known := translate(error, path)) is not None:
            raise known from error
        raise
