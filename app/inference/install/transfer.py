"""How far a transfer is and how fast, and the end of a transfer that somebody cancelled."""

from __future__ import annotations

import collections
import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from app.domain.jobs import CancelToken, Progress

_WINDOW = 8.0  # seconds that the speed is taken over
_BETWEEN_REPORTS = 0.2
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where a transfer stands.

    Attributes:
        done: Bytes there are, with those of earlier runs.
        total: Bytes in all; 0 where unknown.
        bytes_per_second: Over the last seconds; 0 before there is a measurement.
    """

    done: int
    total: int
    bytes_per_second: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """At this speed; None where nobody can say."""
        if not self.total or not self.bytes_per_second:
            return None
        return (self.total - self.done) / self.bytes_per_second

    def progress(self, step: str) -> Progress:
        """The same for those who show the progress of jobs; the unit is the byte."""
        return Progress(step, self.done, self.total, self.seconds_left)


ReportTransfer = Callable[[Transfer], None]


def ignore_transfer(_: Transfer) -> None:
    """A `ReportTransfer` for callers that show nothing."""


class Meter:
    """Counts bytes and reports a few times a second.

    Args:
        total: Bytes in all, 0 where unknown.
        done: Bytes of earlier runs; they count as done and not for the speed.
    """

    def __init__(self, report: ReportTransfer, *, total: int = 0, done: int = 0) -> None:
        self.total = total
        self._report = report
        self._done = done
        self._marks: collections.deque[tuple[float, int]] = collections.deque()
        self._told = 0.0

    def at(self, done: int, *, last: bool = False) -> None:
        """So many bytes are there; fewer than before after a start from the beginning."""
        now = time.monotonic()
        if done < self._done:
            self._marks.clear()
        self._done = done
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > _WINDOW:
            self._marks.popleft()
        if last or now - self._told >= _BETWEEN_REPORTS:
            self._told = now
            self._report(Transfer(done, self.total, self._speed()))

    def _speed(self) -> float:
        (began, first), (now, last) = self._marks[0], self._marks[-1]
        return (last - first) / (now - began) if now - began > _LOOK else 0.0


class Interrupter:
    """Shuts the connection in use when the token is set, so that a read that waits for the network ends at once."""

    def __init__(self, cancel: CancelToken) -> None:
        self._cancel = cancel
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="download cancel", daemon=True)

    def use(self, connection: socket.socket) -> None:
        """This is the connection in use from now on."""
        with self._lock:
            self._socket = connection

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_LOOK):
            with self._lock:
                if self._cancel.cancelled and self._socket is not None:
                    with contextlib.suppress(OSError):  # it may have ended by itself
                        # past SSLSocket.shutdown, which takes the cipher away under the reader's feet
                        socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
