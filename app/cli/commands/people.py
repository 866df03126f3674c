"""``people list|add``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import show
from app.cli.run import Result, writing

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application


def list_(options: argparse.Namespace, application: Application) -> Result:
    """Everybody."""
    with application.open_reading(options.data) as services:
        people, current = services.people.all(), services.people.current()
    rows = [{**show.person(one), "current": current is not None and one.id == current.id} for one in people]
    return Result({"people": rows}, [f"{one.name} ({one.language})" for one in people] or ["Nobody yet."])


def add(options: argparse.Namespace, application: Application) -> Result:
    """Add a person and make them the current one."""
    with writing(application, options) as services:
        person = services.people.add(options.name, options.language, options.classes)
    return Result(show.person(person), [f"Added {person.name}."])
