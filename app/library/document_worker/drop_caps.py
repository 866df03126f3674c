"""Large first letters that reach down over several lines, put back before their word (pure functions)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.documents import Box, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library.document_worker.positions import PositionedLine

# All in type sizes of the lines beside it.
_TALL = 1.5
_TALLEST = 8.0
_BESIDE = (-0.3, 2.0)
_PITCH = 2.0
_SAME_EDGE = 0.004  # of the page's width
_LETTERS = 4  # an Indian letter with its signs
_WORDS = frozenset("AIO")  # letters that are words of their own


def with_drop_caps(lines: Sequence[PositionedLine], aspect: float) -> list[PositionedLine]:
    """Join large first letters to the first of the lines beside them.

    Those lines then begin where the letter does, so that nobody takes them for indented ones.

    Args:
        lines: Printed lines.
        aspect: Width of the page divided by its height.
    """
    rest = list(lines)
    for line in lines:
        first = line.words[0] if line.words else None
        if first is None or len(first.text) > _LETTERS or not first.text[0].isalpha():
            continue
        others = [other for other in rest if other is not line]
        own = _without_first(line)
        beside = _beside(first.box, [*others, *own], aspect)
        if len(beside) < 2:
            continue
        size = min(other.height for other in beside)
        if not _TALL * size < first.box.bottom - first.box.top < _TALLEST * size:
            continue
        top = min(beside, key=lambda other: other.box.top)
        joined = [_begun(other, first, rest) if other is top else _widened(other, first.box) for other in beside]
        rest = [other for other in [*others, *own] if not any(other is one for one in beside)]
        rest = [_widened(other, first.box) if _goes_on(other, beside) else other for other in rest] + joined
    return rest


def _without_first(line: PositionedLine) -> list[PositionedLine]:
    words = line.words[1:]
    if not words:
        return []
    box = Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )
    return [replace(line, text=" ".join(word.text for word in words), words=words, box=box)]


def _beside(cap: Box, lines: Sequence[PositionedLine], aspect: float) -> list[PositionedLine]:
    """The lines that begin right of a letter, between its top and its foot."""
    found = []
    for line in lines:
        gap = (line.box.left - cap.right) * aspect
        middle = (line.box.top + line.box.bottom) / 2
        slack = 0.5 * line.height
        if _BESIDE[0] * line.height < gap < _BESIDE[1] * line.height and cap.top - slack < middle < cap.bottom + slack:
            found.append(line)
    return found


def _goes_on(line: PositionedLine, beside: Sequence[PositionedLine]) -> bool:
    """Whether a line begins where those beside the letter do, right below them: the letter's foot leaves room."""
    last = max(beside, key=lambda other: other.box.top)
    return abs(line.box.left - last.box.left) < _SAME_EDGE and 0 < line.box.top - last.box.top < _PITCH * line.height


def _begun(line: PositionedLine, cap: Word, lines: Sequence[PositionedLine]) -> PositionedLine:
    """A line with the letter before it: as a word of its own only where the rest is a word without it."""
    known = {word.text for other in lines for word in other.words if other is not line}
    start = line.words[0].text if line.words else line.text.split(maxsplit=1)[0]
    apart = cap.text in _WORDS and start in known and f"{cap.text}{start}" not in known
    text = f"{cap.text}{' ' if apart else ''}{line.text}"
    if not line.words:
        return replace(_widened(line, cap.box), text=text)
    first = line.words[0]
    words = (cap, *line.words) if apart else (replace(first, text=f"{cap.text}{first.text}"), *line.words[1:])
    return replace(_widened(line, cap.box), text=text, words=words)


def _widened(line: PositionedLine, cap: Box) -> PositionedLine:
    return replace(line, box=replace(line.box, left=min(line.box.left, cap.left)))
