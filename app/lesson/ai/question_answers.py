"""A model's questions: one JSON object to a line and nothing else. What does not fit that is no question."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from app.domain.lessons import ChoiceQuestion, ShortQuestion
from app.inference.protocols import LessonSource

QUESTIONS_VERSION = "1"
"""Of prompt and judge, part of every cache key: raise it whenever one changes."""
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Askable:
    """A sentence of the page that can be asked about, and the index of its passage."""

    text: str
    passage: int


@dataclass(frozen=True, slots=True)
class AskableRequest:
    """Ask which sentences of a page can be asked about; `used` are those that are asked about already."""

    source: LessonSource
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionsRequest:
    """Ask which questions of a model are taken.

    Attributes:
        source: The page.
        asked: The sentences that the model was shown; the first is number 1.
        answer: What it wrote.
        choice: Whether with four options.
        found: Sentence and answer of the questions that are there already.
    """

    source: LessonSource
    asked: tuple[Askable, ...]
    answer: str
    choice: bool
    found: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedQuestions:
    """What is taken.

    Attributes:
        choice: Questions with four options.
        short: Questions to be answered in a sentence.
        refused: For each question that was read why it was not taken; "" where it was.
    """

    choice: tuple[ChoiceQuestion, ...] = ()
    short: tuple[ShortQuestion, ...] = ()
    refused: tuple[str, ...] = ()


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question as a model writes it: number of the sentence, question, answer, and three wrong answers or none."""

    sentence: int
    question: str
    answer: str
    wrong: tuple[str, ...] = ()


def read_questions(text: str, *, choice: bool) -> tuple[Written, ...]:
    """The questions of an answer in order; lines that are not exactly one question are left out."""
    found = []
    for line in text.splitlines():
        try:
            one = msgspec.json.decode(line[:_LONGEST_LINE], type=Written)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            continue
        if len(one.wrong) == (3 if choice else 0):
            found.append(one)
    return tuple(found)
