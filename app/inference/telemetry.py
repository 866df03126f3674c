"""Keeping model libraries from reporting their use to their makers."""

from __future__ import annotations

import sys


def silence_openvino() -> None:
    """Call before `openvino` is imported: the import alone sends an event to Google Analytics and writes an id at home.

    The library sends nothing where its package for this is missing, so it is made to look missing. Its opt-out would be
    a file in the person's home folder, which is not ours to write.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
