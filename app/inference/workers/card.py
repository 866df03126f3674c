"""The device files of NVIDIA's cards on Linux, which the driver makes at first use by a program with more rights.

A confined process neither starts programs nor gains rights, so they are made before.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

_PROGRAM, _FOLDERS = "nvidia-modprobe", "/usr/bin:/usr/sbin:/bin:/sbin"
_SECONDS = 10.0


def wake_card(devices: Path = Path("/dev"), folders: str = _FOLDERS) -> None:
    """Have them made, if they are not there and this system has what makes them.

    Args:
        devices: Where they would be.
        folders: Where the program may be.
    """
    if sys.platform != "linux" or (devices / "nvidia-uvm").exists():
        return
    program = shutil.which(_PROGRAM, path=folders)
    if program is not None:
        with contextlib.suppress(OSError, subprocess.SubprocessError):  # without it the laptop's processor serves
            subprocess.run(
                [program, "-c=0", "-u"], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_SECONDS
            )
