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
_UPRIGHT_PIECE = 1.3
_THIN = 0.3
_PALEST = 28  # of 255 between a rule and its paper
_NEAR = 2.4  # parts of one figure stand at most this far apart
_SMALLEST = 3.6
_CELL = 0.9

_FEWEST_CELLS = 4
_FILLED = 0.7
_PRINT = 0.004  # share of a cell that is print where it holds a word
_EMPTY = 0.05
_DRAWN_STROKE = 0.06
_DRAWN_FILL = 0.16
_WHOLE = 0.9  # of a side, that a line along it takes
_SHADE = 0.72
_TINT = 45
_SHARP = 0.12
_SHARP_RIM = 0.7
_SPOT = 4.9  # less than the narrowest band of a heading
_HOLLOW = 0.45
_TITLE = (0.07, 0.24)  # stroke over height of a letter
_HIGHEST_TITLE = 8.0


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

    @property
    def area(self) -> int:
        """Pixels."""
        return self.width * self.height

    def overlaps(self, other: Rect, margin: float = 0.0) -> bool:
        """Whether the two share a pixel when both are `margin` pixels larger on each side between them."""
        return (
            self.left - margin < other.right
            and other.left - margin < self.right
            and self.top - margin < other.bottom
            and other.top - margin < self.bottom
        )

    def shared(self, other: Rect) -> int:
        """Pixels that lie in both."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return max(0, across) * max(0, min(self.bottom, other.bottom) - max(self.top, other.top))

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
        figures: Pictures and diagrams, and areas of colour or shade that may turn out to hold text.
        frames: Boxes around text, and the cells of ruled tables.
        text_only: (height, width) grey: the page without what is drawn, for reading.
    """

    figures: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    text_only: Picture


def find_drawings(page: Picture, letter: float, colour: Picture, printed: Picture | None = None) -> Drawings:
    """Tell what is drawn on a page from what is printed.

    Args:
        page: (height, width) grey, level, under even light.
        letter: Height of its letters in pixels; 0 where it has none.
        colour: The same part of the page, (H, W, 3) BGR, in its own light.
        printed: (height, width), not 0 where letters are known to stand: bold headlines of words look like rules.
    """
    if letter < 4:
        return Drawings((), (), page)
    bare = np.full_like(page, 255) if printed is None else np.where(printed > 0, 0, 255).astype(np.uint8)
    ink = np.asarray(cv2.bitwise_and(light.ink(page), bare), np.uint8)
    rules = _rules(ink, letter)
    pale = np.asarray(cv2.bitwise_and(_pale_ink(page, letter), bare), np.uint8)
    with_pale = np.asarray(cv2.bitwise_or(rules, _rules(pale, letter)), np.uint8)
    if not any(_is_broken(with_pale, frame, letter) for frame in _frames(with_pale, letter)):
        rules = with_pale
    frames = _frames(rules, letter)
    drawn, parts = _parts(ink, rules, frames, letter)
    large, spots = _shaded(colour, page.shape, letter)
    parts += large
    grid = [frame for frame in frames if any(frame.overlaps(o, 0.5 * letter) for o in frames if o is not frame)]
    empty = [frame for frame in frames if frame not in grid and _ink_share(ink, frame, letter) < _EMPTY]
    lone = [line for line in _lines(rules, letter) if not any(line.overlaps(frame, 0.5 * letter) for frame in frames)]
    figures = [
        figure
        for figure in _grown(_gathered(parts, letter), [*empty, *lone], spots, ink, letter)
        if min(figure.width, figure.height) >= _SMALLEST * letter
    ]
    if len(grid) >= _FEWEST_CELLS:
        written = [cell for cell in grid if _is_written(page, cell, letter)]
        figures = [figure for figure in figures if not _is_made_of(figure, written)]
    frames = [frame for frame in frames if not any(_inside(frame, figure) for figure in figures)]
    text_only = page.copy()
    marked = rules.copy()
    for figure in figures:
        spot = np.s_[figure.top : figure.bottom, figure.left : figure.right]
        marked[spot] |= drawn[spot]
    erased = np.asarray(cv2.dilate(marked, np.ones((3, 3), np.uint8), iterations=max(1, round(letter / 16))), np.uint8)
    erased = np.asarray(cv2.bitwise_and(erased, bare), np.uint8)
    if erased.any():
        text_only[erased > 0] = np.uint8(np.percentile(page[::4, ::4], 80))
    return Drawings(tuple(figures), tuple(frames), text_only)


def _ink_share(ink: Picture, frame: Rect, letter: float) -> float:
    edge = max(2, round(0.2 * letter))
    inside = ink[frame.top + edge : frame.bottom - edge, frame.left + edge : frame.right - edge]
    return float(np.count_nonzero(inside)) / max(1, inside.size)


def _is_broken(rules: Picture, cell: Rect, letter: float) -> bool:
    """Whether a rule ends within a cell: only parts of the rules were seen, and cells would run into one."""
    edge = max(2, round(0.5 * letter))
    inside = rules[cell.top + edge : cell.bottom - edge, cell.left + edge : cell.right - edge]
    return bool(inside.any())


def _is_written(page: Picture, cell: Rect, letter: float) -> bool:
    """Whether a cell of a table holds print, on white or on a tint, and no picture."""
    edge = max(2, round(0.2 * letter))
    inside = page[cell.top + edge : cell.bottom - edge, cell.left + edge : cell.right - edge]
    ink = light.ink(inside)
    if np.count_nonzero(ink) > ink.size / 2:  # white print on a dark ground
        ink = np.asarray(cv2.bitwise_not(ink), np.uint8)
    labels, stats = light.shapes(ink)
    strokes = stroke_widths(ink, labels, len(stats))
    printed = sum(
        int(row[4]) for row, stroke in zip(stats[1:], strokes[1:], strict=True) if not _is_drawn(row, stroke, letter)
    )
    return printed > max(_PRINT * ink.size, np.count_nonzero(ink) / 2)


def _is_made_of(figure: Rect, cells: Sequence[Rect]) -> bool:
    """Whether an area is nothing but whole cells."""
    touched = [(cell, shared) for cell in cells if (shared := figure.shared(cell)) > cell.width * cell.height / 2]
    covered = sum(shared for _, shared in touched)
    return covered > max(
        _FILLED * figure.width * figure.height, _FILLED * sum(cell.width * cell.height for cell, _ in touched)
    )


def _inside(rect: Rect, whole: Rect) -> bool:
    return whole.holds((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)


def _lines(rules: Picture, letter: float) -> list[Rect]:
    """Single rules, as narrow rectangles."""
    found = [_rect(row) for row in light.shapes(rules)[1][1:]]
    return [line for line in found if max(line.width, line.height) < 30 * letter]


def _rules(ink: Picture, letter: float) -> Picture:
    """Ink of long thin straight lines, level or upright."""
    level = _straight(ink, max(3, round(_RULE * letter)), letter, across=True)
    # upright ones lean a little on a photo: found in pieces, and kept where the pieces make a long line
    pieces = _straight(ink, max(3, round(_UPRIGHT_PIECE * letter)), letter, across=False)
    gap = round(0.25 * letter) | 1  # less than between the strokes of one line of print and the next
    linked = np.asarray(cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((gap, 3), np.uint8)), np.uint8)
    labels, stats = light.shapes(linked)
    long = (stats[:, 3] > _UPRIGHT_RULE * letter) & (stats[:, 2] < 0.2 * stats[:, 3])
    long[0] = False
    upright = np.where(long[labels], pieces, 0)
    return np.asarray(cv2.bitwise_or(level, np.asarray(upright, np.uint8)), np.uint8)


def _pale_ink(page: Picture, letter: float) -> Picture:
    """Ink of whatever is narrow and stands out from its paper, be it much paler than the print."""
    reach = 2 * round(_THIN * letter) + 3
    narrow = cv2.morphologyEx(page, cv2.MORPH_BLACKHAT, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.threshold(narrow, _PALEST, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _straight(ink: Picture, reach: int, letter: float, *, across: bool) -> Picture:
    """Ink of thin lines at least `reach` pixels long."""
    # a rule of a photo steps from row to row: bridge the steps first
    bridged = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
    straight = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, reach) if across else (reach, 1), np.uint8))
    thin = max(2, round(_THIN * letter)) + 3
    thick = cv2.morphologyEx(straight, cv2.MORPH_OPEN, np.ones((thin, thin), np.uint8))
    return np.asarray(cv2.bitwise_and(straight, cv2.bitwise_not(thick)), np.uint8)


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
    strokes = stroke_widths(bare, labels, len(stats))
    drawn = np.array([_is_drawn(row, stroke, letter) for row, stroke in zip(stats, strokes, strict=True)])
    drawn[0] = False
    parts = [_rect(stats[number]) for number in np.flatnonzero(drawn)]
    for row in light.shapes(rules)[1][1:]:
        line = _rect(row)  # lines that cross and close nothing: the axes of a graph
        apart = min(line.width, line.height) > 2 * letter and not any(frame.overlaps(line, letter) for frame in frames)
        if apart and not _is_shadow(rules, line):
            parts.append(line)
    return np.asarray(np.where(drawn[labels], 255, 0), np.uint8), [*parts, *_dense(bare, letter)]


def _is_shadow(rules: Picture, line: Rect) -> bool:
    """Whether lines are the dark sides of a box whose other sides are too pale to see; axes meet lower left."""
    across, down = max(1, line.width // 20), max(1, line.height // 20)
    part = rules[line.top : line.bottom, line.left : line.right] > 0
    left, right = part[:, :across].any(axis=1).mean() > _WHOLE, part[:, -across:].any(axis=1).mean() > _WHOLE
    top, bottom = part[:down].any(axis=0).mean() > _WHOLE, part[-down:].any(axis=0).mean() > _WHOLE
    inside = part[down:-down, across:-across].any()
    return bool((left != right) and (top != bottom) and not (left and bottom) and not inside)


def stroke_widths(bare: Picture, labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """Mean width of the strokes of each shape in pixels: twice its area over the length of its edge."""
    inner = cv2.erode(bare, np.ones((3, 3), np.uint8))
    area = np.bincount(labels.ravel(), minlength=count).astype(np.float64)
    edge = np.bincount(labels[(bare > 0) & (inner == 0)], minlength=count).astype(np.float64)
    return 2 * area / np.maximum(edge, 1)


def _is_drawn(row: NDArray[np.int32], stroke: float, letter: float) -> bool:
    """Whether a shape is drawn: its lines are thin for its size and enclose much paper, or it is a large blot.

    Letters keep a stroke of about a tenth of their height in any size, so that a large title is not taken for a
    drawing; lines of print that touch stay dense.
    """
    width, height, area = int(row[2]), int(row[3]), int(row[4])
    if height < 1.6 * letter:
        return False
    fill = area / (width * height)
    if stroke < _DRAWN_STROKE * height and (fill < _DRAWN_FILL or width < 0.5 * height):
        return True
    if fill > 0.75:
        return min(width, height) > 1.6 * letter
    titled = _TITLE[0] < stroke / height < _TITLE[1] and fill > _DRAWN_FILL and height < _HIGHEST_TITLE * letter
    return height > _TALL * letter and not titled


def _dense(bare: Picture, letter: float) -> list[Rect]:
    """Photographs: stretches much blacker than print, wider and higher than a few lines of it."""
    window = max(3, round(2.5 * letter)) | 1
    black = cv2.boxFilter(bare, cv2.CV_32F, (window, window)) / 255
    black_only = np.asarray(np.where(black > _HOLLOW, 255, 0), np.uint8)
    full = np.asarray(cv2.dilate(black_only, np.ones((window, window), np.uint8)), np.uint8)
    found = [_rect(row) for row in light.shapes(full)[1][1:]]
    return [rect for rect in found if min(rect.width, rect.height) > 2 * _TALL * letter]


def _shaded(colour: Picture, size: tuple[int, ...], letter: float) -> tuple[list[Rect], list[Rect]]:
    """Areas that are coloured, or much darker than the paper around them, and do not run out of the picture.

    Returns:
        Those as large as a figure, and smaller ones, which belong to a figure that they touch and are nothing alone.
    """
    scale = 4 / letter  # letters become 4 pixels high
    small = cv2.resize(
        colour, (max(8, round(size[1] * scale)), max(8, round(size[0] * scale))), interpolation=cv2.INTER_AREA
    )
    close = np.ones((7, 7), np.uint8)
    bare = cv2.morphologyEx(np.asarray(small), cv2.MORPH_CLOSE, close)  # without the print
    hue = cv2.cvtColor(bare, cv2.COLOR_BGR2HSV)
    value = cv2.medianBlur(np.asarray(hue[:, :, 2]), 5)
    reach = 2 * (min(value.shape) // 5) + 1
    paper = cv2.blur(cv2.morphologyEx(value, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), (9, 9))
    tint = np.asarray(hue[:, :, 1]).astype(np.int32) - int(np.median(hue[:, :, 1]))
    shaded = np.asarray(np.where((value < _SHADE * paper) | (tint > _TINT), 255, 0), np.uint8)
    whole = np.asarray(
        cv2.morphologyEx(cv2.morphologyEx(shaded, cv2.MORPH_CLOSE, close), cv2.MORPH_OPEN, close), np.uint8
    )
    # light fades and shadows lie aslant: what is printed ends at a sharp edge, most often a straight one
    step = cv2.subtract(cv2.dilate(value, close), cv2.erode(value, close)).astype(np.float32)
    colour_step = cv2.subtract(cv2.dilate(hue[:, :, 1], close), cv2.erode(hue[:, :, 1], close))
    sharp = (step > _SHARP * paper) | (np.asarray(colour_step) > _TINT / 2)
    labels, stats = light.shapes(whole)
    edge = (labels > 0) & (cv2.erode(whole, np.ones((3, 3), np.uint8)) == 0)
    found: list[Rect] = []
    spots: list[Rect] = []
    for number, row in enumerate(stats[1:], 1):
        area, rim = _rect(row), edge & (labels == number)
        inside = area.left > 1 and area.top > 1 and area.right < whole.shape[1] - 1 and area.bottom < whole.shape[0] - 1
        spot = max(area.width, area.height) < 4 * _SPOT  # wider ones may be headings in a band of colour
        if not inside or (min(area.width, area.height) < 4 * _SMALLEST and not spot):
            continue
        place = Rect(*(int(side / scale) for side in (area.left, area.top, area.right, area.bottom)))
        if spot:
            spots.append(place)
            continue
        tinted = (tint[labels == number] > _TINT).mean() > 0.5
        if sharp[rim].mean() >= _SHARP_RIM and row[4] > (0.6 if tinted else 0.85) * area.width * area.height:
            found.append(place)
    return found, spots


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


def _grown(
    figures: Sequence[Rect], near: Sequence[Rect], spots: Sequence[Rect], ink: Picture, letter: float
) -> list[Rect]:
    """Figures with the rules and empty frames beside them and the shaded spots, labels and strokes at their edges."""
    shapes = [_rect(row) for row in light.shapes(ink)[1][1:] if row[cv2.CC_STAT_HEIGHT] < _TALL * letter]
    grown = []
    for figure in figures:
        whole, waiting = figure, list(near)
        while beside := [part for part in waiting if part.overlaps(whole, _NEAR * letter)]:
            for part in beside:
                whole = whole.joined(part)
            waiting = [part for part in waiting if part not in beside]
        for spot in spots:
            whole = whole.joined(spot) if spot.overlaps(whole, 0.5 * letter) else whole
        for shape in shapes:
            whole = whole.joined(shape) if shape.overlaps(whole) else whole
        grown.append(whole)
    return _gathered(grown, 0.0)


def _rect(row: NDArray[np.int32]) -> Rect:
    left, top, width, height = (int(value) for value in row[:4])
    return Rect(left, top, left + width, top + height)
