"""What a worker process can be asked to do: typed requests, typed results, one table per process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class TaskContext(Protocol):
    """What a running task knows about its caller."""

    def progress(self, done: int, total: int) -> None:
        """Report units finished; a `total` of 0 means unknown."""
        ...

    def check_cancel(self) -> None:
        """Raise `JobCancelled` if the caller no longer wants the result."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """One task: the frozen dataclass it takes, and the function that does it.

    The function may return any frozen dataclass, or plain values that msgpack knows.
    """

    request: type
    run: Callable[[Any, TaskContext], object]


TaskTable = Mapping[str, Task]
"""Tasks of one worker process by name."""
