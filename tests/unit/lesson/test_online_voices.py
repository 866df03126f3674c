"""What comes from the internet is taken for speech only where it is: decoded apart, as long as what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.jobs import CancelToken
from app.inference.protocols import EngineInfo, Speech
from app.lesson.online_voices import OnlineVoices
from app.lesson.voices import Voice, VoiceFailedError
from app.library.document_worker.sound import SOUND_TASKS
from app.library.document_worker.sound_requests import ReadSound, ReadSoundRequest
from tests.edge_server import SECONDS_PER_LETTER, spoken
from tests.in_process import InProcessWorker
from tests.sounds import silence, speech_like, write_sound


class Service:
    """Answers with `sound`, or raises it."""

    def __init__(self) -> None:
        self.sound: bytes | Exception = spoken("a sentence")
        self.asked: list[str] = []

    def info(self, language: str) -> EngineInfo:
        return EngineInfo("a voice far away", f"far/{language}", uses_ai=True)

    def fetch(self, text: str, *, language: str, speed: float, cancel: CancelToken | None = None) -> bytes:
        self.asked.append(text)
        if isinstance(self.sound, Exception):
            raise self.sound
        return self.sound


class Reader:
    """Reads where it is called."""

    def read(self, request: ReadSoundRequest, cancel: CancelToken | None = None) -> ReadSound:
        return InProcessWorker(SOUND_TASKS).call("read_sound", request, ReadSound, cancel=cancel)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def voice(service: Service, tmp_path: Path) -> Voice:
    found = OnlineVoices(service, lambda: True, cast(Any, Reader()), tmp_path).of("en")
    assert found is not None
    return found


def speak(voice: Voice) -> Speech:
    return voice.speak("a sentence", speed=1.0, cancel=None)


def test_speech_comes_at_the_rate_of_the_other_voices_without_the_silence_around_it(voice: Voice) -> None:
    speech = speak(voice)
    assert speech.sample_rate == 22_050
    assert len(speech.samples) / 2 / 22_050 == pytest.approx(0.15 + 10 * SECONDS_PER_LETTER + 0.15, abs=0.05)
    assert np.abs(np.frombuffer(speech.samples, "<i2")).max() == pytest.approx(0.5 * 32767, rel=0.1)


def test_it_is_given_the_words_of_units_as_the_built_in_voice_is(voice: Voice) -> None:
    assert voice.words("It ran 5 km.") == "It ran 5 kilometres."


def test_it_is_there_only_while_it_is_wanted(service: Service, tmp_path: Path) -> None:
    wanted = [False]
    voices = OnlineVoices(service, lambda: wanted[0], cast(Any, Reader()), tmp_path)
    assert voices.of("en") is None
    wanted[0] = True
    assert voices.of("en") is not None
    assert service.asked == []


@pytest.mark.parametrize("what", ["noise", "half noise", "silence", "text", "nothing", "another rate", "cut"])
def test_what_is_no_speech_is_refused(voice: Voice, service: Service, tmp_path: Path, what: str) -> None:
    good = spoken("a sentence of some length")
    noise = np.random.default_rng(1).bytes(len(good) // 2)
    fast = write_sound(tmp_path / "fast.mp3", speech_like(1, 48_000), 48_000, "mp3").read_bytes()
    service.sound = {
        "noise": noise,
        "half noise": good[: len(good) // 4] + noise + good[-len(good) // 4 :],
        "silence": spoken("a sentence", silence),
        "text": b"<html>Sign in</html>",
        "nothing": b"",
        "another rate": fast,
        "cut": good[:700] + bytes(len(good) - 700),
    }[what]
    with pytest.raises(VoiceFailedError):
        speak(voice)
    assert {one.name for one in tmp_path.iterdir()} == {"fast.mp3"}


def test_a_failure_is_another_voice_s_turn_and_a_sentence_without_sound_is_not(voice: Voice, service: Service) -> None:
    service.sound = UserFacingError("speech.online_failed", detail="it refused")
    with pytest.raises(VoiceFailedError, match="it refused"):
        speak(voice)
    service.sound = UserFacingError("speech.nothing_to_say")
    with pytest.raises(UserFacingError):
        speak(voice)
