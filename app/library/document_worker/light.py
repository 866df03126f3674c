"""Light, noise and ink of a page picture: measured, divided out, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

EVEN_LIGHT = 0.93
"""Darkest paper over brightest paper above which light counts as even."""

NOTICEABLE_NOISE = 3.5
"""Sigma of 255 from which denoising pays; scans and JPEG stay below, phone photos in dim light do not."""

_CONTRAST = 18.0
_NEAR_PRINT = 2.0  # heights of a letter
_DARK_GROUND = 0.4
_BOARD, _BOARD_STEP, _BOARD_SIDE = 110.0, 60.0, 1000  # brightest ground, print above it, pixels
_BOARD_PRINT, _BOARD_STROKE, _BOARD_WIDE = (0.003, 0.3), 0.015, 0.1  # shares of the picture, its side, the print
_LAPLACIANS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def resized(picture: Picture, scale: float) -> Picture:
    """The picture scaled by a factor, smoothly either way."""
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return (
        picture
        if scale == 1
        else np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    )


def is_light_on_dark(grey: Picture) -> bool:
    """Whether a whole picture is light print on a dark ground, as on a board: little is bright, all of it narrow.

    Args:
        grey: (height, width).
    """
    small = resized(grey, min(1.0, max(_BOARD_SIDE / max(grey.shape), 8 / min(grey.shape))))
    ground = float(np.median(small))
    bright = cv2.threshold(small, ground + _BOARD_STEP, 255, cv2.THRESH_BINARY)[1]
    labels, _ = shapes(np.asarray(bright, np.uint8))
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    bright[np.isin(labels, edge[edge > 0])] = 0  # what lies around the board
    share = float(np.count_nonzero(bright)) / bright.size
    if ground > _BOARD or not _BOARD_PRINT[0] < share < _BOARD_PRINT[1]:
        return False
    reach = max(5, round(_BOARD_STROKE * max(small.shape))) | 1
    wide = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    return bool(np.count_nonzero(wide) < _BOARD_WIDE * np.count_nonzero(bright))


def noise_sigma(grey: Picture) -> float:
    """Sigma of the noise, 0-255.

    After Immerkaer (Fast noise variance estimation, CVIU 1996) with the median in place of the mean, so that print
    does not count.
    """
    response = np.abs(cv2.filter2D(grey, cv2.CV_32F, _LAPLACIANS))
    return float(np.median(response[:: 1 + grey.shape[0] // 1500])) / (0.6745 * 6)


def paper_light(grey: Picture, letter: float) -> Picture:
    """Brightness of the bare paper at each pixel, same shape as `grey`.

    A closing wider than the strokes removes the print but keeps the edge of a hard shadow where it is, which a
    blurred background would smear into a grey band over the letters.

    Args:
        grey: (height, width).
        letter: Height of the letters in pixels.
    """
    step = min(max(1.0, letter / 6), min(grey.shape) / 2)
    small = cv2.medianBlur(resized(grey, 1 / step), 3)
    size = 2 * max(3, round(0.8 * letter / step)) + 1
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    light = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, disk), size)
    # the dark side of a shadow's edge wins: the other side only turns a little whiter, where this one would get a rim
    light = cv2.erode(light, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def is_even(light: Picture) -> bool:
    """Whether the paper is lit evenly, so that Tesseract's one threshold serves the whole page."""
    low, high = np.percentile(light[::4, ::4], (2, 98))
    return bool(low >= EVEN_LIGHT * high)


def divided(grey: Picture, light: Picture) -> Picture:
    """The page as under even light: paper white, ink as dark as its share of the light makes it."""
    return np.asarray(cv2.divide(grey, np.maximum(light, 1), scale=255), np.uint8)


def denoised(grey: Picture, sigma: float) -> Picture:
    """The picture after non-local means (Buades, Coll and Morel, CVPR 2005).

    Patches of 5 in windows of 11 pixels: as good on print as the usual 7 in 21, in a third of the time.

    Args:
        grey: (height, width).
        sigma: Of the noise, 0-255.
    """
    return np.asarray(cv2.fastNlMeansDenoising(grey, None, 1.8 * sigma + 2, 5, 11), np.uint8)


def without_grain(even: Picture, grey: Picture, lamp: Picture, letter: float) -> Picture:
    """The evenly lit page with dark ground made white.

    Division by the light makes grain of a dark desk or shadow as black as print, and Tesseract takes minutes over it.
    What stands out in the picture itself, and all that stands near it, stays as it is.

    Args:
        even: (height, width), `grey` under even light.
        grey: As photographed.
        lamp: Brightness of the bare paper (`paper_light`).
        letter: Height of the letters in pixels.
    """
    contrast = cv2.subtract(lamp, cv2.GaussianBlur(grey, (0, 0), max(0.8, letter / 16)))
    marks = cv2.threshold(contrast, _CONTRAST, 255, cv2.THRESH_BINARY)[1]
    scale = min(1.0, 8 / max(letter, 1.0))
    small = cv2.threshold(resized(np.asarray(marks, np.uint8), scale), 60, 255, cv2.THRESH_BINARY)[1]
    size = max(3, round(_NEAR_PRINT * letter * scale)) | 1
    near = cv2.dilate(small, np.ones((size, size), np.uint8))
    kept = cv2.resize(near, even.shape[::-1], interpolation=cv2.INTER_NEAREST)
    dark = lamp < _DARK_GROUND * float(np.percentile(lamp[::4, ::4], 95))
    return np.asarray(np.where(dark & (kept == 0), np.uint8(255), even), np.uint8)


def ink(grey: Picture, lamp: Picture | None = None) -> Picture:
    """Ink as 255 and paper as 0, by Otsu's threshold under even light.

    Args:
        grey: (height, width), evenly lit unless `lamp` is given.
        lamp: Brightness of the bare paper (`paper_light`) to divide out first. Where it is dark, division makes
            grain look like print, so that a minimum of contrast in the picture itself is asked for too.
    """
    even = grey if lamp is None else divided(grey, lamp)
    soft = cv2.GaussianBlur(even, (0, 0), 0.8)
    threshold, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_OTSU)
    dark = cv2.threshold(soft, min(max(threshold, 90.0), 215.0), 255, cv2.THRESH_BINARY_INV)[1]
    if lamp is not None:
        contrast = cv2.subtract(lamp, cv2.GaussianBlur(grey, (0, 0), 0.8))
        dark = cv2.bitwise_and(dark, cv2.threshold(contrast, _CONTRAST, 255, cv2.THRESH_BINARY)[1])
    return np.asarray(dark, np.uint8)


def shapes(ink: Picture) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Connected shapes of ink.

    Returns:
        Labels (height, width), 0 for paper; and left, top, width, height, area of each label, (shapes + 1, 5).
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)
