"""A server for this machine alone, with a thread for whatever takes long, that has ended when its block ends."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from typing import Self


@dataclass
class LoopbackServer:
    """Accepts clients; what is said to one is the subclass's `_meet`, which must not wait."""

    _threads: list[threading.Thread] = field(default_factory=list, init=False)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self._ended = threading.Event()
        self._start(self._serve)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                near, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._meet(near)

    def _meet(self, near: socket.socket) -> None:
        raise NotImplementedError
