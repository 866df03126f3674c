"""MP3 through LAME: spoken sentences become one constant-rate file in which every sentence's start is known."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SAMPLE_RATES = (16_000, 22_050, 24_000)
"""Sample rates in hertz that are written as they come (MPEG-2 Layer III)."""

BIT_RATES = (32, 40, 48)
"""kbit/s; constant, so that a player finds a time without a seek table."""

_CODEC_DELAY = 1_105  # samples: 576 of LAME's encoder + 529 of every decoder; the file has no tag to skip them by
_BLOCK = 1 << 16
_QUALITY = 5  # 2 is best, 7 fastest; beyond 5 nothing is heard at these rates


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """One sentence: a file of signed 16-bit little-endian mono samples, and the pause after it in milliseconds."""

    path: str
    pause_ms: int


@dataclass(frozen=True, slots=True)
class EncodedAudio:
    """Length of the whole, and where each part starts when a player plays the file; milliseconds."""

    duration_ms: int
    starts_ms: tuple[int, ...]


def encode(
    parts: Sequence[SpokenPart],
    out: Path,
    *,
    sample_rate: int,
    bit_rate: int = 32,
    title: str = "",
    on_part: Callable[[int], None] = lambda _: None,
) -> EncodedAudio:
    """Encode the parts one after the other into `out`, which appears only when it is complete.

    Args:
        parts: In order; they are read block by block, so memory stays flat.
        out: MP3 file to write.
        sample_rate: Hertz, one of `SAMPLE_RATES`.
        bit_rate: kbit/s, one of `BIT_RATES`.
        title: What a player shows; empty for no tag.
        on_part: Called with the number of finished parts; may raise to stop.

    Raises:
        ValueError: a rate that a school phone might not play.
        OSError: a part cannot be read, or `out` cannot be written.
    """
    if sample_rate not in SAMPLE_RATES or bit_rate not in BIT_RATES:
        raise ValueError(f"{sample_rate} Hz at {bit_rate} kbit/s is not supported")
    unfinished = out.with_name(out.name + ".part")
    try:
        with unfinished.open("wb") as target:
            target.write(_title_tag(title))
            starts, size = _encode_parts(parts, target.write, sample_rate, bit_rate, on_part)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return EncodedAudio(size * 8 // bit_rate, starts)


def _encode_parts(
    parts: Sequence[SpokenPart],
    write: Callable[[bytes], object],
    sample_rate: int,
    bit_rate: int,
    on_part: Callable[[int], None],
) -> tuple[tuple[int, ...], int]:
    """Write the frames; returns the starts in milliseconds and the size in bytes."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(sample_rate)
    encoder.set_out_sample_rate(sample_rate)
    encoder.set_bit_rate(bit_rate)
    encoder.set_quality(_QUALITY)
    starts: list[int] = []
    position = size = 0
    for number, part in enumerate(parts, start=1):
        starts.append((position + _CODEC_DELAY) * 1000 // sample_rate)
        for block in _blocks(part, sample_rate):
            frames = bytes(encoder.encode(block))
            write(frames)
            size += len(frames)
            position += len(block) // 2
        on_part(number)
    rest = bytes(encoder.flush()) if position else b""
    write(rest)
    return tuple(starts), size + len(rest)


def _blocks(part: SpokenPart, sample_rate: int) -> Iterator[bytes]:
    """The samples of a part and its pause, in whole samples."""
    with Path(part.path).open("rb") as source:
        while block := source.read(_BLOCK):
            yield block if len(block) % 2 == 0 else block + b"\0"
    silence = b"\0\0" * (sample_rate * part.pause_ms // 1000)
    for start in range(0, len(silence), _BLOCK):
        yield silence[start : start + _BLOCK]


def _title_tag(title: str) -> bytes:
    """An ID3v2.3 tag (id3.org/id3v2.3.0) with the title in UTF-16, which old players read too."""
    if not title:
        return b""
    text = b"\x01" + title[:200].encode("utf-16")
    frame = b"TIT2" + len(text).to_bytes(4, "big") + b"\0\0" + text
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frame
