"""Everything that can be done to a lesson, with the real services: make, edit, undo, copy, put away, bring back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Services, open_services
from app.checks.wording import describe
from app.domain.documents import BlockKind
from app.domain.errors import UserFacingError
from app.domain.events import LessonChanged
from app.domain.lessons import Change, FactKind, KeyWord, Lesson, LessonContent, LessonOptions, Severity, VersionState
from tests.command_line import PAGE, CommandLine

QUICK = LessonOptions(with_audio=False)
FIXED_PAGE = """\
# Trees

Some trees are tall. A tree is not a bush, and an oak lives for 300 years.

| Tree | Height |
|------|--------|
| Oak  | 20 m   |
| Pine | 30 m   |
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with open_services(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture
def lesson(services: Services) -> Lesson:
    made = services.lessons.make(services.library.add_text(PAGE).id, QUICK)
    assert made.current.findings == ()
    return made


def _place(lesson: Lesson, words: str) -> int:
    return next(at for at, one in enumerate(lesson.current.content.passages) if words in one.text)


def _told(lesson: Lesson) -> list[tuple[str, str, str]]:
    return [(one.severity.value, one.place, describe(one)) for one in lesson.current.findings]


def _with(services: Services, lesson: Lesson, **parts: object) -> Lesson:
    content: LessonContent = replace(services.lessons.lesson(lesson.id).current.content, **parts)  # type: ignore[arg-type]
    return services.lessons.replace_content(lesson.id, content)


# -- making ------------------------------------------------------------------------------------------------------


def test_a_lesson_has_every_part_and_says_who_made_it(services: Services, lesson: Lesson) -> None:
    content = lesson.current.content
    assert content.title == "Water Around Us"
    assert content.key_words
    assert content.choice_questions
    assert content.short_questions
    assert content.plan.steps
    assert (content.engine, content.uses_ai) == ("rules", False)
    assert (lesson.current.number, lesson.current.state) == (1, VersionState.DRAFT)
    assert services.lessons.lesson(lesson.id) == lesson
    assert services.lessons.sources(lesson.id).id == lesson.document_id


def test_an_id_that_has_a_lesson_makes_no_second_one(services: Services, lesson: Lesson) -> None:
    before = len(services.lessons.summaries())
    assert services.lessons.make(lesson.document_id, QUICK, lesson_id=lesson.id) == lesson
    assert len(services.lessons.summaries()) == before


# -- passages ----------------------------------------------------------------------------------------------------


def test_an_edit_is_checked_kept_and_undone(services: Services, lesson: Lesson) -> None:
    heard: list[str] = []
    services.events.subscribe(lambda event: heard.append(event.lesson_id) if isinstance(event, LessonChanged) else None)
    place = _place(lesson, "675")
    text = lesson.current.content.passages[place].text
    edited = services.lessons.edit_passage(lesson.id, place, text.replace("675", "576"))
    assert edited.current.content.passages[place].edited
    assert [(one.severity, one.passage) for one in edited.current.findings] == [(Severity.RED, place)]
    assert services.lessons.lesson(lesson.id).current.content == edited.current.content
    assert heard[-1] == lesson.id
    undone = services.lessons.undo_edit(lesson.id, place)
    assert undone.current.content == lesson.current.content
    assert undone.current.findings == ()


def test_an_edit_that_began_from_other_words_is_refused(services: Services, lesson: Lesson) -> None:
    place = _place(lesson, "675")
    text = lesson.current.content.passages[place].text
    first = services.lessons.edit_passage(lesson.id, place, f"{text} One.", was=text)
    with pytest.raises(UserFacingError) as refused:
        services.lessons.edit_passage(lesson.id, place, f"{text} Two.", was=text)
    assert refused.value.key == "lesson.changed_elsewhere"
    assert services.lessons.lesson(lesson.id).current.content == first.current.content
    again = services.lessons.edit_passage(lesson.id, place, f"{text} One.", was=text)
    assert again.current.content == first.current.content, "the same words again are no other words"


def test_an_emptied_passage_is_red_though_no_fact_was_in_it(services: Services, lesson: Lesson) -> None:
    place = _place(lesson, "evaporation")
    plain = services.lessons.edit_passage(lesson.id, 1, "Water is everywhere.").current.content.passages[1]
    for text in ("", " \u00a0\u200b", "..."):
        emptied = services.lessons.edit_passage(lesson.id, place, text)
        (finding,) = [one for one in emptied.current.findings if one.passage == place]
        assert (finding.severity, finding.kind, finding.change, finding.reason) == (
            Severity.RED, FactKind.TEXT, Change.MISSING, "emptied",
        )  # fmt: skip
        assert "The heat of the Sun" in describe(finding)
    assert plain.text == "Water is everywhere."
    assert [one for one in services.lessons.undo_edit(lesson.id, place).current.findings if one.passage == place] == []


def test_words_over_a_table_are_refused_by_service_and_command(tmp_path: Path) -> None:
    page = tmp_path / "trees.md"
    page.write_text(FIXED_PAGE, encoding="utf-8")
    data = tmp_path / "data"
    with open_services(data) as services:
        lesson = services.lessons.make(services.library.add([page]).id, QUICK)
        place = next(n for n, one in enumerate(lesson.current.content.passages) if one.kind is BlockKind.TABLE)
        with pytest.raises(UserFacingError) as caught:
            services.lessons.edit_passage(lesson.id, place, "Oak 99 m")
        assert caught.value.key == "lesson.fixed_passage"
        assert services.lessons.lesson(lesson.id) == lesson
    said = CommandLine(data).json("lesson", "edit", lesson.id, "--passage", str(place), "--text", "Oak 99 m", status=1)
    assert said["error"] == "lesson.fixed_passage"
    assert str(place) in said["message"]


# -- the other parts ---------------------------------------------------------------------------------------------


def test_a_title_with_a_fact_of_its_own_is_red(services: Services, lesson: Lesson) -> None:
    edited = services.lessons.edit_title(lesson.id, "Water for 5 people")
    assert edited.current.findings == ()  # the 5 stands on the page
    edited = services.lessons.edit_title(lesson.id, "The 7 waters")
    assert _told(edited) == [("red", "title", "Title: The number “7” is not on the page.")]
    assert services.lessons.summaries()[0].red == 1
    assert services.lessons.edit_title(lesson.id, "All waters").current.findings == ()


def test_a_changed_answer_is_held_against_the_page(services: Services, lesson: Lesson) -> None:
    questions = lesson.current.content.short_questions
    at, question = len(questions) - 1, questions[-1]
    wrong = replace(question, answer=f"{question.answer} It is 12345.")
    edited = _with(services, lesson, short_questions=(*questions[:at], wrong, *questions[at + 1 :]))
    ((severity, place, said),) = _told(edited)
    assert (severity, place) == ("red", f"short_questions.{at}")
    assert said.startswith(f"Short question {at + 1}: ")
    assert "12345" in said
    emptied = _with(
        services, lesson, short_questions=(*questions[:at], replace(question, answer=" "), *questions[at + 1 :])
    )
    assert [(one.severity, one.reason) for one in emptied.current.findings] == [(Severity.RED, "emptied")]
    assert _with(services, lesson, short_questions=questions).current.findings == ()


def test_another_right_option_is_never_green(services: Services, lesson: Lesson) -> None:
    questions = lesson.current.content.choice_questions
    for at, question in enumerate(questions):
        wrong = replace(question, answer=(question.answer + 1) % 4)
        edited = _with(services, lesson, choice_questions=(*questions[:at], wrong, *questions[at + 1 :]))
        assert [one.place for one in edited.current.findings] == [f"choice_questions.{at}"], question


def test_a_question_turned_round_is_red(services: Services, lesson: Lesson) -> None:
    questions = lesson.current.content.choice_questions
    turned = replace(questions[0], question="What is not right? " + questions[0].question)
    edited = _with(services, lesson, choice_questions=(turned, *questions[1:]))
    assert (Severity.RED, FactKind.NEGATION) in [(one.severity, one.kind) for one in edited.current.findings]


def test_two_equal_options_and_an_empty_one_are_red(services: Services, lesson: Lesson) -> None:
    questions = lesson.current.content.choice_questions
    question = questions[0]
    wrong = (question.answer + 1) % 4
    for text, reason in ((f" {question.options[question.answer].upper()} ", "same_options"), ("", "empty_option")):
        options = tuple(text if at == wrong else option for at, option in enumerate(question.options))
        edited = _with(services, lesson, choice_questions=(replace(question, options=options), *questions[1:]))
        assert [(one.severity, one.reason) for one in edited.current.findings] == [(Severity.RED, reason)]


def test_a_meaning_may_say_what_the_page_says_and_nothing_else(services: Services, lesson: Lesson) -> None:
    words = lesson.current.content.key_words
    boils = (*words, KeyWord("boil", "to become vapour at 100 °C", "text"))
    assert _with(services, lesson, key_words=boils).current.findings == ()
    wrong = (*words, KeyWord("boil", "to become vapour at 90 °C", "text"))
    assert [(severity, place) for severity, place, _ in _told(_with(services, lesson, key_words=wrong))] == [
        ("red", f"key_words.{len(words)}")
    ]


def test_the_plan_is_the_teachers_but_a_number_from_nowhere_is_told(services: Services, lesson: Lesson) -> None:
    plan = lesson.current.content.plan
    assert _with(services, lesson, plan=replace(plan, homework="Ask at home.")).current.findings == ()
    edited = _with(services, lesson, plan=replace(plan, homework="Water boils at 55 °C."))
    assert [(severity, place) for severity, place, _ in _told(edited)] == [("amber", "plan")]
    services.lessons.edit_title(lesson.id, "The 7 waters")
    row = next(one for one in services.lessons.summaries() if one.id == lesson.id)
    assert (row.red, row.amber) == (1, 1), "title and plan are two places"


def test_a_question_taken_out_leaves_the_others_in_peace(services: Services, lesson: Lesson) -> None:
    questions = lesson.current.content.choice_questions
    edited = _with(services, lesson, choice_questions=questions[1:])
    assert edited.current.findings == ()
    assert edited.current.content.made is not None
    assert _with(services, lesson, choice_questions=questions).current.content == lesson.current.content


def test_findings_of_parts_and_passages_do_not_wipe_each_other_out(services: Services, lesson: Lesson) -> None:
    services.lessons.edit_title(lesson.id, "The 7 waters")
    place = _place(lesson, "675")
    both = services.lessons.edit_passage(lesson.id, place, "A family of 5 people uses 999 litres.")
    assert {(one.place, one.passage) for one in both.current.findings} == {("title", -1), ("", place)}
    assert {one.place for one in services.lessons.undo_edit(lesson.id, place).current.findings} == {"title"}
    services.lessons.edit_passage(lesson.id, place, "A family of 5 people uses 999 litres.")
    named = services.lessons.edit_title(lesson.id, "Waters")
    assert {(one.place, one.passage) for one in named.current.findings} == {("", place)}


def test_only_words_questions_and_plan_are_replaced(services: Services, lesson: Lesson) -> None:
    content = lesson.current.content
    other = replace(content, title="X", passages=(), language="hi", engine="mine", uses_ai=True, made=None)
    assert services.lessons.replace_content(lesson.id, other) == lesson
    typed = _with(services, lesson, plan=replace(content.plan, homework="Ask\x00 at \ud800home."))
    assert typed.current.content.plan.homework == "Ask at ?home."


# -- copies, bin -------------------------------------------------------------------------------------------------


def test_a_copy_is_a_draft_of_its_own_that_knows_what_was_changed(services: Services, lesson: Lesson) -> None:
    person = services.people.named("Asha", "en")
    services.lessons.edit_title(lesson.id, "The 7 waters")
    services.review.approve(lesson.id, person, reason="seven rivers")
    copy = services.lessons.duplicate(lesson.id)
    assert copy.id != lesson.id
    assert copy.slug != lesson.slug
    assert (copy.current.state, copy.current.number) == (VersionState.DRAFT, 1)
    assert [one.place for one in copy.current.findings] == ["title"]
    assert services.lessons.edit_title(copy.id, lesson.current.content.title).current.findings == ()
    assert services.lessons.lesson(lesson.id).current.content.title == "The 7 waters"
    assert services.review.decisions(copy.id) == ()


def test_a_folder_made_for_a_pack_that_was_refused_is_not_left_behind(
    services: Services, lesson: Lesson, tmp_path: Path
) -> None:
    services.review.approve(lesson.id, services.people.named("Asha", "en"))
    stick = tmp_path / "stick"
    with pytest.raises(UserFacingError) as told:
        services.packs.save([lesson.id], stick, formats=("exe",))
    assert told.value.key == "pack.unknown_format"
    assert not stick.exists()


def test_a_deleted_lesson_leaves_the_list_and_comes_back_whole(
    services: Services, lesson: Lesson, tmp_path: Path
) -> None:
    services.lessons.delete(lesson.id)
    assert lesson.id not in {one.id for one in services.lessons.summaries()}
    assert lesson.id in {one.id for one in services.lessons.summaries(deleted=True)}
    with pytest.raises(UserFacingError) as told:
        services.packs.save([lesson.id], tmp_path)
    assert (told.value.key, told.value.params["id"]) == ("lesson.deleted", lesson.slug)
    services.lessons.restore(lesson.id)
    assert services.lessons.lesson(lesson.id) == lesson
    for act in (services.lessons.delete, services.lessons.restore):
        with pytest.raises(UserFacingError) as caught:
            act("nonsense")
        assert caught.value.key == "lesson.not_found"
