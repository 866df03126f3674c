"""Running heads, footers and page numbers: told by place and pattern, and by coming again on the next page."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind
from app.domain.numerals import to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import PageText
    from app.library.document_worker.positions import PositionedLine

_MARGIN = 0.09  # heads and feet stand in this part of the page's height at the top and the bottom
_EDGE = 1.4 * _MARGIN  # the same on a page that was photographed
_EDGE_BLOCKS = 2  # blocks at each end of a page that may be a head or a foot
_HEAD_CHARACTERS = 90
_SHORTEST_HEAD = 4
_MOST_HEADS = 6
MARGIN = _MARGIN + 0.02
"""Part of a page's height at the top and at the bottom in which heads are looked for."""
_FEWEST_PAGES = 3

_DIGITS = "0-9०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯"
_PAGE_WORDS = "page|pg|p|पृष्ठ|पृ|पान|पेज|পৃষ্ঠা|ਪੰਨਾ|પૃષ્ઠ|પાનું|ପୃଷ୍ଠା|பக்கம்|పేజీ|పుట|ಪುಟ|പേജ്|പുറം"
_PAGE_NUMBER = re.compile(
    rf"[\s\-–—|•·.\[\](){{}}]*(?:(?:{_PAGE_WORDS})[\s.:]*)?(?:[{_DIGITS}]{{1,4}}|(?=[ivxlc])c{{0,3}}(?:x[cl]|l?x{{0,3}})(?:i[xv]|v?i{{0,3}}))"
    rf"(?:\s*(?:of|/|का|पैकी)\s*[{_DIGITS}]{{1,4}})?[\s\-–—|•·.\[\](){{}}]*",
    re.IGNORECASE,
)
# What typesetters and publishers leave in the margins of Indian school books
_FURNITURE = re.compile(
    r"\.indd\b|\.qxd\b|\.p65\b|reprint\s+20\d\d|not to be (?:re)?published|©|www\.\S+\.\S+|(?:https?|file)://"
    r"|^\d\d?[-/.]\d\d?[-/.]\d{2,4},?\s+\d\d?:\d\d",
    re.IGNORECASE,
)
_SEPARATED = re.compile(
    rf"^(?:[{_DIGITS}]{{1,4}}\s*[|•]\s*\S.*|\S.*[|•]\s*(?:[{_DIGITS}]{{1,4}}|(?:grade|class|कक्षा|इयत्ता)\s*[{_DIGITS}IVX]+))\s*$",
    re.IGNORECASE,
)
_NUMBER_PARTS = re.compile(r"(\d{1,9})")
_MOST_PARTS = 9  # four numbers and what stands between them
_SAME_PLACE = 0.012  # heads stand at one height, as a fraction of the page's
_ABOUT_THE_PLACE = 0.03  # the same for pages that were photographed
_TITLE_SIZE = 1.3  # a title over its chapter is larger than the heads that repeat it
_AT_THE_END = 1.5  # from a page number to the edge of the text, in type sizes
_TABLE_GAP = 3.0  # widest gap between rows of a table, in type sizes
_TABLE_ROW = 60  # most characters of one


_Places = defaultdict[tuple[bool, str], list[float]]
"""How far down the page a text stands at the top (True) or bottom of pages, once for each page."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The outermost rows of a page.

    Attributes:
        offset: How many pages further it is; negative before, 0 for the page itself. Rows read in a quick way, which
            may tear Indian words apart, are compared with the page's own row read in that way.
        top: Its highest row of text; empty where that is not in the margin.
        bottom: Its lowest row, likewise.
        top_at: How far down the middle of the highest row stands, 0 to 1; None if unknown.
        bottom_at: Likewise of the lowest.
    """

    offset: int
    top: str
    bottom: str
    top_at: float | None = None
    bottom_at: float | None = None


def without_running_heads(lines: Sequence[PositionedLine], margins: Sequence[Margin] = ()) -> list[PositionedLine]:
    """Drop heads, feet and page numbers of one page.

    A line goes only if it stands in the outer margin and is the furniture of a printed book, comes again at the same
    height on the pages around, or stands apart from the text and is a page number or shares its row with one. There
    is one page number to each end of a page.

    Args:
        lines: The page.
        margins: The outermost rows of neighbouring pages.
    """
    dropped: set[int] = set()
    for top in (True, False):
        numbered = False
        rows = _rows_at(lines, top=top)
        for number, row in enumerate(rows):
            # Only the outermost row is compared with its likes: headings come again further in
            again = number == 0 and _comes_again(row, lines, margins, top=top)
            numbers = any(_PAGE_NUMBER.fullmatch(line.text) for line in row)
            if not again and not _is_furniture(row) and (numbered or not _is_numbered(row, lines)):
                break
            numbered = numbered or numbers
            dropped.update(id(line) for line in row)
    return [line for line in lines if id(line) not in dropped]


def heads(lines: Sequence[PositionedLine], blocks: Sequence[Block]) -> tuple[str, ...]:
    """What stands in the margins of a page and is not in its blocks; numbers alone say nothing.

    Args:
        lines: All lines of the page.
        blocks: What was made of them.
    """
    kept = {line.text for block in blocks for line in block.lines}
    outer = [line.text for line in lines if line.box.bottom < MARGIN or line.box.top > 1 - MARGIN]
    said = (" ".join(text.split()) for text in outer if text not in kept and any(map(str.isalpha, text)))
    return tuple(text for text in dict.fromkeys(said) if len(text) <= _HEAD_CHARACTERS)[:_MOST_HEADS]


def drop_running_heads(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """Drop the blocks that come again at the top or bottom of most pages of a document.

    Args:
        pages: All pages in order. Fewer than three prove nothing and are returned as they are.
    """
    if len(pages) < _FEWEST_PAGES:
        return tuple(pages)
    seen: _Places = defaultdict(list)
    for index, page in enumerate(pages):
        for top, block, place in _edge_blocks(page):
            for form in set(_forms(block.text, index)):
                seen[(top, form)].append(place)
    # Left and right pages carry different heads, each on half of the pages
    needed = max(_FEWEST_PAGES, len(pages) // 3)
    return tuple(_without(page, index, seen, needed) for index, page in enumerate(pages))


def _forms(text: str, index: int) -> list[str]:
    """The text with each of its numbers as it is, or counted from the page it stands on."""
    forms = [""]
    for part in _NUMBER_PARTS.split(_plain(text))[:_MOST_PARTS]:
        ways = [part, f"#{int(part) - index}"] if part.isdecimal() else [part]
        forms = [form + way for form in forms for way in ways]
    return forms


def _without(page: PageText, index: int, seen: _Places, needed: int) -> PageText:
    gone = {
        id(block)
        for top, block, place in _edge_blocks(page)
        for form in _forms(block.text, index)
        if sum(abs(place - other) < _ABOUT_THE_PLACE for other in seen[(top, form)]) >= needed
    }
    if not gone:
        return page
    said = [block.text for block in page.blocks if id(block) in gone and any(map(str.isalpha, block.text))]
    kept = tuple(block for block in page.blocks if id(block) not in gone)
    return replace(page, blocks=kept, heads=tuple(dict.fromkeys((*page.heads, *said))))


def _edge_blocks(page: PageText) -> list[tuple[bool, Block, float]]:
    """The first and last blocks that are short text standing in the margins, with their place; none if unknown."""
    texts = [b for b in page.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and b.text]
    placed = [(b, b.box) for b in texts if b.box is not None and len(b.text) <= _HEAD_CHARACTERS and len(b.lines) <= 1]
    first = [(True, b, box.bottom) for b, box in placed[:_EDGE_BLOCKS] if box.top < _EDGE]
    last = [(False, b, box.bottom) for b, box in placed[-_EDGE_BLOCKS:] if box.bottom > 1 - _EDGE]
    return first + last


def _rows_at(lines: Sequence[PositionedLine], *, top: bool) -> list[list[PositionedLine]]:
    """Rows in the outer margin, the outermost first."""
    if top:
        outer = sorted((line for line in lines if line.box.bottom < MARGIN), key=lambda line: line.box.top)
    else:
        outer = sorted((line for line in lines if line.box.top > 1 - MARGIN), key=lambda line: -line.box.bottom)
    found: list[list[PositionedLine]] = []
    for line in outer:
        middle = (line.box.top + line.box.bottom) / 2
        if found and found[-1][0].box.top < middle < found[-1][0].box.bottom:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_furniture(row: Sequence[PositionedLine]) -> bool:
    """Whether all of a row is what publishers and browsers print into margins."""
    furniture = [bool(_FURNITURE.search(line.text)) for line in row]
    numbers = [_PAGE_NUMBER.fullmatch(line.text) is not None for line in row]
    return any(furniture) and all(map(any, zip(furniture, numbers, strict=True)))


def _is_numbered(row: Sequence[PositionedLine], lines: Sequence[PositionedLine]) -> bool:
    """Whether a row stands apart and is a page number, alone or at the outer end of a head: not a row of a table."""
    if sum(len(line.text) for line in row) > _HEAD_CHARACTERS or not _stands_apart(row, lines):
        return False
    numbers = [line for line in row if _PAGE_NUMBER.fullmatch(line.text)]
    if not numbers:
        return all(_SEPARATED.match(line.text) for line in row)
    if len(row) == 1:
        return True
    if len(numbers) > 1 or _is_table_row(row, lines):
        return False
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    edge = _AT_THE_END * median(line.height for line in lines)
    return numbers[0].box.left < left + edge or numbers[0].box.right > right - edge


def _is_table_row(row: Sequence[PositionedLine], lines: Sequence[PositionedLine]) -> bool:
    """Whether each piece of a row has another piece in its column, in the row close above or below."""
    size = median(line.height for line in lines)
    first, last = min(line.box.top for line in row), max(line.box.bottom for line in row)
    near = [
        line
        for line in lines
        if line not in row and -size < max(line.box.top - last, first - line.box.bottom) < _TABLE_GAP * size
    ]
    beside = [[n for n in near if n.box.left < p.box.right and p.box.left < n.box.right] for p in row]
    short = sum(len(line.text) for line in near) <= 2 * _TABLE_ROW
    return len(row) > 1 and short and all(beside) and len({id(n) for group in beside for n in group}) >= len(row)


def _comes_again(
    row: Sequence[PositionedLine], lines: Sequence[PositionedLine], margins: Sequence[Margin], *, top: bool
) -> bool:
    """Whether the rows of neighbouring pages say the same, with the same numbers or with numbers that count on.

    Numbers that count on have to do so on two other pages: "Article 4" may well stand over "Article 5".
    """
    middle = (min(line.box.top for line in row) + max(line.box.bottom for line in row)) / 2
    edges = [
        (margin.offset, *((margin.top, margin.top_at) if top else (margin.bottom, margin.bottom_at)))
        for margin in margins
    ]
    near = [(offset, text) for offset, text, at in edges if at is None or abs(at - middle) < _SAME_PLACE]
    said = " ".join(line.text for line in sorted(row, key=lambda line: line.box.left))
    plain = _plain(next((text for offset, text in near if offset == 0), said))
    if not _SHORTEST_HEAD <= len(plain) <= _HEAD_CHARACTERS or not any(character.isalpha() for character in plain):
        return False
    if median(line.height for line in row) > _TITLE_SIZE * median(line.height for line in lines):
        return False
    if _is_table_row(row, lines):
        return False
    parts = _NUMBER_PARTS.split(plain)
    same = counting = 0
    for offset, other in near:
        pattern = "".join(f"(?:{part}|{int(part) + offset})" if part.isdecimal() else re.escape(part) for part in parts)
        if offset and re.fullmatch(pattern, _plain(other)):
            same += _plain(other) == plain
            counting += 1
    return same > 0 or counting > 1


def _plain(text: str) -> str:
    return to_ascii_digits(" ".join(text.casefold().split()))


def _stands_apart(row: Sequence[PositionedLine], lines: Sequence[PositionedLine]) -> bool:
    """Whether more than the usual distance of lines lies between a row and the rest of the page."""
    top, bottom = min(line.box.top for line in row), max(line.box.bottom for line in row)
    rest = [line for line in lines if line not in row]
    if not rest:
        return False
    size = median(line.height for line in rest)
    gaps = [line.box.top - bottom if line.box.top >= bottom else top - line.box.bottom for line in rest]
    return min((gap for gap in gaps if gap > -size), default=0.0) > 0.9 * size
