from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.documents import PageText
from app.domain.errors import UserFacingError
from app.domain.jobs import Job, JobState
from app.domain.lessons import Change, FactKind, Finding, LessonContent, Severity, VersionState
from app.domain.people import Action, Person
from app.store import codec
from tests.unit.store import samples

if TYPE_CHECKING:
    from app.domain.lessons import Lesson, LessonVersion
    from app.store.store import Store
    from app.store.unit_of_work import UnitOfWork

round_trip = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Undone(Exception):
    """Ends a write that should leave nothing behind, carrying what it saw."""

    def __init__(self, seen: object) -> None:
        super().__init__()
        self.seen = seen


def seen_inside(store: Store, work: Any) -> Any:
    """Run `work` in a transaction and undo it, so that every Hypothesis example begins with an empty database."""

    def run(unit: UnitOfWork) -> None:
        raise Undone(work(unit))

    with pytest.raises(Undone) as undone:
        store.write(run)
    return undone.value.seen


# -- whatever is put in comes out ------------------------------------------------------------------------------------


@round_trip
@given(read=st.from_type(PageText))
def test_every_page_text_comes_back_as_it_was(store: Store, read: PageText) -> None:
    document = samples.document(pages=0)
    page = samples.page(document.id, 0, read)
    document = replace(document, pages=(page,), page_count=1)
    assert (
        seen_inside(store, lambda work: (work.documents.add(document), work.documents.get(document.id))[1]) == document
    )


@round_trip
@given(says=st.from_type(LessonContent), findings=st.lists(st.from_type(Finding), max_size=3).map(tuple))
def test_every_lesson_comes_back_as_it_was_and_approved_as_it_was(
    store: Store, says: LessonContent, findings: tuple[Finding, ...]
) -> None:
    lesson = samples.lesson()
    lesson = replace(lesson, current=replace(lesson.current, content=says, findings=findings))

    def story(work: UnitOfWork) -> object:
        work.lessons.add(lesson)
        draft = work.lessons.get(lesson.id)
        work.decisions.decide(samples.decision(lesson.current), VersionState.APPROVED)
        return draft, work.lessons.approved(lesson.id), work.lessons.summaries()[0].title

    approved = replace(lesson.current, state=VersionState.APPROVED)
    assert seen_inside(store, story) == (lesson, approved, says.title)


@round_trip
@given(person=st.from_type(Person), other=st.from_type(Person))
def test_every_person_comes_back_as_they_were(store: Store, person: Person, other: Person) -> None:
    other = replace(other, id=person.id)
    assert seen_inside(store, lambda work: (work.people.add(person), work.people.get(person.id))[1]) == person
    assert (
        seen_inside(store, lambda work: (work.people.add(person), work.people.update(other), work.people.current())[2])
        == other
    )


@round_trip
@given(job=st.from_type(Job), params=samples.for_json)
def test_every_job_comes_back_as_it_was(store: Store, job: Job, params: dict[str, object]) -> None:
    job = replace(job, params=params, checkpoint=params)
    assert seen_inside(store, lambda work: (work.jobs.add(job), work.jobs.get(job.id))[1]) == job


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=st.from_type(LessonContent), second=st.from_type(LessonContent))
def test_equal_content_and_only_equal_content_has_the_same_hash(first: LessonContent, second: LessonContent) -> None:
    again = codec.from_json(codec.to_json(first), LessonContent)
    assert codec.content_sha256(again) == codec.content_sha256(first)
    assert (codec.content_sha256(first) == codec.content_sha256(second)) == (first == second)


# -- people ----------------------------------------------------------------------------------------------------------


def test_the_first_person_is_current_until_another_is_chosen(store: Store) -> None:
    first, second = samples.person("A"), samples.person("B")
    store.write(lambda work: (work.people.add(first), work.people.add(second)))
    assert store.read(lambda work: work.people.current()) == first
    store.write(lambda work: work.people.use(second.id))
    assert store.read(lambda work: work.people.current()) == second
    with pytest.raises(KeyError):
        store.write(lambda work: work.people.use("nobody"))


# -- documents -------------------------------------------------------------------------------------------------------


def test_the_same_files_are_found_again_in_the_same_order_only(store: Store) -> None:
    document = samples.document(sha256=("a" * 64, "b" * 64))
    store.write(lambda work: work.documents.add(document))
    found = store.read(lambda work: work.documents.find_by_sources(("a" * 64, "b" * 64)))
    assert found == document
    assert store.read(lambda work: work.documents.find_by_sources(("b" * 64, "a" * 64))) is None
    assert store.read(lambda work: work.documents.find_by_sources(("a" * 64,))) is None


def test_documents_are_listed_newest_first_without_pages(store: Store) -> None:
    first, second = samples.document("one", pages=3), samples.document("two", pages=0)
    store.write(lambda work: (work.documents.add(first), work.documents.add(second)))
    assert store.read(lambda work: work.documents.list()) == (
        replace(second, pages=()),
        replace(first, pages=(), page_count=3),
    )


def test_pages_can_be_reordered_dropped_and_saved(store: Store) -> None:
    document = samples.document(pages=3)
    a, b, c = (page.id for page in document.pages)
    store.write(lambda work: work.documents.add(document))
    store.write(lambda work: work.documents.set_order(document.id, (c, a, b)))
    assert pages_of(store, document.id) == [(c, 0), (a, 1), (b, 2)]
    store.write(lambda work: work.documents.remove_page(a))
    assert pages_of(store, document.id) == [(c, 0), (b, 1)]
    turned = replace(store.read(lambda work: work.documents.page(b)), rotation=90, corrected=True)
    store.write(lambda work: work.documents.save_page(turned))
    assert store.read(lambda work: work.documents.page(b)) == turned
    for order in ((c,), (c, c), (b, c, b)):
        with pytest.raises(ValueError, match="exactly once"):
            store.write(lambda work, one=order: work.documents.set_order(document.id, one))
    with pytest.raises(UserFacingError) as told:
        store.write(lambda work: work.documents.set_order(document.id, (a, b)))
    assert told.value.key == "page.not_found"


def pages_of(store: Store, document_id: str) -> list[tuple[str, int]]:
    return [(page.id, page.position) for page in store.read(lambda work: work.documents.get(document_id)).pages]


def test_a_dropped_page_comes_back_to_its_place_as_it_was(store: Store) -> None:
    document = samples.document(pages=3)
    a, b, c = (page.id for page in document.pages)
    store.write(lambda work: work.documents.add(document))
    before = store.read(lambda work: work.documents.get(document.id))
    store.write(lambda work: work.documents.remove_page(b))
    store.write(lambda work: work.documents.put_back_page(before.pages[1]))
    assert pages_of(store, document.id) == [(a, 0), (b, 1), (c, 2)]
    assert store.read(lambda work: work.documents.get(document.id)) == before


def test_a_removed_document_comes_back_until_it_is_purged(store: Store) -> None:
    needed, unneeded = samples.document("needed"), samples.document("unneeded", sha256=("c" * 64,))
    lesson = replace(samples.lesson(), document_id=needed.id)
    store.write(lambda work: (work.documents.add(needed), work.documents.add(unneeded), work.lessons.add(lesson)))
    store.write(lambda work: work.documents.remove(unneeded.id))
    store.write(lambda work: work.documents.restore(unneeded.id))
    assert {one.id for one in store.read(lambda work: work.documents.list())} == {needed.id, unneeded.id}
    store.write(lambda work: (work.documents.remove(needed.id), work.documents.remove(unneeded.id)))
    assert store.write(lambda work: work.documents.purge("2000-01-01")) == 0
    assert store.write(lambda work: work.documents.purge("9999-01-01")) == 1, "a lesson needs the other one"
    assert store.read(lambda work: work.documents.get(needed.id)) == needed
    with pytest.raises(UserFacingError) as told:
        store.write(lambda work: work.documents.restore(unneeded.id))
    assert told.value.key == "document.not_found"


def test_a_document_that_a_lesson_needs_leaves_the_library_and_stays_readable(store: Store) -> None:
    needed, unneeded = samples.document("needed"), samples.document("unneeded", sha256=("c" * 64,))
    lesson = replace(samples.lesson(), document_id=needed.id)
    store.write(lambda work: (work.documents.add(needed), work.documents.add(unneeded), work.lessons.add(lesson)))
    store.write(lambda work: (work.documents.remove(needed.id), work.documents.remove(unneeded.id)))
    assert store.read(lambda work: work.documents.list()) == ()
    assert store.read(lambda work: work.documents.find_by_sources(("a" * 64,))) is None
    assert store.read(lambda work: work.documents.get(needed.id)) == needed


# -- lessons and decisions -------------------------------------------------------------------------------------------


@pytest.fixture
def lesson(store: Store) -> Lesson:
    return store.write(lambda work: work.lessons.add(samples.lesson()))


def approve(store: Store, version: LessonVersion) -> None:
    store.write(lambda work: work.decisions.decide(samples.decision(version), VersionState.APPROVED))


def test_saving_over_somebody_elses_words_is_refused(store: Store, lesson: Lesson) -> None:
    seen = lesson.current
    mine = samples.renewed(seen, content=samples.content("mine"))
    theirs = samples.renewed(seen, content=samples.content("theirs"))
    saved = store.write(lambda work: work.lessons.save_draft(theirs, expected_created=seen.created))
    assert saved.created != seen.created
    with pytest.raises(UserFacingError) as told:
        store.write(lambda work: work.lessons.save_draft(mine, expected_created=seen.created))
    assert told.value.key == "lesson.changed_elsewhere"
    current = store.read(lambda work: work.lessons.get(lesson.id))
    assert current is not None
    assert current.current == saved


def test_a_decided_version_is_frozen_and_a_new_one_reopens_review(store: Store, lesson: Lesson) -> None:
    approve(store, lesson.current)
    with pytest.raises(UserFacingError):
        store.write(lambda work: work.lessons.save_draft(lesson.current, expected_created=lesson.current.created))
    second = samples.version(lesson.id, 2, samples.content("edited"))
    store.write(lambda work: work.lessons.add_version(second))
    (summary,) = store.read(lambda work: work.lessons.summaries())
    assert (summary.version, summary.state, summary.approved_version) == (2, VersionState.DRAFT, 1)
    approved = store.read(lambda work: work.lessons.approved(lesson.id))
    assert approved is not None
    assert approved.number == 1
    assert [one.number for one in store.read(lambda work: work.lessons.versions(lesson.id))] == [1, 2]


def test_a_version_is_decided_once(store: Store, lesson: Lesson) -> None:
    approve(store, lesson.current)
    with pytest.raises(UserFacingError) as told:
        approve(store, lesson.current)
    assert told.value.key == "review.already_decided"
    assert str(told.value) == "This version was already approved. Nothing was changed."
    assert len(store.read(lambda work: work.decisions.of_lesson(lesson.id))) == 1


def test_only_what_was_seen_can_be_decided(store: Store, lesson: Lesson) -> None:
    decision = samples.decision(lesson.current)
    edited = samples.renewed(lesson.current, content=samples.content("other words"))
    store.write(lambda work: work.lessons.save_draft(edited, expected_created=lesson.current.created))
    with pytest.raises(UserFacingError) as told:
        store.write(lambda work: work.decisions.decide(decision, VersionState.APPROVED))
    assert told.value.key == "lesson.changed_elsewhere"
    assert store.read(lambda work: work.lessons.approved(lesson.id)) is None
    assert store.read(lambda work: work.decisions.of_lesson(lesson.id)) == ()


def test_a_decision_comes_back_whole(store: Store, lesson: Lesson) -> None:
    decision = replace(samples.decision(lesson.current, Action.REJECTED), reason="संख्या गलत है")
    store.write(lambda work: work.decisions.decide(decision, VersionState.REJECTED))
    assert store.read(lambda work: work.decisions.of_version(lesson.current.id)) == decision
    assert store.read(lambda work: work.lessons.approved(lesson.id)) is None


FORBIDDEN = {
    "change decided content": "UPDATE versions SET content = x'7b7d' WHERE state = 'approved'",
    "change decided findings": "UPDATE versions SET findings = '[]' WHERE state = 'approved'",
    "reopen a decision": "UPDATE versions SET state = 'draft' WHERE state = 'approved'",
    "replace a decided version": "INSERT OR REPLACE INTO versions SELECT * FROM versions WHERE state = 'approved'",
    "delete a decided version": "DELETE FROM versions WHERE state = 'approved'",
    "delete its lesson": "DELETE FROM lessons",
    "approve without a decision": "UPDATE versions SET state = 'approved' WHERE state = 'draft'",
    "change a decision": "UPDATE decisions SET reason = 'x'",
    "delete a decision": "DELETE FROM decisions",
    "replace a decision": "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_sql_itself_refuses_to(store: Store, lesson: Lesson, statement: str) -> None:
    approve(store, lesson.current)
    store.write(lambda work: work.lessons.add(samples.lesson("another")))
    with pytest.raises(IntegrityError):
        store._database.write(lambda connection: connection.execute(text(statement)))
    approved = store.read(lambda work: work.lessons.approved(lesson.id))
    assert approved is not None
    assert approved.content == lesson.current.content


def test_a_deleted_lesson_comes_back_until_it_is_purged_and_its_decisions_stay(store: Store, lesson: Lesson) -> None:
    approve(store, lesson.current)
    store.write(lambda work: work.lessons.delete(lesson.id, "2026-01-01T00:00:00.000000Z"))
    assert store.read(lambda work: work.lessons.summaries()) == ()
    assert [one.id for one in store.read(lambda work: work.lessons.summaries(deleted=True))] == [lesson.id]
    store.write(lambda work: work.lessons.restore(lesson.id))
    assert store.write(lambda work: work.lessons.purge("2026-02-01T00:00:00.000000Z")) == 0
    store.write(lambda work: work.lessons.delete(lesson.id, "2026-01-01T00:00:00.000000Z"))
    assert store.write(lambda work: work.lessons.purge("2026-02-01T00:00:00.000000Z")) == 1
    assert store.read(lambda work: work.lessons.get(lesson.id)) is None
    assert len(store.read(lambda work: work.decisions.of_lesson(lesson.id))) == 1


def test_lists_count_sentences_by_their_worst_finding(store: Store) -> None:
    lesson = samples.lesson(says=samples.content(sentences=5))

    def finding(severity: Severity, sentence: int, passage: int = 0) -> Finding:
        return Finding(severity, FactKind.NUMBER, Change.MISSING, "5", passage=passage, sentence=sentence)

    findings = (
        finding(Severity.AMBER, 0),
        finding(Severity.RED, 0),
        finding(Severity.AMBER, 0),
        finding(Severity.AMBER, 3),
        finding(Severity.AMBER, -1, passage=-1),
    )
    lesson = replace(lesson, current=replace(lesson.current, findings=findings))
    store.write(lambda work: work.lessons.add(lesson))
    (summary,) = store.read(lambda work: work.lessons.summaries())
    assert (summary.green, summary.amber, summary.red) == (3, 2, 1)


def test_a_finding_about_a_whole_passage_leaves_none_of_it_green(store: Store) -> None:
    lesson = samples.lesson(says=samples.content(sentences=4))
    whole = Finding(Severity.AMBER, FactKind.PAGE, Change.NOT_CHECKED, passage=0)
    store.write(lambda work: work.lessons.add(replace(lesson, current=replace(lesson.current, findings=(whole,)))))
    (summary,) = store.read(lambda work: work.lessons.summaries())
    assert (summary.green, summary.amber, summary.red) == (0, 1, 0)


# -- jobs and timings ------------------------------------------------------------------------------------------------


def test_jobs_of_a_dead_process_are_queued_again_oldest_first(store: Store) -> None:
    jobs = [samples.job(key=str(n), state=state) for n, state in enumerate(JobState)]
    store.write(lambda work: [work.jobs.add(job) for job in jobs])
    queued = store.write(lambda work: work.jobs.requeue_running())
    assert [(one.key, one.state) for one in queued] == [("0", JobState.QUEUED), ("1", JobState.QUEUED)]


def test_two_unfinished_jobs_never_ask_for_the_same(store: Store) -> None:
    store.write(lambda work: work.jobs.add(samples.job(state=JobState.DONE)))
    store.write(lambda work: work.jobs.add(samples.job()))
    with pytest.raises(IntegrityError):
        store.write(lambda work: work.jobs.add(samples.job(state=JobState.RUNNING)))


def test_the_speed_of_a_step_is_the_median_of_its_last_fifty_timings(store: Store) -> None:
    assert store.read(lambda work: work.timings.seconds_per_unit("reading")) is None
    store.write(lambda work: [work.timings.add("reading", 2, 200) for _ in range(40)])
    store.write(lambda work: [work.timings.add("reading", 2, 3) for _ in range(50)])
    store.write(lambda work: work.timings.add("reading", 1, 999))
    store.write(lambda work: work.timings.add("speaking", 1, 7))
    assert store.read(lambda work: work.timings.seconds_per_unit("reading")) == 1.5
    assert store.read(lambda work: work.timings.seconds_per_unit("speaking")) == 7
