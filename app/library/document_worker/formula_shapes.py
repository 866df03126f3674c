"""Where formulas are drawn on more than one line: fractions, roots, and sums or integrals with limits.

Tesseract reads rows. What stands above and below a fraction bar become two rows, or headings, and a root sign a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from app.library.document_worker import light
from app.library.document_worker.figures import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Boxes = NDArray[np.int32]  # (n, 4): left, top, right, bottom of shapes of ink

# In heights of a letter of the page, which is that of an x on some pages and that of an H on others.
_BAR = (0.7, 30.0)
_THICK = 0.35
_CAPITAL = 1.7
_ZONE = 1.6
_SIGN = (0.4, 2.0)
_SIGN_GAP = 0.9

# In heights of the capitals at that place.
_CLOSE = 0.85
_BEYOND = 0.6
_SPACE = 3.0
_HIGHEST = 5.0
_TALL, _TALLER, _TALLEST = 1.4, 1.6, 2.1  # with two limits, with one, without
_LIMIT = 0.8
_SMALL = 0.75
_FUSED = 1.15

_ALIKE = 0.3  # of a width, that the two strokes of = differ
_HOOK = 0.2  # of a root sign's width holds no ink at its top
_ROOF = 0.5
_WHOLE_ROOF = 0.9


@dataclass(frozen=True, slots=True)
class Formula(Rect):
    """Where a formula stands.

    Attributes:
        fractions: The fractions in it: words in them are no sentence.
        equation: Whether a sign = stands beside what is stacked.
    """

    fractions: tuple[Rect, ...] = ()
    equation: bool = False


def find_formulas(page: Picture, letter: float, frames: Sequence[Rect]) -> list[Formula]:
    """Formulas with a fraction bar, and equations with a root or a sum, with what stands level with them.

    Args:
        page: (height, width) grey, level, under even light, with its rules.
        letter: Height of its letters in pixels.
        frames: Cells and boxes, whose edges are no fraction bars.
    """
    labels, stats = light.shapes(light.ink(page))
    left, top, wide, high = stats[1:, :4].T
    boxes = np.stack([left, top, left + wide, top + high], axis=1).astype(np.int32)
    flat = high <= max(3, _THICK * letter)
    bars = [
        bar
        for bar in _rects(boxes[flat & (wide > _BAR[0] * letter) & (wide < _BAR[1] * letter)])
        if not any(frame.overlaps(bar, 0.3 * letter) for frame in frames)
    ]
    fractions = [found for bar in bars if (found := _fraction(bar, boxes, letter)) is not None]
    signs = _equals(boxes[flat & (wide > _SIGN[0] * letter) & (wide < _SIGN[1] * letter)], letter)
    seeds = [*fractions, *(seed for sign in signs for seed in _stacked_beside(sign, boxes, labels, letter))]
    whole = [row for seed in seeds if (row := _row_of(seed, boxes, letter)) is not None]
    return [
        Formula(
            *(rect.left, rect.top, rect.right, rect.bottom),
            tuple(fraction for fraction in fractions if rect.overlaps(fraction)),
            any(rect.overlaps(sign) for sign in signs),
        )
        for rect in _apart(whole)
    ]


def _apart(rects: Sequence[Rect]) -> list[Rect]:
    """Rectangles of which those that share ground are one."""
    kept: list[Rect] = []
    for rect in rects:
        whole = rect
        while touched := [other for other in kept if other.overlaps(whole)]:
            for other in touched:
                whole = whole.joined(other)
            kept = [other for other in kept if other not in touched]
        kept.append(whole)
    return kept


def _rects(boxes: Boxes) -> list[Rect]:
    return [Rect(*row) for row in boxes.tolist()]


def _touching(boxes: Boxes, area: Rect) -> Boxes:
    across = (boxes[:, 0] < area.right) & (boxes[:, 2] > area.left)
    return boxes[across & (boxes[:, 1] < area.bottom) & (boxes[:, 3] > area.top)]


def _capital(near: Boxes, letter: float) -> float:
    """Height of the capitals at a place."""
    high = (near[:, 3] - near[:, 1])[near[:, 3] - near[:, 1] <= _CAPITAL * letter]
    return float(max(letter, high.max(initial=0)))


def _fraction(bar: Rect, boxes: Boxes, letter: float) -> Rect | None:
    """A bar with what stands close above and close below it; None if one is missing or reaches beyond the bar."""
    reach, whole, halves = round(_ZONE * letter), bar, []
    for top, bottom in ((bar.top - reach, bar.top), (bar.bottom, bar.bottom + reach)):
        near = _touching(boxes, Rect(bar.left, top, bar.right, bottom))
        near = near[(near[:, 3] - near[:, 1] > 0.3 * letter) & ((near[:, 1] >= bar.bottom) | (near[:, 3] <= bar.top))]
        if not len(near):
            return None
        halves.append(near)
    capital = _capital(np.concatenate(halves), letter)
    if max(bar.top - halves[0][:, 3].max(), halves[1][:, 1].min() - bar.bottom) > _CLOSE * capital:
        return None
    for half in halves:
        rect = Rect(*half[:, :2].min(axis=0).tolist(), *half[:, 2:].max(axis=0).tolist())
        if _goes_on(rect, bar, boxes, capital):
            return None
        whole = whole.joined(rect)
    beyond = max(bar.left - whole.left, whole.right - bar.right)
    return whole if beyond < _BEYOND * capital and whole.height < _HIGHEST * capital else None


def _goes_on(half: Rect, bar: Rect, boxes: Boxes, capital: float) -> bool:
    """Whether the row above or below a rule goes on beside it: a line of print with a part underlined."""
    spare = round(_BEYOND * capital)
    beside = _touching(boxes, Rect(bar.left - spare, half.top, bar.right + spare, half.bottom))
    outside = (beside[:, 2] <= bar.left) | (beside[:, 0] >= bar.right)
    middle = (beside[:, 1] + beside[:, 3]) / 2
    low = beside[:, 3] - beside[:, 1] < _CAPITAL * capital
    return bool((outside & low & (middle > half.top) & (middle < half.bottom)).any())


def _equals(strokes: Boxes, letter: float) -> list[Rect]:
    """Signs of two level strokes, one above the other and as wide."""
    found = []
    order = sorted(_rects(strokes), key=lambda stroke: stroke.top)
    for place, upper in enumerate(order):
        for lower in order[place + 1 :]:
            if lower.top - upper.bottom > _SIGN_GAP * letter:
                break
            apart = max(abs(lower.left - upper.left), abs(lower.right - upper.right))
            if lower.top > upper.bottom and apart <= max(2, _ALIKE * upper.width):
                found.append(upper.joined(lower))
    return found


def _stacked_beside(sign: Rect, boxes: Boxes, labels: NDArray[np.int32], letter: float) -> Iterator[Rect]:
    """Roots, and large signs with limits above and below, that stand level with a sign =."""
    middle = (sign.top + sign.bottom) // 2
    level = _touching(boxes, Rect(0, middle - 1, labels.shape[1], middle + 2))
    for shape in _chain(sign, level, _SPACE * letter):
        others = level[(level[:, 0] != shape.left) | (level[:, 1] != shape.top)]
        capital = _capital(others, letter)
        if not 0.9 * letter < shape.height < _HIGHEST * capital:
            continue
        if _is_root(shape, boxes, labels, fused=shape.height > _FUSED * capital):
            yield shape
        elif (whole := _limits(shape, boxes, capital)) is not None:
            yield whole
    yield from _open_roots(sign, boxes, letter)


def _chain(sign: Rect, level: Boxes, space: float) -> list[Rect]:
    """The shapes of a row around a sign, up to the first wide gaps."""
    order = sorted(_rects(level), key=lambda shape: shape.left)
    groups: list[list[Rect]] = [order[:1]]
    end = order[0].right if order else 0
    for _, shape in pairwise(order):
        if shape.left - end > space:
            groups.append([])
        groups[-1].append(shape)
        end = max(end, shape.right)
    return [shape for group in groups if any(s.overlaps(sign, space) for s in group) for shape in group]


def _is_root(shape: Rect, boxes: Boxes, labels: NDArray[np.int32], *, fused: bool) -> bool:
    """Whether a shape is a root sign with its roof over something: no ink at its top left, or below the roof.

    Args:
        shape: Of ink.
        boxes: All shapes.
        labels: (height, width): which shape each pixel is of.
        fused: Whether what stands under the roof may be one with the sign, as on a blurred picture.
    """
    if shape.width < 0.4 * shape.height:
        return False
    part = labels[shape.top : shape.bottom, shape.left : shape.right]
    own = part == part[0][part[0] > 0][0]
    upper = max(2, round(0.2 * shape.height))
    roof = np.flatnonzero(own[:upper].any(axis=0))
    if roof[0] < _HOOK * min(shape.width, shape.height) or len(roof) < _ROOF * (shape.width - roof[0]):
        return False
    foot, start = int(np.flatnonzero(own[-upper:].any(axis=0)).mean()), int(roof[0])
    if foot > start + upper or roof[-1] < shape.width - 3:
        return False
    if own[2 * upper :, start + 2 * upper :].any():
        return fused and len(roof) >= _WHOLE_ROOF * (shape.width - start)
    inside = _touching(boxes, Rect(shape.left + start + upper, shape.top + upper, shape.right, shape.bottom))
    return bool((inside[:, 0] > shape.left + foot).any())


def _open_roots(sign: Rect, boxes: Boxes, letter: float) -> Iterator[Rect]:
    """Roots whose roof is drawn apart from the hook."""
    high, wide = 4 * round(letter), 20 * round(letter)
    row = _touching(boxes, Rect(sign.left - wide, sign.top - high, sign.right + wide, sign.bottom + high))
    thin = row[(row[:, 3] - row[:, 1] <= max(3, _THICK * letter)) & (row[:, 2] - row[:, 0] > 1.2 * letter)]
    for roof in _rects(thin):
        under = _touching(row, Rect(roof.left, roof.bottom, roof.right, roof.bottom + round(letter)))
        above = _touching(row, Rect(roof.left, roof.top - round(letter), roof.right, roof.top))
        hooks = [
            hook
            for hook in _rects(row)
            if abs(hook.right - roof.left) < 0.4 * letter
            and abs(hook.top - roof.top) < 0.4 * letter
            and hook.height > 1.1 * letter
            and hook.bottom > sign.bottom
        ]
        if hooks and len(under) and not len(above):
            yield roof.joined(hooks[0])


def _limits(shape: Rect, boxes: Boxes, capital: float) -> Rect | None:
    """A large sign with the small print close above and below it; None where it may be a bracket or a letter."""
    spare = round(_LIMIT * capital)
    around = Rect(shape.left - spare, shape.top - spare, shape.right + spare, shape.bottom + spare)
    near = _touching(boxes, around)
    near = near[near[:, 3] - near[:, 1] < _SMALL * capital]
    limits = near[(near[:, 3] < shape.top + 3) | (near[:, 1] > shape.bottom - 3)]
    sides = len({bool(limit[1] > shape.top) for limit in limits})
    if shape.height <= (_TALLEST, _TALLER, _TALL)[sides] * capital:
        return None
    whole = shape
    for limit in _rects(limits):
        whole = whole.joined(limit)
    return whole


def _row_of(seed: Rect, boxes: Boxes, letter: float) -> Rect | None:
    """The whole formula around what is stacked; None where it stands within running text."""
    whole, before = seed, None
    capital = _capital(_touching(boxes, seed), letter)
    low = boxes[boxes[:, 3] - boxes[:, 1] < _HIGHEST * capital]
    while whole != before:
        before = whole
        reach = Rect(
            round(whole.left - _SPACE * capital), whole.top, round(whole.right + _SPACE * capital), whole.bottom
        )
        near = _touching(low, reach)
        middle = (near[:, 1] + near[:, 3]) / 2
        near = near[(middle >= reach.top) & (middle < reach.bottom)]
        for shape in _rects(near):
            whole = whole.joined(shape)
        if whole.height > 2 * _HIGHEST * capital:
            return None
    return whole
