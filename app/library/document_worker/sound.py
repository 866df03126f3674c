"""Reading of sound files somebody brought, or a server sent, into samples.

A file is what its first bytes say; playlists and every other format that names further files are never opened.
PyAV (FFmpeg) reads all of them; without it, which is an extra, Python itself reads plain WAV.
"""

from __future__ import annotations

import importlib.util
import math
import wave
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.domain.errors import UserFacingError
from app.inference.mms import sound as voice_sound
from app.inference.workers.tasks import Task, TaskTable
from app.library.document_worker.faults import check_size, source_faults
from app.library.document_worker.sound_requests import LONGEST_SECONDS, MAX_BYTES, ReadSound, ReadSoundRequest

if TYPE_CHECKING:
    from typing import BinaryIO

    import numpy.typing as npt

    from app.inference.workers.tasks import TaskContext

_HEAD_BYTES = 12
_STARTS = {b"ID3": "mp3", b"OggS": "ogg", b"fLaC": "flac", b"#!AMR": "amr"}
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free")
_FRAME_SYNC, _ADTS = 0xFFE0, 0xFFF0
_LAYERS = 0x0006  # of an MPEG frame header; AAC has none
_PEAK_OF_SILENCE = 100  # of 32767, -50 dB: a microphone that was not on
_SOFTEST = 0.02  # of the peak: softer is the room before and after the words
_EDGE_SECONDS = 0.15  # of it that is kept
_MOST_WEIGHTS = 1_000
_RATES = range(4_000, 200_001)


def read_sound(request: ReadSoundRequest, context: TaskContext) -> ReadSound:
    """Write the words of a sound file to `request.out`, the silence around them cut off.

    Raises:
        UserFacingError: import.not_found, import.empty_file, import.vanished, recording.too_big, recording.unreadable,
            recording.only_wav, recording.too_long or recording.silent.
    """
    path = Path(request.path)
    try:
        check_size(path, request.name, MAX_BYTES)
        with source_faults(path, request.name), path.open("rb") as file:
            samples = _samples(file, request, context)
    except UserFacingError as error:
        raise _known(error, request.name) from error
    if not samples.size or int(np.abs(samples.astype(np.int32)).max()) < _PEAK_OF_SILENCE:
        raise UserFacingError("recording.silent", name=request.name)
    words = _trimmed(samples, request.rate)
    Path(request.out).write_bytes(words.astype("<i2").tobytes())
    return ReadSound(words.size * 1000 // request.rate, samples.size * 1000 // request.rate)


def _known(error: UserFacingError, name: str) -> UserFacingError:
    """What is said of pages, said of recordings."""
    if error.key == "import.too_large":
        return UserFacingError("recording.too_big", name=name, megabytes=MAX_BYTES >> 20)
    unreadable = ("import.damaged", "import.unknown_format", "import.too_slow")
    return UserFacingError("recording.unreadable", name=name) if error.key in unreadable else error


def _samples(file: BinaryIO, request: ReadSoundRequest, context: TaskContext) -> npt.NDArray[np.int16]:
    kind = _kind(file.read(_HEAD_BYTES))
    file.seek(0)
    if kind is None:
        raise UserFacingError("recording.unreadable", name=request.name)
    if importlib.util.find_spec("av") is not None:
        return _by_ffmpeg(file, kind, request, context)
    if kind == "wav":
        return _by_python(file, request)
    raise UserFacingError("recording.only_wav", name=request.name)


def _kind(head: bytes) -> str | None:
    """FFmpeg's name of the format a file begins like, None for one that is not opened."""
    if head[:4] in (b"RIFF", b"RIFX") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] in _BOXES:
        return "mov"  # M4A, 3GP
    known = next((kind for start, kind in _STARTS.items() if head.startswith(start)), None)
    begin = int.from_bytes(head[:2], "big")
    if known is None and begin & _FRAME_SYNC == _FRAME_SYNC:
        return "aac" if begin & _ADTS == _ADTS and not begin & _LAYERS else "mp3"
    return known


def _by_ffmpeg(file: BinaryIO, kind: str, request: ReadSoundRequest, context: TaskContext) -> npt.NDArray[np.int16]:
    """Decode with PyAV; a file object and a fixed format leave FFmpeg no other file to open."""
    import av

    parts: list[npt.NDArray[np.int16]] = []
    count = 0
    with av.open(file, mode="r", format=kind) as container:
        if not container.streams.audio:
            raise UserFacingError("recording.unreadable", name=request.name)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=request.rate)
        for frame in chain(container.decode(audio=0), (None,)):  # None: the end, for what the resampler still holds
            context.check_cancel()
            for piece in resampler.resample(frame):
                parts.append(piece.to_ndarray().reshape(-1).astype(np.int16, copy=False))
                count += parts[-1].size
                _check_length(count / request.rate, request)
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def _by_python(file: BinaryIO, request: ReadSoundRequest) -> npt.NDArray[np.int16]:
    """Read plain WAV."""
    with wave.open(file, "rb") as source:
        rate, width, channels, count = (
            source.getframerate(), source.getsampwidth(), source.getnchannels(), source.getnframes(),
        )  # fmt: skip
        if rate not in _RATES or request.rate // math.gcd(rate, request.rate) > _MOST_WEIGHTS:
            raise UserFacingError("recording.unreadable", name=request.name)
        _check_length(count / rate, request)
        data = source.readframes(count)
    if width == 1:  # the only one without a sign
        values = (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / 128
    else:
        data = data[: len(data) // (width * channels) * width * channels]
        highest = np.frombuffer(data, np.uint8).reshape(-1, width)[:, -2:]  # little-endian: the two that are heard
        values = np.ascontiguousarray(highest).view("<i2").reshape(-1).astype(np.float32) / 32768
    mono = values[: values.size // channels * channels].reshape(-1, channels).mean(axis=1, dtype=np.float32)
    return np.frombuffer(voice_sound.samples(voice_sound.resampled(mono, rate, request.rate)), np.int16)


def _check_length(seconds: float, request: ReadSoundRequest) -> None:
    if seconds > LONGEST_SECONDS:
        raise UserFacingError("recording.too_long", name=request.name, minutes=LONGEST_SECONDS // 60)


def _trimmed(samples: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.int16]:
    """The samples without the room before and after the words, whose pauses the caller decides on."""
    loudness = np.abs(samples.astype(np.int32))
    heard = np.flatnonzero(loudness > max(_PEAK_OF_SILENCE, _SOFTEST * float(loudness.max())))
    edge = int(_EDGE_SECONDS * rate)
    return samples[max(0, heard[0] - edge) : heard[-1] + edge + 1] if heard.size else samples


SOUND_TASKS: TaskTable = {"read_sound": Task(ReadSoundRequest, read_sound)}
"""Of a process of its own: opencv brings another FFmpeg, and two in one process get in each other's way on a Mac."""
