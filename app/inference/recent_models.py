"""Which models the teacher used last, kept in one JSON file, so that the next start can have them ready."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.domain.models import EngineChoices, Route

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Page:
    """Routes, the one of each task that changed last at the end, and what a person had set when they were used."""

    choices: EngineChoices
    routes: tuple[Route, ...] = ()


class RecentModels:
    """The routes of the work that somebody waited for. Thread-safe; what cannot be written or read costs no work.

    Args:
        path: The file; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._page: _Page | None = None

    def routes(self, choices: EngineChoices) -> tuple[Route, ...]:
        """The last route of each task, the newest first; none where a person has set something else since then."""
        with self._lock:
            page = self._read()
            return tuple(reversed(page.routes)) if page.choices == choices else ()

    def note(self, route: Route, choices: EngineChoices) -> None:
        """Work with this route was done."""
        with self._lock:
            page = self._read()
            known = page.routes if page.choices == choices else ()
            if route in known:
                return
            self._write(_Page(choices, (*(one for one in known if one.task != route.task), route)))

    def forget(self, route: Route) -> None:
        """It is not to be had ready any more."""
        with self._lock:
            page = self._read()
            self._write(_Page(page.choices, tuple(one for one in page.routes if one != route)))

    def _read(self) -> _Page:
        """Lock held."""
        if self._page is None:
            try:
                self._page = msgspec.json.decode(self._path.read_bytes(), type=_Page)
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                self._page = _Page(EngineChoices())
        return self._page

    def _write(self, page: _Page) -> None:
        """Lock held."""
        self._page = page
        try:
            handle, name = tempfile.mkstemp(prefix=self._path.name, suffix=".tmp", dir=self._path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.json.format(msgspec.json.encode(page)))
                Path(name).replace(self._path)
            finally:
                with contextlib.suppress(OSError):
                    Path(name).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("what was used last is not written down: %s", error)
