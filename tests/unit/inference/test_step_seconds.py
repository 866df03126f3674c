"""What a passage will take is told by what was measured of the engine that serves."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.domain.models import DeviceKind, EngineTask, InstalledModel, Route, Runtime, Speed
from app.inference.step_seconds import StepSeconds

MODEL = InstalledModel("one", "one", Runtime.CTRANSLATE2, "int8", "c" * 64, 2, True, "2026-01-01")
SPEED = Speed("one", Runtime.CTRANSLATE2, "int8", DeviceKind.CPU, 2, 2.0, 0.5, 1, random_weights=False)


@dataclass
class Room:
    measured: bool = True
    asked: list[tuple[EngineTask, str, str]] = field(default_factory=list)

    def route(self, task: EngineTask, language: str, target: str = "") -> Route:
        self.asked.append((task, language, target))
        return Route(task, MODEL)

    def speed(self, found: Route) -> Speed | None:
        return SPEED if self.measured and found.model else None


@pytest.mark.parametrize(
    ("step", "seconds", "asked"),
    [
        ("simplifying", 0.5 + 60 / 2, (EngineTask.GENERATE, "en", "")),
        ("translating", 0.5 + 3 / 2, (EngineTask.TRANSLATE, "en", "ta")),
        ("speaking", 0.5 + 19 / 2, (EngineTask.SPEAK, "ta", "")),
    ],
)
def test_a_passage_takes_what_its_share_of_work_takes(
    step: str, seconds: float, asked: tuple[EngineTask, str, str]
) -> None:
    room = Room()
    assert StepSeconds(room, lambda: "ta")(step) == seconds
    assert room.asked == [asked]


def test_what_was_not_measured_and_what_no_model_does_is_not_known() -> None:
    assert StepSeconds(Room(measured=False), lambda: "ta")("speaking") is None
    room = Room()
    assert StepSeconds(room, lambda: "ta")("reading") is None
    assert room.asked == []
