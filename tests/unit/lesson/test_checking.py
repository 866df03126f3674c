"""The reviewer hears of every fact that changed, and of every fact that was hard to read on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.checks.wording import describe
from app.domain.documents import Block, BlockKind, Box, Line, Page, PageNote, PageText, Quality, ReadMethod, Word
from app.domain.lessons import (
    TRANSLATED_BY,
    Change,
    FactKind,
    KeyWord,
    LessonContent,
    Level,
    Passage,
    SentencePair,
    Severity,
)
from app.lesson.checking import check_author, check_content, check_passage, check_reading
from app.library.corrections import with_correction

BOX = Box(0.1, 0.1, 0.9, 0.2)
LOW = Box(0.1, 0.5, 0.9, 0.6)

_CITIES = "Harapa and Dholvira Lothul"


def _page(word: str, confidence: float, *, quality: Quality = Quality.GOOD) -> Page:
    words = (Word("Water", BOX, 96.0), Word(word, BOX, confidence))
    block = Block(BlockKind.PARAGRAPH, f"Water {word}", (Line(f"Water {word}", BOX, words),), BOX)
    text = PageText((block,), ReadMethod.OCR, quality, (PageNote.DOUBTFUL_WORDS,), "en", 1, 80.0, "Latn")
    return Page("page", "document", 0, 0, 0, text=text)


def _passage(word: str) -> Passage:
    return Passage(BlockKind.PARAGRAPH, f"Water {word}", f"Water {word}", page_id="page", box=BOX)


@pytest.mark.parametrize("word", ["71", "७१", "H.0", "HO.", "NaCl", "½", "100°"])
def test_a_fact_that_was_hard_to_read_is_amber(word: str) -> None:
    (finding,) = check_reading(_passage(word), 0, _page(word, 41.0))
    assert (finding.severity, finding.change, finding.reason) == (
        Severity.AMBER, Change.NOT_CHECKED, "doubtful_reading",
    )  # fmt: skip
    assert finding.source == word


@pytest.mark.parametrize(("word", "confidence"), [("71", 95.0), ("river", 41.0), ("River,", 41.0), ("“water”", 30.0)])
def test_sure_facts_and_doubtful_words_of_the_page_or_the_language_are_green(word: str, confidence: float) -> None:
    assert check_reading(_passage(word), 0, _page(word, confidence)) == ()


@pytest.mark.parametrize(("word", "language"), [("rivor", "en"), ("भाष", "hi"), ("নদো", "bn"), ("Harappa", "en")])
def test_a_doubtful_word_that_nobody_vouches_for_is_amber(word: str, language: str) -> None:
    page = _page(word, 50.0 if language != "bn" else 45.0)  # its list is short
    assert page.text is not None
    page = replace(page, text=replace(page.text, language=language))
    (finding,) = check_reading(_passage(word), 0, page)
    assert (finding.severity, finding.kind, finding.reason) == (Severity.AMBER, FactKind.TEXT, "doubtful_reading")
    assert finding.source == word
    assert check_reading(_passage(word), 0, _page(word, 95.0)) == ()


def test_words_that_stand_apart_are_not_quoted_as_one() -> None:
    words = tuple(Word(one, BOX, 30.0 if one in ("Harapa", "Dholvira", "Lothul") else 96.0) for one in _CITIES.split())
    block = Block(BlockKind.PARAGRAPH, _CITIES, (Line(_CITIES, BOX, words),), BOX)
    text = PageText((block,), ReadMethod.OCR, Quality.GOOD, (PageNote.DOUBTFUL_WORDS,), "en", 3, 80.0, "Latn")
    passage = Passage(BlockKind.PARAGRAPH, _CITIES, _CITIES, page_id="page", box=BOX)
    (finding,) = check_reading(passage, 0, Page("page", "document", 0, 0, 0, text=text))
    assert finding.source == "Harapa … Dholvira Lothul"


def test_a_short_list_accuses_only_words_that_were_hardly_read() -> None:
    page = _page("উদ্ধারের", 54.0)
    assert page.text is not None
    assert check_reading(_passage("উদ্ধারের"), 0, replace(page, text=replace(page.text, language="bn"))) == ()


def test_a_word_read_surely_elsewhere_on_the_page_vouches_for_a_doubtful_one() -> None:
    page, other = _page("Harappa", 41.0), _page("Harappa,", 95.0)
    assert page.text is not None
    assert other.text is not None
    below = replace(other.text.blocks[0], box=LOW)
    both = replace(page, text=replace(page.text, blocks=(*page.text.blocks, below)))
    assert check_reading(_passage("Harappa"), 0, both) == ()


@pytest.mark.parametrize("shown", ["river: a long stream", "What is a river?\nIt flows.", "नदी\nriver"])
def test_a_doubtful_word_that_is_asked_or_taught_is_amber(shown: str) -> None:
    (finding,) = check_reading(_passage("river,"), 0, _page("river,", 41.0), shown=shown)
    assert (finding.severity, finding.kind, finding.source) == (Severity.AMBER, FactKind.TEXT, "river,")
    assert check_reading(_passage("river"), 0, _page("river", 41.0), shown="lake: still water") == ()
    assert check_reading(_passage("of"), 0, _page("of", 41.0), shown="a drop of rain") == ()


def test_the_words_a_class_is_asked_come_from_title_key_words_and_questions() -> None:
    page, passage = _page("mitochondrion", 41.0), _passage("mitochondrion")
    key_words = (KeyWord("mitochondrion", "the part that gives energy", ""),)
    content = LessonContent("Cells", "en", Level.SAME, 6, (passage,), key_words)
    assert [one.reason for one in check_content(content, "en", (page,))] == ["doubtful_reading"]
    assert check_content(replace(content, key_words=()), "en", (page,)) == ()


def test_a_passage_with_many_doubtful_words_is_amber_as_a_whole() -> None:
    page = _page("river", 41.0)
    assert page.text is not None
    (block,) = page.text.blocks
    (line,) = block.lines
    bad = tuple(Word(known, BOX, 30.0) for known in ("water", "river", "rain"))
    few = replace(block, lines=(replace(line, words=(*[Word("sure", BOX, 95.0)] * 30, *bad)),))
    many = replace(block, lines=(replace(line, words=(*[Word("sure", BOX, 95.0)] * 20, *bad)),))
    for content, told in ((few, ()), (many, ("water river rain",))):
        read = replace(page, text=replace(page.text, blocks=(content,)))
        assert tuple(one.source for one in check_reading(_passage("river"), 0, read)) == told


def _page_of_two(quality: Quality = Quality.GOOD) -> Page:
    """ "Water 71" in one block and "Water 72" in another, both doubtful."""
    first, second = _page("71", 41.0, quality=quality), _page("72", 41.0)
    assert first.text is not None
    assert second.text is not None
    low = replace(second.text.blocks[0], box=LOW)
    return replace(first, text=replace(first.text, blocks=(*first.text.blocks, low)))


def _corrected(page: Page, block: int, text: str) -> Page:
    assert page.text is not None
    return replace(page, text=with_correction(page.text, block, text), corrected=True)


def test_a_corrected_block_is_the_teachers_word_and_the_others_keep_their_doubts() -> None:
    page = _corrected(_page_of_two(), 0, "Water 77")
    assert check_reading(_passage("77"), 0, page) == ()
    assert [one.source for one in check_reading(replace(_passage("72"), box=LOW), 1, page)] == ["72"]


def test_a_doubt_beside_the_corrected_word_is_still_told() -> None:
    page = _corrected(_page_of_two(Quality.POOR), 0, "Rain 71")
    passage = Passage(BlockKind.PARAGRAPH, "Rain 71", "Rain 71", page_id="page", box=BOX)
    assert [one.source for one in check_reading(passage, 0, page)] == ["71"]


def test_a_poor_page_stays_poor_but_for_what_was_corrected() -> None:
    page = _corrected(_page_of_two(Quality.POOR), 0, "Water 77")
    assert check_reading(_passage("77"), 0, page) == ()
    assert [one.reason for one in check_reading(replace(_passage("72"), box=LOW), 1, page)] == ["poor_page"]


def test_a_lesson_made_before_the_correction_still_says_what_was_misread() -> None:
    page = _corrected(_page_of_two(), 0, "Water 77")
    assert [one.source for one in check_reading(_passage("71"), 0, page)] == ["71"]
    typed = replace(_passage("71"), text="Water 77", edited=True)
    assert check_reading(typed, 0, page) == ()


def test_an_emptied_passage_is_red_and_quotes_how_it_began() -> None:
    gone = Passage(BlockKind.PARAGRAPH, "Water is wet. " * 20, " \u200b.", edited=True)
    (finding,) = check_passage(gone, 4, language="en", result_language="en")
    assert (finding.severity, finding.reason, finding.passage) == (Severity.RED, "emptied", 4)
    assert finding.source.startswith("Water is wet.")
    assert len(finding.source) < 90
    nothing = Passage(BlockKind.PARAGRAPH, "...", "")
    assert check_passage(nothing, 0, language="en", result_language="en") == ()


def test_an_edit_settles_a_doubt_only_where_it_changes_the_doubtful_word() -> None:
    left = Passage(BlockKind.PARAGRAPH, "Water 71", "The water 71", page_id="page", box=BOX, edited=True)
    assert [finding.source for finding in check_reading(left, 0, _page("71", 41.0))] == ["71"]
    changed = Passage(BlockKind.PARAGRAPH, "Water 71", "Water 17", page_id="page", box=BOX, edited=True)
    assert check_reading(changed, 0, _page("71", 41.0)) == ()


def test_a_poor_page_makes_every_passage_amber() -> None:
    (finding,) = check_reading(_passage("river"), 3, _page("river", 90.0, quality=Quality.POOR))
    assert (finding.reason, finding.passage) == ("poor_page", 3)


def test_a_formula_kept_as_a_picture_is_looked_at() -> None:
    passage = Passage(BlockKind.FORMULA, "", "", page_id="page", media="0" * 64)
    (finding,) = check_reading(passage, 0, None)
    assert finding.kind is FactKind.FORMULA


def test_findings_name_their_sentence_until_the_passage_is_edited() -> None:
    pairs = (
        SentencePair("Water is wet.", ("Water is wet.",)),
        SentencePair("It boils at 100 °C.", ("It boils.", "It is hot.")),
    )
    made = Passage(
        BlockKind.PARAGRAPH, "Water is wet. It boils at 100 °C.", "Water is wet. It boils. It is hot.", pairs
    )
    found = check_passage(made, 2, language="en", result_language="en")
    assert {(finding.passage, finding.sentence) for finding in found} == {(2, 1)}
    assert all(finding.severity is Severity.RED for finding in found)
    edited = Passage(BlockKind.PARAGRAPH, made.source, "Water is wet. It boils at 100 °C!", pairs, edited=True)
    assert check_passage(edited, 2, language="en", result_language="en") == ()
    worse = Passage(BlockKind.PARAGRAPH, made.source, "Water is not wet. It boils at 100 °C.", pairs, edited=True)
    assert {finding.kind for finding in check_passage(worse, 2, language="en", result_language="en")} == {
        FactKind.NEGATION
    }


def test_a_whole_lesson_is_checked_in_order() -> None:
    passages = (_passage("71"), Passage(BlockKind.PARAGRAPH, "Take 5 kg.", "Take 6 kg.", edited=True))
    content = LessonContent("Water", "en", Level.SAME, 6, passages)
    found = check_content(content, "en", [_page("71", 41.0)])
    assert [finding.passage for finding in found] == sorted(finding.passage for finding in found)
    assert {finding.passage for finding in found} == {0, 1}


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ((), ("written_by_model", "Qwen, rules")),
        ((f"{TRANSLATED_BY}Indic",), ("translated_by_model", "Indic")),
    ],
)
def test_what_a_model_wrote_is_never_all_green(notes: tuple[str, ...], said: tuple[str, str]) -> None:
    passage = Passage(
        BlockKind.PARAGRAPH, "Ice is cold.", "Ice is hot.", (SentencePair("Ice is cold.", ("Ice is hot.",)),)
    )
    content = LessonContent("Ice", "en", Level.EASIER, 6, (passage,), engine="Qwen, rules", notes=notes)
    assert not [one for one in check_content(content, "en", ()) if one.reason == said[0]]
    (finding,) = check_author(replace(content, uses_ai=True))
    assert (finding.severity, finding.reason, finding.source) == (Severity.AMBER, *said)
    assert finding in check_content(replace(content, uses_ai=True), "en", ())
    assert said[1] in describe(finding)


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (PageNote.UNREADABLE, "unread_page"),
        (PageNote.NO_TEXT, "unread_page"),
        (PageNote.TRUNCATED, "page_cut_short"),
    ],
)
def test_a_page_that_is_not_in_the_lesson_is_not_forgotten(note: PageNote, reason: str) -> None:
    lost = Page("p2", "document", 1, 0, 1, text=PageText((), ReadMethod.OCR, Quality.POOR, (note,)))
    content = LessonContent("Water", "en", Level.SAME, 6, (_passage("river"),))
    (finding,) = check_content(content, "en", [_page("river", 90.0), lost])
    assert (finding.severity, finding.reason, finding.source, finding.passage) == (Severity.AMBER, reason, "2", -1)


@pytest.mark.parametrize(("asked", "amber"), [("en", False), ("hi", True), ("mr", True)])
def test_a_page_in_another_script_than_its_language_was_said_to_be_is_amber(asked: str, amber: bool) -> None:
    content = LessonContent("Water", asked, Level.SAME, 6, (_passage("river"),))
    told = [(one.severity, one.source) for one in check_content(content, asked, [_page("river", 90.0)])
            if one.reason == "page_in_other_language"]  # fmt: skip
    assert told == ([(Severity.AMBER, "1")] if amber else [])


@pytest.mark.parametrize("source", ["The \ufffd\ufffd sign.", r"So \oint f is it."])
def test_a_sign_that_the_file_lost_and_a_formula_that_was_not_understood_are_amber(source: str) -> None:
    (finding,) = check_passage(Passage(BlockKind.PARAGRAPH, source, source), 0, language="en", result_language="en")
    assert (finding.severity, finding.reason) == (Severity.AMBER, "lost_sign")
    assert finding.source in source


MIXED = (("hi", "पानी 100 °C पर उबलता है।", "நீர் கொதிக்கிறது."), ("en", "Water boils.", "पानी उबलता है।"))


@pytest.mark.parametrize(("language", "own", "other"), [*MIXED, ("mr", "पाणी उकळते.", "ماء جيد")])
def test_a_sentence_in_another_script_is_amber_and_its_neighbours_are_green(
    language: str, own: str, other: str
) -> None:
    made = Passage(
        BlockKind.PARAGRAPH, f"{own} {other}", f"{own} {other}",
        (SentencePair(own, (own,)), SentencePair(other, (other,))),
    )  # fmt: skip
    (finding,) = check_passage(made, 2, language=language, result_language=language)
    assert (finding.severity, finding.change, finding.reason) == (Severity.AMBER, Change.NOT_CHECKED, "other_script")
    assert (finding.passage, finding.sentence) == (2, 1)
    assert finding.source in other
    assert finding.source


def test_a_heading_in_another_script_and_a_word_typed_by_hand_are_amber() -> None:
    heading = Passage(BlockKind.HEADING, "நீர்", "நீர்")
    typed = Passage(BlockKind.PARAGRAPH, "पानी", "पानी நீர்", (SentencePair("पानी", ("पानी",)),), edited=True)
    for passage in (heading, typed):
        (finding,) = check_passage(passage, 0, language="hi", result_language="hi")
        assert finding.reason == "other_script"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "जल का सूत्र H₂O है, Water को पानी कहते हैं।"),
        ("hi", "वृत्त का क्षेत्रफल πr² होता है, और θ कोण है। १२ ৩ ௪"),
        ("ta", "நீர் 100 °C இல் Ωm ℃ 𝑥 கொதிக்கும்."),
        ("en", "The angle αβγ is naïve, ˈwɔːtə is Straße; café № 5 ™."),
        ("bn", "জল ১০০ ডিগ্রিতে ফোটে। ত এবং क"),
    ],
)
def test_latin_greek_signs_and_digits_are_no_other_script(language: str, text: str) -> None:
    passage = Passage(BlockKind.PARAGRAPH, text, text, (SentencePair(text, (text,)),))
    assert check_passage(passage, 0, language=language, result_language=language) == ()
