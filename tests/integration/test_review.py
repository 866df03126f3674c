"""Decisions with the real services: what may be approved unopened, what needs a person, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Services, open_services
from app.domain.errors import UserFacingError
from app.domain.lessons import Lesson, LessonOptions, VersionState
from app.domain.people import Action, Person
from tests.command_line import PAGE, CommandLine

QUICK = LessonOptions(with_audio=False)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with open_services(tmp_path_factory.mktemp("data")) as opened:
        yield opened


@pytest.fixture
def lesson(services: Services) -> Iterator[Lesson]:
    """A fresh all-green lesson, put away afterwards so that the queue is the next test's own."""
    made = services.lessons.make(services.library.add_text(PAGE).id, QUICK)
    assert made.current.findings == ()
    yield made
    for one in services.lessons.summaries():
        services.lessons.delete(one.id)


@pytest.fixture
def asha(services: Services) -> Person:
    return services.people.named("Asha", "en")


def _place(lesson: Lesson, words: str) -> int:
    return next(at for at, one in enumerate(lesson.current.content.passages) if words in one.text)


def _reddened(services: Services, lesson: Lesson) -> Lesson:
    return services.lessons.edit_passage(lesson.id, _place(lesson, "675"), "A family of 5 people uses 999 litres.")


def _seen(services: Services, lesson: Lesson) -> str:
    return services.review.content_sha256(lesson.current.content)


def test_an_untouched_green_lesson_is_approved_unopened(services: Services, lesson: Lesson, asha: Person) -> None:
    (decision,) = services.review.approve_green(asha)
    assert (decision.lesson_id, decision.action, decision.changes) == (lesson.id, Action.APPROVED_GREEN_UNOPENED, ())
    assert services.lessons.lesson(lesson.id).current.state is VersionState.APPROVED
    assert services.review.queue() == ()


@pytest.mark.parametrize("part", ["passage", "title", "key word", "question", "plan"])
def test_what_a_person_changed_is_never_approved_unopened(
    services: Services, lesson: Lesson, asha: Person, part: str
) -> None:
    content = lesson.current.content
    question = content.short_questions[0]
    changes: dict[str, Callable[[], Lesson]] = {
        "passage": lambda: services.lessons.edit_passage(lesson.id, 1, content.passages[1].text + " Look!"),
        "title": lambda: services.lessons.edit_title(lesson.id, "The water around us"),
        "key word": lambda: services.lessons.replace_content(lesson.id, replace(content, key_words=())),
        "question": lambda: services.lessons.replace_content(
            lesson.id, replace(content, short_questions=(replace(question, question=f"{question.question} Why?"),))
        ),
        "plan": lambda: services.lessons.replace_content(
            lesson.id, replace(content, plan=replace(content.plan, homework="Ask at home."))
        ),
    }
    assert changes[part]().current.findings == ()
    assert services.review.approve_unopened(lesson.id, asha) is None
    assert services.review.approve_green(asha) == ()
    assert services.lessons.lesson(lesson.id).current.state is VersionState.DRAFT
    assert services.review.approve(lesson.id, asha).action is Action.EDITED_AND_APPROVED


def test_an_edit_that_was_taken_back_leaves_the_lesson_as_made(
    services: Services, lesson: Lesson, asha: Person
) -> None:
    services.lessons.edit_title(lesson.id, "The 3 waters")
    back = services.lessons.edit_title(lesson.id, lesson.current.content.title)
    assert back.current.content == lesson.current.content
    assert back.current.findings == ()
    assert services.review.approve_unopened(lesson.id, asha) is not None


def test_a_finding_keeps_a_lesson_from_being_approved_unopened(
    services: Services, lesson: Lesson, asha: Person
) -> None:
    _reddened(services, lesson)
    assert services.review.approve_unopened(lesson.id, asha) is None
    assert services.review.approve_green(asha) == ()


def test_a_red_finding_needs_a_reason_and_the_decision_keeps_it(
    services: Services, lesson: Lesson, asha: Person
) -> None:
    _reddened(services, lesson)
    with pytest.raises(UserFacingError) as caught:
        services.review.approve(lesson.id, asha)
    assert caught.value.key == "review.reason_needed"
    decision = services.review.approve(lesson.id, asha, reason="the book has a misprint")
    assert services.review.decisions(lesson.id) == (decision,)
    assert (decision.person_name, decision.reason) == ("Asha", "the book has a misprint")
    assert decision.content_sha256 == _seen(services, services.lessons.lesson(lesson.id))


def test_a_decision_says_every_part_that_was_changed(services: Services, lesson: Lesson, asha: Person) -> None:
    content = lesson.current.content
    place = _place(lesson, "675")
    before = content.passages[place].text
    services.lessons.edit_passage(lesson.id, place, before + " Save it!")
    services.lessons.edit_title(lesson.id, "Our water")
    word, question, short = content.key_words[0], content.choice_questions[0], content.short_questions[-1]
    services.lessons.replace_content(
        lesson.id,
        replace(
            content,
            key_words=(replace(word, meaning="what we drink"), *content.key_words[1:]),
            choice_questions=(replace(question, question="Which one?"), *content.choice_questions[1:]),
            short_questions=(*content.short_questions[:-1], replace(short, answer="So it is.")),
            plan=replace(content.plan, homework="Ask at home."),
        ),
    )
    decision = services.review.approve(lesson.id, asha, reason="seen")
    changes = {where: (old, new) for where, old, new in decision.changes}
    assert list(changes) == [
        place, "title", "key_words.0", "choice_questions.0", f"short_questions.{len(content.short_questions) - 1}",
        "plan",
    ]  # fmt: skip
    assert changes[place] == (before, before + " Save it!")
    assert changes["title"] == (content.title, "Our water")
    assert changes["key_words.0"] == (f"{word.term}: {word.meaning}", f"{word.term}: what we drink")
    assert changes["choice_questions.0"][0].splitlines()[0] == question.question
    assert changes["choice_questions.0"][1].splitlines()[0] == "Which one?"
    assert changes["plan"][1] == "Ask at home."
    assert (
        short.question in changes[f"short_questions.{len(content.short_questions) - 1}"][0]
        or short != (content.short_questions[-1])
    )
    assert services.review.decisions(lesson.id) == (decision,)


def test_what_was_changed_before_an_earlier_decision_is_told_by_the_later_one_too(
    services: Services, lesson: Lesson, asha: Person
) -> None:
    services.lessons.edit_title(lesson.id, "Our water")
    services.review.approve(lesson.id, asha)
    edited = services.lessons.edit_passage(lesson.id, 1, lesson.current.content.passages[1].text + " Look!")
    assert edited.current.number == 2
    second = services.review.approve(lesson.id, asha)
    assert [where for where, _, _ in second.changes] == [1, "title"]
    assert len(services.review.decisions(lesson.id)) == 2


def test_editing_reopens_review_and_the_decided_version_stays(services: Services, lesson: Lesson, asha: Person) -> None:
    services.review.approve(lesson.id, asha)
    with pytest.raises(UserFacingError) as caught:
        services.review.reject(lesson.id, asha, reason="too late")
    assert caught.value.key == "review.already_decided"
    services.lessons.edit_title(lesson.id, "Our water")
    assert [one.id for one in services.review.queue()] == [lesson.id]
    first, second = services.lessons.versions(lesson.id)
    assert (first.state, first.content) == (VersionState.APPROVED, lesson.current.content)
    assert (second.state, second.content.title) == (VersionState.DRAFT, "Our water")


def test_only_what_was_seen_is_decided_on(services: Services, lesson: Lesson, asha: Person) -> None:
    seen = _seen(services, lesson)
    changed = services.lessons.edit_title(lesson.id, "Our water")
    with pytest.raises(UserFacingError) as approving:
        services.review.approve(lesson.id, asha, seen=seen)
    with pytest.raises(UserFacingError) as rejecting:
        services.review.reject(lesson.id, asha, reason="too hard", seen=seen)
    assert approving.value.key == rejecting.value.key == "lesson.changed_elsewhere"
    assert services.review.decisions(lesson.id) == ()
    assert services.review.approve(lesson.id, asha, seen=_seen(services, changed)).content_sha256 == _seen(
        services, changed
    )


def test_a_rejection_freezes_and_keeps_its_reason(services: Services, lesson: Lesson, asha: Person) -> None:
    decision = services.review.reject(lesson.id, asha, reason="too hard")
    assert (decision.action, decision.reason) == (Action.REJECTED, "too hard")
    assert services.lessons.lesson(lesson.id).current.state is VersionState.REJECTED
    assert services.review.queue() == ()
    assert services.lessons.summaries()[0].approved_version is None


def test_the_queue_has_the_worst_first_and_the_decided_not_at_all(
    services: Services, lesson: Lesson, asha: Person
) -> None:
    amber, red, done = (services.lessons.duplicate(lesson.id) for _ in range(3))
    plan = replace(lesson.current.content.plan, homework="Read 88 pages.")
    services.lessons.replace_content(amber.id, replace(amber.current.content, plan=plan))
    _reddened(services, red)
    services.review.approve(done.id, asha)
    assert [(one.id, one.red, one.amber) for one in services.review.queue()] == [
        (red.id, 1, 0), (amber.id, 0, 1), (lesson.id, 0, 0),
    ]  # fmt: skip
    services.lessons.delete(red.id)
    assert red.id not in {one.id for one in services.review.queue()}


def test_the_command_line_shows_every_change_and_decides_only_on_what_was_shown(tmp_path: Path) -> None:
    data = tmp_path / "data"
    page = tmp_path / "water.txt"
    page.write_text(PAGE, encoding="utf-8")
    with open_services(data) as services:
        made = services.lessons.make(services.library.add([page]).id, QUICK)
        services.lessons.edit_title(made.id, "The 7 waters")
    shell = CommandLine(data)
    shown = shell.json("review", "show", made.id)
    (finding,) = shown["findings"]
    assert (finding["place"], finding["source_text"], finding["result_text"]) == (
        "title", made.current.content.title, "The 7 waters",
    )  # fmt: skip
    assert shown["changes"] == [
        {"passage": None, "place": "title", "before": made.current.content.title, "after": "The 7 waters"}
    ]
    with open_services(data) as services:
        services.lessons.edit_passage(made.id, 1, "Water is everywhere.")
    decide = ("--reviewer", "Asha", "--reason", "seven rivers", "--seen")
    refused = shell.json("review", "approve", made.id, *decide, shown["content_sha256"], status=1)
    assert refused["error"] == "lesson.changed_elsewhere"
    fresh = shell.json("lesson", "show", made.id)["content_sha256"]
    decision = shell.json("review", "approve", made.id, *decide, fresh)
    assert (decision["action"], decision["content_sha256"]) == ("edited_and_approved", fresh)
    assert [one["place"] for one in decision["changes"]] == ["passages.1", "title"]


def test_make_does_not_approve_what_a_person_changed(tmp_path: Path) -> None:
    shell = CommandLine(tmp_path / "data")
    page = tmp_path / "water.txt"
    page.write_text(PAGE, encoding="utf-8")
    made = shell.json("make", page, "--no-audio")["lessons"][0]
    edited = shell.json(
        "lesson", "edit", made["id"], "--passage", "1", "--text", made["passages"][1]["text"] + " Look!"
    )
    assert edited["findings"] == []
    waiting = shell.json("make", page, "--no-audio", "--reviewer", "Asha", "--approve-green", status=3)
    assert waiting["error"] == "review.not_approved"
    assert waiting["lessons"][0]["state"] == "draft"


def test_a_reopened_lesson_waits_again_and_nothing_of_the_decision_is_lost(
    services: Services, lesson: Lesson, asha: Person
) -> None:
    decision = services.review.approve(lesson.id, asha)
    again = services.review.reopen(lesson.id)
    assert (again.current.number, again.current.state) == (2, VersionState.DRAFT)
    assert again.current.content == lesson.current.content
    assert services.lessons.lesson(lesson.id).current == again.current
    assert [one.id for one in services.review.queue()] == [lesson.id]
    assert services.review.decisions(lesson.id) == (decision,)
    first, second = sorted(services.lessons.versions(lesson.id), key=lambda one: one.number)
    assert (first.state, second.state) == (VersionState.APPROVED, VersionState.DRAFT)
    with pytest.raises(UserFacingError) as refused:
        services.review.reopen(lesson.id)
    assert refused.value.key == "review.not_reopened", "it waits already"
    assert services.review.approve(lesson.id, asha).version_id == again.current.id


def test_what_was_taken_back_goes_to_no_stick_and_is_not_approved_unopened(
    services: Services, lesson: Lesson, asha: Person, tmp_path: Path
) -> None:
    services.review.approve(lesson.id, asha)
    services.review.reopen(lesson.id)
    assert services.review.approve_unopened(lesson.id, asha) is None
    assert services.review.approve_green(asha) == ()
    with pytest.raises(UserFacingError) as refused:
        services.packs.save([lesson.id], tmp_path / "stick", formats=("html",), sound=False)
    assert refused.value.key == "pack.taken_back"
    assert not (tmp_path / "stick").exists()
    services.packs.save([f"{lesson.id}@1"], tmp_path / "stick", formats=("html",), sound=False)
    services.review.approve(lesson.id, asha)
    services.packs.save([lesson.id], tmp_path / "again", formats=("html",), sound=False)


def test_the_command_line_reopens_an_approved_lesson_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_services(data) as services:
        made = services.lessons.make(services.library.add_text(PAGE).id, QUICK)
    shell = CommandLine(data)
    assert shell.json("review", "reopen", made.id, status=1)["error"] == "review.not_reopened"
    decided = shell.json("review", "approve", made.id, "--reviewer", "Asha")
    again = shell.json("review", "reopen", made.id)
    assert (again["id"], again["state"], again["version"]) == (made.id, "draft", 2)
    assert [one["id"] for one in shell.json("review", "list")["lessons"]] == [made.id]
    shown = shell.json("review", "show", made.id)
    assert [one["id"] for one in shown["decisions"]] == [decided["id"]], "every decision stays kept"
