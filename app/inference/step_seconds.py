"""How long a passage takes in a step of a lesson that a model does, from what `models bench` measured here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.domain.models import EngineTask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.models import Route, Speed


@dataclass(frozen=True, slots=True)
class _Share:
    """What a model does for one passage of about three sentences and 42 words, in the unit of its task."""

    task: EngineTask
    amount: float


_STEPS: Mapping[str, _Share] = {
    "simplifying": _Share(EngineTask.GENERATE, 60),  # tokens
    "translating": _Share(EngineTask.TRANSLATE, 3),  # sentences
    "speaking": _Share(EngineTask.SPEAK, 19),  # seconds of sound
}


class Room(Protocol):
    """What is used of `EngineRoom`."""

    def route(self, task: EngineTask, language: str, target: str = "") -> Route:
        """Who does a task."""
        ...

    def speed(self, found: Route) -> Speed | None:
        """What was measured of it on this machine."""
        ...


class StepSeconds:
    """Seconds for a passage, for the estimate of a job before it has done its first.

    Args:
        room: Says who does what, and how quick it was.
        language: Of the school.
    """

    def __init__(self, room: Room, language: Callable[[], str]) -> None:
        self._room = room
        self._language = language

    def __call__(self, step: str) -> float | None:
        """Seconds for one passage; None where no model does this step, or it was not measured here."""
        share = _STEPS.get(step)
        if share is None:
            return None
        school = self._language()
        languages = {EngineTask.SPEAK: (school, ""), EngineTask.TRANSLATE: ("en", school)}
        speed = self._room.speed(self._room.route(share.task, *languages.get(share.task, ("en", ""))))
        return None if speed is None else speed.first_seconds + share.amount / speed.rate
