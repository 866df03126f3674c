"""A translator from English into Hindi by a short list of words, which stands in for the model worker of a room.

What it does not know it spells in Devanagari, so that any sentence has an answer of its own with all its numbers; it
misbehaves where a word of `spoils` stands in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.jobs import CancelToken, Lane, lane_of
from app.domain.models import EngineTask, InstalledModel, Route, Runtime

NAME = "Scripted translator"
MODEL = InstalledModel("scripted", "scripted", Runtime.CTRANSLATE2, "int8", "c" * 64, 1, True, "2026-01-01")
_WORDS = {
    "water": "पानी", "is": "है", "are": "हैं", "the": "", "a": "", "an": "", "not": "नहीं", "no": "नहीं", "do": "",
    "two": "दो", "three": "तीन", "one": "एक", "plants": "पौधे", "food": "भोजन", "make": "बनाते", "boils": "उबलता",
    "at": "पर", "and": "और", "river": "नदी", "long": "लंबी", "sun": "सूरज", "heat": "गर्मी", "called": "कहलाता",
    "drink": "पियो", "without": "बिना",
    "cannot": "नहीं", "evaporation": "वाष्पीकरण", "earth": "पृथ्वी", "ice": "बर्फ़",
}  # fmt: skip
_SPELT = dict(zip("abcdefghijklmnopqrstuvwxyz", "अबकदएफगहइजकलमनओपकरसतउववकयज", strict=False))
_UNITS = {"km", "cm", "litres", "kg"}


def say(text: str) -> str:
    """A text in words of Hindi, its numbers, units and formulas as they are."""

    def word(match: re.Match[str]) -> str:
        found = match[0]
        if found in _UNITS or not found.isalpha() or (found != found.lower() and found[1:] != found[1:].lower()):
            return found
        plain = found.lower()
        return _WORDS.get(plain, "".join(_SPELT.get(letter, letter) for letter in plain))

    said = re.sub(r"(?<![\w.°])[A-Za-z]+(?![\w₀-₉²³])", word, text)
    return " ".join(re.sub(r"\.(?=\s|$)", "।", said).split())


Spoil = Callable[[str, bool], str]
"""Gets the right answer and whether numbers were protected, gives the wrong one."""


def lose_number(answer: str, _protect: bool) -> str:
    """Without its numbers, however often it is asked."""
    return re.sub(r"\d[\d,.]*", "", answer)


def lose_number_once(answer: str, protect: bool) -> str:
    """Without its numbers as long as they stand under marks."""
    return lose_number(answer, protect) if protect else answer


def stay_silent(_answer: str, _protect: bool) -> str:
    """Nothing."""
    return " "


def say_in_tamil(answer: str, _protect: bool) -> str:
    """Letters of another script."""
    return re.sub(r"[\u0900-\u097f]+", "தமிழ்", answer)


@dataclass
class Interpreter:
    """Both an engine room with one translator and the worker that runs it.

    Attributes:
        spoils: What becomes of an answer to a text with this word in it.
        merges: A text with this word and the one after it are answered together.
        faults: Raised by that call, counted from 1.
        asked: The texts of every call, and whether their numbers were protected.
    """

    models: Path
    spoils: dict[str, Spoil] = field(default_factory=dict)
    merges: str = ""
    faults: dict[int, Exception] = field(default_factory=dict)
    asked: list[tuple[tuple[str, ...], bool]] = field(default_factory=list)
    targets: tuple[str, ...] = ("hi",)

    @property
    def worker(self) -> Interpreter:
        """Itself."""
        return self

    def route(self, task: EngineTask, language: str, target: str = "") -> Route:
        """The one model, from English into its languages."""
        serves = task is EngineTask.TRANSLATE and language == "en" and target in self.targets
        return Route(task, MODEL if serves else None, compute_type="int8")

    def name(self, _spec_id: str) -> str:
        """Its name."""
        return NAME

    def folder(self, _found: Route) -> Path:
        """A folder without anything in it."""
        return self.models

    def translate(
        self,
        _route: Route,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        protect: bool,
        lane: Lane,
        cancel: CancelToken | None,
    ) -> tuple[str, ...]:
        """See `ModelWorkerClient.translate`."""
        assert (source, lane) == ("en", lane_of(cancel))
        assert target in self.targets
        assert cancel is not None
        assert texts
        self.asked.append((tuple(texts), protect))
        if fault := self.faults.get(len(self.asked)):
            raise fault
        answers: list[str] = []
        for number, text in enumerate(texts):
            if self.merges and number and self.merges in texts[number - 1]:
                answers[-1] += f" {say(text)}"
            else:
                answers.append(self._answer(text, protect))
        return tuple(answers)

    def _answer(self, text: str, protect: bool) -> str:
        answer = say(text)
        for word, spoil in self.spoils.items():
            if word in text:
                answer = spoil(answer, protect)
        return answer
