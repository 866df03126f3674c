"""What the window and the commands ask of models."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.languages import resolve
from app.domain.models import Accelerator, DeviceKind, EngineChoices, Machine, Runtime
from app.inference.install.conversion import ProcessConverter
from app.inference.install.service import ModelService

GIBI = 1 << 30


def service(tmp_path: Path, memory: int = 16 * GIBI, *cards: Accelerator, choices: int = 0) -> ModelService:
    machine = Machine("Linux", "x86_64", 2, memory, ("avx2",), cards)
    return ModelService(
        tmp_path / "models",
        (resources() / "models", tmp_path / "catalogue"),
        ProcessConverter(GIBI),
        choices=lambda: EngineChoices(memory_budget=choices),
        machine=lambda: machine,
    )


def voice(folder: Path, language: str = "hin", megabytes: int = 1) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"model_type": "vits", "architectures": ["VitsModel"]}', "utf-8")
    spoken = resolve(language)
    assert spoken is not None
    (folder / "vocab.json").write_text(json.dumps({chr(spoken.block[0] + 0x2A): 1}), "utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"language": language}), "utf-8")
    header = json.dumps({"a": {"dtype": "U8", "shape": [megabytes << 20], "data_offsets": [0, megabytes << 20]}})
    with (folder / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header.encode())
        file.truncate(8 + len(header) + (megabytes << 20))
    return folder


def test_an_overview_says_what_is_there_what_fits_and_what_is_wrong(tmp_path: Path) -> None:
    models = service(tmp_path, 4 * GIBI)
    model = models.install(models.look(voice(tmp_path / "stick")))
    (tmp_path / "models" / "photos").mkdir()
    overview = models.overview()
    states = {one.spec.id: one for one in overview.models}
    assert states["mms-tts-hin"].installed == (model,)
    assert states["qwen2.5-0.5b-instruct"].fits
    assert not states["qwen2.5-7b-instruct"].fits
    assert [one.folder for one in overview.problems] == ["photos"]
    assert overview.unlisted == ()
    assert models.verify().problems == overview.problems
    assert models.verify(["mms-tts-hin"]).problems == ()
    assert models.verify(["MMS-TTS-HIN"]).models == (model,)


def test_a_stick_with_one_model_is_enough_and_with_several_they_are_named(tmp_path: Path) -> None:
    models = service(tmp_path)
    voice(tmp_path / "stick" / "hindi")
    (tmp_path / "stick" / "photos").mkdir()
    assert models.look(tmp_path / "stick").spec.id == "mms-tts-hin"
    voice(tmp_path / "stick" / "marathi", "mar")
    with pytest.raises(UserFacingError, match="hindi, marathi"):
        models.look(tmp_path / "stick")
    for empty in ("stick/photos", "none"):
        with pytest.raises(UserFacingError):
            models.look(tmp_path / empty)


def test_a_model_that_is_too_big_is_refused_at_the_look(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        service(tmp_path, choices=100 << 20).look(voice(tmp_path / "stick", megabytes=200))
    assert caught.value.key == "models.too_big_for_all"
    assert service(tmp_path).look(tmp_path / "stick").spec.id == "mms-tts-hin"


def test_a_machine_with_a_card_takes_the_form_for_it(tmp_path: Path) -> None:
    folder = voice(tmp_path / "qwen")
    (folder / "config.json").write_text('{"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"]}', "utf-8")
    (folder / "tokenizer.json").write_text("{}", "utf-8")
    assert service(tmp_path).look(folder).form.runtime is Runtime.CTRANSLATE2
    card = Accelerator(DeviceKind.CUDA, "card", 24 * GIBI)
    assert service(tmp_path, 16 * GIBI, card).look(folder).form.runtime is Runtime.TRANSFORMERS
    wanted = service(tmp_path, 16 * GIBI, card).look(folder, runtime=Runtime.CTRANSLATE2)
    assert wanted.form.runtime is Runtime.CTRANSLATE2


def test_one_form_or_every_form_of_a_model_can_be_removed(tmp_path: Path) -> None:
    models = service(tmp_path)
    hindi = models.install(models.look(voice(tmp_path / "a")))
    marathi = models.install(models.look(voice(tmp_path / "b", "mar")))
    assert models.remove("mms-tts-hin") == (hindi.folder,)
    assert models.remove(marathi.folder) == (marathi.folder,)
    with pytest.raises(UserFacingError, match="nothing"):
        models.remove(marathi.folder)


def test_a_damaged_model_can_be_removed_by_its_id(tmp_path: Path) -> None:
    models = service(tmp_path)
    model = models.install(models.look(voice(tmp_path / "a")))
    (tmp_path / "models" / model.folder / "vocab.json").unlink()
    assert models.verify().models == ()
    assert [one.detail for one in models.verify(["mms-tts-hin"]).problems] == ["vocab.json is missing"]
    assert models.remove("mms-tts-hin") == (model.folder,)


def test_the_catalogue_in_use_is_not_replaced_by_what_nobody_signed(tmp_path: Path) -> None:
    models = service(tmp_path)
    shutil.copytree(resources() / "models", tmp_path / "same")
    assert models.accept_catalog(tmp_path / "same") == models.catalog
    assert not (tmp_path / "catalogue").exists()
    (tmp_path / "same" / "catalogue.toml").write_text("version = 99\n[files]\n", "utf-8")
    with pytest.raises(UserFacingError) as caught:
        models.accept_catalog(tmp_path / "same")
    assert caught.value.key == "models.catalogue_unsigned"
