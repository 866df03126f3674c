"""A model's question stands in a lesson only where its answer is the page's and its other answers are surely wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.checks import fact_lock
from app.inference.protocols import LessonSource, SourcePassage
from app.lesson.ai.question_answers import (
    Askable,
    AskableRequest,
    JudgedQuestions,
    QuestionsRequest,
    Written,
    read_questions,
)
from app.lesson.ai.question_judge import askable, judge_questions

OXYGEN = "Leaves give out oxygen in the day."
BOILS = "Water boils at 100 °C near the sea."
FREE = "India became free in 1947."
LOUD = "Sound above 85 dB harms the ear."
LIST = "Plants need nitrogen, water and air in the day."
TWICE = "The kidney lies beside the other kidney in the body."
ROPE = "The rope in the school is 1.5 m long."
PAGE = (OXYGEN, BOILS, FREE, LOUD, LIST, TWICE, ROPE)
GASES = ("nitrous oxide", "methane", "argon")
WHICH_GAS = "Which gas do leaves give out in the day?"


def source(*texts: str, language: str = "en") -> LessonSource:
    return LessonSource("Page", language, tuple(SourcePassage(at, text) for at, text in enumerate(texts or PAGE)))


def line(told: str, question: str, answer: str, *wrong: str, texts: tuple[str, ...] = PAGE) -> str:
    said = {"sentence": texts.index(told) + 1, "question": question, "answer": answer}
    return json.dumps({**said, "wrong": wrong} if wrong else said, ensure_ascii=False)


def judged(
    *lines: str,
    choice: bool = True,
    found: tuple[tuple[str, str], ...] = (),
    texts: tuple[str, ...] = PAGE,
    language: str = "en",
) -> JudgedQuestions:
    asked = tuple(Askable(text, at) for at, text in enumerate(texts))
    page = source(*texts, language=language)
    return judge_questions(QuestionsRequest(page, asked, "\n".join(lines), choice, found))


# -- reading ---------------------------------------------------------------------------------------------------------


def test_questions_are_read_one_to_a_line_and_nothing_else_is() -> None:
    good = line(OXYGEN, WHICH_GAS, "oxygen", *GASES)
    bad = (
        "Sure! Here are the questions:",
        "```json",
        f"[{good}]",
        good[:-1],
        good.replace('"answer"', '"reply"'),
        good.replace('"sentence": 1', '"sentence": "1"'),
        json.dumps({**json.loads(good), "why": "it says so"}),
        line(OXYGEN, WHICH_GAS, "oxygen", *GASES[:2]),
        line(OXYGEN, WHICH_GAS, "oxygen", *GASES, "helium"),
        line(OXYGEN, WHICH_GAS, "oxygen"),
        "[" * 5_000,
        line(OXYGEN, "x" * 3_000, "oxygen", *GASES),
        f"{good} {good}",
    )
    text = "\n".join((*bad, good, "", *bad))
    assert read_questions(text, choice=True) == (Written(1, WHICH_GAS, "oxygen", GASES),)
    assert read_questions(text, choice=False) == (Written(1, WHICH_GAS, "oxygen"),) * 2


# -- what may be asked about -----------------------------------------------------------------------------------------


def test_only_sentences_that_stand_alone_tell_something_and_are_not_used_are_shown() -> None:
    texts = (
        f"{OXYGEN} It is used by all animals on the earth.",
        "The king did not fight in the war.",
        "Write down the names of five plants in your notebook.",
        "What do leaves give out in the day?",
        f"{FREE} {BOILS}",
    )
    found = askable(AskableRequest(source(*texts), used=(f"{FREE} Then there was joy.",)))
    assert found == (Askable(OXYGEN, 0), Askable(BOILS, 4))


# -- questions with options ------------------------------------------------------------------------------------------


def test_terms_of_one_kind_and_numbers_of_one_form_make_a_question() -> None:
    made = judged(
        line(OXYGEN, WHICH_GAS, "Oxygen", "hydrogen", "nitrogen", "carbon dioxide", texts=(OXYGEN, BOILS, FREE)),
        line(BOILS, "At how many degrees does water boil near the sea?", "100 °C", "90 °C", "80 °C", "120 °C"),
        line(FREE, "In which year did India become free?", "1947", "1942", "1950", "1930"),
        texts=(OXYGEN, BOILS, FREE),
    )
    assert made.refused == ("", "", "")
    for question, told in zip(made.choice, (OXYGEN, BOILS, FREE), strict=True):
        assert question.evidence == told
        assert question.options[question.answer] in told
        assert len({option.casefold() for option in question.options}) == 4
        assert sum(option in told for option in question.options) == 1
    assert [one.passage for one in made.choice] == [0, 1, 2]
    assert made.choice[2].options[made.choice[2].answer] == "1947"


def test_hindi_questions_are_taken_too() -> None:
    told = "पत्तियाँ दिन में ऑक्सीजन गैस छोड़ती हैं।"
    said = line(told, "पत्तियाँ दिन में कौन सी गैस छोड़ती हैं?", "ऑक्सीजन", texts=(told,))
    made = judged(said, choice=False, texts=(told,), language="hi")
    assert made.refused == ("",)
    yes_or_no = line(told, "क्या पत्तियाँ दिन में गैस छोड़ती हैं?", "ऑक्सीजन", texts=(told,))
    assert judged(yes_or_no, choice=False, texts=(told,), language="hi").refused == ("question",)


@pytest.mark.parametrize("wrong", [("banana", "stone", "moon"), ("nitrogen", "hydrogen", "iris"), ("oxygen",) * 3])
def test_where_the_models_wrong_answers_are_not_surely_wrong_the_rules_own_stand(wrong: tuple[str, ...]) -> None:
    texts = (OXYGEN, BOILS)
    (made,) = judged(line(OXYGEN, WHICH_GAS, "oxygen", *wrong, texts=texts), texts=texts).choice
    assert made.options[made.answer] == "oxygen"
    assert not {"banana", "stone", "moon", "iris"} & set(made.options)
    assert len(set(made.options)) == 4


@pytest.mark.parametrize(
    ("told", "taken"), [("oxygen in the day", 1), ("oxygen, water and heat", 0), ("heat and oxygen", 0)]
)
def test_one_of_several_things_is_not_the_only_right_answer(told: str, taken: int) -> None:
    texts = (f"Plants need {told}.",)
    said = line(
        texts[0], "What do plants need, as we know?", "oxygen", "hydrogen", "nitrogen", "carbon dioxide", texts=texts
    )
    assert len(judged(said, texts=texts).choice) == taken


def test_a_wrong_answer_that_the_page_names_is_never_an_option() -> None:
    texts = (OXYGEN, "Animals breathe out carbon dioxide at night.")
    said = line(OXYGEN, WHICH_GAS, "oxygen", "carbon dioxide", "nitrogen", "hydrogen", texts=texts)
    for made in judged(said, texts=texts).choice:
        assert "carbon dioxide" not in made.options


@pytest.mark.parametrize(
    ("told", "answer", "wrong"),
    [
        (BOILS, "100 °C", ("90 °C", "80 °C", "120 K")),
        (BOILS, "100 °C", ("90 °C", "80 °C", "100.0 °C")),
        (BOILS, "100 °C", ("90 °C", "80 °C", "1947 °C")),  # on the page
        (BOILS, "100 °C", ("90 °C", "80 °C", "very hot")),
        (FREE, "1947", ("1942", "1950", "50")),
        (LOUD, "85 dB", ("90 dB", "80 dB", "70 dB")),  # above 85 is above 80 as well
        (LIST, "nitrogen", ("helium", "hydrogen", "argon")),  # of several
        (FREE, "India", ("Nepal", "China", "Japan")),  # of no kind that is known
    ],
)
def test_options_that_are_not_of_one_kind_or_may_be_right_are_not_taken(
    told: str, answer: str, wrong: tuple[str, ...]
) -> None:
    asked = {
        BOILS: "How hot is it when water boils near the sea?",
        FREE: "What is known of free, and when?" if answer != "India" else "Which country became free then?",
        LOUD: "Which sound harms the ear?",
        LIST: "What do plants need in the day?",
    }[told]
    made = judged(line(told, asked, answer, *wrong))
    assert (made.refused, made.choice) == (("kind",), ())


# -- questions of either kind ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "told", "question", "answer"),
    [
        ("evidence", OXYGEN, WHICH_GAS, "hydrogen"),
        ("evidence", OXYGEN, WHICH_GAS, "oxy"),
        ("evidence", OXYGEN, WHICH_GAS, ""),
        ("evidence", TWICE, "Which organ lies in the body?", "kidney"),
        ("evidence", BOILS, "At how many degrees does water boil?", "00 °C"),
        ("evidence", ROPE, "How long is the rope in the school?", "5 m"),
        ("question", OXYGEN, "Do leaves give out gas in the day?", "oxygen"),
        ("question", OXYGEN, "Which gas do leaves give out in the day.", "oxygen"),
        ("question", OXYGEN, "Which gas?", "oxygen"),
        ("question", OXYGEN, "The day is long. Which gas do leaves give out?", "oxygen"),
        ("signs", OXYGEN, "Which **gas** do leaves give out in the day?", "oxygen"),
        ("signs", OXYGEN, "Which gas <b>do leaves</b> give out in the day?", "oxygen"),
        ("script", OXYGEN, "Which गैस do leaves give out in the day?", "oxygen"),
        ("given", OXYGEN, "Which gas, oxygen or another, do leaves give out in the day?", "oxygen"),
        ("facts", OXYGEN, "Which gas do 7 leaves give out in the day?", "oxygen"),
        ("facts", OXYGEN, "Which gas do leaves not give out in the day?", "oxygen"),
        ("facts", FREE, "When did Nepal and India become free?", "1947"),
        ("astray", OXYGEN, "Which animal of the village plays with a ball?", "oxygen"),
        ("invented", OXYGEN, "Which gas do zorble leaves give out in the day?", "oxygen"),
    ],
)
@pytest.mark.parametrize("choice", [True, False])
def test_a_question_that_fails_a_test_is_not_taken(
    why: str, told: str, question: str, answer: str, choice: bool
) -> None:
    wrong = GASES if choice else ()
    made = judged(line(told, question, answer, *wrong), choice=choice)
    assert made == JudgedQuestions(refused=(why,))


@pytest.mark.parametrize("number", [0, -1, 8, 10**30])
def test_a_sentence_that_was_not_shown_answers_nothing(number: int) -> None:
    said = json.dumps({"sentence": number, "question": WHICH_GAS, "answer": "oxygen"})
    assert judged(said, choice=False).short == ()


def test_no_sentence_and_no_answer_is_asked_for_twice() -> None:
    first = line(OXYGEN, WHICH_GAS, "oxygen")
    other = line(OXYGEN, "When do leaves give out oxygen, as we know?", "in the day")
    made = judged(first, other, first, choice=False)
    assert made.refused == ("", "again", "again")
    assert judged(first, choice=False, found=((OXYGEN, "in the day"),)).refused == ("again",)
    assert judged(first, choice=False, found=(("Fires need oxygen.", "oxygen"),)).refused == ("again",)
    assert judged(first, choice=False, found=((FREE, "leaves"),)).refused == ("again",), "it would answer that one"


def test_a_short_question_is_answered_by_the_sentence_of_the_page() -> None:
    (made,) = judged(line(OXYGEN, WHICH_GAS, "oxygen"), choice=False).short
    assert (made.question, made.answer, made.evidence, made.passage) == (WHICH_GAS, OXYGEN, OXYGEN, 0)


# -- whatever a model says -------------------------------------------------------------------------------------------

HOW_HOT = "At how many degrees does water boil near the sea?"
WHICH_YEAR = "In which year did India become free?"
_HEAT, _YEARS = ("90 °C", "80 °C", "120 °C", "100 °C"), ("1942", "1950", "1930", "1947")
_OTHER = (
    "oxygen",
    "85 dB",
    "kidney",
    "the day",
    "India",
    "hydrogen",
    "iris",
    "heart",
    "",
    "no",
    "a\nb",
    "०",
    "{sentence}",
)
_PARTS = st.sampled_from((*_HEAT, *_YEARS, *_OTHER))
_WRONG = st.one_of(*(st.lists(st.sampled_from(one), min_size=3, max_size=3) for one in (_HEAT, _YEARS, _OTHER)))
_ASKED = st.tuples(
    st.integers(-1, 9),
    st.sampled_from((WHICH_GAS, HOW_HOT, WHICH_YEAR, "Which leaves do not give out?", "Why?")) | st.text(max_size=40),
    _PARTS,
) | st.sampled_from(((1, WHICH_GAS, "oxygen"), (2, HOW_HOT, "100 °C"), (3, WHICH_YEAR, "1947")))
_SAID = st.lists(st.tuples(_ASKED, _WRONG), max_size=6)


@settings(max_examples=80, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(_SAID, st.text(max_size=30))
def test_whatever_a_model_says_a_question_has_one_right_answer_and_the_page_gives_it(
    said: list[tuple[tuple[int, str, str], list[str]]], noise: str
) -> None:
    names = ("sentence", "question", "answer")
    lines = [json.dumps({**dict(zip(names, asked, strict=True)), "wrong": wrong}) for asked, wrong in said]
    made = judged(noise, *lines, noise)
    page = "\n".join(PAGE).casefold()
    for question in made.choice:
        right, *wrong = sorted(question.options, key=lambda option: option.casefold() not in page)
        assert question.options[question.answer] == right
        assert right in question.evidence
        assert question.evidence in PAGE
        assert len({option.casefold() for option in question.options}) == 4
        assert not [option for option in wrong if option.casefold() in page]
        assert right not in question.question
        assert question.question.endswith("?")
        said_facts = fact_lock.compare(question.evidence, f"{question.question} {right}", language="en")
        assert not [one.result for one in said_facts if one.result]
    evidence = [question.evidence for question in made.choice]
    assert len(evidence) == len(set(evidence))
