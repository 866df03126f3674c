"""Two pages side by side on one sheet are read one after the other; a wide table is not cut in two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.documents import BlockKind, Box
from app.library.document_worker import spreads
from app.library.document_worker.layout import arrange
from app.library.document_worker.positions import PlacedPicture, PositionedLine
from tests.unit.library.document_worker.printed import SIZE, column, line

WIDE = 1.4
TEXTS = tuple(
    " ".join(f"{name} {number} comes from the hills and runs on to the sea" for number in range(11, 17))
    for name in ("Water", "Stone", "Grass", "Metal")
)


def on_sheet(lines: list[PositionedLine], left: float) -> list[PositionedLine]:
    """The lines of a page that is half as wide as the sheet and begins at `left`."""

    def moved(box: Box) -> Box:
        return Box(left + box.left / 2, box.top, left + box.right / 2, box.bottom)

    return [
        replace(item, box=moved(item.box), words=tuple(replace(word, box=moved(word.box)) for word in item.words))
        for item in lines
    ]


def sheet(*, heads: bool = True) -> list[PositionedLine]:
    """Two pages of two level columns each, with their running heads."""
    found = []
    for page, start in ((0, 0.0), (1, 0.5)):
        lines = column(0.08, 0.15, TEXTS[2 * page], letters=34) + column(0.53, 0.15, TEXTS[2 * page + 1], letters=34)
        if heads:
            lines.append(
                line(0.08, 0.05, "26 The Journey of Water") if page == 0 else line(0.5, 0.05, "Rocks and Soil 27")
            )
        found += on_sheet(lines, start)
    return found


def test_the_left_page_is_read_before_the_right_one_column_by_column() -> None:
    assert [block.text for block in arrange(sheet(), aspect=WIDE)] == list(TEXTS)


def test_numbers_that_do_not_count_on_are_text() -> None:
    lines = [replace(x, text=x.text.replace("27", "29")) for x in sheet()]
    assert "The Journey of Water" in " ".join(block.text for block in arrange(lines, aspect=WIDE))


@pytest.mark.parametrize("digits", ["26|27", "२६|२७", "௨௬|௨௭"])
def test_page_numbers_at_the_foot_of_both_pages_are_dropped(digits: str) -> None:
    left, right = digits.split("|")
    numbers = on_sheet([line(0.08, 0.88, left)], 0.0) + on_sheet([line(0.88, 0.88, right)], 0.5)
    assert [block.text for block in arrange([*sheet(heads=False), *numbers], aspect=WIDE)] == list(TEXTS)


@pytest.mark.parametrize(("left", "place"), [(0.05, 2), (0.55, 4)])
def test_a_picture_is_read_on_its_own_page(left: float, place: int) -> None:
    lines = [item for item in sheet() if not left - 0.05 < item.box.left < left + 0.4 or item.box.top < 0.3]
    picture = PlacedPicture(Box(left, 0.45, left + 0.19, 0.8), "figure.png")
    kinds = [block.kind for block in arrange(lines, aspect=WIDE, pictures=[picture])]
    assert len(kinds) == 5
    assert kinds.index(BlockKind.FIGURE) == place


def test_a_row_read_across_the_fold_is_cut_there() -> None:
    left, right = sheet(heads=False)[0], next(item for item in sheet(heads=False) if item.box.left > 0.5)
    box, words = replace(left.box, right=right.box.right), left.words + right.words
    across = replace(left, text=f"{left.text} {right.text}", box=box, words=words)
    pages = spreads.divided([across], 0.5)
    assert [[item.text for item in page] for page in pages] == [[left.text], [right.text]]


def test_a_wide_table_is_one_sheet() -> None:
    rows = [
        piece
        for row in range(9)
        for cell, start in enumerate((0.05, 0.3, 0.55, 0.8))
        for piece in on_sheet([line(0.0, 0.15 + 0.05 * row, f"River {row}{cell} north")], start)
    ]
    assert spreads.fold(rows, [], WIDE) is None
    (table,) = arrange(rows, aspect=WIDE)
    assert len(table.rows) == 9


def test_what_is_drawn_or_printed_across_the_middle_makes_one_sheet() -> None:
    assert spreads.fold(sheet(), [], WIDE) == pytest.approx(0.5, abs=0.03)
    assert spreads.fold(sheet(), [Box(0.2, 0.5, 0.8, 0.5)], WIDE) is None
    title = on_sheet([line(0.0, 0.1, "Water and the soil and all that lives in them", size=2 * SIZE)], 0.3)
    assert spreads.fold(sheet() + title, [], WIDE) is None
    assert spreads.fold(sheet(), [], 0.7) is None


def test_exercises_that_count_on_from_page_to_page_are_text() -> None:
    tasks = on_sheet([line(0.08, 0.06, "3. Why do rivers run to the sea?")], 0.0)
    tasks += on_sheet([line(0.08, 0.06, "4. Where does the rain come from?")], 0.5)
    read = [block.text for block in arrange([*sheet(heads=False), *tasks], aspect=WIDE)]
    assert {"Why do rivers run to the sea?", "Where does the rain come from?"} <= set(read)


def headed(left: tuple[float, str], right: tuple[float, str], *, size: float = SIZE) -> list[str]:
    """What is read of a sheet with such a line at the top of each page."""
    heads = on_sheet([line(left[0], 0.05, left[1], size=size)], 0.0)
    heads += on_sheet([line(right[0], 0.05, right[1], size=size)], 0.5)
    return [block.text for block in arrange([*sheet(heads=False), *heads], aspect=WIDE)]


@pytest.mark.parametrize(
    ("left", "right"),
    [((0.08, "Our world"), (0.84, "Chapter 3")), ((0.08, "हमारी दुनिया"), (0.86, "अध्याय ३"))],
)
def test_heads_without_a_number_go_at_the_outer_edges_of_both_pages(
    left: tuple[float, str], right: tuple[float, str]
) -> None:
    assert headed(left, right) == list(TEXTS)


@pytest.mark.parametrize("size", [0.75 * SIZE, SIZE])
def test_heads_in_the_middle_go_where_they_are_smaller_than_the_text(size: float) -> None:
    read = headed((0.4, "Our world"), (0.4, "Chapter 3"), size=size)
    assert ("Our world" in read, "Chapter 3" in read) == ((False, False) if size < SIZE else (True, True))


@pytest.mark.parametrize(
    ("left", "right", "size"),
    [
        ((0.08, "Our world"), (0.08, "Chapter 3"), SIZE),  # where the text begins: headings over it
        ((0.08, "Our world"), (0.79, "Chapter 3"), 1.3 * SIZE),
        ((0.08, "Our world."), (0.84, "Chapter 3"), SIZE),
        ((0.08, "Our world goes round and round the sun all the year long"), (0.84, "Chapter 3"), SIZE),
    ],
)
def test_headings_and_lines_of_text_at_the_top_of_both_pages_stay(
    left: tuple[float, str], right: tuple[float, str], size: float
) -> None:
    assert {left[1], right[1]} <= set(headed(left, right, size=size))


def test_a_line_at_the_top_of_one_page_only_stays() -> None:
    head = on_sheet([line(0.08, 0.05, "Our world")], 0.0)
    assert "Our world" in [block.text for block in arrange([*sheet(heads=False), *head], aspect=WIDE)]
