"""The teacher's own voice: a sound file that is read aloud in the place of a synthesised passage."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError
from app.domain.lessons import Change, FactKind, Finding, Recording, Severity
from app.domain.typed_text import one_line
from app.inference.protocols import SPEECH_RATE
from app.lesson.wav import write_wav
from app.library.document_worker.sound_requests import ReadSoundRequest
from app.store.workspace import workspace

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.jobs import CancelToken
    from app.domain.lessons import Passage
    from app.library.sound_reader import SoundReader
    from app.store.media import MediaStore

_LONGEST_NAME = 120


class Recordings:
    """Takes recordings in and gives their samples out.

    Args:
        reader: Reads sound files in a process of its own.
        media: Keeps them as they were given.
        staging: Folder for copies on their way.
    """

    def __init__(self, reader: SoundReader, media: MediaStore, staging: Path) -> None:
        self._reader = reader
        self._media = media
        self._staging = staging

    def take(self, file: Path, text: str) -> Recording:
        """Keep a copy of a sound file that was recorded for a text.

        Raises:
            UserFacingError: it cannot be read, is too long, too big or silent; nothing is kept.
        """
        name = one_line(file.name, _LONGEST_NAME)
        with workspace(self._staging) as folder:
            read = self._reader.read(ReadSoundRequest(str(file), name, str(folder / "words.pcm")))
            copy = folder / "recording"
            try:
                shutil.copyfile(file, copy)
            except FileNotFoundError as error:
                raise UserFacingError("import.vanished", name=name) from error
            return Recording(self._media.adopt(copy), name, read.duration_ms, text)

    def samples(self, recording: Recording, out: Path, rate: int, cancel: CancelToken | None = None) -> None:
        """Write the words of a recording as signed 16-bit mono samples at `rate` hertz.

        Raises:
            UserFacingError: the file is not here any more or cannot be read.
        """
        path = self._media.path(recording.media)
        self._reader.read(ReadSoundRequest(str(path), recording.name, str(out), rate), cancel)

    def wav(self, recording: Recording) -> Path:
        """The words of a recording as a WAV file in the media folder, for Listen.

        Raises:
            UserFacingError: the file is not here any more or cannot be read.
        """
        with workspace(self._staging) as folder:
            words, out = folder / "words.pcm", folder / "words.wav"
            self.samples(recording, words, SPEECH_RATE)
            write_wav(out, words.read_bytes(), SPEECH_RATE)
            return self._media.path(self._media.adopt(out))


def recording_findings(passage: Passage, index: int) -> tuple[Finding, ...]:
    """That somebody has to listen to the recording of a passage: no check can hear it."""
    if passage.recording is None:
        return ()
    reason = "recording" if passage.recording.text == passage.text else "recording_before_change"
    return (Finding(Severity.AMBER, FactKind.TEXT, Change.NOT_CHECKED, reason=reason, passage=index),)
