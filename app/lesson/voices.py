"""Who reads a lesson aloud: a voice from the internet where it is wanted, an installed one, else the built-in one.

Each voice is given the words that suit it: espeak-ng says numbers itself, an MMS voice knows letters alone.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import UserFacingError
from app.domain.jobs import lane_of
from app.domain.models import EngineTask, Route
from app.inference import mms
from app.inference.mms.coverage import unspeakable
from app.inference.mms.tokenizer import CharacterTokenizer
from app.inference.model_folder import engine_info
from app.inference.protocols import EngineInfo, Speech
from app.inference.workers.worker_process import WorkerTaskError
from app.lesson.speech_tasks import SpeakRequest, VoiceRequest
from app.lesson.spoken_in_full import spoken_in_full
from app.lesson.spoken_text import spoken_text

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.jobs import CancelToken, Lane
    from app.inference.workers.process import WorkerClient


_log = logging.getLogger(__name__)


class VoiceFailedError(Exception):
    """An installed voice cannot speak now; another may. The text is a sentence for a person."""


class Voice(Protocol):
    """Somebody who speaks one language."""

    @property
    def info(self) -> EngineInfo:
        """Who it is."""
        ...

    def words(self, text: str) -> str:
        """What it is given for a sentence as it is shown."""
        ...

    def speak(self, words: str, *, speed: float, cancel: CancelToken | None) -> Speech:
        """Speak such words; `cancel` ends it and says in which lane it waits.

        Raises:
            UserFacingError: nothing in them has a sound (``speech.nothing_to_say``), or no voice can speak now.
            VoiceFailedError: this voice cannot.
        """
        ...


class VoiceWorker(Protocol):
    """What is used of the model worker."""

    def speak(
        self, route: Route, text: str, *, language: str, speed: float, lane: Lane, cancel: CancelToken | None
    ) -> Speech:
        """Speak a text with the model of a route."""
        ...


class ModelRoom(Protocol):
    """What is used of `EngineRoom`."""

    @property
    def worker(self) -> VoiceWorker:
        """The model worker."""
        ...

    def route(self, task: EngineTask, language: str) -> Route:
        """Who does a task."""
        ...

    def name(self, spec_id: str) -> str:
        """What people call a model."""
        ...

    def folder(self, found: Route) -> Path:
        """Where a model is."""
        ...


class OnlineSource(Protocol):
    """What is used of `OnlineVoices`."""

    def of(self, language: str) -> Voice | None:
        """The voice of a language, None while it is not wanted."""
        ...


class BuiltInVoice:
    """espeak-ng in the light worker."""

    def __init__(self, worker: WorkerClient, language: str, info: EngineInfo) -> None:
        self._worker = worker
        self._language = language
        self.info = info

    def words(self, text: str) -> str:
        """See `Voice.words`."""
        return spoken_text(text, self._language)

    def speak(self, words: str, *, speed: float, cancel: CancelToken | None) -> Speech:
        """See `Voice.speak`."""
        return self._worker.call("speak", SpeakRequest(words, self._language, speed), Speech, cancel=cancel)


class InstalledVoice:
    """An MMS voice in the model worker."""

    def __init__(self, room: ModelRoom, found: Route, language: str) -> None:
        if found.model is None:
            raise ValueError("a built-in engine is no installed voice")
        self._room = room
        self._route = found
        self._language = language
        told = engine_info(room.folder(found), found.model.runtime, found.compute_type, mms.VERSION)
        self.info = replace(told, name=room.name(found.model.spec_id))

    def words(self, text: str) -> str:
        """See `Voice.words`."""
        return spoken_in_full(text, self._language)

    def lost(self, text: str) -> tuple[str, ...]:
        """What it would leave out of a sentence as it is shown; nothing is spoken.

        Raises:
            UserFacingError: its letters cannot be read.
        """
        return unspeakable(self.words(text), CharacterTokenizer.read(self._room.folder(self._route)).vocab)

    def speak(self, words: str, *, speed: float, cancel: CancelToken | None) -> Speech:
        """See `Voice.speak`."""
        try:
            return self._room.worker.speak(
                self._route, words, language=self._language, speed=speed, lane=lane_of(cancel), cancel=cancel
            )
        except WorkerTaskError as error:
            raise VoiceFailedError(f"{self.info.name} failed") from error
        except UserFacingError as error:
            if not error.key.startswith(("engine.", "worker.", "speech.failed")):
                raise
            raise VoiceFailedError(str(error)) from error


class Voices:
    """Who can speak on this laptop.

    Args:
        worker: The light worker.
        room: The installed models; None where none are used.
        online: Voices from the internet; None where there are none.
    """

    def __init__(self, worker: WorkerClient, room: ModelRoom | None = None, online: OnlineSource | None = None) -> None:
        self._worker = worker
        self._room = room
        self._online = online
        self._built_in: dict[str, EngineInfo] = {}

    def installed(self, language: str) -> InstalledVoice | None:
        """The voice that was installed for a language, None where there is none or it does not fit this machine."""
        if self._room is None:
            return None
        try:
            found = self._room.route(EngineTask.SPEAK, language)
            return InstalledVoice(self._room, found, language) if found.model is not None else None
        except UserFacingError as error:  # a damaged catalogue, which the Models page tells of
            _log.warning("no installed voice can be looked for: %s", error)
            return None

    def online(self, language: str) -> Voice | None:
        """The voice from the internet for a language, None while they are switched off."""
        return self._online.of(language) if self._online is not None else None

    def of(self, language: str, cancel: CancelToken | None) -> tuple[Voice, ...]:
        """All voices of a language, the best first; the built-in one, which speaks every language, is the last."""
        info = self._built_in.get(language)  # it does not change while the application runs
        if info is None:
            info = self._worker.call("speech.info", VoiceRequest(language), EngineInfo, cancel=cancel)
            self._built_in[language] = info
        built_in = BuiltInVoice(self._worker, language, info)
        better = (self.online(language), self.installed(language))
        return (*(voice for voice in better if voice is not None), built_in)
