"""Easier text and questions by a language model beside what the rules made; checks decide what is taken."""

from __future__ import annotations

import logging
from itertools import islice
from typing import TYPE_CHECKING, Protocol, Self

from app.domain.errors import UserFacingError
from app.domain.models import EngineTask, Route
from app.inference.protocols import EngineInfo, TextGenerator
from app.inference.workers.model_engines import ModelsRoom, WorkerSafetyClassifier, WorkerTextGenerator
from app.lesson.ai.answers import JUDGE_VERSION, Answer, Judged, JudgeRequest
from app.lesson.ai.faults import of_a_model
from app.lesson.ai.guarding import LessonGuard
from app.lesson.ai.prompts import (
    MOST_REWRITTEN,
    MOST_REWRITTEN_INDIC,
    PROMPT_VERSION,
    askable,
    batches,
    simplify_request,
)
from app.lesson.ai.question_answers import (
    QUESTIONS_VERSION,
    Askable,
    AskableRequest,
    JudgedQuestions,
    QuestionsRequest,
)
from app.lesson.ai.question_prompts import questions_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.jobs import CancelToken
    from app.domain.lessons import Level, SentencePair
    from app.inference.protocols import GenerateRequest, LessonSource
    from app.inference.workers.process import WorkerClient

_MOST_REQUESTS = 3
"""For questions of one kind: a model whose questions do not pass is not asked about a whole book."""
_log = logging.getLogger(__name__)


class CancellableGenerator(TextGenerator, Protocol):
    """A language model whose answers can be ended."""

    def until(self, cancel: CancelToken) -> Self:
        """The same model, whose answers raise `JobCancelled` soon after `cancel` is set."""
        ...


class AiLessonWriter:
    """Rewrites passages with a language model.

    Args:
        light: The light worker, where answers are read and judged.
        generator: The model.
        guard: Looks at what the model wrote; None where no guard model is installed.
        cancel: Ends the work in hand.

    Attributes:
        guard: As given.
    """

    def __init__(
        self,
        light: WorkerClient,
        generator: CancellableGenerator,
        guard: LessonGuard | None = None,
        *,
        cancel: CancelToken | None = None,
    ) -> None:
        self._light = light
        self._generator = generator
        self.guard = guard
        self._cancel = cancel

    def info(self, rules: EngineInfo) -> EngineInfo:
        """Model and rules together: what either changes in the lesson changes the fingerprint."""
        model = self._generator.info()
        fingerprint = f"{model.fingerprint}+{rules.fingerprint}+prompt-{PROMPT_VERSION}+judge-{JUDGE_VERSION}"
        return EngineInfo(f"{model.name}, {rules.name}", fingerprint, uses_ai=True)

    def fingerprint(self, rules: EngineInfo) -> str:
        """Of all that changes a lesson of this model: what it writes, and what the guard lets pass."""
        guard = f"+{self.guard.info().fingerprint}" if self.guard is not None else ""
        return f"{self.info(rules).fingerprint}+questions-{QUESTIONS_VERSION}{guard}"

    def until(self, cancel: CancelToken) -> Self:
        """The same writer, whose work ends within two seconds after `cancel` is set."""
        guard = self.guard.until(cancel) if self.guard is not None else None
        return type(self)(self._light, self._generator.until(cancel), guard, cancel=cancel)

    def rewrite(self, pairs: tuple[SentencePair, ...], *, language: str, level: Level, before: str = "") -> Judged:
        """A passage as the rules made it, with the model's sentences where they pass every test.

        Args:
            pairs: What the rules made at this level.
            language: ISO 639-1 code.
            level: `EASIER` or `EASIEST`.
            before: The text of the page up to this passage.

        Raises:
            ModelFailedError: the model gave no answer.
            JobCancelled: the work was ended.
        """
        sources = [pair.source for pair in pairs]
        most = MOST_REWRITTEN.get(language, MOST_REWRITTEN_INDIC)
        answers = tuple(
            self._ask(batch, [sources[place] for place in batch], language, level)
            for batch in batches(askable(sources, language), sources, most)
        )
        if not answers:
            return Judged(pairs, ("unasked",) * len(pairs))
        request = JudgeRequest(pairs, answers, language, before)
        return self._light.call("lesson.judge_easier", request, Judged, cancel=self._cancel)

    def questions(
        self, source: LessonSource, *, choice: bool, found: tuple[tuple[str, str], ...], count: int
    ) -> JudgedQuestions:
        """Up to `count` questions about sentences that are not asked about yet, each of which passed every test.

        Args:
            source: The page.
            choice: Whether with four options.
            found: Sentence and answer of the questions that are there already.
            count: Questions wanted.

        Raises:
            ModelFailedError: the model gave no answer.
            JobCancelled: the work was ended.
        """
        wanted = AskableRequest(source, tuple(sentence for sentence, _ in found))
        told = self._light.call("lesson.askable", wanted, tuple[Askable, ...], cancel=self._cancel)
        made = JudgedQuestions()
        for batch in islice(batches(range(len(told)), [one.text for one in told]), _MOST_REQUESTS):
            missing = count - len(made.choice) - len(made.short)
            if missing <= 0:
                break
            asked = tuple(told[place] for place in batch)
            request = questions_request([one.text for one in asked], source.language, count=missing, choice=choice)
            answer = self._answer(request, batch)
            there = (*found, *_rests_on(made))
            judged = self._light.call(
                "lesson.judge_questions",
                QuestionsRequest(source, asked, answer.text, choice, there),
                JudgedQuestions,
                cancel=self._cancel,
            )
            made = JudgedQuestions(
                (*made.choice, *judged.choice[:missing]),
                (*made.short, *judged.short[:missing]),
                (*made.refused, *judged.refused),
            )
        return made

    def _ask(self, places: tuple[int, ...], sources: Sequence[str], language: str, level: Level) -> Answer:
        return self._answer(simplify_request(sources, language, level), places)

    def _answer(self, request: GenerateRequest, places: tuple[int, ...]) -> Answer:
        said, finish = [request.answer_start], ""
        with of_a_model():
            try:
                for piece in self._generator.generate(request):
                    said.append(piece.text)
                    finish = piece.finish or finish
            except UserFacingError as error:
                if error.key != "engine.too_long":
                    raise
                return Answer(places, "", whole=False)  # of the page, and always so: these sentences have no answer
        return Answer(places, "".join(said), whole=finish == "stop")


def _rests_on(made: JudgedQuestions) -> tuple[tuple[str, str], ...]:
    """Sentence and answer of each question."""
    return (
        *((one.evidence, one.options[one.answer]) for one in made.choice),
        *((one.evidence, one.answer) for one in made.short),
    )


class ModelRoom(ModelsRoom, Protocol):
    """What is used of `EngineRoom`."""

    def route(self, task: EngineTask, language: str) -> Route:
        """Who does a task."""
        ...


class AiWriters:
    """The language models of this laptop that can write lessons.

    Args:
        light: The light worker.
        room: The installed models.
    """

    def __init__(self, light: WorkerClient, room: ModelRoom) -> None:
        self._light = light
        self._room = room

    def route(self, language: str) -> Route:
        """Who writes easier text in a language, and why."""
        try:
            return self._room.route(EngineTask.GENERATE, language)
        except UserFacingError as error:  # a damaged catalogue, which the Models page tells of
            _log.warning("no language model can be looked for: %s", error)
            return Route(EngineTask.GENERATE, None)

    def of(self, language: str) -> AiLessonWriter | None:
        """The writer for a language; None where no model is installed for it that fits this machine."""
        found = self.route(language)
        if found.model is None:
            return None
        return AiLessonWriter(self._light, WorkerTextGenerator(self._room, found), self._guard(language))

    def _guard(self, language: str) -> LessonGuard | None:
        found = self._room.route(EngineTask.SAFETY, language)
        if found.model is None:
            return None
        return LessonGuard(WorkerSafetyClassifier(self._room, found))
