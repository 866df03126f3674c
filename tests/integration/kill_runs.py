"""Kills ``make`` at random moments and looks at what is left: shared by the test (20 kills) and the benchmark (200)."""

from __future__ import annotations

import contextlib
import os
import pty
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.command_line import PAGE, CommandLine

MAKE = ("--no-audio", "--formats", "html", "--reviewer", "Asha", "--approve-green", "--json")
ARTICLE = "Rivers\n\n" + "".join(
    f"River {n} is {n} km long, and it is not deep. About {n % 90 + 5} villages drink its water.\n\n"
    for n in range(100, 112)
)
"""Shares no passage with the page that is known, so that every one has to be computed."""
_SIMPLIFYING = re.compile(r"Simplifying (\d+) of (\d+)")
_ATTEMPTS = 3  # a kill that comes after the end is none
_LATER = re.compile(r"Writing questions|Checking|Saving")


@dataclass
class KillReport:
    """When each kill came as a fraction of the measured run, and every promise that was broken.

    Attributes:
        seconds: Of an undisturbed run.
        passages: That an undisturbed run computes.
        moments: Of the kills, as fractions of `seconds`.
        before_end: Kills that hit a process which was still at work.
        broken: Sentences about broken promises.
        recomputed: Per kill, how many passages were computed more often than in an undisturbed run.
    """

    seconds: float
    passages: int
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
    report = KillReport(*_measure(base, page, folder), moments=_moments(count, seed))
    for number, moment in enumerate(report.moments):
        who = victim if victim != "all" else ("main", "worker")[number % 2]
        for attempt in range(_ATTEMPTS):
            shell, stick = _copy(base, folder / f"run-{number}-{attempt}"), folder / f"stick-{number}-{attempt}"
            hit, begun = _kill_once(shell, page, stick, _after(moment * report.seconds), who)
            if hit or attempt == _ATTEMPTS - 1:
                break
            report.seconds *= moment  # it was over by then: the computer has less to do than when it was measured
            shutil.rmtree(shell.data)
            shutil.rmtree(stick, ignore_errors=True)
        report.before_end += hit
        broken, recomputed = _judge(shell, _Rerun(page, stick, str(kept["id"]), report.passages, begun))
        report.broken += [f"{number}: {sentence}" for sentence in broken]
        report.recomputed += recomputed
        shutil.rmtree(shell.data)
        shutil.rmtree(stick, ignore_errors=True)
    return report


def _moments(count: int, seed: int) -> list[float]:
    """Fractions of the run, uniform, one in each `count`-th part of it, in random order."""
    chance = random.Random(seed)
    moments = [(part + chance.random()) / count for part in range(count)]
    chance.shuffle(moments)
    return moments


def _measure(base: CommandLine, page: Path, folder: Path) -> tuple[float, int]:
    """Seconds of the fastest of three undisturbed runs, and the passages each computed.

    The fastest, because a kill that comes too late is none.
    """
    times, passages = [], set()
    for number in range(3):
        shell = _copy(base, folder / f"measure-{number}")
        stick = folder / f"measure-stick-{number}"
        stick.mkdir()
        start = time.monotonic()
        passages.add(_computed(shell.json("make", page, *MAKE[:-1], "--to", stick)))
        times.append(time.monotonic() - start)
        shutil.rmtree(shell.data)
    return min(times), passages.pop()


def _computed(made: Any) -> int:
    """Passages that a run computed and did not find in the cache."""
    return int(made["steps"].get("simplify", {"computed": 0})["computed"])


def _copy(base: CommandLine, target: Path) -> CommandLine:
    shutil.copytree(base.data, target)
    return CommandLine(target)


def kill_in_passages(folder: Path, passages: Sequence[int]) -> KillReport:
    """Kill the command when it says that it begins these passages: moments that chance seldom finds.

    Args:
        folder: Empty folder to work in.
        passages: From 1, one kill for each.
    """
    base = CommandLine(folder / "base")
    page = folder / "page.txt"
    page.write_text(ARTICLE, encoding="utf-8")
    base.json("people", "add", "Asha")
    report = KillReport(*_measure(base, page, folder))
    for passage in passages:
        shell, stick = _copy(base, folder / f"run-{passage}"), folder / f"stick-{passage}"

        def begins(said: list[bytes], end: float = time.monotonic() + 60, passage: int = passage) -> None:
            while _begun(said) not in (None, *range(passage, 99)) and time.monotonic() < end:
                time.sleep(0.001)

        hit, begun = _kill_once(shell, page, stick, begins, "main")
        report.before_end += hit and begun is not None
        again = shell.json("make", page, *MAKE[:-1], "--to", stick)
        report.recomputed.append((report.passages if begun is None else begun) + _computed(again) - report.passages)
    return report


def _begun(said: list[bytes]) -> int | None:
    """Passages that a run says it has begun; None for all of them."""
    text = b"".join(said).decode("utf-8", "replace")
    begun = [int(number) - 1 for number, _ in _SIMPLIFYING.findall(text)]  # the first is the heading
    return None if _LATER.search(text) else max(begun, default=0)


def _kill_once(
    shell: CommandLine, page: Path, stick: Path, wait: Callable[[list[bytes]], None], who: str
) -> tuple[bool, int | None]:
    """Start, wait - for what the run says, or for a while - and kill.

    Returns:
        Whether a process was hit that was still at work, and how many passages were begun; None for all of them.
    """
    stick.mkdir()
    terminal, theirs = pty.openpty()  # on a terminal the command says where it is at every passage
    process = shell.start("make", page, *MAKE, "--to", stick, stderr=theirs)
    os.close(theirs)
    said: list[bytes] = []
    reader = threading.Thread(target=_read, args=(terminal, said))
    reader.start()
    wait(said)
    hit = process.poll() is None
    if who == "main":
        process.kill()
    else:
        workers = _workers(shell, process.pid)
        while not workers and process.poll() is None:  # the command has not begun to use one, or just ended one
            time.sleep(0.005)
            workers = _workers(shell, process.pid)
        hit = process.poll() is None and bool(workers)
        for one in workers:
            with contextlib.suppress(psutil.NoSuchProcess):
                os.kill(one.pid, signal.SIGKILL)
    try:
        process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        reader.join()
        os.close(terminal)
    return hit, _begun(said)


def _workers(shell: CommandLine, command: int) -> list[psutil.Process]:
    return [one for one in _processes_of(shell) if one.pid != command and "spawn_main" in _command(one)]


def _after(seconds: float) -> Callable[[list[bytes]], None]:
    return lambda _: time.sleep(seconds)


def _read(terminal: int, said: list[bytes]) -> None:
    """Until nobody holds the other end of the terminal."""
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 4096):
            said.append(piece)


@dataclass(frozen=True, slots=True)
class _Rerun:
    """What a killed run left, and what a whole one computes.

    Attributes:
        page: The source.
        stick: Where its pack goes.
        kept: Id of the lesson that was approved before.
        passages: That an undisturbed run computes.
        begun: Passages begun before the kill, the last perhaps not finished; None for all of them.
    """

    page: Path
    stick: Path
    kept: str
    passages: int
    begun: int | None


def _judge(shell: CommandLine, rerun: _Rerun) -> tuple[list[str], list[int]]:
    """Look at what is left and run again: broken promises, and how many passages were computed twice."""
    broken = []
    if not _all_gone(shell):
        broken.append("a process was left behind")
    shown = shell.run("lesson", "show", rerun.kept, "--json")
    if shown.status != 0 or shown.data["state"] != "approved" or not shown.data["decisions"]:
        broken.append(f"the approved lesson was lost: {shown.err}")
    again = shell.run("make", rerun.page, *MAKE, "--to", rerun.stick)
    if again.status != 0:
        return [*broken, f"the rerun did not complete: {again.status} {again.err}"], []
    before = rerun.passages if rerun.begun is None else rerun.begun
    twice = before + _computed(again.data) - rerun.passages
    if twice > 1:
        broken.append(f"{twice} passages were computed twice")
    verified = shell.run("pack", "verify", rerun.stick)
    if verified.status != 0:
        broken.append(f"the pack is not whole: {verified.err}")
    listed = shell.run("lesson", "list", "--json")
    if listed.status != 0 or len(listed.data["lessons"]) != 2:
        broken.append(f"not two lessons: {listed.out} {listed.err}")
    return broken, [twice]


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
