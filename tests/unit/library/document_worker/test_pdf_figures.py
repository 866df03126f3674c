"""Drawings are cut out where they are figures, with their labels, and captions end where they end."""

from __future__ import annotations

from pathlib import Path

from app.domain.documents import Block, BlockKind
from tests.pdf_files import PdfPage, pdf_bytes, write
from tests.unit.library.document_worker.conftest import Worker

BODY = "Plants need light, and they need water as well, but they do not need salt to grow in a field of the village."


def blocks_of(worker: Worker, tmp_path: Path, made: PdfPage) -> tuple[Block, ...]:
    return worker.read(write(tmp_path, pdf_bytes(made))).text.blocks


def curve(made: PdfPage, x: float, y: float, side: float) -> None:
    low = made.size[1] - y - side
    made.operators.append(f"{x} {low} m {x} {low + side} {x + side} {low + side} {x + side} {low} c h f")


def test_a_drawing_of_one_curve_in_a_box_is_a_figure_where_a_caption_says_so(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY)
    made.box(100, 180, 160, 100)
    curve(made, 130, 200, 60)
    made.text(150, 230, "1", 9).text(100, 300, "Fig. 1.1 A round pond", 10)
    made.paragraph(60, 330, BODY)
    first, figure, last = blocks_of(worker, tmp_path, made)
    assert (figure.kind, figure.text, bool(figure.media)) == (BlockKind.FIGURE, "Fig. 1.1 A round pond", True)
    assert figure.box is not None
    assert figure.box.left < 102 / 595
    assert figure.box.right > 258 / 595
    assert [first.text, last.text] == [BODY, BODY]


def test_the_same_drawing_without_a_caption_is_an_ornament_and_its_text_stays(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY)
    made.operators.append("q 0.8 g")
    curve(made, 130, 200, 60)
    made.operators.append("Q")
    made.text(140, 250, "Think about it", 12)
    made.paragraph(60, 330, BODY)
    found = blocks_of(worker, tmp_path, made)
    assert all(block.kind is not BlockKind.FIGURE for block in found)
    assert "Think about it" in [block.text for block in found]


def test_a_bar_chart_is_cut_out_with_its_axes_and_labels(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY)
    for number, height in enumerate((80, 40, 60, 20)):
        left = 120 + 45 * number
        made.operators.append(f"{left} {made.size[1] - 300} 28 {height} re f")
        made.text(left + 10, 312, "PQRS"[number], 8)
    made.operators.append(f"108 {made.size[1] - 300} m 310 {made.size[1] - 300} l S")
    made.operators.append(f"108 {made.size[1] - 300} m 108 {made.size[1] - 210} l S")
    made.text(92, 300, "0", 8).text(92, 260, "50", 8).text(92, 340, "Fig. 2 Rain in four months", 10)
    made.paragraph(60, 400, BODY)
    found = blocks_of(worker, tmp_path, made)
    assert [block.kind for block in found] == [BlockKind.PARAGRAPH, BlockKind.FIGURE, BlockKind.PARAGRAPH]
    assert found[1].text == "Fig. 2 Rain in four months"


def test_a_short_line_after_a_caption_is_no_part_of_it(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.paragraph(60, 80, BODY)
    made.image(90, 140, 200, 100)
    made.text(90, 260, "Fig. 1.2 A picture of a page").text(60, 288, "The end of the lesson is here.")
    found = blocks_of(worker, tmp_path, made)
    assert [block.text for block in found] == [BODY, "Fig. 1.2 A picture of a page", "The end of the lesson is here."]
    assert (found[1].kind, found[2].kind) == (BlockKind.FIGURE, BlockKind.PARAGRAPH)


def test_a_large_first_letter_stands_before_its_word(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.text(60, 118, "W", 40)
    lines = ("ater rises from the sea as vapour when the sun", "warms it, and the wind carries it over the land,")
    made.text(86, 104, lines[0]).text(86, 119, lines[1]).text(
        60, 134, "where it cools and falls again as rain in the hills."
    )
    texts = [block.text for block in blocks_of(worker, tmp_path, made)]
    assert texts == [f"W{lines[0]} {lines[1]} where it cools and falls again as rain in the hills."]


def test_boxes_with_labels_over_a_caption_are_a_figure_and_their_labels_no_heading(
    worker: Worker, tmp_path: Path
) -> None:
    made = PdfPage()
    made.paragraph(60, 100, BODY)
    for number, label in enumerate("NS"):
        made.operators.append(f"{150 + 100 * number} {made.size[1] - 230} 100 40 re f")
        made.text(190 + 100 * number, 217, label, 22)
    made.text(150, 260, "Fig. 4.1 A bar magnet", 12)
    made.paragraph(60, 300, BODY)
    first, figure, last = blocks_of(worker, tmp_path, made)
    assert (figure.kind, figure.text, bool(figure.media)) == (BlockKind.FIGURE, "Fig. 4.1 A bar magnet", True)
    assert [first.text, last.text] == [BODY, BODY]


def test_a_heading_printed_over_a_picture_stays_text(worker: Worker, tmp_path: Path) -> None:
    made = PdfPage()
    made.box(60, 60, 470, 110)
    curve(made, 80, 80, 70)
    curve(made, 180, 80, 70)
    made.text(260, 120, "Chapter 2 Soil", 22).text(260, 150, "Photo", 8)
    made.text(60, 190, "Fig. 1 A field", 10)
    made.paragraph(60, 230, BODY)
    made.paragraph(60, 330, BODY)
    found = blocks_of(worker, tmp_path, made)
    assert BlockKind.FIGURE in [block.kind for block in found]
    assert [block.text for block in found if block.kind is BlockKind.HEADING] == ["Chapter 2 Soil"]
    assert "Photo" not in " ".join(block.text for block in found)
