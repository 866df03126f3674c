"""One module per command group; `command_for` finds the function of parsed options."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from app.cli.application import Application
    from app.cli.run import Result

    Command = Callable[[argparse.Namespace, Application], Result]

_MODULES = {
    "make": "make",
    "library": "library",
    "ask": "ask",
    "cache": "cache",
    "page": "page",
    "lesson": "lesson",
    "review": "review",
    "pack": "pack",
    "models": "models",
    "model packs": "model_packs",
    "model bench": "models_bench",
    "people": "people",
    "settings": "settings",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "backup",
}


def command_for(options: argparse.Namespace) -> Command:
    """The function that does `options.command` (and `options.verb` where the command has verbs)."""
    module = import_module(f"app.cli.commands.{_MODULES[options.command]}")
    name = getattr(options, "verb", options.command)
    found = getattr(module, f"{name}_", None) or getattr(module, name)
    command: Command = found
    return command
