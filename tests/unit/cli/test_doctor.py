"""The doctor names what is broken in plain words, tries everything else all the same, and changes nothing."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.cli.commands.doctor import doctor
from app.cli.parser import parse
from app.cli.run import Result
from app.domain.errors import UserFacingError
from app.domain.languages import LANGUAGES
from app.domain.models import DeviceKind, EngineTask, InstalledModel, ModelFile, Runtime, Speed
from app.inference.engine_report import EngineReport
from app.inference.machine import measure_machine, memory_budget
from app.inference.registry import content_hash, folder_name, write_record
from app.inference.speed_book import SpeedBook
from app.store.store import Store
from tests.unit.store import samples

EVERY = [*(one.tesseract for one in LANGUAGES), "osd"]


class Trials:
    """The real application, with trials of our own in place of the engines."""

    def __init__(self, **trials: Callable[[], str]) -> None:
        self._trials = trials

    def try_engines(self, _: Path) -> dict[str, Callable[[], str]]:
        return self._trials

    def __getattr__(self, name: str) -> Any:
        return getattr(bootstrap, name)


def run(data: Path, **trials: Callable[[], str]) -> Result:
    return doctor(parse(["doctor", "--data", str(data), "--json"]), Trials(**trials))


def checks(result: Result) -> dict[str, tuple[bool, str]]:
    return {one["name"]: (one["ok"], one["detail"]) for one in result.data["checks"]}


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], None]:
    """Puts a program of that name, which knows these languages, in the place of every other program."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))

    def install(languages: list[str]) -> None:
        program = programs / "tesseract"
        program.write_text("#!/bin/sh\n" + "".join(f"echo {one}\n" for one in languages))
        program.chmod(0o755)

    return install


def test_a_missing_program_and_missing_languages_are_named(
    tesseract: Callable[[list[str]], None], tmp_path: Path
) -> None:
    result = run(tmp_path / "data")
    works, said = checks(result)["tesseract"]
    assert not works
    assert "its program" in said
    tesseract([one for one in EVERY if one not in ("tam", "osd")])
    works, said = checks(run(tmp_path / "data"))["tesseract"]
    assert not works
    assert "Tamil, page turning (osd)" in said
    assert "Hindi" not in said
    assert "Error" not in said
    tesseract(EVERY)
    assert checks(run(tmp_path / "data"))["tesseract"] == (True, "all eleven languages")


def test_what_fails_hides_nothing_else_and_nothing_is_made(
    tesseract: Callable[[list[str]], None], tmp_path: Path
) -> None:
    tesseract(EVERY)

    def broken() -> str:
        raise ValueError("no voice")

    result = run(tmp_path / "data", voice=broken, reading=lambda: "read it")
    found = checks(result)
    assert found["voice"] == (False, "ValueError: no voice")
    assert found["reading"] == (True, "read it")
    assert found["database"] == (True, "0 documents, 0 lessons")
    assert result.error is not None
    assert "voice" in str(result.error)
    assert "reading" not in str(result.error)
    assert not (tmp_path / "data").exists()
    assert run(tmp_path / "data", reading=lambda: "read it").error is None


def test_engines_are_tried_side_by_side(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=20)
    found = checks(run(tmp_path, one=lambda: str(both.wait() >= 0), two=lambda: str(both.wait() >= 0)))
    assert found["one"] == found["two"] == (True, "True")


def test_the_newest_backup_is_told(tmp_path: Path) -> None:
    with bootstrap.open_services(tmp_path) as services:
        made = services.store.backup()
    works, said = checks(run(tmp_path))["backup"]
    assert works
    assert f"{made.made.astimezone():%Y-%m-%d}" in said
    assert "1 kept" in said


WRITER = "qwen2.5-0.5b-instruct"


def install(data: Path, *, megabytes: int = 1) -> None:
    """A model as an install leaves it; the router never opens its files."""
    folder = data / "models" / folder_name(WRITER, Runtime.CTRANSLATE2, "int8")
    folder.mkdir(parents=True)
    weights = bytes(megabytes << 20)
    (folder / "model.bin").write_bytes(weights)
    files = (ModelFile("model.bin", len(weights), hashlib.sha256(weights).hexdigest()),)
    model = InstalledModel(
        WRITER,
        folder.name,
        Runtime.CTRANSLATE2,
        "int8",
        content_hash(files),
        len(weights),
        False,
        "2026-11-22T00:00:00Z",
    )
    write_record(folder, model, files)


def writing(result: Result) -> dict[str, Any]:
    return next(one for one in result.data["routes"] if (one["task"], one["language"]) == ("generate", "en"))


def choose(data: Path, **values: object) -> None:
    data.mkdir(exist_ok=True)
    (data / "settings.json").write_text(json.dumps(values))


def test_the_machine_and_who_does_each_task_are_told_with_the_reason(tmp_path: Path) -> None:
    result = run(tmp_path / "data")
    machine = measure_machine()
    assert result.data["machine"]["cores"] == machine.cores
    assert result.data["machine"]["instruction_sets"] == list(machine.instruction_sets)
    assert result.data["memory_budget_bytes"] == memory_budget(machine)
    assert {one["task"] for one in result.data["routes"]} == set(EngineTask)
    assert all(one["model"] is None and one["reason"] for one in result.data["routes"])
    assert writing(result)["reason"] == "No model for writing in English is installed, so the built-in rules write."
    assert any("built-in rules write" in line for line in result.lines)
    assert result.data["recommended"]["models"]
    assert checks(result)["models"][1].startswith("0 installed")
    assert not (tmp_path / "data").exists()
    install(tmp_path / "data")
    found = writing(run(tmp_path / "data"))
    assert (found["model"], found["runtime"], found["device"]) == (WRITER, "ctranslate2", "cpu")
    assert found["threads"] >= 1
    assert found["needs_mb"] > 0
    assert found["reason"].startswith("Qwen2.5 0.5B Instruct with CTranslate2 int8 on the processor")


def test_the_settings_about_models_count(tmp_path: Path) -> None:
    install(tmp_path, megabytes=100)
    assert writing(run(tmp_path))["model"] == WRITER
    choose(tmp_path, memory_budget_mb=600)
    result = run(tmp_path)
    assert result.data["memory_budget_bytes"] == 600 << 20
    assert writing(result)["model"] is None
    assert "needs 0.8 GB of memory, and 0.5 GB are for models" in writing(result)["reason"]
    choose(tmp_path, quantization="int4")
    assert "int4 was chosen in Settings, but no installed model" in writing(run(tmp_path))["reason"]
    choose(tmp_path, device="cpu")
    assert "the processor was chosen in Settings" in writing(run(tmp_path))["reason"]


def test_what_was_measured_here_is_told(tmp_path: Path) -> None:
    install(tmp_path)
    speed = Speed(WRITER, Runtime.CTRANSLATE2, "int8", DeviceKind.CPU, 1, 17.5, 0.2, 1 << 30, random_weights=True)
    SpeedBook(tmp_path / "speeds.json", measure_machine()).add([speed])
    found = writing(run(tmp_path))
    assert "measured here: 17.5 tokens a second" in found["reason"]
    assert (found["threads"], found["needs_mb"]) == (1, 1024)


def test_a_damaged_model_is_named_with_what_mends_it(tmp_path: Path) -> None:
    install(tmp_path)
    (damaged,) = (tmp_path / "models").rglob("model.bin")
    damaged.unlink()
    result = run(tmp_path)
    assert checks(result)["models"] == (False, str(result.error))
    assert "model.bin" in str(result.error)
    assert str(result.error).endswith("Remove it and install it again.")
    assert writing(result)["model"] is None


def test_a_damaged_catalogue_is_one_fault_and_hides_nothing_else(tmp_path: Path) -> None:
    class Damaged(Trials):
        def describe_engines(self, data: Path | None) -> EngineReport:
            raise UserFacingError("models.catalogue_unsigned", path="here", name="bge.toml")

    result = doctor(parse(["doctor", "--data", str(tmp_path), "--json"]), Damaged(voice=lambda: "spoke"))
    found = checks(result)
    assert not found["models"][0]
    assert "bge.toml" in found["models"][1]
    assert found["voice"] == (True, "spoke")
    assert "models" in str(result.error)
    assert "routes" not in result.data


def test_of_a_damaged_database_it_says_what_brings_it_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Store.open(data) as store:
        store.write(lambda work: work.people.add(samples.person("Asha")))
        store.backup()
    (data / "shikshasetu.db").write_bytes(b"spoiled" * 2000)
    result = run(data)
    assert result.error is not None
    assert result.error.key == "data.damaged_with_backup"
    said = checks(result)["database"][1]
    assert said.endswith("shikshasetu restore")
    now = datetime.now().astimezone()
    assert f"backup of {now.day:02d} {now:%B %Y}, " in said
