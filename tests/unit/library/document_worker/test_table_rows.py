"""Tables without rules whose cells go on over several lines, and heads that stand above a grid."""

from __future__ import annotations

import pytest

from app.domain.documents import Block, BlockKind, Box
from app.library.document_worker.layout import arrange
from app.library.document_worker.positions import PositionedLine
from tests.unit.library.document_worker.printed import ASPECT, SIZE, line

XS = (0.08, 0.30, 0.80)
PITCH = 1.3 * SIZE
HEAD = (("Metal",), ("What it is used for",), ("Melts at",))
ROWS = (
    HEAD,
    (("iron",), ("rails of a railway and", "the bodies of ships"), ("1538",)),
    (("copper",), ("wires in the walls of", "houses, coins, pots and", "also church bells"), ("1085",)),
    (("gold",), ("rings",), ("1064",)),
    (("lead",), ("weights of a fisher and", "batteries of cars, and", "roofs of old halls"), ("327",)),
)


def printed(rows: tuple[tuple[tuple[str, ...], ...], ...], *, gap: float, middle: bool = False) -> list[PositionedLine]:
    """The lines of a table whose rows stand `gap` further apart than the lines of a cell."""
    lines, top = [], 0.1
    for row in rows:
        most = max(map(len, row))
        for x, cell in zip(XS, row, strict=True):
            above = (most - len(cell)) / 2 * PITCH if middle else 0.0
            lines += [line(x, top + above + number * PITCH, text) for number, text in enumerate(cell)]
        top += most * PITCH + gap
    return lines


def tables(blocks: tuple[Block, ...]) -> list[Block]:
    return [block for block in blocks if block.kind is BlockKind.TABLE]


@pytest.mark.parametrize(
    ("gap", "middle"), [(0.8 * SIZE, False), (0.12 * SIZE, False), (0.0, False), (0.8 * SIZE, True)]
)
def test_the_lines_of_a_cell_are_joined_however_its_row_is_set(gap: float, middle: bool) -> None:
    (table,) = tables(arrange(printed(ROWS, gap=gap, middle=middle), aspect=ASPECT))
    assert table.rows == tuple(tuple(" ".join(cell) for cell in row) for row in ROWS)


def test_rows_that_are_set_in_groups_stay_rows() -> None:
    names = ("Agra", "Bhopal", "Chennai", "Delhi", "Erode", "Faridabad", "Gaya", "Hubli", "Indore")
    cells = [(name, name[::-1], f"{number}4") for number, name in enumerate(names, 11)]
    lines = [
        line(x, 0.1 + number * PITCH + number // 3 * 0.6 * SIZE, text)
        for number, row in enumerate(cells)
        for x, text in zip(XS, row, strict=True)
    ]
    (table,) = tables(arrange(lines, aspect=ASPECT))
    assert table.rows == tuple(cells)


def test_a_row_without_a_name_that_has_a_number_of_its_own_is_a_row() -> None:
    cells = [
        ("Delhi", "June", "78"),
        ("", "July", "236"),
        ("Pune", "June", "55"),
        ("", "July", "84"),
        ("Goa", "May", "9"),
    ]
    lines = [
        line(x, 0.1 + n * PITCH, text) for n, row in enumerate(cells) for x, text in zip(XS, row, strict=True) if text
    ]
    (table,) = tables(arrange(lines, aspect=ASPECT))
    assert table.rows == tuple(cells)


def grid(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[Box]:
    level = [Box(xs[0], y, xs[-1], y) for y in ys]
    return level + [Box(x, ys[0], x, ys[-1]) for x in xs]


def test_heads_above_a_grid_are_its_first_row_and_other_lines_are_not() -> None:
    rules = grid((0.1, 0.4, 0.7, 0.9), (0.2, 0.23, 0.26))
    inside = [
        line(x, y, text)
        for y, row in ((0.21, "abc"), (0.24, "def"))
        for x, text in zip((0.2, 0.5, 0.8), row, strict=True)
    ]
    heads = [line(0.18, 0.18, "Metal"), line(0.48, 0.18, "Colour"), line(0.75, 0.18, "Mass")]
    (table,) = tables(arrange([*inside, *heads], aspect=ASPECT, rules=rules))
    assert table.rows == (("Metal", "Colour", "Mass"), tuple("abc"), tuple("def"))
    title = line(0.1, 0.18, "Table 4 What metals of our country weigh")
    first, table = arrange([*inside, title], aspect=ASPECT, rules=rules)
    assert first.text == title.text
    assert table.rows == (tuple("abc"), tuple("def"))
    far = [line(0.18, 0.13, "Metal"), line(0.48, 0.13, "Colour"), line(0.75, 0.13, "Mass")]
    assert tables(arrange([*inside, *far], aspect=ASPECT, rules=rules))[0].rows == (tuple("abc"), tuple("def"))


def test_a_full_cell_is_cut_from_the_next_one_where_other_rows_have_it_apart() -> None:
    cells = (
        ("Rice", "grown in wet fields", "7,364"),
        ("Wheat", "sown in winter", "6,577"),
        ("Millet", "needs little", "312"),
    )
    lines = [
        line(x, 0.1 + 0.03 * number, text)
        for number, row in enumerate(cells[1:], 1)
        for x, text in zip((0.08, 0.3, 0.56), row, strict=True)
    ]
    full = line(0.3, 0.1, cells[0][1])
    number = line(full.box.right + 1.1 * SIZE / ASPECT, 0.1, cells[0][2])
    shift = number.box.left - 0.56
    lines = [line(item.box.left + (shift if item.box.left > 0.5 else 0.0), item.box.top, item.text) for item in lines]
    box = Box(full.box.left, full.box.top, number.box.right, full.box.bottom)
    joined = PositionedLine(f"{full.text} {number.text}", box, SIZE, (*full.words, *number.words))
    (table,) = tables(arrange([line(0.08, 0.1, "Rice"), joined, *lines], aspect=ASPECT))
    assert table.rows == cells


def test_lines_of_a_ruled_cell_are_read_from_top_to_bottom_whatever_their_size() -> None:
    rules = grid((0.1, 0.4, 0.7), (0.18, 0.24, 0.27))
    heads = [line(0.15, 0.205, "Glacier"), line(0.42, 0.1974, "Length in", size=0.0118)]
    heads.append(line(0.47, 0.2095, "km", size=0.0136))
    body = [line(0.15, 0.25, "Zemu"), line(0.42, 0.25, "26")]
    (table,) = tables(arrange([*heads, *body], aspect=ASPECT, rules=rules))
    assert table.rows == (("Glacier", "Length in km"), ("Zemu", "26"))


@pytest.mark.parametrize("bold", [True, False])
def test_a_head_of_two_rows_is_joined_to_the_rows_below_it(bold: bool) -> None:
    xs = (0.11, 0.29, 0.45, 0.68)
    head = [line(xs[1], 0.208, "Time", bold=bold), line(xs[0], 0.224, "Planet", bold=bold)]
    head += [line(xs[3], 0.224, "Moons", bold=bold), line(xs[1], 0.24, "Day", bold=bold)]
    head.append(line(xs[2], 0.24, "Year", bold=bold))
    body = (("Mercury", "4,223", "88", "0"), ("Venus", "2,802", "225", "0"), ("Earth", "24", "365", "1"))
    lines = [line(x, 0.271 + 0.031 * n, text) for n, row in enumerate(body) for x, text in zip(xs, row, strict=True)]
    (table,) = tables(arrange([*head, *lines], aspect=ASPECT))
    assert table.rows == (("Planet", "Time", "", "Moons"), ("", "Day", "Year", ""), *body)


@pytest.mark.parametrize("first", [
    (("", "Melts at", "Kind"), ("iron", "1538", ""), ("lead", "", "soft")),
    (("Metal", "Use", "Kind"), ("iron", "rails", "hard"), ("lead", "weights", "soft")),
])  # fmt: skip
def test_a_table_with_numbers_or_full_rows_is_no_head_of_the_next(first: tuple[tuple[str, ...], ...]) -> None:
    second = (("Rice", "7,364", "wet"), ("Wheat", "6,577", "dry"), ("Millet", "312", "dry"))
    lines = []
    for top, rows in ((0.1, first), (0.1 + 2 * 0.018 + 3 * SIZE, second)):
        for number, row in enumerate(rows):
            lines += [line(x, top + 0.018 * number, cell) for x, cell in zip(XS, row, strict=True) if cell]
    assert len(tables(arrange(lines, aspect=ASPECT))) == 2


def test_single_digits_that_lean_with_a_photo_are_one_column() -> None:
    rows = (("Mercury", "88", "0"), ("Venus", "225", "0"), ("Earth", "365", "1"), ("Mars", "687", "2"))
    lines = [
        line((0.27, 0.55, 0.72 - 0.011 * number)[column], 0.27 + 0.031 * number, cell)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]
    (table,) = tables(arrange(lines, aspect=ASPECT))
    assert table.rows == rows
