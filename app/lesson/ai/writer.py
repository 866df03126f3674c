"""Easier text by a language model, sentence by sentence over what the rules made; checks decide what is taken."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol, Self

from app.domain.errors import UserFacingError
from app.domain.jobs import Lane
from app.domain.models import EngineTask, Route
from app.inference.protocols import EngineInfo, TextGenerator
from app.inference.workers.model_engines import GeneratingRoom, WorkerTextGenerator
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError
from app.lesson.ai.answers import JUDGE_VERSION, Answer, Judged, JudgeRequest
from app.lesson.ai.prompts import PROMPT_VERSION, askable, batches, simplify_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.jobs import CancelToken
    from app.domain.lessons import Level, SentencePair
    from app.inference.workers.process import WorkerClient

_log = logging.getLogger(__name__)


class ModelFailedError(Exception):
    """The model cannot write now; the rules' text stands. The text is a sentence for a person.

    Attributes:
        resting: Whether it is not to be asked again for this lesson: it failed so often that it is left alone for a
            while, or it was waited for in vain.
    """

    def __init__(self, message: str, *, resting: bool = False) -> None:
        super().__init__(message)
        self.resting = resting


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
        cancel: Ends the work in hand.
    """

    def __init__(self, light: WorkerClient, generator: CancellableGenerator, cancel: CancelToken | None = None) -> None:
        self._light = light
        self._generator = generator
        self._cancel = cancel

    def info(self, rules: EngineInfo) -> EngineInfo:
        """Model and rules together: what either changes in the lesson changes the fingerprint."""
        model = self._generator.info()
        fingerprint = f"{model.fingerprint}+{rules.fingerprint}+prompt-{PROMPT_VERSION}+judge-{JUDGE_VERSION}"
        return EngineInfo(f"{model.name}, {rules.name}", fingerprint, uses_ai=True)

    def until(self, cancel: CancelToken) -> Self:
        """The same writer, whose work ends within two seconds after `cancel` is set."""
        return type(self)(self._light, self._generator.until(cancel), cancel)

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
        answers = tuple(
            self._ask(batch, [sources[place] for place in batch], language, level)
            for batch in batches(askable(sources, language), sources)
        )
        if not answers:
            return Judged(pairs, ("unasked",) * len(pairs))
        request = JudgeRequest(pairs, answers, language, before)
        return self._light.call("lesson.judge_easier", request, Judged, cancel=self._cancel)

    def _ask(self, places: tuple[int, ...], sources: Sequence[str], language: str, level: Level) -> Answer:
        request = simplify_request(sources, language, level)
        said, finish = [request.answer_start], ""
        try:
            for piece in self._generator.generate(request):
                said.append(piece.text)
                finish = piece.finish or finish
        except WorkerTaskError as error:
            raise ModelFailedError("The model failed.") from error
        except UserFacingError as error:
            if error.key == "engine.too_long":  # of the page, and always so: these sentences have no answer
                return Answer(places, "", whole=False)
            if not error.key.startswith(("engine.", "worker.")):
                raise
            in_vain = isinstance(error, WorkerStopped) and error.reason == "time"
            raise ModelFailedError(str(error), resting=in_vain or error.key == "engine.resting") from error
        return Answer(places, "".join(said), whole=finish == "stop")


class ModelRoom(GeneratingRoom, Protocol):
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
            return Route(EngineTask.GENERATE, None, reason=str(error))

    def of(self, language: str) -> AiLessonWriter | None:
        """The writer for a language; None where no model is installed for it that fits this machine."""
        found = self.route(language)
        if found.model is None:
            return None
        return AiLessonWriter(self._light, WorkerTextGenerator(self._room, found, lane=Lane.NIGHT))
