"""What there is to measure: every way in which the wanted models could run on this computer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import (
    DeviceKind,
    EngineChoices,
    EngineTask,
    InstalledModel,
    Machine,
    ModelForm,
    ModelSpec,
    Route,
)
from app.inference.bench.shapes import can_build
from app.inference.device_router import decide
from app.inference.engine_options import as_installed, options
from app.inference.engines import LOADERS
from app.inference.registry import folder_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.inference.bench.shapes import Shape
    from app.inference.catalog import Catalog

MEASURED = (EngineTask.GENERATE, EngineTask.TRANSLATE, EngineTask.EMBED, EngineTask.RERANK, EngineTask.SPEAK)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form of a model; `model` is None where it is not installed."""

    spec: ModelSpec
    form: ModelForm
    model: InstalledModel | None


@dataclass(frozen=True, slots=True)
class Engine:
    """A form of a model on a device: the route that the worker is given."""

    spec: ModelSpec
    form: ModelForm
    route: Route
    installed: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """A form that cannot be measured here, and why."""

    spec: ModelSpec
    form: ModelForm
    fault: UserFacingError


def candidates(
    catalog: Catalog, installed: Sequence[InstalledModel], names: Sequence[str], language: str
) -> tuple[Candidate, ...]:
    """What was asked for; without a name, for each task the installed models, or the smallest where there is none.

    Args:
        catalog: Every known model.
        installed: What is on this laptop.
        names: Ids of models, or folders of installed ones.
        language: Of the school: whose voice is measured where none is installed.

    Raises:
        UserFacingError: there is no such model (``models.unknown``).
    """
    if names:
        found = [one for name in names for one in _named(catalog, installed, name)]
        return tuple(dict.fromkeys(found))
    chosen: list[Candidate] = []
    for task in MEASURED:
        known = [one for one in catalog.for_task(task) if one.forms]
        there = {one.spec_id for one in installed}
        specs = [one for one in known if one.id in there] or _smallest(known, language)
        chosen += [one for spec in specs for one in _forms(spec, installed)]
    return tuple(chosen)


def installed_first(wanted: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Without the forms that would have to be built of models that are installed in another: what a quick run does."""
    there = {one.spec.id for one in wanted if one.model is not None}
    return tuple(one for one in wanted if one.model is not None or one.spec.id not in there)


def _named(catalog: Catalog, installed: Sequence[InstalledModel], name: str) -> list[Candidate]:
    folder = next((one for one in installed if one.folder == name), None)
    if folder is None:
        return _forms(catalog.find(name), installed)
    return [one for one in _forms(catalog.find(folder.spec_id), installed) if one.model == folder]


def _smallest(specs: Sequence[ModelSpec], language: str) -> list[ModelSpec]:
    def order(one: ModelSpec) -> tuple[int, bool]:
        return one.parameters, language not in (*one.languages, *one.to_languages)

    return sorted(specs, key=order)[:1]


def _forms(spec: ModelSpec, installed: Sequence[InstalledModel]) -> list[Candidate]:
    there = {(one.runtime, one.compute_type): one for one in installed if one.spec_id == spec.id}
    return [Candidate(spec, form, there.get((form.runtime, form.compute_type))) for form in spec.forms]


def engines(
    found: Candidate, machine: Machine, choices: EngineChoices, shapes: Mapping[str, Shape]
) -> tuple[Engine, ...]:
    """Every device that a form runs on here; what a person prefers does not count, the memory they gave does.

    Raises:
        UserFacingError: on none (``models.bench_not_here``), or it cannot be made (``models.bench_no_shape``).
    """
    spec, form = found.spec, found.form
    if (spec.task, form.runtime) not in LOADERS or spec.task not in MEASURED:
        raise UserFacingError("models.bench_not_here", name=spec.name, detail=f"{form.runtime} {form.compute_type}")
    if found.model is None and not can_build(spec, form, shapes):
        raise UserFacingError("models.bench_no_shape", name=spec.name)
    model = found.model or as_installed(spec, form)
    possible = options([(model, spec)], {spec.id: spec}, machine)
    if not possible:
        raise UserFacingError("models.bench_not_here", name=spec.name, detail=f"{form.runtime} {form.compute_type}")
    routes = [decide(spec.task, (one,), machine, choices) for one in possible]
    fitting = [one for one in routes if one.model is not None]
    if not fitting:
        raise UserFacingError("models.bench_too_large", name=spec.name, detail=routes[0].reason)
    return tuple(Engine(spec, form, _in_folder(one, found), found.model is not None) for one in fitting)


def _in_folder(route: Route, found: Candidate) -> Route:
    if route.model is None or found.model is not None:
        return route
    folder = folder_name(found.spec.id, found.form.runtime, found.form.compute_type)
    return replace(route, model=replace(route.model, folder=folder))


def on_card(engine: Engine) -> bool:
    """Whether it computes in memory that is not the machine's own."""
    return engine.route.device is DeviceKind.CUDA
