"""The parent's side of the process that reads sound files: it has no network, little memory and little time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.workers.child import WorkerLimits
from app.inference.workers.process import WorkerClient, WorkerStopped
from app.library.document_worker.sound_requests import ReadSound, ReadSoundRequest

if TYPE_CHECKING:
    from app.domain.jobs import CancelToken

LIMITS = WorkerLimits(memory=600 << 20, address_space=2 << 30, seconds=60)


class SoundReader:
    """One process that reads sound files; it starts with the first of them.

    Args:
        table: "module:NAME" of its task table.
        limits: What it may use.
    """

    def __init__(
        self, table: str = "app.library.document_worker.sound:SOUND_TASKS", limits: WorkerLimits = LIMITS
    ) -> None:
        self._worker = WorkerClient("sound", table, limits)

    def read(self, request: ReadSoundRequest, cancel: CancelToken | None = None) -> ReadSound:
        """Write the words of a sound file as samples.

        Raises:
            UserFacingError: it cannot be read; the sentence says why.
            JobCancelled: `cancel` was set.
        """
        try:
            return self._worker.call("read_sound", request, ReadSound, cancel=cancel)
        except WorkerStopped as stopped:
            gone = stopped.reason == "died" and not Path(request.path).exists()
            key = "import.vanished" if gone else "recording.unreadable"
            raise UserFacingError(key, name=request.name) from stopped

    def close(self) -> None:
        """End the process."""
        self._worker.close()
