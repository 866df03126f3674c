"""Having what a model is loaded from in memory before it is loaded, beside other work.

Loading cannot be left in the middle. Most of its time goes to reading gigabytes from a disk and to importing a library,
and both can be done ahead, in a thread: what is left is what the library makes of files that are in memory already.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_PIECE = 8 << 20
_log = logging.getLogger(__name__)


class ReadAhead:
    """Reads a model's files and imports its libraries, once.

    Args:
        folder: Of the model.
        modules: To import; one that is missing is left to the loading, which says so.
        spare: Bytes that are free for the files; where they do not fit, nothing is read.
    """

    def __init__(self, folder: Path, modules: Iterable[str], spare: Callable[[], int]) -> None:
        self._folder = folder
        self._modules = tuple(modules)
        self._spare = spare
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="read-ahead", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether it is done, after at most so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Read no further; an import goes on to its end."""
        self._stopped.set()

    def _run(self) -> None:
        for name in self._modules:
            try:
                import_module(name)
            except Exception as error:  # noqa: BLE001 - boundary: the loading meets it again and tells it
                _log.info("%s could not be imported ahead: %r", name, error)
        with contextlib.suppress(OSError):  # so does it with a file that cannot be read
            files = [path for path in sorted(self._folder.rglob("*")) if path.is_file()]
            if sum(path.stat().st_size for path in files) <= self._spare():
                for path in files:
                    self._read(path)

    def _read(self, path: Path) -> None:
        buffer = bytearray(_PIECE)
        with path.open("rb", buffering=0) as file:
            while not self._stopped.is_set() and file.readinto(buffer):
                pass
