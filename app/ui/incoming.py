"""What a person hands over: files, whole folders, a picture from the clipboard. Everything here may block."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QImage

SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".docx", ".txt", ".md")
MAX_FROM_FOLDER = 300
"""Files taken out of one folder: who drops a whole disk by mistake does not wait for hours."""
_PASTED = "pasted-"


def files(paths: Iterable[Path]) -> list[Path]:
    """The files to read, photos in the order of their names: page 2 before page 10.

    A folder stands for what this app reads among the files in it, not for folders inside it. A single file is handed
    on whatever it is: the library says what is wrong with it.

    Raises:
        OSError: a folder cannot be looked into.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and not one.name.startswith("."))
            found += sorted((one for one in inside if one.is_file()), key=_in_order)[:MAX_FROM_FOLDER]
        else:
            found.append(path)
    return sorted(dict.fromkeys(found), key=_in_order)


def keep_picture(image: QImage, data: Path, name: str) -> Path:
    """Write a picture from the clipboard to a file of this name in a folder of its own; see `forget`.

    Raises:
        OSError: it cannot be written.
    """
    staging = data / "staging"
    staging.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=_PASTED, dir=staging)) / f"{name}.png"
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]  # PySide's stub wants bytes for the format
        raise OSError(f"{path} could not be written")
    return path


def forget(sources: Sequence[str]) -> None:
    """Take away the files that `keep_picture` made, once the library has its own copy."""
    for folder in {Path(one).parent for one in sources}:
        if folder.name.startswith(_PASTED):
            shutil.rmtree(folder, ignore_errors=True)


def _in_order(path: Path) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
