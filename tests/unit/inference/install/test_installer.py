"""A model is there whole or not at all, whatever ends the install; and the next try goes on where it can."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.config.paths import resources
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress, ReportProgress, ignore_progress
from app.domain.models import DeviceKind, ModelFile, ModelForm, ModelSpec, Runtime
from app.inference.catalog import load_catalog
from app.inference.install.conversion import ProcessConverter
from app.inference.install.installer import Installer
from app.inference.install.sources import FolderSource
from app.inference.registry import ModelRegistry, hash_file
from app.inference.runtimes.sentence_transformers_runtime import load_embedder
from app.inference.workers.worker_process import WorkerTaskError
from tests.command_line import ROOT
from tests.models.qwen import build_qwen
from tests.models.xlmr import build_bge_m3

CATALOG = load_catalog(resources() / "models")
SPEC = CATALOG.find("qwen2.5-0.5b-instruct")
READY = next(one for one in SPEC.forms if one.runtime is Runtime.TRANSFORMERS)
TO_CONVERT = next(one for one in SPEC.forms if one.runtime is Runtime.CTRANSLATE2)
MEBI = 1 << 20


def weights(path: Path, megabytes: int, fill: int = 7) -> None:
    """A safetensors file of one tensor."""
    header = json.dumps({"a": {"dtype": "U8", "shape": [megabytes * MEBI], "data_offsets": [0, megabytes * MEBI]}})
    path.write_bytes(struct.pack("<Q", len(header)) + header.encode() + bytes([fill]) * (megabytes * MEBI))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Twenty megabytes of something that is laid out as Qwen is."""
    folder = tmp_path / "stick" / "Qwen2.5-0.5B-Instruct"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"]}', "utf-8")
    (folder / "tokenizer.json").write_text("{}", "utf-8")
    weights(folder / "model.safetensors", 20)
    return folder


class Renaming:
    """A converter that writes what a conversion writes, and does what it is told half-way."""

    def __init__(self, half_way: Callable[[], None] = lambda: None) -> None:
        self.half_way = half_way

    def can(self, spec: ModelSpec, form: ModelForm) -> bool:
        return form.runtime is Runtime.CTRANSLATE2

    def convert(
        self, spec: ModelSpec, form: ModelForm, folders: tuple[Path, Path], report: ReportProgress, cancel: CancelToken
    ) -> None:
        source, target = folders
        target.mkdir()
        name = b"TransformerDecoderSpec\0"
        (target / "model.bin").write_bytes(struct.pack("<IH", 6, len(name)) + name + struct.pack("<III", 1, 0, 0))
        self.half_way()
        (target / "config.json").write_text("{}", "utf-8")
        shutil.copy(source / "tokenizer.json", target)


def installer(models: Path, **options: Any) -> Installer:
    return Installer(ModelRegistry(models), options.pop("converter", Renaming()), **options)


def nothing_left(models: Path) -> bool:
    return not models.exists() or not list(models.iterdir())


@pytest.mark.parametrize("form", [READY, TO_CONVERT], ids=["ready", "converted"])
def test_an_installed_model_is_whole_and_says_what_it_is(tmp_path: Path, stick: Path, form: ModelForm) -> None:
    seen: list[Progress] = []
    model = installer(tmp_path / "models").install(SPEC, form, FolderSource(stick), report=seen.append)
    registry = ModelRegistry(tmp_path / "models")
    assert registry.installed() == (model,)
    assert registry.verify(model) == ()
    assert (model.spec_id, model.runtime, model.compute_type) == (SPEC.id, form.runtime, form.compute_type)
    assert not model.verified  # the catalogue does not know the hashes
    assert [one.name for one in (tmp_path / "models").iterdir()] == [model.folder]
    assert (seen[0].step, seen[0].total) == ("copying", 20)
    names = {one.name for one in registry.files(model)}
    assert ("model.bin" in names) == (form is TO_CONVERT)
    assert ("model.safetensors" in names) == (form is READY)


def test_the_same_again_changes_nothing_and_other_content_is_refused(tmp_path: Path, stick: Path) -> None:
    work = installer(tmp_path / "models")
    model = work.install(SPEC, READY, FolderSource(stick))
    assert work.install(SPEC, READY, FolderSource(stick)) == model
    weights(stick / "model.safetensors", 20, fill=8)
    with pytest.raises(UserFacingError) as caught:
        work.install(SPEC, READY, FolderSource(stick))
    assert caught.value.key == "models.other_content"
    assert ModelRegistry(tmp_path / "models").verify(model) == ()


def test_a_damaged_model_is_replaced(tmp_path: Path, stick: Path) -> None:
    work, registry = installer(tmp_path / "models"), ModelRegistry(tmp_path / "models")
    model = work.install(SPEC, READY, FolderSource(stick))
    (registry.path(model) / "model.safetensors").write_bytes(b"spoiled")
    assert registry.installed() == ()
    again = work.install(SPEC, READY, FolderSource(stick))
    assert registry.verify(again) == ()
    assert again.content == model.content


def test_hashes_that_the_catalogue_knows_are_held_against_every_file(tmp_path: Path, stick: Path) -> None:
    files = tuple(ModelFile(one.name, 0, hash_file(one)) for one in stick.iterdir())
    known = replace(READY, source=replace(READY.source, files=files))
    assert installer(tmp_path / "a").install(SPEC, known, FolderSource(stick)).verified
    partly = replace(READY, source=replace(READY.source, files=files[:2]))
    assert not installer(tmp_path / "b").install(SPEC, partly, FolderSource(stick)).verified
    weights(stick / "model.safetensors", 20, fill=8)
    with pytest.raises(UserFacingError, match=r"model\.safetensors") as caught:
        installer(tmp_path / "c").install(SPEC, known, FolderSource(stick))
    assert caught.value.key == "models.wrong_hash"
    assert nothing_left(tmp_path / "c")


def stop_at(megabytes: int, cancel: CancelToken) -> ReportProgress:
    def report(progress: Progress) -> None:
        if progress.step == "copying" and progress.done >= megabytes:
            cancel.cancel()

    return report


class Counting(FolderSource):
    """Counts the bytes that are read from the stick; fails after `most` of them."""

    def __init__(self, root: Path, most: int = 1 << 40) -> None:
        super().__init__(root)
        self.read = 0
        self._most = most
        self._opened = FolderSource._copy

    def _copy(self, opened: Any, part: Any, file: ModelFile, moved: Any, check: Any) -> None:
        source = self

        class Reader:
            def seek(self, at: int) -> None:
                opened.seek(at)

            def read(self, size: int) -> bytes:
                piece: bytes = opened.read(size)
                source.read += len(piece)
                if source.read > source._most:
                    raise OSError(errno.EIO, "Input/output error")
                return piece

        self._opened(self, Reader(), part, file, moved, check)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", [READY, TO_CONVERT], ids=["ready", "converted"])
def test_a_cancelled_install_goes_on_where_it_was(tmp_path: Path, stick: Path, form: ModelForm) -> None:
    work, cancel = installer(tmp_path / "models"), CancelToken()
    with pytest.raises(JobCancelled):
        work.install(SPEC, form, FolderSource(stick), report=stop_at(13, cancel), cancel=cancel)
    assert ModelRegistry(tmp_path / "models").scan().models == ()
    source = Counting(stick)
    model = work.install(SPEC, form, source)
    assert source.read <= 8 * MEBI
    assert ModelRegistry(tmp_path / "models").verify(model) == ()


def test_a_stick_that_is_pulled_out_costs_nothing_that_was_copied(tmp_path: Path, stick: Path) -> None:
    work = installer(tmp_path / "models")
    with pytest.raises(UserFacingError) as caught:
        work.install(SPEC, READY, Counting(stick, most=15 * MEBI))
    assert caught.value.key == "models.source_gone"
    source = Counting(stick)
    assert ModelRegistry(tmp_path / "models").verify(work.install(SPEC, READY, source)) == ()
    assert source.read < 7 * MEBI


def test_what_was_copied_of_another_file_is_not_gone_on_with(tmp_path: Path, stick: Path) -> None:
    work, cancel = installer(tmp_path / "models"), CancelToken()
    with pytest.raises(JobCancelled):
        work.install(SPEC, READY, FolderSource(stick), report=stop_at(13, cancel), cancel=cancel)
    weights(stick / "model.safetensors", 20, fill=9)
    (stick / "config.json").write_text('{"model_type": "qwen2", "hidden_size": 896}', "utf-8")  # was whole already
    model = work.install(SPEC, READY, FolderSource(stick))
    for name in ("model.safetensors", "config.json"):
        assert hash_file(tmp_path / "models" / model.folder / name) == hash_file(stick / name)


def test_what_a_power_cut_spoiled_is_copied_again(tmp_path: Path, stick: Path) -> None:
    work, cancel = installer(tmp_path / "models"), CancelToken()
    with pytest.raises(JobCancelled):
        work.install(SPEC, READY, FolderSource(stick), report=stop_at(13, cancel), cancel=cancel)
    for path in (tmp_path / "models").rglob("*"):
        if path.name in {"model.safetensors.part", "config.json"}:
            path.write_bytes(bytes(path.stat().st_size))
    model = work.install(SPEC, READY, FolderSource(stick))
    for name in ("model.safetensors", "config.json"):
        assert hash_file(tmp_path / "models" / model.folder / name) == hash_file(stick / name)


def test_a_disk_that_is_full_in_the_middle_has_nothing_left_of_it(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(after: int) -> Callable[[int], None]:
        calls = iter(range(1000))

        def fsync(_: int) -> None:
            if next(calls) >= after:
                raise OSError(errno.ENOSPC, "No space left on device")

        return fsync

    for after in (0, 3, 6, 9):
        with monkeypatch.context() as patch:
            patch.setattr("app.inference.install.part_file.os.fsync", full(after))
            with pytest.raises(UserFacingError) as caught:
                installer(tmp_path / "models").install(SPEC, READY, FolderSource(stick))
        assert caught.value.key == "data.disk_full"
        assert nothing_left(tmp_path / "models")


def test_a_conversion_that_fails_has_nothing_left_of_it(tmp_path: Path, stick: Path) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def refuse() -> None:
        raise UserFacingError("engine.out_of_memory", name="it")

    for half_way, key in ((full, "data.disk_full"), (refuse, "engine.out_of_memory")):
        with pytest.raises(UserFacingError) as caught:
            installer(tmp_path / "models", converter=Renaming(half_way)).install(SPEC, TO_CONVERT, FolderSource(stick))
        assert caught.value.key == key
        assert nothing_left(tmp_path / "models")


def test_a_disk_that_is_too_small_is_known_before_a_byte_is_copied(tmp_path: Path, stick: Path) -> None:
    source = Counting(stick)
    with pytest.raises(UserFacingError) as caught:
        installer(tmp_path / "models", free=lambda _: 70 * MEBI).install(SPEC, READY, source)
    assert (caught.value.key, caught.value.params["needs"], caught.value.params["free"]) == ("models.no_space", 85, 70)
    assert source.read == 0
    assert nothing_left(tmp_path / "models")


def test_the_same_again_needs_no_room_on_a_full_disk(tmp_path: Path, stick: Path) -> None:
    model = installer(tmp_path / "models").install(SPEC, READY, FolderSource(stick))
    full = installer(tmp_path / "models", free=lambda _: 0)
    assert full.install(SPEC, READY, FolderSource(stick)) == model
    assert [one.name for one in (tmp_path / "models").iterdir()] == [model.folder]
    place = tmp_path / "models" / model.folder / "model.safetensors"
    for changed in (place, stick / place.name):  # damaged here; other content there
        whole = changed.read_bytes()
        changed.write_bytes(whole[:-1] + b"x")
        with pytest.raises(UserFacingError) as caught:
            full.install(SPEC, READY, FolderSource(stick))
        assert caught.value.key == "models.no_space"
        changed.write_bytes(whole)


def test_a_file_that_changes_while_it_is_copied_is_refused(tmp_path: Path, stick: Path) -> None:
    def report(progress: Progress) -> None:
        if progress.done == 5:
            weights(stick / "model.safetensors", 21)

    with pytest.raises(UserFacingError) as caught:
        installer(tmp_path / "models").install(SPEC, READY, FolderSource(stick), report=report)
    assert caught.value.key == "models.changed_source"
    assert nothing_left(tmp_path / "models")


def test_what_becomes_code_after_the_first_look_is_refused(tmp_path: Path, stick: Path) -> None:
    class Swapping(FolderSource):
        def files(self, spec: ModelSpec, form: ModelForm) -> tuple[ModelFile, ...]:
            found = super().files(spec, form)
            data = b'{"auto_map": {"AutoModel": "evil.Model"}, "model_type": "qwen2"}'
            (self.root / "config.json").write_bytes(data.ljust((self.root / "config.json").stat().st_size))
            size = (self.root / "config.json").stat().st_size
            return tuple(replace(one, size=size) if one.name == "config.json" else one for one in found)

    with pytest.raises(UserFacingError) as caught:
        installer(tmp_path / "models").install(SPEC, READY, Swapping(stick))
    assert caught.value.key == "models.runs_code"
    assert nothing_left(tmp_path / "models")


def test_names_of_people_and_schools_in_paths_do_not_matter(tmp_path: Path, stick: Path) -> None:
    models = tmp_path / "आशा देवी · स्कूल" / "models"
    moved = stick.rename(tmp_path / "स्टिक")
    model = installer(models).install(SPEC, TO_CONVERT, FolderSource(moved))
    assert ModelRegistry(models).verify(model) == ()


def test_a_kill_in_the_middle_leaves_no_model_and_the_next_try_works(tmp_path: Path, stick: Path) -> None:
    models = tmp_path / "models"
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.unit.inference.install.test_installer import SPEC, READY, FolderSource, installer\n"
        "def report(progress):\n"
        "    if progress.done >= 10: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"installer(Path({str(models)!r})).install(SPEC, READY, FolderSource(Path({str(stick)!r})), report=report)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          check=False, capture_output=True)  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert ModelRegistry(models).scan().models == ()
    source = Counting(stick)
    assert ModelRegistry(models).verify(installer(models).install(SPEC, READY, source)) == ()
    assert source.read <= 18 * MEBI  # at most one chunk of 8 MiB is copied again


def test_a_tiny_qwen_is_converted_in_a_process_of_its_own(tmp_path: Path) -> None:
    source = build_qwen(tmp_path / "qwen")
    models = tmp_path / "models"
    model = installer(models, converter=ProcessConverter(4 << 30)).install(SPEC, TO_CONVERT, FolderSource(source))
    registry = ModelRegistry(models)
    assert registry.verify(model) == ()
    assert {"model.bin", "config.json", "tokenizer.json"} <= {one.name for one in registry.files(model)}


def test_a_form_without_a_conversion_is_said_before_anything_is_copied(tmp_path: Path, stick: Path) -> None:
    guard = CATALOG.find("qwen3guard-gen-0.6b")
    (stick / "config.json").write_text('{"model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"]}', "utf-8")
    with pytest.raises(UserFacingError) as caught:
        installer(tmp_path / "m", converter=ProcessConverter(1 << 30)).install(
            guard, replace(guard.forms[0], convert="safetensors"), FolderSource(stick)
        )
    assert caught.value.key == "models.not_convertible"
    assert nothing_left(tmp_path / "m")


def test_a_tiny_bge_m3_is_freed_of_its_pickles_for_sentence_transformers(tmp_path: Path) -> None:
    spec = CATALOG.find("bge-m3")
    form = next(one for one in spec.forms if one.runtime is Runtime.SENTENCE_TRANSFORMERS)
    source = build_bge_m3(tmp_path / "bge", as_bin=True)
    models = tmp_path / "models"
    model = installer(models, converter=ProcessConverter(4 << 30)).install(spec, form, FolderSource(source))
    registry = ModelRegistry(models)
    assert registry.verify(model) == ()
    names = {one.name for one in registry.files(model)}
    assert {"model.safetensors", "heads.safetensors", "config.json", "tokenizer.json"} <= names
    assert not [one for one in names if one.endswith((".bin", ".pt"))]
    load_embedder(registry.path(model), device=DeviceKind.CPU, compute_type="float32", threads=1).close()


@pytest.mark.parametrize("key", ["engine.load_failed", "engine.not_this_model", ""])
def test_a_conversion_that_was_refused_is_told_of_the_model_and_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Whatever the converter says of its folder, which is called "source", also where it broke."""

    def fail(*_: object, **__: object) -> object:
        if key:
            raise UserFacingError(key, name="source", detail="lm_head.weight")
        raise WorkerTaskError("IndexError")

    monkeypatch.setattr("app.inference.install.conversion.WorkerClient.call", fail)
    spec = CATALOG.find("bge-m3")
    with pytest.raises(UserFacingError) as caught:
        ProcessConverter(1 << 30).convert(
            spec, spec.forms[0], (tmp_path / "source", tmp_path / "ready"), ignore_progress, CancelToken()
        )
    assert caught.value.key == "models.not_converted"
    said = str(caught.value)
    assert "BGE-M3 could not be converted" in said
    assert "Nothing was installed" in said
    assert "source" not in said
