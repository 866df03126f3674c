"""The same lesson is not made twice, however much was done in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.documents import Document
from app.domain.events import EventBus
from app.domain.jobs import Job, Lane
from app.domain.lessons import LessonOptions
from app.jobs.runner import JobRunner
from app.lesson.jobs import make_job, submit_make
from app.store.job_rows import StoredJobs
from app.store.store import Store
from tests.unit.store import samples

SECONDS = 30.0


class Lessons:
    """As much of the lesson service as the job needs."""

    def __init__(self, store: Store) -> None:
        self.engine = "rules/1"
        self.made: list[str] = []
        self.notes: tuple[str, ...] = ()
        self._store = store

    def fingerprint(self, _document: Document, _options: LessonOptions) -> str:
        return self.engine

    def make(self, _document_id: str, _options: LessonOptions, *, lesson_id: str, **_: object) -> None:
        self.made.append(lesson_id)
        lesson = samples.lesson()
        content = replace(lesson.current.content, notes=self.notes)
        current = replace(lesson.current, lesson_id=lesson_id, content=content)
        self._store.write(
            lambda work: work.lessons.add(replace(lesson, id=lesson_id, slug=f"water-{lesson_id}", current=current))
        )

    def lesson(self, lesson_id: str) -> object:
        return self._store.read(lambda work: work.lessons.get(lesson_id))


class School:
    """A job runner over a real store."""

    def __init__(self, store: Store) -> None:
        self.lessons = Lessons(store)
        functions = {"make": make_job(cast(Any, self.lessons)), "add": lambda _: None}
        self.jobs = JobRunner(StoredJobs(store), functions, EventBus())
        self.document = samples.document()
        store.write(lambda work: work.documents.add(self.document))

    def make(self) -> Job:
        job = submit_make(self.jobs, cast(Any, self.lessons), self.document, LessonOptions())
        return self.jobs.wait(job.id, SECONDS)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with Store.open(tmp_path / "data") as store:
        made = School(store)
        yield made
        made.jobs.close()


def test_the_same_make_gives_the_same_lesson_after_two_hundred_other_jobs(school: School) -> None:
    first = school.make()
    last = [school.jobs.submit("add", {"n": number}) for number in range(210)][-1]
    school.jobs.wait(last.id, SECONDS)
    assert school.make().id == first.id
    assert len(school.lessons.made) == 1


def test_another_engine_makes_another_lesson(school: School) -> None:
    first = school.make()
    school.lessons.engine = "rules/2"
    assert school.make().id != first.id
    assert len(school.lessons.made) == 2


def test_a_book_does_not_keep_the_next_page_waiting(school: School) -> None:
    assert school.make().lane is Lane.QUICK
    book = replace(school.document, page_count=200)
    job = submit_make(school.jobs, cast(Any, school.lessons), book, LessonOptions(school_class=7))
    assert school.jobs.wait(job.id, SECONDS).lane is Lane.NIGHT
    waited_for = LessonOptions(school_class=8)
    job = submit_make(school.jobs, cast(Any, school.lessons), book, waited_for, lane=Lane.QUICK)
    assert school.jobs.wait(job.id, SECONDS).lane is Lane.QUICK


def test_a_lesson_whose_engine_failed_in_part_is_made_anew(school: School) -> None:
    school.lessons.notes = ("engine_fell_back",)
    school.make()
    school.lessons.notes = ()
    second = school.make()
    assert len(school.lessons.made) == 2
    assert school.make().id == second.id
