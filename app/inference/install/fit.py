"""Whether a model fits this machine's memory, and which smaller one would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import EngineChoices, Machine, ModelForm, ModelSpec
from app.inference.engine_options import as_installed, needs_of, options
from app.inference.machine import device_budget, memory_budget

if TYPE_CHECKING:
    from app.inference.catalog import Catalog
    from app.inference.engine_options import Option

_MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelRoom:
    """What a machine, as a person set it, has for models."""

    machine: Machine
    choices: EngineChoices

    def bytes_for(self, spec: ModelSpec, form: ModelForm) -> int:
        """Bytes for a form where there is most: a card's own memory, where it runs there and can get there."""
        laptop = memory_budget(self.machine, self.choices)
        ways = [one.device for one in self._ways(spec, form) if one.host_needs <= laptop]
        return max([laptop, *(device_budget(self.machine, device, self.choices) for device in ways)])

    def running(self, spec: ModelSpec) -> tuple[ModelForm, ...]:
        """The forms of a model that can run on this machine, whether they fit or not."""
        return tuple(form for form in spec.forms if self._ways(spec, form))

    def fits(self, spec: ModelSpec) -> bool:
        """Whether some form of a model runs here and there is room for it."""
        return any(needs_of(spec, form) <= self.bytes_for(spec, form) for form in self.running(spec))

    def _ways(self, spec: ModelSpec, form: ModelForm) -> tuple[Option, ...]:
        return options([(as_installed(spec, form), spec)], {spec.id: spec}, self.machine)


def smaller(catalog: Catalog, spec: ModelSpec, room: ModelRoom) -> ModelSpec | None:
    """The best model that does the same for the same languages, is not as good, runs on this machine and fits."""
    for one in catalog.for_task(spec.task):
        same = set(spec.languages) <= set(one.languages) and set(spec.to_languages) <= set(one.to_languages)
        if same and one.quality < spec.quality and room.fits(one):
            return one
    return None


def refuse_too_big(catalog: Catalog, spec: ModelSpec, form: ModelForm, *, room: ModelRoom, size: int = 0) -> None:
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
    budget = room.bytes_for(spec, form)
    if needs <= budget:
        return
    instead = smaller(catalog, spec, room)
    raise UserFacingError(
        "models.too_big" if instead else "models.too_big_for_all",
        name=spec.name,
        needs=needs // _MEBI,
        budget=budget // _MEBI,
        smaller=f"{instead.name} ({instead.id})" if instead else "",
    )
