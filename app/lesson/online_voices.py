"""A voice from the internet as one more voice of a lesson: asked for in the desktop process, decoded in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.errors import UserFacingError
from app.inference.protocols import SPEECH_RATE, EngineInfo, Speech
from app.lesson.spoken_text import spoken_text
from app.lesson.voices import VoiceFailedError
from app.library.document_worker.sound_requests import ReadSoundRequest
from app.store.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.domain.jobs import CancelToken
    from app.library.sound_reader import SoundReader

_MOST_OFF_MS = 250  # between what was sent and what can be heard of it
_BYTES_PER_MS = 6  # MP3 at a constant 48 kbit/s


class OnlineService(Protocol):
    """What is used of `EdgeVoices`."""

    def info(self, language: str) -> EngineInfo:
        """The voice of a language."""
        ...

    def fetch(self, text: str, *, language: str, speed: float, cancel: CancelToken | None = None) -> bytes:
        """A sentence as MP3 at 48 kbit/s."""
        ...


class OnlineVoices:
    """The voices from the internet, while a person wants them.

    Args:
        service: Speaks.
        wanted: Whether the text may leave this laptop now.
        reader: Decodes what comes.
        staging: Folder for sound on its way.
    """

    def __init__(self, service: OnlineService, wanted: Callable[[], bool], reader: SoundReader, staging: Path) -> None:
        self._service = service
        self._wanted = wanted
        self._reader = reader
        self._staging = staging

    def of(self, language: str) -> OnlineVoice | None:
        """The voice of a language; None while they are switched off."""
        return OnlineVoice(self._service, self._reader, self._staging, language) if self._wanted() else None


class OnlineVoice:
    """A voice of the service."""

    def __init__(self, service: OnlineService, reader: SoundReader, staging: Path, language: str) -> None:
        self._service = service
        self._reader = reader
        self._staging = staging
        self._language = language
        self.info = service.info(language)

    def words(self, text: str) -> str:
        """See `Voice.words`."""
        return spoken_text(text, self._language)

    def speak(self, words: str, *, speed: float, cancel: CancelToken | None) -> Speech:
        """See `Voice.speak`."""
        try:
            sound = self._service.fetch(words, language=self._language, speed=speed, cancel=cancel)
        except UserFacingError as error:
            if error.key == "speech.nothing_to_say":
                raise
            raise VoiceFailedError(str(error)) from error
        return self._decoded(sound, cancel)

    def _decoded(self, sound: bytes, cancel: CancelToken | None) -> Speech:
        with workspace(self._staging) as folder:
            received, out = folder / "received.mp3", folder / "words.pcm"
            received.write_bytes(sound)
            try:
                read = self._reader.read(ReadSoundRequest(str(received), self.info.name, str(out), SPEECH_RATE), cancel)
            except UserFacingError as error:
                raise VoiceFailedError(f"{self.info.name} sent what is no speech") from error
            if abs(read.whole_ms - len(sound) / _BYTES_PER_MS) > _MOST_OFF_MS:
                raise VoiceFailedError(f"{self.info.name} sent what is no speech")
            return Speech(out.read_bytes(), SPEECH_RATE)
