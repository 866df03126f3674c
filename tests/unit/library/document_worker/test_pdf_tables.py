"""Every cell of a ruled table in a PDF comes out in its own row and column."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Block, BlockKind, Box
from app.library.document_worker import pdf_marks, pdf_page, ruled_tables
from app.library.document_worker.requests import ReadPageRequest
from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.printed import ASPECT, line

BODY = "Metals differ in how heavy they are, and in how well they carry the heat of a fire from one end to the other."
RULES = ("collapsed", "boxes", "spaced boxes", "below cells")
CELLS = st.sampled_from(("iron", "nickel", "yes", "no", "7.87", "8.9", "8.96", "12", "1,538", "hot water"))
TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=3, max_size=6)
)


def drawn(table: list[list[str]], rules: str, *, pitch: float, centred: bool) -> PdfPage:
    """A table between two paragraphs, its rules drawn cell by cell as browsers and word processors do."""
    made = PdfPage()
    made.paragraph(60, 100, BODY)
    wide, gap = 64.0, 1.5 if rules == "spaced boxes" else 0.0
    for y, row in enumerate(table):
        for x, text in enumerate(row):
            left, top = 70 + x * (wide + gap), 150 + y * (pitch + gap)
            low = made.size[1] - top - pitch
            if rules in ("boxes", "spaced boxes"):
                made.box(left, top, wide, pitch)
            else:
                made.operators.append(f"{left} {low} {wide} 0.75 re f")
            if rules == "collapsed":
                made.operators.append(f"{left} {low + pitch} {wide} 0.75 re f")
                made.operators += [f"{side} {low} 0.75 {pitch} re f" for side in (left, left + wide)]
            indent = (wide - 5.3 * len(text)) / 2 if centred else 8
            lines = text.split() if pitch > 30 else [text]
            for number, part in enumerate(lines):
                made.text(left + indent, top + pitch / 2 + 4 + 12 * (number - (len(lines) - 1) / 2), part, 11)
    made.paragraph(60, 150 + len(table) * (pitch + gap) + 40, BODY)
    return made


def read(made: PdfPage, folder: Path) -> tuple[Block, ...]:
    path = write(folder, pdf_bytes(made))
    return pdf_page.read_page(ReadPageRequest(str(path), path.name, "pdf", 0, str(folder))).text.blocks


@settings(max_examples=40, deadline=None, derandomize=True)
@given(TABLES, st.sampled_from(RULES), st.sampled_from((15.0, 17.0, 24.0, 36.0)), st.booleans())
def test_every_cell_lands_in_its_own_row_and_column(
    table: list[list[str]], rules: str, pitch: float, centred: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        blocks = read(drawn(table, rules, pitch=pitch, centred=centred), Path(folder))
    (found,) = [block for block in blocks if block.kind is BlockKind.TABLE]
    assert [list(row) for row in found.rows] == table


def test_a_bar_that_meets_another_rule_or_is_much_longer_than_its_text_divides_no_fraction() -> None:
    above, below = line(0.3, 0.300, "iron"), line(0.3, 0.316, "zinc")
    middle, top = (above.box.left + above.box.right) / 2, (above.box.bottom + below.box.top) / 2
    bar = type(above.box)(middle - 0.03, top, middle + 0.03, top + 0.0004)
    beside = type(above.box)(bar.right + 0.002, top, bar.right + 0.1, top + 0.0004)
    assert pdf_marks.fraction_bars([bar], [bar]) == [bar]
    assert pdf_marks.fraction_bars([bar], [bar, beside]) == []
    assert [piece.text for piece in pdf_marks.with_fractions([above, below], [bar], ASPECT)] == ["iron/zinc"]
    long = type(bar)(middle - 0.1, top, middle + 0.1, top + 0.0004)
    assert len(pdf_marks.with_fractions([above, below], [long], ASPECT)) == 2


def test_a_table_open_at_its_left_begins_where_its_level_rules_do() -> None:
    def rules(rows: int) -> list[Box]:
        ys = [0.2 + 0.03 * row for row in range(rows + 1)]
        level = [Box(0.1, y, 0.4, y) for y in ys]
        return [*level, *(Box(x, ys[0], x, ys[-1]) for x in (0.2, 0.4))]

    (grid,) = ruled_tables.grids(rules(4))
    assert grid.xs == (0.1, 0.2, 0.4)
    assert ruled_tables.grids(rules(2)) == [], "two rules beside a bar are no table"
