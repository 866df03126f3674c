"""From positioned lines to blocks in reading order (pure functions)."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Box, Line
from app.library.document_worker import (
    cell_cuts,
    gutters,
    justified,
    markers,
    paragraphs,
    ruled_tables,
    spreads,
    tables,
)
from app.library.document_worker.reading_order import Item, Stream, around, merged, streams
from app.library.document_worker.running_heads import without_running_heads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.library.document_worker.positions import PlacedPicture, PositionedLine

_WIDE_GAP = 1.6  # a gap between words that divides columns or cells, in type sizes
_WHOLE_PAGE = 0.93
_CAPTION_DISTANCE = 4.0  # from a picture to its caption, in type sizes
_ALMOST_ALL = 0.9
_LONGEST_LIST = 99  # "959." in a cell with a speck behind it is a number


def arrange(
    lines: Sequence[PositionedLine],
    *,
    aspect: float,
    frames: Sequence[Box] = (),
    rules: Sequence[Box] = (),
    pictures: Sequence[PlacedPicture] = (),
) -> tuple[Block, ...]:
    """Blocks of one page in reading order, without running heads and page numbers.

    Args:
        lines: The printed lines in any order.
        aspect: Width of the page divided by its height.
        frames: Drawn boxes around asides; the lines inside one are read together. Boxes that touch are table cells.
        rules: Level and upright lines that are drawn; where they cross, they divide tables.
        pictures: Figures and formulas cut out of the page; captions near them become their text.
    """
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.left, line.text))
    ordered = [line for line in ordered if line.text.strip()]
    drawn = [*rules, *(edge for frame in frames for edge in ruled_tables.edges(frame))]
    place = spreads.fold(ordered, [*rules, *frames, *(picture.box for picture in pictures)], aspect)
    pages = (without_running_heads(ordered),) if place is None else spreads.pages(ordered, place)
    sides = [
        _items(page, [p for p in pictures if place is None or (p.box.left >= place) == bool(number)], aspect)
        for number, page in enumerate(pages)
    ]
    if not any(sides):
        return ()
    kept = [line for page in pages for line in page]
    found: list[Stream] = []
    texts: list[Item] = []
    for items in sides:
        whole = _with_asides(_whole_markers(ruled_tables.with_ruled_tables(items, drawn, aspect)), frames, aspect)
        texts += whole
        found += streams(tables.with_tables(whole))
    body = paragraphs.body_size([item for item in texts if item.line] or texts)
    known = frozenset(word for line in kept for word in line.text.split())
    bold = sum(len(line.text) for line in kept if line.bold) > sum(len(line.text) for line in kept) / 2
    blocks = _blocks(found, paragraphs.Page(aspect, body, known, bold=bold))
    sizes = {line.box: line.height for line in kept}
    return tuple(_with_levels(_with_captions(blocks, body), sizes))


def _items(lines: Sequence[PositionedLine], pictures: Sequence[PlacedPicture], aspect: float) -> list[Item]:
    items = justified.rejoined([piece for line in lines for piece in _pieces(line, aspect)], aspect)
    items = cell_cuts.divided(gutters.divided(items, aspect), aspect)
    return items + [replace(_item(p.box, aspect, p.box.bottom - p.box.top), picture=p) for p in pictures]


def _blocks(found: Sequence[Stream], page: paragraphs.Page) -> list[Block]:
    blocks: list[Block] = []
    for stream in found:
        run: list[Item] = []
        for item in stream.items:
            if item.line is not None or item.cells:
                run.append(item)
                continue
            blocks = paragraphs.extended(blocks, run, page)
            run = []
            if item.aside:
                blocks += _blocks(item.aside, page)
            elif item.table:
                blocks.append(_table(item, page.aspect))
            elif item.picture is not None:
                picture = item.picture
                blocks.append(Block(picture.kind, picture.text, box=picture.box, media=picture.media))
        blocks = paragraphs.extended(blocks, run, page)
    return blocks


def _item(box: Box, aspect: float, size: float, line: PositionedLine | None = None) -> Item:
    return Item(box.left * aspect, box.top, box.right * aspect, box.bottom, size, line)


def _pieces(line: PositionedLine, aspect: float) -> list[Item]:
    """A line cut where the gap between two words is wide."""
    words = sorted(line.words, key=lambda word: word.box.left)
    if "".join(word.text for word in words) != line.text.replace(" ", ""):
        return [_item(line.box, aspect, line.height, line)]
    groups = [[words[0]]]
    for word in words[1:]:
        gap = (word.box.left - max(w.box.right for w in groups[-1])) * aspect
        if gap > _WIDE_GAP * line.height:
            groups.append([word])
        else:
            groups[-1].append(word)
    if len(groups) == 1:
        return [_item(line.box, aspect, line.height, line)]
    cut = []
    for group in groups:
        box = Box(
            min(w.box.left for w in group),
            min(w.box.top for w in group),
            max(w.box.right for w in group),
            max(w.box.bottom for w in group),
        )
        piece = replace(line, text=" ".join(w.text for w in group), box=box, words=tuple(group))
        cut.append(_item(box, aspect, line.height, piece))
    return cut


def _whole_markers(items: Sequence[Item]) -> list[Item]:
    """Join a list marker that stands alone with the text to its right."""
    ordered = sorted(items, key=lambda i: (i.middle, i.left))
    taken: set[int] = set()
    joined: dict[int, Item] = {}
    for index, item in enumerate(ordered):
        if index in taken or not _is_bare_marker(item):
            continue
        partner = _partner(index, ordered, taken)
        if partner is not None:
            taken.add(partner)
            joined[index] = merged([item, ordered[partner]])
    return [joined.get(index, item) for index, item in enumerate(ordered) if index not in taken]


def _is_bare_marker(item: Item) -> bool:
    text = item.line.text if item.line is not None else ""
    found = markers.markers_of(f"{text} x")
    return 0 < len(text) <= 6 and any(m.length > len(text) and m.value <= _LONGEST_LIST for m in found)


def _partner(index: int, ordered: Sequence[Item], taken: set[int]) -> int | None:
    """The piece of text a marker belongs to: the next one to its right on the same row."""
    item = ordered[index]
    best: int | None = None
    for other in range(max(0, index - 12), min(len(ordered), index + 13)):
        piece = ordered[other]
        if other in (index, *taken) or piece.line is None or _is_bare_marker(piece):
            continue
        gap = piece.left - item.right
        if abs(piece.middle - item.middle) > 0.5 * item.size or not -0.2 * item.size < gap < 5 * item.size:
            continue
        if best is None or piece.left < ordered[best].left:
            best = other
    return best


def _inside(item: Item, box: Box, aspect: float) -> bool:
    across, down = (item.left + item.right) / 2 / aspect, item.middle
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _with_asides(items: Sequence[Item], frames: Sequence[Box], aspect: float) -> list[Item]:
    """Replace what stands inside a frame by one piece, inner frames first."""
    rest = list(items)
    for frame in sorted(frames, key=lambda box: (box.right - box.left) * (box.bottom - box.top)):
        inside = [item for item in rest if _inside(item, frame, aspect)]
        whole = (frame.right - frame.left) * (frame.bottom - frame.top) > _WHOLE_PAGE
        if len(inside) < 2 or whole or len(inside) > _ALMOST_ALL * len(rest):
            continue
        used = {id(item) for item in inside}
        rest = [item for item in rest if id(item) not in used]
        rest.append(around(inside, aside=tuple(streams(tables.with_tables(inside)))))
    return rest


def _table(item: Item, aspect: float) -> Block:
    rows = tuple(
        tuple(" ".join(piece.line.text for piece in cell if piece.line is not None) for cell in row)
        for row in item.table
    )
    lines = tuple(
        Line(piece.line.text, piece.line.box, piece.line.words)
        for row in item.table
        for cell in row
        for piece in cell
        if piece.line is not None
    )
    return Block(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows), lines, item.box(aspect), rows=rows)


def _with_captions(blocks: Sequence[Block], body: float) -> list[Block]:
    """Give captions to the pictures they stand next to; those without a picture stay as captions."""
    kept: list[Block] = []
    figures = [block for block in blocks if block.kind is BlockKind.FIGURE]
    texts: dict[int, Block] = {}
    for block in blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM) or block.box is None:
            kept.append(block)
            continue
        named = markers.is_caption(f"{block.marker} {block.text}".strip()) and len(block.text) < 300
        lettered = sum(character.isalpha() for character in block.text) > 3
        small = lettered and 0 < len(block.lines) <= 3 and _line_height(block) < 0.87 * body
        figure = _nearest(block, figures, texts, _CAPTION_DISTANCE * body if named else 1.5 * body)
        if figure is not None and (named or small):
            texts[id(figure)] = block
        elif named:
            kept.append(replace(block, kind=BlockKind.CAPTION, level=0))
        else:
            kept.append(block)
    return [
        replace(block, text=texts[id(block)].text, lines=texts[id(block)].lines) if id(block) in texts else block
        for block in kept
    ]


def _line_height(block: Block) -> float:
    return median(line.box.bottom - line.box.top for line in block.lines if line.box is not None)


def _nearest(block: Block, figures: Sequence[Block], taken: dict[int, Block], reach: float) -> Block | None:
    """The picture right above, below or beside a block; None when it has a caption or is further than `reach`."""
    best, best_distance = None, reach
    for figure in figures:
        if figure.box is None or block.box is None or id(figure) in taken:
            continue
        across = max(figure.box.left - block.box.right, block.box.left - figure.box.right, 0.0)
        down = max(figure.box.top - block.box.bottom, block.box.top - figure.box.bottom, 0.0)
        if max(across, down) < best_distance and min(across, down) == 0.0:
            best, best_distance = figure, max(across, down)
    return best


def _with_levels(blocks: Sequence[Block], type_sizes: Mapping[Box, float]) -> list[Block]:
    """Number the headings by their type size, largest first."""
    sizes = [paragraphs.heading_size(block, type_sizes) for block in blocks if block.kind is BlockKind.HEADING]
    steps: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not steps or size < 0.9 * steps[-1]:
            steps.append(size)
    levelled = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            size = paragraphs.heading_size(block, type_sizes)
            level = 1 + next(n for n, step in enumerate(steps) if size >= 0.9 * step)
            block = replace(block, level=min(level, 6))
        levelled.append(block)
    return levelled
