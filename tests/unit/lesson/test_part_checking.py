"""A changed title, word, question or plan is held against what was made and against the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.documents import BlockKind
from app.domain.lessons import (
    ChoiceQuestion,
    FactKind,
    Finding,
    LessonContent,
    LessonPlan,
    Level,
    Passage,
    Severity,
    ShortQuestion,
)
from app.lesson.part_checking import check_parts

EVIDENCE = "The water of the sea is not fresh and holds 35 g of salt."
CHOICE = ChoiceQuestion("Which water is fresh?", ("rain", "sea", "tar", "ink"), 0, EVIDENCE)
SHORT = ShortQuestion("What does the sea hold?", "It holds salt.", EVIDENCE)
MADE = LessonContent(
    "Sea",
    "en",
    Level.EASIER,
    6,
    (Passage(BlockKind.PARAGRAPH, EVIDENCE, EVIDENCE), Passage(BlockKind.PARAGRAPH, "It is 4 km deep.", "")),
    choice_questions=(CHOICE,),
    short_questions=(SHORT,),
    plan=LessonPlan(homework="Draw the sea."),
)


def _found(**parts: object) -> tuple[Finding, ...]:
    return check_parts(replace(MADE, **parts).remembering(MADE))  # type: ignore[arg-type]


def test_an_untouched_lesson_has_nothing_to_tell() -> None:
    assert check_parts(MADE) == ()


def test_a_negation_turns_a_question_round_though_the_page_has_one_too() -> None:
    (finding,) = _found(choice_questions=(replace(CHOICE, question="Which water is not fresh?"),))
    assert (finding.severity, finding.kind, finding.place) == (Severity.RED, FactKind.NEGATION, "choice_questions.0")


@pytest.mark.parametrize(("answer", "told"), [("It holds 35 g of salt.", []), ("It holds 4 km of salt.", ["4 km"])])
def test_an_answer_may_say_what_its_own_sentence_says(answer: str, told: list[str]) -> None:
    assert [one.result for one in _found(short_questions=(replace(SHORT, answer=answer),))] == told


def test_an_answer_that_was_made_and_stands_in_its_sentence_may_be_chosen() -> None:
    assert _found(choice_questions=(replace(CHOICE, answer=1),)) == ()
    (finding,) = _found(choice_questions=(replace(CHOICE, answer=2),))
    assert (finding.severity, finding.reason, finding.source, finding.result) == (
        Severity.AMBER, "other_answer", "rain", "tar",
    )  # fmt: skip


def test_a_wrong_option_may_be_anything_but_a_second_right_one() -> None:
    assert _found(choice_questions=(replace(CHOICE, options=("rain", "7 wells", "tar", "ink")),)) == ()
    (finding,) = _found(choice_questions=(replace(CHOICE, options=("rain", "Rain ", "tar", "ink")),))
    assert (finding.severity, finding.reason) == (Severity.RED, "same_options")


def test_a_row_of_the_plan_is_amber_at_most() -> None:
    assert _found(plan=LessonPlan(homework="Draw the sea, 4 km deep.")) == ()
    (finding,) = _found(plan=LessonPlan(homework="Draw the sea, 9 km deep."))
    assert (finding.severity, finding.place, finding.result) == (Severity.AMBER, "plan", "9 km")
