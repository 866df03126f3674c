"""What `models bench` prints: whole sentences, and never a figure of random weights without saying so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cli.commands import models_bench
from app.config.paths import resources
from app.domain.errors import UserFacingError
from app.domain.models import EngineChoices, InstalledModel, Machine
from app.inference.bench.measure import Measured
from app.inference.bench.plan import Engine, Skipped, candidates, engines
from app.inference.bench.service import BenchReport, Finding
from app.inference.bench.shapes import SHAPES
from app.inference.bench.work import Round
from app.inference.catalog import load_catalog

CATALOG = load_catalog(resources() / "models")
PC = Machine("Linux", "x86_64", cores=2, memory=16 << 30, instruction_sets=("avx2",))


def engine(spec_id: str, installed: tuple[InstalledModel, ...] = ()) -> Engine:
    return engines(candidates(CATALOG, installed, (spec_id,), "hi")[0], PC, EngineChoices(), SHAPES)[0]


def finding(one: Engine, rate: float, share: float | None = None) -> Finding:
    rounds = (Round(rate / 2, 9.0), Round(rate, 0.25), Round(rate * 2, 0.125))
    measured = Measured(rounds, (0.5, 3.0, 0.75), (2.0, 0.25, 0.125), 1_500_000_000)
    return Finding(one, measured, 500_000_000, share, "2026-11-22T22:30:00+00:00")


WRITER, VOICE = engine("qwen2.5-0.5b-instruct"), engine("mms-tts-hin")


def test_the_middle_of_three_is_printed_and_random_weights_are_named() -> None:
    found = BenchReport(2, 0.1, 2e10, [finding(WRITER, 12.0, 0.3), finding(VOICE, 4.0)])
    memory, first, second = models_bench._lines(found)
    assert memory == "Memory: 20.0 GB a second read and written, 2 threads."
    assert first == (
        "Qwen2.5 0.5B Instruct with CTranslate2 int8, random weights of its shape: 12 tokens a second;"
        " first after 0.25 s; starts in 0.25 s; 1.50 GB of memory; 30% of the memory bandwidth."
    )
    assert second == (
        "MMS voice, Hindi with transformers float32, random weights of its shape: 4 seconds of sound a second;"
        " first after 0.25 s; real-time factor 0.25; starts in 0.25 s; 1.50 GB of memory."
    )
    writer, voice = models_bench._data(found, quick=False)["engines"]
    assert (writer["rate"], writer["rates"], writer["process_seconds"]) == (12.0, [6.0, 12.0, 24.0], 0.75)
    assert (writer["random_weights"], writer["bandwidth_share"], writer["real_time_factor"]) == (True, 0.3, None)
    assert (voice["real_time_factor"], voice["bandwidth_share"], voice["unit"]) == (
        0.25,
        None,
        "seconds of sound a second",
    )


def test_an_installed_model_is_not_called_random() -> None:
    found = BenchReport(2, 0.0, 2e10, [replace(finding(WRITER, 12.0), engine=replace(WRITER, installed=True))])
    assert "random" not in models_bench._lines(found)[1]
    assert models_bench._data(found, quick=False)["engines"][0]["random_weights"] is False


def test_a_busy_computer_is_told() -> None:
    assert "Other programs took 60%" in models_bench._lines(BenchReport(2, 0.6, 2e10))[1]
    assert len(models_bench._lines(BenchReport(2, 0.2, 2e10))) == 1


@pytest.mark.parametrize(
    ("skipped", "failed", "stopped", "measured", "key"),
    [
        (1, 0, False, 1, ""),
        (1, 0, False, 0, "models.bench_nothing"),
        (0, 1, False, 1, "models.bench_failed"),
        (0, 1, True, 1, "models.bench_stopped"),
    ],
)
def test_how_it_ended(skipped: int, failed: int, stopped: bool, measured: int, key: str) -> None:
    one = Skipped(WRITER.spec, WRITER.form, UserFacingError("engine.load_failed", name=WRITER.spec.name))
    found = BenchReport(2, 0.0, 2e10, [finding(WRITER, 1.0)] * measured, [one] * skipped, [one] * failed, stopped)
    error = models_bench._error(found)
    assert (error.key if error else "") == key
    told = [line for line in models_bench._lines(found) if line.startswith("Not measured: The model Qwen2.5 0.5B")]
    assert len(told) == skipped + failed
    data = models_bench._data(found, quick=True)
    assert [len(data["skipped"]), len(data["failed"])] == [skipped, failed]
    if key == "models.bench_failed":
        assert "qwen2.5-0.5b-instruct (ctranslate2 int8)" in str(error)
