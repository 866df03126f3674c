"""Folders and files that may not be read or written: one sentence, exit status 1, and everything as it was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_services
from app.domain.lessons import LessonOptions
from app.domain.messages import MESSAGES
from tests.as_nobody import NOBODY, READING
from tests.command_line import PAGE, ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture(scope="module")
def open_to_all() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are for their owner alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def master(open_to_all: Path) -> Path:
    """A data folder with a document and an approved lesson."""
    folder = open_to_all / "master"
    with open_services(folder) as services:
        person = services.people.add("Asha", "en", ())
        lesson = services.lessons.make(services.library.add_text(PAGE).id, LessonOptions(with_audio=False))
        services.review.approve(lesson.id, person)
    return folder


@pytest.fixture
def data(open_to_all: Path, master: Path) -> Iterator[Path]:
    """A copy that belongs to the one who runs the commands."""
    folder = open_to_all / "data"
    shutil.copytree(master, folder)
    for path in (folder, *folder.rglob("*")):
        _give(path)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(folder)


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def _run(*commands: list[str], home: str = "/nonexistent") -> list[tuple[int, str]]:
    """Exit status and error key of each command; every fault is one line on stderr that says the same."""
    words = [[*one, "--json"] for one in commands]
    done = subprocess.run(
        [sys.executable, "-m", "tests.as_nobody", home],
        cwd=ROOT, input=json.dumps(words), capture_output=True, text=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    found = []
    for one in json.loads(done.stdout):
        document = json.loads(one["out"])
        key = document.get("error", "")
        if key:
            assert key in MESSAGES, document
            assert one["err"].strip() == document["message"]
        else:
            assert one["err"] == ""
        found.append((one["status"], key))
    return found


def _with(folder: Path, *commands: list[str]) -> list[list[str]]:
    return [[*one, "--data", str(folder)] for one in commands]


PEOPLE_ADD = ["people", "add", "Ravi"]


def test_a_folder_that_may_be_read_only_is_read_and_not_written(data: Path) -> None:
    data.chmod(0o555)
    statuses = _run(*_with(data, *READING, PEOPLE_ADD, ["backup"], ["restore"]))
    assert statuses[: len(READING)] == [(0, "")] * len(READING)
    assert statuses[len(READING) :] == [(1, "data.not_writable")] * 3


def test_a_folder_that_may_not_be_entered_is_named(data: Path) -> None:
    data.chmod(0)
    for status, key in _run(*_with(data, *READING, PEOPLE_ADD, ["backup"], ["restore"])):
        assert status == 1
        assert key in ("data.not_readable", "data.not_writable")


@pytest.mark.parametrize("mode", [0, 0o444])
def test_a_database_that_may_not_be_written_is_left_alone(data: Path, mode: int) -> None:
    before = (data / "shikshasetu.db").read_bytes()
    (data / "shikshasetu.db").chmod(mode)
    found = _run(*_with(data, ["lesson", "list"], PEOPLE_ADD))
    expected = [(1, "data.not_readable")] * 2 if mode == 0 else [(0, ""), (1, "data.not_writable")]
    (data / "shikshasetu.db").chmod(0o644)
    assert found == expected
    assert (data / "shikshasetu.db").read_bytes() == before


def test_where_no_home_can_be_made_writing_says_so_and_reading_finds_nothing() -> None:
    assert _run(PEOPLE_ADD, ["backup"], ["library", "list"]) == [(1, "data.not_writable")] * 2 + [(0, "")]
    assert not Path("/nonexistent").exists()


def test_a_stick_and_a_page_without_permission_are_named(data: Path, open_to_all: Path) -> None:
    stick, page = open_to_all / "stick", open_to_all / "page.txt"
    stick.mkdir(mode=0o555)
    page.write_text(PAGE)
    page.chmod(0)
    with open_services(data) as services:
        lesson = services.lessons.summaries()[0].id
    for path in (data, *data.rglob("*")):
        _give(path)
    found = _run(*_with(data, ["pack", "save", lesson, "--to", str(stick)], ["library", "add", str(page)]))
    assert found == [(1, "pack.drive_read_only"), (1, "import.no_permission")]
    assert list(stick.iterdir()) == []
    stick.chmod(0o755)
