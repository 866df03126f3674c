"""A folder that could run code, or is not just this model, is refused with the name of what is wrong."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import ModelForm, ModelSpec, Runtime
from app.inference.catalog import load_catalog
from app.inference.install.file_rules import check_folder, look_at
from tests.models.qwen import build_qwen
from tests.models.xlmr import build_bge_m3, build_reranker

CATALOG = load_catalog(resources() / "models")
QWEN = CATALOG.find("qwen2.5-0.5b-instruct")
BGE = CATALOG.find("bge-m3")


def form(spec: ModelSpec, runtime: Runtime = Runtime.CTRANSLATE2) -> ModelForm:
    return next(one for one in spec.forms if one.runtime is runtime)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_qwen(tmp_path_factory.mktemp("tiny") / "qwen")


@pytest.fixture
def qwen(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "qwen"))


def refused(
    folder: Path, spec: ModelSpec = QWEN, runtime: Runtime = Runtime.CTRANSLATE2, *, ready: bool = False
) -> str:
    with pytest.raises(UserFacingError) as caught:
        check_folder(folder, spec, form(spec, runtime), ready=ready)
    assert "{" not in str(caught.value)
    return caught.value.key


def change(folder: Path, name: str, **values: Any) -> None:
    path = folder / name
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")


def test_the_publishers_layout_is_taken(qwen: Path, tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE", ".gitattributes", ".DS_Store", "._config.json"):
        (qwen / name).write_text("text", "utf-8")
    found = {one.name for one in check_folder(qwen, QWEN, form(QWEN), ready=False)}
    assert {"config.json", "model.safetensors", "LICENSE"} <= found
    assert not {one for one in found if one.startswith(".")}
    check_folder(qwen, QWEN, form(QWEN, Runtime.TRANSFORMERS))
    pickled = build_bge_m3(tmp_path / "pickled", as_bin=True)
    check_folder(pickled, BGE, form(BGE), ready=False)
    reranker = CATALOG.find("bge-reranker-v2-m3")
    check_folder(build_reranker(tmp_path / "reranker"), reranker, form(reranker), ready=False)


def test_pickled_weights_are_for_the_converter_only(tmp_path: Path) -> None:
    pickled = build_bge_m3(tmp_path / "pickled", as_bin=True)
    assert refused(pickled, BGE, Runtime.SENTENCE_TRANSFORMERS, ready=True) == "models.runs_code"


@pytest.mark.parametrize(
    "name",
    ["modeling_qwen2.py", "weights.pkl", "pytorch_model.bin", "optimizer.pt", "setup.sh", "extra.so", "run.exe",
     "weights.npz", "model.h5", "UPPER.PY", "last.ckpt"],
)  # fmt: skip
def test_files_that_can_run_code_are_refused_by_name(qwen: Path, name: str) -> None:
    (qwen / name).write_bytes(b"")
    assert refused(qwen) == "models.runs_code"


@pytest.mark.parametrize("name", ["merges.txt", "README.md", "tokenizer.json", "LICENSE", "vocab.json"])
@pytest.mark.parametrize("data", [pickle.dumps({"a": 1}), b"PK\x03\x04zip", b"\x7fELF\x02", b"#!/bin/sh\n", b"MZ\x90"])
def test_a_program_under_an_innocent_name_is_refused(qwen: Path, name: str, data: bytes) -> None:
    (qwen / name).write_bytes(data)
    assert refused(qwen) == "models.runs_code"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("config.json", {"auto_map": {"AutoModel": "modeling.Evil"}}),
        ("config.json", {"auto_map": {}}),
        ("config.json", {"_attn_implementation_internal": "owner/kernel"}),
        ("config.json", {"_attn_implementation": "owner/kernel"}),
        ("config.json", {"text_config": {"layers": [{"auto_map": {"A": "b"}}]}}),
        ("config.json", {"model_file": "evil.py"}),
        ("config.json", {"trust_remote_code": True}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.Tokenizer", None]}}),
        ("generation_config.json", {"custom_pipelines": {"a": {"impl": "evil.Pipe"}}}),
    ],
)
def test_settings_that_fetch_code_are_refused(qwen: Path, name: str, values: dict[str, object]) -> None:
    change(qwen, name, **values)
    assert refused(qwen) == "models.runs_code"


def test_a_module_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = build_bge_m3(tmp_path / "bge")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "evil.Module"}]
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")
    assert refused(folder, BGE) == "models.runs_code"


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(qwen: Path, name: str) -> None:
    (qwen / name).unlink()
    with pytest.raises(UserFacingError, match=name) as caught:
        check_folder(qwen, QWEN, form(QWEN), ready=False)
    assert caught.value.key == "models.missing_file"


@pytest.mark.parametrize("name", ["photo.jpg", "notes.txt", "onnx/model.onnx", "model.gguf", "1_Pooling/config.json"])
def test_an_extra_file_is_named(qwen: Path, name: str) -> None:
    (qwen / name).parent.mkdir(exist_ok=True)
    (qwen / name).write_text("{}", "utf-8")
    with pytest.raises(UserFacingError, match=name) as caught:
        check_folder(qwen, QWEN, form(QWEN), ready=False)
    assert caught.value.key == "models.extra_file"


@pytest.mark.parametrize(
    "values",
    [
        {"architectures": ["LlamaForCausalLM"]},
        {"model_type": "llama"},
        {"architectures": "x"},
        {"model_type": ["qwen2"]},
    ],
)
def test_another_architecture_is_refused(qwen: Path, values: dict[str, object]) -> None:
    change(qwen, "config.json", **values)
    assert refused(qwen) == "models.wrong_architecture"


def test_an_embedder_is_no_reranker(tmp_path: Path) -> None:
    reranker = CATALOG.find("bge-reranker-v2-m3")
    assert refused(build_bge_m3(tmp_path / "bge"), reranker) in {"models.wrong_architecture", "models.runs_code"}
    assert refused(build_reranker(tmp_path / "reranker"), BGE) == "models.wrong_architecture"
    assert refused(tmp_path / "reranker", QWEN) == "models.wrong_architecture"


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", "[" * 200_000, '{"a": "' + "x" * (1 << 20) + '"}'])
def test_a_config_that_is_no_config_is_named(qwen: Path, text: str) -> None:
    (qwen / "config.json").write_text(text, "utf-8")
    assert refused(qwen) == "models.damaged_file"


def _cut(data: bytes) -> bytes:
    return data[:-5]


def _lengthen(data: bytes) -> bytes:
    return data + b"12345"


def _huge_header(data: bytes) -> bytes:
    return struct.pack("<Q", 1 << 62) + data[8:]


def _no_header(data: bytes) -> bytes:
    return struct.pack("<Q", 4) + b"[1]," + data


def _nothing(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("harm", [_cut, _lengthen, _huge_header, _no_header, _nothing])
def test_damaged_weights_are_known_before_they_are_loaded(qwen: Path, harm: Callable[[bytes], bytes]) -> None:
    path = qwen / "model.safetensors"
    path.write_bytes(harm(path.read_bytes()))
    assert refused(qwen) == "models.damaged_file"


def test_shards_and_their_index_belong_together(qwen: Path) -> None:
    weights = qwen / "model.safetensors"
    parts = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    for name in parts:
        shutil.copy(weights, qwen / name)
    assert refused(qwen) == "models.extra_file"  # shards without an index
    weights.unlink()
    assert refused(qwen) == "models.missing_file"
    (qwen / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": parts[0], "b": parts[1]}}))
    check_folder(qwen, QWEN, form(QWEN), ready=False)
    (qwen / parts[1]).unlink()
    assert refused(qwen) == "models.missing_file"
    (qwen / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": "../../other"}}))
    assert refused(qwen) == "models.missing_file"


def test_links_and_devices_are_refused(qwen: Path, tmp_path: Path) -> None:
    (qwen / "LICENSE").symlink_to(tmp_path / "qwen" / "config.json")
    assert refused(qwen) == "models.link"
    (qwen / "LICENSE").unlink()
    os.mkfifo(qwen / "LICENSE")
    assert refused(qwen) == "models.link"
    (qwen / "LICENSE").unlink()
    (qwen / "1_Pooling").symlink_to(tmp_path, target_is_directory=True)
    assert refused(qwen) == "models.link"


def test_names_that_are_one_on_a_stick_are_refused(qwen: Path) -> None:
    (qwen / "Config.json").write_text("{}", "utf-8")
    assert refused(qwen) == "models.same_name"


def test_names_that_are_no_names_elsewhere_are_refused(qwen: Path) -> None:
    (qwen / "a\\b.json").write_text("{}", "utf-8")
    assert refused(qwen) == "models.unsafe_name"
    (qwen / "a\\b.json").unlink()
    with open(os.fsencode(qwen) + b"/bad\xff.json", "wb"):
        pass
    assert refused(qwen) == "models.unsafe_name"


def test_a_whole_disk_is_not_walked(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    with pytest.raises(UserFacingError) as caught:
        look_at(tmp_path)
    assert caught.value.key == "models.extra_file"
    wide = tmp_path / "wide"
    wide.mkdir()
    for number in range(250):
        (wide / str(number)).touch()
    with pytest.raises(UserFacingError):
        look_at(wide)


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "none"):
        assert refused(path) == "models.no_folder"


def _string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def ctranslate2(folder: Path, qwen: Path, spec: str = "TransformerDecoderSpec") -> Path:
    """CTranslate2's layout around a ``model.bin`` with one variable."""
    folder.mkdir(parents=True)
    variable = _string("weight") + struct.pack("<BIIBI", 2, 3, 4, 0, 48) + bytes(48)
    (folder / "model.bin").write_bytes(struct.pack("<I", 6) + _string(spec) + struct.pack("<II", 1, 1) + variable
                                       + struct.pack("<I", 0))  # fmt: skip
    (folder / "config.json").write_text('{"bos_token": "<s>"}', "utf-8")
    (folder / "vocabulary.json").write_text("[]", "utf-8")
    shutil.copy(qwen / "tokenizer.json", folder)
    return folder


def test_a_converted_model_is_known_by_its_table_of_variables(qwen: Path, tmp_path: Path) -> None:
    folder = ctranslate2(tmp_path / "ready", qwen)
    check_folder(folder, QWEN, form(QWEN))
    whole = (folder / "model.bin").read_bytes()
    for end in (0, 3, 10, 40, 60, 90):
        (folder / "model.bin").write_bytes(whole[:end])
        assert refused(folder, ready=True) in {"models.damaged_file", "models.wrong_architecture"}
    (folder / "model.bin").write_bytes(pickle.dumps([1]))
    assert refused(folder, ready=True) == "models.runs_code"
    other = ctranslate2(tmp_path / "other", qwen, "TransformerEncoderSpec")
    assert refused(other, ready=True) == "models.wrong_architecture"
    assert refused(qwen, ready=True) in {"models.extra_file", "models.missing_file"}


def test_indictrans2_may_name_its_own_reader_and_no_other(tmp_path: Path) -> None:
    spec = CATALOG.find("indictrans2-en-indic-dist-200m")
    folder = tmp_path / "it2"
    folder.mkdir()
    own = {"AutoConfig": "configuration_indictrans.IndicTransConfig"}
    config = {"model_type": "IndicTrans", "architectures": ["IndicTransForConditionalGeneration"], "auto_map": own}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    for name in ("dict.SRC.json", "dict.TGT.json", "model.SRC", "model.TGT"):
        (folder / name).write_text("{}", "utf-8")
    header = b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    check_folder(folder, spec, spec.forms[0], ready=False)
    change(folder, "config.json", auto_map={"AutoConfig": "evil.Config"})
    assert refused(folder, spec) == "models.runs_code"
    change(folder, "config.json", auto_map=own)
    (folder / "modeling_indictrans.py").touch()
    assert refused(folder, spec) == "models.runs_code"


def test_a_converted_indictrans2_keeps_what_the_publisher_said_and_nothing_else(qwen: Path, tmp_path: Path) -> None:
    spec = CATALOG.find("indictrans2-en-indic-dist-200m")
    folder = ctranslate2(tmp_path / "ready", qwen, "TransformerSpec")
    (folder / "tokenizer.json").unlink()
    (folder / "model.SRC").write_text("pieces", "utf-8")
    own = {"auto_map": {"AutoConfig": "configuration_indictrans.IndicTransConfig"}, "model_type": "IndicTrans"}
    (folder / "source_config.json").write_text(json.dumps(own), "utf-8")
    check_folder(folder, spec, spec.forms[0])
    change(folder, "source_config.json", auto_map={"AutoConfig": "evil.Config"})
    assert refused(folder, spec, ready=True) == "models.runs_code"


def test_openvino_needs_its_graph_and_a_tokenizer(qwen: Path) -> None:
    (qwen / "model.safetensors").unlink()
    (qwen / "openvino_model.xml").write_text('<?xml version="1.0"?>\n<net name="m" version="11"></net>', "utf-8")
    (qwen / "openvino_model.bin").write_bytes(b"PK\x03\x04 may be how weights begin")
    check_folder(qwen, QWEN, form(QWEN, Runtime.OPENVINO))
    entity = '<?xml version="1.0"?><!DOCTYPE net [<!ENTITY a SYSTEM "file:///etc/passwd">]><net></net>'
    (qwen / "openvino_model.xml").write_text(entity, "utf-8")
    assert refused(qwen, QWEN, Runtime.OPENVINO, ready=True) == "models.damaged_file"
    (qwen / "openvino_model.xml").unlink()
    assert refused(qwen, QWEN, Runtime.OPENVINO, ready=True) == "models.missing_file"
