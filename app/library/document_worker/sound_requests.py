"""What is asked about a sound file, and the answer; plain data."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SECONDS = 600
"""Of one recording: a passage is read aloud in a minute."""
MAX_BYTES = 150 << 20
"""Of a file: ten minutes of uncompressed stereo at 48 kHz are 115 MB."""


@dataclass(frozen=True, slots=True)
class ReadSoundRequest:
    """Ask for the words of the sound file `path` as samples.

    Attributes:
        path: WAV, MP3, OGG (Vorbis, Opus), M4A, 3GP, AMR, AAC or FLAC.
        name: What the person calls it; messages use it.
        out: File that takes signed 16-bit little-endian mono samples.
        rate: Their rate in hertz.
    """

    path: str
    name: str
    out: str
    rate: int = 22_050


@dataclass(frozen=True, slots=True)
class ReadSound:
    """Milliseconds of the words that were written, and of the whole file with the silence around them."""

    duration_ms: int
    whole_ms: int
