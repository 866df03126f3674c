"""IndicTrans2 from the publisher's files, against a forward pass of our own."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.inference.runtimes.indictrans_conversion import convert, positions
from tests.models.indictrans import TINY, Variant, build_indictrans
from tests.models.indictrans_reference import Reference

_VARIANTS: tuple[Variant, ...] = ("1B", "dist-200M", "dist-320M")
_LENGTHS = (1, 3, 7, 12, 40, 253)
_MOST = 20


@pytest.fixture(scope="module", params=_VARIANTS)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_indictrans(tmp_path_factory.mktemp(request.param) / "published", variant=request.param)


def _load(folder: Path, compute_type: str = "float32") -> Any:
    import ctranslate2

    return ctranslate2.Translator(str(folder), device="cpu", compute_type=compute_type, intra_threads=1)


def _ids(folder: Path, name: str) -> dict[str, int]:
    ids: dict[str, int] = json.loads((folder / name).read_text(encoding="utf-8"))
    return ids


def _sources(folder: Path) -> list[list[int]]:
    """Tags, some pieces, the end token: one source for each length."""
    ids = _ids(folder, "dict.SRC.json")
    draw = random.Random(5)
    pieces = [place for token, place in ids.items() if place > max(ids["ory_Orya"], 3)]
    return [[ids["eng_Latn"], ids["hin_Deva"], *draw.choices(pieces, k=length), 2] for length in _LENGTHS]


def test_greedy_answers_are_the_reference_s_token_for_token(published: Path, tmp_path: Path) -> None:
    convert(published, tmp_path / "converted", compute_type="float32")
    model, reference = _load(tmp_path / "converted"), Reference(published)
    tokens, ids = list(_ids(published, "dict.SRC.json")), _ids(published, "dict.TGT.json")
    sources = _sources(published)

    results = model.translate_batch(
        [[tokens[one] for one in source] for source in sources],
        beam_size=1,
        max_input_length=0,
        max_decoding_length=_MOST,
        disable_unk=True,
    )

    answers = [[ids[token] for token in result.hypotheses[0]] for result in results]
    assert answers == [reference.greedy(source, most=_MOST) for source in sources]
    assert len({tuple(answer) for answer in answers}) >= 4  # or the test sees little


def test_any_answer_is_as_likely_as_to_the_reference(published: Path, tmp_path: Path) -> None:
    convert(published, tmp_path / "converted", compute_type="float32")
    model, reference = _load(tmp_path / "converted"), Reference(published)
    tokens, targets = list(_ids(published, "dict.SRC.json")), list(_ids(published, "dict.TGT.json"))
    draw = random.Random(7)

    for source in _sources(published)[1:6]:
        answer = draw.choices(range(4, len(targets)), k=9)
        scored = model.score_batch([[tokens[one] for one in source]], [[targets[one] for one in answer]])[0]
        expected = reference.log_probability(source, answer)
        assert sum(scored.log_probs) == pytest.approx(expected, rel=1e-4)


def test_int8_is_a_quarter_of_the_size_and_nearly_as_sure(published: Path, tmp_path: Path) -> None:
    convert(published, tmp_path / "float32", compute_type="float32")
    convert(published, tmp_path / "int8")
    tokens, targets = list(_ids(published, "dict.SRC.json")), list(_ids(published, "dict.TGT.json"))
    texts = [[tokens[one] for one in source] for source in _sources(published)[2:6]]
    answers = [[targets[4 + place] for place in range(8)] for _ in texts]

    scores = [
        [sum(one.log_probs) for one in _load(tmp_path / name, name).score_batch(texts, answers)]
        for name in ("float32", "int8")
    ]

    assert np.allclose(scores[0], scores[1], rtol=0.15)
    assert scores[0] != scores[1]


def test_converting_twice_gives_the_same_model(published: Path, tmp_path: Path) -> None:
    for name in ("once", "twice"):
        convert(published, tmp_path / name)

    assert (tmp_path / "once" / "model.bin").read_bytes() == (tmp_path / "twice" / "model.bin").read_bytes()
    assert sorted(file.name for file in (tmp_path / "once").iterdir()) == [
        "config.json",
        "model.SRC",
        "model.bin",
        "source_config.json",
        "source_vocabulary.json",
        "target_vocabulary.json",
    ]


def test_the_shared_table_may_be_stored_under_the_name_of_the_output(tmp_path: Path) -> None:
    published = build_indictrans(tmp_path / "published", variant="dist-200M")
    convert(published, tmp_path / "one", compute_type="float32")
    _rename(published, "model.decoder.embed_tokens.weight", "lm_head.weight")
    convert(published, tmp_path / "other", compute_type="float32")

    assert (tmp_path / "one" / "model.bin").read_bytes() == (tmp_path / "other" / "model.bin").read_bytes()


def test_what_names_code_stays_behind(published: Path, tmp_path: Path) -> None:
    convert(published, tmp_path / "converted")

    assert "auto_map" in json.loads((published / "config.json").read_text(encoding="utf-8"))
    assert "auto_map" not in (tmp_path / "converted" / "source_config.json").read_text(encoding="utf-8")


def test_positions_are_counted_from_two() -> None:
    table = positions(4, 8)

    assert table.shape == (4, 8)
    assert table[0, 0] == pytest.approx(np.sin(2.0))
    assert table[3, 4] == pytest.approx(np.cos(5.0))
    assert table[1, 3] == pytest.approx(np.sin(3.0 / 10_000))


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"model_type": "m2m_100"}, "model_type"),
        ({"activation_function": "relu"}, "activation_function"),
        ({"encoder_normalize_before": False}, "encoder_normalize_before"),
        ({"decoder_attention_heads": 2}, "attention_heads"),
        ({"decoder_ffn_dim": 48}, "fc1"),
        ({"decoder_layers": 3}, "layers.2"),
        ({"layernorm_embedding": True}, "layernorm_embedding"),
        ({"encoder_vocab_size": 100}, "embed_tokens"),
    ],
)
def test_a_config_that_its_weights_do_not_bear_out_is_refused(
    change: dict[str, object], detail: str, tmp_path: Path
) -> None:
    published = build_indictrans(tmp_path / "published", variant="1B")
    config = json.loads((published / "config.json").read_text(encoding="utf-8"))
    (published / "config.json").write_text(json.dumps(config | change), encoding="utf-8")

    with pytest.raises(UserFacingError, match=detail) as caught:
        convert(published, tmp_path / "converted")

    assert caught.value.key == "engine.not_this_model"
    assert [file.name for file in tmp_path.iterdir()] == ["published"]


def test_rows_without_a_token_stay_silent(tmp_path: Path) -> None:
    shape = replace(TINY, source_rows=300, target_rows=301)
    published = build_indictrans(tmp_path / "published", variant="dist-320M", shape=shape)
    convert(published, tmp_path / "converted", compute_type="float32")

    vocabulary = json.loads((tmp_path / "converted" / "target_vocabulary.json").read_text(encoding="utf-8"))
    assert len(vocabulary) == len(set(vocabulary)) == 301
    assert _load(tmp_path / "converted").translate_batch([["eng_Latn", "hin_Deva", "</s>"]], max_decoding_length=3)


def test_a_dictionary_with_a_gap_is_refused(tmp_path: Path) -> None:
    published = build_indictrans(tmp_path / "published", variant="1B")
    ids = _ids(published, "dict.TGT.json")
    ids["▁"] = len(ids) + 5
    (published / "dict.TGT.json").write_text(json.dumps(ids), encoding="utf-8")

    with pytest.raises(UserFacingError, match=r"dict\.TGT\.json"):
        convert(published, tmp_path / "converted")


@pytest.mark.parametrize("name", ["model.safetensors", "dict.SRC.json", "config.json"])
def test_a_file_cut_short_is_refused(name: str, tmp_path: Path) -> None:
    published = build_indictrans(tmp_path / "published", variant="dist-320M")
    content = (published / name).read_bytes()
    (published / name).write_bytes(content[: len(content) // 2])

    with pytest.raises(UserFacingError) as caught:
        convert(published, tmp_path / "converted")

    assert caught.value.key == "engine.load_failed"
    assert not (tmp_path / "converted").exists()


def test_progress_is_told_and_a_model_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    published = build_indictrans(tmp_path / "published", variant="dist-200M")
    told: list[Progress] = []

    convert(published, tmp_path / "converted", report=told.append)

    assert [one.done for one in told] == [0, 1, 2, 3]
    with pytest.raises(FileExistsError):
        convert(published, tmp_path / "converted")
    with pytest.raises(ValueError, match="int3"):
        convert(published, tmp_path / "new", compute_type="int3")


def _rename(folder: Path, name: str, wanted: str) -> None:
    from safetensors.numpy import load_file, save_file

    arrays = load_file(folder / "model.safetensors")
    arrays[wanted] = arrays.pop(name)
    save_file(arrays, folder / "model.safetensors")
