"""A script or a scheduler that starts us with its streams closed: the work is done, and no byte of talk gets astray."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import PAGE, ROOT, CommandLine, Outcome


@pytest.fixture
def shell(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "water.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(shell: CommandLine, closed: str, *arguments: str | Path) -> Outcome:
    """Run a command with the streams closed that the shell's words name."""
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "app", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=shell.environment(), capture_output=True, text=True, check=False, timeout=180
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_a_page_is_read_whatever_is_closed(shell: CommandLine, page: Path, closed: str) -> None:
    added = run(shell, closed, "library", "add", page, "--json")
    assert (added.status, "Traceback" in added.err) == (0, False)
    assert added.out == "" if ">&- 2" in closed else len(json.loads(added.out)["documents"]) == 1
    assert len(shell.json("library", "list")["documents"]) == 1
    refused = run(shell, closed, "lesson", "show", "nonsense", "--json")
    assert refused.status == 1
    assert refused.out == "" if ">&- 2" in closed else json.loads(refused.out)["error"] == "lesson.not_found"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_a_message_that_nobody_hears_does_not_land_elsewhere(shell: CommandLine, page: Path) -> None:
    refused = run(shell, "2>&-", "make", page, "--level", "hard")
    assert (refused.status, refused.out) == (2, "")
    refused = run(shell, "2>&-", "make", page.with_name("none.txt"))
    assert (refused.status, refused.out) == (1, "")
