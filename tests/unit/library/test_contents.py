"""Contents pages are told from tables, answers and running text, however their lines were read."""

from __future__ import annotations

import pytest

from app.domain.documents import Block, BlockKind, Line, PageText, Quality, ReadMethod
from app.library.contents import ContentsEntry, entries, is_contents

TITLES = ("Chemical Reactions", "Acids, Bases and Salts", "Metals and Non-metals", "Carbon", "Life Processes")


def _page(*blocks: Block) -> PageText:
    return PageText(blocks, ReadMethod.TEXT_LAYER, Quality.GOOD, language="en")


def _head(text: str) -> Block:
    return Block(BlockKind.HEADING, text, level=1)


def _table(*rows: str) -> Block:
    return Block(BlockKind.TABLE, "\n".join(rows))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Contents", "Chapter {n} {title}\t{page}"),
        ("CONTENTS", "{n}. {title} ..................\t{page}"),
        ("विषय-सूची", "{n}. जल के स्रोत\t{page} - {last}"),
        ("பொருளடக்கம்", "{n}. நீர் ஆதாரங்கள்\t{page}"),
        ("Foreword", "{n} {title} ………… {page}"),
    ],
)
def test_pages_that_list_chapters_are_contents(head: str, row: str) -> None:
    rows = [row.format(n=n + 1, title=title, page=16 * n + 1, last=16 * n + 16) for n, title in enumerate(TITLES)]
    for blocks in (
        [_table(*rows)],
        [Block(BlockKind.PARAGRAPH, " ".join(rows), tuple(Line(one.replace("\t", " ")) for one in rows))],
        [Block(BlockKind.PARAGRAPH, one.replace("\t", " ")) for one in rows],
    ):
        page = _page(_head(head), *blocks)
        assert is_contents(page)
        found = entries(page)
        assert [one.number for one in found] == [1, 2, 3, 4, 5]
        assert [one.page for one in found] == [1, 17, 33, 49, 65]
        if "{title}" in row:
            assert found[1].title == TITLES[1]


def test_digits_of_any_script_and_markers_of_lists_count() -> None:
    items = [
        Block(BlockKind.LIST_ITEM, f"जल के स्रोत {page}", marker=f"{number}.")
        for number, page in zip("१२३४", ("१", "१७", "३३", "४९"), strict=True)
    ]
    assert entries(_page(_head("अनुक्रमणिका"), *items))[1] == ContentsEntry("जल के स्रोत", 17, 2)


@pytest.mark.parametrize(
    "blocks",
    [
        [_head("Elements"), _table(*(f"{n}. Element{n}\t{7 * n}" for n in range(1, 9)))],
        [_head("Answers"), *(Block(BlockKind.LIST_ITEM, f"{n}. {n} m and {9 - n} m 40") for n in range(1, 9))],
        [_head("Contents"), Block(BlockKind.PARAGRAPH, "The contents of a cell are told in chapter 5. " * 8)],
        [_head("Contents"), _table(*(f"Chapter {n} Water\t{90 - 7 * n}" for n in range(1, 9)))],
        [_head("Contents"), _table("One\t1", "Two\t2", "Three\t3")],
        [],
    ],
    ids=["a table of numbers", "answers", "running text", "falling numbers", "too few", "an empty page"],
)
def test_other_pages_are_none(blocks: list[Block]) -> None:
    assert not is_contents(_page(*blocks))
    assert entries(_page(*blocks)) == ()


def test_an_endless_line_is_looked_at_in_no_time() -> None:
    assert not is_contents(_page(_head("Contents"), Block(BlockKind.PARAGRAPH, "a . " * 200_000)))
