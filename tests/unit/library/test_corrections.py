"""A teacher's correction changes the block she looked at, and nothing else."""

from __future__ import annotations

from app.domain.documents import Block, BlockKind, Box, Line, PageNote, PageText, Quality, ReadMethod, Word
from app.library.corrections import turned, with_correction

BOX = Box(0.1, 0.2, 0.4, 0.3)


def _page() -> PageText:
    words = (Word("Watr", BOX, 30.0), Word("7I", BOX, 41.0), Word("is", BOX, 95.0))
    wrong = Block(BlockKind.PARAGRAPH, "Watr 7I is", (Line("Watr 7I is", BOX, words),), BOX)
    table = Block(BlockKind.TABLE, "Use\tLitres\nBath\t2I5", rows=(("Use", "Litres"), ("Bath", "2I5")))
    return PageText((wrong, table), ReadMethod.OCR, Quality.CHECK, (PageNote.DOUBTFUL_WORDS,), "en", doubtful_words=3)


def test_a_corrected_block_keeps_its_place_and_the_words_that_were_left() -> None:
    page = with_correction(_page(), 0, " Water 71 is ")
    assert page.blocks[0].text == "Water 71 is"
    assert page.blocks[0].box == BOX
    assert page.blocks[0].lines[0].words == (Word("is", BOX, 95.0),)
    assert page.doubtful_words == 1
    assert page.notes == (PageNote.DOUBTFUL_WORDS, PageNote.CORRECTED)
    assert page.blocks[1] == _page().blocks[1]


def test_one_corrected_letter_leaves_the_other_doubts() -> None:
    page = with_correction(_page(), 0, "Water 7I is")
    assert [(word.text, word.confidence) for word in page.blocks[0].lines[0].words] == [("7I", 41.0), ("is", 95.0)]
    assert page.doubtful_words == 2


def test_what_was_typed_and_taken_back_corrects_nothing() -> None:
    assert with_correction(_page(), 0, "Watr 7I is\n") == _page()


def test_a_parted_word_is_doubted_until_it_is_corrected() -> None:
    words = (Word("The", BOX, 95.0), Word("evapo-", BOX, 40.0), Word("rotion", BOX, 40.0), Word("ends", BOX, 95.0))
    lines = (Line("The evapo-", BOX, words[:2]), Line("rotion ends", BOX, words[2:]))
    block = Block(BlockKind.PARAGRAPH, "The evaporotion ends", lines, BOX)
    read = PageText((block,), ReadMethod.OCR, Quality.CHECK, doubtful_words=2)
    assert with_correction(read, 0, "The evaporotion ends.").doubtful_words == 2
    assert with_correction(read, 0, "The evaporation ends").doubtful_words == 0


def test_a_corrected_table_has_the_corrected_cells() -> None:
    page = with_correction(_page(), 1, "Use\tLitres\nBath\t215")
    assert page.blocks[1].rows == (("Use", "Litres"), ("Bath", "215"))


def test_four_turns_bring_a_crop_back_and_one_turn_moves_the_top_to_the_right() -> None:
    assert turned(None, 90) is None
    assert turned(Box(0.0, 0.0, 1.0, 0.25), 90) == Box(0.75, 0.0, 1.0, 1.0)
    back = turned(BOX, 360)
    assert back == BOX
    half = turned(turned(BOX, 90), 270)
    assert half is not None
    assert [round(side, 9) for side in (half.left, half.top, half.right, half.bottom)] == [0.1, 0.2, 0.4, 0.3]
