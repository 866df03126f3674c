from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.domain.models import DeviceKind
from app.inference.m3_heads import LONGEST
from app.inference.model_folder import HEADS_FILE
from app.inference.protocols import GenerateRequest, Message
from app.inference.runtimes.ctranslate2_conversion import convert
from app.inference.runtimes.ctranslate2_runtime import load_embedder, load_generator
from tests.models.qwen import build_qwen
from tests.models.xlmr import TINY, build_bge_m3


def _config(folder: Path, **change: object) -> None:
    file = folder / "config.json"
    content = json.loads(file.read_text(encoding="utf-8")) | change
    file.write_text(json.dumps({key: value for key, value in content.items() if value is not None}), encoding="utf-8")


def _dense(folder: Path) -> object:
    engine = load_embedder(folder, device=DeviceKind.CPU, compute_type="float32", threads=1)
    try:
        return engine.embed(["plants make food", "root"]).dense
    finally:
        engine.close()


def test_the_target_appears_whole_and_the_source_is_as_before(tmp_path: Path) -> None:
    source = build_qwen(tmp_path / "source")
    for paper in ("LICENSE.txt", "NOTICE"):
        (source / paper).write_text(f"the words of {paper}", "utf-8")
    before = {file.name: file.read_bytes() for file in source.iterdir()}
    seen: list[Progress] = []
    convert(source, tmp_path / "target", report=seen.append)
    assert {file.name: file.read_bytes() for file in source.iterdir()} == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["source", "target"]
    assert (tmp_path / "target" / "NOTICE").read_bytes() == before["NOTICE"]
    assert {"model.bin", "tokenizer.json", "source_config.json", "LICENSE.txt"} <= {
        one.name for one in (tmp_path / "target").iterdir()
    }
    assert (seen[-1].done, seen[-1].total) == (3, 3)
    assert (tmp_path / "target" / "model.bin").stat().st_size < (source / "model.safetensors").stat().st_size / 2
    with pytest.raises(FileExistsError):
        convert(source, tmp_path / "target")


def test_positions_that_no_text_reaches_are_left_out(tmp_path: Path) -> None:
    build_bge_m3(tmp_path / "short", shape=replace(TINY, window=LONGEST))
    build_bge_m3(tmp_path / "long", shape=replace(TINY, window=4 * LONGEST))
    for name in ("short", "long"):
        convert(tmp_path / name, tmp_path / f"{name}-made", compute_type="float32")
    sizes = [(tmp_path / f"{name}-made" / "model.bin").stat().st_size for name in ("short", "long")]
    assert sizes[0] == sizes[1]
    embedder = load_embedder(tmp_path / "long-made", device=DeviceKind.CPU, compute_type="float32", threads=1)
    assert embedder.embed(["plants " * 2 * LONGEST]).dense.shape == (1, 32)
    embedder.close()


def test_an_encoder_keeps_no_tokens_that_it_is_never_given(tmp_path: Path) -> None:
    convert(build_bge_m3(tmp_path / "source"), tmp_path / "made", compute_type="float32")
    known = json.loads((tmp_path / "made" / "vocabulary.json").read_bytes())
    assert known == ["<s>", "<pad>", "</s>", "<unk>"]
    embedder = load_embedder(tmp_path / "made", device=DeviceKind.CPU, compute_type="float32", threads=1)
    alone = [embedder.embed([one]).dense[0] for one in ("plants make food", "plants make their own food from water")]
    together = embedder.embed(["plants make food", "plants make their own food from water"]).dense
    assert np.abs(np.stack(alone) - together).max() < 1e-5  # padding needs no token either
    embedder.close()


def test_the_publishers_bin_gives_the_same_model(tmp_path: Path) -> None:
    for name, as_bin in (("a", False), ("b", True)):
        convert(build_bge_m3(tmp_path / name, as_bin=as_bin), tmp_path / f"{name}-made", compute_type="float32")
    assert (tmp_path / "b" / "pytorch_model.bin").is_file()
    for file in ("model.bin", HEADS_FILE):
        assert (tmp_path / "a-made" / file).read_bytes() == (tmp_path / "b-made" / file).read_bytes()
    assert np.array_equal(_dense(tmp_path / "a-made"), _dense(tmp_path / "b-made"))  # type: ignore[arg-type]


def test_a_config_without_the_kind_of_positions_is_understood(tmp_path: Path) -> None:
    source = build_bge_m3(tmp_path / "source")
    _config(source, position_embedding_type=None)
    convert(source, tmp_path / "target", compute_type="float32")
    assert (tmp_path / "target" / "model.bin").is_file()


def test_weights_in_bfloat16_and_in_several_files_are_read(tmp_path: Path) -> None:
    from safetensors import safe_open
    from safetensors.torch import save_file

    source = build_qwen(tmp_path / "source", dtype="bfloat16")
    whole = source / "model.safetensors"
    with safe_open(whole, "pt") as content:
        names = sorted(content.keys())
        for number, part in enumerate((names[:9], names[9:]), 1):
            save_file(
                {name: content.get_tensor(name) for name in part}, source / f"model-{number:05}-of-00002.safetensors"
            )
    whole.unlink()
    convert(source, tmp_path / "target", compute_type="float32")
    engine = load_generator(tmp_path / "target", device=DeviceKind.CPU, compute_type="float32", threads=1)
    assert list(engine.generate(GenerateRequest((Message("user", "hello"),), max_tokens=8)))[-1].tokens == 8
    engine.close()


class _Touch:
    """What a pickle could do."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.file,)


def test_a_bin_that_would_run_code_is_refused_and_does_not(tmp_path: Path) -> None:
    source = build_bge_m3(tmp_path / "source", as_bin=True)
    import torch

    torch.save({"embeddings.word_embeddings.weight": _Touch(tmp_path / "touched")}, source / "pytorch_model.bin")
    with pytest.raises(UserFacingError) as refused:
        convert(source, tmp_path / "target")
    assert (refused.value.key, refused.value.params["name"]) == ("models.runs_code", "pytorch_model.bin")
    (source / "pytorch_model.bin").write_bytes(pickle.dumps(_Touch(tmp_path / "touched")))
    with pytest.raises(UserFacingError):
        convert(source, tmp_path / "target")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["source"]


@pytest.mark.parametrize(
    "change",
    [
        {"architectures": ["LlamaForCausalLM"]},
        {"model_type": "mistral"},
        {"num_hidden_layers": 3},
        {"hidden_size": 32},
        {"vocab_size": 4096},
        {"rope_scaling": {"type": "yarn", "factor": 4.0}},
        {"rope_theta": None},
        {"tie_word_embeddings": False},
    ],
)
def test_a_checkpoint_that_is_not_what_its_config_says_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    source = build_qwen(tmp_path / "source")
    _config(source, **change)
    with pytest.raises(UserFacingError) as refused:
        convert(source, tmp_path / "target")
    assert refused.value.key == "engine.not_this_model"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["source"]


@pytest.mark.parametrize("change", [{"num_hidden_layers": "two"}, {"hidden_size": -1}, {"vocab_size": True}])
def test_a_config_of_nonsense_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    source = build_qwen(tmp_path / "source")
    _config(source, **change)
    with pytest.raises(UserFacingError) as refused:
        convert(source, tmp_path / "target")
    assert refused.value.key == "engine.load_failed"


def test_a_cut_checkpoint_is_refused(tmp_path: Path) -> None:
    source = build_qwen(tmp_path / "source")
    file = source / "model.safetensors"
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(UserFacingError) as refused:
        convert(source, tmp_path / "target")
    assert refused.value.key == "models.damaged_file"


def test_an_unknown_number_type_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="int3"):
        convert(tmp_path, tmp_path / "target", compute_type="int3")
