"""Recordings in the formats of phones become samples; whatever else a file is, one clear sentence."""

from __future__ import annotations

import importlib.util
import random
import tracemalloc
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.domain.errors import UserFacingError
from app.inference.workers.child import WorkerLimits
from app.library.document_worker import sound, sound_requests
from app.library.document_worker.sound_requests import ReadSound, ReadSoundRequest
from app.library.sound_reader import SoundReader
from tests.in_process import InProcessWorker
from tests.sounds import silence, speech_like, write_sound, write_wav

KINDS = ("mp3", "ogg", "opus.ogg", "m4a", "flac")


def read(path: Path, rate: int = 22_050) -> tuple[ReadSound, npt.NDArray[np.int16]]:
    out = path.with_suffix(".pcm")
    request = ReadSoundRequest(str(path), path.name, str(out), rate)
    found = InProcessWorker(sound.SOUND_TASKS).call("read_sound", request, ReadSound)
    return found, np.frombuffer(out.read_bytes(), np.int16)


def refused(path: Path) -> str:
    with pytest.raises(UserFacingError) as caught:
        read(path)
    assert not path.with_suffix(".pcm").exists()
    return caught.value.key


@pytest.fixture
def without_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "av" else found(name, *rest))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", [22_050, 24_000])
def test_what_phones_record_is_read_at_the_rate_of_the_voice(tmp_path: Path, kind: str, rate: int) -> None:
    words = np.concatenate([silence(1, 48_000), speech_like(2, 48_000), silence(1.5, 48_000)])
    name = f"a recording.{kind}" if kind != "m4a" else "a recording of nothing we know"
    found, samples = read(write_sound(tmp_path / name, words, 48_000, kind), rate)
    assert found.duration_ms == pytest.approx(2_300, abs=60)  # 150 ms of the room are kept on either side
    assert found.whole_ms == pytest.approx(4_500, abs=80)
    assert samples.size / rate == pytest.approx(found.duration_ms / 1000, abs=0.002)
    assert np.abs(samples).max() / 32767 == pytest.approx(0.5, abs=0.06)
    spectrum = np.abs(np.fft.rfft(samples.astype(np.float64)))
    assert np.argmax(spectrum) * rate / samples.size == pytest.approx(220, abs=2)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (44_100, 2)])
def test_plain_wav_is_read_without_ffmpeg_and_sounds_the_same(
    tmp_path: Path, width: int, rate: int, channels: int, request: pytest.FixtureRequest
) -> None:
    path = write_wav(tmp_path / "a.wav", speech_like(1, rate), rate, width=width, channels=channels)
    _, by_ffmpeg = read(path)
    request.getfixturevalue("without_ffmpeg")
    _, by_python = read(path)
    assert by_python.size == pytest.approx(by_ffmpeg.size, abs=64)
    count = min(by_python.size, by_ffmpeg.size)
    difference = by_python[:count].astype(np.float64) - by_ffmpeg[:count]
    assert np.sqrt((difference**2).mean()) < (300 if width == 1 else 120)


@pytest.mark.usefixtures("without_ffmpeg")
def test_without_ffmpeg_other_formats_are_named_and_a_strange_rate_does_not_eat_the_memory(tmp_path: Path) -> None:
    assert refused(write_sound(tmp_path / "a.mp3", speech_like(1, 48_000), 48_000, "mp3")) == "recording.only_wav"
    strange = write_wav(tmp_path / "b.wav", speech_like(1, 44_101), 44_101)
    tracemalloc.start()
    try:
        assert refused(strange) == "recording.unreadable"
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate(
        (
            random.Random(1).randbytes(50_000),
            b"\xff\xfb\x90\x00" + random.Random(2).randbytes(50_000),
            b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20),
            b"\x00\x00\x00\x20ftypM4A " + bytes(500),
            b"OggS" + bytes(500),
            b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
            b"ffconcat version 1.0\nfile /etc/passwd\n",
            b"%PDF-1.4 not a song",
        )
    ):
        path = tmp_path / f"{number}.mp3"
        path.write_bytes(content)
        assert refused(path) in ("recording.unreadable", "recording.silent"), content[:12]
    assert refused(tmp_path / "gone.mp3") == "import.not_found"
    (tmp_path / "empty.mp3").touch()
    assert refused(tmp_path / "empty.mp3") == "import.empty_file"
    assert refused(tmp_path) == "recording.unreadable"


def test_a_picture_in_a_film_box_has_no_sound(tmp_path: Path) -> None:
    whole = write_sound(tmp_path / "whole.m4a", speech_like(1, 48_000), 48_000, "m4a").read_bytes()
    path = tmp_path / "film.m4a"
    path.write_bytes(whole.replace(b"soun", b"vide"))
    assert refused(path) == "recording.unreadable"


def test_a_recording_cut_short_by_a_pulled_stick_is_refused_where_nothing_can_be_read(tmp_path: Path) -> None:
    whole = write_sound(tmp_path / "whole.m4a", speech_like(2, 48_000), 48_000, "m4a").read_bytes()
    path = tmp_path / "cut.m4a"
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path) == "recording.unreadable"


def test_a_microphone_that_was_off_is_told(tmp_path: Path) -> None:
    assert refused(write_wav(tmp_path / "a.wav", silence(2, 22_050), 22_050)) == "recording.silent"
    assert refused(write_wav(tmp_path / "b.wav", speech_like(2, 22_050, peak=0.002), 22_050)) == "recording.silent"
    assert refused(write_wav(tmp_path / "c.wav", silence(0, 22_050), 22_050)) == "recording.silent"


def test_a_long_or_big_recording_is_refused_and_its_samples_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    wav = write_wav(tmp_path / "a.wav", speech_like(4, 8_000), 8_000)
    mp3 = write_sound(tmp_path / "a.mp3", speech_like(4, 48_000), 48_000, "mp3")
    monkeypatch.setattr(sound, "LONGEST_SECONDS", 3)
    assert refused(wav) == refused(mp3) == "recording.too_long"
    monkeypatch.setattr(sound, "MAX_BYTES", 10_000)
    assert refused(mp3) == "recording.too_big"
    monkeypatch.undo()
    request.getfixturevalue("without_ffmpeg")
    monkeypatch.setattr(sound, "LONGEST_SECONDS", 3)
    assert refused(wav) == "recording.too_long"


@pytest.mark.parametrize("seed", range(3))
def test_flipped_bytes_give_samples_or_one_of_the_known_sentences(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for kind in KINDS:
        whole = bytearray(write_sound(tmp_path / f"whole.{kind}", speech_like(1, 48_000), 48_000, kind).read_bytes())
        for _ in range(40):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
        path = tmp_path / f"flipped.{kind}"
        path.write_bytes(whole)
        try:
            said = read(path)[0].duration_ms <= sound_requests.LONGEST_SECONDS * 1000
        except UserFacingError as error:
            said = error.key.startswith("recording.")
        assert said, kind


def test_a_file_that_takes_too_long_is_given_up_with_its_process(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.flac", speech_like(60, 48_000), 48_000, "flac")
    request = ReadSoundRequest(str(path), "a.flac", str(tmp_path / "out.pcm"))
    reader = SoundReader(limits=WorkerLimits(memory=600 << 20, address_space=2 << 30, seconds=0.0))
    try:
        with pytest.raises(UserFacingError) as caught:
            reader.read(request)
        assert caught.value.key == "recording.unreadable"
    finally:
        reader.close()
    reader = SoundReader()
    try:
        assert reader.read(request).duration_ms == pytest.approx(60_000, abs=300)
    finally:
        reader.close()
