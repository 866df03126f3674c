"""Nothing acknowledged is lost: kill -9, a full disk, a limit on file size, two processes."""

from __future__ import annotations

import contextlib
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import UserFacingError
from app.domain.lessons import LessonSummary
from app.store.store import Store
from tests.integration import store_writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.store.unit_of_work import UnitOfWork

ROOT = Path(__file__).parents[2]
KILLS = 20
MEBI = 1 << 20


def check_everything(folder: Path, acknowledged: int) -> int:
    """Open the folder and compare it with what was promised; returns how many lessons there are."""
    with Store.open(folder) as store:
        assert store.recovery is None, "a kill never damages the file"
        found = store.read(_everything)
        assert {one.title for one in found} >= {f"Lesson {number}" for number in range(1, acknowledged + 1)}
        for summary in found:
            _check_one(store, summary)
    return len(found)


def _everything(work: UnitOfWork) -> tuple[LessonSummary, ...]:
    return work.lessons.summaries()


def _check_one(store: Store, summary: LessonSummary) -> None:
    number = summary.title.removeprefix("Lesson ")
    lesson = store.read(lambda work: work.lessons.get(summary.id))
    assert lesson is not None
    assert store.read(lambda work: work.lessons.approved(summary.id)) == lesson.current
    document = store.read(lambda work: work.documents.get(lesson.document_id))
    (page,) = document.pages
    assert document.title == f"Document {number}"
    assert page.text is not None
    assert page.text.text.startswith(f"Page {number}.")
    assert page.picture is not None
    assert store.media.read(page.picture) == f"picture {number}".encode() * 500


def run_and_kill(folder: Path, after: float) -> int:
    """Let the writer write and kill it so many seconds after its first acknowledgement; returns the last one."""
    command = [sys.executable, "-m", "tests.integration.store_writer", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(after)
        writer.kill()
        lines += writer.stdout.readlines()
    whole = [line for line in lines if line.endswith("\n")]
    return int(whole[-1])


def test_kill_9_at_any_moment_loses_nothing_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(20)
    kill_again_and_again(tmp_path, [chance.uniform(0, 0.12) for _ in range(KILLS)])


def kill_again_and_again(folder: Path, moments: list[float]) -> int:
    """Kill one writer after the other; returns how many lessons were acknowledged and are there."""
    total = 0
    for run, moment in enumerate(moments):
        acknowledged = run_and_kill(folder, moment)
        assert acknowledged > total, "the rerun went on"
        every = run % 5 == 4 or run == len(moments) - 1
        total = check_everything(folder, acknowledged) if every else count_lessons(folder)
        assert total - acknowledged in {0, 1}, "at most the lesson whose acknowledgement was cut off"
    return total


def count_lessons(folder: Path) -> int:
    """How many lessons there are, looking at nothing else."""
    with Store.open(folder, read_only=True) as store:
        return len(store.read(_everything))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB."""
    target = tmp_path / "small"
    target.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(target)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs to mount a file system")
    try:
        yield target
    finally:
        subprocess.run(["umount", "-l", str(target)], check=True)


def write_until_told(folder: Path) -> tuple[int, str]:
    """Write until the store says that something is wrong; returns the last acknowledged number and what it said."""
    number = 0
    try:
        with contextlib.closing(Store.open(folder)) as store:
            number = len(store.read(_everything))
            while number < 2000:
                store_writer.one_round(store, number + 1)
                number += 1
    except UserFacingError as error:
        return number, error.key
    pytest.fail("the disk never became full")


@pytest.mark.parametrize("level", range(20))
def test_a_disk_that_becomes_full_at_any_level_keeps_what_was_saved(small_disk: Path, level: int) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * (100_000 + level * 185_000))
    acknowledged, told = write_until_told(small_disk / "data")
    assert told == "data.disk_full"
    ballast.unlink()
    (small_disk / "data").mkdir(exist_ok=True)
    assert check_everything(small_disk / "data", acknowledged) in {acknowledged, acknowledged + 1}


def test_a_file_that_may_not_grow_is_told_and_costs_nothing(tmp_path: Path) -> None:
    """The same without root: the operating system refuses writes past a size."""
    Store.open(tmp_path).close()
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.integration.test_store_survives import write_until_told\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({MEBI}, {MEBI}))\n"
        "print(*write_until_told(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    acknowledged, told = done.stdout.split()
    assert told == "data.io"
    assert int(acknowledged) > 5
    assert check_everything(tmp_path, int(acknowledged)) == int(acknowledged)


def test_two_processes_on_one_folder_and_only_one_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.store_writer", str(tmp_path)]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdout=pipe, text=True, cwd=ROOT) as first,
        subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as second,
    ):
        limit = time.monotonic() + 60
        while first.poll() is None and second.poll() is None and time.monotonic() < limit:
            time.sleep(0.05)
        assert [first.poll(), second.poll()].count(None) == 1
        loser, winner = (first, second) if first.poll() is not None else (second, first)
        assert loser.returncode == 1
        assert winner.stdout is not None
        lines = [winner.stdout.readline()]
        winner.kill()
        lines += winner.stdout.readlines()
    acknowledged = int([line for line in lines if line.endswith("\n")][-1])
    check_everything(tmp_path, acknowledged)
