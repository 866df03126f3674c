"""Making a lesson as a durable job."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from app.domain.errors import UserFacingError
from app.domain.ids import new_id
from app.domain.jobs import Job, JobState, Lane
from app.domain.lessons import LessonOptions
from app.lesson.ai.answers import FELL_BACK

if TYPE_CHECKING:
    from app.domain.documents import Document
    from app.jobs.context import JobContext
    from app.jobs.protocols import JobFunction
    from app.jobs.runner import JobRunner
    from app.lesson.service import LessonService

_MOST_PAGES_BY_DAY = 20


def make_job(lessons: LessonService) -> JobFunction:
    """Job "make": params `document_id` and `options`; writes down `lesson_id` before it begins.

    So a job that was killed after the lesson was saved finds it and makes no second one.
    """

    def make(context: JobContext) -> None:
        lesson_id = str(context.job.checkpoint.get("lesson_id") or new_id())
        context.checkpoint({"lesson_id": lesson_id})
        lessons.make(
            str(context.job.params["document_id"]),
            msgspec.convert(context.job.params["options"], LessonOptions),
            lesson_id=lesson_id,
            report=context.report,
            cancel=context.cancel,
        )

    return make


def submit_make(
    jobs: JobRunner, lessons: LessonService, document: Document, options: LessonOptions, *, lane: Lane | None = None
) -> Job:
    """Submit "make", or give back the finished job that already made this lesson from this text.

    A whole book goes into the night lane, so that the page she needs next need not wait for it; `lane` is for a caller
    who waits for nothing else.

    The text of the pages and the engine are part of the job's key, so a corrected page gives a new lesson, and so
    does a better engine. A lesson for which the engine failed in part is made anew.
    """
    words = "\n".join(page.text.text for page in document.pages if page.text is not None)
    params: dict[str, object] = {
        "document_id": document.id,
        "options": msgspec.to_builtins(options),
        "text_sha256": hashlib.sha256(words.encode()).hexdigest(),
        "engine": lessons.fingerprint(document, options),
    }
    made = jobs.find("make", params)
    if made is not None and made.state is JobState.DONE and _still_holds(made, lessons):
        return made
    by_size = Lane.NIGHT if document.page_count > _MOST_PAGES_BY_DAY else Lane.QUICK
    return jobs.submit("make", params, lane=lane or by_size)


def _still_holds(job: Job, lessons: LessonService) -> bool:
    try:
        lesson = lessons.lesson(str(job.checkpoint["lesson_id"]))
    except UserFacingError:
        return False
    return lesson.deleted is None and FELL_BACK not in lesson.current.content.notes
