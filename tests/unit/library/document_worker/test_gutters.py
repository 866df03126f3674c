"""Columns that stand close together are told apart; lists and justified text are left alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import BlockKind
from app.library.document_worker.layout import arrange
from app.library.document_worker.positions import PositionedLine
from tests.unit.library.document_worker.printed import ASPECT, LETTER, SIZE, column, line

LEFT = "Water rises from the sea as vapour when the sun warms it and the wind carries it over the land where it cools."
RIGHT = (
    "Plants take up water through their roots and give it back to the air through tiny holes in all of their leaves."
)


def glued(left: list[PositionedLine], right: list[PositionedLine]) -> list[PositionedLine]:
    """The rows of two columns read as one line each."""
    rows = []
    for first, second in zip(left, right, strict=False):
        box = replace(first.box, right=second.box.right)
        words = first.words + second.words
        rows.append(replace(first, text=f"{first.text} {second.text}", box=box, words=words))
    return [*rows, *left[len(right) :], *right[len(left) :]]


@given(st.integers(8, 15), st.integers(18, 30))
@settings(max_examples=30, deadline=None)
def test_columns_close_together_are_read_one_after_the_other(gap: int, letters: int) -> None:
    left = column(0.1, 0.2, f"{LEFT} {LEFT}", letters=letters)
    ends = max(item.box.right for item in left)
    right = column(ends + gap / 10 * SIZE / ASPECT, 0.2, f"{RIGHT} {RIGHT}", letters=letters)
    read = " ".join(block.text for block in arrange(glued(left, right), aspect=ASPECT))
    assert read.split() == f"{LEFT} {LEFT} {RIGHT} {RIGHT}".split()


def test_a_list_keeps_its_markers() -> None:
    lines = []
    for number in range(1, 8):
        marker, text = (
            line(0.1, 0.1 + 0.03 * number, f"{number}."),
            line(0.1 + 4 * LETTER, 0.1 + 0.03 * number, LEFT[3 * number : 40 + number]),
        )
        lines += glued([marker], [text])
    assert {block.kind for block in arrange(lines, aspect=ASPECT)} == {BlockKind.LIST_ITEM}


def test_sections_of_three_and_of_two_columns_are_read_one_below_the_other() -> None:
    words = [f"{name}{number}" for name in ("alpha", "bravo", "canto", "delta", "enter") for number in range(40)]
    parts = [" ".join(words[40 * n : 40 * n + 40]) for n in range(5)]
    upper = [column(left, 0.1, part, letters=24) for left, part in zip((0.05, 0.37, 0.69), parts[:3], strict=True)]
    lower = [column(left, 0.55, part, letters=36) for left, part in zip((0.05, 0.54), parts[3:], strict=True)]
    lines = [piece for block in (*lower, *upper) for piece in block]
    assert " ".join(block.text for block in arrange(lines, aspect=ASPECT)).split() == words
