"""Two pages of a book side by side on one sheet, told apart before either is read (pure functions)."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Box
from app.domain.numerals import to_ascii_digits
from app.library.document_worker.running_heads import MARGIN, without_running_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Word
    from app.library.document_worker.positions import PositionedLine

_WIDE = 1.15  # width by height of two pages side by side
_OFF_CENTRE = 0.08  # of the sheet's width
_FOLD = 1.8  # bare on either side of the fold together, in type sizes
_LINE = 9.0  # a line of running text is longer than this, in type sizes
_LINES = 6  # such lines on each page
_LETTERS = 0.6  # share of the letters of a page that stand in such lines
_HEAD = 90  # characters
_LEVEL = 0.02  # of the sheet's height
_FOOT = MARGIN + 0.03  # numbers that count on from page to page are sure signs, so they may stand further in
_SHORT = 0.55  # of the width of its page: a head that says no page number
_APART = 1.4  # from such a head to the text below, in type sizes
_LARGER = 1.12  # times the type size of the running text: a heading
_SMALLER = 0.9  # times the width of a letter of the running text
_CAPITALS = 1.3  # times as wide as small letters
_IN_LINE = 2.5  # with the edge of the text, in type sizes
_ENDS = (*".?!:;,…।॥_", ")")
_FIRST = re.compile(r"(\d{1,4})(?:[\s|•]|$)")  # "3." begins an exercise
_LAST = re.compile(r"(?:^|.*[\s|•])(\d{1,4})$")


def fold(lines: Sequence[PositionedLine], drawn: Sequence[Box], aspect: float) -> float | None:
    """Where the fold between two pages is, 0 to 1 from the left; None if the sheet is one page.

    No text and nothing drawn crosses a fold, and there is running text, or the next page number, beyond it: the
    columns of a wide table have neither.

    Args:
        lines: The printed lines of the sheet.
        drawn: Boxes of rules, frames and pictures.
        aspect: Width of the sheet divided by its height.
    """
    if aspect < _WIDE or not lines:
        return None
    size = median(line.height for line in lines) / aspect
    boxes = [word.box for line in lines for word in (line.words or (line,))]
    centre = (min(box.left for box in boxes) + max(box.right for box in boxes)) / 2
    ends = sorted({centre - _OFF_CENTRE, *(box.right for box in boxes if abs(box.right - centre) < _OFF_CENTRE)})
    best, widest = None, _FOLD * size
    for end in ends:
        if any(box.left < end + size / 10 < box.right - size / 10 for box in boxes):
            continue
        bare = min((box.left for box in boxes if box.left > end), default=1.0) - end
        if bare > widest and abs(end + bare / 2 - centre) < _OFF_CENTRE:
            best, widest = end + bare / 2, bare
    if best is None or any(box.left < best < box.right for box in drawn):
        return None
    pages = divided(lines, best)
    return best if all(_is_read(page, size) for page in pages) or _page_numbers(*pages) else None


def divided(lines: Sequence[PositionedLine], place: float) -> tuple[list[PositionedLine], list[PositionedLine]]:
    """The lines of the left and of the right page; a line that was read across the fold is cut there."""
    left: list[PositionedLine] = []
    right: list[PositionedLine] = []
    for line in lines:
        if not line.box.left < place < line.box.right or not line.words:
            (left if line.box.left + line.box.right < 2 * place else right).append(line)
            continue
        for page, words in (
            (left, [word for word in line.words if word.box.left + word.box.right < 2 * place]),
            (right, [word for word in line.words if word.box.left + word.box.right >= 2 * place]),
        ):
            if words:
                page.append(_part(line, words))
    return left, right


def pages(lines: Sequence[PositionedLine], place: float) -> tuple[list[PositionedLine], ...]:
    """The lines of the left and of the right page, without their running heads and page numbers."""
    left, right = divided(lines, place)
    heads = {id(line) for line in (*_page_numbers(left, right), *_unnumbered(left, right))}
    return tuple(without_running_heads([line for line in page if id(line) not in heads]) for page in (left, right))


def _is_read(page: Sequence[PositionedLine], size: float) -> bool:
    long = [line for line in page if line.box.right - line.box.left > _LINE * size]
    return len(long) >= _LINES and sum(len(x.text) for x in long) > _LETTERS * sum(len(x.text) for x in page)


def _page_numbers(left: Sequence[PositionedLine], right: Sequence[PositionedLine]) -> list[PositionedLine]:
    """The outermost rows of two pages where they hold page numbers that count on from the left to the right page."""
    found: list[PositionedLine] = []
    for top in (True, False):
        first, second = _outermost(left, top=top), _outermost(right, top=top)
        if not first or not second or abs(first[0].box.bottom - second[0].box.bottom) > _LEVEL:
            continue
        if any(number + 1 in _numbers(second) for number in _numbers(first)):
            found += [*first, *second]
    return found


def _unnumbered(left: Sequence[PositionedLine], right: Sequence[PositionedLine]) -> list[PositionedLine]:
    """The heads of two pages that say no page number: a pair, level with each other and set apart from the text.

    Headings over the text may be level as well. Theirs is a larger type, or they both begin where their text begins;
    heads stand at the outer edges of the two pages or are set smaller than the text.
    """
    first, second = _outermost(left, top=True), _outermost(right, top=True)
    if len(first) != 1 or len(second) != 1 or abs(first[0].box.bottom - second[0].box.bottom) > _LEVEL:
        return []
    pair = [(first[0], left), (second[0], right)]
    if not all(_is_set_apart(line, page) for line, page in pair):
        return []
    outside = _IN_LINE * median(line.height for line in left)
    outer = (
        first[0].box.left - min(line.box.left for line in left) < outside
        and max(line.box.right for line in right) - second[0].box.right < outside
    )
    return [*first, *second] if outer or all(_is_smaller(line, page) for line, page in pair) else []


def _is_set_apart(head: PositionedLine, page: Sequence[PositionedLine]) -> bool:
    """Whether a line is a few words, of no sentence, in a type no larger than that of the text and well above it."""
    rest = [line for line in page if line is not head]
    if len(rest) < _LINES or head.text.endswith(_ENDS) or not any(letter.isalpha() for letter in head.text):
        return False
    size = median(line.height for line in rest)
    width = max(line.box.right for line in rest) - min(line.box.left for line in rest)
    apart = min(line.box.top for line in rest) - head.box.bottom
    short = head.box.right - head.box.left < _SHORT * width
    return short and head.height < _LARGER * size and apart > _APART * size


def _is_smaller(head: PositionedLine, page: Sequence[PositionedLine]) -> bool:
    letters = [(line.box.right - line.box.left) / len(line.text) for line in page if line is not head]
    usual = median(letters) * (_CAPITALS if head.text.isupper() else 1.0)
    return (head.box.right - head.box.left) / len(head.text) < _SMALLER * usual


def _outermost(page: Sequence[PositionedLine], *, top: bool) -> list[PositionedLine]:
    """The short row at the edge of a page, from left to right; empty where there is none in the margin."""
    margin = [line for line in page if (line.box.bottom < _FOOT if top else line.box.top > 1 - _FOOT)]
    if not margin:
        return []
    edge = (min if top else max)(margin, key=lambda line: line.box.top).box
    row = [line for line in margin if edge.top <= (line.box.top + line.box.bottom) / 2 <= edge.bottom]
    return sorted(row, key=lambda x: x.box.left) if sum(len(line.text) for line in row) <= _HEAD else []


def _numbers(row: Sequence[PositionedLine]) -> list[int]:
    """The numbers with which a row begins or ends."""
    said = to_ascii_digits(" ".join(line.text for line in row)).strip(" -–—|•·[]")
    return [int(found.group(1)) for found in (_FIRST.match(said), _LAST.match(said)) if found]


def _part(line: PositionedLine, words: Sequence[Word]) -> PositionedLine:
    box = Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )
    return replace(line, text=" ".join(word.text for word in words), box=box, words=tuple(words))
