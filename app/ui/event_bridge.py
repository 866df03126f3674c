"""The one object that turns domain events, published in any thread, into Qt signals on the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.events import DocumentChanged, Event, EventBus, JobChanged, LessonChanged

if TYPE_CHECKING:
    from collections.abc import Callable


class Coalesced(QObject):
    """Calls an action once for many events that come together: every page of a book being read is an event.

    The first event waits `milliseconds`; those that come meanwhile are covered by the same call.
    """

    def __init__(self, parent: QObject, action: Callable[[], object], milliseconds: int) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setObjectName("coalesced")
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(lambda: action())

    def ask(self, *_: object) -> None:
        """An event came."""
        if not self._timer.isActive():
            self._timer.start()


class EventBridge(QObject):
    """Subscribes once to the bus.

    Signals:
        job_changed: A `Job`.
        document_changed: A document id.
        lesson_changed: A lesson id.
    """

    job_changed = Signal(object)
    document_changed = Signal(str)
    lesson_changed = Signal(str)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe: Callable[[], None] | None = None
        self._arrived.connect(self._dispatch, Qt.ConnectionType.QueuedConnection)

    def attach(self, events: EventBus) -> None:
        """Start listening."""
        self.detach()
        self._unsubscribe = events.subscribe(self._arrived.emit)

    def detach(self) -> None:
        """Stop listening; events published from now on are not seen."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    @Slot(object)
    def _dispatch(self, event: Event) -> None:
        match event:
            case JobChanged(job):
                self.job_changed.emit(job)
            case DocumentChanged(document_id):
                self.document_changed.emit(document_id)
            case LessonChanged(lesson_id):
                self.lesson_changed.emit(lesson_id)
