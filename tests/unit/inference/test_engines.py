"""Real engines, tiny, in the real worker: what they answer there is what they answer here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UserFacingError
from app.domain.jobs import ignore_progress
from app.domain.models import DeviceKind, EngineTask, InstalledModel, Route, Runtime
from app.inference import engines
from app.inference.chat_generator import ChatGenerator
from app.inference.compiled_graphs import place_of
from app.inference.protocols import GenerateRequest, Message
from app.inference.runtimes import ctranslate2_conversion, ctranslate2_runtime, transformers_speech
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_wire import ModelWorkerSettings
from tests.models.mms import build_mms
from tests.models.openvino import build_openvino
from tests.models.qwen import build_qwen
from tests.models.xlmr import build_bge_m3


def route(task: EngineTask, folder: str, runtime: Runtime = Runtime.CTRANSLATE2) -> Route:
    model = InstalledModel(folder, folder, runtime, "float32", "c" * 64, 1, True, "2026-01-01")
    return Route(task, model, DeviceKind.CPU, "float32", threads=1, needs=50)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, build in (("qwen", build_qwen), ("bge", build_bge_m3)):
        source = build(root / f"{name}-source")
        ctranslate2_conversion.convert(source, root / name, compute_type="float32", report=ignore_progress)
    build_mms(root / "mms-tts-hin")
    return root


@pytest.fixture(scope="module")
def worker(models: Path) -> Iterator[ModelWorkerClient]:
    settings = ModelWorkerSettings("app.inference.engines:load", str(models), 4 << 30)
    with contextlib.closing(ModelWorkerClient("models", settings)) as client:
        yield client


def test_every_loader_exists() -> None:
    for place in engines.LOADERS.values():
        module, _, function = place.partition(":")
        assert callable(getattr(import_module(f"app.inference.runtimes.{module}"), function)), place


def test_a_story_is_the_same_in_the_worker(worker: ModelWorkerClient, models: Path) -> None:
    request = GenerateRequest((Message("user", "Plants make food."),), max_tokens=24)
    with contextlib.closing(
        ctranslate2_runtime.load_generator(models / "qwen", device=DeviceKind.CPU, compute_type="float32", threads=1)
    ) as engine:
        expected = list(engine.generate(request))
    assert list(worker.generate(route(EngineTask.GENERATE, "qwen"), request)) == expected
    assert expected[-1].finish


def test_the_worker_keeps_what_it_compiled_beside_the_models_for_its_next_start(
    worker: ModelWorkerClient, models: Path
) -> None:
    build_openvino(models / "qwen-source", models / "qwen-openvino", compute_type="float32")
    request = GenerateRequest((Message("user", "Plants make food."),), max_tokens=8)
    told = route(EngineTask.GENERATE, "qwen-openvino", Runtime.OPENVINO)
    said = list(worker.generate(told, request))
    (graph,) = place_of(models / "qwen-openvino").iterdir()
    assert not (models / "qwen-openvino" / graph.name).exists()
    written = graph.stat().st_mtime_ns, graph.stat().st_ino
    with contextlib.closing(engines.load(told, models / "qwen-openvino")) as engine:
        assert isinstance(engine, ChatGenerator)
        assert list(engine.generate(request)) == said
    assert graph.stat().st_ino == written[1]
    assert graph.stat().st_mtime_ns > written[0]  # used, not written again


def test_vectors_are_the_same_in_the_worker(worker: ModelWorkerClient, models: Path) -> None:
    texts = ["Plants make their own food.", "पौधे धूप से भोजन बनाते हैं।"]
    with contextlib.closing(
        ctranslate2_runtime.load_embedder(models / "bge", device=DeviceKind.CPU, compute_type="float32", threads=1)
    ) as engine:
        expected = engine.embed(texts)
    made = worker.embed(route(EngineTask.EMBED, "bge"), texts)
    assert np.abs(made.dense - expected.dense).max() <= 1e-5
    assert [one.keys() for one in made.sparse] == [one.keys() for one in expected.sparse]


def test_a_sentence_sounds_the_same_in_the_worker_and_what_has_no_sound_harms_nothing(
    worker: ModelWorkerClient, models: Path
) -> None:
    spoken = route(EngineTask.SPEAK, "mms-tts-hin", Runtime.TRANSFORMERS)
    with contextlib.closing(
        transformers_speech.load_speaker(
            models / "mms-tts-hin", device=DeviceKind.CPU, compute_type="float32", threads=1
        )
    ) as engine:
        expected = engine.speak("पानी ठंडा है।", language="hi", speed=1.0)
    for text in ("", "123"):
        with pytest.raises(UserFacingError, match="nothing here that the voice can speak"):
            worker.speak(spoken, text, language="hi")
    with pytest.raises(UserFacingError, match="does not speak English"):
        worker.speak(spoken, "water", language="en")
    assert worker.speak(spoken, "पानी ठंडा है।", language="hi") == expected
    assert worker.info(spoken, "hi").name == "mms-tts-hin"


@pytest.mark.parametrize(
    ("folder", "runtime"), [("nowhere", Runtime.CTRANSLATE2), ("qwen", Runtime.SENTENCE_TRANSFORMERS)]
)
def test_what_cannot_be_loaded_is_said_and_the_rest_works_on(
    worker: ModelWorkerClient, folder: str, runtime: Runtime
) -> None:
    with pytest.raises(UserFacingError, match=f"{folder} could not be started"):
        worker.warm_up(route(EngineTask.GENERATE, folder, runtime))
    worker.warm_up(route(EngineTask.EMBED, "bge"))
