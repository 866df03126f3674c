"""Headings and asides printed on colour, dark print or white, which are areas of colour to the search for drawings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import light
from app.library.document_worker.figures import Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.library.document_worker.figures import Drawings
    from app.library.document_worker.tesseract import RawWord

    Picture = NDArray[np.uint8]

# In heights of a letter of the page.
_HIGHEST = 9.0
_HIGHEST_BOXES, _NARROWEST_BOX = (18.0, 70.0), 8.0  # the light of a photo is best judged from nearby
_NARROWEST = 5.0
_AROUND = 0.35
_PAPER_AROUND = 1.2
_LOWEST = 1.5
_PART = 0.5

_UNIT = 4  # pixels that a letter is reduced to
_LEAST_LETTER = 4.0

_WIDER = 1.5  # times its height
_BOX_AROUND = 0.2
_RIM = 0.06  # of the height: the edge of the band
_FEWEST_SHAPES = 12
_LETTERS = (0.35, 2.2)  # heights of a letter of the page
_IN_LETTERS = 0.75  # of the bright ink of a box is in letters
_PRINTED = (0.01, 0.4)  # share of the band that its print takes
_CLOSED = 0.8  # of each side is ground
_GROUND = 0.5  # of the band is its ground
_BLACK, _DARK, _PAPER = 25, 150, 255
_PALE_GROUND = 80  # that black print can be told from
_SURE = 75.0
_FEWEST_LETTERS = 4
_LINE = 3.0  # heights of a letter: more than a line of print
_EVEN = 31  # pixels over which the light does not change
_OUTSIDE = 0.15


def lit(drawings: Drawings, upright: Picture, letter: float) -> Drawings:
    """The drawings with the white print of dark bands put into the text as dark print on white.

    Args:
        drawings: Of a page.
        upright: (H, W, 3) BGR, the same part of the page in its own light: under even light dark bands fall apart.
        letter: Height of the page's letters in pixels of `drawings.text_only`.
    """
    height, width = drawings.text_only.shape
    bands = _dark_bands(upright, (width, height), letter) if letter >= _LEAST_LETTER else []
    if not bands:
        return drawings
    grey = np.asarray(cv2.cvtColor(upright, cv2.COLOR_BGR2GRAY), np.uint8)
    grey = np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    text, figures, frames = drawings.text_only.copy(), list(drawings.figures), list(drawings.frames)
    for band in bands:
        if any(f.shared(band) > _PART * band.area and f.area > band.area / _PART for f in figures):
            continue  # part of a picture
        more = round(max(_PAPER_AROUND * letter, _BOX_AROUND * band.height))
        wide = Rect(0, max(0, band.top - more), width, min(height, band.bottom + more))
        found = _white_print(grey[wide.top : wide.bottom], band.left, band.right, letter)
        if found is None or not (_is_band(band, letter) or _is_lettered(found[1], letter)):
            continue
        whole = _put(text, wide, *found)
        figures = [f for f in figures if f.shared(whole) < _PART * f.area]
        if _is_band(band, letter):
            figures.append(whole)
        else:
            frames.append(whole)
    return replace(drawings, figures=tuple(figures), frames=tuple(frames), text_only=text)


def _dark_bands(upright: Picture, size: tuple[int, int], letter: float) -> list[Rect]:
    """Areas as wide as a heading or a box and its ground that are much darker than the paper around them.

    Args:
        upright: (H, W, 3) BGR.
        size: Width and height in whose pixels the areas are given.
        letter: Height of a letter in those.
    """
    scale = _UNIT / letter
    small = cv2.resize(
        upright, (max(8, round(size[0] * scale)), max(8, round(size[1] * scale))), interpolation=cv2.INTER_AREA
    )
    grey = np.asarray(cv2.cvtColor(np.asarray(small, np.uint8), cv2.COLOR_BGR2GRAY), np.uint8)
    found: list[Rect] = []
    for highest in _HIGHEST_BOXES:
        near = _darker(grey, round(1.1 * highest * _UNIT) | 1)
        rects = [Rect(*(round(side / scale) for side in sides)) for sides in near]
        fitting = [rect for rect in rects if _is_band(rect, letter) or _is_box(rect, letter, highest)]
        found += [rect for rect in fitting if rect.height > _LOWEST * letter and not any(map(rect.overlaps, found))]
    return found


def _darker(grey: Picture, reach: int) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of areas much darker than the paper within some pixels."""
    paper = cv2.blur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), (9, 9))
    dark = np.where(grey < paper * (_DARK / _PAPER), 255, 0).astype(np.uint8)
    shapes = light.shapes(dark)[1][1:].tolist()
    return [(x, y, x + width, y + height) for x, y, width, height, area in shapes if area > _GROUND * width * height]


def _put(text: Picture, wide: Rect, ground: Rect, printed: Picture) -> Rect:
    """Put print into the text, and say where on the page."""
    rim = _rim(ground.height)
    band = Rect(ground.left - rim, wide.top + ground.top - rim, ground.right + rim, wide.top + ground.bottom + rim)
    text[max(0, band.top - rim) : band.bottom + rim, max(0, band.left - rim) : band.right + rim] = _PAPER
    text[wide.top + ground.top : wide.top + ground.bottom, ground.left : ground.right] = printed
    return band


def without_headings(figures: Sequence[Rect], words: Sequence[RawWord], text: Picture, letter: float) -> list[Rect]:
    """The figures without bands of colour that hold surely read words and next to no other ink.

    Args:
        figures: Areas that are drawn.
        words: As read, from `text`.
        text: (height, width) grey: the page without what is drawn.
        letter: Height of its letters in pixels.
    """
    return [f for f in figures if not (_is_band(f, letter) and _is_heading(f, words, text, letter))]


def _is_band(figure: Rect, letter: float) -> bool:
    low = figure.height <= _HIGHEST * letter
    return low and figure.width >= max(_NARROWEST * letter, _WIDER * figure.height)


def _is_box(rect: Rect, letter: float, highest: float) -> bool:
    return rect.height <= highest * letter and rect.width >= _NARROWEST_BOX * letter


def _is_lettered(printed: Picture, letter: float) -> bool:
    """Whether the print of a box is letters, as many as a line has, and hardly anything else: no photograph."""
    _, stats = light.shapes(np.asarray(np.where(printed < _PAPER / 2, 255, 0), np.uint8))
    high, area = stats[1:, 3], stats[1:, 4]
    letters = (high >= _LETTERS[0] * letter) & (high <= _LETTERS[1] * letter)
    return bool(letters.sum() >= _FEWEST_SHAPES and area[letters].sum() >= _IN_LETTERS * area.sum())


def _white_print(grey: Picture, left: int, right: int, letter: float) -> tuple[Rect, Picture] | None:
    """Where the ground of a dark band lies, which holds columns `left` to `right`, and its print, dark on white.

    None where it is not that.
    """
    sigma = light.noise_sigma(grey)
    quiet = light.denoised(grey, sigma) if sigma > light.NOTICEABLE_NOISE else grey
    paper = cv2.blur(np.percentile(quiet, 92, axis=0).astype(np.float32)[None, :], (_EVEN, 1))
    quiet = np.clip(quiet * (_PAPER / np.maximum(paper, 1)), 0, _PAPER).astype(np.uint8)
    ground = _dark_ground(quiet, left, right)
    if ground is None:
        return None
    spot = np.s_[ground.top : ground.bottom, ground.left : ground.right]
    rows = np.median(quiet[spot], axis=1, keepdims=True).astype(np.uint8)  # boxes stand on each other
    base = cv2.medianBlur(rows, round(_LINE * letter) | 1).reshape(-1, 1).astype(np.float32)
    above = np.clip((quiet[spot] - base) / np.maximum(_PAPER - base, 1), 0, None)
    below = np.where(base > _PALE_GROUND, np.clip(1 - quiet[spot] / np.maximum(base, 1), 0, None), 0)
    above = np.maximum(above, below)
    printed = above > 0.5
    if not _PRINTED[0] < float(printed.mean()) < _PRINTED[1]:
        return None
    full = float(np.percentile(above[printed], 70))
    return ground, (_PAPER - np.clip(above / full, 0, 1) * (_PAPER - _BLACK)).astype(np.uint8)


def _dark_ground(quiet: Picture, left: int, right: int) -> Rect | None:
    """The dark band that some columns are part of, without its edge."""
    dark = cv2.threshold(quiet, _DARK, 255, cv2.THRESH_BINARY_INV)[1]
    labels, stats = light.shapes(np.asarray(dark, np.uint8))
    if len(stats) < 2:
        return None
    number = 1 + int(stats[1:, 4].argmax())
    start, top, width, height, area = stats[number].tolist()
    rim, across = _rim(height), min(start + width, right) - max(start, left)
    apart = across < 0.5 * (right - left) or start <= 0 or start + width >= quiet.shape[1]
    if apart or area < _GROUND * width * height or min(width, height) < 4 * rim:
        return None
    ground = labels[top : top + height, start : start + width] == number
    sides = (ground[rim : 2 * rim], ground[-2 * rim : -rim], ground[:, rim : 2 * rim], ground[:, -2 * rim : -rim])
    if min(float(side.mean()) for side in sides) < _CLOSED:  # a bold word under its headline
        return None
    return Rect(start + rim, top + rim, start + width - rim, top + height - rim)


def _rim(height: int) -> int:
    return max(3, round(_RIM * height))


def _is_heading(band: Rect, words: Sequence[RawWord], text: Picture, letter: float) -> bool:
    """Whether a band was surely read and its words cover its ink."""
    inside = [word for word in words if band.holds((word.left + word.right) / 2, (word.top + word.bottom) / 2)]
    letters = sum(len(word.text) for word in inside)
    if letters < _FEWEST_LETTERS or sum(w.confidence * len(w.text) for w in inside) < _SURE * letters:
        return False
    ink = light.ink(text)[band.top : band.bottom, band.left : band.right]
    bare, spare = ink.copy(), round(_AROUND * letter)
    for word in inside:
        top, left = max(0, word.top - band.top - spare), max(0, word.left - band.left - spare)
        bare[top : word.bottom - band.top + spare, left : word.right - band.left + spare] = 0
    return int(np.count_nonzero(bare)) <= _OUTSIDE * int(np.count_nonzero(ink))
