"""What the command line says of a lesson and of a decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from app.cli import show
from app.domain.documents import Block, BlockKind, Document, Page, PageText, Quality, ReadMethod
from app.domain.jobs import CancelToken, ignore_progress
from app.domain.lessons import Change, FactKind, Finding, LessonOptions, LessonVersion, Severity, VersionState
from app.inference.protocols import EngineInfo
from app.inference.workers.tasks import Task, TaskContext
from app.lesson.pipeline import LessonPipeline
from app.lesson.tasks import LESSON_TASKS, InfoRequest, WorkerLessonWriter
from app.store.cache import StepCache
from app.store.steps import StepRunner
from tests.in_process import InProcessWorker


@pytest.mark.parametrize(("name", "uses_ai"), [("rules", False), ("Qwen2.5 0.5B", True)])
def test_a_lesson_says_whether_an_ai_model_wrote_it(tmp_path: Path, name: str, uses_ai: bool) -> None:
    def info(_: InfoRequest, __: TaskContext) -> EngineInfo:
        return EngineInfo(name, "1", uses_ai)

    block = Block(BlockKind.PARAGRAPH, "Water boils at 100 °C. Ice melts at 0 °C.")
    page = Page("p", "d", 0, 0, 0, text=PageText((block,), ReadMethod.TEXT, Quality.GOOD, language="en"))
    document = Document("d", "Heat", (), "en", "", 1, (page,))
    worker = InProcessWorker({**LESSON_TASKS, "lesson.info": Task(InfoRequest, info)})
    cache = StepCache(tmp_path)
    pipeline = LessonPipeline(WorkerLessonWriter(cast(Any, worker)), StepRunner(cache))
    draft = pipeline.make(document, LessonOptions(), ignore_progress, CancelToken())
    cache.close()
    shown = show.version(LessonVersion("v", "l", 1, VersionState.DRAFT, draft.content, draft.findings, ""))
    assert (shown["engine"], shown["uses_ai"]) == (name, uses_ai)


def test_a_change_has_a_place_and_in_the_text_a_number() -> None:
    assert show.change(3, "a", "b") == {"passage": 3, "place": "passages.3", "before": "a", "after": "b"}
    assert show.change("title", "a", "b") == {"passage": None, "place": "title", "before": "a", "after": "b"}


def test_a_finding_beside_the_text_names_its_place() -> None:
    found = Finding(Severity.RED, FactKind.NUMBER, Change.ADDED, result="7", place="short_questions.1")
    assert show.finding(found)["place"] == "short_questions.1"
    line = show.finding_line(found)
    assert "short_questions.1: Short question 2: The number “7” is not on the page." in line
