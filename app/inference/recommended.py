"""Which models to install on a machine: what the router would take if every model of the catalogue were there.

The model that writes and the one that translates work passage by passage, one after the other, so both must fit the
memory together; search and voice work at other times and have it for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.models import DeviceKind, EngineChoices, EngineTask, Machine, ModelForm, ModelSpec, Route, Speed
from app.inference.device_router import decide
from app.inference.engine_options import as_installed, needs_of, options, serves
from app.inference.machine import memory_budget

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEBI = 1 << 20
_GIBI = 1 << 30
_FOR_SEARCH, _FOR_MORE = 6 * _GIBI, 12 * _GIBI
"""Memory from which on search by meaning, and judging and checking besides, are worth their time and disk."""


class MachineClass(StrEnum):
    """What a set is for."""

    SMALL = "4 GB"
    MEDIUM = "8 GB"
    LARGE = "16 GB"
    GRAPHICS = "graphics card"
    APPLE = "Apple silicon"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model in the form that suits the machine: where it runs, megabytes of memory there, the router's reason."""

    spec: ModelSpec
    form: ModelForm
    device: DeviceKind
    needs: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecommendedSet:
    """What to install.

    Attributes:
        models: Free for every use.
        under_conditions: For non-commercial use only: better ones, and what has no free one. Install them only after
            their licence was read.
    """

    machine_class: MachineClass
    models: tuple[Suggestion, ...]
    under_conditions: tuple[Suggestion, ...]

    @property
    def disk_mb(self) -> int:
        """Megabytes on disk of those that are free for every use."""
        return sum(one.form.disk_mb for one in self.models)


def class_of(machine: Machine) -> MachineClass:
    """The class of a machine; memory is told as sold, of which a little is always missing."""
    kinds = {one.kind for one in machine.accelerators if not one.problem}
    if DeviceKind.CUDA in kinds:
        return MachineClass.GRAPHICS
    if DeviceKind.MPS in kinds:
        return MachineClass.APPLE
    if machine.memory < _FOR_SEARCH:
        return MachineClass.SMALL
    return MachineClass.MEDIUM if machine.memory < _FOR_MORE else MachineClass.LARGE


def recommended(
    machine: Machine,
    catalog: Iterable[ModelSpec],
    *,
    languages: Sequence[str],
    choices: EngineChoices | None = None,
    speeds: Sequence[Speed] = (),
) -> RecommendedSet:
    """The set for this machine.

    Args:
        machine: As measured.
        catalog: Every known model.
        languages: ISO 639-1 codes of the languages the school works in; English is always one of them.
        choices: What a person set.
        speeds: Measurements on this machine.
    """
    every = tuple(catalog)
    planner = _Planner(machine, choices or EngineChoices(), speeds)
    free = planner.plan([one for one in every if one.licence.commercial], languages)
    all_of_them = planner.plan(every, languages)
    return RecommendedSet(class_of(machine), free, tuple(one for one in all_of_them if not one.spec.licence.commercial))


@dataclass(frozen=True, slots=True)
class _Planner:
    machine: Machine
    choices: EngineChoices
    speeds: Sequence[Speed]

    def plan(self, specs: Sequence[ModelSpec], languages: Sequence[str]) -> tuple[Suggestion, ...]:
        """One suggestion for each task and language, each model once."""
        school = [one for one in languages if one != "en"]
        pairs = [pair for one in school for pair in (("en", one), (one, "en"))]
        pairs += [(one, other) for one in school for other in school]  # a language with itself has no translator
        writer = self._best(specs, EngineTask.GENERATE, "en", reserve=_least(specs, pairs))
        shared = writer is not None and writer.device is not DeviceKind.CUDA  # a card has memory of its own
        beside = writer.needs * _MEBI if writer is not None and shared else 0
        found = [writer, *(self._best(specs, EngineTask.TRANSLATE, *pair, reserve=beside) for pair in pairs)]
        found += [self._best(specs, EngineTask.SPEAK, one) for one in dict.fromkeys((*school, "en"))]
        if self.machine.memory >= _FOR_SEARCH:
            found.append(self._best(specs, EngineTask.EMBED, ""))
        if self.machine.memory >= _FOR_MORE:
            found += [self._best(specs, EngineTask.RERANK, ""), self._best(specs, EngineTask.SAFETY, "")]
        return tuple({one.spec.id: one for one in found if one is not None}.values())

    def _best(
        self, specs: Sequence[ModelSpec], task: EngineTask, language: str, target: str = "", *, reserve: int = 0
    ) -> Suggestion | None:
        """What the router takes of all forms, with `reserve` bytes of the machine's memory left for another model."""
        budget = max(1, memory_budget(self.machine, self.choices) - reserve)
        pairs = [(spec, form) for spec in specs if serves(spec, task, language, target) for form in spec.forms]
        installed = [(as_installed(spec, form), spec) for spec, form in pairs]
        possible = options(installed, {one.id: one for one in specs}, self.machine, self.speeds)
        answer = decide(task, possible, self.machine, replace(self.choices, memory_budget=budget))
        return next((_suggestion(spec, form, answer) for spec, form in pairs if _is(answer, spec, form)), None)


def _least(specs: Sequence[ModelSpec], pairs: Sequence[tuple[str, str]]) -> int:
    """Bytes of the smallest translator for these pairs; 0 without."""
    fitting = [
        needs_of(spec, form)
        for spec in specs
        if any(serves(spec, EngineTask.TRANSLATE, *pair) for pair in pairs)
        for form in spec.forms
    ]
    return min(fitting, default=0)


def _is(answer: Route, spec: ModelSpec, form: ModelForm) -> bool:
    model = answer.model
    return model is not None and (model.spec_id, model.runtime, model.compute_type) == (
        spec.id,
        form.runtime,
        form.compute_type,
    )


def _suggestion(spec: ModelSpec, form: ModelForm, answer: Route) -> Suggestion:
    return Suggestion(spec, form, answer.device, answer.needs, answer.reason)
