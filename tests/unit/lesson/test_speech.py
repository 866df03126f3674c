"""A sentence without a sound is skipped; a voice that fails is told, and its silence is never kept."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.documents import BlockKind
from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken, ignore_progress
from app.domain.lessons import AudioTrack, LessonContent, Level, Passage
from app.inference.protocols import EngineInfo, Speech
from app.lesson import speech, voices
from app.lesson.recordings import Recordings
from app.lesson.speech import LessonSpeaker
from app.lesson.speech_tasks import speech_tasks
from app.library.document_worker.sound import SOUND_TASKS
from app.library.document_worker.sound_requests import ReadSound, ReadSoundRequest
from app.store.cache import StepCache
from app.store.media import MediaStore
from app.store.steps import StepRunner
from tests.in_process import InProcessWorker
from tests.sounds import speech_like, write_wav

SECOND = b"\x10\x20" * 24_000


class Voice:
    """A second of sound per sentence; says nothing to "...", and fails while `broken`."""

    def __init__(self) -> None:
        self.broken = False
        self.fingerprint = "voice/1"
        self.rate = 22_050

    def info(self, _language: str) -> EngineInfo:
        return EngineInfo("a voice", self.fingerprint, uses_ai=False)

    def speak(self, text: str, *, language: str, speed: float) -> Speech:
        if self.broken:
            raise UserFacingError("speech.failed", language=language)
        if "漢" in text:
            raise UserFacingError("speech.nothing_to_say")
        return Speech(SECOND[: 2 * self.rate], self.rate)


class Reader:
    """Reads sound files where it is called."""

    def read(self, request: ReadSoundRequest, cancel: CancelToken | None = None) -> ReadSound:
        return InProcessWorker(SOUND_TASKS).call("read_sound", request, ReadSound, cancel=cancel)


class Studio:
    """A voice, its cache and its media folder; `speaker` is a fresh one, as after a restart."""

    def __init__(self, folder: Path) -> None:
        self.voice = Voice()
        self.worker = InProcessWorker(speech_tasks(self.voice))
        self.media = MediaStore(folder / "media")
        self.cache = StepCache(folder / "cache")
        self.staging = folder / "staging"
        self.staging.mkdir()
        self.recordings = Recordings(cast(Any, Reader()), self.media, self.staging)

    @property
    def speaker(self) -> LessonSpeaker:
        return LessonSpeaker(
            cast(Any, self.worker), StepRunner(self.cache), self.media, self.staging, recordings=self.recordings
        )

    def track(self, *texts: str, speed: float = 1.0) -> AudioTrack:
        passages = tuple(Passage(BlockKind.PARAGRAPH, text, text) for text in texts)
        content = LessonContent("Rivers", "en", Level.SAME, 6, passages)
        return self.speaker.track(content, speed=speed, report=ignore_progress, cancel=CancelToken())


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path)
    yield made
    made.cache.close()


def test_a_sentence_without_a_sound_does_not_silence_the_lesson(studio: Studio) -> None:
    track = studio.track("The river flows.", "漢字漢字。", "It is long.")
    with_all = studio.track("The river flows.", "It is deep.", "It is long.")
    assert len(track.sentences) == 4
    assert with_all.duration_ms - track.duration_ms == pytest.approx(1_000, abs=60)


def test_a_voice_that_failed_is_told_and_its_silence_is_not_kept(studio: Studio) -> None:
    studio.voice.broken = True
    with pytest.raises(UserFacingError) as caught:
        studio.track("The river flows.")
    assert caught.value.key == "speech.failed"
    assert not list(studio.media.folder.glob("*"))
    studio.voice.broken = False
    assert studio.track("The river flows.").duration_ms > 2_000
    assert list(studio.staging.iterdir()) == []


def test_what_was_spoken_is_not_spoken_again(studio: Studio) -> None:
    first = studio.track("The river flows.")
    spoken = studio.worker.count("speak")
    assert studio.track("The river flows.") == first
    assert studio.worker.count("speak") == spoken


@pytest.mark.parametrize("change", ["voice", "speed", "bit rate", "pauses"])
def test_another_voice_speed_rate_or_pause_gives_another_track(
    studio: Studio, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.track("The river flows.")
    before = studio.worker.count("encode_audio")
    if change == "voice":
        studio.voice.fingerprint = "voice/2"
    if change == "bit rate":
        monkeypatch.setattr(speech, "BIT_RATE", 48)
    if change == "pauses":
        monkeypatch.setattr(speech, "SENTENCE_PAUSE_MS", 900)
    track = studio.track("The river flows.", speed=0.8 if change == "speed" else 1.0)
    assert studio.worker.count("encode_audio") == before + 1
    assert track.engine == "a voice"


def test_units_are_spoken_in_words_and_shown_as_printed(studio: Studio) -> None:
    """What is spoken in words is the key of the kept sound, so that sound of other words is never played."""
    track = studio.track("It ran 5 km.")
    assert track.sentences[-1][3] == "It ran 5 km."
    spoken = studio.worker.count("speak")
    assert studio.track("It ran 5 kilometres.").sentences[-1][3] == "It ran 5 kilometres."
    assert studio.worker.count("speak") == spoken


def test_other_words_for_the_same_text_are_spoken_anew(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.track("It ran 5 km.")
    spoken, tracks = studio.worker.count("speak"), studio.worker.count("encode_audio")
    monkeypatch.setattr(voices, "spoken_text", lambda text, _language: text.replace("km", "miles"))
    studio.track("It ran 5 km.")
    assert studio.worker.count("speak") == spoken + 1
    assert studio.worker.count("encode_audio") == tracks + 1


def test_text_that_never_ends_is_spoken_in_pieces(studio: Studio) -> None:
    studio.track(" ".join(f"water{number}" for number in range(1_200)))
    assert studio.worker.count("speak") > 5


def test_listening_gives_a_sound_that_players_open(studio: Studio) -> None:
    with wave.open(str(studio.speaker.sentence("Water boils.", "en", speed=1.0))) as sound:
        assert (sound.getframerate(), sound.getnframes()) == (22_050, 22_050)


@pytest.mark.parametrize("rate", [16_000, 24_000])
def test_a_recording_comes_at_the_rate_of_the_voice_it_stands_beside(studio: Studio, tmp_path: Path, rate: int) -> None:
    studio.voice.rate = rate
    own = studio.recordings.take(write_wav(tmp_path / "own.wav", speech_like(3, 44_100), 44_100), "It is long.")
    passage = Passage(BlockKind.PARAGRAPH, "It is long.", "It is long.", recording=own)
    before = studio.track("It flows.").duration_ms
    content = LessonContent(
        "Rivers", "en", Level.SAME, 6, (Passage(BlockKind.PARAGRAPH, "It flows.", "It flows."), passage)
    )
    track = studio.speaker.track(content, speed=1.0, report=ignore_progress, cancel=CancelToken())
    assert track.duration_ms - before == pytest.approx(3_700, abs=100)
    assert track.engine == f"a voice + {speech.OWN_VOICE}"
    assert track.sentences[-1][:2] == (1, 0)
