"""No question, no key word comes from a sentence with a word that the reader of the page was not sure of."""

from __future__ import annotations

from app.domain.documents import Block, BlockKind, Box, Line, Page, PageText, Quality, ReadMethod, Word
from app.domain.lessons import Passage, SentencePair
from app.lesson.assembly import lesson_source
from app.lesson.doubts import doubtful_words

BOX = Box(0, 0, 1, 1)
TEXT = "Vapour rises to the sky. The tank holds 500 litres of water. This change is called rain."


def page(*doubted: str, text: str = TEXT) -> Page:
    words = tuple(Word(word, BOX, 30.0 if word in doubted else 95.0) for word in text.split())
    block = Block(BlockKind.PARAGRAPH, text, (Line(text, BOX, words),), BOX)
    read = PageText((block,), ReadMethod.OCR, Quality.CHECK, language="en")
    return Page("p", "d", 0, 0, 0, text=read)


def told(*doubted: str, pairs: tuple[SentencePair, ...] = ()) -> list[str]:
    passage = Passage(BlockKind.PARAGRAPH, TEXT, TEXT, page_id="p", box=BOX, pairs=pairs)
    source = lesson_source("Rain", "en", (passage,), doubtful_words((passage,), [page(*doubted)]))
    return [each.text for each in source.passages]


def test_a_sentence_with_a_doubtful_word_is_left_out_and_parts_what_stands_around_it() -> None:
    assert told() == [TEXT]
    assert told("500") == ["Vapour rises to the sky.", "This change is called rain."]
    assert told("rain.") == ["Vapour rises to the sky. The tank holds 500 litres of water."]


def test_it_is_the_word_of_the_page_that_counts_not_its_easier_one() -> None:
    pairs = (SentencePair("Vapour rises to the sky.", ("Steam rises to the sky.",)), SentencePair("Rain.", ("Rain.",)))
    assert told(pairs=pairs) == ["Steam rises to the sky. Rain."]
    assert told("Vapour", pairs=pairs) == ["Rain."]


def test_a_word_that_was_also_read_surely_is_right_but_a_number_is_not() -> None:
    passage = Passage(BlockKind.PARAGRAPH, "", "", page_id="p", box=BOX)
    again = page("rain", "50.", text="The rain fell on 50 days. They like rain. There were 50.")
    assert doubtful_words((passage,), [again]) == {0: frozenset({"50"})}
