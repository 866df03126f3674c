"""How anything that happened reaches the person: the quiet bar, and the crash dialog once per traceback."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import JobCancelled, UserFacingError
from app.ui import wording

if TYPE_CHECKING:
    from types import TracebackType

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the bar.

    Attributes:
        text: The sentence.
        kind: info, good, look or stop.
        action: A label and what it does.
        about: What it is about: a document, a lesson, a place, a kind of job, or some of these with spaces between;
            it goes once one of them is turned to.
        stays: It cannot be closed: nothing else can be done before.
        undo: Takes back what it tells.
    """

    text: str
    kind: str = "info"
    action: tuple[str, Callable[[], Any]] | None = None
    about: str = ""
    stays: bool = False
    undo: Callable[[], Any] | None = None


class Notifier(QObject):
    """Presents outcomes and failures; safe to call from the window's thread, `crash` from any.

    Signals:
        notice_given: A `Notice` for the bar.
        settled: What notices are about (see `Notice.about`) was turned to.
        crash_reported: Text of a traceback seen for the first time.
    """

    notice_given = Signal(object)
    settled = Signal(str)
    crash_reported = Signal(str)
    _crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._crashed.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def say(
        self,
        text: str,
        kind: str = "info",
        action: tuple[str, Callable[[], Any]] | None = None,
        *,
        about: str = "",
        stays: bool = False,
        undo: Callable[[], Any] | None = None,
    ) -> None:
        """Show one sentence; see `Notice`."""
        self.notice_given.emit(Notice(text, kind, action, about, stays, undo))

    def settle(self, about: str) -> None:
        """What a notice was about is being looked at or tried again: it has been read."""
        self.settled.emit(about)

    def present(self, failure: BaseException) -> None:
        """Show a failure to the audience it is for: a sentence, nothing, or the crash dialog."""
        if isinstance(failure, JobCancelled):
            return
        if isinstance(failure, UserFacingError):
            _log.info("shown to the person: %s", failure)
            self.say(wording.failure(failure), "stop")
        else:
            self.crash(failure)

    def crash(self, failure: BaseException) -> None:
        """Log a bug and, once per traceback, show it."""
        _log.error("unexpected failure", exc_info=(type(failure), failure, failure.__traceback__))
        self._crashed.emit(failure)

    @Slot(object)
    def _report(self, failure: BaseException) -> None:
        frames = traceback.extract_tb(failure.__traceback__)
        place = repr([type(failure).__name__, *((frame.filename, frame.lineno) for frame in frames)])
        digest = hashlib.sha256(place.encode()).hexdigest()
        if digest not in self._seen:
            self._seen.add(digest)
            self.crash_reported.emit("".join(traceback.format_exception(failure)))


class ExceptionHooks:
    """Sends what nobody caught, in any thread, to the notifier; puts the old hooks back at the end."""

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier
        self._old = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def install(self) -> None:
        """Take over the interpreter's three hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        """Put back what was there."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._old

    def _on_exception(self, kind: type[BaseException], failure: BaseException, _: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._old[0](kind, failure, failure.__traceback__)
        else:
            self._notifier.crash(failure)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            self._notifier.crash(arguments.exc_value)

    def _on_unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        _log.error("failure in a destructor", exc_info=unraisable.exc_value)
