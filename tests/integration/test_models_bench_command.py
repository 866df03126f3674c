"""`models bench` measures what is installed and stores it; a person can stop it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.inference.bench.random_models import write_translator
from app.inference.bench.shapes import TranslatorShape
from app.inference.bench.texts import sentences
from app.inference.runtimes.random_pieces import learn
from tests.command_line import CommandLine

TRANSLATOR = "indictrans2-en-indic-dist-200m"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("laptop")
    line = CommandLine(folder / "data")
    published = folder / "indictrans2-en-indic-dist-200M"
    shape = TranslatorShape(64, 128, 4, 4, 1200, 2400, True, True, "en", "indic")
    write_translator(published, shape, lambda path, kind: learn(path, sentences("hi" if kind == "indic" else "en")))
    done = line.run("models", "install", published, "--json")
    assert done.status == 0, done.err
    return line


def test_what_was_measured_is_printed_and_stored(line: CommandLine) -> None:
    found = line.json("models", "bench", TRANSLATOR, "--quick")
    (engine,) = found["engines"]
    assert (found["stopped"], found["skipped"], found["failed"], found["quick"]) == (False, [], [], True)
    assert found["memory_bandwidth_bytes_per_second"] > 1e7
    assert (engine["model"], engine["random_weights"], engine["unit"]) == (TRANSLATOR, False, "sentences a second")
    assert sorted(engine["rates"])[1] == engine["rate"] > 0
    assert (len(engine["rates"]), engine["bandwidth_share"], engine["real_time_factor"]) == (3, None, None)
    assert min(engine["first_seconds"], engine["start_seconds"], engine["process_seconds"]) > 0
    assert engine["peak_memory_bytes"] > engine["weight_bytes"] > 10_000
    if found["busy"] > 0.25:  # as the computer of the tests may be
        assert engine["doubt"] == "busy"
        assert not (line.data / "speeds.json").exists()
        return
    assert engine["doubt"] is None
    (speed,) = json.loads((line.data / "speeds.json").read_bytes())["speeds"]
    assert (speed["spec_id"], round(speed["rate"], 3)) == (TRANSLATOR, engine["rate"])


def test_the_next_command_takes_away_what_a_killed_run_left(line: CommandLine) -> None:
    left = line.data / "models" / ".bench-999999999"
    (left / "published").mkdir(parents=True)
    (line.data / "models" / ".bench-notes").mkdir()
    line.json("models", "install", str(line.data.parent / "indictrans2-en-indic-dist-200M"))
    assert not left.exists()
    (line.data / "models" / ".bench-notes").rmdir()  # not a name of ours


def test_what_cannot_be_measured_is_a_plain_sentence(line: CommandLine) -> None:
    unknown = line.json("models", "bench", "gpt-9", status=1)
    assert unknown["error"] == "models.unknown"
    nothing = line.json("models", "bench", "qwen3guard-gen-0.6b", status=1)
    assert (nothing["error"], nothing["engines"], len(nothing["skipped"])) == ("models.bench_nothing", [], 2)
    assert nothing["skipped"][0]["message"].startswith("Qwen3Guard 0.6B does not run on this computer")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_control_c_ends_it_in_good_order(line: CommandLine) -> None:
    # the second model is large and built first: Ctrl-C comes before the end however late it is noticed
    command = [sys.executable, "-m", "app", "models", "bench", TRANSLATOR, "qwen2.5-0.5b-instruct", "--json"]
    starter = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    )
    heard = [sys.executable, "-c", starter, *command]  # the tests themselves may run where Ctrl-C is ignored
    with subprocess.Popen(
        heard, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=line.environment(), start_new_session=True
    ) as process:
        assert process.stderr is not None
        for said in process.stderr:
            if said.startswith(b"Measuring ..."):
                break
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    found = json.loads(out)
    assert (process.returncode, found["error"], found["stopped"]) == (1, "models.bench_stopped", True)
    assert not list(Path(line.data / "models").glob(".bench-*"))
