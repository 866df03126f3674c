"""Chunks hold every word of a page once and in order, are of a bounded size, and respect the page's structure."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.chunks import CHAPTER, Chunk, ChunkKind, Heading, heading_of, in_force
from app.domain.documents import Block, BlockKind, Box, Line
from app.library.chunking import LEAST, MOST, chunks, is_exercise

_SENTENCES = {
    "en": "Green plants make their food from water and carbon dioxide in light. ",
    "hi": "हरे पौधे प्रकाश में जल और कार्बन डाइऑक्साइड से अपना भोजन बनाते हैं। ",
    "ta": "பச்சைத் தாவரங்கள் ஒளியில் நீர் மற்றும் கரியமில வாயுவிலிருந்து உணவைத் தயாரிக்கின்றன. ",
    "bn": "সবুজ উদ্ভিদ আলোতে জল ও কার্বন ডাই অক্সাইড থেকে খাদ্য তৈরি করে। ",
    "ml": "പച്ച സസ്യങ്ങൾ പ്രകാശത്തിൽ വെള്ളവും കാർബൺ ഡൈ ഓക്സൈഡും കൊണ്ട് ആഹാരം ഉണ്ടാക്കുന്നു. ",
}
_TEXT = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40),
    st.builds(lambda code, times: _SENTENCES[code] * times, st.sampled_from(sorted(_SENTENCES)), st.integers(1, 30)),
    st.builds(lambda letter, times: letter * times, st.sampled_from("aकि\u0903"), st.integers(1, 3000)),
)
_BLOCK = st.builds(Block, st.sampled_from(BlockKind), _TEXT, level=st.integers(0, 3))
_PATH = st.lists(st.builds(Heading, st.integers(1, 3), st.text(min_size=1, max_size=20)), max_size=2).map(tuple)


def _bare(text: str) -> str:
    return "".join(text.split())


def _paragraph(sentences: int = 3) -> Block:
    return Block(BlockKind.PARAGRAPH, (_SENTENCES["en"] * sentences).strip())


def _heading(text: str, level: int = 2) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def _one_with(found: tuple[Chunk, ...], text: str) -> Chunk:
    (chunk,) = [one for one in found if text in one.text]
    return chunk


@settings(deadline=None)
@given(st.lists(_BLOCK, max_size=12), _PATH, st.sampled_from(sorted(_SENTENCES)))
def test_every_text_is_in_the_chunks_once_and_in_order(
    blocks: list[Block], before: tuple[Heading, ...], language: str
) -> None:
    found = chunks(blocks, before, language)
    assert _bare("".join(one.text for one in found)) == _bare("".join(block.text for block in blocks))
    for chunk in found:
        assert chunk.text.strip() == chunk.text != ""
        assert len(chunk.text) <= MOST
        begin, end = chunk.blocks
        assert _bare(chunk.text) in _bare("".join(block.text for block in blocks[begin:end]))
    ends = [one.blocks for one in found]
    assert ends == sorted(ends)


@settings(deadline=None)
@given(st.lists(_BLOCK, max_size=12), _PATH)
def test_a_chunk_never_reaches_over_the_beginning_of_a_chapter(
    blocks: list[Block], before: tuple[Heading, ...]
) -> None:
    met: list[Heading] = []
    chapters = []
    for index, block in enumerate(blocks):
        heading = heading_of(block)
        if heading is not None:
            met.append(heading)
            if len(in_force(before, met)) == 1:
                chapters.append(index)
    for chunk in chunks(blocks, before):
        begin, end = chunk.blocks
        for chapter in (one for one in chapters if begin < one < end):
            said = [block for block in blocks[begin:chapter] if block.text.strip()]
            assert all(heading_of(block) is not None for block in said), "text of the chapter before"


def test_chunks_of_running_text_are_some_hundred_characters_long() -> None:
    for code, sentence in _SENTENCES.items():
        blocks = [Block(BlockKind.PARAGRAPH, (sentence * times).strip()) for times in (1, 4, 2, 6, 3, 1, 5, 40, 2)]
        found = chunks(blocks, (), code)
        assert all(LEAST * 0.75 <= len(one.text) <= MOST for one in found), code
        ends = re.compile(r"[.।]$")
        assert all(ends.search(one.text) for one in found), "cut inside a sentence"


def test_a_long_word_is_never_cut_before_its_vowel_sign() -> None:
    found = chunks([Block(BlockKind.PARAGRAPH, "कि" * 1000)])
    assert len(found) > 1
    assert all(one.text[0] == "क" for one in found)


def test_a_chunk_begins_at_a_heading_and_never_ends_with_one() -> None:
    blocks = [_paragraph(7), _heading("Respiration"), _paragraph(6), _heading("Transport"), _paragraph(8)]
    found = chunks(blocks)
    assert [one.text.split("\n")[0] for one in found[1:]] == ["Respiration", "Transport"]
    assert [one.headings for one in found] == [(), ("Respiration",), ("Transport",)]
    for sentences in range(1, 26):
        found = chunks([_paragraph(8), _heading("Respiration of the plants"), _paragraph(sentences)])
        assert not any(one.text.endswith("Respiration of the plants") for one in found)


def test_small_sections_share_a_chunk_under_what_they_have_in_common() -> None:
    blocks = [
        _heading("Words", 2), _heading("Leaf", 3), _paragraph(1), _heading("Root", 3), _paragraph(1),
    ]  # fmt: skip
    (found,) = chunks(blocks, (Heading(1, "Plants"),))
    assert found.headings == ("Plants", "Words")


def test_chapters_part_even_the_shortest_texts() -> None:
    blocks = [
        _paragraph(1),
        _heading("Chapter 2"),
        _heading("Acids", 1),
        _paragraph(1),
        _heading("अध्याय 3", 3),
        _paragraph(1),
    ]
    found = chunks(blocks, (Heading(1, "Metals"),))
    assert [one.blocks for one in found] == [(0, 1), (1, 4), (4, 6)]
    assert found[0].headings == ("Metals",)
    assert found[2].headings == ("अध्याय 3",)


def test_headings_hold_over_pages_by_their_size_in_print() -> None:
    def printed(text: str, height: float) -> Block:
        line = Line(text, Box(0.1, 0.1, 0.5, 0.1 + height))
        return Block(BlockKind.HEADING, text, (line,), line.box, level=1)  # the largest of its page, each

    chapter = in_force((), [heading_of(printed("Electricity", 0.03)) or Heading(1, "")])
    (section,) = chunks([printed("Ohm's law", 0.018), _paragraph(2)], chapter)
    assert section.headings == ("Electricity", "Ohm's law")
    (other,) = chunks([printed("Magnetism", 0.03), _paragraph(2)], chapter)
    assert other.headings == ("Magnetism",)


def test_exercises_keep_to_themselves() -> None:
    items = [
        Block(BlockKind.LIST_ITEM, f"What is the use of leaf {number}?", marker=f"{number}.") for number in range(4)
    ]
    found = chunks(
        [_heading("Leaves", 1), _paragraph(2), _heading("Exercise 1.2"), *items, _heading("Roots", 2), _paragraph(1)]
    )
    assert [one.kind for one in found] == [ChunkKind.TEXT, ChunkKind.EXERCISE, ChunkKind.TEXT]
    assert found[1].headings == ("Leaves", "Exercise 1.2")
    for heading in (
        "EXERCISES",
        "Questions",
        "अभ्यास",
        "प्रश्नावली 2.3",
        "স্বাধ্যায় নয়",
        "பயிற்சி 1",
        "ప్రశ్నలు",
        "ಅಭ್ಯಾಸಗಳು",
        "ചോദ്യങ്ങൾ",
    ):
        assert is_exercise(Heading(2, heading)) == (heading != "স্বাধ্যায় নয়"), heading
    assert not is_exercise(Heading(2, "Questions that Indian farmers ask about the use of water"))


def test_a_list_stays_with_the_words_that_announce_it() -> None:
    items = [Block(BlockKind.LIST_ITEM, _SENTENCES["en"].strip()) for _ in range(6)]
    announced = Block(BlockKind.PARAGRAPH, "To make food of their own, all green plants on Earth need the following:")
    found = chunks([_paragraph(8), announced, *items, *items[:2]])
    assert _one_with(found, announced.text).kind is ChunkKind.LIST
    assert f"following:\n\n{items[0].text}\n{items[1].text}" in _one_with(found, announced.text).text


def test_a_large_table_is_a_chunk_of_its_own_with_heading_and_caption() -> None:
    rows = "\n".join(f"Element {number}\t{number * 7}" for number in range(35))
    table, caption = Block(BlockKind.TABLE, rows), Block(BlockKind.CAPTION, "Table 3: Elements")
    found = chunks([_paragraph(2), _heading("Elements"), table, caption, _paragraph(2)])
    chunk = _one_with(found, "Element 12")
    assert (chunk.kind, chunk.text) == (ChunkKind.TABLE, f"Elements\n\n{rows}\n\n{caption.text}")
    long = "\n".join(f"Element {number}\t{number * 7}" for number in range(300))
    rows_found = [row for one in chunks([Block(BlockKind.TABLE, long)]) for row in one.text.split("\n")]
    assert rows_found == long.split("\n"), "a row was cut"


def test_the_boxes_are_those_of_the_very_lines() -> None:
    sentence = _SENTENCES["en"].strip()
    words = (sentence + " ") * 40
    lines, at = [], 0
    pieces = re.findall(r".{1,60}(?: |$)", words.strip())
    for number, piece in enumerate(pieces):
        lines.append(Line(piece.strip(), Box(0.1, number / 100, 0.9, (number + 1) / 100)))
        at += len(piece)
    block = Block(BlockKind.PARAGRAPH, words.strip(), tuple(lines), Box(0.1, 0, 0.9, 1))
    found = chunks([block])
    assert len(found) > 2
    start = 0
    for chunk in found:
        places = range(start, start + len(chunk.text))
        spans, at = [], 0
        for line in lines:
            spans.append((at, at + len(line.text), line.box))
            at += len(line.text) + 1
        wanted = tuple(box for begin, end, box in spans if begin < places.stop and end > places.start)
        assert chunk.boxes == wanted
        start = places.stop + 1


def test_a_block_without_lines_is_shown_whole_and_text_without_picture_nowhere() -> None:
    box = Box(0.1, 0.1, 0.9, 0.2)
    assert chunks([Block(BlockKind.FIGURE, "A leaf", box=box)])[0].boxes == (box,)
    assert chunks([Block(BlockKind.FIGURE, "A leaf")])[0].boxes == ()


def test_chapter_words_are_words() -> None:
    assert [bool(CHAPTER.match(text)) for text in ("Chapter 5", "Unit 2: Acids", "पाठ 3", "பாடம் 1", "பாடம்")] == [True] * 5
    assert not any(CHAPTER.match(text) for text in ("Chapters of a life", "Units of length", "पाठशाला", "Pathways"))
