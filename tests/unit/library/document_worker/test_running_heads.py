"""What comes again on every page is dropped, what is said once is kept."""

from __future__ import annotations

from app.domain.documents import Block, BlockKind, Box, PageText, Quality, ReadMethod
from app.library.document_worker.running_heads import Margin, drop_running_heads, without_running_heads
from tests.unit.library.document_worker.printed import line


def page(*rows: tuple[float, str]) -> PageText:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, box=Box(0.1, top, 0.9, top + 0.02)) for top, text in rows)
    return PageText(blocks, ReadMethod.OCR, Quality.GOOD)


def texts(pages: tuple[PageText, ...]) -> list[list[str]]:
    return [[block.text for block in one.blocks] for one in pages]


def test_heads_of_left_and_right_pages_go_and_the_text_stays() -> None:
    pages = [
        page((0.05, "Our Forests" if n % 2 else f"Class 6 Science {n + 10}"), (0.4, f"Text {n}."), (0.95, f"{n + 10}"))
        for n in range(8)
    ]
    assert texts(drop_running_heads(pages)) == [[f"Text {n}."] for n in range(8)]


def test_headings_that_differ_in_a_number_only_are_no_running_heads() -> None:
    pages = [page((0.05, f"Exercise {number}"), (0.4, "Text.")) for number in (1, 2, 4, 7, 8, 12)]
    assert texts(drop_running_heads(pages)) == [[f"Exercise {number}", "Text."] for number in (1, 2, 4, 7, 8, 12)]


def test_two_pages_prove_nothing() -> None:
    pages = [page((0.05, "Our Forests"), (0.4, "Text.")) for _ in range(2)]
    assert drop_running_heads(pages) == tuple(pages)


def test_blocks_in_the_middle_of_the_page_are_never_heads() -> None:
    pages = [page((0.3, "Think about it"), (0.5, f"Text {n}")) for n in range(6)]
    assert drop_running_heads(pages) == tuple(pages)


def test_sources_without_places_keep_everything() -> None:
    blocks = (Block(BlockKind.HEADING, "Exercise"), Block(BlockKind.PARAGRAPH, "Text."))
    pages = [PageText(blocks, ReadMethod.DOCX, Quality.GOOD)] * 5
    assert drop_running_heads(pages) == tuple(pages)


def test_a_head_known_from_the_next_pages_goes_and_a_numbered_heading_does_not() -> None:
    body = line(0.1, 0.3, "The text of the page.")
    head, heading = line(0.1, 0.04, "24 Our Forests"), line(0.1, 0.04, "Article 4")
    counting = [Margin(-2, "22 Our Forests", ""), Margin(2, "26 Our Forests", "")]
    assert without_running_heads([head, body], counting) == [body]
    assert without_running_heads([line(0.1, 0.04, "Our Forests"), body], [Margin(2, "Our Forests", "")]) == [body]
    articles = [Margin(1, "Article 5", ""), Margin(2, "Article 9", "")]
    assert without_running_heads([heading, body], articles) == [heading, body]
    at_the_foot = [Margin(-2, "", "22 Our Forests"), Margin(2, "", "26 Our Forests")]
    assert without_running_heads([head, body], at_the_foot) == [head, body]


def test_furniture_of_printed_books_goes() -> None:
    body = line(0.1, 0.3, "The text of the page.")
    for text in ("Chapter 3_Water.indd", "Reprint 2025-26", "© NCERT not to be republished", "- 17 -", "पृष्ठ १२", "xiv"):
        assert without_running_heads([line(0.4, 0.96, text), body]) == [body], text
    for text in ("The end", "Total 45 kg", "See page 12 for more"):
        assert len(without_running_heads([line(0.4, 0.96, text), body])) == 2, text


def test_a_chapter_title_stays_although_it_is_the_head_of_the_pages_after_it() -> None:
    opening = [line(0.1, 0.06, "Our Forests", size=0.03), line(0.1, 0.3, "The text of the page.")]
    assert without_running_heads(opening, [Margin(1, "Our Forests", "", 0.07), Margin(2, "Our Forests", "")]) == opening
    same_size = [line(0.1, 0.06, "Our Forests"), line(0.1, 0.3, "The text of the page.")]
    assert without_running_heads(same_size, [Margin(1, "Our Forests", "", 0.03)]) == same_size
    pages = [page((0.05 if n else 0.12, "Our Forests"), (0.4, f"Text {n}.")) for n in range(6)]
    assert texts(drop_running_heads(pages))[0] == ["Our Forests", "Text 0."]
    assert texts(drop_running_heads(pages))[1:] == [[f"Text {n}."] for n in range(1, 6)]


def test_heads_torn_apart_in_the_same_way_on_both_pages_are_the_same() -> None:
    head, body = line(0.1, 0.04, "हमारे जंगल"), line(0.1, 0.3, "The text of the page.")
    place = (head.box.top + head.box.bottom) / 2
    torn = [Margin(0, "ह मा रे ज गल", "", place), Margin(1, "ह मा रे ज गल", "", place)]
    assert without_running_heads([head, body], torn) == [body]
    assert without_running_heads([head, body], [torn[0], Margin(1, "ह मा रे न गर", "", place)]) == [head, body]


def test_rows_of_a_table_at_the_page_break_stay() -> None:
    body = [line(0.1, 0.3, "The text of the page goes on and on to the right margin of it.")]
    for rows in (
        [("Name", "Age"), ("Asha", "12")],  # narrow, the number in the middle of the page
        [("Name of the river", 0.8, "Long"), ("Ganga", 0.82, "25")],  # the number at the edge of the text
    ):
        lines = [*body]
        for top, row in zip((0.88, 0.915), rows, strict=True):
            place = row[1] if isinstance(row[1], float) else 0.3
            lines += [line(0.1, top, str(row[0])), line(place, top, str(row[-1]))]
        assert without_running_heads(lines) == lines
    first = [line(0.1, 0.05, "Ravi"), line(0.3, 0.05, "13"), *body]
    assert without_running_heads(first) == first
    head = [line(0.1, 0.05, "Our Forests"), line(0.82, 0.05, "13")]
    assert without_running_heads([*head, *body]) == body


def test_a_page_has_one_page_number_to_each_end() -> None:
    body = line(0.1, 0.3, "The text of the page.")
    answer, number = line(0.1, 0.92, "45"), line(0.5, 0.96, "12")
    assert without_running_heads([body, answer, number]) == [body, answer]


def test_what_a_browser_prints_into_the_margins_goes_and_a_word_of_roman_letters_stays() -> None:
    body = line(0.1, 0.3, "The text of the page.")
    printed = [line(0.1, 0.03, "11/22/26, 12:37 PM"), line(0.1, 0.97, "file:///home/a/b.html"), line(0.8, 0.97, "1/2")]
    assert without_running_heads([*printed, body]) == [body]
    for word in ("Civil", "Mix", "ill"):
        assert len(without_running_heads([line(0.1, 0.05, word), body])) == 2, word
