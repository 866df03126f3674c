"""How a photographed page lies: quarter turns, skew, keystone and curl, measured from its lines of print."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.library.document_worker import light

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Points = NDArray[np.float32]

MAX_SKEW = 18.0
"""Degrees searched to either side."""

_MAX_POINTS = 30_000
_SOME_POINTS = 5_000
_SPECK = 4.5
_COARSE = 8.0
_STRAIGHT = 0.0012
"""Slope of a line below which turning would only blur: two pixels over a page's width."""

_FAN = 0.006
_UPRIGHT = 0.012
"""Lean of the margins below which letters read as well as upright ones."""

_MOST_LEAN = 0.35
_MARGIN_ROWS = 8
_BAND = 1.5  # heights of a letter

_WORTH = 1.03
"""How much sharper the rows must stand before a bend of the page is believed."""


@dataclass(frozen=True, slots=True)
class Bend:
    """How rows of print run across a page, and margins down it.

    Coordinates are centred and in units of the page's width. A row at height Y passes through
    ``y = Y + (slope + fan * Y) * x + curl * x**2``, and what stands one below the other at X lies on
    ``x = X + (lean + spread * X) * Y``.

    Attributes:
        slope: Tangent of the skew that is left.
        fan: Change of slope per page width going down: a page seen from the side.
        curl: Bow of the rows: a page that does not lie flat.
        lean: Tangent of the slant of the margins.
        spread: Change of lean per page width going right: a page seen from above or below.
    """

    slope: float = 0.0
    fan: float = 0.0
    curl: float = 0.0
    lean: float = 0.0
    spread: float = 0.0

    @property
    def is_flat(self) -> bool:
        """Whether straightening would change nothing that can be seen."""
        level = max(abs(self.slope), abs(self.fan) / 2, abs(self.curl) / 4) < _STRAIGHT
        return level and not self.lean and not self.spread


@dataclass(frozen=True, slots=True)
class Print:
    """The print of a page as points.

    Attributes:
        points: (N, 2) x, y of ink, centred, in units of the picture's width.
        letter: Median height of the printed shapes, in units of the picture's width.
        shapes: Number of printed shapes.
    """

    points: Points
    letter: float
    shapes: int


def find_print(ink: Picture) -> Print:
    """Letters and words among the ink of a page, without specks, rules, frames and figures.

    Args:
        ink: (height, width), 255 where there is ink.
    """
    height, width = ink.shape
    labels, stats = light.shapes(ink)
    tall, wide, area = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_AREA]
    shape = (tall >= 4) & (wide >= 2) & (tall < height / 8) & (wide < width / 2) & (area > 0.08 * tall * wide)
    shape[0] = False
    if not shape.any():
        return Print(np.zeros((0, 2), np.float32), 0.0, 0)
    letter = float(np.median(np.repeat(tall[shape], np.minimum(wide[shape], 200))))
    shape &= (tall > 0.3 * letter) & (tall < 3.5 * letter)
    rows, columns = np.nonzero(shape[labels])
    step = max(1, len(rows) // _MAX_POINTS)
    pick = np.random.default_rng(0).permutation(len(rows))[::step]
    points = np.stack([columns[pick] - width / 2, rows[pick] - height / 2], axis=1).astype(np.float32)
    return Print(points / np.float32(width), letter / width, int(shape.sum()))


def rows_run_upwards(printed: Print) -> bool:
    """Whether the lines of print run up or down the picture instead of across it."""
    _, across = _best_angle(printed.points, printed.letter)
    _, upwards = _best_angle(printed.points[:, ::-1], printed.letter)
    return upwards > 1.15 * across


def skew(printed: Print) -> float:
    """Angle in degrees by which the picture must be turned counter-clockwise to level its rows.

    It is the angle whose row profile is sharpest (Postl, Detection of linear oblique structures, ICPR 1986).
    """
    angle, _ = _best_angle(printed.points, printed.letter)
    return angle


def row_contrast(printed: Print, bend: Bend) -> float:
    """How clearly ink stands in rows: below 0.17 for grain, above 0.3 for lines of print."""
    points = printed.points
    if len(points) < 50:
        return 0.0
    letter = max(printed.letter, 1e-3)
    rows = float(np.ptp(points[:, 1])) * 6 / letter
    return _sharpness(points, letter, bend) * rows / (2.0 * len(points) ** 2)


def clearest_rows(printed: Print, bend: Bend, pixel: float) -> float:
    """The row contrast of the page or of one half of it: rows of two columns seldom stand level with each other.

    Args:
        printed: The print of a page.
        bend: How its rows run.
        pixel: Side of a pixel, in units of the picture's width. Shapes of hardly more than a few pixels are specks,
            and rows of pixels are not to be taken for rows of print.
    """
    points = printed.points
    if printed.letter < _SPECK * pixel:
        return 0.0
    if printed.letter < _COARSE * pixel:
        shake = np.random.default_rng(0).uniform(-0.5, 0.5, points.shape)
        points = points + np.asarray(shake * pixel, np.float32)
    halves = [half for half in (points[points[:, 0] < 0], points[points[:, 0] >= 0]) if len(half) > _SOME_POINTS]
    return max(row_contrast(replace(printed, points=part), bend) for part in (points, *halves))


def bend(printed: Print) -> Bend:
    """What straightens the rows of a page that is already level within a few degrees."""
    points, letter = printed.points, max(printed.letter, 1e-3)
    if printed.shapes < 40:
        return Bend()
    level = best = (_sharpness(points, letter, Bend()), Bend())
    step = 0.6 * letter
    half_height = max(0.3, float(np.abs(points[:, 1]).max(initial=0)))
    few, many = _grid(0.025, step), _grid(0.1, step)
    fans, curls = _grid(0.12, step / half_height), _grid(0.2, 2 * step)
    best = max([best, *_tried(points, letter, (Bend(a, fan=b) for a in few for b in fans))], key=_score)
    best = max([best, *_tried(points, letter, (Bend(a, curl=c) for a in many for c in curls))], key=_score)
    best = max([best, *_tried(points, letter, (replace(best[1], fan=b) for b in fans))], key=_score)
    while step > 2e-4:
        near = [
            replace(best[1], **{name: getattr(best[1], name) + sign * step * unit})
            for name, unit in (("slope", 1.0), ("fan", 1 / half_height), ("curl", 3.0))
            for sign in (-1, 1)
        ]
        better = max(_tried(points, letter, near), key=_score)
        if better[0] > best[0]:
            best = better
        else:
            step /= 2
    rows = best[1] if best[0] > _WORTH * level[0] else Bend()
    if abs(rows.fan) * float(np.ptp(points[:, 1])) < _FAN:  # too few rows to tell
        rows = replace(rows, fan=0.0)
    return _with_margins(points, letter, rows)


def _with_margins(points: Points, letter: float, rows: Bend) -> Bend:
    """The bend with the lean that the ends of the rows show: letters on the slant are misread, level or not."""
    x = points[:, 0]
    heights = (points[:, 1] - rows.slope * x - rows.curl * x * x) / (1 + rows.fan * x)
    bands = np.floor((heights - heights.min()) / np.float32(_BAND * letter)).astype(np.int64)
    count = int(bands.max()) + 1
    left, right = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(left, bands, x)
    np.maximum.at(right, bands, x)
    filled = np.bincount(bands, minlength=count) > 0.15 * len(points) / count
    middle = heights.min() + (np.arange(count) + 0.5) * _BAND * letter
    edges = [_margin(middle[filled], side[filled], letter, share) for side, share in ((left, 0.5), (right, 0.7))]
    found = [edge for edge in edges if edge is not None]
    if not found or max(abs(lean) for lean, _ in found) < _UPRIGHT:
        return rows
    if len(found) == 1:
        return replace(rows, lean=found[0][0])
    (lean, place), (other_lean, other_place) = found
    spread = (other_lean - lean) / max(0.2, other_place - place)
    return replace(rows, lean=lean - spread * place, spread=spread)


def _margin(
    middle: NDArray[np.float64], edge: NDArray[np.float64], letter: float, share: float
) -> tuple[float, float] | None:
    """Slant of the straight line on which rows begin or end, and where it stands; None if fewer than a share do."""
    if len(middle) < _MARGIN_ROWS:
        return None
    extent = middle.max() - middle.min()
    best: NDArray[np.bool_] | None = None
    for first in range(len(middle)):
        for last in range(first + 1, len(middle)):
            if middle[last] - middle[first] < 0.4 * extent:
                continue
            slant = (edge[last] - edge[first]) / (middle[last] - middle[first])
            on = np.abs(edge - edge[first] - slant * (middle - middle[first])) < 0.35 * letter
            if abs(slant) < _MOST_LEAN and (best is None or on.sum() > best.sum()):
                best = on
    if best is None or best.sum() < max(_MARGIN_ROWS, share * len(middle)) or np.ptp(middle[best]) < 0.5 * extent:
        return None
    slant, place = np.polyfit(middle[best], edge[best], 1)
    return float(slant), float(place)


def page_outline(grey: Picture, ink: Picture) -> NDArray[np.float32] | None:
    """Corners of a sheet of paper on a darker ground, or None.

    Only believed when the sheet is clearly brighter than what is around it, along sharp straight edges, and when
    next to no print lies outside: a shadow or the lamp's light also makes bright quadrilaterals.

    Args:
        grey: (height, width).
        ink: Ink of the same picture under even light.

    Returns:
        (4, 2) x, y in pixels: top left, top right, bottom right, bottom left.
    """
    shrink = 480 / max(grey.shape)
    small = np.asarray(cv2.GaussianBlur(light.resized(grey, shrink), (0, 0), 1.5), np.uint8)
    paper = cv2.threshold(small, 0, 255, cv2.THRESH_OTSU)[1]
    paper = cv2.morphologyEx(paper, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    sheet = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(sheet)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    if len(corners) != 4 or not cv2.isContourConvex(corners):
        return None
    area = cv2.contourArea(corners)
    if not 0.25 * small.size < area < 0.97 * small.size or cv2.contourArea(sheet) < 0.9 * area:
        return None
    ordered = _refined(_ordered(corners.astype(np.float32)), sheet.reshape(-1, 2).astype(np.float32))
    if not _stands_out(small, ordered) or _print_outside(ink, ordered / shrink) > 0.03:
        return None
    return np.asarray(ordered / shrink, np.float32)


def _best_angle(points: Points, letter: float) -> tuple[float, float]:
    """The angle in degrees that levels the rows, and how sharp they then stand."""
    if len(points) < 50:
        return 0.0, 0.0
    letter = max(letter, 1e-3)
    step = min(0.5, math.degrees(0.5 * letter))
    angles = np.arange(-math.ceil(MAX_SKEW / step), math.ceil(MAX_SKEW / step) + 1) * step
    best = max(((_turned_sharpness(points, letter, angle), float(angle)) for angle in angles), key=_score)
    while step > 0.01:
        step /= 2
        near = [(_turned_sharpness(points, letter, a), a) for a in (best[1] - step, best[1] + step)]
        best = max([best, *near], key=_score)
    return best[1], best[0]


def _grid(reach: float, step: float) -> list[float]:
    count = math.ceil(reach / step)
    return [step * k for k in range(-count, count + 1)]


def _score(tried: tuple[float, object]) -> float:
    return tried[0]


def _tried(points: Points, letter: float, bends: Iterable[Bend]) -> list[tuple[float, Bend]]:
    return [(_sharpness(points, letter, bend), bend) for bend in bends]


def _turned_sharpness(points: Points, letter: float, angle: float) -> float:
    radians = math.radians(angle)
    return _profile_sharpness(points[:, 1] * math.cos(radians) - points[:, 0] * math.sin(radians), letter)


def _sharpness(points: Points, letter: float, bend: Bend) -> float:
    x, y = points[:, 0], points[:, 1]
    return _profile_sharpness((y - bend.slope * x - bend.curl * x * x) / (1 + bend.fan * x), letter)


def _profile_sharpness(heights: NDArray[np.float32], letter: float) -> float:
    """Sum of squared steps of the row profile, in rows of a sixth of a letter."""
    rows = ((heights + 2.0) * np.float32(6 / letter)).astype(np.int32)
    profile = np.bincount(np.clip(rows, 0, None)).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def _ordered(corners: Points) -> Points:
    """Corners clockwise from the top left."""
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]
    return corners[order]


def _refined(corners: Points, outline: Points) -> Points:
    """Corners where the straight lines fitted to the four sides meet."""
    sides = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1.0, float(np.linalg.norm(end - start)))
        offset = outline - start
        place = offset @ along / np.linalg.norm(end - start)
        off = np.abs(offset @ np.array([-along[1], along[0]]))
        near = outline[(place > 0.08) & (place < 0.92) & (off < 8)]
        if len(near) < 10:
            return corners
        x_along, y_along, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        sides.append((y_along, -x_along, y_along * x - x_along * y))
    met = []
    for (a, b, c), (d, e, f) in zip([sides[-1], *sides[:-1]], sides, strict=True):
        cross = a * e - b * d
        if abs(cross) < 0.2:
            return corners
        met.append(((c * e - b * f) / cross, (a * f - c * d) / cross))
    refined = np.asarray(met, np.float32)
    return refined if np.abs(refined - corners).max() < 12 else corners


def _stands_out(small: Picture, corners: Points) -> bool:
    """Whether the paper just inside each edge is clearly brighter than the ground just outside it."""
    centre = corners.mean(axis=0)
    height, width = small.shape
    visible = 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = start + (end - start) * np.linspace(0.08, 0.92, 40)[:, None]
        outwards = (start + end) / 2 - centre
        outwards = outwards / np.linalg.norm(outwards)
        outside, inside = along + 6 * outwards, along - 8 * outwards
        seen = (outside >= 0).all(axis=1) & (outside[:, 0] < width) & (outside[:, 1] < height)
        if seen.sum() < 20:
            continue  # the sheet runs out of the picture here
        visible += 1
        far = small[outside[seen, 1].astype(int), outside[seen, 0].astype(int)].astype(float)
        near = small[inside[seen, 1].astype(int), inside[seen, 0].astype(int)].astype(float)
        if np.mean(near > 1.2 * far + 5) < 0.8:
            return False
    return visible >= 2


def _print_outside(ink: Picture, corners: Points) -> float:
    """Share of the letter-like shapes that lie outside the quadrilateral."""
    _, stats = light.shapes(ink)
    tall, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = (tall >= 5) & (tall < ink.shape[0] / 15) & (wide < ink.shape[1] / 2)
    letters &= (wide > 3) & (tall < 6 * wide)  # the edge of the sheet itself leaves slivers
    if not letters.any():
        return 0.0
    mask = np.zeros(ink.shape, np.uint8)
    cv2.fillConvexPoly(mask, corners.astype(np.int32), 1)
    spots = (stats[1:, :2] + stats[1:, 2:4] // 2)[letters]
    return float(np.mean(mask[spots[:, 1], spots[:, 0]] == 0))
