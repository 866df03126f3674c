"""Blocking calls off the window's thread, their results back on it."""

from __future__ import annotations

import logging
import threading
from collections import deque
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

    Calls of one lane run one after the other, in the order they were made, and are never dropped: saving what was
    typed into one lesson is a lane. `_lock` guards the lanes; it is not held while a function runs.
    """

    _finished = Signal(object)

    def __init__(
        self, parent: QObject | None = None, *, on_unhandled: Callable[[BaseException], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="window-task")
        self._lock = threading.Condition()
        self._lanes: dict[str, deque[tuple[Callable[[], Any], tuple[Any, ...]]]] = {}
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
        *,
        lane: str = "",
    ) -> None:
        """Call `function` in a thread, then `on_success` or `on_failure` on the window's thread.

        Args:
            parent: The callbacks are dropped once this object is gone.
            function: Blocking, without arguments; must not touch widgets.
            on_success: Gets the result.
            on_failure: Gets the exception; without it the failure goes to `on_unhandled`.
            lane: Name of a lane; empty for a call that may overtake others.
        """
        if not self._open:
            return
        self._pending += 1
        callbacks = (parent, on_success, on_failure)
        if not lane:
            self._submit(function, callbacks)
            return
        with self._lock:
            waiting = self._lanes.get(lane)
            if waiting is not None:
                waiting.append((function, callbacks))
                return
            self._lanes[lane] = deque()
        self._submit(function, callbacks, lane)

    def close(self) -> None:
        """Take no more calls, let every lane run empty, drop the callbacks. Blocks: not for the window's thread."""
        self._open = False
        with self._lock:
            self._lock.wait_for(lambda: not self._lanes)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, function: Callable[[], Any], callbacks: tuple[Any, ...], lane: str = "") -> None:
        self._pool.submit(function).add_done_callback(lambda done: self._on_done(done, callbacks, lane))

    def _on_done(self, done: Future[Any], callbacks: tuple[Any, ...], lane: str) -> None:
        if isValid(self):
            self._finished.emit((done, *callbacks))
        if not lane:
            return
        with self._lock:
            waiting = self._lanes[lane]
            if not waiting:
                del self._lanes[lane]
                self._lock.notify_all()
                return
            function, following = waiting.popleft()
        self._submit(function, following, lane)

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
