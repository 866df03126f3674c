"""Blocks come out in the order a person reads them, whole, and with nothing lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import BlockKind, Box, Word
from app.library.document_worker.layout import arrange
from app.library.document_worker.positions import PlacedPicture, PositionedLine
from tests.unit.library.document_worker.printed import ASPECT, SIZE, below, column, line

FIRST = (
    "Water rises from the sea as vapour when the sun warms it and the wind carries it over the land where it cools"
    " and falls again as rain or snow on hills and fields."
)
SECOND = (
    "Some of that rain runs off in streams and rivers while some of it sinks into the ground and fills the wells from"
    " which people in dry places drink during the summer."
)
THIRD = "Plants take up water through their roots and give it back to the air through tiny holes in their leaves."


def kinds(blocks: object) -> list[BlockKind]:
    return [block.kind for block in blocks]  # type: ignore[attr-defined]


def texts(lines: list[PositionedLine], **more: object) -> list[str]:
    return [block.text for block in arrange(lines, aspect=ASPECT, **more)]  # type: ignore[arg-type]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart() -> None:
    first = column(0.1, 0.1, FIRST, letters=60)
    second = column(0.1, below(first), SECOND, letters=60)
    assert texts(first + second) == [FIRST, SECOND]


def test_an_indented_first_line_begins_a_paragraph() -> None:
    first = column(0.1, 0.1, FIRST + " so it goes on and on", letters=60)
    indented = line(0.14, below(first), "Then the rain came and went.")
    assert len(texts([*first, indented])) == 2


def test_two_columns_are_read_one_after_the_other_whatever_the_order_of_the_lines() -> None:
    left, right = column(0.08, 0.2, f"{FIRST} {THIRD}", letters=34), column(0.55, 0.2, SECOND, letters=34)
    title = line(0.2, 0.1, "The Journey of Water in Nature", size=2 * SIZE)
    mixed = [piece for pair in zip(right, left, strict=False) for piece in pair]
    mixed += [piece for piece in left + right if piece not in mixed]
    blocks = arrange([*mixed, title], aspect=ASPECT)
    assert [block.text for block in blocks] == ["The Journey of Water in Nature", f"{FIRST} {THIRD}", SECOND]
    assert blocks[0].kind is BlockKind.HEADING


def test_three_columns_are_read_from_left_to_right() -> None:
    pages = [column(left, 0.1, text, letters=22) for left, text in ((0.05, FIRST), (0.37, SECOND), (0.69, THIRD))]
    assert texts([piece for lines in reversed(pages) for piece in lines]) == [FIRST, SECOND, THIRD]


def test_a_wide_line_cuts_two_columns_into_bands() -> None:
    top = column(0.08, 0.1, FIRST, letters=34) + column(0.55, 0.1, SECOND, letters=34)
    wide = line(0.08, below(top, 0.02), "What happens to the water that sinks deep into the ground", bold=True)
    under = below([wide], 0.02)
    bottom = column(0.08, under, THIRD, letters=34) + column(0.55, under, FIRST, letters=34)
    assert texts([*bottom, wide, *top]) == [FIRST, SECOND, wide.text, THIRD, FIRST]


@pytest.mark.parametrize(("gap", "place"), [(0.030, 5), (0.012, 3)])
def test_a_short_line_below_two_columns_is_read_after_both(gap: float, place: int) -> None:
    one, two = "Iron rusts when it meets water and air. " * 4, "Farmers store their grain in dry rooms. " * 4
    lines: list[PositionedLine] = []
    for left in (0.1, 0.53):
        first = column(left, 0.1, one, letters=32)
        lines += [*first, *column(left, below(first, 0.012), two, letters=32)]
    lines.append(line(0.1, 0.04, "Rust"))  # a heading above does not count as a paragraph
    short = line(0.1, below(lines, gap), "Short line.")
    # a paragraph of the first column stands no farther from it than its other paragraphs
    found = texts([*lines, short, *column(0.1, below([short], 0.012), one + two, letters=70)])
    assert found.index("Short line.") == place


def test_a_sentence_that_runs_on_into_the_next_column_stays_one_paragraph() -> None:
    left, right = (
        column(0.08, 0.1, FIRST[:-1] + " and on", letters=34),
        column(0.55, 0.1, "the wide " + SECOND, letters=34),
    )
    assert texts(left + right) == [f"{FIRST[:-1]} and on the wide {SECOND}"]


def test_lines_in_a_frame_are_read_together() -> None:
    before = column(0.1, 0.1, FIRST, letters=40)
    frame = Box(0.62, 0.1, 0.95, 0.25)
    aside = column(0.64, 0.115, THIRD, letters=18, size=SIZE)
    after = column(0.1, below(before), SECOND, letters=40)
    assert texts(before + aside + after, frames=[frame]) in ([FIRST, SECOND, THIRD], [FIRST, THIRD, SECOND])


def test_headings_are_told_by_size_and_by_weight_and_ranked() -> None:
    body = column(0.1, 0.3, FIRST, letters=60)
    lines = [
        line(0.1, 0.1, "Water", size=2.2 * SIZE),
        line(0.1, 0.2, "Where rain comes from", size=1.4 * SIZE),
        line(0.1, 0.26, "Look and think", bold=True),
        *body,
    ]
    blocks = arrange(lines, aspect=ASPECT)
    assert [(b.kind, b.level) for b in blocks[:3]] == [(BlockKind.HEADING, level) for level in (1, 2, 3)]
    assert blocks[3].kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I = (P × R × T)/100", BlockKind.PARAGRAPH),
        ("Simple Interest = (P × R × T)/100", BlockKind.PARAGRAPH),
        ("Chapter 9: Simple Interest", BlockKind.HEADING),
        ("What the sign = means in sums", BlockKind.HEADING),
    ],
)
def test_an_equation_in_large_type_is_no_heading(text: str, kind: BlockKind) -> None:
    body = column(0.1, 0.3, "Money that is lent earns interest, and the bank pays it every year. " * 4, letters=50)
    assert arrange([line(0.1, 0.1, text, size=1.4 * SIZE), *body], aspect=ASPECT)[0].kind is kind


def test_a_long_sentence_in_large_type_is_no_heading() -> None:
    lines = column(0.1, 0.1, f"{FIRST} {SECOND}", letters=30, size=1.3 * SIZE) + column(0.1, 0.6, THIRD * 4, letters=60)
    assert BlockKind.HEADING not in kinds(arrange(lines, aspect=ASPECT))


def test_list_items_keep_their_markers_in_any_script() -> None:
    for printed in (
        "1. 2. 3.",
        "(a) (b) (c)",
        "(i) (ii) (iii)",
        "क. ख. ग.",
        "१) २) ३)",
        "(௧) (௨) (௩)",
        "அ) ஆ) இ)",
        "• • •",
    ):
        marks = printed.split()
        lines = [line(0.1, 0.1 + 0.02 * n, f"{mark} Wash your hands") for n, mark in enumerate(marks)]
        blocks = arrange(lines, aspect=ASPECT)
        assert [block.marker for block in blocks] == marks
        assert {block.text for block in blocks} == {"Wash your hands"}
        assert set(kinds(blocks)) == {BlockKind.LIST_ITEM}


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_list_number_read_with_a_comma_is_one_where_its_neighbours_count_on(wrong: int) -> None:
    signs = ["," if number == wrong else "." for number in range(3)]
    said = ["Wash your hands.", "Drink clean water.", "Sleep early."]
    intro = line(0.1, 0.1, "Remember these rules of health:")
    listed = [line(0.1, 0.13 + 0.03 * n, f"{n + 1}{signs[n]} {text}") for n, text in enumerate(said)]
    blocks = arrange([intro, *listed], aspect=ASPECT)
    assert [(b.marker, b.text) for b in blocks[1:]] == [(f"{n + 1}.", text) for n, text in enumerate(said)]


def test_a_number_with_a_comma_is_no_list_by_itself() -> None:
    for said in ("1, two and three are numbers.", "In chapters 4, 5 and", "3, and so on."):
        assert arrange([line(0.1, 0.1, said), line(0.1, 0.13, "Sleep early.")], aspect=ASPECT)[0].marker == ""
    wrapped = [line(0.1, 0.1, "1. Mix the sand and the water of step"), line(0.1, 0.1 + 1.3 * SIZE, "2, and wait.")]
    assert len(arrange(wrapped, aspect=ASPECT)) == 1


def test_a_marker_set_apart_belongs_to_the_text_beside_it_and_wrapped_lines_to_their_item() -> None:
    item = column(0.16, 0.1, FIRST, letters=50)
    lines = [line(0.1, 0.1, "1."), *item, line(0.1, below(item), "2."), line(0.16, below(item), "Drink clean water.")]
    blocks = arrange(lines, aspect=ASPECT)
    assert [(b.marker, b.text) for b in blocks] == [("1.", FIRST), ("2.", "Drink clean water.")]


def test_initials_and_years_are_no_list() -> None:
    lines = column(0.1, 0.1, FIRST, letters=60)
    lines += [
        line(0.1, below(lines, 0.02), "C. V. Raman was born in Tamil Nadu."),
        line(0.1, 0.5, "A. P. J. Abdul Kalam too."),
    ]
    assert BlockKind.LIST_ITEM not in kinds(arrange(lines, aspect=ASPECT))


def test_answer_options_in_a_row_are_items_in_their_order() -> None:
    lines = [
        line(0.1, 0.1, "1. Which of these is a metal?"),
        *(line(left, 0.12, text) for left, text in ((0.12, "(a) wood"), (0.4, "(b) iron"), (0.68, "(c) glass"))),
    ]
    assert [block.marker for block in arrange(lines, aspect=ASPECT)] == ["1.", "(a)", "(b)", "(c)"]


def test_aligned_cells_are_a_table_and_columns_of_text_are_none() -> None:
    rows = [("Month", "Rain in mm", "Heat"), ("June", "140", "31"), ("July", "240", "28"), ("August", "233", "27")]
    lines = [
        line(x, 0.1 + 0.03 * y, cell)
        for y, row in enumerate(rows)
        for x, cell in zip((0.1, 0.4, 0.7), row, strict=True)
    ]
    (table,) = arrange(lines, aspect=ASPECT)
    assert table.kind is BlockKind.TABLE
    assert table.rows == tuple(rows)
    prose = column(0.08, 0.1, FIRST, letters=34) + column(0.55, 0.1, SECOND, letters=34)
    assert BlockKind.TABLE not in kinds(arrange(prose, aspect=ASPECT))


def test_boxes_that_touch_are_the_cells_of_a_table_with_wrapped_text() -> None:
    frames = [Box(left, top, left + 0.4, top + 0.1) for top in (0.1, 0.2) for left in (0.1, 0.5)]
    lines = [line(0.12, 0.13, "Mammal"), *column(0.52, 0.12, "gives milk to its young and has hair", letters=20)]
    lines += [line(0.12, 0.23, "Bird"), line(0.52, 0.23, "has feathers")]
    (table,) = arrange(lines, aspect=ASPECT, frames=frames)
    assert table.rows == (("Mammal", "gives milk to its young and has hair"), ("Bird", "has feathers"))


def test_captions_go_to_their_pictures_and_stay_alone_without_one() -> None:
    body = column(0.1, 0.1, FIRST, letters=60)
    picture = PlacedPicture(Box(0.3, 0.4, 0.7, 0.6), "figure.jpg")
    caption = line(0.35, 0.615, "Fig. 3.2: A river in flood")
    far = line(0.1, 0.8, "चित्र 4 खेत में किसान")
    blocks = arrange([*body, caption, far], aspect=ASPECT, pictures=[picture])
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.PARAGRAPH, FIRST),
        (BlockKind.FIGURE, "Fig. 3.2: A river in flood"),
        (BlockKind.CAPTION, "चित्र 4 खेत में किसान"),
    ]
    assert blocks[1].media == "figure.jpg"


def test_lines_of_verse_stay_lines() -> None:
    verse = [
        "I come from haunts of coot and hern,",
        "I make a sudden sally,",
        "And sparkle out among the fern,",
        "To bicker down",
    ]
    lines = [line(0.1, 0.1 + 1.3 * SIZE * n, text) for n, text in enumerate(verse)]
    assert texts(lines + column(0.1, 0.3, FIRST, letters=70)) == ["\n".join(verse), FIRST]


def test_words_broken_at_line_ends_are_mended() -> None:
    lines = [
        line(0.1, 0.1, "The plant makes its own food by photo-"),
        line(0.1, 0.1 + 1.3 * SIZE, "synthesis in the leaf every day."),
    ]
    assert texts(lines) == ["The plant makes its own food by photosynthesis in the leaf every day."]


def test_page_numbers_and_running_heads_are_dropped_and_the_first_line_of_text_is_not() -> None:
    body = column(0.1, 0.1, FIRST, letters=60)
    head, number = line(0.1, 0.03, "Curiosity | Grade 6"), line(0.5, 0.95, "42")
    assert texts([head, *body, number]) == [FIRST]
    assert texts([line(0.1, 0.95, "पृष्ठ ४२"), *body]) == [FIRST]
    high = column(0.1, 0.02, FIRST, letters=60)
    assert texts(high) == [FIRST]


words = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9), min_size=1, max_size=7).map(" ".join)
places = st.tuples(
    st.floats(0.05, 0.7), st.floats(0.12, 0.85), words, st.sampled_from((SIZE, 1.4 * SIZE)), st.booleans()
)


Place = tuple[float, float, str, float, bool]
columned = st.tuples(st.sampled_from((0.05, 0.4, 0.7)), st.integers(8, 45).map(lambda n: n / 60), words)


@settings(max_examples=60, deadline=None)
@given(st.lists(columned, max_size=40))
def test_no_word_is_lost_in_columns(rows: list[tuple[float, float, str]]) -> None:
    lines = [line(left, top, text[:14]) for left, top, text in rows]
    found = Counter(word for block in arrange(lines, aspect=ASPECT) for word in f"{block.marker} {block.text}".split())
    assert found == Counter(word for item in lines for word in item.text.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(places, max_size=25), st.lists(st.tuples(st.floats(0, 0.6), st.floats(0.1, 0.7)), max_size=3))
def test_no_word_is_lost_or_doubled_wherever_lines_stand(rows: list[Place], corners: list[tuple[float, float]]) -> None:
    lines = [line(left, top, text, size=size, bold=bold) for left, top, text, size, bold in rows]
    frames = [Box(left, top, left + 0.35, top + 0.2) for left, top in corners]
    blocks = arrange(lines, aspect=ASPECT, frames=frames)
    found = Counter(word for block in blocks for word in f"{block.marker} {block.text}".split())
    assert found == Counter(word for item in lines for word in item.text.split())
    assert sum(len(block.lines) for block in blocks) >= (1 if lines else 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(places, min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_lines(rows: list[Place], drawn: object) -> None:
    lines = [line(left, top, text, size=size, bold=bold) for left, top, text, size, bold in rows]
    lines = [replace(item, text=f"{item.text}") for item in {(i.box.left, i.box.top): i for i in lines}.values()]
    shuffled = lines[:]
    drawn.shuffle(shuffled)  # type: ignore[attr-defined]
    assert arrange(lines, aspect=ASPECT) == arrange(shuffled, aspect=ASPECT)


def test_level_lines_of_two_columns_of_prose_are_no_table() -> None:
    printed = (
        (0.096, 0.446, 0.462, "AAA समुद्र तल पर पानी 100 डिग्री सेल्सियस पर"),
        (0.096, 0.476, 0.483, "उबलता है। एक पौधे को प्रतिदिन 3 लीटर पानी चाहिए,"),
        (0.096, 0.441, 0.505, "परंतु उसे नमक नहीं चाहिए। सन् 1947 में गाँव में"),
        (0.098, 0.448, 0.526, "1,25,000 लोग थे जो चार कुओं से पानी भरते थे।"),
        (0.098, 0.478, 0.562, "BBB गर्मी से पानी भाप बन जाता है। भाप ऊपर उठती"),
        (0.096, 0.429, 0.582, "है, ठंडी होती है और आकाश में बादल बनाती है।"),
        (0.097, 0.445, 0.619, "CCC समुद्र तल पर पानी 100 डिग्री सेल्सियस पर"),
        (0.096, 0.476, 0.640, "उबलता है। एक पौधे को प्रतिदिन 3 लीटर पानी चाहिए,"),
        (0.520, 0.864, 0.448, "परंतु उसे नमक नहीं चाहिए। सन् 1947 में गाँव में"),
        (0.522, 0.872, 0.469, "1,25,000 लोग थे जो चार कुओं से पानी भरते थे।"),
        (0.522, 0.861, 0.504, "DDD गर्मी से पानी भाप बन जाता है। भाप ऊपर"),
        (0.520, 0.898, 0.525, "उठती है, ठंडी होती है और आकाश में बादल बनाती है।"),
        (0.520, 0.884, 0.547, "समुद्र तल पर पानी 100 डिग्री सेल्सियस पर उबलता"),
        (0.520, 0.881, 0.569, "है। एक पौधे को प्रतिदिन 3 लीटर पानी चाहिए, परंतु"),
        (0.520, 0.828, 0.590, "उसे नमक नहीं चाहिए। सन् 1947 में गाँव में"),
        (0.522, 0.872, 0.612, "1,25,000 लोग थे जो चार कुओं से पानी भरते थे।"),
    )
    lines = [PositionedLine(said, Box(left, top, right, top + 0.017), 0.013) for left, right, top, said in printed]
    blocks = arrange(lines, aspect=0.707)
    assert BlockKind.TABLE not in {block.kind for block in blocks}
    assert " ".join(block.text for block in blocks) == " ".join(said for *_place, said in printed)


def test_wrapped_cells_of_a_table_without_rules_stay_with_their_rows() -> None:
    rows = [
        (0.10, ("Animal", "Where it lives", "Food")),
        (0.14, ("Elephant", "In forests of the south", "Grass and leaves")),
        (0.16, ("", "and of the north-east", "and bark")),
        (0.20, ("Snow", "In high mountains", "Wild sheep")),
        (0.22, ("leopard", "", "and hares")),
        (0.26, ("Gharial", "Rivers", "Fish")),
    ]
    lines = [line(x, top, cell) for top, row in rows for x, cell in zip((0.05, 0.3, 0.7), row, strict=True) if cell]
    (table,) = arrange(lines, aspect=ASPECT)
    assert table.rows[1:] == (
        ("Elephant", "In forests of the south and of the north-east", "Grass and leaves and bark"),
        ("Snow leopard", "In high mountains", "Wild sheep and hares"),
        ("Gharial", "Rivers", "Fish"),
    )


def test_crossing_rules_divide_a_table_and_merged_cells_leave_a_place_empty() -> None:
    rules = [Box(0.1, top, 0.9, top) for top in (0.1, 0.2, 0.3)]
    rules += [Box(x, 0.1, x, 0.3) for x in (0.1, 0.9)] + [Box(0.5, 0.2, 0.5, 0.3)]
    lines = [line(0.3, 0.14, "Rain in June and July"), line(0.12, 0.24, "140 mm"), line(0.52, 0.24, "240 mm")]
    (table,) = arrange(lines, aspect=ASPECT, rules=rules)
    assert table.rows == (("Rain in June and July", ""), ("140 mm", "240 mm"))


def test_a_rule_read_as_a_stroke_is_no_word_of_a_cell_and_leaning_rules_are_one() -> None:
    cells = [Box(x, y, x + 0.4, y + 0.1) for y, x in ((0.1, 0.11), (0.2, 0.105), (0.3, 0.1))]
    cells += [Box(x, y, x + 0.4, y + 0.1) for y, x in ((0.1, 0.51), (0.2, 0.505), (0.3, 0.5))]
    lines = [line(0.12, 0.14, "Bathing"), line(0.52, 0.14, "275"), line(0.12, 0.34, "Cleaning"), line(0.52, 0.34, "20")]
    stroke = Word("|", Box(0.495, 0.24, 0.5, 0.26))
    washing = line(0.12, 0.24, "Washing")
    washing = replace(washing, text="Washing |", words=(*washing.words, stroke))
    (table,) = arrange([*lines, washing, line(0.52, 0.24, "150")], aspect=ASPECT, frames=cells)
    assert table.rows == (("Bathing", "275"), ("Washing", "150"), ("Cleaning", "20"))


def test_a_page_border_with_a_rule_between_columns_is_no_table() -> None:
    border = [Box(0.02, 0.02, 0.98, 0.98)]
    rules = [Box(0.5, 0.02, 0.5, 0.98), Box(0.02, 0.08, 0.98, 0.08)]
    lines = column(0.08, 0.1, " ".join([FIRST] * 4), letters=34) + column(0.55, 0.1, " ".join([SECOND] * 4), letters=34)
    lines += [line(0.1, 0.04, "Name of the chapter")]
    blocks = arrange(lines, aspect=ASPECT, frames=border, rules=rules)
    assert BlockKind.TABLE not in kinds(blocks)
