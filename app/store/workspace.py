"""Folders for files on their way, under the data folder's staging folder."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.store.faults import known_faults

if TYPE_CHECKING:
    from collections.abc import Iterator


def sweep(staging: Path) -> None:
    """Remove what killed processes left behind; only for whoever holds the lock of the data folder.

    What cannot be removed stays: it is nobody's loss but the disk's.
    """
    with suppress(OSError):
        for left in staging.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                with suppress(OSError):
                    left.unlink()


@contextmanager
def workspace(staging: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, whatever happened.

    Raises:
        UserFacingError: the disk is full, refuses or does not answer, or the data folder was taken away meanwhile.
    """
    with known_faults(staging):
        try:
            folder = Path(tempfile.mkdtemp(dir=staging))
        except FileNotFoundError as error:
            raise UserFacingError("data.io", path=str(staging)) from error
        try:
            yield folder
        except FileNotFoundError as error:
            if folder.is_dir():
                raise
            raise UserFacingError("data.io", path=str(staging)) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
