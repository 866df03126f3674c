"""Narrow gutters: columns so close that their lines look like one, told by words that begin one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.library.document_worker.pieces import part_of
from app.library.document_worker.reading_order import Item

if TYPE_CHECKING:
    from collections.abc import Sequence


# All in type sizes.
_GAP = 0.65  # narrowest gutter; words of one line seldom stand so far apart, and never one below the other
_ALIGNED = 0.3
_COLUMN = 6.0  # what stands left of a gutter is wider than a list marker
_ROWS = 5  # fewest lines that begin behind a gutter
_NEAR = 6.0  # from one of them to the next


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a word begins behind a gap, or a piece of a line begins.

    Attributes:
        place: Left edge of the word, in page heights.
        before: Right edge of what stands before it in its line; None at the start of a piece.
        item: The piece it stands in.
    """

    place: float
    before: float | None
    item: Item


def divided(items: Sequence[Item], aspect: float) -> list[Item]:
    """Cut pieces of lines at the gutters that run through them.

    Args:
        items: Pieces of lines.
        aspect: Width of the page divided by its height.
    """
    found = list(items)
    starts = sorted((s for item in items for s in _starts(item, aspect)), key=lambda start: start.place)
    first = 0
    for last, start in enumerate(starts):
        while start.place - starts[first].place > _ALIGNED * start.item.size:
            first += 1
        following = starts[last + 1].place if last + 1 < len(starts) else 2.0 * start.place + 1.0
        if last + 1 - first < _ROWS or following - starts[first].place <= _ALIGNED * start.item.size:
            continue
        for run in _runs(starts[first : last + 1]):
            found = _cut(found, run, aspect)
    return found


def _starts(item: Item, aspect: float) -> list[_Start]:
    words = item.line.words if item.line is not None else ()
    if item.line is None:
        return []
    found = [_Start(item.left, None, item)]
    right = words[0].box.right * aspect if words else item.right
    for word in words[1:]:
        if word.box.left * aspect - right > _GAP * item.size and right - item.left > _COLUMN * item.size:
            found.append(_Start(word.box.left * aspect, right, item))
        right = max(right, word.box.right * aspect)
    return found


def _runs(starts: Sequence[_Start]) -> list[list[_Start]]:
    """Words that begin one below the other, without long breaks."""
    runs: list[list[_Start]] = []
    for start in sorted(starts, key=lambda s: s.item.middle):
        if runs and start.item.middle - runs[-1][-1].item.middle < _NEAR * start.item.size:
            runs[-1].append(start)
        else:
            runs.append([start])
    return [run for run in runs if len(run) >= _ROWS and any(start.before is not None for start in run)]


def _cut(items: Sequence[Item], run: Sequence[_Start], aspect: float) -> list[Item]:
    """Cut the pieces beside a run at its gutter, where no word stands in that over enough lines."""
    right = min(start.place for start in run)
    left = max(start.before for start in run if start.before is not None)
    size = run[0].item.size
    if right - left < 0.8 * _GAP * size:
        return list(items)
    place = (left + right) / 2
    bounds = (run[0].item.top, run[-1].item.bottom)
    beside = [item for item in items if bounds[0] <= item.middle <= bounds[1] and item.line is not None]
    crossed = [item.middle for item in beside if item.left < place < item.right and not _is_clear(item, place, aspect)]
    if len(crossed) > len(run) / _ROWS:
        return list(items)
    done: list[Item] = []
    for item in items:
        inside = bounds[0] <= item.middle <= bounds[1] and item.left < place < item.right
        done += (
            _parts(item, place, aspect) if inside and item.line is not None and item.middle not in crossed else [item]
        )
    return done


def _is_clear(item: Item, place: float, aspect: float) -> bool:
    words = item.line.words if item.line is not None else ()
    return bool(words) and not any(word.box.left * aspect < place < word.box.right * aspect for word in words)


def _parts(item: Item, place: float, aspect: float) -> list[Item]:
    if item.line is None:
        return [item]
    ordered = sorted(item.line.words, key=lambda word: word.box.left)
    sides = (
        [w for w in ordered if w.box.right * aspect <= place],
        [w for w in ordered if w.box.left * aspect >= place],
    )
    return [part_of(item, side, aspect) for side in sides if side]
