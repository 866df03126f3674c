"""The models of the engine room behind the protocols of `app.inference.protocols`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from app.domain.jobs import Lane
from app.inference.guard import guard_info
from app.inference.model_folder import generator_info

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from app.domain.jobs import CancelToken
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


class WorkerTextGenerator:
    """`TextGenerator` whose work is done in the model worker.

    Args:
        room: The installed models.
        found: The route of a task "generate"; its model must not be None.
        lane: Whether somebody waits for the answer.
        cancel: Ends the work in hand with `JobCancelled`.
    """

    def __init__(
        self, room: GeneratingRoom, found: Route, *, lane: Lane = Lane.QUICK, cancel: CancelToken | None = None
    ) -> None:
        if found.model is None:
            raise ValueError("a built-in engine generates nothing")
        self._room = room
        self._route = found
        self._model = found.model
        self._lane = lane
        self._cancel = cancel

    def info(self) -> EngineInfo:
        """The engine, without starting the worker or loading the model; the fingerprint is the worker's own."""
        told = generator_info(self._room.folder(self._route), self._model.runtime, self._route.compute_type)
        return replace(told, name=self._room.name(self._model.spec_id))

    def until(self, cancel: CancelToken) -> Self:
        """The same model, whose answers end when `cancel` is set."""
        return type(self)(self._room, self._route, lane=self._lane, cancel=cancel)

    def generate(self, request: GenerateRequest) -> Generator[GeneratedPiece, None, None]:
        """See `TextGenerator.generate`; faults are those of `ModelWorkerClient`."""
        return self._room.worker.generate(self._route, request, lane=self._lane, cancel=self._cancel)


class WorkerSafetyClassifier:
    """`SafetyClassifier` whose work is done in the model worker.

    Args:
        room: The installed models.
        found: The route of a task "safety"; its model must not be None.
        lane: Whether somebody waits for the verdict.
        cancel: Ends the work in hand with `JobCancelled`.
    """

    def __init__(
        self, room: ModelsRoom, found: Route, *, lane: Lane = Lane.QUICK, cancel: CancelToken | None = None
    ) -> None:
        if found.model is None:
            raise ValueError("a built-in engine judges nothing")
        self._room = room
        self._route = found
        self._model = found.model
        self._lane = lane
        self._cancel = cancel

    def info(self) -> EngineInfo:
        """The engine, without starting the worker or loading the model; the fingerprint is the worker's own."""
        told = guard_info(self._room.folder(self._route), self._model.runtime, self._route.compute_type)
        return replace(told, name=self._room.name(self._model.spec_id))

    def until(self, cancel: CancelToken) -> Self:
        """The same model, whose work ends when `cancel` is set."""
        return type(self)(self._room, self._route, lane=self._lane, cancel=cancel)

    def classify(self, texts: Sequence[str]) -> tuple[SafetyVerdict, ...]:
        """See `SafetyClassifier.classify`; faults are those of `ModelWorkerClient`."""
        return self._room.worker.classify(self._route, texts, lane=self._lane, cancel=self._cancel)
