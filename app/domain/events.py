"""What happened, in the past tense, and the bus that says so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.jobs import Job

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job changed state or made progress."""

    job: Job


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """A document was added, read further, corrected or removed."""

    document_id: str


@dataclass(frozen=True, slots=True)
class LessonChanged:
    """A lesson was made, edited, decided on, deleted or brought back."""

    lesson_id: str


Event = JobChanged | DocumentChanged | LessonChanged
Listener = Callable[[Event], None]


class EventBus:
    """Calls every listener in the thread that publishes; the window's bridge hops to its own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: tuple[Listener, ...] = ()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function takes it away again."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tell everyone; a listener that fails is logged and the others still hear."""
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - boundary: one listener must not stop the others
                _log.exception("listener failed on %s", type(event).__name__)
