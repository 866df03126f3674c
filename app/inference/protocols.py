"""One small protocol per job that an engine can do.

A built-in engine and a model stand behind the same protocol; the caller sees only the protocol and the engine's
`EngineInfo`, whose fingerprint is part of every cached result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np  # noqa: TC004 - only in annotations, and the desktop need not wait for it
    import numpy.typing as npt  # noqa: TC004

    from app.domain.lessons import (
        ChoiceQuestion,
        KeyWord,
        LessonOptions,
        LessonPlan,
        Level,
        SentencePair,
        ShortQuestion,
    )


SPEECH_RATE = 22_050
"""Hertz, espeak-ng's rate: sentences of any voice go into one lesson."""


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


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model: role "system", "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """What a language model is asked to write.

    Attributes:
        messages: The conversation so far.
        max_tokens: Most tokens of the answer.
        temperature: 0.0 takes the likeliest token each time, so that the same request gives the same answer.
        top_p: Share of probability to draw from where `temperature` is above 0.
        seed: Of the draw.
        stop: The answer ends before the first of these.
        answer_start: Text the answer begins with; an answer that was interrupted goes on from here.
        repeats_prompt: Whether the answer will repeat much of the prompt, as an easier text does (prompt lookup).
    """

    messages: tuple[Message, ...]
    max_tokens: int = 512
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0
    stop: tuple[str, ...] = ()
    answer_start: str = ""
    repeats_prompt: bool = False


@dataclass(frozen=True, slots=True)
class GeneratedPiece:
    """New text, how many tokens the answer has so far, and on the last piece why it ended: "stop" or "length"."""

    text: str
    tokens: int
    finish: str = ""


class TextGenerator(Protocol):
    """A language model."""

    def info(self) -> EngineInfo:
        """The engine."""
        ...

    def generate(self, request: GenerateRequest) -> Iterator[GeneratedPiece]:
        """The answer, piece by piece; closing the iterator ends the work within one token.

        Raises:
            UserFacingError: the prompt does not fit the model's window (``engine.too_long``).
        """
        ...


class Translator(Protocol):
    """Translates sentences."""

    def info(self, source: str, target: str) -> EngineInfo:
        """The engine for this pair of languages."""
        ...

    def translate(self, texts: Sequence[str], *, source: str, target: str, protect: bool = True) -> tuple[str, ...]:
        """One translation for each text, in order; a text of several sentences loses none of them.

        `protect` puts numbers, formulas and addresses under marks while the model works, where it knows marks.
        """
        ...


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors of n texts.

    Attributes:
        dense: float32, shape (n, dimension), each of length 1.
        sparse: For each text the weight of each token id that has one; () where the model has no sparse head.
    """

    dense: npt.NDArray[np.float32]
    sparse: tuple[dict[int, float], ...] = ()


class Embedder(Protocol):
    """Turns texts into vectors."""

    def info(self) -> EngineInfo:
        """The engine."""
        ...

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Vectors in the order of the texts; a text longer than the window is cut there."""
        ...


class Reranker(Protocol):
    """Judges how well a passage answers a query."""

    def info(self) -> EngineInfo:
        """The engine."""
        ...

    def scores(self, query: str, passages: Sequence[str]) -> tuple[float, ...]:
        """A score for each passage, larger is better; logits, not probabilities."""
        ...


@dataclass(frozen=True, slots=True)
class SafetyVerdict:
    """Whether a text is fit for a class, and the names of the categories it is not fit for.

    Where `judged` is False nobody knows, and `safe` is False too.
    """

    safe: bool
    categories: tuple[str, ...] = ()
    judged: bool = True


class SafetyClassifier(Protocol):
    """A second look at what children will read."""

    def info(self) -> EngineInfo:
        """The engine."""
        ...

    def classify(self, texts: Sequence[str]) -> tuple[SafetyVerdict, ...]:
        """A verdict for each text."""
        ...
