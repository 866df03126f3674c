"""What is measured: what is installed, else the smallest of each task, and only what can run here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import EngineChoices, EngineTask, InstalledModel, Machine, Runtime
from app.inference.bench.plan import MEASURED, Candidate, candidates, engines
from app.inference.bench.shapes import SHAPES, TranslatorShape, VoiceShape, WriterShape
from app.inference.catalog import load_catalog

CATALOG = load_catalog(resources() / "models")
PC = Machine("Linux", "x86_64", cores=2, memory=16 << 30, instruction_sets=("avx2",))
LARGER = "qwen2.5-1.5b-instruct"
INSTALLED = InstalledModel(LARGER, f"{LARGER}--openvino-int4", Runtime.OPENVINO, "int4", "c" * 64, 2, True, "2026")


def form_of(spec_id: str, runtime: Runtime, model: InstalledModel | None = None) -> Candidate:
    spec = CATALOG.find(spec_id)
    return Candidate(spec, next(one for one in spec.forms if one.runtime is runtime), model)


def test_without_a_model_the_smallest_of_each_task_is_measured_in_every_form() -> None:
    found = candidates(CATALOG, (), (), "hi")
    assert {one.spec.task for one in found} == set(MEASURED)
    assert {one.spec.id for one in found if one.spec.task is EngineTask.GENERATE} == {"qwen2.5-0.5b-instruct"}
    assert {one.spec.id for one in found if one.spec.task is EngineTask.SPEAK} == {"mms-tts-hin"}
    assert {one.spec.id for one in found if one.spec.task is EngineTask.TRANSLATE} == {"indictrans2-en-indic-dist-200m"}
    assert len([one for one in found if one.spec.task is EngineTask.GENERATE]) == 4
    assert not any(one.model for one in found)


def test_what_is_installed_is_measured_beside_its_other_forms() -> None:
    writers = [one for one in candidates(CATALOG, (INSTALLED,), (), "hi") if one.spec.task is EngineTask.GENERATE]
    assert {one.spec.id for one in writers} == {LARGER}
    assert [one.form.runtime for one in writers if one.model == INSTALLED] == [Runtime.OPENVINO]
    assert len(writers) > 1


def test_models_are_asked_for_by_id_or_by_folder() -> None:
    assert {one.spec.id for one in candidates(CATALOG, (), ("BGE-M3",), "hi")} == {"bge-m3"}
    assert candidates(CATALOG, (INSTALLED,), (INSTALLED.folder,), "hi") == (
        form_of(LARGER, Runtime.OPENVINO, INSTALLED),
    )
    twice = candidates(CATALOG, (), ("bge-m3", "bge-m3"), "hi")
    assert len(twice) == len(set(twice)) == 2
    with pytest.raises(UserFacingError) as raised:
        candidates(CATALOG, (), ("gpt-9",), "hi")
    assert raised.value.key == "models.unknown"


def test_an_engine_is_given_to_the_worker_as_the_router_would() -> None:
    (engine,) = engines(form_of("bge-m3", Runtime.CTRANSLATE2), PC, EngineChoices(), SHAPES)
    assert (engine.route.compute_type, engine.route.threads, engine.installed) == ("int8", 2, False)
    assert engine.route.model is not None
    assert engine.route.model.folder == "bge-m3--ctranslate2-int8"
    assert "about 1.93 passages a second" in engine.route.reason  # 494 tokens, 256 to a passage
    installed = form_of(LARGER, Runtime.OPENVINO, INSTALLED)
    (engine,) = engines(installed, PC, EngineChoices(device="cuda", quantization="fp16"), SHAPES)
    assert engine.route.model == INSTALLED  # what a person prefers is no reason not to measure
    assert engine.installed
    assert engine.route.reason.startswith("Qwen2.5 1.5B")


@pytest.mark.parametrize(
    ("found", "machine", "key"),
    [
        (form_of("qwen2.5-0.5b-instruct", Runtime.MLX), PC, "models.bench_not_here"),
        (form_of("qwen3guard-gen-0.6b", Runtime.CTRANSLATE2), PC, "models.bench_not_here"),
        (form_of("qwen2.5-7b-instruct", Runtime.CTRANSLATE2), replace(PC, memory=4 << 30), "models.bench_too_large"),
    ],
)
def test_what_cannot_run_here_says_why(found: Candidate, machine: Machine, key: str) -> None:
    with pytest.raises(UserFacingError) as raised:
        engines(found, machine, EngineChoices(), SHAPES)
    assert raised.value.key == key
    assert found.spec.name in str(raised.value)


def test_a_model_of_unknown_shape_has_to_be_installed() -> None:
    with pytest.raises(UserFacingError) as raised:
        engines(form_of("bge-m3", Runtime.CTRANSLATE2), PC, EngineChoices(), {})
    assert raised.value.key == "models.bench_no_shape"


def test_the_shapes_have_as_many_weights_as_the_catalogue_says() -> None:
    for spec_id, shape in SHAPES.items():
        spec = CATALOG.find(spec_id)
        if isinstance(shape, VoiceShape):
            continue  # its weights are torch's to count, in the tests of the voice
        counted = _weights(shape) if isinstance(shape, WriterShape | TranslatorShape) else 0
        if counted:
            assert counted == pytest.approx(spec.parameters, rel=1e-6), spec_id


def _weights(shape: WriterShape | TranslatorShape) -> int:
    import math

    from app.inference.bench import random_models

    tensors = (
        random_models._writer_tensors(shape)
        if isinstance(shape, WriterShape)
        else random_models._translator_tensors(shape)
    )
    return sum(math.prod(one.shape) for one in tensors)
