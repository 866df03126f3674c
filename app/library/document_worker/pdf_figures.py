"""Which drawings on a PDF page are figures, and how far they reach (pure functions)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.documents import Box
from app.library.document_worker import markers
from app.library.document_worker.pdf_objects import Sketch
from app.library.document_worker.ruled_tables import edges, grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.library.document_worker.pdf_objects import Survey
    from app.library.document_worker.positions import PositionedLine

_CAPTION_DISTANCE = 4.0  # from a drawing to its caption, in type sizes
_GAP = 0.02  # parts of one figure stand closer than this, as a fraction of the page
_TOUCHING = 0.004
_LARGEST = 0.8  # of the page
_WORDS_OF_A_LABEL = 4
_WORDS_OF_LABELS = 30
_WORDS_UNDER_A_CAPTION = 70
_HEADING = 1.3  # of the body's type
_SMALL_TYPE = 0.92
_LABEL_DISTANCE = 1.6  # from a drawing to a label beside it, in type sizes
_LONGEST_LABEL = 3  # words
_LONGEST_STROKE = 0.6  # of the page


def figures(seen: Survey, lines: Sequence[PositionedLine]) -> list[Box]:
    """Pictures and diagrams, each with what is drawn around it and its labels.

    A few strokes or bars are a figure only where a caption says so: they may as well be ornaments or shades of cells.

    Args:
        seen: The drawings of the page.
        lines: Its printed lines.
    """
    found = [_whole(box, seen, lines, _WORDS_OF_LABELS) for box in seen.figures]
    drawn = [*seen.sketches, *_tints(seen, lines)]
    rest = [sketch for sketch in drawn if not any(_overlap(sketch.box, box) for box in found)]
    for sketch in list(rest):
        inside = sum(sketch.box.holds(line.box) for line in lines)
        if sketch.sure and 2 * inside < sketch.parts:
            found.append(_whole(sketch.box, seen, lines, _WORDS_OF_LABELS))
            rest.remove(sketch)
    for caption in lines:
        if not markers.is_caption(caption.text, figures=True):
            continue
        near = [sketch.box for sketch in rest if is_beside(sketch.box, caption)]
        closest = min((_gap(box, caption.box) for box in near), default=0.0)
        if not near or any(is_beside(box, caption) and _gap(box, caption.box) < closest for box in found):
            continue
        box = _gathered(max(near, key=_area), [sketch.box for sketch in rest])
        box = _whole(box, seen, [line for line in lines if line is not caption], _WORDS_UNDER_A_CAPTION)
        if not _overlap(box, caption.box) and labels(box, lines, most=_WORDS_UNDER_A_CAPTION) is not None:
            found.append(box)
            rest = [sketch for sketch in rest if not _overlap(sketch.box, box)]
    return sorted(_distinct(found), key=lambda box: (box.top, box.left))


def _tints(seen: Survey, lines: Sequence[PositionedLine]) -> list[Sketch]:
    """Boxes with nothing but labels in them and outside tables: a caption makes a diagram of them, too."""
    tables = grids([*seen.rules, *(edge for frame in seen.frames for edge in edges(frame))])
    areas = [Box(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]) for grid in tables]
    return [
        Sketch(frame, 1, sure=False)
        for frame in seen.frames
        if _area(frame) < _LARGEST and labels(frame, lines) is not None and not any(a.holds(frame) for a in areas)
    ]


def labels(
    figure: Box, lines: Sequence[PositionedLine], most: int = _WORDS_UNDER_A_CAPTION
) -> list[PositionedLine] | None:
    """The few short lines inside a figure, which its picture shows; None when it is text on a tint."""
    inside = [line for line in lines if figure.holds(line.box)]
    words = sum(len(line.text.split()) for line in inside)
    return inside if words <= most and words <= _WORDS_OF_A_LABEL * len(inside) else None


def shown(figure: Box, lines: Sequence[PositionedLine]) -> list[PositionedLine]:
    """The labels that the picture of a figure shows; a heading of several words printed over a picture stays text."""
    large = _HEADING * _body(lines)
    return [line for line in labels(figure, lines) or () if line.height < large or len(line.text.split()) < 2]


def _whole(box: Box, seen: Survey, lines: Sequence[PositionedLine], most: int) -> Box:
    """A drawing with the strokes that touch it, its frame, and the small labels around it."""
    for frame in sorted(seen.frames, key=_area):
        if _area(frame) < _LARGEST and frame.holds(box) and _area(box) > 0.1 * _area(frame):
            inside = labels(frame, lines, most)
            if inside is not None and not any(markers.is_caption(line.text) for line in inside):
                box = _around([box, frame])
    strokes = [(rule, _TOUCHING) for rule in seen.rules if max(_sides(rule)) < _LONGEST_STROKE]
    strokes += [(sketch.box, _GAP) for sketch in seen.sketches]
    body = _body(lines)
    strokes += [(line.box, _LABEL_DISTANCE * line.height) for line in lines if _is_label(line, body)]
    grown = True
    while grown:
        grown = False
        for part, reach in strokes:
            larger = _around([box, part])
            if larger != box and _overlap(part, box, reach) and labels(larger, lines, most) is not None:
                box, grown = larger, True
    return box


def _is_label(line: PositionedLine, body: float) -> bool:
    """Whether a line is short, and small or a figure, as the labels beside a diagram are."""
    small = line.height < _SMALL_TYPE * body or not any(character.isalpha() for character in line.text)
    return small and len(line.text.split()) <= _LONGEST_LABEL and not markers.is_caption(line.text)


def _sides(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top


def _gathered(box: Box, others: Iterable[Box]) -> Box:
    rest, grown = list(others), True
    while grown:
        near = [other for other in rest if _overlap(box, other, _GAP)]
        rest = [other for other in rest if other not in near]
        grown = bool(near)
        box = _around([box, *near])
    return box


def _body(lines: Sequence[PositionedLine]) -> float:
    """The type size of most of the text."""
    sizes = sorted((line.height, len(line.text)) for line in lines)
    half, seen = sum(length for _, length in sizes) / 2, 0
    for size, length in sizes:
        seen += length
        if seen >= half:
            return size
    return 0.0


def is_beside(box: Box, caption: PositionedLine) -> bool:
    """Whether a caption stands right below or above a drawing."""
    shared = box.left < caption.box.right and caption.box.left < box.right
    return shared and _gap(box, caption.box) < _CAPTION_DISTANCE * caption.height


def _gap(first: Box, second: Box) -> float:
    return max(first.top - second.bottom, second.top - first.bottom)


def _distinct(boxes: Sequence[Box]) -> list[Box]:
    """Boxes without those that lie in a larger one."""
    kept: list[Box] = []
    for box in sorted(boxes, key=_area, reverse=True):
        if not any(other.holds(box) for other in kept):
            kept.append(box)
    return kept


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        max(0.0, min(box.left for box in boxes)),
        max(0.0, min(box.top for box in boxes)),
        min(1.0, max(box.right for box in boxes)),
        min(1.0, max(box.bottom for box in boxes)),
    )


def _overlap(first: Box, second: Box, margin: float = 0.0) -> bool:
    return (
        first.left - margin < second.right
        and second.left - margin < first.right
        and first.top - margin < second.bottom
        and second.top - margin < first.bottom
    )
