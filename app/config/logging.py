"""Logging: a rotating file in the data folder, warnings on stderr for the command line, nothing on stdout.

Logs never hold what a child or a teacher wrote: modules log ids, counts and code words, and the database layer
hides the values of its statements (`app.store.database`).
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(process)d %(threadName)s %(name)s: %(message)s"
_FILE_BYTES = 1_000_000
_FILES_KEPT = 5


def set_up_logging(logs: Path | None, *, stderr: bool = True, level: int = logging.INFO) -> None:
    """Set up logging for this process; calling it again replaces the earlier set-up.

    Args:
        logs: Folder of the log file; None, or a folder that cannot be written to, means no file.
        stderr: Whether warnings also go to stderr (the command line; a window has no stderr on Windows).
        level: Lowest level that goes to the file.
    """
    root = logging.getLogger()
    for handler in [one for one in root.handlers if getattr(one, "shikshasetu", False)]:
        root.removeHandler(handler)
        handler.close()
    handlers: list[logging.Handler] = []
    if logs is not None and (file_handler := _file_handler(logs, level)) is not None:
        handlers.append(file_handler)
    if stderr and sys.stderr is not None:
        console = logging.StreamHandler(sys.stderr)
        console.setLevel(logging.WARNING)
        handlers.append(console)
    for handler in handlers or [logging.NullHandler()]:
        handler.shikshasetu = True  # type: ignore[attr-defined]  # marks what a second call may replace
        root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log that cannot be written, on a full disk, costs nobody more than the log."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Say nothing: what went wrong is told where the work failed for the same reason."""


def _file_handler(logs: Path, level: int) -> logging.Handler | None:
    try:
        logs.mkdir(parents=True, exist_ok=True)
        file = logs / "shikshasetu.log"
        if file.exists() and not file.is_file():
            return None  # a pipe that nobody reads would hold us up for ever
        handler = _LogFile(file, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler
