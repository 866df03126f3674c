"""Lines of print on dark ground that stayed in a figure: the page lacks them, which its badge has to say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import light, tesseract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.figures import Rect

    Picture = NDArray[np.uint8]

_DARK = 0.75  # of the paper
_DARKENED = 0.15  # of a figure
_UNIT = 24.0  # pixels that a letter is given
_GROUND = 1.7  # heights of a letter: wider than strokes, lower than the row of a table
_FULL = 99.7  # per cent of the pixels differ less from their ground than full print
_STEP = 30  # of 255 between print and ground
_MOST = 4
_SURE = 80.0
_FEWEST_LETTERS, _FEWEST_LINES = 4, 2
_LONG_LINE = 12  # letters: as many no label has


def is_unread(upright: Picture, figures: Sequence[Rect], letter: float, model: str) -> bool:
    """Whether lines of print, and not a label alone, stand on the dark ground of a figure.

    Args:
        upright: (H, W, 3) BGR, the page in its own light.
        figures: Areas of it that are pictures for the reader.
        letter: Height of its letters in pixels.
        model: Tesseract's name of the page's model.

    Raises:
        UserFacingError: the model is missing.
    """
    if not figures or letter < 4:
        return False
    grey = np.asarray(cv2.cvtColor(upright, cv2.COLOR_BGR2GRAY), np.uint8)
    paper = float(np.percentile(grey[::4, ::4], 90))
    largest = sorted(figures, key=lambda figure: -figure.area)[:_MOST]
    return any(_has_lines(grey[f.top : f.bottom, f.left : f.right], paper, letter, model) for f in largest)


def _has_lines(cut: Picture, paper: float, letter: float, model: str) -> bool:
    if cut.size == 0:
        return False
    printed = _print(light.resized(cut, _UNIT / letter), paper)
    if printed is None:
        return False
    rows: dict[tuple[int, int, int], int] = defaultdict(int)
    for word in tesseract.read(printed, model):
        if word.confidence >= _SURE:
            rows[word.line] += sum(map(str.isalnum, word.text))
    lines = sum(letters >= _FEWEST_LETTERS for letters in rows.values())
    return lines >= _FEWEST_LINES or max(rows.values(), default=0) >= _LONG_LINE


def _print(cut: Picture, paper: float) -> Picture | None:
    """What differs from its dark ground, dark on white; None where there is none."""
    ground = cv2.medianBlur(cut, round(_GROUND * _UNIT) | 1)
    dark = ground < _DARK * paper
    if dark.mean() < _DARKENED:
        return None
    apart = np.where(dark, cv2.absdiff(cut, ground), 0).astype(np.float32)
    full = float(np.percentile(apart, _FULL))
    if full < _STEP:
        return None
    return np.asarray(255 - np.clip(apart * (255 / full), 0, 255), np.uint8)
