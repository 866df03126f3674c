"""``make``: pages in, a lesson out - approved and on the stick when every sentence is green and a reviewer said so."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from app.cli import show
from app.cli.commands.pack import save_pack
from app.cli.commands.review import reviewer
from app.cli.hints import sentence
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt, writing
from app.domain.errors import DecisionNeeded, JobCancelled, JobFailed, UserFacingError
from app.domain.jobs import JobState, Lane
from app.domain.lesson_parts import count_lights
from app.domain.lessons import Lesson, LessonOptions, VersionState
from app.domain.messages import MESSAGES
from app.domain.models import EngineTask, Route
from app.jobs.runner import UNFINISHED
from app.lesson.jobs import submit_make
from app.lesson.speech import VOICE_FELL_BACK
from app.library.left_out import Added, NoneAddedError

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application, Services
    from app.cli.show import Json
    from app.domain.documents import Document
    from app.domain.jobs import CancelToken
    from app.domain.people import Decision


def make(options: argparse.Namespace, application: Application) -> Result:
    """Read, make, and - where asked for and allowed - approve and save."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, writing(application, options) as services:
        services.events.subscribe(printer.on_event)
        try:
            return _make(services, options, printer, cancel)
        finally:
            printer.finish()


def _make(services: Services, options: argparse.Namespace, printer: ProgressPrinter, cancel: CancelToken) -> Result:
    seconds: dict[str, float] = {}
    if options.approve_green:
        reviewer(services, options.reviewer)  # who decides must be known before the work begins
    if options.to is not None:
        services.packs.check_target(options.to)
    start = time.monotonic()
    added, error = _added(services, options, printer, cancel)
    seconds["read"] = time.monotonic() - start
    start = time.monotonic()
    lessons, not_made, failure = _make_lessons(services, options, added.documents, cancel)
    error = error or failure
    not_made = [_not_made(one.error, source=one.source) for one in added.left_out] + not_made
    seconds["make"] = time.monotonic() - start
    data: Json = {
        "documents": [show.document(one) for one in added.documents],
        "lessons": [show.lesson(one) for one in lessons],
        "not_made": not_made,
        "engines": _engines(services, options, lessons),
        "pack": None,
    }
    if error is None and (options.approve_green or options.to is not None):
        error = _decide(services, options, lessons, data)
        if error is None and options.to is not None:
            start = time.monotonic()
            try:
                data["pack"] = save_pack(services, [one.id for one in lessons], options, printer, cancel)
            except UserFacingError as failure:  # the lesson is made and approved: it is named beside the error
                error = failure
            seconds["save"] = time.monotonic() - start
    data["steps"] = services.step_statistics()
    data["seconds"] = {name: round(value, 3) for name, value in seconds.items()}
    told = not_made if lessons or len(not_made) > 1 else []  # of one alone the error itself tells
    return Result(data, _lines(lessons, data, told), error)


def _added(
    services: Services, options: argparse.Namespace, printer: ProgressPrinter, cancel: CancelToken
) -> tuple[Added, UserFacingError | None]:
    """The documents; where there are none, why the first file could not be used."""
    try:
        return services.library.add_all(
            options.sources, language=options.source_language, report=printer, cancel=cancel
        ), None
    except NoneAddedError as refused:
        return Added((), refused.left_out), refused


def _make_lessons(
    services: Services, options: argparse.Namespace, documents: tuple[Document, ...], cancel: CancelToken
) -> tuple[list[Lesson], list[Json], UserFacingError | None]:
    """One lesson per document and language; a language that no engine can make is named, and an error if none can."""
    lessons: list[Lesson] = []
    not_made: list[Json] = []
    last_error: UserFacingError | None = None
    for document in documents:
        for language in options.language or (None,):
            wanted = LessonOptions(
                school_class=options.school_class,
                level=options.level,
                language=language,
                with_audio=not options.no_audio,
            )
            try:
                lesson = _run_job(services, document, wanted, cancel)
                if lesson.id not in {one.id for one in lessons}:  # the same page was given twice
                    lessons.append(lesson)
            except UserFacingError as error:
                last_error = error
                not_made.append(_not_made(error, document_id=document.id, language=language))
    return lessons, not_made, None if lessons else last_error


def _engines(services: Services, options: argparse.Namespace, lessons: list[Lesson]) -> list[Json]:
    """Who serves each task of these lessons, and why; which of them wrote a lesson stands in the lesson itself."""
    asked: dict[tuple[EngineTask, str, str], None] = {}
    for content in (one.current.content for one in lessons):
        page, language = content.page_language, content.language
        asked[EngineTask.GENERATE, page, ""] = None
        if page != language:
            asked[EngineTask.TRANSLATE, page, language] = None
        if not options.no_audio:
            asked[EngineTask.SPEAK, language, ""] = None
        if _is_guarded(services, page):
            asked[EngineTask.SAFETY, page, ""] = None
    rows = [_row(services, *one) for one in asked]
    return [_voice(services, row, lessons) if row["task"] == EngineTask.SPEAK else row for row in rows]


def _voice(services: Services, row: Json, lessons: list[Lesson]) -> Json:
    """Who read aloud: a voice from the internet stands before those on this computer, unless it did not answer."""
    contents = [one.current.content for one in lessons]
    if any(VOICE_FELL_BACK in one.notes and one.language == row["language"] for one in contents):
        return {**row, "reason": f"{MESSAGES['lesson.voice_fell_back']} {row['reason']}"}
    name = services.lessons.online_voice(row["language"])
    if not name:
        return row
    why = f"{name} was asked first: voices from the internet are switched on in Settings. After it: {row['reason']}"
    return {**row, "model": name, "runtime": "edge-tts", "device": "online", "reason": why}


def _is_guarded(services: Services, page: str) -> bool:
    """Whether a guard looks at what a language model writes."""
    return all(_row(services, task, page, "")["model"] for task in (EngineTask.GENERATE, EngineTask.SAFETY))


def _row(services: Services, task: EngineTask, language: str, target: str) -> Json:
    try:
        found = services.room.route(task, language, target)
    except UserFacingError as error:  # a damaged catalogue: the built-in engines served
        return {**show.route(Route(task, None), language, target), "reason": str(error)}
    return show.route(found, language, target)


def _not_made(
    error: UserFacingError, *, document_id: str | None = None, language: str | None = None, source: str | None = None
) -> Json:
    """A file that could not be read, or a lesson that could not be made of a document."""
    row: Json = {"document_id": document_id, "language": language, "source": source}
    return {**row, "error": error.key, "message": sentence(error)}


def _run_job(services: Services, document: Document, wanted: LessonOptions, cancel: CancelToken) -> Lesson:
    """Through the durable job, so that a killed run is resumed by the next one."""
    job = submit_make(services.jobs, services.lessons, document, wanted, lane=Lane.QUICK)
    while job.state in UNFINISHED:
        if cancel.cancelled:
            services.jobs.cancel(job.id)
        with contextlib.suppress(TimeoutError):
            job = services.jobs.wait(job.id, 0.2)
    if job.state is JobState.CANCELLED:
        raise JobCancelled
    if job.state is JobState.FAILED:
        if not job.error_key:
            raise RuntimeError(f"job {job.id}: {job.error_text}")
        raise JobFailed(job.error_key, job.error_text)
    return services.lessons.lesson(str(job.checkpoint["lesson_id"]))


def _decide(
    services: Services, options: argparse.Namespace, lessons: list[Lesson], data: Json
) -> UserFacingError | None:
    """Approve what is all green and was asked for; the first lesson that needs a person is the error."""
    waiting: list[Lesson] = []
    for number, lesson in enumerate(lessons):
        approved = lesson.current.state is VersionState.APPROVED
        if lesson.current.state is VersionState.DRAFT and options.approve_green:
            decision = services.review.approve_unopened(lesson.id, reviewer(services, options.reviewer))
            approved = decision is not None
            if decision is not None:
                data["lessons"][number] = _after(services, lesson, decision)
        if not approved:
            waiting.append(lesson)
    if not waiting:
        return None
    lights = [count_lights(one.current.content, one.current.findings) for one in waiting]
    amber, red = sum(light[1] for light in lights), sum(light[2] for light in lights)
    if waiting[0].current.state is VersionState.REJECTED:
        return DecisionNeeded("review.was_rejected", id=waiting[0].id)
    key = "review.needs_person" if amber or red else "review.not_approved"
    return DecisionNeeded(key, amber=amber, red=red, id=waiting[0].id)


def _after(services: Services, lesson: Lesson, decision: Decision) -> Json:
    return {**show.lesson(services.lessons.lesson(lesson.id)), "decision": show.decision(decision)}


def _lines(lessons: list[Lesson], data: Json, not_made: list[Json]) -> list[str]:
    lines = []
    for lesson in lessons:
        content = lesson.current.content
        lines.append(
            f"{content.title}: {len(content.passages)} passages, {len(content.choice_questions)} choice questions,"
            f" {'made with an AI model' if content.uses_ai else 'made without an AI model'} - lesson {lesson.id}"
        )
        lines += show.remarks(content)
        lines += show.translation_lines(content)
        lines += [show.finding_line(one) for one in lesson.current.findings]
    lines += [f"Not made: {row['message']}" for row in not_made]
    if data["pack"]:
        lines.append(f"Verified - safe to remove: {data['pack']['folder']}")
    return lines
