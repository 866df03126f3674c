"""Where the level changed no sentence, the lesson says so."""

from __future__ import annotations

from typing import Any, cast

import pytest

from app.domain.jobs import CancelToken, ignore_progress
from app.domain.lessons import LessonOptions, Level
from app.lesson.pipeline import LessonPipeline
from app.lesson.tasks import LESSON_TASKS, WorkerLessonWriter
from app.store.steps import StepRunner
from tests.in_process import InProcessWorker
from tests.unit.lesson.test_pipeline import document, steps

__all__ = ["steps"]
PLAIN = "The river is long. It flows to the sea."
HARD = "The river is very long and wide, but nobody resides near the river because it often rises in summer."


@pytest.mark.parametrize(
    ("text", "level", "said"),
    [
        (PLAIN, Level.EASIEST, True),
        (PLAIN, Level.EASIER, True),
        (PLAIN, Level.SAME, False),
        (HARD, Level.EASIER, False),
        (f"{PLAIN}\n\n{HARD}", Level.EASIEST, False),
    ],
)
def test_a_page_that_no_sentence_of_which_became_easier_says_so(
    steps: StepRunner, text: str, level: Level, *, said: bool
) -> None:
    pipeline = LessonPipeline(WorkerLessonWriter(cast(Any, InProcessWorker(LESSON_TASKS))), steps)
    content = pipeline.make(
        document(*text.split("\n\n")), LessonOptions(level=level), ignore_progress, CancelToken()
    ).content
    assert ("already_at_level" in content.notes) is said
