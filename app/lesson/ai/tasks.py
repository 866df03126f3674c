"""Reading and judging what a model wrote, as a task of the light worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.inference.workers.tasks import Task, TaskContext, TaskTable
from app.lesson.ai.answers import JudgeRequest
from app.lesson.ai.question_answers import AskableRequest, QuestionsRequest

if TYPE_CHECKING:
    from app.lesson.ai.answers import Judged
    from app.lesson.ai.question_answers import Askable, JudgedQuestions


def _judge(request: JudgeRequest, _: TaskContext) -> Judged:
    from app.lesson.ai.judge import judge

    return judge(request)


def _askable(request: AskableRequest, _: TaskContext) -> tuple[Askable, ...]:
    from app.lesson.ai.question_judge import askable

    return askable(request)


def _judge_questions(request: QuestionsRequest, _: TaskContext) -> JudgedQuestions:
    from app.lesson.ai.question_judge import judge_questions

    return judge_questions(request)


AI_TASKS: TaskTable = {
    "lesson.judge_easier": Task(JudgeRequest, _judge),
    "lesson.askable": Task(AskableRequest, _askable),
    "lesson.judge_questions": Task(QuestionsRequest, _judge_questions),
}
