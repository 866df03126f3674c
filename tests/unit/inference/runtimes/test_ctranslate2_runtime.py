from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.protocols import GenerateRequest, Message
from app.inference.runtimes.ctranslate2_conversion import convert
from app.inference.runtimes.ctranslate2_runtime import (
    CTranslate2Embedder,
    CTranslate2Generator,
    CTranslate2Reranker,
    load_embedder,
    load_generator,
    load_reranker,
)
from tests.models.qwen import WINDOW, build_qwen
from tests.models.xlmr import WINDOW as ENCODER_WINDOW
from tests.models.xlmr import build_bge_m3, build_reranker

os.environ.setdefault("HF_HUB_OFFLINE", "1")

_CPU = {"device": DeviceKind.CPU, "threads": 1}
_QUESTIONS = ("पौधे", "hello", "What do leaves take in?", "Plants and animals", "x")
_TEXTS = (
    "plants make food from sunlight water and air",
    "",
    "पौधे धूप पानी और हवा से अपना भोजन बनाते हैं",
    "the root",
    "what is carbon dioxide? " * 9,
    "water and air",
)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny models as published, and in `float32/` and `int8/` as converted."""
    folder = tmp_path_factory.mktemp("models")
    build_qwen(folder / "qwen")
    build_bge_m3(folder / "bge")
    build_reranker(folder / "reranker")
    for name in ("qwen", "bge", "reranker"):
        convert(folder / name, folder / "float32" / name, compute_type="float32")
        convert(folder / name, folder / "int8" / name)
    return folder


@pytest.fixture(scope="module")
def transformers() -> Any:
    import torch
    import transformers

    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    return transformers


@pytest.fixture(scope="module")
def generator(models: Path) -> CTranslate2Generator:
    return load_generator(models / "float32" / "qwen", compute_type="float32", **_CPU)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def embedder(models: Path) -> CTranslate2Embedder:
    return load_embedder(models / "float32" / "bge", compute_type="float32", **_CPU)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def reranker(models: Path) -> CTranslate2Reranker:
    return load_reranker(models / "float32" / "reranker", compute_type="float32", **_CPU)  # type: ignore[arg-type]


def _ask(text: str, **more: object) -> GenerateRequest:
    return GenerateRequest((Message("user", text),), **more)  # type: ignore[arg-type]


def _ids(generator: CTranslate2Generator, request: GenerateRequest) -> list[int]:
    return list(generator._ids(request, generator._chat.prompt(request)))


def _text(generator: CTranslate2Generator, request: GenerateRequest) -> str:
    return "".join(piece.text for piece in generator.generate(request))


# generator


def test_greedy_tokens_are_those_of_transformers(
    models: Path, transformers: Any, generator: CTranslate2Generator
) -> None:
    import torch

    model = transformers.AutoModelForCausalLM.from_pretrained(models / "qwen", local_files_only=True)
    tokenizer = transformers.AutoTokenizer.from_pretrained(models / "qwen", local_files_only=True)
    long = 0
    for question in _QUESTIONS:
        prompt = tokenizer.apply_chat_template(
            [{"role": "user", "content": question}], add_generation_prompt=True, return_dict=False
        )
        made = model.generate(
            torch.tensor([prompt]), max_new_tokens=48, do_sample=False, repetition_penalty=1.0, top_k=None,
            top_p=None, temperature=None,
        )[0, len(prompt) :].tolist()  # fmt: skip
        expected = [one for one in made if one not in generator._chat.end_ids]
        assert _ids(generator, _ask(question, max_tokens=48)) in (expected, made)
        text = _text(generator, _ask(question, max_tokens=48))
        decoded = tokenizer.decode(expected)
        assert text in (decoded, decoded.removesuffix("�"))  # which stands for a letter that was cut
        long += len(expected) == 48
    assert long >= 2


def test_the_same_request_gives_the_same_answer_and_int8_answers_too(models: Path) -> None:
    engine = load_generator(models / "int8" / "qwen", compute_type="int8", **_CPU)  # type: ignore[arg-type]
    request = _ask("hello", max_tokens=24)
    assert (first := _text(engine, request)) == _text(engine, request)
    assert first
    assert _text(engine, _ask("hello", max_tokens=24, temperature=0.9))
    engine.close()
    engine.close()


def test_an_answer_stops_at_the_end_of_the_window(generator: CTranslate2Generator) -> None:
    request = _ask("plants " * 60, max_tokens=WINDOW)
    prompt = generator._chat.prompt(request)
    last = list(generator.generate(request))[-1]
    assert last.finish == "length"
    assert len(prompt.ids) + last.tokens == WINDOW


def test_a_text_beyond_the_window_is_refused_before_any_work(generator: CTranslate2Generator) -> None:
    with pytest.raises(UserFacingError) as refused:
        generator.generate(_ask("plants make food " * 3000))
    assert refused.value.key == "engine.too_long"


def test_an_interrupted_answer_goes_on_from_where_it_was(generator: CTranslate2Generator) -> None:
    request = _ask("hello", max_tokens=40)
    ids, pieces = _ids(generator, request), list(generator.generate(request))
    whole = "".join(piece.text for piece in pieces)
    tried = 0
    for count in range(1, len(ids) - 1):
        start = "".join(piece.text for piece in pieces[:count])
        if generator._chat._encode(start) != ids[:count]:
            continue  # the same text in other tokens: another answer
        tried += 1
        rest = list(generator.generate(_ask("hello", max_tokens=40, answer_start=start)))
        assert start + "".join(piece.text for piece in rest) == whole
        assert [piece.tokens for piece in rest] == list(range(count + 1, 41))
    assert tried


def test_an_answer_that_was_whole_already_only_ends(generator: CTranslate2Generator) -> None:
    pieces = list(generator.generate(_ask("hello", max_tokens=2, answer_start="Plants make their own food")))
    assert [(piece.text, piece.finish) for piece in pieces] == [("", "length")]


class _Slow:
    """The model, counting its tokens and taking 5 ms for each."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.tokens = 0

    def generate_tokens(self, *arguments: Any, **named: Any) -> Any:
        return self._model.generate_tokens(*arguments, callback=self._count, **named)

    def _count(self, _step: object) -> bool:
        self.tokens += 1
        time.sleep(0.005)
        return False


def test_an_answer_interrupted_at_the_end_of_the_window_only_ends(generator: CTranslate2Generator) -> None:
    request = _ask("plants " * 60, max_tokens=WINDOW, answer_start="water and air " * 200)
    assert [piece.finish for piece in generator.generate(request)] == ["length"]


def test_closing_the_answer_ends_the_work(generator: CTranslate2Generator) -> None:
    model = _Slow(generator._held.get())
    engine = CTranslate2Generator(model, generator._chat, generator.info())
    answer = engine.generate(_ask("hello", max_tokens=400))
    next(answer)
    answer.close()  # type: ignore[attr-defined]
    done = model.tokens
    assert done < 200
    time.sleep(0.05)
    assert model.tokens == done
    assert _text(generator, _ask("hello", max_tokens=8))


def test_a_stop_text_ends_the_work(generator: CTranslate2Generator) -> None:
    whole = _text(generator, _ask("hello", max_tokens=40))
    stop = whole[12:15]
    assert _text(generator, _ask("hello", max_tokens=40, stop=(stop,))) == whole[: whole.find(stop)]


@pytest.mark.parametrize("spoil", ["missing", "cut", "empty", "no tokenizer", "bad config"])
def test_a_broken_model_is_refused_in_plain_words(models: Path, tmp_path: Path, spoil: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(models / "float32" / "qwen", folder)
    weights = (folder / "model.bin").read_bytes()
    if spoil == "missing":
        (folder / "model.bin").unlink()
    elif spoil in ("cut", "empty"):
        (folder / "model.bin").write_bytes(weights[: len(weights) // 2] if spoil == "cut" else b"")
    elif spoil == "no tokenizer":
        (folder / "tokenizer.json").unlink()
    else:
        (folder / "source_config.json").write_text('{"max_position_embeddings": "many"}', encoding="utf-8")
    with pytest.raises(UserFacingError) as refused:
        load_generator(folder, compute_type="float32", **_CPU)  # type: ignore[arg-type]
    assert refused.value.key == "engine.load_failed"


@pytest.mark.parametrize("library", ["ctranslate2", "tokenizers"])
def test_a_missing_library_is_named(models: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    for load, name in ((load_generator, "qwen"), (load_embedder, "bge"), (load_reranker, "reranker")):
        with pytest.raises(UserFacingError) as refused:
            load(models / "float32" / name, compute_type="float32", **_CPU)  # type: ignore[arg-type]
        assert (refused.value.key, refused.value.params["library"]) == ("engine.library_missing", library)


def test_a_process_that_did_not_close_its_model_ends_in_order(models: Path) -> None:
    lines = (
        "import sys; from pathlib import Path",
        "from app.domain.models import DeviceKind",
        "from app.inference.protocols import GenerateRequest, Message",
        "from app.inference.runtimes.ctranslate2_runtime import load_generator",
        "engine = load_generator(Path(sys.argv[1]), device=DeviceKind.CPU, compute_type='float32', threads=1)",
        "list(engine.generate(GenerateRequest((Message('user', 'x'),), max_tokens=4)))",
    )
    command = [sys.executable, "-c", "\n".join(lines), str(models / "float32" / "qwen")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_model_answers_no_more(models: Path) -> None:
    engine = load_generator(models / "float32" / "qwen", compute_type="float32", **_CPU)  # type: ignore[arg-type]
    engine.close()
    with pytest.raises(RuntimeError, match="closed"):
        _text(engine, _ask("hello"))


# embedder


def _reference_embeddings(
    transformers: Any, folder: Path, texts: tuple[str, ...]
) -> tuple[Any, list[dict[int, float]]]:
    """FlagEmbedding's maths on transformers' model, one text at a time."""
    import torch

    model = transformers.AutoModel.from_pretrained(folder, local_files_only=True)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    head = torch.nn.Linear(model.config.hidden_size, 1)
    head.load_state_dict(torch.load(folder / "sparse_linear.pt", weights_only=True))
    dense, sparse = [], []
    for text in texts:
        tokens = tokenizer(text, return_tensors="pt", truncation=True, max_length=ENCODER_WINDOW)
        with torch.no_grad():
            states = model(**tokens).last_hidden_state[0]
            weights = torch.relu(head(states))[:, 0]
        dense.append(torch.nn.functional.normalize(states[0], dim=-1).numpy())
        found: dict[int, float] = {}
        for number, weight in zip(tokens["input_ids"][0].tolist(), weights.tolist(), strict=True):
            if weight > 0 and number not in (0, 1, 2, 3):
                found[number] = max(weight, found.get(number, 0.0))
        sparse.append(found)
    return np.stack(dense), sparse


def test_vectors_are_those_of_transformers(models: Path, transformers: Any, embedder: CTranslate2Embedder) -> None:
    dense, sparse = _reference_embeddings(transformers, models / "bge", _TEXTS)
    made = embedder.embed(_TEXTS)
    assert made.dense.dtype == np.float32
    assert np.abs(made.dense - dense).max() <= 1e-4
    assert sum(map(len, sparse)) > 10
    for ours, theirs in zip(made.sparse, sparse, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-4)


def test_int8_vectors_point_the_same_way(models: Path, embedder: CTranslate2Embedder) -> None:
    engine = load_embedder(models / "int8" / "bge", compute_type="int8", **_CPU)  # type: ignore[arg-type]
    cosines = (engine.embed(_TEXTS).dense * embedder.embed(_TEXTS).dense).sum(axis=1)
    engine.close()
    engine.close()
    assert cosines.mean() >= 0.99


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=80), max_size=8))
def test_a_text_has_the_same_vector_in_any_company(embedder: CTranslate2Embedder, texts: list[str]) -> None:
    together = embedder.embed(texts)
    assert together.dense.shape == (len(texts), 32)
    assert np.allclose(np.linalg.norm(together.dense, axis=1), 1.0, atol=1e-5)
    for place, text in enumerate(texts):
        alone = embedder.embed([text])
        assert np.abs(alone.dense[0] - together.dense[place]).max() <= 1e-4
        assert alone.sparse[0].keys() - {1} == together.sparse[place].keys() - {1}


def test_a_long_text_is_cut_at_the_window(models: Path, transformers: Any, embedder: CTranslate2Embedder) -> None:
    text = "plants make food " * 3000
    dense, _ = _reference_embeddings(transformers, models / "bge", (text,))
    assert len(text) >= 50_000
    assert np.abs(embedder.embed([text]).dense - dense).max() <= 1e-4


# reranker


def test_scores_are_those_of_transformers(models: Path, transformers: Any, reranker: CTranslate2Reranker) -> None:
    import torch

    folder = models / "reranker"
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    passages = (*_TEXTS, "plants make food " * 3000)
    for query in ("what do plants make?", "पौधे", ""):
        expected = []
        for passage in passages:
            cut: dict[str, Any] = {"truncation": "only_second", "max_length": ENCODER_WINDOW}
            tokens = tokenizer([query], [passage], return_tensors="pt", **cut)
            with torch.no_grad():
                expected.append(float(model(**tokens).logits[0, 0]))
        assert np.abs(np.array(reranker.scores(query, passages)) - expected).max() <= 1e-4


def test_a_long_question_leaves_room_for_the_passage(reranker: CTranslate2Reranker) -> None:
    scores = reranker.scores("plants make food " * 3000, ("water", "root " * 500))
    assert len(set(scores)) == 2
    assert reranker.scores("x", ()) == ()
    assert reranker.info().uses_ai
