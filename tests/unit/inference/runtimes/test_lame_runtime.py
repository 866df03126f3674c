"""The MP3 plays on any phone, and the start of every sentence in it is known to a few milliseconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.inference.runtimes.espeak_runtime import EspeakSynthesizer
from app.inference.runtimes.lame_runtime import EncodedAudio, SpokenPart, encode

# Qt's own decoder plays the file in another process: it writes to stderr and needs an event loop
_DECODE = """
import sys
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat
app = QCoreApplication([])
wanted = QAudioFormat()
wanted.setSampleRate(int(sys.argv[2])); wanted.setChannelCount(1); wanted.setSampleFormat(QAudioFormat.Int16)
decoder = QAudioDecoder()
decoder.setAudioFormat(wanted)
decoder.setSource(QUrl.fromLocalFile(sys.argv[1]))
pieces = []
decoder.bufferReady.connect(lambda: pieces.append(bytes(decoder.read().constData())))
decoder.finished.connect(app.quit)
decoder.error.connect(lambda _: app.exit(1))
decoder.start()
status = app.exec()
open(sys.argv[3], "wb").write(b"".join(pieces))
sys.exit(status)
"""


def decode(mp3: Path, rate: int) -> NDArray[np.int16]:
    out = mp3.with_suffix(".pcm")
    command = [sys.executable, "-c", _DECODE, str(mp3), str(rate), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return np.frombuffer(out.read_bytes(), dtype="<i2")


def part(path: Path, samples: bytes, pause_ms: int) -> SpokenPart:
    path.write_bytes(samples)
    return SpokenPart(str(path), pause_ms)


def tone(milliseconds: int, rate: int) -> bytes:
    times = np.arange(rate * milliseconds // 1000) / rate
    return (12_000 * np.sin(2 * np.pi * 440 * times)).astype("<i2").tobytes()


def onsets_ms(sound: NDArray[np.int16], rate: int, quiet_ms: int) -> list[float]:
    """Times at which sound begins after at least `quiet_ms` of silence."""
    loud = np.flatnonzero(np.abs(sound.astype(int)) > 400)
    gaps = np.flatnonzero(np.diff(loud) > rate * quiet_ms // 1000)
    return [float(index) * 1000 / rate for index in (loud[0], *loud[gaps + 1])]


@pytest.mark.parametrize(("rate", "bit_rate"), [(22_050, 32), (22_050, 48), (24_000, 40), (16_000, 32)])
def test_a_player_hears_each_part_where_its_start_says(tmp_path: Path, rate: int, bit_rate: int) -> None:
    lengths = (400, 1_300, 90, 2_000, 700)
    parts = [part(tmp_path / f"{n}.pcm", tone(length, rate), 350) for n, length in enumerate(lengths)]
    audio = encode(parts, tmp_path / "a.mp3", sample_rate=rate, bit_rate=bit_rate, title="पानी")
    heard = onsets_ms(decode(tmp_path / "a.mp3", rate), rate, 250)
    assert len(heard) == len(audio.starts_ms)
    assert max(abs(one - other) for one, other in zip(heard, audio.starts_ms, strict=True)) < 25


def test_spoken_sentences_start_within_sixty_milliseconds(tmp_path: Path) -> None:
    voice = EspeakSynthesizer()
    texts = ["पानी 100 डिग्री पर उबलता है।", "बर्फ़ ठंडी होती है।", "भाप गरम होती है।", "क्या तुमने देखा?"] * 6
    speeches = [voice.speak(text, language="hi", speed=1.0) for text in texts]
    parts = [
        part(tmp_path / f"{number}.pcm", speech.samples, 700 if number % 4 == 3 else 350)
        for number, speech in enumerate(speeches)
    ]
    audio = encode(parts, tmp_path / "a.mp3", sample_rate=22_050)
    sound = np.abs(decode(tmp_path / "a.mp3", 22_050).astype(int))
    for start in audio.starts_ms:
        at = start * 22_050 // 1000
        before, after = (
            sound[at - 22_050 * 200 // 1000 : at - 22_050 * 60 // 1000],
            sound[at : at + 22_050 * 60 // 1000],
        )
        assert before.size == 0 or before.max() < 200, "still speaking the sentence before"
        assert after.max() > 200, "the sentence has not begun"


def test_the_duration_is_what_a_player_shows(tmp_path: Path) -> None:
    audio = encode([part(tmp_path / "p", tone(3_000, 22_050), 500)], tmp_path / "a.mp3", sample_rate=22_050)
    played = len(decode(tmp_path / "a.mp3", 22_050)) * 1000 / 22_050
    assert abs(audio.duration_ms - played) < 60
    assert (tmp_path / "a.mp3").stat().st_size == pytest.approx(32 * audio.duration_ms / 8, rel=0.02)


def test_an_odd_byte_does_not_turn_the_rest_into_noise(tmp_path: Path) -> None:
    broken = part(tmp_path / "p", tone(500, 22_050) + b"\1", 350)
    whole = part(tmp_path / "q", tone(500, 22_050), 350)
    audio = encode([broken, whole], tmp_path / "a.mp3", sample_rate=22_050)
    heard = onsets_ms(decode(tmp_path / "a.mp3", 22_050), 22_050, 250)
    assert heard == pytest.approx(audio.starts_ms, abs=25)


def test_nothing_to_say_makes_an_empty_file(tmp_path: Path) -> None:
    assert encode([], tmp_path / "a.mp3", sample_rate=22_050) == EncodedAudio(0, ())
    assert (tmp_path / "a.mp3").read_bytes() == b""


@pytest.mark.parametrize(("rate", "bit_rate"), [(8_000, 32), (44_100, 48), (22_050, 128)])
def test_rates_that_are_not_for_us_are_refused(tmp_path: Path, rate: int, bit_rate: int) -> None:
    with pytest.raises(ValueError, match="not supported"):
        encode([], tmp_path / "a.mp3", sample_rate=rate, bit_rate=bit_rate)


def test_a_stopped_encode_leaves_nothing_and_keeps_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"old")
    one = part(tmp_path / "p", tone(100, 22_050), 0)

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode([one] * 3, tmp_path / "a.mp3", sample_rate=22_050, on_part=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp3", "p"]
    assert (tmp_path / "a.mp3").read_bytes() == b"old"
