"""The doctor names what is broken in plain words, tries everything else all the same, and changes nothing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.cli.commands.doctor import doctor
from app.cli.parser import parse
from app.cli.run import Result
from app.domain.languages import LANGUAGES

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
    assert made is not None
    works, said = checks(run(tmp_path))["backup"]
    assert works
    assert f"{made.made.astimezone():%Y-%m-%d}" in said
    assert "1 kept" in said
