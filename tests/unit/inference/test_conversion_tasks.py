"""The converter process has a conversion for each family that is said to be convertible, and for no other."""

from __future__ import annotations

from app.inference.conversion_requests import CONVERTIBLE, task_of
from app.inference.conversion_tasks import CONVERSION_TASKS


def test_what_is_offered_can_be_done() -> None:
    assert set(CONVERSION_TASKS) == {task_of(family) for family in CONVERTIBLE}
