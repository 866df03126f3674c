"""A folder in memory, for tests that write many small files to a disk that they do not test."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def quick_folder() -> Iterator[Path]:
    """In memory where there is such a place: waiting for a disk thousands of times would take minutes."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)
