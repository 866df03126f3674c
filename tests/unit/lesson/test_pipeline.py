"""The steps of a lesson: what is asked of the engine, what travels, and how soon it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app.bootstrap import light_worker_tasks
from app.domain.documents import (
    Block,
    BlockKind,
    Box,
    Document,
    Line,
    Page,
    PageNote,
    PageText,
    Quality,
    ReadMethod,
    Word,
)
from app.domain.errors import JobCancelled
from app.domain.jobs import CancelToken, Progress, ignore_progress
from app.domain.lessons import LessonContent, LessonOptions, Level, Passage
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient
from app.inference.workers.tasks import Task, TaskContext
from app.lesson.checking import check_content
from app.lesson.pipeline import LessonPipeline
from app.lesson.tasks import LESSON_TASKS, SimplifyRequest, WorkerLessonWriter
from app.store.cache import StepCache
from app.store.steps import StepRunner
from tests.in_process import InProcessWorker

BOX = Box(0.1, 0.1, 0.9, 0.2)
LIMITS = WorkerLimits(memory=1 << 30, address_space=4 << 30, seconds=60)


def document(*texts: str, words: int = 0) -> Document:
    line = Line("x", BOX, tuple(Word(f"{number}", BOX, 97.0) for number in range(words)))
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, (line,) if words else (), BOX) for text in texts)
    page = Page("p", "d", 0, 0, 0, text=PageText(blocks, ReadMethod.OCR, Quality.GOOD, language="en"))
    return Document("d", "Rivers", (), "en", "", 1, (page,))


@pytest.fixture
def steps(tmp_path: Path) -> Iterator[StepRunner]:
    cache = StepCache(tmp_path / "cache")
    yield StepRunner(cache)
    cache.close()


def test_what_a_passage_is_told_of_the_page_is_the_words_before_it_and_no_more(steps: StepRunner) -> None:
    told: list[str] = []

    def simplify(request: SimplifyRequest, context: TaskContext) -> object:
        told.append(request.before)
        return LESSON_TASKS["lesson.simplify"].run(request, context)

    texts = [f"River {number} is {number} km long and {'very ' * 200}deep." for number in range(12)]
    worker = InProcessWorker({**LESSON_TASKS, "lesson.simplify": Task(SimplifyRequest, simplify)})
    LessonPipeline(WorkerLessonWriter(cast(Any, worker)), steps).make(
        document(*texts), LessonOptions(), ignore_progress, CancelToken()
    )
    assert told == ["\n".join(texts[:number])[-4_000:] for number in range(12)]


def test_the_work_for_a_passage_does_not_grow_with_the_book(steps: StepRunner) -> None:
    worker = InProcessWorker(LESSON_TASKS)
    pipeline = LessonPipeline(WorkerLessonWriter(cast(Any, worker)), steps)
    pipeline.make(
        document(*(f"River {n} is long." for n in range(300))), LessonOptions(), ignore_progress, CancelToken()
    )
    sizes = [size for task, size in worker.calls if task == "lesson.simplify"]
    assert len(sizes) == 300
    assert max(sizes) < 5_000


def test_cancel_ends_the_rules_in_the_middle_of_a_passage(steps: StepRunner) -> None:
    worker = WorkerClient("light", f"{__name__}:slow_tasks", LIMITS)
    token = CancelToken()
    begun: list[float] = []

    def cancel_at_first(progress: Progress) -> None:
        if progress.step == "simplifying" and not begun:
            begun.append(time.monotonic())
            threading.Timer(0.5, token.cancel).start()

    try:
        worker.start()
        with pytest.raises(JobCancelled):
            LessonPipeline(WorkerLessonWriter(worker), steps).make(
                document(TEXT), LessonOptions(), cancel_at_first, token
            )
        assert time.monotonic() - begun[0] < 20
    finally:
        worker.close()


TEXT = "The river is 300 km long and it is not deep."


def slow_tasks() -> dict[str, Task]:
    """The table with rules that take a minute for a passage."""
    return {**light_worker_tasks(), "lesson.simplify": Task(SimplifyRequest, lambda *_: time.sleep(60))}


def test_the_check_of_a_whole_book_fits_a_message_and_finds_the_same() -> None:
    book = document(TEXT, words=400)
    page = book.pages[0]
    assert page.text is not None
    odd = replace(
        page.text,
        notes=(PageNote.DOUBTFUL_WORDS,),
        blocks=(
            *page.text.blocks,
            Block(
                BlockKind.PARAGRAPH, "It has 17 bridges.", (Line("17", BOX, (Word("17", BOX, 31.0),)),), Box(0, 0, 1, 1)
            ),
        ),
    )
    pages = [replace(page, id=f"p{number}", text=odd) for number in range(300)]
    passages = tuple(
        Passage(BlockKind.PARAGRAPH, "It has 17 bridges.", "It has 17 bridges.", page_id=one.id, box=Box(0, 0, 1, 1))
        for one in pages
    )
    content = LessonContent("Rivers", "en", Level.SAME, 6, passages)
    worker = InProcessWorker(LESSON_TASKS)
    found = WorkerLessonWriter(cast(Any, worker)).check(content, "en", pages)
    assert found == check_content(content, "en", pages)
    assert len(found) == 300
    assert worker.calls[0][1] < 1_000_000
