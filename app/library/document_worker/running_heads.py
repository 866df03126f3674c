"""Running heads, footers and page numbers: told by place and pattern, and by coming again on the next page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import PageText
    from app.library.document_worker.positions import PositionedLine

_MARGIN = 0.09  # heads and feet stand in this part of the page's height at the top and the bottom
_EDGE_BLOCKS = 2  # blocks at each end of a page that may be a head or a foot
_HEAD_CHARACTERS = 90
_SHARE_OF_PAGES = 0.5
_FEWEST_PAGES = 3

_DIGITS = "0-9०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯"
_PAGE_WORDS = "page|pg|p|पृष्ठ|पृ|पान|पेज|পৃষ্ঠা|ਪੰਨਾ|પૃષ્ઠ|પાનું|ପୃଷ୍ଠା|பக்கம்|పేజీ|పుట|ಪುಟ|പേജ്|പുറം"
_PAGE_NUMBER = re.compile(
    rf"[\s\-–—|•·.\[\](){{}}]*(?:(?:{_PAGE_WORDS})[\s.:]*)?(?:[{_DIGITS}]{{1,4}}|[ivxlc]{{1,7}})"
    rf"(?:\s*(?:of|/|का|पैकी)\s*[{_DIGITS}]{{1,4}})?[\s\-–—|•·.\[\](){{}}]*",
    re.IGNORECASE,
)
# What typesetters and publishers leave in the margins of Indian school books
_FURNITURE = re.compile(
    r"\.indd\b|\.qxd\b|\.p65\b|reprint\s+20\d\d|not to be (?:re)?published|©|www\.\S+\.\S+|https?://"
    r"|^\d\d?[-/.]\d\d?[-/.]\d{2,4}\s+\d\d?:\d\d",
    re.IGNORECASE,
)
_SEPARATED = re.compile(
    rf"^(?:[{_DIGITS}]{{1,4}}\s*[|•]\s*\S.*|\S.*[|•]\s*(?:[{_DIGITS}]{{1,4}}|(?:grade|class|कक्षा|इयत्ता)\s*[{_DIGITS}IVX]+))\s*$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(rf"[{_DIGITS}]+")


def without_running_heads(
    lines: Sequence[PositionedLine], repeated: frozenset[str] = frozenset()
) -> list[PositionedLine]:
    """Drop heads, feet and page numbers of one page.

    A line goes only if it stands in the outer margin, apart from the text, and looks like a page number or the
    furniture of a printed book, shares its row with a page number, or is known to come again on other pages.

    Args:
        lines: The page.
        repeated: Keys (see `head_key`) of lines that stand in the margins of neighbouring pages too.
    """
    dropped: set[int] = set()
    for edge in (_row_at(lines, top=True), _row_at(lines, top=False)):
        for row in edge:
            if not _is_head(row, lines, repeated):
                break
            dropped.update(id(line) for line in row)
    return [line for line in lines if id(line) not in dropped]


def head_key(text: str) -> str:
    """What a running head has in common from page to page: its letters, with numbers and case set aside."""
    return _NUMBERS.sub("#", " ".join(text.casefold().split()))


def margin_keys(lines: Sequence[PositionedLine]) -> frozenset[str]:
    """Keys of the lines in the margins of a page, to compare with its neighbours."""
    edges = [*_row_at(lines, top=True), *_row_at(lines, top=False)]
    return frozenset(head_key(line.text) for row in edges for line in row if len(line.text) <= _HEAD_CHARACTERS)


def drop_running_heads(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """Drop the blocks that come again at the top or bottom of most pages of a document.

    Args:
        pages: All pages in order. Fewer than three prove nothing and are returned as they are.
    """
    if len(pages) < _FEWEST_PAGES:
        return tuple(pages)
    seen: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        seen.update({(top, head_key(block.text)) for top, block in _edge_blocks(page)})
    needed = max(_FEWEST_PAGES, round(_SHARE_OF_PAGES * len(pages)))
    # Left and right pages carry different heads, each on half of the pages
    heads = {key for key, number in seen.items() if number >= min(needed, max(_FEWEST_PAGES, len(pages) // 3))}
    return tuple(_without(page, heads) for page in pages)


def _without(page: PageText, heads: set[tuple[bool, str]]) -> PageText:
    gone = {id(block) for top, block in _edge_blocks(page) if (top, head_key(block.text)) in heads}
    return replace(page, blocks=tuple(block for block in page.blocks if id(block) not in gone)) if gone else page


def _edge_blocks(page: PageText) -> list[tuple[bool, Block]]:
    """The first and last blocks that are short text standing in the margins (anywhere, if places are unknown)."""
    texts = [b for b in page.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and b.text]
    first = [(True, block) for block in texts[:_EDGE_BLOCKS] if block.box is None or block.box.top < 2 * _MARGIN]
    last = [
        (False, block) for block in texts[-_EDGE_BLOCKS:] if block.box is None or block.box.bottom > 1 - 2 * _MARGIN
    ]
    return [
        (top, block) for top, block in first + last if len(block.text) <= _HEAD_CHARACTERS and len(block.lines) <= 1
    ]


def _row_at(lines: Sequence[PositionedLine], *, top: bool) -> list[list[PositionedLine]]:
    """Rows in the outer margin, the outermost first."""
    if top:
        outer = sorted((line for line in lines if line.box.bottom < _MARGIN + 0.02), key=lambda line: line.box.top)
    else:
        outer = sorted((line for line in lines if line.box.top > 1 - _MARGIN - 0.02), key=lambda line: -line.box.bottom)
    found: list[list[PositionedLine]] = []
    for line in outer:
        middle = (line.box.top + line.box.bottom) / 2
        if found and found[-1][0].box.top < middle < found[-1][0].box.bottom:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_head(row: Sequence[PositionedLine], lines: Sequence[PositionedLine], repeated: frozenset[str]) -> bool:
    if sum(len(line.text) for line in row) > _HEAD_CHARACTERS:
        return False
    numbers = [line for line in row if _PAGE_NUMBER.fullmatch(line.text)]
    if all(_FURNITURE.search(line.text) or line in numbers for line in row):
        return True
    if all(head_key(line.text) in repeated or line in numbers for line in row):
        return True
    return _stands_apart(row, lines) and (bool(numbers) or all(_SEPARATED.match(line.text) for line in row))


def _stands_apart(row: Sequence[PositionedLine], lines: Sequence[PositionedLine]) -> bool:
    """Whether more than the usual distance of lines lies between a row and the rest of the page."""
    top, bottom = min(line.box.top for line in row), max(line.box.bottom for line in row)
    rest = [line for line in lines if line not in row]
    if not rest:
        return False
    size = median(line.height for line in rest)
    gaps = [line.box.top - bottom if line.box.top >= bottom else top - line.box.bottom for line in rest]
    return min((gap for gap in gaps if gap > -size), default=0.0) > 0.9 * size
