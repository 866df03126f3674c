"""Reading and judging what a model wrote, as a task of the light worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.inference.workers.tasks import Task, TaskContext, TaskTable
from app.lesson.ai.answers import JudgeRequest

if TYPE_CHECKING:
    from app.lesson.ai.answers import Judged


def _judge(request: JudgeRequest, _: TaskContext) -> Judged:
    from app.lesson.ai.judge import judge

    return judge(request)


AI_TASKS: TaskTable = {"lesson.judge_easier": Task(JudgeRequest, _judge)}
