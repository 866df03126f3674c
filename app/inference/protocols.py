"""One small protocol per job that an engine can do.

A built-in engine and a model stand behind the same protocol; the caller sees only the protocol and the engine's
`EngineInfo`, whose fingerprint is part of every cached result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.lessons import (
        ChoiceQuestion,
        KeyWord,
        LessonOptions,
        LessonPlan,
        Level,
        SentencePair,
        ShortQuestion,
    )


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Who made something: `name` for people, `fingerprint` for the cache, `uses_ai` for the label on the lesson."""

    name: str
    fingerprint: str
    uses_ai: bool


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """Source text of one paragraph or list item, with its index in the lesson and the heading it stands under."""

    index: int
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class LessonSource:
    """What questions, key words and the plan are made from."""

    title: str
    language: str
    passages: tuple[SourcePassage, ...]


class LessonWriter(Protocol):
    """Writes the parts of a lesson from the text of the page and invents nothing."""

    def info(self, language: str) -> EngineInfo:
        """The engine as it works for this language."""
        ...

    def simplify(self, text: str, *, language: str, level: Level, before: str = "") -> tuple[SentencePair, ...]:
        """Easier text for one passage; pairs cover the source sentences in order, and none is dropped.

        `before` is the text of the page up to this passage: what it explains need not be explained again.
        """
        ...

    def key_words(self, source: LessonSource, *, count: int) -> tuple[KeyWord, ...]:
        """Up to `count` words worth learning, with meanings."""
        ...

    def choice_questions(self, source: LessonSource, *, count: int) -> tuple[ChoiceQuestion, ...]:
        """Up to `count` questions with four options, exactly one supported by the page."""
        ...

    def short_questions(self, source: LessonSource, *, count: int) -> tuple[ShortQuestion, ...]:
        """Up to `count` questions that a sentence of the page answers."""
        ...

    def plan(self, source: LessonSource, key_words: Sequence[KeyWord], *, options: LessonOptions) -> LessonPlan:
        """The one-page lesson-plan sheet, in the language of the lesson."""
        ...


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken text: signed 16-bit little-endian mono samples at `sample_rate` hertz."""

    samples: bytes
    sample_rate: int


class SpeechSynthesizer(Protocol):
    """Speaks one sentence at a time."""

    def info(self, language: str) -> EngineInfo:
        """The engine as it works for this language."""
        ...

    def speak(self, text: str, *, language: str, speed: float) -> Speech:
        """Speak one sentence; `speed` 1.0 is the voice's normal rate.

        Raises:
            UserFacingError: nothing in it has a sound (``speech.nothing_to_say``), or the voice could not speak it
                (``speech.failed``).
        """
        ...
