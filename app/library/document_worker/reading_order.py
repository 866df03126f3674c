"""The order in which the pieces of a page are read: columns, bands across them, asides (pure functions).

A page is cut at the gutter that divides most text; pieces that cross it (titles, wide figures) cut the page into
bands from top to bottom, and in each band the left side is read whole before the right. Each side is cut again the
same way. This keeps the order that the XY-cut method aims at, without its habit of cutting two columns into rows
wherever their paragraphs happen to end side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Box
from app.library.document_worker.positions import PlacedPicture, PositionedLine

if TYPE_CHECKING:
    from collections.abc import Sequence


_STEPS = 240  # candidate gutters tried across a region
_GUTTER = 0.55  # narrowest gutter, in type sizes
_SIDE_LINES = 3  # fewest text pieces on each side of a gutter
_BAND_LINES = 2  # fewest on each side inside one band
_CROSSING_COST = 0.1
_INTRUDERS = 0.08
_DEEPEST = 12
_HEADING_LINES = 3
_SECTIONS_TRIED = 8
_FARTHER = 1.1


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a page with its place in page heights, so that both directions measure alike.

    Attributes:
        left: Left edge; top, right and bottom likewise.
        size: Type size.
        line: The printed line, if it is one.
        picture: The picture, if it is one.
        aside: The columns inside a frame, if it is one.
        cells: Pieces of one row that are read one after the other (answer options), if it is such a row.
        table: Cells row by row, each with its pieces, if it is a table.
    """

    left: float
    top: float
    right: float
    bottom: float
    size: float
    line: PositionedLine | None = None
    picture: PlacedPicture | None = None
    aside: tuple[Stream, ...] = ()
    cells: tuple[Item, ...] = ()
    table: tuple[tuple[tuple[Item, ...], ...], ...] = ()

    @property
    def width(self) -> float:
        """Distance between the left and the right edge."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Height on the page of its centre."""
        return (self.top + self.bottom) / 2

    def box(self, aspect: float) -> Box:
        """The box as fractions of the page."""
        return Box(self.left / aspect, self.top, self.right / aspect, self.bottom)


@dataclass(slots=True)
class Stream:
    """Pieces read one below the other, in one column."""

    items: list[Item] = field(default_factory=list)


def around(items: Sequence[Item], **what: object) -> Item:
    """A piece that stands for several, with the box around them; `what` says as what."""
    return Item(
        min(item.left for item in items),
        min(item.top for item in items),
        max(item.right for item in items),
        max(item.bottom for item in items),
        median(item.size for item in items),
        **what,  # type: ignore[arg-type]
    )


def merged(items: Sequence[Item]) -> Item:
    """Pieces of text in one row as one line."""
    lines = [item.line for item in items if item.line is not None]
    box = Box(
        min(line.box.left for line in lines),
        min(line.box.top for line in lines),
        max(line.box.right for line in lines),
        max(line.box.bottom for line in lines),
    )
    line = replace(
        lines[-1],
        text=" ".join(line.text for line in lines),
        box=box,
        words=tuple(word for line in lines for word in line.words),
    )
    return around(items, line=line)


def ends_early(line: Item, following: Item, right: float) -> bool:
    """Whether a line ends although the first word of the line below it would have fitted before `right`."""
    words = following.line.words if following.line is not None else ()
    text = following.line.text.strip() if following.line is not None else ""
    if words:
        share = (words[0].box.right - words[0].box.left) / max(1e-9, words[-1].box.right - words[0].box.left)
    else:
        share = len(text.split(maxsplit=1)[0]) / len(text) if text else 0.0
    return right - line.right > min(1.0, share) * following.width + 0.4 * following.size


def streams(items: Sequence[Item], depth: int = 0) -> list[Stream]:
    """The columns of a region in reading order; every piece is in exactly one of them."""
    if not items:
        return []
    gutter, score = _best_gutter(items) if depth < _DEEPEST else (None, 0.0)
    if gutter is None:
        return [Stream(in_rows(items))]
    if sum(item.left < gutter < item.right for item in items) >= _SIDE_LINES:
        parts = _sections(items, score)
        if parts:
            return [stream for part in parts for stream in streams(part, depth + 1)]
    found: list[Stream] = []
    undivided: Stream | None = None
    bands = _bands(items, gutter)
    for band, following in zip(bands, [*bands[1:], []], strict=True):
        left = [item for item in band if item.right <= gutter]
        right = [item for item in band if item.left >= gutter]
        if left and right and len(left) + len(right) == len(band):
            left, right, below = _without_heading_below(left, right)
            if not below:
                left, right, below = _without_lines_below(left, right, following)
            begins = min(item.top for item in right)
            undivided = _continued(found, undivided, [item for item in left if item.bottom < begins])
            found += streams([item for item in left if item.bottom >= begins], depth + 1)
            found += streams(right, depth + 1)
            undivided = _continued(found, None, below)
        else:
            undivided = _continued(found, undivided, band)
    return found


def _continued(found: list[Stream], undivided: Stream | None, items: Sequence[Item]) -> Stream | None:
    """Append pieces that stand in one column to the stream that is open, or open one."""
    if not items:
        return undivided
    if undivided is None:
        undivided = Stream()
        found.append(undivided)
    undivided.items += in_rows(items)
    return undivided


def rows(items: Sequence[Item]) -> list[list[Item]]:
    """Pieces that stand side by side, as rows from top to bottom, each from left to right."""
    found: list[list[Item]] = []
    for item in sorted(items, key=lambda i: (i.middle, i.left)):
        for row in reversed(found[-3:]):
            if _side_by_side(row[-1], item) and all(_apart(other, item) for other in row):
                row.append(item)
                break
        else:
            found.append([item])
    return [sorted(row, key=lambda i: i.left) for row in found]


def in_rows(items: Sequence[Item]) -> list[Item]:
    """Pieces from top to bottom, those of one row from left to right."""
    return [item for row in rows(items) for item in row]


def type_size(items: Sequence[Item]) -> float:
    """The commonest type size, weighted by the length of the text."""
    sizes = [item.size for item in items if item.line is not None for _ in range(1 + len(item.line.text) // 8)]
    return median(sizes) if sizes else 0.012


def _side_by_side(first: Item, second: Item) -> bool:
    if first.line is None or second.line is None:
        return False
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared > 0.5 * min(first.bottom - first.top, second.bottom - second.top)


def _apart(first: Item, second: Item) -> bool:
    """Whether two pieces do not lie on top of each other from left to right."""
    return min(first.right, second.right) - max(first.left, second.left) <= 0.25 * min(first.width, second.width)


def _sections(items: Sequence[Item], score: float) -> list[list[Item]]:
    """The upper and the lower part of a region whose columns differ; none if one gutter does as well as two."""
    ordered = sorted(items, key=lambda item: item.top)
    gaps: list[tuple[float, int]] = []
    lowest = ordered[0].bottom
    for number, item in enumerate(ordered[1:], 1):
        if item.top > lowest:
            gaps.append((item.top - lowest, number))
        lowest = max(lowest, item.bottom)
    best: list[list[Item]] = []
    for _gap, number in sorted(gaps, reverse=True)[:_SECTIONS_TRIED]:
        parts = [ordered[:number], ordered[number:]]
        together = sum(_best_gutter(part)[1] for part in parts)
        if together >= score + _SIDE_LINES:
            best, score = parts, together
    return best


def _best_gutter(items: Sequence[Item]) -> tuple[float | None, float]:
    """Where the region is divided into a left and a right side, and how much of it; None where it is one column."""
    size = type_size(items)
    left, right = min(item.left for item in items), max(item.right for item in items)
    # A gutter has a piece of text on each side; where all begin at one margin, there is none to look for
    first, last = min(item.right for item in items), max(item.left for item in items)
    ordered = sorted(items, key=lambda item: item.middle)
    best, best_score = None, 0.0
    for step in range(1, _STEPS):
        place = left + (right - left) * step / _STEPS
        score = _score(ordered, place, _GUTTER * size / 2) if first <= place <= last else 0.0
        if score > best_score:
            best, best_score = place, score
    return best, best_score


def _score(items: Sequence[Item], place: float, half: float) -> float:
    """How much text a gutter of twice the width `half` divides; 0 if it is none.

    Counted are only bands with text on both sides, so that a short last line beside nothing proves no column.

    Args:
        items: The region from above to below.
        place: Middle of the gutter.
        half: Half of its width.
    """
    clear = sum(item.right <= place - half or item.left >= place + half for item in items)
    crossing = sum(item.left < place < item.right for item in items)
    if clear < 2 or len(items) - clear - crossing > _INTRUDERS * len(items):
        return 0.0
    divided = 0.0
    for band in _bands(items, place):
        lefts = [item for item in band if item.right <= place]
        rights = [item for item in band if item.left >= place]
        if lefts and rights and _beside(lefts, rights):
            weight = min(_weight(lefts), _weight(rights))
            divided += weight if weight >= _BAND_LINES else 0.0
    return divided - _CROSSING_COST * crossing if divided >= _SIDE_LINES else 0.0


def _without_heading_below(left: list[Item], right: list[Item]) -> tuple[list[Item], list[Item], list[Item]]:
    """Take a short heading that stands below both columns out of the column it begins under."""
    for own, other in ((left, right), (right, left)):
        ends = max(item.bottom for item in other)
        usual = type_size([*own, *other])
        ordered = sorted(own, key=lambda item: item.top)
        for number in range(max(1, len(ordered) - _HEADING_LINES), len(ordered)):
            first, gap = ordered[number], ordered[number].top - max(item.bottom for item in ordered[:number])
            bold = [item.line is not None and item.line.bold for item in ordered]
            marked = first.size > 1.1 * usual or (bold[number] and 2 * sum(bold) < len(bold))
            if first.top > ends and marked and gap > 0.6 * usual:
                below = ordered[number:]
                return ([i for i in left if i not in below], [i for i in right if i not in below], below)
    return left, right, []


def _without_lines_below(
    left: list[Item], right: list[Item], following: Sequence[Item]
) -> tuple[list[Item], list[Item], list[Item]]:
    """Take short lines that stand below both columns, by what crosses them next, out of the column they begin under.

    They stand farther from the column than its own paragraphs from each other, and than from the line that crosses.
    """
    crossing = min((item.middle for item in following if item.line is not None), default=None)
    if crossing is None:
        return left, right, []
    for own, other in ((left, right), (right, left)):
        begins, ends = min(item.top for item in other), max(item.bottom for item in other)
        ordered = sorted((item for item in own if item.bottom > begins), key=lambda item: item.middle)
        steps = [second.middle - first.middle for first, second in pairwise(ordered)]
        for number in range(max(_SIDE_LINES, len(ordered) - _HEADING_LINES), len(ordered)):
            rest = ordered[number:]
            near = max(*steps[: number - 1], *steps[number:], crossing - rest[-1].middle)
            lines = all(item.line is not None for item in rest)
            if lines and rest[0].top > ends and steps[number - 1] > _FARTHER * near:
                return [i for i in left if i not in rest], [i for i in right if i not in rest], rest
    return left, right, []


def _weight(items: Sequence[Item]) -> float:
    """Pieces of text; a picture or a frame counts as a column of its own."""
    return float(sum(1 if item.line is not None else _SIDE_LINES for item in items))


def _beside(lefts: Sequence[Item], rights: Sequence[Item]) -> bool:
    top = max(min(i.top for i in lefts), min(i.top for i in rights))
    bottom = min(max(i.bottom for i in lefts), max(i.bottom for i in rights))
    shorter = min(max(i.bottom for i in side) - min(i.top for i in side) for side in (lefts, rights))
    return bottom - top > 0.4 * shorter


def _bands(items: Sequence[Item], gutter: float) -> list[list[Item]]:
    """Cut a region at the pieces that cross the gutter; those make bands of their own."""
    ordered = sorted(items, key=lambda i: i.middle)
    bands: list[list[Item]] = []
    crossing_before = False
    for number, item in enumerate(ordered):
        crosses = item.left < gutter < item.right
        if number == 0 or crosses != crossing_before:
            bands.append([])
        bands[-1].append(item)
        crossing_before = crosses
    return bands
