"""Reading the text of a picture with Tesseract, whatever the picture went through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.documents import Box
from app.library.document_worker.requests import PageReading


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """What is wanted of one page picture.

    Attributes:
        name: Name of the source file, for messages.
        stem: Start of the names of the files written ("p0003" gives ``p0003.jpg``, ``p0003-figure-1.jpg``).
        staging: Existing folder they are written to.
        language: ISO 639-1 code of the page; None to find it out.
        rotation: Clockwise quarter turns in degrees that the teacher asked for, on top of the upright picture.
        crop: Part of the upright, turned picture that the teacher kept.
    """

    name: str
    stem: str
    staging: Path
    language: str | None = None
    rotation: int = 0
    crop: Box | None = None


def read_picture(image: NDArray[np.uint8], request: PictureRequest) -> PageReading:
    """Repair a page picture, read it and keep its figures.

    The teacher's `rotation` and `crop` belong in the request, not in `picture.load`: they are meant on the picture
    that was shown, which is already upright and flat.

    Args:
        image: (height, width, 3) BGR as `picture.load` gives it, or a rendered PDF page.
        request: What is wanted.

    Returns:
        Text, notes and badge; `picture` is the file name of the upright page picture in `staging`, and all boxes are
        fractions of that picture.

    Raises:
        UserFacingError: Tesseract or one of its languages is missing, or took too long.
    """
    raise NotImplementedError
