"""Justified text, columns and heads over several columns are told apart."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import BlockKind, Box, Word
from app.library.document_worker.layout import arrange
from app.library.document_worker.positions import PositionedLine
from tests.unit.library.document_worker.printed import ASPECT, LETTER, SIZE, line

FULL = (
    "the wind carries the rain over the",
    "land and the rain falls on the hill",
    "again and the rivers rise from there",
)


def spread(left: float, right: float, top: float, words: str) -> list[PositionedLine]:
    """A line of a few words with even gaps, as the text layer cuts it: each word a piece of its own."""
    parts = words.split()
    gap = (right - left - LETTER * sum(map(len, parts))) / (len(parts) - 1)
    pieces, place = [], left
    for part in parts:
        pieces.append(line(place, top, part))
        place += LETTER * len(part) + gap
    return pieces


def test_the_words_of_justified_lines_in_two_columns_are_read_in_their_order() -> None:
    lines: list[PositionedLine] = []
    wide = LETTER * 34
    for side, left in enumerate((0.06, 0.54)):
        for number, text in enumerate(FULL * 2):
            top = 0.1 + 0.007 * side + 0.044 * number
            lines.append(_stretched(line(left, top, text), left + wide))
            lines += spread(left, left + wide, top + 0.022, f"mountains{number} beside{side} everywhere{number}")
    said = " ".join(block.text for block in arrange(lines, aspect=ASPECT))
    assert said == " ".join(
        f"{text} mountains{n} beside{side} everywhere{n}" for side in (0, 1) for n, text in enumerate(FULL * 2)
    )


def test_cells_with_uneven_gaps_stay_cells() -> None:
    lines = [_stretched(line(0.1, 0.1, FULL[0]), 0.1 + LETTER * 34)]
    for number, (river, length) in enumerate((("Ganga", "2525"), ("Yamuna", "1376"), ("Kaveri", "800"))):
        top = 0.16 + 0.025 * number
        lines += [line(0.1, top, river), line(0.1 + 14 * LETTER, top, length), line(0.1 + 32 * LETTER, top, "km")]
    assert any(block.kind is BlockKind.TABLE and len(block.rows) == 3 for block in arrange(lines, aspect=ASPECT))


def test_two_columns_set_half_a_line_apart_are_no_table() -> None:
    words = iter(f"word{number:03}" for number in range(400))
    lines: list[PositionedLine] = []
    for left, first, second, count in ((0.09, 0.308, 0.514, 9), (0.52, 0.294, 0.500, 8)):
        tops = [first + 0.0214 * n for n in range(9)] + [second + 0.0214 * n for n in range(count)]
        for number, top in enumerate(tops):
            short = number in (8, len(tops) - 1)
            text = " ".join(next(words) for _ in range(2 if short else 5))
            lines.append(line(left, top, text) if short else _stretched(line(left, top, text), left + 0.38))
    blocks = arrange(lines, aspect=ASPECT)
    assert all(block.kind is not BlockKind.TABLE for block in blocks)
    said = " ".join(block.text for block in blocks).split()
    assert said == sorted(said)


def test_heads_over_several_columns_are_the_first_row_of_their_table() -> None:
    lines = [line(0.36, 0.2, "Rain", bold=True), line(0.1, 0.211, "City", bold=True)]
    lines += [line(0.3, 0.222, "June", bold=True), line(0.45, 0.222, "July", bold=True)]
    for number, row in enumerate((("Delhi", "78", "236"), ("Pune", "55", "84"), ("Agra", "12", "90"))):
        lines += [line(left, 0.247 + 0.025 * number, cell) for left, cell in zip((0.1, 0.3, 0.45), row, strict=True)]
    (table,) = arrange(lines, aspect=ASPECT)
    assert table.rows[:3] == (("City", "Rain", ""), ("", "June", "July"), ("Delhi", "78", "236"))


def test_a_heading_below_both_columns_comes_after_them() -> None:
    left = [line(0.08, 0.1 + 0.02 * n, f"left column line {n} of it") for n in range(9)]
    right = [line(0.55, 0.1 + 0.02 * n, f"right column line {n} too") for n in range(7)]
    after = [line(0.08, 0.32, "Rivers", bold=True)]
    texts = [block.text for block in arrange([*left, *right, *after], aspect=ASPECT)]
    assert texts[-1] == "Rivers"


def test_one_odd_pair_of_lines_does_not_tear_a_poem() -> None:
    poem = [
        line(0.3, 0.2 + 1.5 * SIZE * n, text)
        for n, text in enumerate(("Rain comes down", "on hill and town", "all day long", "like a song"))
    ]
    prose = [
        line(0.1, 0.1 + 1.5 * SIZE * n, "The text of the page goes on and on to the right margin.") for n in range(4)
    ]
    odd = [line(0.1, 0.4, "one", bold=True), line(0.5, 0.4 + 0.9 * SIZE, "two", bold=True)]
    blocks = arrange([*prose, *poem, *odd], aspect=ASPECT)
    assert "Rain comes down\non hill and town\nall day long\nlike a song" in [block.text for block in blocks]


def _stretched(item: PositionedLine, right: float) -> PositionedLine:
    """A line whose words reach to the right edge."""
    extra = (right - item.box.right) / max(1, len(item.words) - 1)
    words = tuple(
        Word(word.text, replace(word.box, left=word.box.left + n * extra, right=word.box.right + n * extra))
        for n, word in enumerate(item.words)
    )
    return replace(item, words=words, box=Box(item.box.left, item.box.top, right, item.box.bottom))


def test_cells_far_apart_are_no_justified_line_though_a_line_near_by_is_as_long() -> None:
    rows = (("Rice", "449", "440", "1901"), ("Maize", "166", "187", "1822"), ("Gram", "164", "192", "1744"))
    lines = [
        line((0.1, 0.28, 0.45, 0.62)[column], 0.2 + 0.03 * number, cell)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]
    right = next(item.box.right for item in lines if item.text == "187")
    last = _stretched(line(0.1, 0.3, "the rice and the maize of that year"), right)
    (table,) = [block for block in arrange([*lines, last], aspect=ASPECT) if block.kind is BlockKind.TABLE]
    assert table.rows == rows
