"""Samples as a WAV file that the window can play."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_wav(path: Path, samples: bytes, rate: int) -> None:
    """Write signed 16-bit little-endian mono samples at `rate` hertz."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
