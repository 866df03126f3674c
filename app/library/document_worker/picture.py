"""Pictures that somebody brought: decoded with caps on size, made upright, and written again as plain JPEG."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def page_count(path: Path, name: str) -> int:
    """Pages in a picture file: the frames of a TIFF, 1 for anything else (an animation is one picture).

    Raises:
        UserFacingError: the file is gone, empty, too large, damaged or not a picture.
    """
    raise NotImplementedError


def load(path: Path, name: str, page_index: int = 0) -> NDArray[np.uint8]:
    """Decode one page of a picture file, EXIF turned.

    Returns:
        (height, width, 3) BGR.

    Raises:
        UserFacingError: the file is gone, empty, too large, damaged or not a picture.
    """
    raise NotImplementedError


def write_jpeg(image: NDArray[np.uint8], path: Path) -> tuple[int, int]:
    """Write a BGR picture as JPEG, at most 2000 pixels on its longer side; returns the (width, height) written."""
    raise NotImplementedError
