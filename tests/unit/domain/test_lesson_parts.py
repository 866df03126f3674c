"""Whatever a person changes in a lesson is told, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import BlockKind
from app.domain.lesson_parts import changes, evidence, part_changes
from app.domain.lessons import (
    ChoiceQuestion,
    KeyWord,
    LessonContent,
    LessonPlan,
    Level,
    Passage,
    PlanStep,
    ShortQuestion,
)
from app.domain.typed_text import clean_strings

texts = st.sampled_from(["", "water", "ice", "जल"])
key_words = st.lists(st.builds(KeyWord, texts, texts, st.just("text")), max_size=4).map(tuple)
shorts = st.lists(st.builds(ShortQuestion, texts, texts, texts), max_size=4).map(tuple)
choices = st.lists(
    st.builds(ChoiceQuestion, texts, st.just(("a", "b", "c", "d")), st.integers(0, 3), texts), max_size=4
).map(tuple)
plans = st.builds(LessonPlan, st.lists(texts, max_size=3).map(tuple), homework=texts)
parts = st.fixed_dictionaries(
    {"title": texts, "key_words": key_words, "choice_questions": choices, "short_questions": shorts, "plan": plans}
)
QUESTION = ChoiceQuestion("What boils?", ("water", "ice", "sand", "salt"), 0, "Water boils.")
MADE = LessonContent(
    "Water",
    "en",
    Level.EASIER,
    6,
    (Passage(BlockKind.PARAGRAPH, "Water boils.", "Water boils."),),
    (KeyWord("boil", "to become vapour", "text"), KeyWord("ice", "hard water", "text")),
    (QUESTION, replace(QUESTION, question="What melts?", evidence="Ice melts.", answer=1)),
    (ShortQuestion("Why?", "Because.", "Water boils because it is hot."),),
    LessonPlan(("To know water",), steps=(PlanStep(10, "Read."), PlanStep(20, "Talk.")), homework="Look."),
)


def _edited(**values: object) -> LessonContent:
    return replace(MADE, **values).remembering(MADE)  # type: ignore[arg-type]


@given(parts, parts, parts)
def test_everything_that_differs_is_told_and_only_that(
    first: dict[str, object], second: dict[str, object], third: dict[str, object]
) -> None:
    made = replace(MADE, **first)  # type: ignore[arg-type]
    edited = replace(made, **second).remembering(made)  # type: ignore[arg-type]
    again = replace(edited, **third).remembering(edited)  # type: ignore[arg-type]
    assert again.engine_parts == made.engine_parts
    assert (again.made is None) == (replace(again, made=None) == made)
    told = {one.place.partition(".")[0] for one in part_changes(again)}
    differ = {name for name in first if third[name] != first[name]}
    # lines of a plan that are empty say nothing
    assert told - {"plan"} == differ - {"plan"}
    assert replace(again, **first).remembering(again) == made  # type: ignore[arg-type]


def test_a_question_taken_out_is_one_change_and_a_changed_one_is_another() -> None:
    first, second = MADE.choice_questions
    taken = part_changes(_edited(choice_questions=(second,)))
    assert [(one.place, one.before, one.after) for one in taken] == [("choice_questions.0", first, None)]
    changed = replace(second, question="What becomes water?")
    both = part_changes(_edited(choice_questions=(changed,)))
    assert [(one.place, one.before, one.after) for one in both] == [
        ("choice_questions.0", second, changed), ("choice_questions.0", first, None),
    ]  # fmt: skip


def test_a_changed_meaning_a_changed_term_and_a_new_word_are_told_apart() -> None:
    boil, ice = MADE.key_words
    steam = KeyWord("steam", "hot vapour", "text")
    found = part_changes(_edited(key_words=(replace(boil, meaning="to bubble"), replace(ice, term="Ice"), steam)))
    assert [(one.place, one.before) for one in found] == [
        ("key_words.0", boil), ("key_words.1", ice), ("key_words.2", None),
    ]  # fmt: skip


def test_the_plan_is_told_row_by_row() -> None:
    plan = replace(MADE.plan, steps=(PlanStep(10, "Read."), PlanStep(25, "Talk.")), homework="")
    assert changes(_edited(plan=plan)) == (("plan", "20 min: Talk.", "25 min: Talk."), ("plan", "Look.", ""))


def test_a_place_shows_what_it_rests_on() -> None:
    first, second = MADE.choice_questions
    content = _edited(title="Waters", choice_questions=(replace(first, answer=2), second))
    assert evidence(content, "title") == ("Water", "Waters")
    assert evidence(content, "choice_questions.0") == (
        "Water boils.", "What boils?\n[ ] water\n[ ] ice\n[x] sand\n[ ] salt",
    )  # fmt: skip
    assert evidence(content, "short_questions.7") == ("", "")
    assert evidence(_edited(plan=LessonPlan()), "plan")[1] == "\n" * 3


def test_every_text_of_a_part_is_cleaned() -> None:
    plan = LessonPlan(("Read\x00.",), steps=(PlanStep(5, "Talk\u202e."),), homework="\ud800")
    assert clean_strings(plan) == LessonPlan(("Read.",), steps=(PlanStep(5, "Talk."),), homework="?")
