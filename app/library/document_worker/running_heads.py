"""Running heads, footers and page numbers: told by place and pattern, and by coming again on the next page."""

from __future__ import annotations

import re
from collections import Counter
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
_EDGE_BLOCKS = 2  # blocks at each end of a page that may be a head or a foot
_HEAD_CHARACTERS = 90
_SHORTEST_HEAD = 4
MARGIN = _MARGIN + 0.02
"""Part of a page's height at the top and at the bottom in which heads are looked for."""
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
_NUMBER_PARTS = re.compile(r"(\d{1,9})")
_MOST_PARTS = 9  # four numbers and what stands between them


@dataclass(frozen=True, slots=True)
class Margin:
    """The outermost rows of a neighbouring page.

    Attributes:
        offset: How many pages further it is; negative before.
        top: Its highest row of text; empty where that is not in the margin.
        bottom: Its lowest row, likewise.
    """

    offset: int
    top: str
    bottom: str


def without_running_heads(lines: Sequence[PositionedLine], margins: Sequence[Margin] = ()) -> list[PositionedLine]:
    """Drop heads, feet and page numbers of one page.

    A line goes only if it stands in the outer margin, apart from the text, and looks like a page number or the
    furniture of a printed book, shares its row with a page number, or comes again on the pages around.

    Args:
        lines: The page.
        margins: The outermost rows of neighbouring pages.
    """
    dropped: set[int] = set()
    for top in (True, False):
        others = [(margin.offset, margin.top if top else margin.bottom) for margin in margins]
        for number, row in enumerate(_rows_at(lines, top=top)):
            # Only the outermost row is compared with its likes: headings come again further in
            if not _is_head(row, lines, others if number == 0 else []):
                break
            dropped.update(id(line) for line in row)
    return [line for line in lines if id(line) not in dropped]


def drop_running_heads(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """Drop the blocks that come again at the top or bottom of most pages of a document.

    Args:
        pages: All pages in order. Fewer than three prove nothing and are returned as they are.
    """
    if len(pages) < _FEWEST_PAGES:
        return tuple(pages)
    seen: Counter[tuple[bool, str]] = Counter()
    for index, page in enumerate(pages):
        seen.update({(top, form) for top, block in _edge_blocks(page) for form in _forms(block.text, index)})
    # Left and right pages carry different heads, each on half of the pages
    needed = max(_FEWEST_PAGES, len(pages) // 3)
    heads = {key for key, number in seen.items() if number >= needed}
    return tuple(_without(page, index, heads) for index, page in enumerate(pages))


def _forms(text: str, index: int) -> list[str]:
    """The text with each of its numbers as it is, or counted from the page it stands on."""
    forms = [""]
    for part in _NUMBER_PARTS.split(_plain(text))[:_MOST_PARTS]:
        ways = [part, f"#{int(part) - index}"] if part.isdecimal() else [part]
        forms = [form + way for form in forms for way in ways]
    return forms


def _without(page: PageText, index: int, heads: set[tuple[bool, str]]) -> PageText:
    gone = {
        id(block)
        for top, block in _edge_blocks(page)
        if any((top, form) in heads for form in _forms(block.text, index))
    }
    return replace(page, blocks=tuple(block for block in page.blocks if id(block) not in gone)) if gone else page


def _edge_blocks(page: PageText) -> list[tuple[bool, Block]]:
    """The first and last blocks that are short text standing in the margins; none where places are unknown."""
    texts = [b for b in page.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and b.text]
    texts = [b for b in texts if b.box is not None and len(b.text) <= _HEAD_CHARACTERS and len(b.lines) <= 1]
    first = [(True, b) for b in texts[:_EDGE_BLOCKS] if b.box is not None and b.box.top < 2 * _MARGIN]
    last = [(False, b) for b in texts[-_EDGE_BLOCKS:] if b.box is not None and b.box.bottom > 1 - 2 * _MARGIN]
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


def _is_head(row: Sequence[PositionedLine], lines: Sequence[PositionedLine], others: Sequence[tuple[int, str]]) -> bool:
    if sum(len(line.text) for line in row) > _HEAD_CHARACTERS:
        return False
    numbers = [line for line in row if _PAGE_NUMBER.fullmatch(line.text)]
    if all(_FURNITURE.search(line.text) or line in numbers for line in row):
        return True
    if _comes_again(row, others):
        return True
    return _stands_apart(row, lines) and (bool(numbers) or all(_SEPARATED.match(line.text) for line in row))


def _comes_again(row: Sequence[PositionedLine], others: Sequence[tuple[int, str]]) -> bool:
    """Whether the rows of neighbouring pages say the same, with the same numbers or with numbers that count on.

    Numbers that count on have to do so on two other pages: "Article 4" may well stand over "Article 5".
    """
    plain = _plain(" ".join(line.text for line in sorted(row, key=lambda line: line.box.left)))
    if len(plain) < _SHORTEST_HEAD or not any(character.isalpha() for character in plain):
        return False
    parts = _NUMBER_PARTS.split(plain)
    same = counting = 0
    for offset, other in others:
        pattern = "".join(f"(?:{part}|{int(part) + offset})" if part.isdecimal() else re.escape(part) for part in parts)
        if re.fullmatch(pattern, _plain(other)):
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
