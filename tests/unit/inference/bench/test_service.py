"""Engines are measured one after the other in real workers; what was measured is kept, whatever happens to another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from app.config.paths import resources
from app.domain.jobs import CancelToken, Progress
from app.domain.models import EngineChoices, EngineTask, InstalledModel, Machine, ModelFile, Runtime
from app.inference.bench import builder, service
from app.inference.bench.builder import workshop
from app.inference.bench.leftovers import sweep_workshops
from app.inference.bench.plan import candidates, installed_first
from app.inference.bench.service import BenchReport, EngineBench
from app.inference.bench.shapes import ReaderShape, Shape, TranslatorShape, WriterShape
from app.inference.catalog import Catalog, load_catalog
from app.inference.device_router import route
from app.inference.registry import ModelRegistry, write_record
from app.inference.speed_book import SpeedBook

WRITER, TRANSLATOR = "qwen2.5-0.5b-instruct", "indictrans2-en-indic-dist-200m"
TINY: Mapping[str, Shape] = {
    WRITER: WriterShape(64, 128, 2, 4, 2, 4096, tied=True),
    TRANSLATOR: TranslatorShape(64, 128, 4, 4, 1200, 2400, True, True, "en", "indic"),
    "bge-m3": ReaderShape(32, 64, 2, 4, 512, 1200),
    "bge-reranker-v2-m3": ReaderShape(32, 64, 2, 4, 512, 1200),
}
PC = Machine("Linux", "x86_64", cores=1, memory=8 << 30, instruction_sets=("avx2",))
NOW = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


BANDWIDTH = 1e14
"""So much that no burst of tokens of a tiny model is beyond it, which would be doubtful."""


@dataclass
class Laptop:
    registry: ModelRegistry
    catalog: Catalog
    machine: Machine = PC
    choices: EngineChoices = field(default_factory=EngineChoices)


class Bench(NamedTuple):
    laptop: Laptop
    book: SpeedBook
    bench: EngineBench

    @property
    def models(self) -> Path:
        return self.laptop.registry.folder


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(service, "copy_bandwidth", lambda _: BANDWIDTH)
    monkeypatch.setattr(psutil, "cpu_percent", lambda _: 0.0)
    laptop = Laptop(ModelRegistry(tmp_path / "models"), load_catalog(resources() / "models"))
    book = SpeedBook(tmp_path / "speeds.json", PC)
    return Bench(laptop, book, EngineBench(laptop, book, language="hi", shapes=TINY, clock=lambda: NOW))


def faults(found: BenchReport) -> dict[str, str]:
    return {f"{one.spec.id} {one.form.runtime}": one.fault.key for one in (*found.skipped, *found.failed)}


def broken(models: Path) -> InstalledModel:
    """A reranker on the disk that nothing can load."""
    spec_id = "bge-reranker-v2-m3"
    model = InstalledModel(spec_id, f"{spec_id}--ctranslate2-int8", Runtime.CTRANSLATE2, "int8", "c" * 64, 2, True, "")
    (models / model.folder).mkdir(parents=True)
    (models / model.folder / "config.json").write_text("{}", "utf-8")
    write_record(models / model.folder, model, (ModelFile("config.json", 2, "d" * 64),))
    return model


def test_random_weights_are_measured_kept_and_taken_away(made: Bench) -> None:
    broken(made.models)
    told: list[Progress] = []
    found = made.bench.run(["bge-reranker-v2-m3", TRANSLATOR], quick=True, report=told.append)
    assert [one.spec.id for one in found.failed] == ["bge-reranker-v2-m3"]
    assert found.failed[0].fault.key == "engine.load_failed"
    (finding,) = found.findings  # the one that failed did not stop the other
    measured = finding.measured
    assert (len(measured.rounds), len(measured.start_seconds), len(measured.process_seconds)) == (3, 3, 3)
    assert sorted(one.rate for one in measured.rounds)[1] == measured.rate > 0
    assert measured.first_seconds > 0
    assert 20 << 20 < measured.memory < 2 << 30
    assert finding.weight_bytes > 100_000
    assert finding.bandwidth_share is None
    (speed,) = made.book.speeds()
    assert (speed.spec_id, speed.random_weights, speed.measured_at) == (TRANSLATOR, True, NOW.isoformat())
    assert (speed.rate, speed.memory, speed.threads) == (measured.rate, measured.memory, 1)
    assert [one.name for one in made.models.iterdir()] == ["bge-reranker-v2-m3--ctranslate2-int8"]
    assert {one.step for one in told} == {"measuring memory", "building", "measuring"}


def test_the_router_takes_the_form_that_was_measured_best(made: Bench) -> None:
    spec = made.laptop.catalog.find(WRITER)
    spec = replace(spec, forms=tuple(one for one in spec.forms if one.runtime is not Runtime.TRANSFORMERS))
    made.laptop.catalog = Catalog(1, (spec,))
    found = made.bench.run([WRITER], quick=True)
    assert faults(found) == {f"{WRITER} mlx": "models.bench_not_here"}
    rates = {one.engine.form.runtime: one.measured.rate for one in found.findings}
    assert rates.keys() == {Runtime.CTRANSLATE2, Runtime.OPENVINO}
    for one in found.findings:
        assert one.bandwidth_share == pytest.approx(one.weight_bytes * one.measured.rate / BANDWIDTH)
    both = [one.engine.route.model for one in found.findings if one.engine.route.model]
    chosen = route(
        EngineTask.GENERATE, "en", installed=both, catalog=[spec], machine=PC, speeds=made.book.speeds()
    )  # fmt: skip
    assert chosen.model is not None
    assert rates[chosen.model.runtime] == max(rates.values())
    assert "measured here" in chosen.reason
    slowest = min(rates, key=lambda one: rates[one])
    turned = [replace(one, rate=1e6) if one.runtime is slowest else one for one in made.book.speeds()]
    chosen = route(EngineTask.GENERATE, "en", installed=both, catalog=[spec], machine=PC, speeds=turned)
    assert chosen.model is not None
    assert chosen.model.runtime is slowest


def test_a_library_that_is_missing_is_said_and_the_others_are_measured(
    made: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "ctranslate2.py").write_text("raise ImportError('not installed')", "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "before")  # the processes inherit it
    found = made.bench.run([TRANSLATOR, "bge-reranker-v2-m3"], quick=True)
    assert faults(found) == dict.fromkeys(
        [f"{TRANSLATOR} ctranslate2", "bge-reranker-v2-m3 ctranslate2"], "engine.library_missing"
    )
    assert (found.failed, found.findings, found.stopped) == ([], [], False)
    assert "ctranslate2" in str(found.skipped[0].fault)
    assert made.book.speeds() == ()


@pytest.mark.parametrize(("free", "key"), [("disk", "models.bench_no_space"), ("memory", "models.bench_no_memory")])
def test_nothing_is_built_where_there_is_no_room(
    made: Bench, monkeypatch: pytest.MonkeyPatch, free: str, key: str
) -> None:
    def build(*_: object) -> None:
        raise AssertionError("it was built")

    monkeypatch.setattr(builder, "_build", build)
    if free == "disk":
        usage = shutil.disk_usage("/")._replace(free=200 << 20)
        monkeypatch.setattr("app.inference.bench.builder.shutil.disk_usage", lambda _: usage)
    else:
        monkeypatch.setattr("app.inference.bench.builder.process_memory.available", lambda: 200 << 20)
    found = made.bench.run(["bge-m3"], quick=True)
    assert set(faults(found).values()) == {key}
    assert "200 MB are free" in str(found.skipped[0].fault)
    assert (found.failed, found.findings) == ([], [])


@pytest.mark.parametrize("when", ["building", "measuring"])
def test_a_cancel_keeps_what_was_measured(made: Bench, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    cancel, done = CancelToken(), made.bench._measured

    def measured(engine: Any, *rest: Any) -> Any:
        return finished if engine.spec.id == "bge-m3" else done(engine, *rest)

    def report(progress: Progress) -> None:
        if progress.step == when:
            cancel.cancel()

    finished = _finding(made)
    monkeypatch.setattr(made.bench, "_measured", measured)
    found = made.bench.run(["bge-m3", TRANSLATOR, WRITER], quick=True, report=report, cancel=cancel)
    assert found.stopped
    assert {one.engine.spec.id for one in found.findings} == {"bge-m3"}
    assert {one.spec_id for one in made.book.speeds()} == {"bge-m3"}
    assert not list(made.models.glob(".bench-*"))
    assert found.failed == []


def _finding(made: Bench) -> Any:
    from app.inference.bench.measure import Measured
    from app.inference.bench.plan import engines
    from app.inference.bench.service import Finding
    from app.inference.bench.work import Round

    (one, *_) = candidates(made.laptop.catalog, (), ["bge-m3"], "hi")
    (engine,) = engines(one, PC, EngineChoices(), TINY)
    return Finding(engine, Measured((Round(1.0, 1.0),) * 3, (1.0,) * 3, (1.0,) * 3, 1), 1, None, NOW.isoformat())


def test_what_a_killed_run_left_is_taken_away_and_a_running_one_is_left_alone(tmp_path: Path) -> None:
    left, running = tmp_path / ".bench-999999999", tmp_path / ".bench-1"
    for one in (left, running, tmp_path / "qwen"):
        one.mkdir()
    with workshop(tmp_path) as folder:
        assert folder.is_dir()
        assert sorted(one.name for one in tmp_path.iterdir()) == sorted([folder.name, ".bench-1", "qwen"])
    assert not folder.exists()


def test_the_number_of_a_killed_run_may_be_anothers_by_now(tmp_path: Path) -> None:
    ours, links = tmp_path / f".bench-{os.getpid()}", tmp_path / ".bench-999999998"
    ours.mkdir()
    (tmp_path / "elsewhere").mkdir()
    links.symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".bench-notes").mkdir()
    sweep_workshops(tmp_path)
    assert ours.is_dir()
    os.utime(ours, (1e9, 1e9))  # made long before this process was
    sweep_workshops(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [".bench-999999998", ".bench-notes", "elsewhere"]


@pytest.mark.parametrize(
    ("busy", "share", "doubt"),
    [(0.0, None, ""), (0.0, 0.9, ""), (0.3, None, "busy"), (0.3, 0.5, "busy"), (0.0, 1.771, "bandwidth")],
)
def test_what_is_doubtful_is_shown_and_not_kept(
    made: Bench, monkeypatch: pytest.MonkeyPatch, busy: float, share: float | None, doubt: str
) -> None:
    finished = replace(_finding(made), bandwidth_share=share)
    monkeypatch.setattr(psutil, "cpu_percent", lambda _: busy * 100)
    monkeypatch.setattr(made.bench, "_measured", lambda *_: finished)
    found = made.bench.run(["bge-m3"], quick=True)
    assert {one.doubt for one in found.findings} == {doubt}
    assert bool(made.book.speeds()) is (not doubt)


def test_a_quick_run_builds_nothing_of_a_model_that_is_installed(made: Bench) -> None:
    model = InstalledModel(WRITER, f"{WRITER}--x", Runtime.OPENVINO, "int4", "c" * 64, 2, True, "")
    known = made.laptop.catalog
    for names in ((), (WRITER,)):
        all_forms = [one for one in candidates(known, [model], names, "hi") if one.spec.id == WRITER]
        assert len(all_forms) > 1
        assert [one.model for one in installed_first(all_forms)] == [model]
    nothing = candidates(known, (), [WRITER], "hi")
    assert installed_first(nothing) == nothing


def test_a_quick_run_has_an_end(made: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(_engine: Any, _bandwidth: float, _quick: bool, _report: Any, cancel: CancelToken) -> Any:
        assert cancel.wait(60)
        cancel.check()

    monkeypatch.setattr(service, "_QUICK_SECONDS", 0.2)
    monkeypatch.setattr(made.bench, "_measured", measured)
    found = made.bench.run(["bge-m3", TRANSLATOR], quick=True)
    assert set(faults(found).values()) <= {"models.bench_no_time", "models.bench_not_here"}
    assert "models.bench_no_time" in faults(found).values()
    assert (found.stopped, found.failed, found.findings) == (False, [], [])
