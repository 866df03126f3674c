"""The models of the engine room behind the protocols of `app.inference.protocols`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from app.domain.jobs import lane_of
from app.domain.models import EngineTask
from app.inference.guard import guard_info
from app.inference.model_folder import generator_info

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from app.domain.jobs import CancelToken, Lane
    from app.domain.models import Route
    from app.inference.protocols import EngineInfo, GeneratedPiece, GenerateRequest, SafetyVerdict


class GeneratingWorker(Protocol):
    """What is used of `ModelWorkerClient`."""

    def generate(
        self, route: Route, request: GenerateRequest, *, lane: Lane, cancel: CancelToken | None
    ) -> Generator[GeneratedPiece, None, None]:
        """The answer of the model of a route."""
        ...


class GeneratingRoom(Protocol):
    """What is used of `EngineRoom`."""

    @property
    def worker(self) -> GeneratingWorker:
        """The model worker."""
        ...

    def name(self, spec_id: str) -> str:
        """What people call a model."""
        ...

    def folder(self, found: Route) -> Path:
        """Where a model is."""
        ...


class ModelsWorker(GeneratingWorker, Protocol):
    """What is used of `ModelWorkerClient` where a guard looks at the answers."""

    def classify(
        self, route: Route, texts: Sequence[str], *, lane: Lane, cancel: CancelToken | None
    ) -> tuple[SafetyVerdict, ...]:
        """Verdicts of the model of a route."""
        ...


class ModelsRoom(GeneratingRoom, Protocol):
    """What is used of `EngineRoom` where a guard looks at the answers."""

    @property
    def worker(self) -> ModelsWorker:
        """The model worker."""
        ...


RoomT = TypeVar("RoomT", bound=GeneratingRoom)
_INFO = {EngineTask.GENERATE: generator_info, EngineTask.SAFETY: guard_info}
"""The engine of a folder by task, without loading it."""


class _WorkerEngine(Generic[RoomT]):
    """An engine whose work is done in the model worker.

    Args:
        room: The installed models.
        found: The route of a task that the engine does; its model must not be None.
        cancel: Ends the work in hand with `JobCancelled`, and says in which lane it waits.
    """

    def __init__(self, room: RoomT, found: Route, *, cancel: CancelToken | None = None) -> None:
        if found.model is None:
            raise ValueError(f"a built-in engine has no model for {found.task}")
        self._room = room
        self._route = found
        self._model = found.model
        self._cancel = cancel

    def info(self) -> EngineInfo:
        """The engine, without starting the worker or loading the model; the fingerprint is the worker's own."""
        told = _INFO[self._route.task](self._room.folder(self._route), self._model.runtime, self._route.compute_type)
        return replace(told, name=self._room.name(self._model.spec_id))

    def until(self, cancel: CancelToken) -> Self:
        """The same model, whose work ends when `cancel` is set and waits in its lane."""
        return type(self)(self._room, self._route, cancel=cancel)


class WorkerTextGenerator(_WorkerEngine[GeneratingRoom]):
    """`TextGenerator` of the model worker; its route is of a task "generate"."""

    def generate(self, request: GenerateRequest) -> Generator[GeneratedPiece, None, None]:
        """See `TextGenerator.generate`; faults are those of `ModelWorkerClient`."""
        return self._room.worker.generate(self._route, request, lane=lane_of(self._cancel), cancel=self._cancel)


class WorkerSafetyClassifier(_WorkerEngine[ModelsRoom]):
    """`SafetyClassifier` of the model worker; its route is of a task "safety"."""

    def classify(self, texts: Sequence[str]) -> tuple[SafetyVerdict, ...]:
        """See `SafetyClassifier.classify`; faults are those of `ModelWorkerClient`."""
        return self._room.worker.classify(self._route, texts, lane=lane_of(self._cancel), cancel=self._cancel)
