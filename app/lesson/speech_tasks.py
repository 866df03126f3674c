"""Speaking and MP3 encoding as tasks of the light worker."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.inference.runtimes.espeak_runtime import EspeakSynthesizer
from app.inference.runtimes.lame_runtime import EncodedAudio, SpokenPart, encode
from app.inference.workers.tasks import Task, TaskContext, TaskTable

if TYPE_CHECKING:
    from app.inference.protocols import EngineInfo, Speech, SpeechSynthesizer

SENTENCE_PAUSE_MS = 350
PARAGRAPH_PAUSE_MS = 700
BIT_RATE = 32
"""Of the MP3 file, in kbit/s."""


@dataclass(frozen=True, slots=True)
class VoiceRequest:
    """Ask who speaks a language; answered with `EngineInfo`."""

    language: str


@dataclass(frozen=True, slots=True)
class SpeakRequest:
    """Speak `text`, one sentence, at `speed` times the normal rate; answered with `Speech`."""

    text: str
    language: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class EncodeRequest:
    """Join spoken sentences into the MP3 file `out`; answered with `EncodedAudio`.

    `bit_rate` is in kbit/s, `sample_rate` in hertz, `title` is what a player shows, `recorded` the numbers of the parts
    that a person spoke: they are made as loud as the others.
    """

    parts: tuple[SpokenPart, ...]
    out: str
    sample_rate: int = 22_050
    bit_rate: int = BIT_RATE
    title: str = ""
    recorded: tuple[int, ...] = ()


def speech_tasks(synthesizer: SpeechSynthesizer) -> TaskTable:
    """The tasks around one voice engine."""

    def info(request: VoiceRequest, _: TaskContext) -> EngineInfo:
        return synthesizer.info(request.language)

    def speak(request: SpeakRequest, context: TaskContext) -> Speech:
        context.check_cancel()
        return synthesizer.speak(request.text, language=request.language, speed=request.speed)

    return {
        "speech.info": Task(VoiceRequest, info),
        "speak": Task(SpeakRequest, speak),
        "encode_audio": Task(EncodeRequest, encode_audio),
    }


def encode_audio(request: EncodeRequest, context: TaskContext) -> EncodedAudio:
    """Encode, reporting each finished sentence; recordings among the parts are rewritten, as loud as the others.

    Raises:
        UserFacingError: the disk is full or does not answer (``data.disk_full``, ``data.io``).
    """

    def on_part(done: int) -> None:
        context.check_cancel()
        context.progress(done, len(request.parts))

    try:
        _level(request)
        return encode(
            request.parts,
            Path(request.out),
            sample_rate=request.sample_rate,
            bit_rate=request.bit_rate,
            title=request.title,
            on_part=on_part,
        )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise UserFacingError("data.disk_full") from error
        raise UserFacingError("data.io", path=request.out) from error


def _level(request: EncodeRequest) -> None:
    if not request.recorded:
        return
    from app.lesson.loudness import USUAL, bring_to, loudness

    spoken = (Path(part.path) for number, part in enumerate(request.parts) if number not in request.recorded)
    wanted = loudness(spoken, request.sample_rate)
    for number in request.recorded:
        bring_to(Path(request.parts[number].path), USUAL if wanted is None else wanted, request.sample_rate)


SPEECH_TASKS: TaskTable = speech_tasks(EspeakSynthesizer())
"""For the light worker's table; the library is loaded by the first sentence."""
