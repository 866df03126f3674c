"""The folders that a run of `models bench` makes for random models, and the end of those whose run was killed."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = ".bench-"
_OURS = re.compile(rf"{re.escape(PREFIX)}([0-9]{{1,10}})")
_CLOCKS = 5.0
"""Seconds that the clocks of a file system and of the processes may differ."""


def sweep_workshops(models: Path) -> None:
    """Take away what killed runs left beside the installed models: up to a gigabyte each.

    What cannot be removed stays: it is nobody's loss but the disk's.
    """
    try:
        found = [(one, name) for one in models.iterdir() if (name := _OURS.fullmatch(one.name)) is not None]
    except OSError:
        return
    for folder, name in found:
        if not folder.is_symlink() and not _runs(int(name[1]), folder):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int, folder: Path) -> bool:
    """Whether the process that made a folder is still there, and not another one that got its number since."""
    try:
        return psutil.Process(pid).create_time() < folder.stat().st_mtime + _CLOCKS
    except (psutil.NoSuchProcess, OSError, OverflowError):
        return False
    except psutil.Error:  # there, and somebody else's
        return True
