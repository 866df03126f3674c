from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.mms.sound import resampled
from app.inference.protocols import SPEECH_RATE
from app.inference.runtimes.transformers_speech import MmsSpeaker, load_speaker
from tests.models.mms import build_mms

os.environ.setdefault("HF_HUB_OFFLINE", "1")

LONG = "Plants take in water through their roots, and they take in air through all of their leaves"


def load(folder: Path) -> MmsSpeaker:
    return load_speaker(folder, device=DeviceKind.CPU, compute_type="float32", threads=1)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voices")


@pytest.fixture(scope="module")
def telugu(root: Path) -> Iterator[MmsSpeaker]:
    speaker = load(build_mms(root / "mms-tts-tel", language="te"))
    yield speaker
    speaker.close()
    speaker.close()


@pytest.fixture(scope="module")
def english(root: Path) -> Iterator[MmsSpeaker]:
    speaker = load(build_mms(root / "mms-tts-eng", language="en"))
    yield speaker
    speaker.close()


def reference(folder: Path, text: str, *, speaking_rate: float = 1.0) -> npt.NDArray[np.float32]:
    """The publisher's model as its card runs it, behind the letters of ``fairseq/examples/mms/tts/infer.py``."""
    import torch
    from transformers import VitsModel

    vocab = json.loads((folder / "vocab.json").read_text("utf-8"))
    sequence = [vocab[symbol] for symbol in "".join(one for one in text.lower() if one in vocab).strip()]
    interspersed = [0] * (len(sequence) * 2 + 1)
    interspersed[1::2] = sequence
    model = VitsModel.from_pretrained(folder).eval()
    with torch.no_grad(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(555)
        made = model(torch.tensor([interspersed]), speaking_rate=speaking_rate).waveform[0]
    sound: npt.NDArray[np.float32] = made.numpy()
    return sound


def heard(speaker: MmsSpeaker, text: str, language: str, speed: float = 1.0) -> npt.NDArray[np.float64]:
    speech = speaker.speak(text, language=language, speed=speed)
    assert speech.sample_rate == SPEECH_RATE
    return np.frombuffer(speech.samples, "<i2") / 32767


@pytest.mark.parametrize("speed", [1.0, 1.5])
@pytest.mark.parametrize("text", ["మాత", "తల్లి నీరు తాగింది."])
def test_the_sound_is_that_of_the_publishers_model(telugu: MmsSpeaker, root: Path, text: str, speed: float) -> None:
    expected = reference(root / "mms-tts-tel", text, speaking_rate=speed)
    assert expected.std() > 0.001
    ids = telugu._tokenizer.ids(text)
    assert np.array_equal(telugu.waveform(ids, speed=speed), expected)
    made = heard(telugu, text, "te", speed)
    assert np.abs(made - resampled(expected, 16_000)).max() <= 1.6e-5  # half a step of 16 bits


def test_another_letter_is_another_sound(telugu: MmsSpeaker) -> None:
    assert not np.array_equal(heard(telugu, "మాత", "te"), heard(telugu, "మాట", "te"))


def test_a_text_is_always_spoken_the_same_way_and_leaves_no_trace(telugu: MmsSpeaker) -> None:
    import torch

    torch.default_generator.manual_seed(1)
    expected = torch.rand(3)
    torch.default_generator.manual_seed(1)
    first = telugu.speak("నీరు", language="te", speed=1.0)
    assert torch.equal(torch.rand(3), expected)
    telugu.speak("మాత", language="te", speed=1.0)
    assert telugu.speak("నీరు", language="te", speed=1.0) == first


def test_quicker_is_shorter(english: MmsSpeaker) -> None:
    slow, normal, quick = (heard(english, LONG, "en", speed).size for speed in (0.7, 1.0, 1.6))
    assert slow > normal > quick
    assert heard(english, "roots", "en", 99.0).size == heard(english, "roots", "en", 2.0).size


def test_clauses_are_joined_by_silence(english: MmsSpeaker, root: Path) -> None:
    first, second = LONG.split(", ")
    parts = [resampled(reference(root / "mms-tts-eng", one), 16_000) for one in (first, second)]
    expected = np.concatenate([parts[0], np.zeros(SPEECH_RATE * 150 // 1000), parts[1]])
    made = heard(english, LONG, "en")
    assert made.shape == expected.shape
    assert np.abs(made - expected).max() <= 1.6e-5


@pytest.mark.parametrize("text", ["", "  \n", "12345", "१२३ ४५", "...!?", "پانی", "-", "«»"])
def test_what_has_no_sound_is_one_clear_sentence(english: MmsSpeaker, telugu: MmsSpeaker, text: str) -> None:
    for speaker, language in ((english, "en"), (telugu, "te")):
        with pytest.raises(UserFacingError, match="nothing here that the voice can speak") as fault:
            speaker.speak(text, language=language, speed=1.0)
        assert fault.value.key == "speech.nothing_to_say"
    assert heard(english, "water", "en").size


def test_a_text_without_end_is_refused_before_work_begins(english: MmsSpeaker) -> None:
    with pytest.raises(UserFacingError, match="too long for the model mms-tts-eng"):
        english.speak("water " * 8_334, language="en", speed=1.0)  # 50,000 characters


def test_a_voice_speaks_its_own_language_only(english: MmsSpeaker) -> None:
    assert english.info("en").fingerprint == "mms-tts-eng:unverified:transformers:float32:1"
    for ask in (lambda: english.info("hi"), lambda: english.speak("पानी", language="hi", speed=1.0)):
        with pytest.raises(UserFacingError, match="does not speak Hindi"):
            ask()


def copy(root: Path, folder: Path) -> Path:
    return Path(shutil.copytree(root / "mms-tts-eng", folder / "mms-tts-eng"))


@pytest.mark.usefixtures("english")
def test_weights_that_are_missing_are_not_made_up(root: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = copy(root, tmp_path)
    weights = load_file(folder / "model.safetensors")
    lost = next(name for name in weights if name.startswith("flow.") and name.endswith("weight_g"))
    del weights[lost]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UserFacingError, match="mms-tts-eng could not be started"):
        load(folder)


@pytest.mark.usefixtures("english")
def test_pickled_weights_are_not_opened(root: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    folder = copy(root, tmp_path)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(UserFacingError, match="could not be started"):
        load(folder)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"num_speakers": 2, "speaker_embedding_size": 4}, "engine.load_failed"),  # those weights are not there
        ({"sampling_rate": 3}, "engine.load_failed"),
        ({"vocab_size": 5}, "engine.load_failed"),
        ({"hidden_size": "many"}, "engine.load_failed"),
    ],
)
@pytest.mark.usefixtures("english")
def test_another_model_is_refused(root: Path, tmp_path: Path, changed: dict[str, object], key: str) -> None:
    folder = copy(root, tmp_path)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **changed}), "utf-8")
    with pytest.raises(UserFacingError) as refused:
        load(folder)
    assert refused.value.key == key


@pytest.mark.usefixtures("english")
def test_letters_that_the_model_has_no_room_for_are_refused(root: Path, tmp_path: Path) -> None:
    folder = copy(root, tmp_path)
    vocab = json.loads((folder / "vocab.json").read_text("utf-8"))
    (folder / "vocab.json").write_text(json.dumps({**vocab, "é": 500}), "utf-8")
    with pytest.raises(UserFacingError, match="could not be started"):
        load(folder)
