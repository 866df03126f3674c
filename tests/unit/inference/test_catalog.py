"""The catalogue: what it promises of every model, and that nobody else can write one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.languages import codes
from app.domain.models import EngineTask, Runtime
from app.inference.catalog import INDEX, SIGNATURE, Catalog, accept_catalog, load_catalog, newest_catalog
from app.inference.catalog_signing import sign_catalog

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def signed(folder: Path, version: int, change: tuple[str, str] = ("", "")) -> Path:
    """A copy of the shipped catalogue, changed and signed with the test key."""
    shutil.copytree(resources() / "models", folder)
    for path in folder.glob("*.toml"):
        if path.name != INDEX:
            path.write_text(path.read_text("utf-8").replace(*change) if change[0] else path.read_text("utf-8"), "utf-8")
    sign_catalog(folder, version, KEY)
    return folder


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(resources() / "models")


def test_the_shipped_catalogue_is_signed_and_names_every_model_of_the_mission(catalog: Catalog) -> None:
    ids = {one.id for one in catalog.models}
    assert {f"qwen2.5-{size}-instruct" for size in ("0.5b", "1.5b", "3b", "7b")} <= ids
    assert {f"indictrans2-{pair}-1b" for pair in ("en-indic", "indic-en", "indic-indic")} <= ids
    assert {"bge-m3", "bge-reranker-v2-m3"} <= ids
    assert {one.task for one in catalog.models} == set(EngineTask)
    voices = [one for one in catalog.models if one.task is EngineTask.SPEAK]
    assert sorted(language for one in voices for language in one.languages) == sorted(codes())


def test_licences_say_what_they_allow(catalog: Catalog) -> None:
    closed = {one.id for one in catalog.models if not one.licence.commercial}
    assert closed == {"qwen2.5-3b-instruct"} | {one.id for one in catalog.models if one.family == "vits"}
    assert {one.id for one in catalog.models if one.licence.gated} == {
        one.id for one in catalog.models if one.family == "indictrans2"
    }
    assert all(one.licence.summary and one.licence.spdx and one.licence.url for one in catalog.models)


def test_qwen_has_the_forms_that_each_machine_can_use(catalog: Catalog) -> None:
    runtimes = {one.runtime for one in catalog.find("Qwen2.5-0.5B-Instruct").forms}
    assert runtimes == {Runtime.CTRANSLATE2, Runtime.OPENVINO, Runtime.MLX, Runtime.TRANSFORMERS}
    assert catalog.for_task(EngineTask.GENERATE)[0].id == "qwen2.5-7b-instruct"


def test_nothing_that_runs_code_is_ever_fetched(catalog: Catalog) -> None:
    names = {file.name for one in catalog.models for form in one.forms for file in form.source.files}
    assert not {one for one in names if one.endswith(".py")}
    ready = {
        file.name for one in catalog.models for form in one.forms if not form.convert for file in form.source.files
    }
    assert not {one for one in ready if one.endswith((".pt", ".bin"))} - {
        f"openvino_{part}.bin" for part in ("model", "tokenizer", "detokenizer")
    }


def test_an_unknown_model_is_answered_with_those_there_are(catalog: Catalog) -> None:
    with pytest.raises(UserFacingError, match=r"qwen2\.5-0\.5b-instruct") as caught:
        catalog.find("gpt")
    assert caught.value.key == "models.unknown"


def test_a_catalogue_that_the_project_did_not_sign_is_refused(tmp_path: Path) -> None:
    folder = signed(tmp_path / "own", 9)
    assert load_catalog(folder, PUBLIC).version == 9
    with pytest.raises(UserFacingError) as caught:
        load_catalog(folder)
    assert caught.value.key == "models.catalogue_unsigned"


@pytest.mark.parametrize("name", [INDEX, SIGNATURE, "qwen2.5.toml", "guard.toml"])
def test_one_changed_byte_anywhere_is_found(tmp_path: Path, name: str) -> None:
    folder = signed(tmp_path / "own", 9)
    data = bytearray((folder / name).read_bytes())
    for at in range(0, len(data) - 1, max(1, len(data) // 40)):
        data[at] ^= 1
        (folder / name).write_bytes(data)
        with pytest.raises(UserFacingError) as caught:
            load_catalog(folder, PUBLIC)
        assert caught.value.key == "models.catalogue_unsigned"
        data[at] ^= 1
    (folder / name).unlink()
    with pytest.raises(UserFacingError, match=name):
        load_catalog(folder, PUBLIC)


@pytest.mark.parametrize(
    "change",
    [
        ('languages = ["en"]', 'languages = ["xx"]'),
        ('"config.json"', '"../config.json"'),
        ('"vocab.json"', '"Config.json"'),
        ('licence = "apache"', 'licence = "unheard"'),
        ('source = "qwen-0-5b"', 'source = "nowhere"'),
        ('runtime = "openvino"', 'runtime = "abacus"'),
        ('id = "qwen2.5-0.5b-instruct"', 'id = "qwen2.5-7b-instruct"'),
        ('id = "qwen2.5-0.5b-instruct"', 'id = "../../etc"'),
    ],
)
def test_a_signed_catalogue_that_makes_no_sense_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    with pytest.raises(UserFacingError) as caught:
        signed(tmp_path / "own", 9, change)
    assert caught.value.key == "models.catalogue_damaged"


def test_a_newer_catalogue_is_taken_over_and_an_older_one_never(tmp_path: Path) -> None:
    shipped, accepted = signed(tmp_path / "shipped", 5), tmp_path / "data" / "catalogue"
    old, newer = signed(tmp_path / "old", 4), signed(tmp_path / "newer", 6, ("Qwen2.5 0.5B", "Qwen 0.5B"))
    other = signed(tmp_path / "other", 6, ("Qwen2.5 0.5B", "Qwen half a B"))
    accepted.parent.mkdir()
    current = newest_catalog(shipped, accepted, PUBLIC)
    assert current.version == 5
    assert accept_catalog(newer, accepted, current, PUBLIC).version == 6
    current = newest_catalog(shipped, accepted, PUBLIC)
    assert (current.version, current.find("qwen2.5-0.5b-instruct").name) == (6, "Qwen 0.5B Instruct")
    assert accept_catalog(newer, accepted, current, PUBLIC) == current
    for source in (old, shipped, other):
        with pytest.raises(UserFacingError) as caught:
            accept_catalog(source, accepted, current, PUBLIC)
        assert caught.value.key == "models.catalogue_old"
    assert newest_catalog(shipped, accepted, PUBLIC) == current


def test_an_accepted_catalogue_that_was_damaged_or_overtaken_counts_for_nothing(tmp_path: Path) -> None:
    shipped, accepted = signed(tmp_path / "shipped", 5), signed(tmp_path / "accepted", 3)
    assert newest_catalog(shipped, accepted, PUBLIC).version == 5
    shutil.rmtree(accepted)
    (signed(accepted, 8) / "guard.toml").write_text("", "utf-8")
    assert newest_catalog(shipped, accepted, PUBLIC).version == 5
