"""Folders made to do harm: hidden files, JSON that nobody expects, absurd numbers, pipes. One sentence each."""

from __future__ import annotations

import json
import os
import shutil
import struct
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import Runtime
from app.inference.catalog import accept_catalog, load_catalog
from app.inference.install.file_rules import check_folder, look_at
from app.inference.install.names import is_plain
from app.inference.install.recognition import recognise
from app.inference.model_folder import installed_model
from app.inference.plain_file import open_plain, read_plain
from app.inference.registry import ModelRegistry
from tests.models.qwen import build_qwen
from tests.models.xlmr import build_bge_m3
from tests.unit.inference.install.test_service import service, voice

CATALOG = load_catalog(resources() / "models")
QWEN, BGE = CATALOG.find("qwen2.5-0.5b-instruct"), CATALOG.find("bge-m3")
needs_pipes = pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in a folder")


@pytest.fixture(scope="module")
def qwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_qwen(tmp_path_factory.mktemp("tiny") / "qwen")


@pytest.fixture(scope="module")
def bge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_bge_m3(tmp_path_factory.mktemp("tiny") / "bge")


@pytest.mark.parametrize("name", [".evil.py", ".git/hooks/post-checkout", "a/.b", "...", "desktop.ini", "Thumbs.db"])
def test_no_manifest_and_no_catalogue_can_name_what_nobody_sees(name: str) -> None:
    assert not is_plain(name)


@pytest.mark.parametrize("name", [".evil.py", ".evil.so", ".config.json", "1_Pooling/.evil"])
def test_a_hidden_file_is_refused_at_every_door(qwen: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(qwen, tmp_path / "qwen"))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"\x7fELF")
    assert "is no name" in said_of(lambda: look_at(folder))
    assert "is no name" in said_of(lambda: check_folder(folder, QWEN, QWEN.forms[0], ready=False))


def test_a_hidden_file_beside_an_installed_model_is_named(tmp_path: Path) -> None:
    models = service(tmp_path)
    model = models.install(models.look(voice(tmp_path / "stick")))
    (models.registry.path(model) / ".evil.so").touch()
    assert [".evil.so" in one.detail for one in models.overview().problems] == [True]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    "model_type", "architectures", "auto_map", "quantization", "torch_dtype", "dtype", "language", "hidden_size",
    "num_hidden_layers", "vocab_size", "_attn_implementation", "type", "weight_map", "spec_id", "files",
)  # fmt: skip
FILES = (
    "config.json", "modules.json", "tokenizer_config.json", "generation_config.json", "model.json", "vocab.json",
    "model.safetensors.index.json", "sentence_bert_config.json", "1_Pooling/config.json",
)  # fmt: skip


def looked_at(folder: Path) -> None:
    """All that is asked of a folder before it is installed; every fault is a sentence of one line."""
    said = [said_of(partial(check_folder, folder, spec, spec.forms[0], ready=False)) for spec in (QWEN, BGE)]
    said.append(said_of(lambda: recognise(folder, CATALOG)))
    assert max(map(len, said)) < 500
    assert not any("\n" in one for one in said)
    installed_model(folder)
    ModelRegistry(folder.parent).scan()


def said_of(door: Callable[[], object]) -> str:
    """The sentence with which a folder is refused, "" where it is taken."""
    try:
        door()
    except UserFacingError as error:
        return str(error)
    return ""


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(),
    name=st.sampled_from(FILES),
    value=ANYTHING | st.dictionaries(st.sampled_from(KEYS), ANYTHING, min_size=1) | st.lists(ANYTHING),
)
def test_json_of_any_shape_gets_a_sentence(
    qwen: Path, bge: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, name: str, value: object
) -> None:
    source = bge if data.draw(st.booleans()) else qwen
    folder = Path(shutil.copytree(source, tmp_path_factory.mktemp("any") / "model"))
    (folder / name).parent.mkdir(exist_ok=True)
    if isinstance(value, dict) and data.draw(st.booleans()) and (folder / name).is_file():
        there = json.loads((folder / name).read_bytes())
        value = {**there, **value} if isinstance(there, dict) else value
    try:
        text = json.dumps(value)
    except ValueError:  # a number that Python does not write
        text = "1" + "0" * 5000
    (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass")
    looked_at(folder)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(header=ANYTHING | st.dictionaries(st.text(max_size=3), st.fixed_dictionaries({"data_offsets": ANYTHING})))
def test_a_safetensors_header_of_any_shape_gets_a_sentence(
    qwen: Path, tmp_path_factory: pytest.TempPathFactory, header: object
) -> None:
    folder = Path(shutil.copytree(qwen, tmp_path_factory.mktemp("any") / "model"))
    try:
        text = json.dumps(header).encode()
    except ValueError:
        text = b'{"a":{"data_offsets":[0,1e999]}}'
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text)
    looked_at(folder)


@pytest.mark.parametrize("end", ["Infinity", "1e999", "-1", "true", '"4"', "4.0", "1" * 5000])
def test_offsets_that_are_no_numbers_of_bytes_are_damage(qwen: Path, tmp_path: Path, end: str) -> None:
    folder = Path(shutil.copytree(qwen, tmp_path / "qwen"))
    header = f'{{"a":{{"dtype":"F32","shape":[1],"data_offsets":[0,{end}]}}}}'.encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    with pytest.raises(UserFacingError) as caught:
        check_folder(folder, QWEN, QWEN.forms[0], ready=False)
    assert caught.value.key == "models.damaged_file"


@pytest.mark.parametrize("name", ["model.json", "config.json", "modules.json", "tokenizer_config.json"])
@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b'{"a": "\xff"}', "{}".encode("utf-16"), b"5", b"null"])
def test_bytes_that_are_no_text_get_a_sentence(bge: Path, tmp_path: Path, name: str, data: bytes) -> None:
    folder = Path(shutil.copytree(bge, tmp_path / "bge"))
    (folder / name).write_bytes(data)
    looked_at(folder)


def test_absurd_sizes_are_refused_at_once(qwen: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(qwen, tmp_path / "qwen"))
    for name in ("tokenizer.json", "model.json"):
        before = (folder / name).read_bytes() if (folder / name).is_file() else None
        with (folder / name).open("wb") as file:
            file.truncate(3 << 30)  # a hole
        with pytest.raises(UserFacingError) as caught:
            check_folder(folder, QWEN, QWEN.forms[0], ready=False)
        assert (caught.value.key, caught.value.params["name"]) == ("models.damaged_file", name)
        (folder / name).unlink() if before is None else (folder / name).write_bytes(before)


def test_a_table_of_four_billion_variables_is_not_walked(qwen: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ready"
    folder.mkdir()
    shutil.copy(qwen / "tokenizer.json", folder)
    (folder / "config.json").write_text("{}", "utf-8")
    spec = b"TransformerDecoderSpec\0"
    with (folder / "model.bin").open("wb") as file:
        file.write(struct.pack("<IH", 6, len(spec)) + spec + struct.pack("<II", 1, 0xFFFFFFFF))
        file.truncate(2 << 30)
    began = time.monotonic()
    with pytest.raises(UserFacingError) as caught:
        check_folder(folder, QWEN, QWEN.forms[0])
    assert caught.value.key == "models.damaged_file"
    assert time.monotonic() - began < 60, "it would be walked for minutes"


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><net',
        '<?xml version="1.0"?><!DOCTYPE net><net></net>',
        '<?x <net ?><!DOCTYPE net [<!ENTITY a "b">]><net></net>',
        '<net><!ENTITY a "b"></net>',
        "<network></network>",
        "<net>",
    ],
)
def test_a_graph_that_is_cut_or_declares_entities_is_damage(qwen: Path, tmp_path: Path, text: str) -> None:
    folder = Path(shutil.copytree(qwen, tmp_path / "qwen"))
    (folder / "model.safetensors").unlink()
    (folder / "openvino_model.xml").write_text(text, "utf-8")
    (folder / "openvino_model.bin").write_bytes(b"1")
    form = next(one for one in QWEN.forms if one.runtime is Runtime.OPENVINO)
    with pytest.raises(UserFacingError) as caught:
        check_folder(folder, QWEN, form)
    assert caught.value.key == "models.damaged_file"


@needs_pipes
def test_a_pipe_makes_nobody_wait(tmp_path: Path) -> None:
    models = service(tmp_path)
    model = models.install(models.look(voice(tmp_path / "stick")))
    record = models.registry.path(model) / "model.json"
    record.unlink()
    os.mkfifo(record)
    assert [one.folder for one in models.overview().problems] == [model.folder]
    assert len(models.verify().problems) == 1
    for name in ("catalogue.toml", "catalogue.sig"):
        place = tmp_path / name
        shutil.copytree(resources() / "models", place)
        (place / name).unlink()
        os.mkfifo(place / name)
        with pytest.raises(UserFacingError) as caught:
            accept_catalog(place, tmp_path / "accepted", CATALOG)
        assert caught.value.key == "models.catalogue_unsigned"
    with pytest.raises(OSError, match="plain file"):
        open_plain(tmp_path / "catalogue.sig" / "catalogue.sig")
    with pytest.raises(OSError, match="plain file"):
        read_plain(Path("/dev/zero"), 5)
