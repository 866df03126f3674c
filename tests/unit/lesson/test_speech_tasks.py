"""Speech as tasks of the light worker."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.inference.protocols import Speech
from app.inference.runtimes.lame_runtime import EncodedAudio, SpokenPart
from app.lesson.speech_tasks import SPEECH_TASKS, EncodeRequest, SpeakRequest

T = TypeVar("T")


class Context:
    """A caller that counts, and that may change its mind."""

    def __init__(self, cancel_after: int = 10**9) -> None:
        self.reports: list[tuple[int, int]] = []
        self._cancel_after = cancel_after

    def progress(self, done: int, total: int) -> None:
        self.reports.append((done, total))

    def check_cancel(self) -> None:
        if len(self.reports) >= self._cancel_after:
            raise JobCancelled


def sent(value: object, kind: type[T]) -> T:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind)


def test_a_sentence_is_spoken_and_encoded_through_messages(tmp_path: Path) -> None:
    assert SPEECH_TASKS["speak"].request is SpeakRequest
    request = sent(SpeakRequest("पानी उबलता है।", "hi", 0.85), SpeakRequest)
    speech = sent(SPEECH_TASKS["speak"].run(request, Context()), Speech)
    (tmp_path / "1.pcm").write_bytes(speech.samples)
    parts = (SpokenPart(str(tmp_path / "1.pcm"), 350), SpokenPart(str(tmp_path / "1.pcm"), 700))
    task = SPEECH_TASKS["encode_audio"]
    context = Context()
    encoding = sent(EncodeRequest(parts, str(tmp_path / "a.mp3")), EncodeRequest)
    audio = sent(task.run(encoding, context), EncodedAudio)
    spoken_ms = len(speech.samples) / 2 / speech.sample_rate * 1000
    assert audio.starts_ms[1] - audio.starts_ms[0] == pytest.approx(spoken_ms + 350, abs=2)
    assert audio.duration_ms > audio.starts_ms[1] + spoken_ms + 700
    assert context.reports == [(1, 2), (2, 2)]


def test_cancel_stops_between_sentences(tmp_path: Path) -> None:
    (tmp_path / "1.pcm").write_bytes(bytes(2_000))
    parts = (SpokenPart(str(tmp_path / "1.pcm"), 0),) * 5
    context = Context(cancel_after=2)
    with pytest.raises(JobCancelled):
        SPEECH_TASKS["encode_audio"].run(EncodeRequest(parts, str(tmp_path / "a.mp3")), context)
    assert len(context.reports) == 2
    assert not (tmp_path / "a.mp3").exists()


def test_a_disk_that_does_not_answer_is_a_clear_sentence(tmp_path: Path) -> None:
    gone = EncodeRequest((SpokenPart(str(tmp_path / "gone"), 0),), str(tmp_path / "a.mp3"))
    with pytest.raises(UserFacingError) as caught:
        SPEECH_TASKS["encode_audio"].run(gone, Context())
    assert caught.value.key == "data.io"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.pcm").write_bytes(bytes(200_000))
    (tmp_path / "a.mp3.part").symlink_to("/dev/full")
    with pytest.raises(UserFacingError) as caught:
        SPEECH_TASKS["encode_audio"].run(
            EncodeRequest((SpokenPart(str(tmp_path / "1.pcm"), 0),), str(tmp_path / "a.mp3")), Context()
        )
    assert caught.value.key == "data.disk_full"
