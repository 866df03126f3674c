"""How the first frame looks: the few settings that count before the data folder is open.

Reading them straight from the file keeps the settings library out of the way of the first paint.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Appearance:
    """Interface language, colours and size in per cent, as in the settings file."""

    language: str = "en"
    look: str = "system"
    zoom: int = 100

    @classmethod
    def read(cls, settings_file: Path) -> Self:
        """What the file says, else defaults: that the file cannot be used is for the settings to report."""
        try:
            stored = json.loads(settings_file.read_text(encoding="utf-8"))
            language, look = str(stored.get("ui_language", cls().language)), str(stored.get("theme", cls().look))
            return cls(language, look, int(stored.get("zoom", cls().zoom)))
        except (OSError, ValueError, TypeError, AttributeError):
            return cls()
