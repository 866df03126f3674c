"""The pages, and how the window moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Place(StrEnum):
    """The pages."""

    FIRST_START = "first_start"
    HOME = "home"
    SOURCE_CHECK = "source_check"
    MAKE = "make"
    DESK = "desk"
    REVIEW = "review"
    SAVE = "save"
    LESSONS = "lessons"
    SETTINGS = "settings"
    DOCUMENTS = "documents"
    MODELS = "models"


@dataclass(frozen=True, slots=True)
class Route:
    """A page and what it is about: a document id or a lesson id."""

    place: Place
    id: str = ""


class Navigator(QObject):
    """Where the window is and how it got there.

    Signals:
        moved: The window has to show this `Route`.
        language_chosen: The window shall speak the language of this code.
        zoom_chosen: The window shall be drawn at this per cent.
        look_chosen: The window shall have this `Look`.
    """

    moved = Signal(object)
    language_chosen = Signal(str)
    zoom_chosen = Signal(int)
    look_chosen = Signal(str)

    ROOTS = frozenset({Place.HOME, Place.LESSONS, Place.REVIEW, Place.SETTINGS, Place.FIRST_START})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trail: list[Route] = []

    @property
    def current(self) -> Route | None:
        """Where the window is."""
        return self._trail[-1] if self._trail else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page to return to."""
        return len(self._trail) > 1

    def go(self, place: Place, item: str = "") -> None:
        """Show a page; a page of the rail starts a new trail."""
        route = Route(place, item)
        if place in self.ROOTS:
            self._trail = [] if place in {Place.HOME, Place.FIRST_START} else [Route(Place.HOME)]
        elif route in self._trail:
            del self._trail[self._trail.index(route) :]
        self._trail.append(route)
        self.moved.emit(route)

    def back(self) -> None:
        """Return to the page before."""
        if self.can_go_back:
            self._trail.pop()
            self.moved.emit(self._trail[-1])
