"""Somebody whose computer is short of everything, and who ends programs in every way but the good one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_services
from tests.command_line import PAGE, ROOT, CommandLine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

INTERRUPTED = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            exec("os.kill(os.getpid(), {number})\\nfor _ in range(99): pass")  # as in a dataclass that is being made

sys.meta_path.insert(0, Interrupting())
sys.argv[1:] = ["people", "list", "--json"]
from app.__main__ import main
sys.exit(main())
"""


@pytest.fixture(autouse=True)
def _signals_as_at_a_terminal() -> Iterator[None]:
    """Whoever runs the tests may ignore some, as nohup does, and what they start would, too."""
    before = {number: signal.getsignal(number) for number in ENDINGS}
    for number, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def shell(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def _run(shell: CommandLine, script: str, folder: Path) -> tuple[int, str]:
    """Exit status and what a shell script prints on stderr; `app` in it is the command."""
    full = f'app() {{ "{sys.executable}" -m app "$@"; }}\n{script}'
    done = subprocess.run(
        ["sh", "-c", full], cwd=folder, env=shell.environment(), capture_output=True, text=True, check=False, timeout=90
    )
    return done.returncode, done.stderr


def test_what_a_killed_process_left_on_its_way_is_removed_by_the_next_writer_only(
    shell: CommandLine, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")
    with open_services(shell.data):
        left = shell.data / "staging" / "tmpleft"
        left.mkdir()
        (left / "0000").write_bytes(b"a scanned book")
        (left / "link").symlink_to(kept)
        (shell.data / "staging" / "link").symlink_to(tmp_path)
        assert shell.run("people", "add", "A").status == 1  # somebody is at work here
        assert shell.run("people", "list").status == 0
        assert (left / "0000").exists()
    assert shell.run("people", "add", "A").status == 0
    assert list((shell.data / "staging").iterdir()) == []
    assert kept.exists()


def test_a_terminal_that_is_closed_leaves_nothing_behind(shell: CommandLine) -> None:
    photo = ROOT / "resources" / "sample" / "sample-hi-photo.jpg"
    process = shell.start("library", "add", photo)
    staging = shell.data / "staging"
    until = time.monotonic() + 60
    while not (staging.is_dir() and any(staging.iterdir())) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGHUP)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "Traceback" not in err
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize("number", ENDINGS)
@pytest.mark.parametrize("module", ["app.cli.parser", "app.cli.commands.people", "sqlalchemy"])
def test_a_signal_while_the_program_is_loaded_ends_it_with_the_promised_status(
    shell: CommandLine, tmp_path: Path, module: str, number: signal.Signals
) -> None:
    # as a module: with -c the status is never taken from the signal
    (tmp_path / "interrupted.py").write_text(INTERRUPTED.format(module=module, number=int(number)))
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        cwd=tmp_path, env=shell.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["error"] == "cancelled"
    assert done.stderr.splitlines() == [json.loads(done.stdout)["message"]]


def test_a_program_that_is_to_outlive_its_terminal_does(shell: CommandLine) -> None:
    script = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + INTERRUPTED.format(
        module="sqlalchemy", number=int(signal.SIGHUP)
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=shell.environment(), check=False)
    assert done.returncode == 0


def test_a_current_folder_that_was_removed_is_one_sentence(shell: CommandLine, tmp_path: Path) -> None:
    for command in ("app --data here people list", "app make page.txt --to ."):
        gone = tmp_path / "gone"
        gone.mkdir()
        status, err = _run(shell, f"rmdir ../gone; {command}", gone)
        assert (status, len(err.splitlines())) == (1, 1), err
        assert "is not there any more" in err


def test_a_data_folder_that_no_text_can_name_is_one_sentence(shell: CommandLine, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/q\xff"
    os.mkdir(folder)
    for verb in (["add", "A"], ["list"]):
        done = subprocess.run(
            [sys.executable, "-m", "app", "--data", folder, "people", *verb],
            cwd=ROOT, env=shell.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
        assert "/q? cannot be written to" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="macOS keeps no limit of memory")
@pytest.mark.parametrize("limit", ["-n 20", "-v 900000"])
def test_a_computer_without_room_is_one_sentence(shell: CommandLine, tmp_path: Path, limit: str) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    status, err = _run(shell, f"ulimit {limit}; app make page.txt --no-audio", tmp_path)
    said = [line for line in err.splitlines() if not line.endswith("...")]
    assert (status, len(said)) in {(1, 1), (0, 0)}, err
    if limit == "-n 20":
        assert "too many open files" in err


@pytest.mark.skipif(sys.platform != "linux", reason="macOS keeps no limit of memory")
@pytest.mark.parametrize("limit", [150_000, 300_000])
def test_a_worker_that_has_no_room_for_its_libraries_is_one_sentence(
    shell: CommandLine, tmp_path: Path, limit: int
) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    status, err = _run(shell, f"ulimit -v {limit}; app library add page.txt", tmp_path)
    said = [line for line in err.splitlines() if not line.endswith("...")]
    assert (status, len(said)) == (1, 1), err
    assert "bug" not in err


@pytest.mark.parametrize("started", ["-m", "script"])
def test_an_interrupt_before_the_first_line_is_no_traceback(shell: CommandLine, tmp_path: Path, started: str) -> None:
    script = INTERRUPTED.format(module="multiprocessing", number=int(signal.SIGINT))
    if started == "-m":
        script = script.replace("from app.__main__ import main\nsys.exit(main())", "")
        script += 'import runpy\nrunpy.run_module("app", run_name="__main__", alter_sys=True)'
    (tmp_path / "shikshasetu").write_text(script)
    done = subprocess.run(
        [sys.executable, tmp_path / "shikshasetu"],
        cwd=tmp_path, env=shell.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_closes_the_window_as_its_own_button_does(shell: CommandLine, number: signal.Signals) -> None:
    process = shell.start()
    database = shell.data / "shikshasetu.db"
    until = time.monotonic() + 60
    while not database.exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert list((shell.data / "backups").glob("*.db"))  # as of every day that is closed in good order
