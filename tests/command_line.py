"""Runs the real command in a process of its own, as a person or a script would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

PAGE = """\
Water Around Us

Water is the most common liquid on the Earth. About 71 % of the surface of the Earth is covered with water, but only
3 % of this water is fresh. We cannot drink the water of the sea.

The heat of the Sun changes water into vapour. This process is called evaporation. Water boils at 100 °C at the level
of the sea, and it becomes ice at 0 °C. A family of 5 people uses about 675 litres of water in a day.

Do not drink water from a pond without boiling it.
"""
"""A page of our own writing with numbers, units and negations; the rules make an all-green lesson of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


class CommandLine:
    """Commands on one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def environment(self) -> dict[str, str]:
        """Environment of the process; the data folder in it marks every process that belongs to a run."""
        return {**os.environ, "SHIKSHASETU_DATA": str(self.data), "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}

    def start(self, *arguments: str | Path, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start a command and do not wait for it; `stderr` as for `subprocess.Popen`."""
        return subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str | Path, seconds: float = 180) -> Outcome:
        """Run a command to its end; one that hangs fails with the stacks of its threads."""
        process = self.start(*arguments)
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)
            _, err = process.communicate()
            raise AssertionError(f"{arguments} hung:\n{err}") from None
        return Outcome(process.returncode, out, err)

    def json(self, *arguments: str | Path, status: int = 0) -> Any:
        """Run a command with --json, expect this exit status, give back its document."""
        outcome = self.run(*arguments, "--json")
        assert outcome.status == status, f"{outcome.status}: {outcome.err}\n{outcome.out[:2000]}"
        return outcome.data
