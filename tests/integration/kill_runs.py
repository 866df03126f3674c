"""Kills ``make`` at random moments and looks at what is left: shared by the test (20 kills) and the benchmark (200)."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.command_line import PAGE, CommandLine

MAKE = ("--no-audio", "--formats", "html", "--reviewer", "Asha", "--approve-green", "--json")
ARTICLE = PAGE.replace("Water Around Us", "Rivers")


@dataclass
class KillReport:
    """When each kill came as a fraction of the measured run, and every promise that was broken."""

    seconds: float
    moments: list[float] = field(default_factory=list)
    before_end: int = 0
    broken: list[str] = field(default_factory=list)
    recomputed: list[int] = field(default_factory=list)

    def histogram(self) -> str:
        """Kills per tenth of the run."""
        counts = [0] * 10
        for moment in self.moments:
            counts[min(9, int(moment * 10))] += 1
        return " ".join(f"{count:3}" for count in counts)


def kill_many(folder: Path, count: int, *, seed: int, victim: str = "all") -> KillReport:
    """Prepare a data folder with one approved lesson, then kill and rerun `count` times on copies of it.

    Args:
        folder: Empty folder to work in.
        count: How many kills.
        seed: Of the moments.
        victim: "main" kills the command only, "worker" a worker process only, "all" takes turns.
    """
    base = CommandLine(folder / "base")
    known, page = folder / "known.txt", folder / "page.txt"
    known.write_text(PAGE, encoding="utf-8")
    page.write_text(ARTICLE, encoding="utf-8")
    kept = base.json("make", known, "--no-audio", "--reviewer", "Asha", "--approve-green")["lessons"][0]
    report = KillReport(_measure(base, page, folder))
    moments = random.Random(seed)
    for number in range(count):
        shell = _copy(base, folder / f"run-{number}")
        moment = moments.uniform(0, 0.95)
        report.moments.append(moment)
        who = victim if victim != "all" else ("main", "worker")[number % 2]
        report.before_end += _kill_once(shell, page, folder / f"stick-{number}", moment * report.seconds, who)
        _judge(shell, page, folder / f"stick-{number}", kept, report, number)
        shutil.rmtree(shell.data)
        shutil.rmtree(folder / f"stick-{number}", ignore_errors=True)
    return report


def _measure(base: CommandLine, page: Path, folder: Path) -> float:
    """Median of three undisturbed runs."""
    times = []
    for number in range(3):
        shell = _copy(base, folder / f"measure-{number}")
        stick = folder / f"measure-stick-{number}"
        stick.mkdir()
        start = time.monotonic()
        shell.json("make", page, *MAKE[:-1], "--to", stick)
        times.append(time.monotonic() - start)
        shutil.rmtree(shell.data)
    return sorted(times)[1]


def _copy(base: CommandLine, target: Path) -> CommandLine:
    shutil.copytree(base.data, target)
    return CommandLine(target)


def _kill_once(shell: CommandLine, page: Path, stick: Path, after: float, who: str) -> bool:
    """Start, wait, kill; whether the run was still going on."""
    stick.mkdir()
    process = shell.start("make", page, *MAKE, "--to", stick)
    time.sleep(after)
    running = process.poll() is None
    if who == "main":
        process.kill()
    else:
        workers = [one for one in _processes_of(shell) if one.pid != process.pid and "spawn_main" in _command(one)]
        for one in workers:
            with contextlib.suppress(psutil.NoSuchProcess):
                os.kill(one.pid, signal.SIGKILL)
    process.communicate(timeout=120)
    return running


def _judge(shell: CommandLine, page: Path, stick: Path, kept: dict[str, object], report: KillReport, n: int) -> None:
    """Check every promise after a kill."""
    if not _all_gone(shell):
        report.broken.append(f"{n}: a process was left behind")
    shown = shell.run("lesson", "show", str(kept["id"]), "--json")
    if shown.status != 0 or shown.data["state"] != "approved" or not shown.data["decisions"]:
        report.broken.append(f"{n}: the approved lesson was lost: {shown.err}")
    again = shell.run("make", page, *MAKE, "--to", stick)
    if again.status != 0:
        report.broken.append(f"{n}: the rerun did not complete: {again.status} {again.err}")
        return
    if shell.run("pack", "verify", stick).status != 0:
        report.broken.append(f"{n}: the pack is not whole")
    lessons = shell.run("lesson", "list", "--json").data["lessons"]
    if len(lessons) != 2:
        report.broken.append(f"{n}: {len(lessons)} lessons instead of 2")


def _processes_of(shell: CommandLine) -> list[psutil.Process]:
    found = []
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if one.environ().get("SHIKSHASETU_DATA") == str(shell.data) and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
    return found


def _command(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def _all_gone(shell: CommandLine) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if not _processes_of(shell):
            return True
        time.sleep(0.1)
    return False
