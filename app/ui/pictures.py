"""Decoding pictures off the window's thread, never larger than they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.documents import Box

_MAX_SIDE = 2_400
_MAX_MEGABYTES = 256


def load(path: Path, width: int) -> QImage:
    """Decode a picture at `width` pixels or less; a null image if it cannot be read. Safe in any thread."""
    reader = QImageReader(str(path))
    reader.setAllocationLimit(_MAX_MEGABYTES)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        bound = QSize(min(width, _MAX_SIDE), 3 * _MAX_SIDE)
        if size.width() > bound.width() or size.height() > bound.height():
            reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def cut(image: QImage, box: Box) -> QImage:
    """The part of a picture inside a box."""
    left, top = round(box.left * image.width()), round(box.top * image.height())
    width = max(1, round((box.right - box.left) * image.width()))
    height = max(1, round((box.bottom - box.top) * image.height()))
    return image.copy(left, top, width, height)
