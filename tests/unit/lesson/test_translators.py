"""Who translates is known without a model in memory, and is who the worker says it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Lane
from app.domain.models import DeviceKind, EngineTask, InstalledModel, Route, Runtime
from app.inference.model_folder import MODEL_FILE
from app.inference.runtimes.ctranslate2_translator import load_translator
from app.inference.runtimes.indictrans_conversion import convert
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError
from app.lesson.translators import TranslatorFailedError, Translators
from app.store.codec import to_json
from tests.models.indictrans import build_indictrans

NAME = "indictrans2-en-indic-dist-200m"
MODEL = InstalledModel(NAME, NAME, Runtime.CTRANSLATE2, "float32", "c" * 64, 1, True, "2026-01-01")


class Room:
    """One model from English into Hindi and Tamil; `fault` is raised by its worker."""

    def __init__(self, models: Path) -> None:
        self.models = models
        self.pairs = {("en", "hi"), ("en", "ta")}
        self.fault: Exception | None = None
        self.broken = False
        self.asked: list[dict[str, Any]] = []
        self.worker = self

    def route(self, task: EngineTask, language: str, target: str) -> Route:
        if self.broken:
            raise UserFacingError("engine.load_failed", name="catalogue")
        serves = task is EngineTask.TRANSLATE and (language, target) in self.pairs
        return Route(task, MODEL if serves else None, compute_type="float32")

    def name(self, spec_id: str) -> str:
        return f"The model {spec_id}"

    def folder(self, found: Route) -> Path:
        assert found.model is not None
        return self.models / found.model.folder

    def translate(self, route: Route, texts: tuple[str, ...], **order: Any) -> tuple[str, ...]:
        assert route.model == MODEL
        if self.fault is not None:
            raise self.fault
        self.asked.append(order)
        return tuple(text.upper() if order["target"] != "en" else text.strip("-") for text in texts)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_who_translates_is_told_without_loading_it_as_the_worker_tells_it(room: Room) -> None:
    folder = room.models / NAME
    convert(build_indictrans(room.models / "published", variant="dist-200M"), folder, compute_type="float32")
    (folder / MODEL_FILE).write_bytes(to_json(MODEL))

    told = Translators(cast(Any, room)).of("en", "hi")
    loaded = load_translator(folder, device=DeviceKind.CPU, compute_type="float32", threads=1)
    worker = loaded.info("en", "hi")
    loaded.close()

    assert told is not None
    assert told.info.fingerprint == worker.fingerprint
    assert told.info.uses_ai
    assert told.info.name == f"The model {NAME}"


def test_the_languages_are_those_that_an_installed_model_serves(room: Room) -> None:
    translators = Translators(cast(Any, room))
    assert translators.targets("en") == ("hi", "ta")
    assert translators.targets("hi") == ()
    assert translators.of("hi", "en") is None
    room.broken = True
    assert translators.targets("en") == ()
    assert Translators().targets("en") == ()


def test_two_indian_languages_without_a_model_of_their_own_meet_in_english(room: Room) -> None:
    room.pairs.add(("hi", "en"))
    token = CancelToken()
    translator = Translators(cast(Any, room)).of("hi", "ta")
    assert translator is not None
    assert (translator.source, translator.target) == ("hi", "ta")
    assert translator.until(token).translate(("a", "--", "b"), protect=False) == ("A", "", "B")
    assert [(one["source"], one["target"], one["protect"], one["cancel"]) for one in room.asked] == [
        ("hi", "en", False, token),
        ("en", "ta", False, token),
    ]
    assert translator.info.name == f"The model {NAME} + The model {NAME}"
    alone = Translators(cast(Any, room)).of("en", "ta")
    assert alone is not None
    assert translator.info.fingerprint != alone.info.fingerprint


def test_a_model_of_the_pair_goes_before_two_by_way_of_english(room: Room) -> None:
    room.pairs |= {("hi", "en"), ("hi", "ta")}
    translator = Translators(cast(Any, room)).of("hi", "ta")
    assert translator is not None
    translator.translate(("a",))
    assert [(one["source"], one["target"]) for one in room.asked] == [("hi", "ta")]


def test_the_order_reaches_the_worker_whole(room: Room) -> None:
    translator = Translators(cast(Any, room)).of("en", "hi")
    assert translator is not None
    token = CancelToken(Lane.NIGHT)
    assert translator.until(token).translate(("a", "b"), protect=False) == ("A", "B")
    order = {"source": "en", "target": "hi", "protect": False, "lane": Lane.NIGHT, "cancel": token}
    assert room.asked == [order]
    translator.translate(("c",))
    assert room.asked[1]["lane"] is Lane.QUICK


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (UserFacingError("engine.load_failed", name="x"), TranslatorFailedError),
        (UserFacingError("engine.resting", name="x"), TranslatorFailedError),
        (WorkerStopped("died"), TranslatorFailedError),
        (WorkerTaskError("a bug"), TranslatorFailedError),
        (JobCancelled(), JobCancelled),
        (UserFacingError("data.disk_full"), UserFacingError),
    ],
)
def test_a_fault_of_the_model_is_told_from_others(room: Room, fault: Exception, seen: type[Exception]) -> None:
    room.fault = fault
    translator = Translators(cast(Any, room)).of("en", "hi")
    assert translator is not None
    with pytest.raises(seen) as caught:
        translator.translate(("a",))
    assert isinstance(caught.value, TranslatorFailedError) == (seen is TranslatorFailedError)
