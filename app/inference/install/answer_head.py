"""The head of an answer, bounded: in time whatever the network does, in bytes whatever the server says."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.jobs import CancelToken

T = TypeVar("T")

HEAD_BYTES = 1 << 18
"""Of status line and headers, with those of answers that only say that one will come."""
_LOOK = 0.1


class UnexpectedAnswerError(Exception):
    """The other side does not speak as a server of files does; the text says how, for the log."""


class _BoundedHead:
    """The file of a connection while its headers are read."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - what http.client made of the socket
        self.file = file
        self._left = HEAD_BYTES

    def readline(self, limit: int = -1) -> bytes:
        """See `io.BufferedReader.readline`; raises `UnexpectedAnswerError` for headers without end."""
        line: bytes = self.file.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise UnexpectedAnswerError("headers without end")
        return line

    def close(self) -> None:
        """Close the connection's file."""
        self.file.close()

    def flush(self) -> None:
        """As http.client wants it of what it closes."""
        self.file.flush()


class BoundedResponse(http.client.HTTPResponse):
    """A response whose head may not be longer than `HEAD_BYTES`."""

    def begin(self) -> None:
        """Read the head; raises `UnexpectedAnswerError` where it has no end."""
        file: Any = self.fp
        head: Any = _BoundedHead(file)
        self.fp = head
        try:
            super().begin()
        finally:
            if self.fp is head:  # it is None where no body comes
                self.fp = file


class Patient:
    """Waits for heads in a thread of its own, so that a cancel ends the waiting whatever it waits for.

    Args:
        seconds: For everything that is waited for.
        cancel: Ends it.
    """

    def __init__(self, seconds: float, cancel: CancelToken) -> None:
        self._until = time.monotonic() + seconds
        self._cancel = cancel

    def wait_for(self, head: Callable[[], T], connection: http.client.HTTPConnection) -> T:
        """What `head` returns, which works on this connection; the connection is closed where it returns nothing.

        Raises:
            TimeoutError: the time is over.
            JobCancelled: it was cancelled.
            Exception: what `head` raises.
        """
        asking = _Asking(head, connection)
        asking.start()
        try:
            while not asking.ended.wait(_LOOK) and time.monotonic() < self._until:
                self._cancel.check()
            self._cancel.check()
        except BaseException:
            asking.abandon()
            raise
        if not asking.ended.is_set():
            asking.abandon()
            raise TimeoutError("no headers in time")
        value: T = asking.result()
        return value


class _Asking(threading.Thread):
    """One head that is asked for. Left alone it ends by itself: at the next timeout of a name or a connection."""

    def __init__(self, head: Callable[[], Any], connection: http.client.HTTPConnection) -> None:
        super().__init__(name="ask a server", daemon=True)
        self.ended = threading.Event()
        self._head = head
        self._connection = connection
        self._lock = threading.Lock()
        self._left = False
        self._value: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Ask; close the connection if it failed or nobody wants it any more."""
        try:
            self._value = self._head()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        with self._lock:
            self.ended.set()
            if self._error is not None or self._left:
                self._close()

    def result(self) -> Any:  # noqa: ANN401 - of whatever type `head` has
        """What came of it."""
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        return self._value

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._left = True
            if self.ended.is_set():
                self._close()
                return
        used = self._connection.sock
        if used is not None:
            with contextlib.suppress(OSError):  # it may have ended by itself, or be in the middle of its handshake
                # past SSLSocket.shutdown, which takes the cipher away under the reader's feet
                socket.socket.shutdown(used, socket.SHUT_RDWR)

    def _close(self) -> None:
        if self._value is not None:
            self._value[0].close()
        self._connection.close()
