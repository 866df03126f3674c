"""Of several readings of a heading the one stands that the others bear out; words that they do not have are marked."""

from __future__ import annotations

import pytest

from app.library.document_worker import heading_votes, ocr_blocks
from app.library.document_worker.tesseract import RawWord


def reading(text: str, confidence: float = 96) -> list[RawWord]:
    return [RawWord(part, confidence, 60 * at, 10, 50, 30) for at, part in enumerate(text.split())]


def texts(words: list[RawWord]) -> str:
    return " ".join(word.text for word in words)


def marked(words: list[RawWord]) -> list[str]:
    return [word.text for word in words if word.confidence < ocr_blocks.DOUBTFUL]


def test_what_all_readings_share_is_not_doubtful() -> None:
    found = heading_votes.chosen([reading("Plants and Animals")] * 3)
    assert texts(found) == "Plants and Animals"
    assert marked(found) == []


def test_two_readings_that_agree_stand_against_a_longer_one_in_pieces() -> None:
    found = heading_votes.chosen([reading("Life in fain Life in a De"), *[reading("Life in a Desert", 94)] * 2])
    assert texts(found) == "Life in a Desert"
    assert marked(found) == []


@pytest.mark.parametrize("sure", [60.0, 97.0])
def test_a_word_that_one_reading_has_alone_is_marked_however_sure_it_was(sure: float) -> None:
    found = heading_votes.chosen([reading("Plants and animale", sure), reading("Plants and animals", sure)])
    assert len(marked(found)) == 1
    assert marked(found)[0].startswith("animal")


def test_a_word_that_one_reading_lacks_is_marked_unless_another_is_sure_of_it() -> None:
    unsure = [reading("water cycie", 80), reading("water cycie", 80), reading("water cycle", 70)]
    assert marked(heading_votes.chosen(unsure)) == ["cycie"]
    sure = [reading("water cycle", 80), reading("water cycle", 95), reading("water cyc", 70)]
    assert marked(heading_votes.chosen(sure)) == []


def test_empty_and_hardly_read_lines_have_no_vote() -> None:
    good = reading("The Water Cycle")
    assert texts(heading_votes.chosen([good, [], reading("i", 30), reading("i", 30)])) == "The Water Cycle"
    assert heading_votes.chosen([[], [], []]) == []


def test_joiners_that_cannot_be_seen_make_no_difference() -> None:
    found = heading_votes.chosen([reading("നാമും\u200c"), reading("നാമും")])
    assert marked(found) == []
