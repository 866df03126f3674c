"""Whatever goes wrong with a brought file becomes one of the known sentences."""

from __future__ import annotations

import errno
import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import AppError, UserFacingError

if TYPE_CHECKING:
    from collections.abc import Iterator


# A stick that was pulled or does not answer; other numbers come out of parsers that were misled
_DEVICE_ERRORS = frozenset({errno.EIO, errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EACCES})
_log = logging.getLogger(__name__)


@contextmanager
def source_faults(path: str | Path, name: str) -> Iterator[None]:
    """Run code that reads the file; everything it raises leaves as a `UserFacingError`.

    Parsers of hostile files raise anything: the chain keeps the cause for the log.

    Args:
        path: The file, looked for again after a failure.
        name: What the person calls it.

    Raises:
        UserFacingError: import.vanished, import.too_slow or import.damaged.
    """
    try:
        yield
    except AppError:
        raise
    except (MemoryError, RecursionError) as fault:
        raise UserFacingError("import.too_slow", name=name) from fault
    except Exception as fault:
        _log.info("could not read a file that was brought", exc_info=fault)
        if not Path(path).exists() or (isinstance(fault, OSError) and fault.errno in _DEVICE_ERRORS):
            raise UserFacingError("import.vanished", name=name) from fault
        raise UserFacingError("import.damaged", name=name) from fault


def check_size(path: Path, name: str, largest: int) -> None:
    """Refuse a file that is not there, empty or above `largest` bytes.

    Raises:
        UserFacingError: import.not_found, import.empty_file or import.too_large.
    """
    try:
        size = path.stat().st_size
        regular = path.is_file()
    except OSError as fault:
        raise UserFacingError("import.not_found", name=name) from fault
    if not regular:
        raise UserFacingError("import.unknown_format", name=name)
    if size == 0:
        raise UserFacingError("import.empty_file", name=name)
    if size > largest:
        raise UserFacingError("import.too_large", name=name, detail=f"{size >> 20} MB")
