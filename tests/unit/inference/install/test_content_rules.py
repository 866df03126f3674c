"""What is in a folder counts, never its name or the id that somebody gives: another model is refused and named."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import Runtime
from app.inference.catalog import load_catalog
from app.inference.install.file_rules import check_folder
from app.inference.install.recognition import recognise
from tests.models.indictrans import build_indictrans
from tests.models.mms import build_mms
from tests.models.qwen import build_qwen
from tests.unit.inference.install.test_recognition import folder as written
from tests.unit.inference.install.test_recognition import qwen

CATALOG = load_catalog(resources() / "models")
SHAPES = {"0.5b": (896, 4864, 24, 151_936), "1.5b": (1536, 8960, 28, 151_936), "7b": (3584, 18944, 28, 152_064)}
KEYS = ("hidden_size", "intermediate_size", "num_hidden_layers", "vocab_size")


def of_shape(path: Path, size: str) -> Path:
    shaped = qwen(path, **dict(zip(KEYS, SHAPES[size], strict=True)))
    (shaped / "tokenizer.json").write_text("{}", "utf-8")
    return shaped


def refused(path: Path, spec_id: str, runtime: Runtime | None = None, *, ready: bool = False) -> str:
    """What a folder is said to be that is offered as another model; "" where it is taken."""
    spec = CATALOG.find(spec_id)
    form = next(one for one in spec.forms if runtime in (None, one.runtime))
    try:
        check_folder(path, spec, form, ready=ready)
    except UserFacingError as error:
        if error.key != "models.wrong_architecture":
            raise
        return str(error.params["found"])
    return ""


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("claimed", SHAPES)
def test_the_shape_of_one_size_is_no_other(tmp_path: Path, size: str, claimed: str) -> None:
    path = of_shape(tmp_path / f"Qwen2.5-{claimed}-Instruct", size)
    found = refused(path, f"qwen2.5-{claimed}-instruct")
    assert found == ("" if size == claimed else f"qwen2.5-{size}-instruct by its shape")


@pytest.mark.parametrize("size", SHAPES)
def test_a_model_is_known_by_its_shape(tmp_path: Path, size: str) -> None:
    assert recognise(of_shape(tmp_path / "x", size), CATALOG)[0].id == f"qwen2.5-{size}-instruct"


def test_one_layer_less_or_another_vocabulary_is_another_model(tmp_path: Path) -> None:
    for key, value in (("num_hidden_layers", 23), ("vocab_size", 32_000), ("hidden_size", 900)):
        path = of_shape(tmp_path / key, "0.5b")
        config = json.loads((path / "config.json").read_bytes())
        (path / "config.json").write_text(json.dumps({**config, key: value}), "utf-8")
        assert "another shape" in refused(path, "qwen2.5-0.5b-instruct")


@pytest.mark.parametrize("spec_id", ["qwen2.5-0.5b-instruct", "qwen2.5-7b-instruct"])
def test_a_tiny_model_for_trying_things_is_taken_under_any_name_of_its_family(tmp_path: Path, spec_id: str) -> None:
    assert refused(build_qwen(tmp_path / "x"), spec_id) == ""


@pytest.mark.parametrize("value", [10**9, 201])
def test_more_layers_than_any_model_has_are_refused_at_once(tmp_path: Path, value: int) -> None:
    path = build_qwen(tmp_path / "x")
    config = json.loads((path / "config.json").read_bytes())
    (path / "config.json").write_text(json.dumps({**config, "num_hidden_layers": value}), "utf-8")
    assert "another shape" in refused(path, "qwen2.5-7b-instruct")


@pytest.mark.parametrize("value", [0, -1, True, 2.0, "2", None, [2]])
def test_a_number_that_is_none_is_damage(tmp_path: Path, value: object) -> None:
    path = build_qwen(tmp_path / "x")
    config = json.loads((path / "config.json").read_bytes())
    (path / "config.json").write_text(json.dumps({**config, "num_hidden_layers": value}), "utf-8")
    with pytest.raises(UserFacingError, match="num_hidden_layers makes no sense"):
        refused(path, "qwen2.5-0.5b-instruct")


def test_files_of_a_larger_model_are_refused_whatever_its_config_says(tmp_path: Path) -> None:
    path = build_qwen(tmp_path / "Qwen2.5-0.5B-Instruct")
    size = 15 << 30
    header = json.dumps({"a": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    with (path / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.truncate(8 + len(header) + size)  # a hole: nothing is written
    assert "16.1 GB" in refused(path, "qwen2.5-0.5b-instruct")
    assert refused(path, "qwen2.5-7b-instruct") == ""


def test_a_converted_model_is_known_by_its_tables(tmp_path: Path) -> None:
    path = build_qwen(tmp_path / "x")
    ready = tmp_path / "ready"
    ready.mkdir()
    shutil.copy(path / "tokenizer.json", ready)
    (ready / "config.json").write_text("{}", "utf-8")
    names = ["decoder/embeddings/weight", *(f"decoder/layer_{one}/x" for one in range(28))]
    spec = b"TransformerDecoderSpec\0"
    data = struct.pack("<IH", 6, len(spec)) + spec + struct.pack("<II", 1, len(names))
    for name in names:
        sizes = (152_064, 3584) if name.endswith("weight") else ()
        data += struct.pack("<H", len(name) + 1) + name.encode() + b"\0" + bytes([len(sizes)])
        data += struct.pack(f"<{len(sizes)}I", *sizes) + b"\0" + struct.pack("<I", 0)
    (ready / "model.bin").write_bytes(data + struct.pack("<I", 0))
    assert refused(ready, "qwen2.5-0.5b-instruct", ready=True) == "qwen2.5-7b-instruct by its shape"
    assert refused(ready, "qwen2.5-7b-instruct", ready=True) == ""


def test_a_hindi_voice_is_no_tamil_voice(tmp_path: Path) -> None:
    path = build_mms(tmp_path / "mms-tts-tam", language="hin")
    assert refused(path, "mms-tts-tam") == "a voice for Hindi"
    assert refused(path, "mms-tts-hin") == ""
    (path / "tokenizer_config.json").write_text('{"language": "tam"}', "utf-8")
    assert refused(path, "mms-tts-tam") == "a voice with the letters of Hindi"
    (path / "tokenizer_config.json").unlink()
    assert refused(path, "mms-tts-mar") == "", "the same letters, and it does not say"


def test_a_translator_in_the_other_direction_is_refused(tmp_path: Path) -> None:
    path = build_indictrans(tmp_path / "x", variant="dist-200M", direction="en-indic")
    assert refused(path, "indictrans2-en-indic-dist-200m") == ""
    said = "a translator from English to Indian languages"
    assert refused(path, "indictrans2-indic-en-dist-200m") == said
    assert refused(path, "indictrans2-indic-indic-dist-320m") == said


def test_dictionaries_of_a_converted_translator_tell_its_direction_too(tmp_path: Path) -> None:
    from app.inference.install.content_rules import indian_side

    (tmp_path / "source_vocabulary.json").write_text(json.dumps(["<s>", "▁पानी", "▁है"]), "utf-8")
    (tmp_path / "target_vocabulary.json").write_text(json.dumps(["<s>", "▁water", "▁is"]), "utf-8")
    assert (indian_side(tmp_path, "SRC"), indian_side(tmp_path, "TGT")) == (True, False)
    (tmp_path / "target_vocabulary.json").write_text("5", "utf-8")
    assert indian_side(tmp_path, "TGT") is None


def test_every_model_of_the_catalogue_has_its_shape_and_is_taken_by_it(tmp_path: Path) -> None:
    from app.inference.install.content_rules import _KNOWN, _MEASURES, _measures

    assert {one.id for one in CATALOG.models} == _KNOWN.keys()
    for spec in CATALOG.models:
        measures = _measures(_KNOWN[spec.id])
        config = {key: measures[measure] for key, measure in _MEASURES[spec.family].items()}
        rows, inner = sum(measures.get(one, 0) for one in ("rows", "target rows")), measures["inner"]
        if spec.parameters and rows:  # the numbers of the catalogue and of the shapes are of one model
            assert rows * measures["width"] + measures["layers"] * measures["width"] * inner < spec.parameters
        path = written(tmp_path / spec.id, spec.family, "", **config)
        assert path.is_dir()
