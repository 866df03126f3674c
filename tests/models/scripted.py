"""A language model that says what a test wrote down, behind the same protocols as an installed one.

It reads its prompt as a model does - the numbered sentences between the fences - and answers sentence by sentence from
its script, where a sentence without an entry is repeated. It streams by the word, hears a cancel between two words, and
fails as an engine fails when told to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Lane
from app.domain.models import EngineTask, InstalledModel, Route, Runtime
from app.inference.protocols import GeneratedPiece, GenerateRequest, SafetyVerdict
from app.lesson.ai.question_prompts import ANSWER_START as QUESTION

MODEL = InstalledModel(
    "qwen2.5-0.5b-instruct", "qwen", Runtime.CTRANSLATE2, "int8", "c" * 64, 1, True, "2026-01-01T00:00:00Z"
)
GUARD = InstalledModel(
    "qwen3guard-gen-0.6b", "guard", Runtime.CTRANSLATE2, "int8", "d" * 64, 1, True, "2026-01-01T00:00:00Z"
)
_PAGE = re.compile(r"PAGE (\w{8}) BEGINS\n(.*)\nPAGE \1 ENDS", re.DOTALL)
_LINE = re.compile(r"(\d+)\. (.*)")


@dataclass
class ScriptedRoom:
    """`EngineRoom` and its worker with one model, for the languages given.

    Attributes:
        says: What becomes of a sentence of the page.
        questions: Given the sentences asked about, the questions that are said.
        asked_questions: Every request for questions, in order.
        whole_answer: Given the sentences asked, all that is said; in place of `says` where it is set.
        faults: Raised one after the other by the answers; None is no fault. The last one stays.
        asked: Every request, in order.
        on_word: Called before each word of an answer.
        guard: What an installed guard says of a text; None where none is installed.
        looked_at: Every text that it was given, in order.
    """

    folder_: Path
    says: Mapping[str, str] = field(default_factory=dict)
    languages: Iterable[str] = ("en", "hi")
    questions: Callable[[list[str]], str] = lambda _: f"{QUESTION} I do not know."
    asked_questions: list[GenerateRequest] = field(default_factory=list)
    whole_answer: Callable[[list[str]], str] | None = None
    faults: list[Exception | None] = field(default_factory=lambda: [None])
    asked: list[GenerateRequest] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    finish: str = "stop"
    on_word: Callable[[], None] = lambda: None
    broken_catalogue: bool = False
    guard: Callable[[str], SafetyVerdict] | None = None
    looked_at: list[str] = field(default_factory=list)

    @property
    def worker(self) -> ScriptedRoom:
        return self

    def route(self, task: EngineTask, language: str) -> Route:
        if self.broken_catalogue:
            raise UserFacingError("engine.load_failed", name="catalogue")
        if task is EngineTask.SAFETY:
            return Route(task, GUARD if self.guard is not None else None, compute_type="int8")
        there = task is EngineTask.GENERATE and language in self.languages
        return Route(task, MODEL if there else None, compute_type="int8")

    def name(self, spec_id: str) -> str:
        return {MODEL.spec_id: "Qwen2.5 0.5B Instruct", GUARD.spec_id: "Qwen3Guard 0.6B"}[spec_id]

    def folder(self, found: Route) -> Path:
        assert found.model is not None
        return self.folder_ / found.model.folder

    def generate(
        self, route: Route, request: GenerateRequest, *, lane: Lane, cancel: CancelToken | None
    ) -> Generator[GeneratedPiece, None, None]:
        assert route.model == MODEL
        about = request.answer_start == QUESTION
        (self.asked_questions if about else self.asked).append(request)
        self.lanes.append(lane)
        fault = self.faults.pop(0) if len(self.faults) > 1 else self.faults[0]
        if fault is not None:
            raise fault
        told = sentences_asked(request)
        text = self.questions(told) if about else self._answer(told)
        assert text.startswith(request.answer_start)
        words = re.findall(r"\s*\S+", text[len(request.answer_start) :])
        for count, word in enumerate(words, 1):
            self.on_word()
            if cancel is not None:
                cancel.check()
            yield GeneratedPiece(word, count, self.finish if count == len(words) else "")

    def classify(
        self, route: Route, texts: Sequence[str], *, lane: Lane, cancel: CancelToken | None
    ) -> tuple[SafetyVerdict, ...]:
        assert route.model == GUARD
        assert self.guard is not None
        if cancel is not None:
            cancel.check()
        self.lanes.append(lane)
        self.looked_at += texts
        return tuple(map(self.guard, texts))

    def _answer(self, sentences: list[str]) -> str:
        if self.whole_answer is not None:
            return self.whole_answer(sentences)
        return "\n".join(f"{number}. {self.says.get(one, one)}" for number, one in enumerate(sentences, 1))


def sentences_asked(request: GenerateRequest) -> list[str]:
    """The sentences of the page in a prompt; fails where the page is not fenced, numbered and one to a line."""
    page = _PAGE.fullmatch(request.messages[-1].text)
    assert page is not None
    found = [_LINE.fullmatch(line) for line in page[2].split("\n")]
    assert all(one is not None and int(one[1]) == number for number, one in enumerate(found, 1))
    return [one[2] for one in found if one is not None]
