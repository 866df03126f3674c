"""Which installed model serves a task on this laptop, and the one worker that runs them all.

Nothing is measured, read or started before somebody asks.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind, EngineChoices, Route
from app.domain.route_reasons import Phrase, Reason
from app.inference.device_router import route
from app.inference.engine_options import measured
from app.inference.engine_report import EngineReport, engine_report
from app.inference.machine import device_budget, memory_budget
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_wire import ModelWorkerSettings
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.domain.jobs import CancelToken
    from app.domain.models import EngineTask, Machine, Speed
    from app.inference.install.service import ModelService
    from app.inference.recent_models import RecentModels

_log = logging.getLogger(__name__)
_LOADER = "app.inference.engines:load"
_WORKER_ITSELF, _WORKER_LEAST = 2 << 30, 768 << 20
"""Bytes above the budget at which the worker is ended: a batch in hand, and an allocator that keeps what it had. Half
of the budget, within these bounds, since a small laptop does not have two gigabytes to spare."""


def worker_settings(models: Path, machine: Machine, choices: EngineChoices) -> ModelWorkerSettings:
    """What a worker for the models in a folder is started with on a machine."""
    budget, card = memory_budget(machine, choices), device_budget(machine, DeviceKind.CUDA, choices)
    spare = min(_WORKER_ITSELF, max(_WORKER_LEAST, budget // 2))
    return ModelWorkerSettings(_LOADER, str(models), budget, memory=budget + spare, card_budget=card)


class EngineRoom:
    """The models of a data folder at work.

    Args:
        models: Knows what is installed.
        choices: What a person set, as it is now.
        speeds: What was measured on a machine.
    """

    def __init__(
        self,
        models: Callable[[], ModelService],
        *,
        choices: Callable[[], EngineChoices] = EngineChoices,
        speeds: Callable[[Machine], Sequence[Speed]] = lambda _: (),
    ) -> None:
        self._models = models
        self._choices = choices
        self._speeds = speeds
        self._recent: RecentModels | None = None
        self._worker: ModelWorkerClient | None = None
        self._lock = threading.Lock()

    def route(self, task: EngineTask, language: str, target: str = "") -> Route:
        """Who does a task now, with the reasons."""
        models = self._models()
        installed = models.registry.installed()
        if not installed:  # nothing need be measured
            return Route(task, None, reasons=(Reason(Phrase.NONE_AT_ALL),))
        return route(
            task,
            language,
            target,
            installed=installed,
            catalog=models.catalog.models,
            machine=models.machine,
            choices=self._choices(),
            speeds=self._speeds(models.machine),
        )

    def speed(self, found: Route) -> Speed | None:
        """What `models bench` measured on this machine of the model of a route; None where it did not."""
        if found.model is None:
            return None
        return measured(found.model, found.device, self._speeds(self._models().machine))

    def speeds(self) -> tuple[Speed, ...]:
        """Everything that was measured on this machine."""
        return tuple(self._speeds(self._models().machine))

    def report(self, school_language: str) -> EngineReport:
        """Who does each task now, and what to install on this laptop; reads the disk and measures the machine once."""
        models = self._models()
        return engine_report(
            models.machine,
            models.registry.scan(),
            models.catalog.models,
            school_language=school_language,
            choices=self._choices(),
            speeds=self._speeds(models.machine),
        )

    def name(self, spec_id: str) -> str:
        """What people call a model."""
        spec = self._models().catalog.get(spec_id)
        return spec.name if spec is not None else spec_id

    def folder(self, found: Route) -> Path:
        """Where the model of a route is."""
        if found.model is None:
            raise ValueError("a built-in engine has no folder")
        return self._models().registry.path(found.model)

    @property
    def worker(self) -> ModelWorkerClient:
        """The model worker; its process starts with the first work."""
        with self._lock:
            if self._worker is None:
                models = self._models()
                settings = worker_settings(models.registry.folder, models.machine, models.choices)
                self._worker = ModelWorkerClient("models", settings, used=self._note, called=self.name)
            return self._worker

    def remember(self, recent: RecentModels) -> None:
        """Write down from now on what somebody waited for, for `warm_up` of the next start."""
        self._recent = recent

    def warm_up(self, cancel: CancelToken) -> tuple[str, ...]:
        """Have what was used last in memory, as far as memory is plenty; ids of the models that are.

        Nothing is asked of a model that is not installed any more, and nothing if a person set something else. What
        cannot be loaded is not tried again at the next start.

        Raises:
            JobCancelled: `cancel` was used.
        """
        recent = self._recent
        routes = recent.routes(self._choices()) if recent is not None else ()
        if recent is None or not routes:
            return ()
        installed, ready = self._models().registry.installed(), []
        for found in routes:
            if found.model is None or found.model not in installed:
                continue
            try:
                if self.worker.warm_up(found, unasked=True, cancel=cancel):
                    ready.append(found.model.spec_id)
            except WorkerStopped:
                if not cancel.cancelled:
                    recent.forget(found)
                break
            except (UserFacingError, WorkerTaskError) as error:
                _log.warning("%s is not ready: %s", found.model.spec_id, error)
                recent.forget(found)
        return tuple(ready)

    def _note(self, found: Route) -> None:
        if self._recent is not None:
            self._recent.note(found, self._choices())

    def close(self) -> None:
        """End the worker, if there is one."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
