"""Quick work begins before the night's work in hand ends: what counts is the order of events, never a clock."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from app.domain.jobs import Lane, ignore_progress
from app.domain.models import DeviceKind, EngineTask, InstalledModel, Route, Runtime
from app.inference import engines
from app.inference.memory_coordinator import MemoryCoordinator
from app.inference.model_memory import ModelMemory
from app.inference.protocols import GenerateRequest, Message
from app.inference.read_ahead import ReadAhead
from app.inference.runtimes import ctranslate2_conversion, ctranslate2_runtime, openvino_runtime, transformers_runtime
from app.inference.workers import model_wire
from app.inference.workers.accelerator_queue import BatchLimits
from app.inference.workers.model_inbox import ModelInbox
from app.inference.workers.model_wire import ModelWorkerSettings, SpeakOrder, TextsOrder
from app.inference.workers.model_worker import Scheduler
from tests.models.guard import build_guard
from tests.models.mms import build_mms
from tests.models.openvino import build_openvino
from tests.models.qwen import build_qwen
from tests.models.xlmr import build_bge_m3

NIGHT, QUICK = 1, 2  # numbers of the calls
CLAUSES = "पौधे धूप और पानी से अपना भोजन बनाते हैं।"
PROMPT = GenerateRequest((Message("user", "Plants make food from water and light. " * 8),), max_tokens=6)


def route(task: EngineTask, folder: str, runtime: Runtime) -> Route:
    model = InstalledModel(folder, folder, runtime, "float32", "c" * 64, 1, True, "2026-01-01")
    return Route(task, model, DeviceKind.CPU, "float32", threads=1, needs=1)


VOICE = route(EngineTask.SPEAK, "mms-tts-hin", Runtime.TRANSFORMERS)
OPENVINO = route(EngineTask.GENERATE, "qwen-openvino", Runtime.OPENVINO)
TORCH = route(EngineTask.GENERATE, "qwen", Runtime.TRANSFORMERS)
READER = route(EngineTask.EMBED, "bge", Runtime.CTRANSLATE2)
GUARD = route(EngineTask.SAFETY, "guard", Runtime.TRANSFORMERS)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    build_mms(root / "mms-tts-hin")
    build_openvino(build_qwen(root / "qwen"), root / "qwen-openvino", compute_type="float32")
    build_guard(root / "guard")
    source = build_bge_m3(root / "bge-source")
    ctranslate2_conversion.convert(source, root / "bge", compute_type="float32", report=ignore_progress)
    return root


class Inbox(ModelInbox):
    """Keeps what would be sent to the client."""

    def __init__(self, limits: BatchLimits) -> None:
        super().__init__(cast(Any, None), limits)
        self.sent: list[Any] = []

    def send(self, message: model_wire.ToModelClient) -> None:
        self.sent.append(message)

    def borrow(self, number: int, size: int, seconds: float) -> str:
        return ""


class Desk(Scheduler):
    """The worker's own loop with real engines, in this process: a quick call comes at one of the night's looks.

    Args:
        models: Their folders.
        at: At which look of the night's work the quick call comes.
        limits: Of batches.
    """

    def __init__(self, models: Path, at: int, limits: BatchLimits | None = None) -> None:
        limits = limits or BatchLimits()
        self.inbox = Inbox(limits)
        laptop = MemoryCoordinator(8 << 30, lambda: 0)
        settings = ModelWorkerSettings("app.inference.engines:load", str(models), 8 << 30, limits=limits)
        super().__init__(self.inbox, ModelMemory(laptop), settings)
        self.looks = 0
        self.at = at

    def submit(self, number: int, kind: str, wanted: Route, order: object) -> None:
        lane = Lane.NIGHT if number == NIGHT else Lane.QUICK
        packed = msgspec.msgpack.encode(order)
        self.inbox._receive(model_wire.Submit(number, lane, kind, wanted, packed))

    def help(self) -> None:
        """What somebody waits for."""
        self.submit(QUICK, "embed", READER, TextsOrder(("leaf",)))

    def _look(self) -> None:
        self.looks += 1
        if self.looks == self.at:
            self.help()
        super()._look()

    def run(self) -> list[Any]:
        """Everything until nothing waits; the messages."""
        while (job := self.inbox.next(0)) is not None:
            self._run(*job)
        self._memory._laptop.evict()
        return self.inbox.sent

    def ended(self) -> list[int]:
        """Numbers of the calls in the order of their ends."""
        self.run()
        assert all(isinstance(one, model_wire.Done | model_wire.Phase | model_wire.Piece) for one in self.inbox.sent)
        return [one.number for one in self.inbox.sent if isinstance(one, model_wire.Done)]

    def of_night(self) -> list[Any]:
        """The night's result, and what it said."""
        kinds = (model_wire.Done, model_wire.Piece)
        return [one for one in self.inbox.sent if isinstance(one, kinds) and one.number == NIGHT]


Night = Callable[[Desk], None]


def speaks(desk: Desk) -> None:
    desk.submit(NIGHT, "speak", VOICE, SpeakOrder(CLAUSES * 3, "hi", 1.0))


def reads_a_prompt(desk: Desk) -> None:
    desk.submit(NIGHT, "generate", OPENVINO, PROMPT)


def reads_a_prompt_in_layers(desk: Desk) -> None:
    desk.submit(NIGHT, "generate", TORCH, PROMPT)


def looks_at_texts(desk: Desk) -> None:
    desk.submit(NIGHT, "classify", GUARD, TextsOrder(("a leaf is green",)))


def reads_passages(desk: Desk) -> None:
    desk.submit(NIGHT, "embed", READER, TextsOrder(tuple(f"plants make food {number}" for number in range(8))))


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino_runtime, "_PART", 20)
    monkeypatch.setattr(transformers_runtime, "_PREFILL", 20)
    monkeypatch.setattr(ctranslate2_runtime, "_BATCH_TOKENS", 16)


@pytest.mark.usefixtures("in_small_parts")
@pytest.mark.parametrize("night", [speaks, reads_a_prompt, reads_a_prompt_in_layers, looks_at_texts, reads_passages])
def test_who_waits_is_served_before_the_piece_in_hand_ends_and_the_night_is_as_if_nothing_had_been(
    models: Path, night: Night
) -> None:
    alone, desk = Desk(models, at=0), Desk(models, at=3)
    for one in (alone, desk):
        night(one)
    assert alone.ended() == [NIGHT]
    assert alone.looks > desk.at, "the work has parts"
    assert desk.ended() == [QUICK, NIGHT]
    assert desk.of_night() == alone.of_night()
    first = next(place for place, one in enumerate(desk.inbox.sent) if one in desk.of_night())
    assert isinstance(desk.inbox.sent[first - 1], model_wire.Phase), "it began anew, and said nothing before"
    served = next(place for place, one in enumerate(desk.inbox.sent) if getattr(one, "data", b""))
    assert served < first


@pytest.mark.usefixtures("in_small_parts")
def test_clauses_that_are_spoken_are_not_spoken_again(models: Path) -> None:
    alone = Desk(models, at=0)
    speaks(alone)
    alone.run()
    late = Desk(models, at=alone.looks - 2)
    speaks(late)
    assert late.ended() == [QUICK, NIGHT]
    assert late.of_night() == alone.of_night()
    assert late.looks < alone.looks * 3 / 2, "the last of three clauses alone was begun twice"


@pytest.mark.usefixtures("in_small_parts")
@pytest.mark.parametrize("night", [speaks, reads_a_prompt, reads_passages])
def test_what_was_left_too_often_is_done_whole(models: Path, night: Night) -> None:
    """Nothing may be lost here: the piece in hand goes on, and the quick call comes after it."""
    desk = Desk(models, at=2, limits=BatchLimits(night_lost=0.0))
    night(desk)
    desk.run()
    running = [(one.number, one.running) for one in desk.inbox.sent if isinstance(one, model_wire.Phase)]
    assert running[0] == (NIGHT, True)
    if night is not reads_passages:  # of several batches, and between two of them the quick call goes
        began = [isinstance(one, model_wire.Piece | model_wire.Done) for one in desk.inbox.sent].index(True)
        assert desk.inbox.sent[began].number == NIGHT
    assert sorted(one.number for one in desk.inbox.sent if isinstance(one, model_wire.Done)) == [NIGHT, QUICK]


def test_a_quick_call_is_left_for_nobody(models: Path) -> None:
    desk = Desk(models, at=3)
    desk.submit(3, "speak", VOICE, SpeakOrder(CLAUSES, "hi", 1.0))
    assert desk.ended() == [3, QUICK]


def test_a_call_that_nobody_wants_any_more_ends_at_the_next_look(models: Path) -> None:
    desk = Desk(models, at=3)
    desk.help = lambda: desk.inbox._cancel(3)  # type: ignore[method-assign]
    desk.submit(3, "speak", VOICE, SpeakOrder(CLAUSES * 3, "hi", 1.0))
    desk.run()
    assert desk.looks == 3
    assert [type(one).__name__ for one in desk.inbox.sent] == ["Phase", "Phase", "Cancelled"]


def test_the_files_of_a_model_are_read_while_the_quick_work_is_done(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, slow = Desk(models, at=0), iter([False, False, False])
    events: list[object] = []
    wait, load = ReadAhead.wait, engines.load

    def waited(ahead: ReadAhead, seconds: float) -> bool:
        done = wait(ahead, 60) and next(slow, True)
        events.append(done)
        if events == [False, False]:
            desk.help()
        return done

    def loaded(wanted: Route, folder: Path) -> object:
        events.append(folder.name)
        return load(wanted, folder)

    monkeypatch.setattr(ReadAhead, "wait", waited)
    monkeypatch.setattr(engines, "load", loaded)
    speaks(desk)
    assert desk.ended() == [QUICK, NIGHT]
    assert events == [False, False, "bge", False, True, "mms-tts-hin"]


@contextlib.contextmanager
def read_ahead(folder: Path, *modules: str, spare: int = 1 << 30) -> Iterator[list[str]]:
    seen: list[str] = []

    class Watched(ReadAhead):
        def _read(self, path: Path) -> None:
            seen.append(path.name)
            super()._read(path)

    ahead = Watched(folder, modules, lambda: spare)
    assert ahead.wait(60)
    yield seen


def test_reading_ahead_reads_all_files_that_fit_and_what_fails_is_left_to_the_loading(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(bytes(100))
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "vocab.json").write_text("{}", "utf-8")
    with read_ahead(tmp_path, "no_such_module", "json") as seen:
        assert seen == ["model.bin", "vocab.json"]
    with read_ahead(tmp_path, spare=100) as seen:
        assert seen == []
    with read_ahead(tmp_path / "gone") as seen:
        assert seen == []


@pytest.mark.parametrize("wanted", [OPENVINO, TORCH, READER, VOICE])
def test_what_a_route_imports_can_be_imported_and_tells_nobody(
    models: Path, wanted: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wanted.model is not None
    monkeypatch.delitem(sys.modules, "openvino_telemetry", raising=False)
    modules, folder = engines.ahead(wanted, models / wanted.model.folder)
    assert "openvino" not in modules or sys.modules["openvino_telemetry"] is None
    assert modules
    assert folder.is_dir()
    for name in modules:
        pytest.importorskip(name)
