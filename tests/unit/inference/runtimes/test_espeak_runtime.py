"""The built-in voice speaks all eleven languages and says so when it cannot."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.languages import codes
from app.inference.runtimes.espeak_runtime import VERSION, EspeakSynthesizer

SENTENCES = {
    "en": "Water boils at 100 degrees.",
    "hi": "पानी 100 डिग्री पर उबलता है।",
    "ta": "தண்ணீர் 100 டிகிரியில் கொதிக்கிறது.",
    "te": "నీరు 100 డిగ్రీల వద్ద మరుగుతుంది.",
    "bn": "জল ১০০ ডিগ্রিতে ফোটে।",
    "mr": "पाणी १०० अंशांवर उकळते.",
    "gu": "પાણી 100 ડિગ્રીએ ઊકળે છે.",
    "kn": "ನೀರು 100 ಡಿಗ್ರಿಯಲ್ಲಿ ಕುದಿಯುತ್ತದೆ.",
    "ml": "വെള്ളം 100 ഡിഗ്രിയിൽ തിളയ്ക്കുന്നു.",
    "pa": "ਪਾਣੀ 100 ਡਿਗਰੀ 'ਤੇ ਉਬਲਦਾ ਹੈ।",
    "or": "ପାଣି 100 ଡିଗ୍ରୀରେ ଫୁଟେ।",
}


@pytest.fixture(scope="module")
def voice() -> EspeakSynthesizer:
    return EspeakSynthesizer()


def seconds(samples: bytes, rate: int) -> float:
    return len(samples) / 2 / rate


def alike(one: bytes, other: bytes) -> bool:
    """The voice adds a little breath and flutter of its own, so the same words differ by some samples."""
    return abs(len(one) - len(other)) < 0.02 * len(other)


@pytest.mark.parametrize("language", codes())
def test_every_language_has_a_voice_that_is_heard(voice: EspeakSynthesizer, language: str) -> None:
    speech = voice.speak(SENTENCES[language], language=language, speed=1.0)
    sound = np.frombuffer(speech.samples, dtype="<i2")
    assert speech.sample_rate == 22_050
    assert 1.0 < seconds(speech.samples, speech.sample_rate) < 6.0
    assert np.sqrt(np.mean(sound.astype(float) ** 2)) > 500


@pytest.mark.parametrize(
    ("words", "without"),
    [("গাড\u09bcি বাড\u09bcি শাড\u09bcি", "গাড\u09bc বাড\u09bc শাড\u09bc"), ("ছায\u09bcা মায\u09bcা কায\u09bcা", "ছা মা কা")],
)
def test_bengali_keeps_the_vowel_behind_a_dotted_letter(voice: EspeakSynthesizer, words: str, without: str) -> None:
    whole, cut = (voice.speak(text, language="bn", speed=1.0).samples for text in (words, without))
    assert len(whole) > 1.03 * len(cut)


def test_each_language_speaks_with_its_own_voice(voice: EspeakSynthesizer) -> None:
    sounds = {voice.speak("123", language=code, speed=1.0).samples for code in codes()}
    assert len(sounds) == len(codes())


def test_what_was_spoken_before_leaves_no_trace(voice: EspeakSynthesizer) -> None:
    first = voice.speak(SENTENCES["hi"], language="hi", speed=1.0)
    voice.speak(SENTENCES["ta"], language="ta", speed=2.0)
    assert alike(voice.speak(SENTENCES["hi"], language="hi", speed=1.0).samples, first.samples)


def test_slow_is_slower_and_fast_is_faster(voice: EspeakSynthesizer) -> None:
    slow, normal, fast = (
        seconds(voice.speak(SENTENCES["kn"], language="kn", speed=speed).samples, 22_050) for speed in (0.7, 1.0, 1.6)
    )
    assert slow > 1.2 * normal > 1.2 * 1.2 * fast


def test_speeds_beyond_the_voice_are_held_at_its_limits(voice: EspeakSynthesizer) -> None:
    slowest, fastest = (voice.speak("one two", language="en", speed=speed).samples for speed in (0.01, 99.0))
    assert seconds(slowest, 22_050) < 4 > seconds(fastest, 22_050) > 0


@pytest.mark.parametrize("text", ["", "  ", "…", "?!", "\0\x07", "漢字", "😀", "— ।"])
def test_text_without_a_sound_is_refused_in_one_clear_sentence(voice: EspeakSynthesizer, text: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        voice.speak(text, language="hi", speed=1.0)
    assert caught.value.key == "speech.nothing_to_say"


def test_a_symbol_that_a_voice_has_no_name_for_is_no_failure_of_the_voice(voice: EspeakSynthesizer) -> None:
    with pytest.raises(UserFacingError) as caught:
        voice.speak("∞", language="hi", speed=1.0)
    assert caught.value.key == "speech.nothing_to_say"


def test_a_voice_that_gives_no_sound_for_its_own_letters_has_failed(
    voice: EspeakSynthesizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "_synthesize", lambda *_: b"")
    with pytest.raises(UserFacingError, match="Hindi") as caught:
        voice.speak("पानी", language="hi", speed=1.0)
    assert caught.value.key == "speech.failed"


def test_a_text_that_would_never_end_is_refused(voice: EspeakSynthesizer) -> None:
    with pytest.raises(UserFacingError):
        voice.speak("नमस्ते " * 2_000, language="hi", speed=1.0)


def test_nothing_after_a_control_character_is_lost(voice: EspeakSynthesizer) -> None:
    assert alike(
        voice.speak("one\0two\nthree", language="en", speed=1.0).samples,
        voice.speak("one two three", language="en", speed=1.0).samples,
    )


def test_markup_is_read_out_and_never_obeyed(voice: EspeakSynthesizer) -> None:
    plain = seconds(voice.speak("x", language="en", speed=1.0).samples, 22_050)
    tagged = seconds(voice.speak("<mark/>x", language="en", speed=1.0).samples, 22_050)
    assert tagged > 2 * plain


def test_the_pauses_are_left_to_the_caller(voice: EspeakSynthesizer) -> None:
    sound = np.abs(np.frombuffer(voice.speak("Stop.", language="en", speed=1.0).samples, dtype="<i2").astype(int))
    loud = np.flatnonzero(sound > 200)
    assert loud[0] < 0.08 * 22_050
    assert len(sound) - loud[-1] < 0.08 * 22_050


def test_two_threads_never_mix_their_words(voice: EspeakSynthesizer) -> None:
    alone = {code: voice.speak(SENTENCES[code], language=code, speed=1.0).samples for code in ("hi", "ta")}
    heard: list[tuple[str, bytes]] = []

    def talk(code: str) -> None:
        heard.extend((code, voice.speak(SENTENCES[code], language=code, speed=1.0).samples) for _ in range(8))

    threads = [threading.Thread(target=talk, args=(code,)) for code in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 16
    assert all(alike(samples, alone[code]) for code, samples in heard)


def test_the_library_is_initialised_once_in_a_process(voice: EspeakSynthesizer) -> None:
    """A second time frees memory that its voices still use."""
    assert EspeakSynthesizer()._loaded("en") is voice._loaded("en")


def test_the_fingerprint_names_the_version_that_is_really_there() -> None:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Info.restype = ctypes.c_char_p
    assert library.espeak_Info(None).decode() == VERSION
    prints = {EspeakSynthesizer().info(code).fingerprint for code in codes()}
    assert len(prints) == len(codes())
    assert all(VERSION in fingerprint for fingerprint in prints)
    assert not EspeakSynthesizer().info("hi").uses_ai


_SPEAK_FROM = """
import sys
from pathlib import Path
from app.inference.runtimes.espeak_runtime import EspeakSynthesizer
home = Path(sys.argv[1])
voice = EspeakSynthesizer(next(home.glob("*espeak-ng*.*")), home / "espeak-ng-data")
samples = [voice.speak(text, language=code, speed=1.0).samples for code, text in (("hi", "पानी"), ("ta", "நீர்"))]
Path(sys.argv[2]).write_bytes(b"".join(samples))
"""


@pytest.mark.parametrize("folder", ["शिक्षा सेतु", "deep/" + "long-folder-name-" * 9], ids=["hindi", "long"])
def test_it_speaks_from_any_install_path_and_prints_nothing(tmp_path: Path, folder: str) -> None:
    home = tmp_path / folder
    home.mkdir(parents=True)
    library = Path(espeakng_loader.get_library_path())
    shutil.copy(library, home / library.name)
    shutil.copytree(espeakng_loader.get_data_path(), home / "espeak-ng-data")
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", _SPEAK_FROM, str(home), str(out)], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert seconds(out.read_bytes(), 22_050) > 0.5


def test_a_missing_library_is_a_sentence_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        EspeakSynthesizer(tmp_path / "gone.so", tmp_path).speak("one", language="en", speed=1.0)
    assert caught.value.key == "speech.failed"
