"""A worker without a process: the tasks run where they are called, through the same messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from app.domain.errors import JobCancelled
from app.domain.jobs import CancelToken
from app.inference.workers import wire
from app.inference.workers.tasks import TaskTable

T = TypeVar("T")


class InProcessWorker:
    """Stands in for `WorkerClient`; keeps the name and size in bytes of every call in `calls`."""

    def __init__(self, table: TaskTable, *, on_call: Callable[[str], None] = lambda _: None) -> None:
        self._table = table
        self._on_call = on_call
        self.calls: list[tuple[str, int]] = []

    def call(
        self, task: str, request: object, result_type: type[T], *, cancel: CancelToken | None = None, **_: Any
    ) -> T:
        """Run one task, its request and result packed and unpacked as between processes."""
        payload = msgspec.msgpack.encode(request)
        self.calls.append((task, len(wire.encode(wire.Call(1, task, payload)))))
        self._on_call(task)
        one = self._table[task]
        result = one.run(msgspec.msgpack.decode(payload, type=one.request), _Context(cancel))
        return msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=result_type)

    def count(self, task: str) -> int:
        """How often a task was called."""
        return [name for name, _ in self.calls].count(task)


class _Context:
    def __init__(self, cancel: CancelToken | None) -> None:
        self._cancel = cancel

    def progress(self, done: int, total: int) -> None:
        """Nobody is told."""

    def check_cancel(self) -> None:
        if self._cancel is not None and self._cancel.cancelled:
            raise JobCancelled
