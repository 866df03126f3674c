from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import UserFacingError
from app.domain.events import Event, EventBus, JobChanged
from app.domain.jobs import Job, JobState, Lane, Progress
from app.jobs.runner import JobRunner, job_key
from app.store.job_rows import StoredJobs
from app.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.jobs.context import JobContext
    from app.jobs.protocols import JobFunction

    Start = Callable[..., JobRunner]

SECONDS = 10.0


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[StoredJobs]:
    with Store.open(tmp_path) as store:
        yield StoredJobs(store)


@pytest.fixture
def start(rows: StoredJobs) -> Iterator[Start]:
    """Makes runners and closes them."""
    made: list[JobRunner] = []

    def make(*, pick_up: bool = True, events: EventBus | None = None, **functions: JobFunction) -> JobRunner:
        made.append(JobRunner(rows, functions, events or EventBus(), pick_up=pick_up))
        return made[-1]

    yield make
    for runner in made:
        runner.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("jobs-")]


@pytest.mark.parametrize(
    ("past", "now", "seconds"), [(None, None, None), (None, 4.0, 8.0), (0.5, 4.0, 8.0), (9.0, 4.0, 18.0)]
)
def test_the_estimate_before_the_first_unit_is_the_longer_of_the_past_and_of_what_was_measured(
    rows: StoredJobs, past: float | None, now: float | None, seconds: float | None
) -> None:
    if past is not None:
        rows.add_timing("speaking", 1, past)
    told: list[float | None] = []

    def work(context: JobContext) -> None:
        context.report(Progress("speaking", 0, 2))
        told.append(context.job.progress.seconds_left)

    runner = JobRunner(rows, {"make": work}, EventBus(), expected={"speaking": now}.get)
    runner.wait(runner.submit("make", {}).id, SECONDS)
    runner.close()
    assert told == [seconds]


def test_a_job_runs_and_its_checkpoint_holds_the_result(start: Start) -> None:
    runner = start(make=lambda context: context.checkpoint({"lesson": "l1", "asked": context.job.params["page"]}))
    done = runner.wait(runner.submit("make", {"page": "पृष्ठ"}).id, SECONDS)
    assert done.state is JobState.DONE
    assert done.checkpoint == {"lesson": "l1", "asked": "पृष्ठ"}


def test_the_quick_lane_does_not_wait_behind_the_night(start: Start) -> None:
    morning = threading.Event()
    runner = start(long=lambda context: context.cancel.wait(SECONDS) or None, quick=lambda _: morning.set())
    nights = [runner.submit("long", {"n": n}, lane=Lane.NIGHT) for n in range(3)]
    quick = runner.submit("quick", {})
    assert runner.wait(quick.id, SECONDS).state is JobState.DONE
    assert morning.is_set()
    states = [job.state for job in runner.list() if job.id in {night.id for night in nights}]
    assert JobState.DONE not in states


def test_a_job_is_told_in_which_lane_it_is(start: Start) -> None:
    lanes: list[Lane] = []
    runner = start(make=lambda context: lanes.append(context.cancel.lane))
    for number, lane in enumerate((Lane.NIGHT, Lane.QUICK)):
        runner.wait(runner.submit("make", {"n": number}, lane=lane).id, SECONDS)
    assert lanes == [Lane.NIGHT, Lane.QUICK]


def test_asking_again_while_unfinished_gives_the_same_job(start: Start) -> None:
    go = threading.Event()
    runs: list[str] = []

    def work(context: JobContext) -> None:
        runs.append(context.job.id)
        go.wait(SECONDS)

    runner = start(make=work)
    first = runner.submit("make", {"a": 1, "b": 2})
    again = runner.submit("make", {"b": 2, "a": 1})
    other = runner.submit("make", {"a": 1, "b": 3})
    go.set()
    runner.wait(first.id, SECONDS)
    runner.wait(other.id, SECONDS)
    assert again.id == first.id
    assert runs == [first.id, other.id]
    assert runner.submit("make", {"a": 1, "b": 2}).id != first.id, "a finished job is done anew"


def test_a_running_job_is_cancelled_at_its_next_look(start: Start) -> None:
    begun = threading.Event()

    def work(context: JobContext) -> None:
        begun.set()
        while True:
            time.sleep(0.005)
            context.report(Progress("reading", 1, 2))

    runner = start(make=work)
    job = runner.submit("make", {})
    assert begun.wait(SECONDS)
    runner.cancel(job.id)
    assert runner.wait(job.id, SECONDS).state is JobState.CANCELLED


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(start: Start) -> None:
    go = threading.Event()
    ran: list[object] = []

    def work(context: JobContext) -> None:
        ran.append(context.job.params["n"])
        go.wait(SECONDS)

    runner = start(make=work)
    first, second = runner.submit("make", {"n": 1}), runner.submit("make", {"n": 2})
    runner.cancel(second.id)
    assert runner.wait(second.id, SECONDS).state is JobState.CANCELLED
    go.set()
    runner.wait(first.id, SECONDS)
    assert ran == [1]


def test_a_known_fault_is_told_and_the_next_try_goes_on_from_the_checkpoint(start: Start) -> None:
    def work(context: JobContext) -> None:
        if "half" not in context.job.checkpoint:
            context.checkpoint({"half": True})
            raise UserFacingError("lesson.not_found", id="x")
        context.checkpoint({"whole": True})

    runner = start(make=work)
    failed = runner.wait(runner.submit("make", {}).id, SECONDS)
    assert (failed.state, failed.error_key) == (JobState.FAILED, "lesson.not_found")
    assert failed.error_text == "There is no lesson x."
    done = runner.wait(runner.submit("make", {}).id, SECONDS)
    assert done.id == failed.id
    assert done.state is JobState.DONE
    assert done.checkpoint == {"half": True, "whole": True}
    assert done.error_text == ""


def test_a_bug_is_logged_and_the_lane_lives_on(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    def work(context: JobContext) -> None:
        if context.job.params["bad"]:
            raise ZeroDivisionError

    runner = start(make=work)
    assert runner.wait(runner.submit("make", {"bad": True}).id, SECONDS).state is JobState.FAILED
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
    assert runner.wait(runner.submit("make", {"bad": False}).id, SECONDS).state is JobState.DONE


def test_closing_keeps_the_job_for_the_next_start(start: Start) -> None:
    begun = threading.Event()

    def work(context: JobContext) -> None:
        context.checkpoint({"page": 3})
        begun.set()
        context.cancel.wait(SECONDS)
        context.cancel.check()

    runner = start(make=work)
    job = runner.submit("make", {})
    assert begun.wait(SECONDS)
    runner.close()
    left = runner.get(job.id)
    assert left is not None
    assert left.state is JobState.QUEUED
    seen: list[object] = []
    again = start(make=lambda context: seen.append(context.job.checkpoint))
    assert again.wait(job.id, SECONDS).state is JobState.DONE
    assert seen == [{"page": 3}]


@pytest.mark.parametrize("fault", [UserFacingError("worker.stopped"), RuntimeError("the store is closed")])
def test_a_fault_that_the_end_of_the_application_makes_is_not_the_job_s(start: Start, fault: Exception) -> None:
    begun = threading.Event()

    def work(context: JobContext) -> None:
        begun.set()
        context.cancel.wait(SECONDS)
        raise fault

    runner = start(make=work)
    job = runner.submit("make", {})
    assert begun.wait(SECONDS)
    runner.close()
    left = runner.get(job.id)
    assert left is not None
    assert (left.state, left.error_key, left.error_text) == (JobState.QUEUED, "", "")


def test_a_job_is_found_by_what_it_asked_for_however_many_came_after(start: Start) -> None:
    runner = start(make=lambda context: context.checkpoint({"lesson": context.job.params["n"]}))
    first = runner.submit("make", {"n": -1})
    last = [runner.submit("make", {"n": n}) for n in range(210)][-1]
    runner.wait(last.id, SECONDS)
    found = runner.find("make", {"n": -1})
    assert found is not None
    assert (found.id, found.checkpoint) == (first.id, {"lesson": -1})
    assert runner.find("make", {"n": "never"}) is None


def test_a_job_left_behind_waits_to_be_asked_for_when_nothing_is_picked_up(rows: StoredJobs, start: Start) -> None:
    ran = threading.Event()
    runner = start(make=lambda _: None)
    runner.close()
    left = runner.submit("make", {"n": 1})
    later = start(pick_up=False, make=lambda _: ran.set())
    time.sleep(0.1)
    assert not ran.is_set()
    assert later.submit("make", {"n": 1}).id == left.id
    assert later.wait(left.id, SECONDS).state is JobState.DONE


def test_progress_is_heard_often_and_written_seldom(
    start: Start, rows: StoredJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Event] = []
    written: list[int] = []
    events = EventBus()
    events.subscribe(heard.append)
    update = rows.update
    monkeypatch.setattr(rows, "update", lambda job: (written.append(job.progress.done), update(job))[1])

    def work(context: JobContext) -> None:
        for done in range(500):
            context.report(Progress("reading", done, 500))

    runner = start(make=work, events=events)
    runner.wait(runner.submit("make", {}).id, SECONDS)
    runner.close()
    dones = [event.job.progress.done for event in heard if isinstance(event, JobChanged)]
    assert len(dones) > 500
    assert max(dones) == 499
    assert len(written) < 10
    assert written[-1] == 499, "the outcome carries the last progress"


def test_asking_again_at_the_moment_a_job_fails_does_not_lose_it(
    start: Start, rows: StoredJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody asks between the row saying "failed" and the runner letting go of the job."""
    tries: list[int] = []
    asking: list[threading.Thread] = []
    update = rows.update

    def update_and_be_interrupted(job: Job) -> Job:
        written = update(job)
        if job.state is JobState.FAILED and not asking:
            asking.append(threading.Thread(target=runner.submit, args=("make", {})))
            asking[0].start()
            asking[0].join(0.3)
        return written

    def work(_: JobContext) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise UserFacingError("lesson.not_found", id="x")

    monkeypatch.setattr(rows, "update", update_and_be_interrupted)
    runner = start(make=work)
    job = runner.submit("make", {})
    runner.wait(job.id, SECONDS)
    asking[0].join(SECONDS)
    assert runner.wait(job.id, SECONDS).state is JobState.DONE


def test_a_killed_process_leaves_a_job_that_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    code = """
import sys, time
from pathlib import Path
from app.domain.events import EventBus
from app.jobs.runner import JobRunner
from app.store.store import Store
from app.store.job_rows import StoredJobs
def work(context):
    for page in range(1000):
        context.checkpoint({"page": page})
        if page == 3:
            print("three", flush=True)
            time.sleep(60)
runner = JobRunner(StoredJobs(Store.open(Path(sys.argv[1]))), {"make": work}, EventBus())
runner.wait(runner.submit("make", {"p": 1}).id)
"""
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "three\n"
        child.kill()
    seen: list[object] = []
    with Store.open(folder) as store:
        functions = {"make": lambda c: seen.append(c.job.checkpoint["page"])}
        # not picked up: it would be done before it is asked for again, and asking would begin another
        runner = JobRunner(StoredJobs(store), functions, EventBus(), pick_up=False)
        job = runner.submit("make", {"p": 1})
        assert runner.wait(job.id, SECONDS).state is JobState.DONE
        runner.close()
    assert seen == [3]


def test_keys_tell_parameters_apart_and_not_their_order() -> None:
    assert job_key("make", {"a": 1, "b": ["x"]}) == job_key("make", {"b": ["x"], "a": 1})
    assert len({job_key("make", {"a": 1}), job_key("add", {"a": 1}), job_key("make", {"a": "1"})}) == 3
