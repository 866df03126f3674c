"""Which engine serves each task on this laptop and why, in one answer for the doctor and the Models page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.models import EngineChoices, EngineTask, InstalledModel, Machine, ModelSpec, Route, Speed
from app.inference.device_router import route
from app.inference.machine import memory_budget
from app.inference.recommended import RecommendedSet, recommended
from app.inference.registry import FolderProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.inference.registry import Scan


@dataclass(frozen=True, slots=True)
class RoutedTask:
    """A task in a language, and who does it."""

    task: EngineTask
    language: str
    target: str
    route: Route


@dataclass(frozen=True, slots=True)
class EngineReport:
    """What this laptop has for models.

    Attributes:
        budget: Bytes of the machine's memory that models may take.
        problems: What is wrong with models that are there; these serve nothing.
    """

    machine: Machine
    budget: int
    choices: EngineChoices
    installed: tuple[InstalledModel, ...]
    tasks: tuple[RoutedTask, ...]
    recommended: RecommendedSet
    problems: tuple[FolderProblem, ...] = ()


def engine_report(
    machine: Machine,
    scan: Scan,
    catalog: Sequence[ModelSpec],
    *,
    school_language: str,
    choices: EngineChoices,
    speeds: Sequence[Speed] = (),
) -> EngineReport:
    """Ask the router for every task in the language of the school."""
    wanted = [(EngineTask.GENERATE, "en", "")]
    if school_language != "en":
        wanted += [(EngineTask.GENERATE, school_language, "")]
        wanted += [(EngineTask.TRANSLATE, "en", school_language), (EngineTask.TRANSLATE, school_language, "en")]
    wanted += [(EngineTask.EMBED, "", ""), (EngineTask.RERANK, "", "")]
    wanted += [(EngineTask.SPEAK, school_language, ""), (EngineTask.SAFETY, "", "")]
    tasks = tuple(
        RoutedTask(
            *one, route(*one, installed=scan.models, catalog=catalog, machine=machine, choices=choices, speeds=speeds)
        )
        for one in wanted
    )
    suggested = recommended(machine, catalog, languages=(school_language,), choices=choices, speeds=speeds)
    budget = memory_budget(machine, choices)
    return EngineReport(machine, budget, choices, scan.models, tasks, suggested, scan.problems)
