"""The built-in lesson writer and the checks as tasks of the light worker, and the writer that calls them there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Self, TypeVar

from app.config.paths import resources
from app.domain.documents import Line, Page
from app.domain.lessons import (
    ChoiceQuestion,
    Finding,
    KeyWord,
    LessonContent,
    LessonOptions,
    LessonPlan,
    Level,
    SentencePair,
    ShortQuestion,
)
from app.inference.protocols import EngineInfo, LessonSource, LessonWriter
from app.inference.workers.tasks import Task, TaskContext, TaskTable
from app.lesson.checking import check_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.jobs import CancelToken
    from app.inference.workers.process import WorkerClient

T = TypeVar("T")

_BEYOND_DOUBT = 80.0
"""Confidence of a word, 0 to 100, from which on no check asks for it."""


@dataclass(frozen=True, slots=True)
class InfoRequest:
    """Ask who the engine is for a language."""

    language: str


@dataclass(frozen=True, slots=True)
class SimplifyRequest:
    """Ask for the easier text of one passage."""

    text: str
    language: str
    level: Level
    before: str = ""


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Ask for key words or questions."""

    source: LessonSource
    count: int


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Ask for the lesson-plan sheet."""

    source: LessonSource
    key_words: tuple[KeyWord, ...]
    options: LessonOptions


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Ask for the findings of a whole lesson."""

    content: LessonContent
    source_language: str
    pages: tuple[Page, ...]


@cache
def _writer() -> LessonWriter:
    """One writer per worker process: its glossaries are read once."""
    from app.lesson.rules.writer import RulesLessonWriter

    return RulesLessonWriter(resources())


def _info(request: InfoRequest, _: TaskContext) -> EngineInfo:
    return _writer().info(request.language)


def _simplify(request: SimplifyRequest, _: TaskContext) -> tuple[SentencePair, ...]:
    return _writer().simplify(request.text, language=request.language, level=request.level, before=request.before)


def _key_words(request: ListRequest, _: TaskContext) -> tuple[KeyWord, ...]:
    return _writer().key_words(request.source, count=request.count)


def _choice_questions(request: ListRequest, _: TaskContext) -> tuple[ChoiceQuestion, ...]:
    return _writer().choice_questions(request.source, count=request.count)


def _short_questions(request: ListRequest, _: TaskContext) -> tuple[ShortQuestion, ...]:
    return _writer().short_questions(request.source, count=request.count)


def _plan(request: PlanRequest, _: TaskContext) -> LessonPlan:
    return _writer().plan(request.source, request.key_words, options=request.options)


def _check(request: CheckRequest, _: TaskContext) -> tuple[Finding, ...]:
    return check_content(request.content, request.source_language, request.pages)


LESSON_TASKS: TaskTable = {
    "lesson.info": Task(InfoRequest, _info),
    "lesson.simplify": Task(SimplifyRequest, _simplify),
    "lesson.key_words": Task(ListRequest, _key_words),
    "lesson.choice_questions": Task(ListRequest, _choice_questions),
    "lesson.short_questions": Task(ListRequest, _short_questions),
    "lesson.plan": Task(PlanRequest, _plan),
    "lesson.check": Task(CheckRequest, _check),
}


def _lean(page: Page) -> Page:
    """A page with the words that somebody may doubt; all words of a whole book would not fit a message."""
    if page.text is None:
        return page
    blocks = tuple(replace(block, lines=tuple(map(_lean_line, block.lines))) for block in page.text.blocks)
    return replace(page, text=replace(page.text, blocks=blocks))


def _lean_line(line: Line) -> Line:
    """One word stays in any case: a line without words was typed by a person."""
    doubtful = tuple(word for word in line.words if word.confidence is not None and word.confidence < _BEYOND_DOUBT)
    return replace(line, words=doubtful or line.words[:1])


class WorkerLessonWriter:
    """`LessonWriter` whose work is done in the light worker.

    Args:
        worker: The light worker.
        cancel: Ends the work in hand.
    """

    def __init__(self, worker: WorkerClient, cancel: CancelToken | None = None) -> None:
        self._worker = worker
        self._cancel = cancel

    def until(self, cancel: CancelToken) -> Self:
        """The same writer, whose work ends when `cancel` is set."""
        return type(self)(self._worker, cancel)

    def info(self, language: str) -> EngineInfo:
        """The engine as it works for this language."""
        return self._call("lesson.info", InfoRequest(language), EngineInfo)

    def simplify(self, text: str, *, language: str, level: Level, before: str = "") -> tuple[SentencePair, ...]:
        """Easier text for one passage."""
        request = SimplifyRequest(text, language, level, before)
        return self._call("lesson.simplify", request, tuple[SentencePair, ...])

    def key_words(self, source: LessonSource, *, count: int) -> tuple[KeyWord, ...]:
        """Up to `count` words worth learning."""
        return self._call("lesson.key_words", ListRequest(source, count), tuple[KeyWord, ...])

    def choice_questions(self, source: LessonSource, *, count: int) -> tuple[ChoiceQuestion, ...]:
        """Up to `count` multiple-choice questions."""
        return self._call("lesson.choice_questions", ListRequest(source, count), tuple[ChoiceQuestion, ...])

    def short_questions(self, source: LessonSource, *, count: int) -> tuple[ShortQuestion, ...]:
        """Up to `count` short questions."""
        return self._call("lesson.short_questions", ListRequest(source, count), tuple[ShortQuestion, ...])

    def plan(self, source: LessonSource, key_words: Sequence[KeyWord], *, options: LessonOptions) -> LessonPlan:
        """The lesson-plan sheet."""
        return self._call("lesson.plan", PlanRequest(source, tuple(key_words), options), LessonPlan)

    def check(self, content: LessonContent, source_language: str, pages: Sequence[Page]) -> tuple[Finding, ...]:
        """All findings of a lesson; see `app.lesson.checking.check_content`."""
        request = CheckRequest(content, source_language, tuple(map(_lean, pages)))
        return self._call("lesson.check", request, tuple[Finding, ...])

    def _call(self, task: str, request: object, result_type: type[T]) -> T:
        return self._worker.call(task, request, result_type, cancel=self._cancel)
