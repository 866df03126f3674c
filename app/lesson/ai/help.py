"""The language model in one making of one lesson: what is taken of it, and what the teacher is told."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.jobs import Progress
from app.inference.protocols import SafetyVerdict
from app.lesson.ai.answers import FELL_BACK, REFUSED, SILENT, STOPPED, Judged
from app.lesson.ai.faults import ModelFailedError
from app.lesson.ai.question_answers import QUESTIONS_VERSION, JudgedQuestions
from app.lesson.assembly import are_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.jobs import ReportProgress
    from app.domain.lessons import ChoiceQuestion, Level, Passage, SentencePair, ShortQuestion
    from app.inference.protocols import EngineInfo, LessonSource
    from app.lesson.ai.writer import AiLessonWriter
    from app.store.steps import StepRunner

_log = logging.getLogger(__name__)
_Pairs = tuple["SentencePair", ...]


class ModelHelp:
    """The model beside the rules: its work is cached under both, and a fault of it leaves the rules' work.

    Args:
        model: The model.
        rules: The rules for the language of the page.
        steps: Cache of step results.
    """

    def __init__(self, model: AiLessonWriter, rules: EngineInfo, steps: StepRunner) -> None:
        self._model = model
        self._info = model.info(rules)
        self._steps = steps
        self._written: dict[int, tuple[_Pairs, Judged]] = {}
        self._asked = self._taken = self._failed = self._resting = False
        self._guard_rests = False
        self._stopped = self._silent = 0

    @property
    def name(self) -> str:
        """Of model and rules together, where anything of the model stands in the lesson; else empty."""
        return self._info.name if self._taken else ""

    def notes(self) -> Iterator[str]:
        """Code words for the teacher."""
        if self._failed:
            yield FELL_BACK
        if self._asked and not self._taken and not self._failed:
            yield REFUSED
        if self._stopped:
            yield STOPPED
        if self._silent:
            yield SILENT

    def rewrite(self, pairs: _Pairs, *, place: int, language: str, level: Level, before: str) -> _Pairs:
        """A passage with the model's sentences; as the rules made it where the model fails, and that is not kept.

        Args:
            pairs: As the rules made it.
            place: Index of the passage.
            language: ISO 639-1 code.
            level: Reading level.
            before: The page up to the passage.
        """
        if self._resting:
            return pairs
        try:
            judged = self._steps.run(
                "simplify_by_model",
                (self._info.fingerprint, language, level, pairs, before),
                Judged,
                lambda: self._model.rewrite(pairs, language=language, level=level, before=before),
                usable=lambda found: [one.source for one in found.pairs] == [one.source for one in pairs],
            )
        except ModelFailedError as error:
            self._fell_back(error)
            return pairs
        self._asked = self._asked or any(why != "unasked" for why in judged.refused)
        if judged.uses_ai:
            self._written[place] = pairs, judged
        return judged.pairs

    def guarded(self, passages: Sequence[Passage], report: ReportProgress) -> tuple[Passage, ...]:
        """The passages of the lesson with the rules' own wherever the guard does not let the model's sentence pass.

        All are looked at together after the last was written, so that model and guard need not be in memory at once.
        """
        made = list(passages)
        for done, (place, (rules, judged)) in enumerate(self._written.items()):
            if self._model.guard is not None:
                report(Progress("guarding", done, len(self._written)))
            pairs = tuple(
                own if not why and not self._passes(" ".join(pair.results)) else pair
                for own, pair, why in zip(rules, judged.pairs, judged.refused, strict=True)
            )
            self._taken = self._taken or any(
                not why and pair != own for own, pair, why in zip(rules, pairs, judged.refused, strict=True)
            )
            text = " ".join(result for pair in pairs for result in pair.results)
            made[place] = replace(made[place], pairs=pairs, text=text)
        return tuple(made)

    def choice_questions(
        self, source: LessonSource, found: tuple[ChoiceQuestion, ...], count: int
    ) -> tuple[ChoiceQuestion, ...]:
        """The rules' questions, which are right by the way they are made, and after them the model's up to `count`."""
        rests_on = tuple((one.evidence, one.options[one.answer]) for one in found)
        made = self._questions(source, rests_on, count - len(found), choice=True).choice
        return (*found, *(one for one in made if self._is_taken("\n".join((one.question, *one.options)))))

    def short_questions(
        self, source: LessonSource, found: tuple[ShortQuestion, ...], count: int
    ) -> tuple[ShortQuestion, ...]:
        """See `choice_questions`."""
        rests_on = tuple((one.evidence, one.answer) for one in found)
        made = self._questions(source, rests_on, count - len(found), choice=False).short
        return (*found, *(one for one in made if self._is_taken(one.question)))

    def _questions(
        self, source: LessonSource, found: tuple[tuple[str, str], ...], count: int, *, choice: bool
    ) -> JudgedQuestions:
        if count <= 0 or self._resting:
            return JudgedQuestions()
        try:
            return self._steps.run(
                "questions_by_model",
                (self._info.fingerprint, QUESTIONS_VERSION, source, choice, found, count),
                JudgedQuestions,
                lambda: self._model.questions(source, choice=choice, found=found, count=count),
                usable=lambda made: are_of((*made.choice, *made.short), source),
            )
        except ModelFailedError as error:
            self._fell_back(error)
            return JudgedQuestions()

    def _is_taken(self, text: str) -> bool:
        """Whether the guard lets a question pass."""
        passes = self._passes(text)
        self._taken = self._taken or passes
        return passes

    def _passes(self, text: str) -> bool:
        """Whether the guard finds a text fit; without a guard nothing is asked."""
        guard = self._model.guard
        if guard is None:
            return True
        verdict = SafetyVerdict(safe=False, judged=False)
        if not self._guard_rests:
            try:
                verdict = self._steps.run(
                    "guard", (guard.info().fingerprint, text), SafetyVerdict, lambda: guard.verdict(text)
                )
            except ModelFailedError as error:
                _log.warning("the guard did not answer: %s", error)
                self._guard_rests = error.resting
        self._stopped += verdict.judged and not verdict.safe
        self._silent += not verdict.judged
        return verdict.safe

    def _fell_back(self, error: ModelFailedError) -> None:
        _log.warning("the rules' text stands: %s", error)
        self._failed, self._resting = True, error.resting
