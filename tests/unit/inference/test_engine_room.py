"""Who serves is asked anew each time; nothing is measured or started that nobody needs."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import (
    Accelerator,
    DeviceKind,
    EngineChoices,
    EngineTask,
    InstalledModel,
    Machine,
    ModelFile,
    Runtime,
    Speed,
)
from app.inference.engine_room import EngineRoom, worker_settings
from app.inference.install.conversion import ProcessConverter
from app.inference.install.service import ModelService
from app.inference.registry import write_record

MACHINE = Machine("Linux", "x86_64", cores=2, memory=8 << 30, instruction_sets=("avx2",))
HINDI = InstalledModel("mms-tts-hin", "mms-tts-hin", Runtime.TRANSFORMERS, "float32", "c" * 64, 2, True, "2026-01-01")


def service(folder: Path) -> ModelService:
    catalogs = (resources() / "models", folder / "catalogue")
    return ModelService(folder / "models", catalogs, ProcessConverter(MACHINE.memory), machine=lambda: MACHINE)


def install(folder: Path) -> None:
    place = folder / "models" / HINDI.folder
    place.mkdir(parents=True)
    (place / "vocab.json").write_text("{}", "utf-8")
    write_record(place, HINDI, (ModelFile("vocab.json", 2, "d" * 64),))


def test_where_nothing_is_installed_nothing_is_measured(tmp_path: Path) -> None:
    def measure() -> NoReturn:
        raise AssertionError("the machine was measured")

    models = ModelService(tmp_path / "models", (tmp_path, tmp_path), ProcessConverter(1), machine=measure)
    room = EngineRoom(lambda: models)
    assert room.route(EngineTask.SPEAK, "hi").model is None
    room.close()


def test_a_model_serves_as_soon_as_it_is_installed_and_fits(tmp_path: Path) -> None:
    models = service(tmp_path)
    choices = EngineChoices()
    room = EngineRoom(lambda: models, choices=lambda: choices)
    assert room.route(EngineTask.SPEAK, "hi").model is None
    install(tmp_path)
    found = room.route(EngineTask.SPEAK, "hi")
    assert found.model == HINDI
    assert room.folder(found) == tmp_path / "models" / "mms-tts-hin"
    assert room.route(EngineTask.SPEAK, "ta").model is None
    assert (room.name("mms-tts-hin"), room.name("unknown")) == ("MMS voice, Hindi", "unknown")
    choices = EngineChoices(memory_budget=1 << 20)
    assert "needs" in room.route(EngineTask.SPEAK, "hi").reason
    assert room.route(EngineTask.SPEAK, "hi").model is None
    with pytest.raises(ValueError, match="folder"):
        room.folder(room.route(EngineTask.SPEAK, "ta"))


def test_the_worker_has_a_budget_for_each_memory() -> None:
    card = Accelerator(DeviceKind.CUDA, "card", 10 << 30)
    assert worker_settings(Path("models"), MACHINE, EngineChoices()).card_budget == 0
    settings = worker_settings(Path("models"), replace(MACHINE, accelerators=(card,)), EngineChoices(memory_budget=9))
    assert (settings.budget, settings.card_budget) == (9, 9 << 30)


def test_there_is_one_worker_and_it_ends_with_the_room(tmp_path: Path) -> None:
    models = service(tmp_path)
    room = EngineRoom(lambda: models)
    worker = room.worker
    assert worker is room.worker
    assert worker.pid is None  # its process starts with the first work
    worker.start()
    assert worker.pid is not None
    room.close()
    assert worker.pid is None
    room.close()


def test_a_fault_of_a_model_calls_it_what_people_call_it(tmp_path: Path) -> None:
    install(tmp_path)
    models = service(tmp_path)
    with closing(EngineRoom(lambda: models)) as room:
        found = replace(room.route(EngineTask.SPEAK, "hi"), needs=1 << 30)
        with pytest.raises(UserFacingError) as refused:
            room.worker.speak(found, "पानी", language="hi")
    assert (refused.value.key, refused.value.params["name"]) == ("engine.too_large", "MMS voice, Hindi")


def test_the_speed_of_what_serves_is_what_was_measured_of_it_here(tmp_path: Path) -> None:
    speed = Speed(HINDI.spec_id, HINDI.runtime, HINDI.compute_type, DeviceKind.CPU, 2, 3.0, 0.5, 1, False, "2026")
    other = replace(speed, compute_type="int8", rate=99.0)
    models = service(tmp_path)
    install(tmp_path)
    room = EngineRoom(lambda: models, speeds=lambda machine: (speed, other) if machine == MACHINE else ())
    assert room.speed(room.route(EngineTask.SPEAK, "hi")) == speed
    assert room.speed(room.route(EngineTask.SPEAK, "ta")) is None
    assert EngineRoom(lambda: models).speed(room.route(EngineTask.SPEAK, "hi")) is None
