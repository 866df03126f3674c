"""Blocking calls off the window's thread, their results back on it."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.domain.errors import JobCancelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_log = logging.getLogger(__name__)
_THREADS = 4
T = TypeVar("T")


class TaskRunner(QObject):
    """Runs functions in a few threads and hands their outcome to the window's thread.

    A callback is dropped when its `parent` is gone by then: nobody looks at that page any more. A failure that no
    callback can take goes to `on_unhandled`, so that none is lost.
    """

    _finished = Signal(object)

    def __init__(
        self, parent: QObject | None = None, *, on_unhandled: Callable[[BaseException], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="window-task")
        self._pending = 0
        self._open = True
        self.on_unhandled: Callable[[BaseException], None] = on_unhandled or self._log_failure
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many calls have not been delivered yet."""
        return self._pending

    def run(
        self,
        parent: QObject,
        function: Callable[[], T],
        on_success: Callable[[T], Any] | None = None,
        on_failure: Callable[[BaseException], Any] | None = None,
    ) -> None:
        """Call `function` in a thread, then `on_success` or `on_failure` on the window's thread.

        Args:
            parent: The callbacks are dropped once this object is gone.
            function: Blocking, without arguments; must not touch widgets.
            on_success: Gets the result.
            on_failure: Gets the exception; without it the failure goes to `on_unhandled`.
        """
        if not self._open:
            return
        self._pending += 1
        future = self._pool.submit(function)
        future.add_done_callback(lambda done: self._announce(done, parent, on_success, on_failure))

    def close(self) -> None:
        """Take no more calls, wait for the running ones, drop their callbacks. Blocks: not for the window's thread."""
        self._open = False
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _announce(self, done: Future[Any], *rest: object) -> None:
        if isValid(self):
            self._finished.emit((done, *rest))

    @Slot(object)
    def _deliver(self, outcome: tuple[Future[Any], QObject, Any, Any]) -> None:
        done, parent, on_success, on_failure = outcome
        self._pending -= 1
        if done.cancelled() or not self._open:
            return
        failure, alive = done.exception(), isValid(parent)
        if failure is None:
            if on_success is not None and alive:
                on_success(done.result())
        elif not isinstance(failure, JobCancelled):
            (on_failure if on_failure is not None and alive else self.on_unhandled)(failure)

    @staticmethod
    def _log_failure(failure: BaseException) -> None:
        _log.error("a call from the window failed", exc_info=failure)
