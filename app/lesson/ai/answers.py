"""A model's answer: numbered lines and nothing else. What does not fit that is no answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.lessons import SentencePair

JUDGE_VERSION = "1"
"""Part of every cache key: raise it whenever a test here changes."""

FELL_BACK, REFUSED = "engine_fell_back", "model_refused"
"""Notes of a lesson: a model failed and the rules stood in; of a model's sentences none was taken."""
STOPPED, SILENT = "guard_stopped", "guard_silent"
"""Notes: what a model wrote was not taken since the guard found it unfit; since the guard gave no clear answer."""
_LINE = re.compile(r"\s*(\d{1,3})[.)]\s+(\S.*?)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer about a batch of sentences.

    Attributes:
        asked: Places of the sentences in their passage; the first is number 1 of the answer.
        text: What it wrote.
        whole: Whether it came to its own end; else its last line may be cut.
    """

    asked: tuple[int, ...]
    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """Ask which sentences of a model are taken.

    Attributes:
        pairs: A passage as the rules made it.
        answers: What the model answered about sentences of it.
        language: ISO 639-1 code.
        before: The page up to the passage: its words are not new.
    """

    pairs: tuple[SentencePair, ...]
    answers: tuple[Answer, ...]
    language: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage with the model's sentences that were taken.

    Attributes:
        pairs: The passage.
        refused: For each sentence why the rules' own stands ("unasked", "unanswered", "unchanged", "script", "signs",
            "facts", "longer", "astray", "shorter", "terms", "invented", "harder"); "" where the model's was taken.
    """

    pairs: tuple[SentencePair, ...]
    refused: tuple[str, ...]

    @property
    def uses_ai(self) -> bool:
        """Whether any sentence is the model's."""
        return "" in self.refused


def read_answer(answer: Answer) -> dict[int, str]:
    """The sentences that were answered, by their place in the passage.

    Numbers must rise; a number that comes twice, and a line that another without a number follows, are no answer, for
    nobody knows what belongs to them. What stands before the first number is left out.
    """
    found: dict[int, str] = {}
    spoilt: set[int] = set()
    last = 0
    lines = [line for line in answer.text.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match is None:
            spoilt.add(last)
            continue
        number = int(match[1])
        if number <= last or number > len(answer.asked):
            spoilt.update((number, last))
            continue
        last = number
        if answer.whole or at + 1 < len(lines):
            found[number] = match[2]
    return {answer.asked[number - 1]: text for number, text in found.items() if number not in spoilt}
