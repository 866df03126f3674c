"""The spoken lesson: sentence by sentence, cached each, joined into one MP3 with the start of every sentence."""

from __future__ import annotations

import logging
import textwrap
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain import sentences
from app.domain.documents import BlockKind
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress
from app.domain.lessons import AudioTrack, LessonContent, Passage, Recording
from app.inference.protocols import SPEECH_RATE, Speech
from app.inference.runtimes.lame_runtime import EncodedAudio, SpokenPart
from app.lesson.speech_tasks import (
    BIT_RATE,
    PARAGRAPH_PAUSE_MS,
    SENTENCE_PAUSE_MS,
    EncodeRequest,
)
from app.lesson.voices import Voice, VoiceFailedError, Voices
from app.lesson.wav import write_wav
from app.store.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.inference.workers.process import WorkerClient
    from app.lesson.recordings import Recordings
    from app.store.media import MediaStore
    from app.store.steps import StepRunner

SPOKEN = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION})
_LONGEST_PIECE = 2_000  # characters; text without an end of a sentence is spoken in pieces of this length
_SILENCE = Speech(b"", 0)
OWN_VOICE = "the teacher's own voice"
VOICE_FELL_BACK = "voice_fell_back"
"""A note of a lesson: another voice than the first of its language read it when it was made."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence of the lesson and where it stands, or a passage that was recorded; passage -1 is the title."""

    passage: int
    sentence: int
    text: str
    ends_paragraph: bool
    recording: Recording | None = None


def is_spoken(passage: Passage) -> bool:
    """Whether a passage is read aloud."""
    return passage.kind in SPOKEN and _has_words(passage.text)


def spoken_sentences(content: LessonContent) -> tuple[SpokenSentence, ...]:
    """What is read aloud, in order: the title unless the page begins with it, then every passage with words."""
    found: list[SpokenSentence] = []
    first = next((passage for passage in content.passages if passage.text.strip()), None)
    if first is None or first.text.strip() != content.title.strip():
        found.append(SpokenSentence(-1, 0, content.title, ends_paragraph=True))
    for index, passage in enumerate(content.passages):
        if passage.kind not in SPOKEN:
            continue
        if passage.recording is not None:
            found.append(SpokenSentence(index, 0, passage.text, ends_paragraph=True, recording=passage.recording))
            continue
        parts = sentences.split(passage.text, content.language)
        found += [SpokenSentence(index, number, part, number == len(parts) - 1) for number, part in enumerate(parts)]
    return tuple(one for one in found if _has_words(one.text))


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _instead(track: AudioTrack, failed: list[str]) -> AudioTrack:
    """A track with why the voices before its own did not make it."""
    if not failed:
        return track
    why = "; ".join(failed)
    return replace(track, engine=f"{track.engine} ({why})", failed=why)


def _heard(one: SpokenSentence, voice: Voice) -> str:
    """What decides how it sounds beside the voice."""
    return voice.words(one.text) if one.recording is None else f"recording:{one.recording.media}"


class LessonSpeaker:
    """Makes the audio track of a lesson.

    Args:
        worker: The light worker.
        steps: Cache of spoken sentences and finished tracks.
        media: Takes the MP3 files.
        staging: Folder for samples on their way to the encoder.
        voices: Who can speak; None for the built-in voice alone.
        recordings: The teacher's own voice; None where there is none.
    """

    def __init__(
        self,
        worker: WorkerClient,
        steps: StepRunner,
        media: MediaStore,
        staging: Path,
        *,
        voices: Voices | None = None,
        recordings: Recordings | None = None,
    ) -> None:
        self._worker = worker
        self._steps = steps
        self._media = media
        self._staging = staging
        self._voices = voices or Voices(worker)
        self._recordings = recordings

    def track(self, content: LessonContent, *, speed: float, report: ReportProgress, cancel: CancelToken) -> AudioTrack:
        """The MP3 of the lesson and when each sentence starts, all in one voice.

        Where an installed voice fails the next one reads the whole lesson, and the track says why.

        Raises:
            UserFacingError: no voice could speak it.
            JobCancelled: spoken sentences are kept.
        """
        voices = self._voices.of(content.language, cancel)
        failed: list[str] = []
        for number in range(len(voices) - 1):
            try:
                return _instead(self._track(content, voices[number:], speed, report, cancel), failed)
            except VoiceFailedError as error:
                _log.warning("another voice reads the lesson: %s", error)
                failed.append(str(error))
        return _instead(self._track(content, voices[-1:], speed, report, cancel), failed)

    def sentence(self, text: str, language: str, *, speed: float) -> Path:
        """One sentence as a WAV file in the media folder, for Listen."""
        speech = self._sentence(text, language, speed)
        with workspace(self._staging) as folder:
            path = folder / "sentence.wav"
            write_wav(path, speech.samples, speech.sample_rate)
            return self._media.path(self._media.adopt(path))

    def online(self, language: str) -> str:
        """Name of the voice from the internet that is asked first, "" while they are switched off."""
        voice = self._voices.online(language)
        return voice.info.name if voice is not None else ""

    def lost(self, content: LessonContent) -> tuple[str, ...]:
        """What the installed voice would leave out of a lesson, each piece once; () where the built-in one reads it."""
        voice = self._voices.installed(content.language)
        if voice is None:
            return ()
        try:
            said = (one.text for one in spoken_sentences(content) if one.recording is None)
            found = (piece for text in said for piece in voice.lost(text))
            return tuple(dict.fromkeys(found))
        except UserFacingError as error:  # a damaged voice reads nothing, so it leaves nothing out
            _log.warning("nothing is known of what the voice leaves out: %s", error)
            return ()

    def _track(
        self,
        content: LessonContent,
        voices: Sequence[Voice],
        speed: float,
        report: ReportProgress,
        cancel: CancelToken,
    ) -> AudioTrack:
        """Read by the first of these voices; what it has no sounds for is said by the next."""
        spoken = spoken_sentences(content)
        pauses = (SENTENCE_PAUSE_MS, PARAGRAPH_PAUSE_MS)
        said = [(one.text, _heard(one, voices[0]), one.ends_paragraph) for one in spoken]
        fingerprints = [voice.info.fingerprint for voice in voices]
        return self._steps.run(
            "audio",
            (*fingerprints, content.language, speed, BIT_RATE, pauses, content.title, said),
            AudioTrack,
            lambda: self._make_track(content, spoken, voices, speed, report=report, cancel=cancel),
            usable=lambda track: self._media.has(track.media),
        )

    def _make_track(
        self,
        content: LessonContent,
        spoken: tuple[SpokenSentence, ...],
        voices: Sequence[Voice],
        speed: float,
        *,
        report: ReportProgress,
        cancel: CancelToken,
    ) -> AudioTrack:
        recorded = {number: one.recording for number, one in enumerate(spoken) if one.recording is not None}
        with workspace(self._staging) as folder:
            parts: list[SpokenPart] = []
            rate = 0
            for number, sentence in enumerate(spoken):
                report(Progress("speaking", number, len(spoken)))
                cancel.check()
                path = folder / f"{number:05d}.pcm"
                pause = PARAGRAPH_PAUSE_MS if sentence.ends_paragraph else SENTENCE_PAUSE_MS
                parts.append(SpokenPart(str(path), pause))
                if number not in recorded:
                    speech = self._speak_if_possible(sentence.text, content.language, voices, speed, cancel)
                    rate = rate or speech.sample_rate
                    path.write_bytes(speech.samples)
            rate = rate or SPEECH_RATE
            for number, recording in recorded.items():  # at the rate of the others, which is known by now
                self._recorded(recording, Path(parts[number].path), rate, cancel)
            out = folder / "lesson.mp3"
            request = EncodeRequest(
                tuple(parts), str(out), sample_rate=rate, title=content.title, recorded=tuple(recorded)
            )
            encoded = self._worker.call("encode_audio", request, EncodedAudio, cancel=cancel)
            media = self._media.adopt(out)
        starts = zip(spoken, encoded.starts_ms, strict=True)
        return AudioTrack(
            media,
            encoded.duration_ms,
            tuple((one.passage, one.sentence, start, one.text) for one, start in starts),
            f"{voices[0].info.name} + {OWN_VOICE}" if recorded else voices[0].info.name,
        )

    def _recorded(self, recording: Recording, out: Path, rate: int, cancel: CancelToken) -> None:
        if self._recordings is None:
            raise ValueError("nobody here reads recordings")
        self._recordings.samples(recording, out, rate, cancel)

    def _speak_if_possible(
        self, text: str, language: str, voices: Sequence[Voice], speed: float, cancel: CancelToken
    ) -> Speech:
        """Silence for a sentence that has no sounds: it must not silence a lesson. A voice that fails must."""
        for voice in voices:
            try:
                return self._speak(text, language, voice, speed, cancel=cancel)
            except UserFacingError as error:
                if error.key != "speech.nothing_to_say":
                    raise
        return _SILENCE

    def _sentence(self, text: str, language: str, speed: float) -> Speech:
        *others, last = self._voices.of(language, None)
        for voice in others:
            try:
                return self._speak(text, language, voice, speed, cancel=None)
            except VoiceFailedError as error:
                _log.warning("another voice reads the sentence: %s", error)
            except UserFacingError as error:
                if error.key != "speech.nothing_to_say":
                    raise
        return self._speak(text, language, last, speed, cancel=None)

    def _speak(self, text: str, language: str, voice: Voice, speed: float, *, cancel: CancelToken | None) -> Speech:
        said = voice.words(text)
        pieces = textwrap.wrap(said, _LONGEST_PIECE, break_on_hyphens=False) or [said]
        spoken = [
            self._steps.run(
                "speak",
                (voice.info.fingerprint, language, speed, piece),
                Speech,
                partial(voice.speak, piece, speed=speed, cancel=cancel),
            )
            for piece in pieces
        ]
        return Speech(b"".join(speech.samples for speech in spoken), spoken[0].sample_rate)
