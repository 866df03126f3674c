"""From printed lines of one column to headings, paragraphs and list items (pure functions).

The main evidence for a paragraph's end is a line end that no printer would have chosen: the next word would have
fitted. Indents, gaps, type size, weight and list markers add to it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Box, Line
from app.library.document_worker import markers
from app.library.document_worker.markers import Marker
from app.library.document_worker.reading_order import Item, ends_early, merged, type_size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_HEADING_SIZE = 1.165  # times the body size; a third heading in a browser has 1.17 times
_HEADING_WORDS = 24
_BOLD_HEADING_WORDS = 14
_LINES_OF_A_HEADING = 3
_SIZE_JUMP = 1.3
_PARAGRAPH_GAP = 1.42  # times the usual distance of lines
_INDENT = 0.8  # in type sizes
_CAPTION_PITCH = 1.75  # from line to line of a caption, in type sizes
_WINDOW = 6  # lines above and below that tell how wide the column is
_LARGE_HEADING = 1.5
_SIBLINGS = 14  # list items this far apart may belong together
_DEPTH_STEP = 0.018  # indent of a deeper list, as a fraction of the page's width
_DASHES = ("-", "–", "—", "·", "*")
_SENTENCE_ENDS = tuple(".!?।॥:;”\"')…")
_EQUATION = re.compile(r"(?:[^\s=]+\s+)?[^\s=]+\s*=\s*[^\s=]")  # displayed on a line of its own, however large
_NUMBERED_HEADING = re.compile(r"(?:[\dIVX]{1,3}|[०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯]{1,3})(?:\.\d{1,2}){1,3}\.?\s+\S")
_LOOSE_ENDS = re.compile(r"[.!?।॥…”\"')\]]\s*$")


@dataclass(frozen=True, slots=True)
class Page:
    """What holds for the whole page.

    Attributes:
        aspect: Width divided by height.
        body: Type size of the running text.
        known: Words on it, hyphenated ones included.
        bold: Whether most of the text is bold, so that bold says nothing.
    """

    aspect: float
    body: float
    known: frozenset[str]
    bold: bool = False


@dataclass(slots=True)
class _Draft:
    """A block in the making."""

    items: list[Item]
    marker: Marker | None = None
    forced: int = 0  # line ends that no printer would have chosen

    @property
    def verse(self) -> bool:
        """Whether the lines are lines on purpose."""
        return self.forced >= 0.4 * (len(self.items) - 1) and self.forced > 0

    @property
    def last(self) -> Item:
        return self.items[-1]


def body_size(items: Sequence[Item]) -> float:
    """Type size of the running text."""
    return type_size(items)


def heading_size(block: Block, type_sizes: Mapping[Box, float]) -> float:
    """Type size of a heading's lines, to rank headings; bold ones of body size rank last.

    Args:
        block: The heading.
        type_sizes: Type size by the box of a line; the height of the box counts where a line was put together.
    """
    boxes = [line.box for line in block.lines if line.box is not None]
    return median([type_sizes.get(box, box.bottom - box.top) for box in boxes] or [0.0])


def _blocks_of(items: Sequence[Item], page: Page, earlier: Sequence[Marker]) -> list[Block]:
    """Blocks of one column, from top to bottom; `earlier` are the markers of the last list items before it."""
    flat = [piece for item in _rows_joined(items) for piece in (item.cells or (item,))]
    pitch = _usual_pitch(flat, page)
    drafts: list[_Draft] = []
    for number, item in enumerate(flat):
        near = flat[max(0, number - _WINDOW) : number + _WINDOW]
        begins = not drafts or _begins(drafts[-1], item, near, pitch * _steady_size(item, page))
        before = [*earlier, *(draft.marker for draft in drafts if draft.marker is not None)][-_SIBLINGS:]
        marker = _accepted_marker(flat, number, before, begins=begins)
        if begins or marker is not None:
            drafts.append(_Draft([item], marker))
            continue
        draft = drafts[-1]
        draft.forced += _is_forced(draft.last, item, near)
        draft.items.append(item)
    return _with_depths([_block(draft, page) for draft in drafts])


def extended(blocks: Sequence[Block], items: Sequence[Item], page: Page) -> list[Block]:
    """Blocks with those of the next column; a sentence that runs on from column to column is one paragraph.

    Args:
        blocks: What was read before.
        items: Lines of the next column, from top to bottom.
        page: What holds for the whole page.
    """
    recent = [block.marker for block in blocks[-_SIBLINGS:] if block.marker]
    new = _blocks_of(items, page, [marker for text in recent for marker in markers.markers_of(f"{text} x")])
    if not blocks or not new or not _runs_on(blocks[-1], new[0]):
        return [*blocks, *new]
    last, first = blocks[-1], new[0]
    text = markers.join(last.text, first.text, page.known)
    return [*blocks[:-1], replace(last, text=text, lines=last.lines + first.lines), *new[1:]]


def _runs_on(last: Block, first: Block) -> bool:
    texts = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    if last.kind not in texts or first.kind is not BlockKind.PARAGRAPH or not last.lines or not first.lines:
        return False
    if _LOOSE_ENDS.search(last.text) or last.text.endswith((":", ";")):
        return False
    start = first.text[:1]
    return start.islower() or (len(last.lines) > 1 and not start.isupper())


def _rows_joined(items: Sequence[Item]) -> list[Item]:
    """Pieces that stand in one row of a column (a name and its dotted line) as one line."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        beside = (
            last is not None
            and last.line is not None
            and item.line is not None
            and min(last.bottom, item.bottom) - max(last.top, item.top) > 0.5 * min(last.size, item.size)
            and item.left >= last.right - 0.3 * item.size
        )
        if beside and last is not None:
            joined[-1] = merged([last, item])
        else:
            joined.append(item)
    return joined


def _usual_pitch(items: Sequence[Item], page: Page) -> float:
    """The usual distance from line to line in a column, in type sizes.

    The smallest cluster of distances: gaps between paragraphs only ever add to it, and one odd pair is no cluster.
    """
    steps = sorted(
        (below.middle - above.middle) / _steady_size(below, page) for above, below in itertools.pairwise(items)
    )
    usual = [step for step in steps if 0.85 < step < 2.6]
    clusters = [[step for step in usual if start <= step <= 1.25 * start] for start in usual]
    least = max(2, len(usual) // 5)
    return median(next((cluster for cluster in clusters if len(cluster) >= least), usual)) if usual else 1.5


def _steady_size(item: Item, page: Page) -> float:
    """Type size; that of the running text where it is about that, since single lines measure unsteadily."""
    return page.body if page.body / _SIZE_JUMP < item.size < page.body * _SIZE_JUMP else item.size


def _begins(draft: _Draft, item: Item, near: Sequence[Item], pitch: float) -> bool:
    """Whether a line starts a new block, its marker aside."""
    last, size = draft.last, max(draft.last.size, item.size)
    step = item.middle - last.middle
    if step > _PARAGRAPH_GAP * pitch or step < 0.3 * last.size:
        return True
    if size > _SIZE_JUMP * min(last.size, item.size) or _is_bold(last) != _is_bold(item):
        return True
    if _is_indented(draft, item, near):
        return True
    captioned = markers.is_caption(_text(draft.items[0]))
    if captioned and step > _CAPTION_PITCH * size:
        return True
    if not _is_forced(last, item, near):
        return False
    if markers.is_caption(_text(item)) or (captioned and _leaves_caption(last, item)):
        return True
    if _text(last).rstrip().endswith(_SENTENCE_ENDS) or draft.marker is not None:
        return True
    # Verse and centred titles go on line by line; a lone short line above full ones is something else
    right = max(other.right for other in near)
    left = min(other.left for other in near)
    return right - item.right < 0.1 * (right - left) and not draft.forced


def _leaves_caption(last: Item, item: Item) -> bool:
    """Whether a line below a short line of a caption is wider than that or aligned in another way."""
    moved = min(abs(item.left - last.left), abs(_centre(item) - _centre(last)))
    return item.right > last.right + item.size or moved > _INDENT / 2 * item.size


def _is_indented(draft: _Draft, item: Item, near: Sequence[Item]) -> bool:
    last, indent = draft.last, _INDENT * item.size
    left = min(other.left for other in near)
    if item.left - last.left > indent and draft.marker is None:
        # The first line of a paragraph, unless the lines are centred
        return last.left - left < indent / 2 and abs(_centre(item) - _centre(last)) > indent / 2
    if draft.marker is not None and len(draft.items) > 1:
        return abs(item.left - last.left) > indent
    if draft.marker is not None:
        return item.left < last.left - indent / 2
    return last.left - item.left > indent and len(draft.items) > 1 and abs(_centre(item) - _centre(last)) > indent / 2


def _centre(item: Item) -> float:
    return (item.left + item.right) / 2


def _is_forced(last: Item, item: Item, near: Sequence[Item]) -> bool:
    """Whether the line above ends although the next word would have fitted."""
    alike = [other for other in near if other.size < _SIZE_JUMP * last.size and _is_bold(other) == _is_bold(last)]
    right = max(other.right for other in alike)
    return ends_early(last, item, right)


def _is_bold(item: Item) -> bool:
    return item.line is not None and item.line.bold


def _text(item: Item) -> str:
    return item.line.text.strip() if item.line is not None else ""


def _accepted_marker(flat: Sequence[Item], number: int, before: Sequence[Marker], *, begins: bool) -> Marker | None:
    """The list marker of a line, if it is one: initials, years and dashes look like markers too."""
    found = markers.markers_of(_text(flat[number]))
    for marker in found:
        if any(m.series == marker.series and m.value == marker.value - (marker.value > 0) for m in before):
            return marker
    below = [_text(item) for item in flat[number + 1 : number + _SIBLINGS]]
    after = [marker for text in below for marker in markers.markers_of(text)]
    others = [*after, *(wrong for text in below if (wrong := markers.misread(text)) is not None)]
    for marker in found:
        followed = any(m.series == marker.series and m.value == marker.value + (marker.value > 0) for m in others)
        bracketed = marker.text[:1] in "(["
        plain_letter = marker.series.startswith(("letter", "roman")) and not bracketed
        dash = marker.text in _DASHES
        if begins and (followed or not (plain_letter or dash)):
            return marker
        if followed and marker.value == 1:
            return marker
    return _misread(_text(flat[number]), before, after, begins=begins)


def _misread(text: str, before: Sequence[Marker], after: Sequence[Marker], *, begins: bool) -> Marker | None:
    """A number with a comma for its full stop, where the numbers before or after it count on."""
    marker = markers.misread(text)
    if marker is None:
        return None
    counted = any(m.series == marker.series and m.value == marker.value - 1 for m in before)
    followed = any(m.series == marker.series and m.value == marker.value + 1 for m in after)
    return marker if (counted and (begins or followed)) or (followed and marker.value == 1) else None


def _block(draft: _Draft, page: Page) -> Block:
    items = draft.items
    texts = [_text(item) for item in items]
    if draft.marker is not None:
        texts[0] = texts[0][draft.marker.length :].strip()
    text = texts[0]
    for part in texts[1:]:
        text = f"{text}\n{part}" if draft.verse else markers.join(text, part, page.known)
    lines = tuple(Line(i.line.text, i.line.box, i.line.words) for i in items if i.line is not None)
    boxes = [line.box for line in lines if line.box is not None]
    box = Box(
        min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
    )
    if _is_heading(draft, text, page):
        whole = f"{draft.marker.text} {text}" if draft.marker is not None else text
        return Block(BlockKind.HEADING, " ".join(whole.split()), lines, box, level=1)
    if draft.marker is not None:
        return Block(BlockKind.LIST_ITEM, text, lines, box, level=1, marker=draft.marker.text)
    return Block(BlockKind.PARAGRAPH, text, lines, box)


def _is_heading(draft: _Draft, text: str, page: Page) -> bool:
    """By size, weight, numbering or capitals; a sentence or an equation is none, however it is set."""
    words = text.split()
    if not words or len(draft.items) > _LINES_OF_A_HEADING or not any(c.isalnum() for c in text):
        return False
    if _EQUATION.match(text):
        return False
    size = median(item.size for item in draft.items)
    ends = text.endswith(tuple(".।॥;,"))
    if size >= _HEADING_SIZE * page.body and len(words) <= _HEADING_WORDS:
        return not ends or size >= _LARGE_HEADING * page.body
    if ends or markers.is_caption(text):
        return False
    asks = text.endswith(("?", ":", "!"))
    if all(_is_bold(item) for item in draft.items) and not page.bold:
        limit = _BOLD_HEADING_WORDS if draft.marker is None and not asks else _BOLD_HEADING_WORDS // 2
        return len(words) <= limit and not (asks and draft.marker is not None)
    if asks:
        return False
    if len(draft.items) > 1 or size < 0.95 * page.body:
        return False
    if _NUMBERED_HEADING.match(text) and draft.marker is None:
        return len(words) <= _BOLD_HEADING_WORDS and sum(c.isalpha() for c in text) > 3
    letters = [c for c in text if c.isalpha()]
    return text.isupper() and len(letters) >= 4 and len(words) <= 8 and draft.marker is None


def _with_depths(blocks: Sequence[Block]) -> list[Block]:
    """Number the list items by how far they are indented; those of one row are of one depth."""
    lefts = sorted(left for b in blocks if b.kind is BlockKind.LIST_ITEM and (left := _text_left(b)) is not None)
    steps: list[float] = []
    for left in lefts:
        if not steps or left > steps[-1] + _DEPTH_STEP:
            steps.append(left)
    numbered: list[Block] = []
    for block in blocks:
        box = block.lines[0].box if block.lines else None
        if block.kind is BlockKind.LIST_ITEM and box is not None:
            last = numbered[-1].lines[0].box if numbered and numbered[-1].kind is BlockKind.LIST_ITEM else None
            beside = last is not None and last.right < box.left and last.top < (box.top + box.bottom) / 2 < last.bottom
            left = _text_left(block) or 0.0
            depth = numbered[-1].level if beside else sum(left >= step - 1e-9 for step in steps)
            block = replace(block, level=min(max(depth, 1), 6))
        numbered.append(block)
    return numbered


def _text_left(block: Block) -> float | None:
    """Where the text behind a list marker begins: bullets and numbers of one depth are not of one width."""
    line = block.lines[0]
    if len(line.words) > 1 and line.words[0].text == block.marker:
        return line.words[1].box.left
    return line.box.left if line.box is not None else None
