"""Sound files in the formats that phones and recorders write."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]
_CODECS = {"mp3": "libmp3lame", "ogg": "vorbis", "opus.ogg": "libopus", "m4a": "aac", "flac": "flac"}


def speech_like(seconds: float, rate: int, *, peak: float = 0.5) -> Sound:
    """A tone in syllables: 80 ms of sound, 40 ms of less."""
    at = np.arange(int(seconds * rate)) / rate
    syllables = np.where(at % 0.12 < 0.08, 1.0, 0.3)
    return (peak * syllables * np.sin(2 * np.pi * 220 * at)).astype(np.float32)


def silence(seconds: float, rate: int) -> Sound:
    return np.zeros(int(seconds * rate), np.float32)


def write_wav(path: Path, sound: Sound, rate: int, *, width: int = 2, channels: int = 1) -> Path:
    """Plain WAV with samples of 1 to 4 bytes; every channel says the same."""
    whole = np.rint(np.clip(sound, -1, 1) * (2 ** (8 * width - 1) - 1)).astype(np.int64)
    if width == 1:
        whole = whole + 128
    data = whole.repeat(channels).astype("<i8").view(np.uint8).reshape(-1, 8)[:, :width].tobytes()
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(data)
    return path


def write_sound(path: Path, sound: Sound, rate: int, kind: str) -> Path:
    """A file as a phone writes it: mp3, ogg, opus.ogg, m4a or flac; in stereo."""
    import av

    with av.open(str(path), "w", format={"m4a": "ipod", "opus.ogg": "ogg"}.get(kind, kind)) as container:
        stream: Any = container.add_stream(_CODECS[kind], rate=rate, options={"strict": "experimental"})
        stream.layout = "stereo"
        both = np.rint(np.clip(sound, -1, 1) * 32767).astype(np.int16).repeat(2).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.format, "stereo", rate, frame_size=stream.codec_context.frame_size or 1024)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            container.mux(stream.encode(piece))
    return path


def samples_of(path: Path) -> Sound:
    """What is heard in an MP3 file, whatever it is: by FFmpeg, not by our own reader."""
    import av

    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", 22_050)
        parts = [
            piece.to_ndarray().reshape(-1) for one in container.decode(audio=0) for piece in resampler.resample(one)
        ]
    return np.concatenate(parts).astype(np.float32)
