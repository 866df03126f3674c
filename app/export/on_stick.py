"""Which lessons a stick holds already, told quickly: from their descriptions, without reading the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.export.file_operations import OsFileOperations
from app.export.removable_drive import RemovableDrive
from app.export.stick import LESSONS, Stick

if TYPE_CHECKING:
    from pathlib import Path


def versions_on(folder: Path) -> dict[str, int]:
    """Version of each lesson that stands in a folder, by lesson id; empty where the stick is gone or holds none."""
    try:
        drive = RemovableDrive(folder, OsFileOperations(), lambda: None)
        stick = Stick(drive)
        entries = drive.operations.entries(folder / LESSONS)
        found = [stick.info(folder / LESSONS / entry.name) for entry in entries if entry.kind == "folder"]
    except OSError:
        return {}
    return {info.lesson_id: info.version for info in found if info is not None}
