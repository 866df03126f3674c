from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.models import DeviceKind
from app.inference.compiled_graphs import CompiledGraph, place_of
from app.inference.making_room import stay
from app.inference.protocols import GeneratedPiece, GenerateRequest, Message
from app.inference.runtimes import openvino_graph, openvino_runtime
from app.inference.runtimes.openvino_runtime import OpenVinoGenerator, _Loaded, _Session, load_generator
from tests.models.openvino import GROUP, build_openvino
from tests.models.qwen import WINDOW, build_qwen

_ASK = (Message("user", "Plants make their own food. पौधे धूप से भोजन बनाते हैं।"),)
_REPEAT = (Message("user", "the leaves of a plant, the leaves of a plant, the leaves of a plant, the leaves of"),)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_qwen(tmp_path_factory.mktemp("openvino") / "qwen")


@pytest.fixture(scope="module")
def exact(published: Path) -> OpenVinoGenerator:
    return _load(build_openvino(published, published.parent / "float32", compute_type="float32"), "float32")


@pytest.fixture(scope="module")
def int4(published: Path) -> OpenVinoGenerator:
    return _load(build_openvino(published, published.parent / "int4"), "int4")


@pytest.fixture(scope="module")
def reference(published: Path) -> Any:
    import torch
    from safetensors.torch import load_file
    from transformers import AutoConfig, Qwen2ForCausalLM

    torch.set_num_threads(1)
    model = Qwen2ForCausalLM(AutoConfig.from_pretrained(str(published))).eval()
    model.load_state_dict(load_file(published / "model.safetensors"), strict=False)  # the output matrix is the table
    return model


def _load(folder: Path, compute_type: str = "float32") -> OpenVinoGenerator:
    return load_generator(folder, device=DeviceKind.CPU, compute_type=compute_type, threads=1)


def _kept(folder: Path, place: Path, compute_type: str = "int4") -> OpenVinoGenerator:
    return load_generator(folder, device=DeviceKind.CPU, compute_type=compute_type, threads=1, compiled=place)


def _place(models: Path) -> Path:
    (models / "model").mkdir()
    return place_of(models / "model")


def _forbidden(*_: object) -> Any:
    raise AssertionError("compiled again")


def _text(pieces: Iterator[GeneratedPiece]) -> str:
    return "".join(piece.text for piece in pieces)


def _numbers(engine: OpenVinoGenerator, request: GenerateRequest) -> list[int]:
    return list(engine._ids(request, engine._chat.prompt(request)))


def _greedy(reference: Any, engine: OpenVinoGenerator, request: GenerateRequest) -> list[int]:
    """What transformers says, chosen token by token without its cache."""
    import torch

    ids = list(engine._chat.prompt(request).ids)
    start = len(ids)
    with torch.no_grad():
        while len(ids) - start < request.max_tokens and (len(ids) == start or ids[-1] not in engine._chat.end_ids):
            ids.append(int(reference(torch.tensor([ids])).logits[0, -1].argmax()))
    return ids[start:]


@pytest.mark.parametrize("messages", [_ASK, _REPEAT])
@pytest.mark.parametrize("repeats", [False, True])
def test_says_token_for_token_what_transformers_says(
    exact: OpenVinoGenerator, reference: Any, messages: tuple[Message, ...], repeats: bool
) -> None:
    request = GenerateRequest(messages, max_tokens=40, repeats_prompt=repeats)
    expected = _greedy(reference, exact, request)
    assert len(set(expected)) > 5  # not one token for ever
    assert _numbers(exact, request) == expected


def test_int4_weights_are_the_rounded_ones_and_nothing_else(
    int4: OpenVinoGenerator, reference: Any, published: Path
) -> None:
    """The logits are those of transformers with the same rounding done to its weights."""
    import openvino
    import torch

    rounded = type(reference)(reference.config).eval()
    with torch.no_grad():
        for name, weight in reference.state_dict().items():
            rounded.state_dict()[name].copy_(torch.from_numpy(_rounded(name, weight.numpy())))
    ids = list(int4._chat.prompt(GenerateRequest(_ASK)).ids)
    settings = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}
    model = openvino.Core().compile_model(str(published.parent / "int4" / "openvino_model.xml"), "CPU", settings)
    with torch.no_grad():
        expected = rounded(torch.tensor([ids])).logits[0].numpy()
    assert np.abs(_Session(_Loaded(model)).feed(ids) - expected).max() < 1e-3
    assert expected.std() > 0.1


def _rounded(name: str, weight: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    if weight.ndim < 2:
        return weight
    whole = name.endswith(("embed_tokens.weight", "lm_head.weight"))
    levels, rows = (255, weight) if whole else (15, weight.reshape(len(weight), -1, GROUP))
    low, high = np.minimum(rows.min(-1, keepdims=True), 0), np.maximum(rows.max(-1, keepdims=True), 0)
    step = ((high - low) / levels).astype(np.float16).astype(np.float32)
    zero = np.rint(-low / step)
    restored = (np.clip(np.rint(rows / step + zero), 0, levels) - zero) * step
    return np.asarray(restored, np.float32).reshape(weight.shape)


class _Guesses:
    """In place of the lookup: guesses from the true answer, with mistakes at every `every`-th token."""

    def __init__(self, answer: list[int], every: int) -> None:
        self.answer, self.every, self.known = answer, every, 0

    def __call__(self, ids: tuple[int, ...], *, most: int) -> _Guesses:
        self.most = most
        return self

    def add(self, ids: list[int]) -> None:
        self.known += len(ids)

    def guess(self, room: int) -> list[int]:
        places = range(self.known, min(len(self.answer), self.known + min(room, self.most)))
        return [self.answer[place] + (place % self.every == 0) for place in places]

    def judged(self, *, guessed: int, right: int) -> None:
        assert right <= guessed


@pytest.mark.parametrize(("every", "most_steps"), [(1000, 5), (7, 12), (2, 31), (1, 60)])
def test_whatever_is_guessed_the_answer_is_the_same_and_right_guesses_save_steps(
    exact: OpenVinoGenerator, monkeypatch: pytest.MonkeyPatch, every: int, most_steps: int
) -> None:
    plain = _numbers(exact, GenerateRequest(_ASK, max_tokens=60))
    assert len(plain) == 60
    steps: list[int] = []
    step = _Session._step

    def counted(self: _Session, ids: list[int]) -> None:
        steps.append(len(ids))
        step(self, ids)

    monkeypatch.setattr(_Session, "_step", counted)
    monkeypatch.setattr(openvino_runtime, "PromptLookup", _Guesses(plain, every))
    assert _numbers(exact, GenerateRequest(_ASK, max_tokens=60, repeats_prompt=True)) == plain
    assert len(steps) <= most_steps


def test_a_prompt_read_in_parts_gives_the_same(exact: OpenVinoGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    exact.attend(lambda: looks.append(1))
    monkeypatch.setattr(openvino_runtime, "_PART", 7)
    whole = _numbers(exact, GenerateRequest(_REPEAT, max_tokens=20))
    assert looks == [], "somebody waits for the end of it"
    exact.in_parts = True
    assert _numbers(exact, GenerateRequest(_REPEAT, max_tokens=20)) == whole
    assert len(looks) > 2
    exact.in_parts = False
    exact.attend(stay)


def test_lookup_draws_the_same_tokens_too(exact: OpenVinoGenerator) -> None:
    def answer(seed: int, *, repeats: bool) -> list[int]:
        return _numbers(
            exact,
            GenerateRequest(_REPEAT, max_tokens=20, temperature=0.9, top_p=0.9, seed=seed, repeats_prompt=repeats),
        )

    assert answer(1, repeats=False) == answer(1, repeats=True) == answer(1, repeats=False)
    assert len({tuple(answer(seed, repeats=False)) for seed in range(4)}) > 1


def test_answers_read_in_turns_do_not_disturb_each_other(int4: OpenVinoGenerator) -> None:
    one, two = GenerateRequest(_ASK, max_tokens=15), GenerateRequest(_REPEAT, max_tokens=15)
    alone = _text(int4.generate(one)), _text(int4.generate(two))
    pairs = list(zip(int4.generate(one), int4.generate(two), strict=False))
    assert alone[0].startswith("".join(first.text for first, _ in pairs))
    assert alone[1].startswith("".join(second.text for _, second in pairs))


def test_an_answer_given_up_and_taken_up_again_is_the_whole_answer(exact: OpenVinoGenerator) -> None:
    whole = _text(exact.generate(GenerateRequest(_ASK, max_tokens=30)))
    pieces = exact.generate(GenerateRequest(_ASK, max_tokens=30))
    begun = _text(islice(pieces, 6))
    pieces.close()  # type: ignore[attr-defined]
    assert begun
    assert whole.startswith(begun)
    rest = list(exact.generate(GenerateRequest(_ASK, max_tokens=30, answer_start=begun)))
    assert rest[0].tokens > 1
    assert rest[-1].tokens <= 30


def test_a_prompt_beyond_the_window_is_refused_in_words(exact: OpenVinoGenerator) -> None:
    with pytest.raises(UserFacingError) as caught:
        exact.generate(GenerateRequest((Message("user", "food " * (WINDOW + 1)),)))
    assert caught.value.key == "engine.too_long"


def test_answers_stop_at_the_limit_and_say_so(int4: OpenVinoGenerator) -> None:
    last = list(int4.generate(GenerateRequest(_REPEAT, max_tokens=5, repeats_prompt=True)))[-1]
    assert last.tokens <= 5
    assert last.finish in {"length", "stop"}
    assert int4.info().fingerprint == "int4:unverified:openvino:int4:1"


def test_a_closed_engine_gives_its_memory_back_and_answers_no_more(published: Path) -> None:
    engine = _load(published.parent / "float32")
    engine.close()
    engine.close()
    with pytest.raises(RuntimeError, match="closed"):
        list(engine.generate(GenerateRequest(_ASK)))


@pytest.mark.parametrize("compute_type", ["int4", "float32"])
def test_a_second_start_compiles_nothing_and_answers_the_same(
    exact: OpenVinoGenerator,
    int4: OpenVinoGenerator,
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    compute_type: str,
) -> None:
    request, folder = GenerateRequest(_ASK, max_tokens=20), published.parent / compute_type
    expected = _numbers(int4 if compute_type == "int4" else exact, request)
    place = _place(tmp_path)
    first = _kept(folder, place, compute_type)
    assert _numbers(first, request) == expected
    first.close()
    assert len(list(place.iterdir())) == 1
    monkeypatch.setattr(openvino_runtime, "_compile", _forbidden)
    assert _numbers(_kept(folder, place, compute_type), request) == expected


def test_an_answer_in_hand_goes_on_when_its_kept_engine_is_closed(published: Path, tmp_path: Path) -> None:
    place = _place(tmp_path)
    for _ in range(2):
        engine = _kept(published.parent / "int4", place)
        pieces = engine.generate(GenerateRequest(_ASK, max_tokens=30))
        begun = _text(islice(pieces, 3))
        engine.close()
        assert begun + _text(pieces)  # its weights are read from the file that the engine had open


@pytest.mark.parametrize("harm", ["flipped", "cut", "nonsense", "of another version"])
def test_a_kept_graph_that_is_damaged_or_old_is_made_anew(
    int4: OpenVinoGenerator, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    import openvino

    request, folder = GenerateRequest(_ASK, max_tokens=8), published.parent / "int4"
    place = _place(tmp_path)
    _kept(folder, place).close()
    (file,) = place.iterdir()
    whole = file.read_bytes()
    if harm == "flipped":
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    elif harm == "cut":
        file.write_bytes(whole[:-9])
    elif harm == "nonsense":  # the check sums are right, the library says no
        file.write_bytes(b"\0" * 4096)
        CompiledGraph(place, (), ())._seal(file)
    else:
        version = openvino.get_version()
        monkeypatch.setattr(openvino, "get_version", lambda: version + ".1")
    assert _numbers(_kept(folder, place), request) == _numbers(int4, request)
    if harm == "nonsense":
        assert not list(place.iterdir())
        _kept(folder, place).close()
    (made,) = place.iterdir()
    assert (made.name == file.name) == (harm != "of another version")
    monkeypatch.setattr(openvino_runtime, "_compile", _forbidden)
    assert _numbers(_kept(folder, place), request) == _numbers(int4, request)


def test_a_graph_that_cannot_be_kept_stops_no_start(
    int4: OpenVinoGenerator, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, folder = GenerateRequest(_ASK, max_tokens=8), published.parent / "int4"
    (tmp_path / "file").touch()
    assert _numbers(_kept(folder, tmp_path / "file" / "model"), request) == _numbers(int4, request)
    compile_model = openvino_runtime._compile

    def refused(core: Any, place: Path, settings: dict[str, str]) -> Any:
        if "CACHE_DIR" in settings:
            raise RuntimeError("no space left")
        return compile_model(core, place, settings)

    monkeypatch.setattr(openvino_runtime, "_compile", refused)
    place = _place(tmp_path)
    assert _numbers(_kept(folder, place), request) == _numbers(int4, request)
    assert not list(place.iterdir())


@pytest.mark.parametrize("broken", ["other model", "no weights", "cut weights", "other inputs"])
def test_a_broken_folder_is_refused_in_words(
    exact: OpenVinoGenerator, published: Path, tmp_path: Path, broken: str
) -> None:
    copy = tmp_path / "broken"
    shutil.copytree(published.parent / "float32", copy)
    weights, graph = copy / "openvino_model.bin", copy / "openvino_model.xml"
    if broken == "other model":
        config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
        (copy / "config.json").write_text(json.dumps(config | {"model_type": "llama"}), encoding="utf-8")
    elif broken == "no weights":
        weights.unlink()
    elif broken == "cut weights":
        weights.write_bytes(weights.read_bytes()[:5000])
    else:
        graph.write_text(graph.read_text(encoding="utf-8").replace('"input_ids"', '"pixels"'), encoding="utf-8")
    with pytest.raises(UserFacingError) as caught:
        _load(copy)
    assert caught.value.key == "engine.load_failed"


def test_a_group_that_does_not_divide_is_refused(published: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not divide"):
        openvino_graph.convert(published, tmp_path, group=48)
