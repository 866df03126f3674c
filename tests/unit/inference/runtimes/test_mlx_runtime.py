from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.protocols import GeneratedPiece, GenerateRequest, Message
from app.inference.runtimes import mlx_runtime
from tests.models.qwen import build_qwen

_ASK = (Message("user", "Plants make their own food. पौधे धूप से भोजन बनाते हैं।"),)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_qwen(tmp_path_factory.mktemp("mlx") / "qwen-tiny")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[mlx_runtime.MlxGenerator]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLX_DISABLE_COMPILE", "1")  # no compiler is needed on the test machine
        generator = _load(folder)
        yield generator
        generator.close()


def _load(folder: Path, compute_type: str = "float32") -> mlx_runtime.MlxGenerator:
    return mlx_runtime.load_generator(folder, device=DeviceKind.CPU, compute_type=compute_type, threads=1)


def _text(pieces: Iterator[GeneratedPiece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_says_token_for_token_what_transformers_says(folder: Path, engine: mlx_runtime.MlxGenerator) -> None:
    import torch
    from transformers import Qwen2ForCausalLM
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # its thread would outlive the test
    torch.set_num_threads(1)
    request = GenerateRequest(_ASK, max_tokens=40)
    prompt = engine._chat.prompt(request)
    reference = Qwen2ForCausalLM.from_pretrained(str(folder)).eval()
    ids = torch.tensor([prompt.ids])
    config = reference.generation_config
    config.do_sample, config.repetition_penalty = False, 1.0
    config.temperature = config.top_p = config.top_k = None
    expected = reference.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=40)[0, ids.shape[1] :]
    ends = engine._chat.end_ids
    assert list(engine._ids(request, prompt))[: len(expected)] == expected.tolist()
    assert len(set(expected.tolist()) - ends) > 5  # not one token for ever
    assert list(engine.generate(request))[-1].tokens == len([one for one in expected.tolist() if one not in ends])


def test_a_request_with_a_seed_is_answered_the_same_each_time(engine: mlx_runtime.MlxGenerator) -> None:
    def answer(seed: int) -> str:
        return _text(engine.generate(GenerateRequest(_ASK, max_tokens=12, temperature=0.9, top_p=0.95, seed=seed)))

    assert answer(1) == answer(1)
    assert len({answer(seed) for seed in range(4)}) > 1


def test_an_answer_given_up_leaves_the_engine_ready(engine: mlx_runtime.MlxGenerator) -> None:
    request = GenerateRequest(_ASK, max_tokens=30)
    whole = _text(engine.generate(request))
    pieces = engine.generate(request)
    assert len(list(islice(pieces, 3))) == 3
    pieces.close()  # type: ignore[attr-defined]
    assert _text(engine.generate(request)) == whole


def test_a_prompt_beyond_the_window_is_refused_in_words(engine: mlx_runtime.MlxGenerator) -> None:
    with pytest.raises(UserFacingError) as caught:
        list(engine.generate(GenerateRequest((Message("user", "food " * 600),))))
    assert caught.value.key == "engine.too_long"


def test_four_bit_weights_as_mlx_community_publishes_them_run(folder: Path, tmp_path: Path) -> None:
    import mlx.core as mx
    from mlx_lm.utils import load_model, quantize_model, save_model

    model, config = load_model(folder)
    model, config = quantize_model(model, config, group_size=32, bits=4)
    quantised = tmp_path / "qwen-4bit"
    quantised.mkdir()
    save_model(quantised, model)
    (quantised / "config.json").write_text(json.dumps(config), encoding="utf-8")
    for name in ("tokenizer.json", "generation_config.json"):
        shutil.copy(folder / name, quantised / name)
    engine = _load(quantised, "int4")
    assert _text(engine.generate(GenerateRequest(_ASK, max_tokens=8)))
    assert engine.info().fingerprint.endswith(":mlx:int4:1")
    engine.close()
    engine.close()
    mx.clear_cache()


@pytest.mark.parametrize("broken", ["other model", "no weights", "cut weights"])
def test_a_broken_folder_is_refused_in_words(folder: Path, tmp_path: Path, broken: str) -> None:
    copy = tmp_path / "broken"
    shutil.copytree(folder, copy)
    weights = copy / "model.safetensors"
    if broken == "other model":
        config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
        (copy / "config.json").write_text(json.dumps(config | {"model_type": "llama"}), encoding="utf-8")
    elif broken == "no weights":
        weights.unlink()
    else:
        weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(UserFacingError) as caught:
        _load(copy)
    assert caught.value.key == "engine.load_failed"
