from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.runtimes import ctranslate2_conversion, ctranslate2_runtime, safetensors_conversion
from app.inference.runtimes.sentence_transformers_runtime import SentenceEmbedder, load_embedder
from tests.models.xlmr import HIDDEN, build_bge_m3

os.environ.setdefault("HF_HUB_OFFLINE", "1")

_TEXTS = ("plants make food", "", "पौधे धूप पानी", "water and air " * 9, "plants make food " * 3000)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_bge_m3(tmp_path_factory.mktemp("models") / "bge", as_bin=True)


@pytest.fixture(scope="module")
def folder(source: Path) -> Path:
    target = source.with_name("safe")
    safetensors_conversion.convert(source, target)
    return target


@pytest.fixture(scope="module")
def embedder(folder: Path) -> Iterator[SentenceEmbedder]:
    engine = load_embedder(folder, device=DeviceKind.CPU, compute_type="float32", threads=1)
    yield engine
    engine.close()
    engine.close()


def test_vectors_are_those_of_ctranslate2(source: Path, embedder: SentenceEmbedder) -> None:
    target = source.with_name("made")
    ctranslate2_conversion.convert(source, target, compute_type="float32")
    other = ctranslate2_runtime.load_embedder(target, device=DeviceKind.CPU, compute_type="float32", threads=1)
    ours, theirs = embedder.embed(_TEXTS), other.embed(_TEXTS)
    other.close()
    assert np.abs(ours.dense - theirs.dense).max() <= 1e-4
    for mine, another in zip(ours.sparse, theirs.sparse, strict=True):
        assert mine == pytest.approx(another, abs=1e-4)
    assert embedder.embed(()).dense.shape == (0, HIDDEN)


def test_no_pickle_is_left_and_no_class_is_taken_from_the_folder(folder: Path) -> None:
    assert not [one.name for one in folder.iterdir() if one.suffix in (".bin", ".pt")]
    modules = [{"idx": 0, "name": "0", "path": "", "type": "antigravity.Evil"}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    load_embedder(folder, device=DeviceKind.CPU, compute_type="float32", threads=1).close()
    (folder / "modules.json").unlink()


@pytest.mark.parametrize("missing", ["pytorch_model.bin", "sparse_linear.pt"])
def test_an_unfinished_source_is_refused(tmp_path: Path, missing: str) -> None:
    source = build_bge_m3(tmp_path / "source", as_bin=True)
    (source / missing).unlink()
    with pytest.raises(UserFacingError) as refused:
        safetensors_conversion.convert(source, tmp_path / "target")
    assert (refused.value.key, refused.value.params["name"]) == ("models.damaged_file", missing)
    assert [one.name for one in tmp_path.iterdir()] == ["source"]


def test_missing_weights_are_not_made_up(folder: Path, tmp_path: Path) -> None:
    import shutil

    from safetensors.numpy import load_file, save_file

    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    weights = load_file(broken / "model.safetensors")
    del weights["encoder.layer.1.output.dense.weight"]
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UserFacingError) as refused:
        load_embedder(broken, device=DeviceKind.CPU, compute_type="float32", threads=1)
    assert refused.value.key == "engine.load_failed"
