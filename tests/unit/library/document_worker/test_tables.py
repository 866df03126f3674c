"""Tables without rules survive a stain or a wide cell in one row."""

from __future__ import annotations

from app.library.document_worker.layout import arrange
from tests.unit.library.document_worker.printed import ASPECT, line

ROWS = [("June", "140", "31"), ("July", "240", "28"), ("May", "20", "39")]


def test_a_stain_or_a_wide_cell_in_the_last_row_does_not_undo_the_table() -> None:
    rows = [*ROWS, ("April", "959.", "wet")]  # the stain is the full stop
    cells = [
        line(x, 0.1 + 0.03 * y, c) for y, row in enumerate(rows) for x, c in zip((0.1, 0.4, 0.5), row, strict=True)
    ]
    (table,) = arrange(cells, aspect=ASPECT)
    assert table.rows == tuple(rows)
    wide = (line(0.1, 0.19, "April"), line(0.4, 0.19, "959 wet days"))
    first, *_ = arrange([*cells[:9], *wide], aspect=ASPECT)
    assert first.rows == tuple(ROWS)
