"""A folder is known by what it holds; a model that does not fit is answered with the one that does."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import Accelerator, DeviceKind, EngineChoices, Machine, ModelForm, ModelSpec, Runtime
from app.inference.catalog import load_catalog
from app.inference.engine_options import needs_of
from app.inference.install.fit import ModelRoom, refuse_too_big
from app.inference.install.recognition import recognise

CATALOG = load_catalog(resources() / "models")
GIBI = 1 << 30


def folder(path: Path, model_type: str, architecture: str, **more: object) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    config = {"model_type": model_type, "architectures": [architecture], **more}
    (path / "config.json").write_text(json.dumps(config), "utf-8")
    (path / "model.safetensors").write_bytes(struct.pack("<Q", 2) + b"{}")
    return path


def qwen(path: Path, **more: object) -> Path:
    return folder(path, "qwen2", "Qwen2ForCausalLM", **more)


def test_a_model_is_known_by_its_family_and_what_it_does(tmp_path: Path) -> None:
    assert recognise(qwen(tmp_path / "x"), CATALOG)[0].id == "qwen2.5-0.5b-instruct"
    for number, (architecture, spec_id) in enumerate(
        (("XLMRobertaModel", "bge-m3"), ("XLMRobertaForSequenceClassification", "bge-reranker-v2-m3"))
    ):
        found, form = recognise(folder(tmp_path / f"r{number}", "xlm-roberta", architecture), CATALOG)
        assert (found.id, form.runtime, form.convert) == (spec_id, Runtime.CTRANSLATE2, "ctranslate2")


def test_a_model_is_known_by_the_name_that_its_publisher_gave_it(tmp_path: Path) -> None:
    assert recognise(qwen(tmp_path / "Qwen2.5-7B-Instruct"), CATALOG)[0].id == "qwen2.5-7b-instruct"
    assert recognise(qwen(tmp_path / "qwen2.5-1.5b-instruct"), CATALOG)[0].id == "qwen2.5-1.5b-instruct"


@pytest.mark.parametrize("spec_id", ["qwen2.5-0.5b-instruct", "qwen2.5-1.5b-instruct", "qwen2.5-7b-instruct"])
def test_a_model_is_known_by_its_size(tmp_path: Path, spec_id: str) -> None:
    path = qwen(tmp_path / "x", torch_dtype="bfloat16")
    with (path / "model.safetensors").open("r+b") as file:
        file.truncate(CATALOG.find(spec_id).parameters * 2)  # a hole: nothing is written
    assert recognise(path, CATALOG)[0].id == spec_id


@pytest.mark.parametrize(("source", "target"), [("en", "hi"), ("hi", "en"), ("hi", "hi")])
def test_a_translator_is_known_by_its_dictionaries(tmp_path: Path, source: str, target: str) -> None:
    path = folder(tmp_path / "x", "IndicTrans", "IndicTransForConditionalGeneration")
    pieces = {"en": ["▁water", "▁is", "s", "hin_Deva"], "hi": ["▁पानी", "▁है", "ा", "eng_Latn"]}
    for side, language in (("SRC", source), ("TGT", target)):
        table = {piece: number for number, piece in enumerate(["<s>", "<pad>", *pieces[language]])}
        (path / f"dict.{side}.json").write_text(json.dumps(table), "utf-8")
    spec = recognise(path, CATALOG)[0]
    assert (source in spec.languages, target in spec.to_languages) == (True, True)
    assert spec.id.endswith(("-200m", "-320m"))


def test_a_voice_is_known_by_its_language_or_its_letters(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", "vits", "VitsModel")
    (path / "vocab.json").write_text(json.dumps({"ப": 1, "ா": 2, " ": 3}), "utf-8")
    assert recognise(path, CATALOG)[0].id == "mms-tts-tam"
    (path / "vocab.json").write_text(json.dumps({"प": 1, "ा": 2}), "utf-8")
    with pytest.raises(UserFacingError, match="language"):  # Hindi and Marathi
        recognise(path, CATALOG)
    (path / "tokenizer_config.json").write_text('{"language": "mar"}', "utf-8")
    assert recognise(path, CATALOG)[0].id == "mms-tts-mar"
    assert recognise(path, CATALOG, spec_id="mms-tts-hin")[0].id == "mms-tts-hin"


def test_the_form_is_known_by_the_files(tmp_path: Path) -> None:
    mlx = qwen(tmp_path / "mlx", quantization={"bits": 4, "group_size": 64})
    assert recognise(mlx, CATALOG)[1].runtime is Runtime.MLX
    openvino = qwen(tmp_path / "ov")
    (openvino / "openvino_model.xml").touch()
    assert recognise(openvino, CATALOG)[1].runtime is Runtime.OPENVINO
    ready = tmp_path / "qwen2.5-0.5b-instruct"
    ready.mkdir()
    (ready / "config.json").write_text("{}", "utf-8")
    (ready / "model.bin").touch()
    form = recognise(ready, CATALOG)[1]
    assert (form.runtime, form.convert) == (Runtime.CTRANSLATE2, "")


def test_a_library_can_be_asked_for_and_a_missing_conversion_is_passed_over(tmp_path: Path) -> None:
    def never(_: ModelSpec, __: ModelForm) -> bool:
        return False

    path = qwen(tmp_path / "x")
    assert recognise(path, CATALOG)[1].runtime is Runtime.CTRANSLATE2
    assert recognise(path, CATALOG, runtime=Runtime.TRANSFORMERS)[1].runtime is Runtime.TRANSFORMERS
    assert recognise(path, CATALOG, can_convert=never)[1].runtime is Runtime.TRANSFORMERS
    with pytest.raises(UserFacingError) as caught:
        recognise(path, CATALOG, runtime=Runtime.CTRANSLATE2, can_convert=never)
    assert caught.value.key == "models.not_convertible"
    with pytest.raises(UserFacingError) as caught:
        recognise(path, CATALOG, runtime=Runtime.OPENVINO)
    assert caught.value.key == "models.not_a_model"


@pytest.mark.parametrize("config", ["", "[]", "{}", '{"model_type": "llama"}', '{"model_type": {}}', "[" * 100_000])
def test_what_nobody_knows_is_said(tmp_path: Path, config: str) -> None:
    path = qwen(tmp_path / "x")
    (path / "config.json").write_text(config, "utf-8")
    with pytest.raises(UserFacingError) as caught:
        recognise(path, CATALOG)
    assert caught.value.key == "models.not_a_model"


@pytest.mark.parametrize(
    ("model_type", "architecture", "detail"),
    [
        ("llama", "LlamaForCausalLM", "nothing is known of 'llama'"),
        ("qwen2", "Qwen2ForReward", "its kind is 'qwen2', but nothing is known of 'Qwen2ForReward'"),
        ("vits", "VitsModel", "its kind is 'vits', but its language is that of no known model"),
        ("", "Qwen2ForCausalLM", "there is no config.json in it that says what it is"),
    ],
)
def test_what_exactly_is_unknown_is_said(tmp_path: Path, model_type: str, architecture: str, detail: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        recognise(folder(tmp_path / "x", model_type, architecture), CATALOG)
    assert caught.value.params["detail"] == detail


def laptop(budget: int) -> ModelRoom:
    return ModelRoom(Machine("Linux", "x86_64", 2, 64 * GIBI, ("avx2",)), EngineChoices(memory_budget=budget))


def test_a_model_that_does_not_fit_is_answered_with_the_next_smaller_that_does() -> None:
    large = CATALOG.find("qwen2.5-7b-instruct")
    refuse_too_big(CATALOG, large, large.forms[0], room=laptop(12 * GIBI))
    for budget, instead in ((5 * GIBI, "3b"), (3 * GIBI, "1.5b"), (int(1.2 * GIBI), "0.5b")):
        with pytest.raises(UserFacingError, match=f"qwen2.5-{instead}-instruct") as caught:
            refuse_too_big(CATALOG, large, large.forms[0], room=laptop(budget))
        assert caught.value.key == "models.too_big"
    with pytest.raises(UserFacingError) as caught:
        refuse_too_big(CATALOG, large, large.forms[0], room=laptop(GIBI // 4))
    assert caught.value.key == "models.too_big_for_all"


def test_the_next_smaller_may_be_of_another_library_but_runs_on_this_machine() -> None:
    large = CATALOG.find("qwen2.5-7b-instruct")
    openvino = next(one for one in large.forms if one.runtime is Runtime.OPENVINO)
    with pytest.raises(UserFacingError, match=r"qwen2\.5-3b-instruct"):  # which has no OpenVINO form
        refuse_too_big(CATALOG, large, openvino, room=laptop(int(6.8 * GIBI)))
    room = laptop(int(2.4 * GIBI))
    middle = CATALOG.find("qwen2.5-3b-instruct")
    assert any(needs_of(middle, form) < 2.4 * GIBI for form in middle.forms), "the form for a Mac would fit"
    assert not room.fits(middle)
    assert Runtime.MLX not in {one.runtime for one in room.running(middle)}


def test_a_card_of_its_own_has_room_for_what_the_laptop_has_not_but_only_for_what_gets_there() -> None:
    def room(model: str, runtime: Runtime, memory: int, card: int) -> int:
        cards = (Accelerator(DeviceKind.CUDA, "card", card * GIBI),) if card else ()
        machine = Machine("Linux", "x86_64", 4, memory * GIBI, ("avx2",), cards)
        spec = CATALOG.find(f"qwen2.5-{model}-instruct")
        form = next(one for one in spec.forms if one.runtime is runtime)
        return round(ModelRoom(machine, EngineChoices()).bytes_for(spec, form) / GIBI)

    assert room("7b", Runtime.TRANSFORMERS, 32, 0) == 24
    assert room("7b", Runtime.TRANSFORMERS, 32, 40) == 36
    assert room("7b", Runtime.CTRANSLATE2, 32, 40) == 24, "it is not known to run there"
    assert room("7b", Runtime.TRANSFORMERS, 8, 40) == 5, "its files do not go through the memory"
    assert room("1.5b", Runtime.TRANSFORMERS, 8, 40) == 36


def test_a_tiny_model_under_a_large_name_takes_what_it_takes() -> None:
    large = CATALOG.find("qwen2.5-7b-instruct")
    assert needs_of(large, large.forms[0], size=1 << 20) < GIBI // 2
    assert needs_of(large, large.forms[0], size=15 * GIBI) == needs_of(large, large.forms[0])
    refuse_too_big(CATALOG, large, large.forms[0], room=laptop(GIBI), size=1 << 20)
