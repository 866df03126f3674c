"""Whether a model fits this machine's memory, and which smaller one would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.engine_options import needs_of

if TYPE_CHECKING:
    from app.domain.models import ModelForm, ModelSpec
    from app.inference.catalog import Catalog

_MEBI = 1 << 20
_TIMES = 6
_BESIDES = 256 * _MEBI


def needed(spec: ModelSpec, form: ModelForm, size: int = 0) -> int:
    """Bytes of memory a form takes while it runs.

    Args:
        spec: The model.
        form: Its form.
        size: Bytes of the files that are really there, 0 where they are not known: a model that is much smaller than
            the catalogue says takes less.
    """
    told = needs_of(spec, form)
    return min(told, _TIMES * size + _BESIDES) if size else told


def smaller(catalog: Catalog, spec: ModelSpec, form: ModelForm, budget: int) -> ModelSpec | None:
    """The best model that does the same for the same languages with the same library, is not as good, and fits."""
    for one in catalog.for_task(spec.task):
        same = set(spec.languages) <= set(one.languages) and set(spec.to_languages) <= set(one.to_languages)
        sizes = [needed(one, other) for other in one.forms if other.runtime is form.runtime]
        if same and one.quality < spec.quality and sizes and min(sizes) <= budget:
            return one
    return None


def refuse_too_big(catalog: Catalog, spec: ModelSpec, form: ModelForm, *, budget: int, size: int = 0) -> None:
    """Raise where a model does not fit, with the next smaller one that does.

    Raises:
        UserFacingError: ``models.too_big``, or ``models.too_big_for_all``.
    """
    needs = needed(spec, form, size)
    if needs <= budget:
        return
    instead = smaller(catalog, spec, form, budget)
    raise UserFacingError(
        "models.too_big" if instead else "models.too_big_for_all",
        name=spec.name,
        needs=needs // _MEBI,
        budget=budget // _MEBI,
        smaller=f"{instead.name} ({instead.id})" if instead else "",
    )
