"""Whether a model fits this machine's memory, and which smaller one would."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import EngineChoices, Machine, ModelForm, ModelSpec
from app.inference.engine_options import as_installed, needs_of, options
from app.inference.machine import device_budget, memory_budget

if TYPE_CHECKING:
    from app.inference.catalog import Catalog

_MEBI = 1 << 20
Room = Callable[[ModelSpec, ModelForm], int]
"""Bytes there are for a form of a model."""


def room_for(spec: ModelSpec, form: ModelForm, machine: Machine, choices: EngineChoices) -> int:
    """Bytes for a form where this machine has most: a card's own memory, where it runs there and can get there."""
    laptop = memory_budget(machine, choices)
    ways = options([(as_installed(spec, form), spec)], {spec.id: spec}, machine)
    return max([laptop, *(device_budget(machine, one.device, choices) for one in ways if one.host_needs <= laptop)])


def smaller(catalog: Catalog, spec: ModelSpec, form: ModelForm, room: Room) -> ModelSpec | None:
    """The best model that does the same for the same languages with the same library, is not as good, and fits."""
    for one in catalog.for_task(spec.task):
        same = set(spec.languages) <= set(one.languages) and set(spec.to_languages) <= set(one.to_languages)
        forms = [other for other in one.forms if other.runtime is form.runtime]
        if same and one.quality < spec.quality and any(needs_of(one, other) <= room(one, other) for other in forms):
            return one
    return None


def refuse_too_big(catalog: Catalog, spec: ModelSpec, form: ModelForm, *, room: Room, size: int = 0) -> None:
    """Raise where a model does not fit, with the next smaller one that does.

    Args:
        catalog: Every known model.
        spec: The model.
        form: Its form.
        room: What there is for it.
        size: Bytes of the files that are really there, 0 where they are not known: a model that is much smaller than
            the catalogue says takes less.

    Raises:
        UserFacingError: ``models.too_big``, or ``models.too_big_for_all``.
    """
    needs = needs_of(spec, form, size)
    budget = room(spec, form)
    if needs <= budget:
        return
    instead = smaller(catalog, spec, form, room)
    raise UserFacingError(
        "models.too_big" if instead else "models.too_big_for_all",
        name=spec.name,
        needs=needs // _MEBI,
        budget=budget // _MEBI,
        smaller=f"{instead.name} ({instead.id})" if instead else "",
    )
