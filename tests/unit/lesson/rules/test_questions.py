"""Promises about key words and questions, on the sample pages of all eleven languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sentences
from app.domain.lessons import ChoiceQuestion
from app.domain.numerals import to_ascii_digits
from app.inference.protocols import LessonSource
from app.lesson.rules import phrasebook
from tests.lesson_pages import CODES, page, resources, sample_pages, writer

_BLANK = "____"


def page_text(source: LessonSource) -> str:
    return " ".join(
        sentence for passage in source.passages for sentence in sentences.split(passage.text, source.language)
    )


def is_number(option: str) -> bool:
    return to_ascii_digits(option).replace(",", "").replace(".", "").isdigit()


def check_choice(question: ChoiceQuestion, source: LessonSource) -> None:
    """A question has four distinct options of one kind and only the page's own answer fits."""
    text, language = page_text(source), source.language
    answer = question.options[question.answer]
    assert len({option.casefold() for option in question.options}) == 4
    assert len({is_number(option) for option in question.options}) == 1
    assert len({option[0].isupper() for option in question.options}) == 1
    assert len({len(to_ascii_digits(option).partition(".")[2]) for option in question.options}) == 1
    assert question.evidence in text
    shown = phrasebook.load(resources() / "lesson" / f"{language}.toml").questions.cloze.format(sentence="")
    gap = question.question.removeprefix(shown.strip()).strip()
    assert gap.count(_BLANK) == 1
    filled = gap.replace(_BLANK, answer).casefold()
    assert filled == " ".join(question.evidence.split()).casefold()
    assert answer.casefold() not in {word.casefold() for word in sentences.words(gap, language)}
    for option in question.options:
        if option != answer:
            assert gap.replace(_BLANK, option).casefold() not in text.casefold()
            if is_number(option):
                assert to_ascii_digits(option) not in re.findall(r"[\d,.]*\d", to_ascii_digits(text))


@pytest.mark.parametrize("language", CODES)
def test_choice_questions_of_sample_pages(language: str) -> None:
    for source in sample_pages(language):
        questions = writer().choice_questions(source, count=5)
        assert 2 <= len(questions) <= 5
        for question in questions:
            check_choice(question, source)
        for question in questions:
            others = [other for other in questions if other is not question]
            assert not any(question.evidence in other.evidence for other in others)
            assert not any(question.options[question.answer] == other.options[other.answer] for other in others)
        assert writer().choice_questions(source, count=2) == writer().choice_questions(source, count=2)
        assert len(writer().choice_questions(source, count=1)) == 1


def test_the_right_answer_is_not_always_in_the_same_place() -> None:
    places = [
        question.answer
        for language in CODES
        for source in sample_pages(language)
        for question in writer().choice_questions(source, count=5)
    ]
    assert all(0.1 * len(places) <= places.count(place) <= 0.45 * len(places) for place in range(4))


@pytest.mark.parametrize("language", CODES)
def test_short_questions_are_answered_by_the_page(language: str) -> None:
    for source in sample_pages(language):
        text = page_text(source)
        questions = writer().short_questions(source, count=4)
        assert 1 <= len(questions) <= 4
        assert len({question.question for question in questions}) == len(questions)
        assert all(question.evidence in text and question.answer in text for question in questions)


@pytest.mark.parametrize("language", CODES)
def test_key_words_stand_on_the_page_and_have_a_meaning(language: str) -> None:
    for source in sample_pages(language):
        text = page_text(source).casefold()
        words = writer().key_words(source, count=8)
        assert len({word.term.casefold() for word in words}) == len(words) <= 8
        for word in words:
            assert word.meaning
            if word.meaning_from == "text":
                assert word.term.casefold() in text
                assert word.meaning.casefold() in text
            else:
                assert word.term.casefold()[:3] in text
        assert writer().key_words(source, count=0) == ()


def test_a_definition_comes_before_the_glossary_and_is_named_as_the_pages_own() -> None:
    words = writer().key_words(sample_pages("en")[0], count=3)
    assert (words[0].term, words[0].meaning_from) == ("photosynthesis", "text")


def test_reasons_and_meanings_are_asked_in_the_language() -> None:
    asked = {question.question for question in writer().short_questions(sample_pages("hi")[0], count=6)}
    assert "वाष्पीकरण किसे कहते हैं?" in asked
    assert "कारण बताइए: भूजल का स्तर लगातार नीचे जा रहा है।" in asked


@pytest.mark.parametrize(
    "text",
    [
        "See page 12 of this book for more about plants.",
        "Look at figure 3 and answer the questions below it.",
        "The sum 12 + 7 = 19 is written on the board.",
        "Draw a square with 4 sides of equal length.",
        "About 5-10 children of every class come late.",
        "It has 28 states and 8 union territories.",  # nothing says what "it" is
        "Does the class have 28 children or more?",
        "“The class has 28 children,” said the teacher.",
    ],
)
def test_numbers_that_are_no_fact_of_the_lesson_are_not_asked(text: str) -> None:
    assert writer().choice_questions(page(text, "en"), count=5) == ()


def test_a_number_is_asked_in_context_where_a_pronoun_points_back() -> None:
    source = page("The Periyar is the longest river of Kerala. It is 244 km long.", "en")
    (question,) = writer().choice_questions(source, count=5)
    assert question.question.startswith("Fill in the blank: The Periyar is the longest river of Kerala. It is ____ km")
    check_choice(question, source)


def test_a_term_of_a_list_is_not_asked_for() -> None:
    source = page("Plants need nitrogen, water and oxygen from the air and the soil.", "en")
    assert writer().choice_questions(source, count=5) == ()


def test_the_question_does_not_hold_the_answer() -> None:
    source = page("The evaporating of water in the sun is called evaporation.", "en")
    assert writer().choice_questions(source, count=5) == ()


@pytest.mark.parametrize(
    "text", ["", "word", "1 2 3 4", "🙂🙂", "مرحبا بالعالم 1234 مرحبا", "a" * 20_000, "?" * 500, "The the. " * 1000]
)
def test_pages_with_nothing_to_ask_give_nothing(text: str) -> None:
    for language in ("en", "hi", "te"):
        source = page(text, language)
        assert writer().choice_questions(source, count=5) == ()
        assert writer().key_words(source, count=5) == ()
        writer().short_questions(source, count=5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [passage.text for code in ("en", "hi", "bn") for item in sample_pages(code) for passage in item.passages]
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["en", "hi", "bn"]),
)
def test_mixed_pages_never_give_a_bad_question(passages: list[str], language: str) -> None:
    source = page("\n\n".join(passages), language)
    for question in writer().choice_questions(source, count=10):
        check_choice(question, source)


def test_a_hundred_thousand_characters_are_enough_for_ten_questions() -> None:
    text = " ".join(passage.text for passage in sample_pages("en")[0].passages)
    weights = [
        f"The elephant that the keepers call {name} weighs {3000 + 997 * at} kg."
        for at, name in enumerate("ABCDEFGHIJ")
    ]
    source = page("\n\n".join(f"{text} {weights[at % 10]}" for at in range(100)), "en")
    assert len(writer().choice_questions(source, count=10)) == 10
