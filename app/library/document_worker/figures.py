"""What is drawn on a page and not printed: figures, frames, ruled tables, fraction bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.domain.documents import Box
from app.library.document_worker import light

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

# All in heights of a letter.
_TALL = 3.4  # taller than any letter of the running text, with its marks above and below
_RULE = 9.0  # a line this long and thin is a rule and not the headline of a word
_UPRIGHT_RULE = 2.6
_THIN = 0.3
_NEAR = 2.4  # parts of one figure stand at most this far apart
_SMALLEST = 3.6
_CELL = 0.9

_EMPTY = 0.05
_DRAWN_STROKE = 0.06
_DRAWN_FILL = 0.16
_HOLLOW = 0.45
_TITLE = 3


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    def overlaps(self, other: Rect, margin: float = 0.0) -> bool:
        """Whether the two share a pixel when both are `margin` pixels larger on each side between them."""
        return (
            self.left - margin < other.right
            and other.left - margin < self.right
            and self.top - margin < other.bottom
            and other.top - margin < self.bottom
        )

    def joined(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def box(self, width: int, height: int) -> Box:
        """As fractions of a picture of this size."""
        return Box(
            max(0.0, self.left / width),
            max(0.0, self.top / height),
            min(1.0, self.right / width),
            min(1.0, self.bottom / height),
        )


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page.

    Attributes:
        figures: Pictures and diagrams.
        frames: Boxes around text, and the cells of ruled tables.
        text_only: (height, width) grey: the page without what is drawn, for reading.
    """

    figures: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    text_only: Picture


def find_drawings(page: Picture, letter: float) -> Drawings:
    """Tell what is drawn on a page from what is printed.

    Args:
        page: (height, width) grey, level, under even light.
        letter: Height of its letters in pixels; 0 where it has none.
    """
    if letter < 4:
        return Drawings((), (), page)
    ink = light.ink(page)
    rules = _rules(ink, letter)
    frames = _frames(rules, letter)
    drawn, parts = _parts(ink, rules, frames, letter)
    empty = [frame for frame in frames if _ink_share(ink, frame, letter) < _EMPTY]
    figures = [
        figure
        for figure in _grown(_gathered(parts, letter), [*empty, *_lines(rules, letter)], ink, letter)
        if min(figure.width, figure.height) >= _SMALLEST * letter
    ]
    frames = [frame for frame in frames if not any(_inside(frame, figure) for figure in figures)]
    text_only = page.copy()
    marked = rules.copy()
    for figure in figures:
        spot = np.s_[figure.top : figure.bottom, figure.left : figure.right]
        marked[spot] |= drawn[spot]
    erased = np.asarray(cv2.dilate(marked, np.ones((3, 3), np.uint8), iterations=max(1, round(letter / 16))), np.uint8)
    if erased.any():
        text_only[erased > 0] = np.uint8(np.percentile(page[::4, ::4], 80))
    return Drawings(tuple(figures), tuple(frames), text_only)


def _ink_share(ink: Picture, frame: Rect, letter: float) -> float:
    edge = max(2, round(0.2 * letter))
    inside = ink[frame.top + edge : frame.bottom - edge, frame.left + edge : frame.right - edge]
    return float(np.count_nonzero(inside)) / max(1, inside.size)


def _inside(rect: Rect, whole: Rect) -> bool:
    return whole.holds((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)


def _lines(rules: Picture, letter: float) -> list[Rect]:
    """Single rules, as narrow rectangles."""
    found = [_rect(row) for row in light.shapes(rules)[1][1:]]
    return [line for line in found if max(line.width, line.height) < 30 * letter]


def _rules(ink: Picture, letter: float) -> Picture:
    """Ink of long thin straight lines, level or upright."""
    found = np.zeros_like(ink)
    for length, across in ((_RULE, True), (_UPRIGHT_RULE, False)):
        reach, thin = max(3, round(length * letter)), max(2, round(_THIN * letter))
        line = (1, reach) if across else (reach, 1)
        # a level rule of a photo steps from row to row: bridge the steps first
        bridged = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
        straight = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones(line, np.uint8))
        thick = cv2.morphologyEx(straight, cv2.MORPH_OPEN, np.ones((thin + 3,) * 2, np.uint8))
        found = np.asarray(cv2.bitwise_or(found, cv2.bitwise_and(straight, cv2.bitwise_not(thick))), np.uint8)
    return found


def _frames(rules: Picture, letter: float) -> list[Rect]:
    """Rectangles that rules close: boxes around asides and cells of tables."""
    gap = max(3, round(0.35 * letter)) | 1
    closed = cv2.morphologyEx(rules, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    outlines, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    frames = []
    for outline, (_, _, _, parent) in zip(outlines, [] if tree is None else tree[0], strict=True):
        left, top, width, height = cv2.boundingRect(outline)
        if parent < 0 or min(width, height) < _CELL * letter or width < 1.5 * letter:
            continue
        if cv2.contourArea(outline) > 0.8 * width * height:
            frames.append(Rect(left, top, left + width, top + height))
    return frames


def _parts(ink: Picture, rules: Picture, frames: Sequence[Rect], letter: float) -> tuple[Picture, list[Rect]]:
    """Ink of the connected shapes that are drawn, and the rectangle of each."""
    bare = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(rules)), np.uint8)
    labels, stats = light.shapes(bare)
    strokes = _stroke_widths(bare, labels, len(stats))
    drawn = np.array([_is_drawn(row, stroke, letter) for row, stroke in zip(stats, strokes, strict=True)])
    drawn[0] = False
    for number in np.flatnonzero(drawn):
        drawn[number] = not _is_title(int(number), stats, letter)
    parts = [_rect(stats[number]) for number in np.flatnonzero(drawn)]
    for row in light.shapes(rules)[1][1:]:
        line = _rect(row)  # lines that cross and close nothing: the axes of a graph
        if min(line.width, line.height) > 2 * letter and not any(frame.overlaps(line, letter) for frame in frames):
            parts.append(line)
    return np.asarray(np.where(drawn[labels], 255, 0), np.uint8), [*parts, *_dense(bare, letter)]


def _stroke_widths(bare: Picture, labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """Mean width of the strokes of each shape in pixels: twice its area over the length of its edge."""
    inner = cv2.erode(bare, np.ones((3, 3), np.uint8))
    area = np.bincount(labels.ravel(), minlength=count).astype(np.float64)
    edge = np.bincount(labels[(bare > 0) & (inner == 0)], minlength=count).astype(np.float64)
    return 2 * area / np.maximum(edge, 1)


def _is_drawn(row: NDArray[np.int32], stroke: float, letter: float) -> bool:
    """Whether a shape is drawn: its lines are thin for its size and enclose much paper, or it is a large blot.

    Letters keep a stroke of a tenth of their height in any size, and lines of print that touch stay dense.
    """
    width, height, area = int(row[2]), int(row[3]), int(row[4])
    if height < 1.6 * letter:
        return False
    fill = area / (width * height)
    if stroke < _DRAWN_STROKE * height and (fill < _DRAWN_FILL or width < 0.5 * height):
        return True
    return height > _TALL * letter or (fill > 0.75 and min(width, height) > 1.6 * letter)


def _is_title(number: int, stats: NDArray[np.int32], letter: float) -> bool:
    """Whether a large shape is a letter of a large title: others as tall stand beside it on the same line."""
    tall, top = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_TOP]
    height, width = int(tall[number]), int(stats[number, cv2.CC_STAT_WIDTH])
    fill = stats[number, cv2.CC_STAT_AREA] / (height * width)
    if height > 8 * letter or width > 12 * height or not _DRAWN_FILL < fill < 0.75:
        return False
    peers = (tall > 0.6 * height) & (tall < 1.6 * height) & (np.abs(top + tall - top[number] - height) < 0.5 * height)
    peers[0] = False
    return int(peers.sum()) >= _TITLE


def _dense(bare: Picture, letter: float) -> list[Rect]:
    """Photographs: stretches much blacker than print, wider and higher than a few lines of it."""
    window = max(3, round(2.5 * letter)) | 1
    black = cv2.boxFilter(bare, cv2.CV_32F, (window, window)) / 255
    black_only = np.asarray(np.where(black > _HOLLOW, 255, 0), np.uint8)
    full = np.asarray(cv2.dilate(black_only, np.ones((window, window), np.uint8)), np.uint8)
    found = [_rect(row) for row in light.shapes(full)[1][1:]]
    return [rect for rect in found if min(rect.width, rect.height) > 2 * _TALL * letter]


def _gathered(parts: Iterable[Rect], letter: float) -> list[Rect]:
    """Parts that stand near each other as one figure."""
    groups: list[Rect] = []
    for part in parts:
        whole, waiting = part, groups
        while True:
            apart = [group for group in waiting if not whole.overlaps(group, _NEAR * letter)]
            if len(apart) == len(waiting):
                break
            for group in waiting:
                if group not in apart:
                    whole = whole.joined(group)
            waiting = apart
        groups = [*waiting, whole]
    return groups


def _grown(figures: Sequence[Rect], near: Sequence[Rect], ink: Picture, letter: float) -> list[Rect]:
    """Figures with the rules and empty frames beside them and the labels and strokes at their edges."""
    shapes = [_rect(row) for row in light.shapes(ink)[1][1:] if row[cv2.CC_STAT_HEIGHT] < _TALL * letter]
    grown = []
    for figure in figures:
        whole, waiting = figure, list(near)
        while beside := [part for part in waiting if part.overlaps(whole, _NEAR * letter)]:
            for part in beside:
                whole = whole.joined(part)
            waiting = [part for part in waiting if part not in beside]
        for shape in shapes:
            whole = whole.joined(shape) if shape.overlaps(whole) else whole
        grown.append(whole)
    return _gathered(grown, 0.0)


def _rect(row: NDArray[np.int32]) -> Rect:
    left, top, width, height = (int(value) for value in row[:4])
    return Rect(left, top, left + width, top + height)
