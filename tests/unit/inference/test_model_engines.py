"""A feature asks a protocol; the model worker answers, and who answers is known before anything is loaded."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.config.paths import resources
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Lane
from app.domain.models import EngineChoices, EngineTask, InstalledModel, Machine, ModelFile, Route, Runtime
from app.inference.engine_room import EngineRoom
from app.inference.install.conversion import ProcessConverter
from app.inference.install.service import ModelService
from app.inference.protocols import GeneratedPiece, GenerateRequest, Message
from app.inference.recent_models import RecentModels
from app.inference.registry import write_record
from app.inference.runtimes.ctranslate2_conversion import convert
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_engines import WorkerTextGenerator
from app.inference.workers.model_wire import ModelWorkerSettings
from tests.engine_table import ENGINES, route
from tests.models.qwen import build_qwen

MACHINE = Machine("Linux", "x86_64", cores=1, memory=8 << 30, instruction_sets=("avx2",))
QWEN = InstalledModel(
    "qwen2.5-0.5b-instruct", "qwen", Runtime.CTRANSLATE2, "int8", "c" * 64, 1 << 20, True, "2026-01-01"
)
ASKED = GenerateRequest((Message("user", "What do plants make?"),), max_tokens=400)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRoom]:
    folder = tmp_path_factory.mktemp("data")
    place = folder / "models" / QWEN.folder
    place.parent.mkdir()
    convert(build_qwen(folder / "published"), place)
    files = [
        ModelFile(path.relative_to(place).as_posix(), path.stat().st_size, "d" * 64)
        for path in sorted(place.rglob("*"))
        if path.is_file()
    ]
    write_record(place, QWEN, tuple(files))
    catalogs = (resources() / "models", folder / "catalogue")
    models = ModelService(folder / "models", catalogs, ProcessConverter(MACHINE.memory), machine=lambda: MACHINE)
    made = EngineRoom(lambda: models)
    yield made
    made.close()


def test_who_answers_is_known_without_loading_and_is_what_the_worker_says(room: EngineRoom) -> None:
    found = room.route(EngineTask.GENERATE, "en")
    generator = WorkerTextGenerator(room, found)
    told = generator.info()
    assert room.worker.pid is None  # nothing was started
    assert told.name == "Qwen2.5 0.5B Instruct"
    assert told.uses_ai
    assert "c" * 64 in told.fingerprint
    assert room.worker.info(found) == replace(told, name=QWEN.spec_id)
    answer = list(generator.generate(replace(ASKED, max_tokens=6)))
    assert answer == list(room.worker.generate(found, replace(ASKED, max_tokens=6)))
    assert answer[-1].finish in ("stop", "length")


def test_the_first_request_of_the_next_start_finds_the_model_loaded(room: EngineRoom, tmp_path: Path) -> None:
    folder, recent = tmp_path / "data", tmp_path / "recent.json"
    shutil.copytree(room._models().registry.folder.parent, folder)
    weights = folder / "models" / QWEN.folder / "model.bin"
    asked = replace(ASKED, max_tokens=3)

    def start() -> EngineRoom:
        catalogs = (resources() / "models", folder / "catalogue")
        models = ModelService(folder / "models", catalogs, ProcessConverter(MACHINE.memory), machine=lambda: MACHINE)
        made = EngineRoom(lambda: models)
        made.remember(RecentModels(recent))
        return made

    def answer(of: EngineRoom, lane: Lane = Lane.QUICK) -> list[GeneratedPiece]:
        cancel = CancelToken(lane)
        return list(WorkerTextGenerator(of, of.route(EngineTask.GENERATE, "en"), cancel=cancel).generate(asked))

    answer(room)
    assert room.warm_up(CancelToken()) == (), "a command does not remember"
    with closing(start()) as first:
        answer(first, Lane.NIGHT)
        assert not recent.exists(), "the night's work is not what the teacher used"
        assert first.warm_up(CancelToken()) == ()
        said = answer(first)
    with closing(start()) as second:
        assert second.warm_up(CancelToken(Lane.NIGHT)) == (QWEN.spec_id,)
        weights.write_bytes(bytes(weights.stat().st_size))  # what is in memory needs no file
        assert answer(second) == said
    with closing(start()) as third:
        assert third.warm_up(CancelToken()) == ()
        assert RecentModels(recent).routes(EngineChoices()) == (), "what cannot be loaded is not tried for ever"
        with pytest.raises(UserFacingError, match="could not be started"):
            answer(third)


class SlowRoom:
    """A model that takes ten seconds for an answer."""

    def __init__(self, folder: Path) -> None:
        self.worker = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, str(folder), 1 << 32))
        self.models = folder

    def name(self, spec_id: str) -> str:
        return spec_id

    def folder(self, found: Route) -> Path:
        return self.models / found.task


def test_a_cancel_ends_the_answer_within_two_seconds(tmp_path: Path) -> None:
    room, token = SlowRoom(tmp_path), CancelToken()
    with closing(room.worker):
        answer = (
            WorkerTextGenerator(room, route(EngineTask.GENERATE))
            .until(token)
            .generate(replace(ASKED, max_tokens=1_000))
        )
        next(answer)
        token.cancel()
        begun = time.monotonic()
        with pytest.raises(JobCancelled):
            list(answer)
        assert time.monotonic() - begun < 2


def test_a_built_in_engine_is_no_generator(room: EngineRoom) -> None:
    with pytest.raises(ValueError, match="built-in"):
        WorkerTextGenerator(room, replace(room.route(EngineTask.GENERATE, "en"), model=None))
