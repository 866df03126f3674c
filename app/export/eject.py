"""Letting a stick go, so that it can be taken out: the tools of the desktop do it, where there are any."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SECONDS = 60  # what is still on its way to a slow stick is written first


def eject_commands(folder: Path, platform: str = sys.platform) -> tuple[tuple[str, ...], ...]:
    """Commands that let go of the drive mounted at a folder, to be tried in order; none where it is not known how."""
    if platform == "darwin":
        return (("/usr/sbin/diskutil", "eject", str(folder)),)
    gio = shutil.which("gio") if platform.startswith("linux") else None
    if gio is None:
        return ()
    return ((gio, "mount", "--eject", str(folder)), (gio, "mount", "--unmount", str(folder)))


def eject(folder: Path, commands: Sequence[Sequence[str]] | None = None) -> None:
    """Let go of a stick; blocks until what was written is on it.

    Raises:
        UserFacingError: ``pack.cannot_eject``; something still uses it, or it cannot be let go of.
    """
    for command in eject_commands(folder) if commands is None else commands:
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.SubprocessError):
            continue
        return
    raise UserFacingError("pack.cannot_eject", path=str(folder))
