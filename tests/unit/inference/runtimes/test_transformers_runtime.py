from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.protocols import GenerateRequest, Message
from app.inference.runtimes import ctranslate2_runtime
from app.inference.runtimes.ctranslate2_conversion import convert
from app.inference.runtimes.transformers_runtime import TransformersGenerator, load_generator
from tests.models.qwen import WINDOW, build_qwen

os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_qwen(tmp_path_factory.mktemp("models") / "qwen")


@pytest.fixture(scope="module")
def generator(folder: Path) -> Iterator[TransformersGenerator]:
    engine = load_generator(folder, device=DeviceKind.CPU, compute_type="float32", threads=1)
    yield engine
    engine.close()
    engine.close()


def _ask(text: str, **more: object) -> GenerateRequest:
    return GenerateRequest((Message("user", text),), **more)  # type: ignore[arg-type]


def _text(generator: TransformersGenerator, request: GenerateRequest) -> str:
    return "".join(piece.text for piece in generator.generate(request))


@pytest.mark.parametrize("question", ["x", "plants make food " * 30])
def test_the_pieces_are_those_of_ctranslate2(folder: Path, generator: TransformersGenerator, question: str) -> None:
    made = folder.with_name("made")
    if not made.exists():
        convert(folder, made, compute_type="float32")
    other = ctranslate2_runtime.load_generator(made, device=DeviceKind.CPU, compute_type="float32", threads=1)
    request = _ask(question, max_tokens=32)
    assert list(generator.generate(request)) == list(other.generate(request))
    other.close()


def test_a_prompt_read_in_parts_gives_the_same(
    generator: TransformersGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = _ask("What do leaves take in?", max_tokens=16)
    whole = _text(generator, request)
    monkeypatch.setattr("app.inference.runtimes.transformers_runtime._PREFILL", 7)
    assert _text(generator, request) == whole


def test_a_draw_is_repeated_by_its_seed(generator: TransformersGenerator) -> None:
    drawn = [_text(generator, _ask("x", max_tokens=16, temperature=1.0, seed=seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    narrow = _ask("x", max_tokens=16, temperature=1.0, top_p=0.0001)
    assert _text(generator, narrow) == _text(generator, _ask("x", max_tokens=16))


def test_nothing_is_computed_that_nobody_asked_for(generator: TransformersGenerator) -> None:
    steps: list[int] = []
    step = generator._step
    generator._step = lambda *arguments: steps.append(1) or step(*arguments)  # type: ignore[method-assign]
    try:
        answer = generator.generate(_ask("x", max_tokens=16))
        next(answer)
        answer.close()  # type: ignore[attr-defined]
        assert len(steps) == 1
        list(generator.generate(_ask("x", max_tokens=3)))
        assert len(steps) == 4
    finally:
        del generator._step


def test_what_does_not_fit_the_window_is_refused(generator: TransformersGenerator) -> None:
    with pytest.raises(UserFacingError) as refused:
        generator.generate(_ask("plants " * WINDOW))
    assert refused.value.key == "engine.too_long"


def test_missing_weights_are_not_made_up(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    broken = build_qwen(tmp_path / "broken")
    weights = load_file(broken / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(UserFacingError) as refused:
        load_generator(broken, device=DeviceKind.CPU, compute_type="float32", threads=1)
    assert refused.value.key == "engine.load_failed"


def test_a_missing_library_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(UserFacingError) as refused:
        load_generator(folder, device=DeviceKind.CPU, compute_type="float32", threads=1)
    assert refused.value.params == {"library": "transformers"}
