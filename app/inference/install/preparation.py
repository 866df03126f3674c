"""What a person is told of models before they are fetched: in which form they would come, and whether there is room."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.models import ModelForm, ModelSpec
from app.inference.conversion_requests import CONVERSIONS
from app.inference.engine_options import needs_of
from app.inference.install.fit import refuse_too_big, smaller
from app.inference.install.online import in_order
from app.inference.install.secrets import hub_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.inference.install.service import ModelService


@dataclass(frozen=True, slots=True)
class PlannedModel:
    """A model and the form of it that suits this machine best.

    Attributes:
        needs: Bytes of memory it takes while it works.
        too_big: Why it cannot be installed; None where it fits.
        smaller: The next smaller model that fits, where it is too big and there is one.
    """

    spec: ModelSpec
    form: ModelForm
    needs: int
    too_big: UserFacingError | None = None
    smaller: ModelSpec | None = None


@dataclass(frozen=True, slots=True)
class Preparation:
    """What there is to say before a download; no server was asked.

    Attributes:
        free: Bytes on the disk of the models.
        has_token: Whether a token for gated models is kept on this laptop.
    """

    models: tuple[PlannedModel, ...]
    free: int
    has_token: bool


def prepare(models: ModelService, spec_ids: Sequence[str]) -> Preparation:
    """Look at this machine and the catalogue; reads the keyring only where a model is gated.

    Raises:
        UserFacingError: there is no such model (``models.unknown``), or the disk cannot be read (``data.io``).
    """
    planned = tuple(_planned(models, one) for one in spec_ids)
    gated = any(one.spec.licence.gated for one in planned)
    return Preparation(planned, _free(models.registry.folder), gated and bool(hub_token(models.secrets)))


def _planned(models: ModelService, spec_id: str) -> PlannedModel:
    catalog = models.catalog
    spec = catalog.find(spec_id)
    can = [one for one in spec.forms if not one.convert or (one.convert, spec.family) in CONVERSIONS]
    form = in_order(spec, can or spec.forms, models.machine, models.choices)[0]
    needs = needs_of(spec, form)
    try:
        refuse_too_big(catalog, spec, form, room=models.room)
    except UserFacingError as error:
        return PlannedModel(spec, form, needs, error, smaller(catalog, spec, models.room))
    return PlannedModel(spec, form, needs)


def _free(folder: Path) -> int:
    """Free bytes where a folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise UserFacingError("data.io", path=str(folder), detail=str(error)) from error
