"""Where a guard model is installed, nothing that a language model wrote reaches a class unseen by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress
from app.domain.lessons import LessonOptions
from app.inference.protocols import SafetyVerdict
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError
from tests.unit.lesson.ai.test_writer import EASY_PLANTS, EASY_RIVERS, PLANTS, RIVERS, WATER, Desk, document

SAFE = SafetyVerdict(safe=True)
UNFIT = SafetyVerdict(safe=False, categories=("Violent",))
UNCLEAR = SafetyVerdict(safe=False, judged=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.room.guard = lambda _: SAFE
    yield made
    made.cache.close()


def test_it_sees_what_the_model_wrote_and_nothing_else(desk: Desk) -> None:
    made = desk.make(RIVERS, WATER, PLANTS)
    assert [text for text in desk.room.looked_at if "?" not in text] == [
        " ".join(made.passages[0].pairs[0].results),
        " ".join(made.passages[2].pairs[0].results),
    ]
    assert EASY_RIVERS in made.passages[0].text
    assert not {"guard_stopped", "guard_silent"} & set(made.notes)


@pytest.mark.parametrize(("verdict", "note"), [(UNFIT, "guard_stopped"), (UNCLEAR, "guard_silent")])
def test_a_sentence_that_it_does_not_pass_gives_way_to_the_rules_own(
    desk: Desk, verdict: SafetyVerdict, note: str
) -> None:
    desk.room.guard = lambda text: verdict if EASY_RIVERS in text else SAFE
    made, rules = desk.make(RIVERS, PLANTS), desk.rules(RIVERS, PLANTS)
    assert made.passages[0] == rules.passages[0]
    assert EASY_PLANTS in made.passages[1].text
    assert {"guard_stopped", "guard_silent"} & set(made.notes) == {note}
    assert made.uses_ai


def test_where_it_passes_nothing_the_lesson_is_the_rules_and_says_why(desk: Desk) -> None:
    desk.room.guard = lambda _: UNFIT
    made, rules = desk.make(RIVERS, PLANTS), desk.rules(RIVERS, PLANTS)
    assert made.passages == rules.passages
    assert (made.engine, made.uses_ai) == ("rules", False)
    assert {"model_refused", "guard_stopped"} <= set(made.notes)


@pytest.mark.parametrize(
    "fault",
    [
        UserFacingError("engine.load_failed", name="guard"),
        UserFacingError("engine.resting", name="guard"),
        WorkerStopped("time"),
        WorkerTaskError("ZeroDivisionError: seeded"),
    ],
)
def test_a_guard_that_fails_lets_nothing_pass_and_is_asked_again_another_time(desk: Desk, fault: Exception) -> None:
    def failing(_: str) -> SafetyVerdict:
        raise fault

    desk.room.guard = failing
    made = desk.make(RIVERS, PLANTS)
    assert made.passages == desk.rules(RIVERS, PLANTS).passages
    assert "guard_silent" in made.notes
    desk.room.guard = lambda _: SAFE
    again = desk.make(RIVERS, PLANTS)
    assert EASY_RIVERS in again.passages[0].text
    assert "guard_silent" not in again.notes


def test_a_guard_that_rests_is_not_asked_for_the_rest_of_the_lesson(desk: Desk) -> None:
    def resting(_: str) -> SafetyVerdict:
        raise UserFacingError("engine.resting", name="guard")

    desk.room.guard = resting
    desk.make(RIVERS, PLANTS)
    assert len(desk.room.looked_at) == 1


def test_what_is_no_fault_of_the_guard_is_told_and_a_cancel_ends_it(desk: Desk) -> None:
    token = CancelToken()

    def full(_: str) -> SafetyVerdict:
        raise UserFacingError("data.disk_full")

    desk.room.guard = full
    with pytest.raises(UserFacingError, match="full"):
        desk.make(RIVERS)

    def cancelling(_: str) -> SafetyVerdict:
        token.cancel()
        return SAFE

    desk.room.guard = cancelling
    with pytest.raises(JobCancelled):
        desk.make(RIVERS, PLANTS, cancel=token)
    assert len(desk.room.looked_at) == 2, "the fault's text and one more: a cancel is heard at once"


def test_a_verdict_is_kept_and_the_lesson_names_the_guard_in_its_fingerprint(desk: Desk) -> None:
    first = desk.make(RIVERS, PLANTS)
    count = len(desk.room.looked_at)
    assert desk.make(RIVERS, PLANTS) == first
    assert len(desk.room.looked_at) == count
    asked = document(RIVERS), LessonOptions()
    guarded = desk.with_model.fingerprint(*asked)
    desk.room.guard = None
    assert "guard-1" in guarded
    assert desk.with_model.fingerprint(*asked) != guarded


def test_without_a_guard_nothing_changes(desk: Desk) -> None:
    guarded = desk.make(RIVERS, WATER)
    desk.room.guard = None
    assert desk.make(RIVERS, WATER) == guarded


def test_how_far_it_is_can_be_seen(desk: Desk) -> None:
    seen: list[Progress] = []
    desk.with_model.make(document(RIVERS, WATER, PLANTS), LessonOptions(), seen.append, CancelToken())
    assert [one for one in seen if one.step == "guarding"] == [Progress("guarding", 0, 2), Progress("guarding", 1, 2)]
    desk.room.guard = None
    seen.clear()
    desk.with_model.make(document(RIVERS, WATER, PLANTS), LessonOptions(), seen.append, CancelToken())
    assert not [one for one in seen if one.step == "guarding"]
