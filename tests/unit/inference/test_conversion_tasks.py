"""The converter process has every conversion that is offered, and no other; the catalogue asks for no other kind."""

from __future__ import annotations

from app.config.paths import resources
from app.inference.catalog import load_catalog
from app.inference.conversion_requests import CONVERSIONS, task_of
from app.inference.conversion_tasks import CONVERSION_TASKS


def test_what_is_offered_can_be_done() -> None:
    assert set(CONVERSION_TASKS) == {task_of(*what) for what in CONVERSIONS}


def test_whatever_the_catalogue_wants_converted_has_a_name_that_is_offered() -> None:
    named = {one.convert for spec in load_catalog(resources() / "models").models for one in spec.forms} - {""}
    assert named <= {conversion for conversion, _ in CONVERSIONS}
