"""From a photo of a page to a flat, upright, evenly lit page that Tesseract can read.

A clean page passes through untouched: every step is taken only when its fault is measured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from app.library.document_worker import geometry, light

if TYPE_CHECKING:
    Picture = NDArray[np.uint8]

_ANALYSED_SIDE = 1600
_LEAST_SIDE = 24
_HOPELESS = 45.0
"""Sigma of grain in which nothing can be read."""
_SMALL_LETTER = 19.0
_TINY_LETTER = 12.5
_WANTED_LETTER = 26.0
_LARGE_LETTER = 60.0
_MAX_READ_SIDE = 4200
_LEVEL = 0.12
"""Degrees of skew that Tesseract does not mind."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A page picture ready to be read and shown; both pictures show the same part of the page.

    Attributes:
        reading: (h, w) grey, for Tesseract.
        upright: (H, W, 3) BGR, flat and upright in its own light, for the teacher.
        letter: Median height of the printed shapes in `reading`, in pixels; 0 where no print was found.
        repaired: Whether light, noise or geometry had to be mended.
        row_contrast: See `geometry.clearest_rows`.
        shapes: Number of printed shapes found.
    """

    reading: Picture
    upright: Picture
    letter: float
    repaired: bool
    row_contrast: float = 0.0
    shapes: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the analysis of a picture asks for. `corners` in pixels of the whole picture, `letter` too."""

    corners: NDArray[np.float32] | None
    sideways: bool
    angle: float
    bend: geometry.Bend
    letter: float
    row_contrast: float
    shapes: int

    @property
    def is_flat(self) -> bool:
        return self.corners is None and not self.sideways and not self.angle and self.bend.is_flat


def repair(image: Picture) -> Repaired:
    """Mend what is wrong with a page picture.

    Args:
        image: (height, width, 3) BGR.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    if min(grey.shape) < _LEAST_SIDE:
        return Repaired(grey, image, 0.0, repaired=False)
    board = light.is_light_on_dark(grey)
    grey = np.asarray(cv2.bitwise_not(grey), np.uint8) if board else grey
    plan = _analyse(grey)
    shrink = _reading_scale(plan.letter, max(grey.shape))
    before = min(1.0, shrink)
    mended, lit = _even_and_quiet(light.resized(grey, before), plan.letter * before)
    if plan.is_flat:
        if not lit and plan.letter > _TINY_LETTER:
            shrink = min(shrink, 1.0)  # clean print reads best as it is
        reading = light.resized(mended, shrink / before)
        return Repaired(reading, image, plan.letter * shrink, lit, plan.row_contrast, plan.shapes)
    flat = _flattened(mended, plan, source_scale=before, scale=shrink)
    upright = _flattened(image, plan, source_scale=1.0, scale=min(1.0, 2000 / max(image.shape[:2])))
    return Repaired(flat, upright, plan.letter * shrink, True, plan.row_contrast, plan.shapes)


def _analyse(grey: Picture) -> _Plan:
    shrink = min(1.0, _ANALYSED_SIDE / max(grey.shape))
    small = light.resized(grey, shrink)
    sigma = light.noise_sigma(small)
    if sigma > _HOPELESS:
        return _Plan(None, False, 0.0, geometry.Bend(), 0.0, 0.0, 0)
    if sigma > light.NOTICEABLE_NOISE:
        small = np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.uint8)
    ink = light.ink(small, light.paper_light(small, 24))
    corners = geometry.page_outline(small, ink)
    if corners is not None:
        flat, size = _sheet(corners)
        ink = np.asarray(cv2.warpPerspective(ink, flat, size), np.uint8)
        corners = np.asarray(corners / shrink, np.float32)
    printed = geometry.find_print(ink)
    sideways = geometry.rows_run_upwards(printed)
    if sideways:
        ink = np.ascontiguousarray(np.rot90(ink))
        printed = geometry.find_print(ink)
    angle = geometry.skew(printed)
    angle = 0.0 if abs(angle) < _LEVEL else angle
    if angle:
        ink = _turned(ink, angle)
        printed = geometry.find_print(ink)
    bend = geometry.bend(printed)
    letter = printed.letter * ink.shape[1] / shrink
    contrast = geometry.clearest_rows(printed, bend, 1 / ink.shape[1])
    return _Plan(corners, sideways, angle, bend, letter, contrast, printed.shapes)


def _reading_scale(letter: float, side: int) -> float:
    """Factor that brings letters to a height Tesseract reads well; 1 where they are in its good range."""
    if not letter:
        return min(1.0, _MAX_READ_SIDE / side)
    scale = 1.0
    if letter < _SMALL_LETTER or letter > _LARGE_LETTER:
        scale = min(3.0, _WANTED_LETTER / letter) if letter < _SMALL_LETTER else 0.6 * _LARGE_LETTER / letter
    return min(scale, _MAX_READ_SIDE / side)


def _even_and_quiet(grey: Picture, letter: float) -> tuple[Picture, bool]:
    """The picture under even light and without noise, and whether either was needed."""
    lamp = light.paper_light(grey, min(max(letter, 12.0), 60.0))
    even = light.is_even(lamp)
    mended = grey if even else light.divided(grey, lamp)
    sigma = light.noise_sigma(mended)
    quiet = mended if sigma < light.NOTICEABLE_NOISE else light.denoised(mended, sigma)
    if even:
        return quiet, quiet is not mended
    return light.without_grain(quiet, grey, lamp, letter), True


def _turned(picture: Picture, angle: float) -> Picture:
    """Turned counter-clockwise by degrees on a canvas that holds all of it."""
    height, width = picture.shape[:2]
    matrix, size = _turn(width, height, angle)
    return np.asarray(cv2.warpAffine(picture, matrix, size), np.uint8)


def _turn(width: int, height: int, angle: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    radians = math.radians(angle)
    sine, cosine = abs(math.sin(radians)), math.cos(radians)
    size = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    matrix[:, 2] += np.array([size[0] - width, size[1] - height]) / 2
    return matrix, size


def _sheet(corners: NDArray[np.float32]) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Homography that lays a quadrilateral flat, and the size it then has in pixels."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = math.ceil(max(math.dist(top_left, top_right), math.dist(bottom_left, bottom_right)))
    height = math.ceil(max(math.dist(top_left, bottom_left), math.dist(top_right, bottom_right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(matrix, np.float64), (width, height)


def _flattened(picture: Picture, plan: _Plan, *, source_scale: float, scale: float) -> Picture:
    """Apply a plan in one resampling.

    Args:
        picture: The source, already scaled by `source_scale` against the picture the plan is about.
        plan: What to do.
        source_scale: See `picture`.
        scale: Size wanted against the picture the plan is about.
    """
    height, width = (side / source_scale for side in picture.shape[:2])
    flat = np.diag([1 / source_scale, 1 / source_scale, 1.0])
    if plan.corners is not None:
        sheet, (width, height) = _sheet(plan.corners)
        flat = sheet @ flat
    if plan.sideways:  # counter-clockwise
        flat = np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]) @ flat
        width, height = height, width
    turn, (width, height) = _turn(math.ceil(width), math.ceil(height), plan.angle)
    back = np.linalg.inv(np.vstack([turn, [0, 0, 1]]) @ flat).astype(np.float32)
    x, y = _straightened(plan.bend, (width, height), scale)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    half = np.float32(0.5)  # pixel centres
    from_x = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth - half
    from_y = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth - half
    edge = (255,) * 3
    return np.asarray(cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC, borderValue=edge), np.uint8)


def _straightened(
    bend: geometry.Bend, size: tuple[float, float], scale: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel of the straightened page, at `scale`, where it lies on the bent one, in its pixels.

    The canvas grows by as much as leaning margins and bowed rows stick out.
    """
    width, height = size
    wide = width + (abs(bend.lean) + abs(bend.spread) / 2) * height
    high = height + abs(bend.slope) * width + abs(bend.curl) * width / 4 + abs(bend.fan) * height / 2
    columns = np.arange(max(1, round(wide * scale)), dtype=np.float32)
    rows = np.arange(max(1, round(high * scale)), dtype=np.float32)[:, None]
    unit = np.float32(width)
    across = ((columns + 0.5) / np.float32(scale) - np.float32(wide / 2)) / unit
    down = ((rows + 0.5) / np.float32(scale) - np.float32(high / 2)) / unit
    x = np.asarray(across + (bend.lean + bend.spread * across) * down, np.float32)
    y = np.asarray(down + (bend.slope + bend.fan * down) * x + bend.curl * x * x, np.float32)
    return x * unit + np.float32(width / 2), y * unit + np.float32(height / 2)
