"""Models go from laptop to laptop on a stick: shown and asked about first, then whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from app.config.paths import resources
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress
from app.domain.models import EngineChoices, Machine, Runtime
from app.inference.install.conversion import ProcessConverter
from app.inference.install.pack_export import export_pack
from app.inference.install.packs import OWN_FOLDER
from app.inference.install.secrets import Secrets
from app.inference.install.service import ModelService
from tests.integration.pack_attacks import make_model, make_pack, new_key
from tests.quick_folder import quick_folder
from tests.unit.inference.install.test_service import voice

GIBI = 1 << 30
NO_KEYRING: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types there


@dataclass
class Laptop:
    """A laptop with a data folder and a budget in bytes (0: what the machine has)."""

    folder: Path
    budget: int = 0

    @property
    def models(self) -> ModelService:
        machine = Machine("Linux", "x86_64", 2, 16 * GIBI, ("avx2",), ())
        return ModelService(
            self.folder / "models",
            (resources() / "models", self.folder / "catalogue"),
            ProcessConverter(GIBI),
            choices=lambda: EngineChoices(memory_budget=self.budget),
            machine=lambda: machine,
            secrets=Secrets(self.folder / "secrets", keyring=NO_KEYRING),
        )

    def has(self, language: str, *, megabytes: int = 1, letter: str = "") -> None:
        """Install a voice from a folder; `letter` makes its content another one."""
        folder = voice(self.folder.with_name(f"{self.folder.name}-{language}{letter}"), language, megabytes)
        if letter:
            (folder / "vocab.json").write_text(json.dumps({"प": 1, letter: 2}), "utf-8")
        self.models.install(self.models.look(folder))

    def takes(self, stick: Path, *, trust: bool = True) -> list[str]:
        """Import a pack; gives the ids of what was installed."""
        done = self.models.import_pack(self.models.look_at_pack(stick), trust=trust)
        return [one.spec_id for one in done.models]

    def refuses(self, stick: Path, *, trust: bool = True) -> str:
        """The key of the sentence with which a pack is refused; nothing of it may be there afterwards."""
        before = self.installed
        with pytest.raises(UserFacingError) as caught:
            self.takes(stick, trust=trust)
        assert self.installed == before
        assert "\n" not in str(caught.value)
        return caught.value.key

    @property
    def installed(self) -> dict[str, str]:
        return {one.folder: one.content for one in self.models.registry.installed()}

    @property
    def left_behind(self) -> list[str]:
        folder = self.folder / "models"
        return [one for one in os.listdir(folder) if one.startswith(".")] if folder.exists() else []


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as one:
        yield one


@pytest.fixture
def teacher(folder: Path) -> Laptop:
    laptop = Laptop(folder / "teacher")
    laptop.has("hin")
    laptop.has("mar")
    return laptop


def test_models_are_carried_on_after_one_yes(folder: Path, teacher: Laptop) -> None:
    stick = folder / "स्टिक"
    written = teacher.models.export_pack(["mms-tts-hin", "MMS-TTS-MAR"], stick)
    assert written.folder == stick
    school = Laptop(folder / "आशा")
    found = school.models.look_at_pack(stick)
    assert (found.pack.signer, found.known) == (written.fingerprint, False)
    assert [one.spec.licence.commercial for one in found.models] == [False, False]
    assert school.refuses(stick, trust=False) == "modelpack.not_trusted"
    assert school.left_behind == []
    assert school.takes(stick) == ["mms-tts-hin", "mms-tts-mar"]
    assert school.installed == teacher.installed
    assert school.models.verify().problems == ()
    assert {one.signer for one in school.models.registry.installed()} == {written.fingerprint}
    assert school.left_behind == []
    assert school.models.look_at_pack(stick).known
    assert school.takes(stick, trust=False) == ["mms-tts-hin", "mms-tts-mar"], "asked once, the same again"


def test_a_stick_with_other_things_gets_a_folder_for_the_pack(folder: Path, teacher: Laptop) -> None:
    stick = folder / "stick"
    stick.mkdir()
    (stick / "photo.jpg").write_bytes(b"a photo")
    for _ in range(2):
        assert teacher.models.export_pack(["mms-tts-hin"], stick).folder == stick / OWN_FOLDER
    assert Laptop(folder / "school").takes(stick) == ["mms-tts-hin"]
    assert (stick / "photo.jpg").read_bytes() == b"a photo"
    assert teacher.models.export_pack(["mms-tts-hin"], stick / OWN_FOLDER).folder == stick / OWN_FOLDER, "a pack"


def test_what_is_too_big_is_left_out_and_named(folder: Path, teacher: Laptop) -> None:
    teacher.has("tam", megabytes=100)
    teacher.models.export_pack(["mms-tts-hin", "mms-tts-tam"], folder / "stick")
    small = Laptop(folder / "small", budget=280 << 20)
    done = small.models.import_pack(small.models.look_at_pack(folder / "stick"), trust=True)
    assert [one.spec_id for one in done.models] == ["mms-tts-hin"]
    assert [one.spec.id for one in done.left_out] == ["mms-tts-tam"]
    assert small.models.verify().problems == ()
    assert Laptop(folder / "tiny", budget=1 << 20).refuses(folder / "stick") == "models.too_big_for_all"


def test_a_newer_pack_of_the_same_laptop_replaces_and_of_another_does_not(folder: Path, teacher: Laptop) -> None:
    school = Laptop(folder / "school")
    teacher.models.export_pack(["mms-tts-hin"], folder / "first")
    school.takes(folder / "first")
    teacher.models.remove("mms-tts-hin")
    teacher.has("hin", letter="ब")
    teacher.models.export_pack(["mms-tts-hin"], folder / "second")
    school.takes(folder / "second")
    assert school.installed.items() <= teacher.installed.items()
    assert school.refuses(folder / "first") == "modelpack.older"
    other = Laptop(folder / "other")
    other.has("hin")
    other.models.export_pack(["mms-tts-hin"], folder / "third")
    assert school.refuses(folder / "third") == "models.other_content"
    assert not any((school.folder / "models" / ".importing").glob("*"))


def test_an_older_model_in_a_pack_does_not_keep_back_the_others(folder: Path, teacher: Laptop) -> None:
    school = Laptop(folder / "school")
    teacher.models.export_pack(["mms-tts-hin", "mms-tts-mar"], folder / "first")
    teacher.models.export_pack(["mms-tts-hin"], folder / "second")
    school.takes(folder / "second")
    done = school.models.import_pack(school.models.look_at_pack(folder / "first"))
    assert [one.spec_id for one in done.models] == ["mms-tts-mar"]
    assert [one.spec.id for one in done.kept] == ["mms-tts-hin"]
    assert school.installed == teacher.installed
    assert school.takes(folder / "second") == ["mms-tts-hin"]
    done = school.models.import_pack(school.models.look_at_pack(folder / "second"))
    assert done.kept == ()


def test_an_older_pack_of_what_is_installed_already_changes_nothing(folder: Path, teacher: Laptop) -> None:
    school = Laptop(folder / "school")
    for name in ("first", "second"):
        teacher.models.export_pack(["mms-tts-hin"], folder / name)
    school.takes(folder / "second")
    before = school.installed
    done = school.models.import_pack(school.models.look_at_pack(folder / "first"))
    assert (done.models, [one.spec.id for one in done.kept]) == ((), ["mms-tts-hin"])
    assert school.installed == before
    school.models.remove("mms-tts-hin")
    assert school.refuses(folder / "first") == "modelpack.older", "what was taken away does not come back older"


def test_a_model_that_was_replaced_does_not_come_back_older_with_others(folder: Path, teacher: Laptop) -> None:
    school = Laptop(folder / "school")
    teacher.models.export_pack(["mms-tts-hin", "mms-tts-mar"], folder / "first")
    teacher.models.remove("mms-tts-hin")
    teacher.has("hin", letter="ब")
    teacher.models.export_pack(["mms-tts-hin"], folder / "second")
    school.takes(folder / "second")
    assert school.takes(folder / "first") == ["mms-tts-mar"]
    assert school.installed == teacher.installed


def signed_anyway(folder: Path, spec_id: str, more: dict[str, bytes]) -> Path:
    """A pack that a trusted laptop with a fault, or with ill intent, could make."""
    source = voice(folder / "source")
    contents = {one.name: one.read_bytes() for one in source.iterdir()}
    made = make_model(folder / "made", spec_id, {**contents, **more})
    model = replace(made.model, runtime=Runtime.TRANSFORMERS, compute_type="float32")
    export_pack([replace(made, model=model)], folder / "pack", new_key(), 1)
    return folder / "pack"


def test_what_can_run_code_is_refused_whoever_signed_it(folder: Path) -> None:
    school = Laptop(folder / "school")
    pack = signed_anyway(folder, "mms-tts-hin", {"modeling.py": b"import os"})
    assert school.refuses(pack) == "models.runs_code"
    assert not any(Path(school.folder / "models" / ".importing").glob("*"))


@pytest.mark.parametrize("name", [".evil.py", ".git/hooks/post-checkout", "desktop.ini"])
def test_what_nobody_sees_does_not_come_in_a_pack(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("app.inference.install.pack_manifest.is_plain", lambda _: True)
        pack = signed_anyway(folder, "mms-tts-hin", {name: b"import os"})
    school = Laptop(folder / "school")
    assert school.refuses(pack) == "modelpack.not_signed"
    with monkeypatch.context() as patch:  # and were the manifest not looked at
        patch.setattr("app.inference.install.pack_manifest.is_plain", lambda _: True)
        assert school.refuses(pack) in {"models.unsafe_name", "models.extra_file"}
    assert not list(school.folder.rglob("*evil*"))


def test_a_model_that_the_catalogue_does_not_know_is_refused_before_anything_is_copied(folder: Path) -> None:
    school = Laptop(folder / "school")
    assert school.refuses(signed_anyway(folder, "mms-tts-xyz", {})) == "modelpack.unknown_model"
    make_pack(folder / "other", new_key())
    assert school.refuses(folder / "other") == "modelpack.unknown_model"
    assert not (school.folder / "models").exists()


def test_a_flipped_bit_a_pulled_stick_and_a_full_disk_install_nothing(
    folder: Path, teacher: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher.models.export_pack(["mms-tts-hin", "mms-tts-mar"], folder / "stick")
    school = Laptop(folder / "school")
    part = folder / "stick" / "part-0001.bin"
    right = part.read_bytes()
    part.write_bytes(right[:-9] + bytes([right[-9] ^ 4]) + right[-8:])  # of the second model
    assert school.refuses(folder / "stick") == "modelpack.damaged"
    part.write_bytes(right)
    found = school.models.look_at_pack(folder / "stick")

    def pull(progress: Progress) -> None:
        if progress.step == "verifying" and (folder / "stick").exists():
            (folder / "stick").rename(folder / "pulled")

    with pytest.raises(UserFacingError) as caught:
        school.models.import_pack(found, trust=True, report=pull)
    assert caught.value.key == "modelpack.unreadable"
    assert school.installed == {}
    (folder / "pulled").rename(folder / "stick")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.inference.install.pack_import.os.fsync", full)
        assert school.refuses(folder / "stick") == "data.disk_full"
    assert school.left_behind == [], "the room is given back"
    assert school.takes(folder / "stick") == ["mms-tts-hin", "mms-tts-mar"]


def test_a_cancelled_export_and_import_go_on_and_progress_is_told_in_megabytes(folder: Path) -> None:
    teacher, school = Laptop(folder / "teacher"), Laptop(folder / "school")
    teacher.has("hin", megabytes=6)
    seen: list[Progress] = []
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done >= 3:
            cancel.cancel()

    with pytest.raises(JobCancelled):
        teacher.models.export_pack(["mms-tts-hin"], folder / "stick", report=stop, cancel=cancel)
    assert school.refuses(folder / "stick") == "modelpack.not_a_pack"
    cancel = CancelToken()
    teacher.models.export_pack(["mms-tts-hin"], folder / "stick", report=seen.append)
    found = school.models.look_at_pack(folder / "stick")
    with pytest.raises(JobCancelled):
        school.models.import_pack(found, trust=True, report=stop, cancel=cancel)
    assert school.installed == {}
    assert school.takes(folder / "stick") == ["mms-tts-hin"]
    assert {one.step for one in seen} == {"packing", "verifying"}
    assert {one.total for one in seen} == {6}
    assert max(one.done for one in seen) == 6


def test_a_damaged_or_missing_model_is_not_exported(folder: Path, teacher: Laptop) -> None:
    (place,) = (one for one in (teacher.folder / "models").iterdir() if "hin" in one.name)
    weights = place / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    for name, key in (("mms-tts-hin", "modelpack.source_changed"), ("mms-tts-tam", "models.not_installed")):
        with pytest.raises(UserFacingError) as caught:
            teacher.models.export_pack([name], folder / "stick")
        assert caught.value.key == key
    (place / "vocab.json").unlink()
    with pytest.raises(UserFacingError) as caught:
        teacher.models.export_pack(["mms-tts-mar", "mms-tts-hin"], folder / "stick")
    assert caught.value.key == "models.damaged"
    assert not (folder / "stick" / "manifest.sig").exists()
