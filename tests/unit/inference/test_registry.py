"""What is installed is what the disk says, and what is not as it was installed is named."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.domain.models import InstalledModel, ModelFile, Runtime
from app.inference.install.names import colliding, is_plain
from app.inference.model_folder import installed_model
from app.inference.registry import ModelRegistry, content_hash, folder_name, hash_file, write_record

FILES = {"config.json": b'{"a": 1}', "model.bin": bytes(range(256)) * 40, "1_Pooling/config.json": b"{}"}


def install(models: Path, spec_id: str = "qwen2.5-0.5b-instruct") -> InstalledModel:
    name = folder_name(spec_id, Runtime.CTRANSLATE2, "int8")
    for file, data in FILES.items():
        path = models / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    files = tuple(ModelFile(one, len(data), hash_file(models / name / one)) for one, data in FILES.items())
    model = InstalledModel(
        spec_id, name, Runtime.CTRANSLATE2, "int8", content_hash(files), sum(one.size for one in files), False, "2026"
    )
    write_record(models / name, model, files)
    return model


def test_what_was_written_is_read_back_by_everybody(tmp_path: Path) -> None:
    assert ModelRegistry(tmp_path / "none").installed() == ()
    model = install(tmp_path)
    registry = ModelRegistry(tmp_path)
    assert registry.installed() == (model,)
    assert installed_model(registry.path(model)) == model  # as the runtimes read it
    assert {one.name for one in registry.files(model)} == set(FILES)
    assert registry.verify(model) == ()


def test_a_flipped_bit_in_any_file_is_found_and_named(tmp_path: Path) -> None:
    model = install(tmp_path)
    registry = ModelRegistry(tmp_path)
    for name in FILES:
        path = registry.path(model) / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0x10
        path.write_bytes(data)
        assert registry.installed() == (model,)  # looks whole
        assert [one.detail for one in registry.verify(model)] == [f"{name} was changed"]
        path.write_bytes(FILES[name])


def test_a_changed_record_does_not_make_a_changed_file_right(tmp_path: Path) -> None:
    model = install(tmp_path)
    path = tmp_path / model.folder / "model.json"
    (tmp_path / model.folder / "config.json").write_bytes(b'{"a": 2}')
    record = json.loads(path.read_bytes())
    next(one for one in record["files"] if one["name"] == "config.json")["sha256"] = hash_file(
        tmp_path / model.folder / "config.json"
    )
    path.write_text(json.dumps(record), "utf-8")
    assert [one.detail for one in ModelRegistry(tmp_path).verify(model)] == ["model.json was changed"]


def test_damaged_and_foreign_folders_are_named_and_never_offered(tmp_path: Path) -> None:
    whole = install(tmp_path)
    gone, longer, more, link, moved = (install(tmp_path, f"model-{one}") for one in ("a", "b", "c", "d", "e"))
    (tmp_path / gone.folder / "config.json").unlink()
    with (tmp_path / longer.folder / "model.bin").open("ab") as file:
        file.write(b"x")
    (tmp_path / more.folder / "evil.py").write_text("", "utf-8")
    (tmp_path / link.folder / "config.json").unlink()
    (tmp_path / link.folder / "config.json").symlink_to(tmp_path / whole.folder / "config.json")
    (tmp_path / moved.folder).rename(tmp_path / "elsewhere")
    (tmp_path / "photos").mkdir()
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    (tmp_path / ".installing-x").mkdir()
    scan = ModelRegistry(tmp_path).scan()
    assert scan.models == (whole,)
    said = {one.folder: one.detail for one in scan.problems}
    assert said.keys() == {gone.folder, longer.folder, more.folder, link.folder, "elsewhere", "photos", "note.txt"}
    assert said[gone.folder] == "config.json is missing"
    assert said[longer.folder] == "model.bin was changed"
    assert said[more.folder] == "evil.py does not belong there"
    assert "link" in said[link.folder]
    assert moved.folder in said["elsewhere"]


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"spec_id": 1}', '{"files": [{"name": "../../x"}]}', "[" * 100_000, "\x00"]
)
def test_a_record_that_is_nonsense_makes_a_foreign_folder(tmp_path: Path, record: str) -> None:
    model = install(tmp_path)
    path = tmp_path / model.folder / "model.json"
    path.write_text(record, "utf-8")
    assert [one.folder for one in ModelRegistry(tmp_path).scan().problems] == [model.folder]


def test_a_record_cannot_point_out_of_its_folder(tmp_path: Path) -> None:
    model = install(tmp_path)
    path = tmp_path / model.folder / "model.json"
    path.write_text(path.read_text("utf-8").replace('"model.bin"', '"../model.bin"'), "utf-8")
    assert ModelRegistry(tmp_path).installed() == ()


def test_a_removed_model_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    first, second = install(tmp_path), install(tmp_path, "bge-m3")
    registry = ModelRegistry(tmp_path)
    registry.remove(first.folder)
    assert registry.installed() == (second,)
    assert [one.name for one in tmp_path.iterdir()] == [second.folder]
    for name in (first.folder, "..", "", "../x"):
        with pytest.raises(UserFacingError) as caught:
            registry.remove(name)
        assert caught.value.key == "models.not_installed"


def test_verifying_can_be_stopped(tmp_path: Path) -> None:
    model = install(tmp_path)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(JobCancelled):
        ModelRegistry(tmp_path).verify(model, cancel=cancel)


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", "C:x", "a\\b", "con", "NUL.txt", "x.", "x ", " x", "a\nb", "a\x00b",
     "a/b/c/d", "x" * 151, "a\ud800b", "?", "lpt1.json"],
)  # fmt: skip
def test_names_that_are_not_safe_everywhere_are_refused(name: str) -> None:
    assert not is_plain(name)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_a_plain_name_never_leaves_its_folder(name: str) -> None:
    if is_plain(name):
        root = os.path.abspath("models")
        assert os.path.abspath(os.path.join(root, name)).startswith(root + os.sep)


def test_names_that_are_one_file_somewhere_collide() -> None:
    assert colliding(["config.json", "vocab.json"]) is None
    assert colliding(["config.json", "Config.JSON"]) == ("config.json", "Config.JSON")
    assert colliding(["caf\u00e9", "cafe\u0301"]) is not None
    assert colliding(["straße", "STRASSE"]) is not None
    assert colliding(["1_Pooling", "1_pooling/config.json"]) is not None


def test_looking_while_somebody_installs_sees_whole_models_only(tmp_path: Path) -> None:
    """An install makes its folder elsewhere and renames it."""
    (made := tmp_path / "made").mkdir()
    models = tmp_path / "models"
    models.mkdir()
    stop = threading.Event()

    def come_and_go() -> None:
        model = install(made)
        while not stop.is_set():
            (made / model.folder).rename(models / model.folder)
            (models / model.folder).rename(made / model.folder)

    thread = threading.Thread(target=come_and_go)
    thread.start()
    try:
        for _ in range(200):
            assert len(ModelRegistry(models).installed()) <= 1
    finally:
        stop.set()
        thread.join()
    shutil.rmtree(made)
