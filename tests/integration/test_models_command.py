"""Models come onto a laptop, are looked at, verified and removed by commands, as a script would do it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.hub_server import HubServer
from tests.integration.test_model_packs_command import command
from tests.models.mms import build_mms
from tests.models.qwen import build_qwen


@pytest.fixture(scope="module")
def qwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_qwen(tmp_path_factory.mktemp("स्टिक") / "Qwen2.5-0.5B-Instruct")


def test_a_model_comes_from_a_stick_and_goes_again(tmp_path: Path, qwen: Path) -> None:
    line = CommandLine(tmp_path / "आशा")
    done = line.run(
        "models", "install", qwen.parent, "--runtime", "transformers", "--json"
    )  # the stick, not its folder
    assert done.status == 0, done.err
    assert "Apache-2.0" in done.err  # what the licence allows is said before
    model = done.data["model"]
    assert (model["id"], model["runtime"], model["verified"]) == ("qwen2.5-0.5b-instruct", "transformers", False)
    assert model["licence"]["commercial"] is True

    listed = line.json("models", "list")
    assert {one["id"] for one in listed["models"] if one["installed"]} == {"qwen2.5-0.5b-instruct"}
    assert listed["problems"] == []
    conditions = {one["id"]: one["licence"] for one in listed["models"]}
    assert conditions["qwen2.5-3b-instruct"]["commercial"] is False
    assert conditions["indictrans2-en-indic-1b"]["gated"] is True

    path = tmp_path / "आशा" / "models" / model["folder"] / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    damaged = line.json("models", "verify", "qwen2.5-0.5b-instruct", status=1)
    assert (damaged["error"], damaged["problems"][0]["detail"]) == ("models.damaged", "model.safetensors was changed")

    assert line.json("models", "remove", "qwen2.5-0.5b-instruct")["removed"] == [model["folder"]]


def test_a_model_comes_from_the_hub_is_converted_and_goes_on_to_another_laptop(
    tmp_path: Path, qwen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with HubServer() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.base)
        for one in qwen.iterdir():
            hub.put("Qwen/Qwen2.5-0.5B-Instruct", one.name, one.read_bytes(), lfs=one.suffix == ".safetensors")
        words = ("models", "install", "qwen2.5-0.5b-instruct", "--runtime", "ctranslate2")
        model = command(tmp_path / "first", *words).data["model"]
    assert (model["runtime"], model["compute_type"]) == ("ctranslate2", "int8")
    pack = command(tmp_path / "first", "models", "export", model["id"], "--to", tmp_path / "stick").data
    taken = command(tmp_path / "second", "models", "import", tmp_path / "stick", "--trust", pack["fingerprint"]).data
    assert [one["content"] for one in taken["models"]] == [model["content"]]
    assert command(tmp_path / "second", "models", "verify").data["ok"] is True


def test_a_voice_comes_from_a_stick_and_is_the_voice_of_its_language(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "data")
    for language, name in (("or", "mms-tts-ory"), ("mr", "a voice")):  # known by its name, and by its tokenizer
        done = line.run("models", "install", build_mms(tmp_path / name, language=language), "--json")
        assert done.status == 0, done.err
        assert "non-commercial" in done.err
        assert done.data["model"]["licence"]["commercial"] is False
    installed = [one["id"] for one in line.json("models", "list")["models"] if one["installed"]]
    assert installed == ["mms-tts-mar", "mms-tts-ory"]
    assert line.json("models", "verify")["problems"] == []

    pickled = build_mms(tmp_path / "mms-tts-hin")
    (pickled / "pytorch_model.bin").write_bytes((pickled / "model.safetensors").read_bytes())
    assert line.json("models", "install", pickled, status=1)["error"] == "models.runs_code"


def test_a_lesson_is_read_by_the_voice_that_was_installed(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "data")
    assert line.run("models", "install", build_mms(tmp_path / "mms-tts-hin")).status == 0
    page = tmp_path / "page.txt"
    page.write_text("पानी\n\nपानी 100 °C पर उबलता है। 1947 में भारत आज़ाद हुआ। यह ☃ बर्फ़ है।\n", "utf-8")
    options = ("--formats", "mp3", "--reviewer", "Asha", "--approve-green", "--json")
    done = line.run("make", page, "--to", tmp_path, *options)
    assert done.status == 0, done.err
    (manifest,) = tmp_path.glob("Lessons/*/pack.json")
    assert json.loads(manifest.read_text("utf-8"))["models"]["speech"] == "MMS voice, Hindi"
    lesson = json.loads(manifest.read_text("utf-8"))["lesson_id"]
    assert line.json("lesson", "show", lesson)["left_out_by_voice"] == ["☃"]
    assert next(manifest.parent.glob("*.mp3")).stat().st_size > 4_000


def test_what_is_refused_is_one_sentence_and_nothing_is_installed(tmp_path: Path, qwen: Path) -> None:
    line = CommandLine(tmp_path / "data")
    folder = Path(shutil.copytree(qwen, tmp_path / "copy"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "evil.Model"}}), "utf-8")
    done = line.run("models", "install", folder, "--json")
    assert (done.status, done.data["error"]) == (1, "models.runs_code")
    assert "auto_map" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "data" / "models").exists()
