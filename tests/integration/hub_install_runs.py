"""Kills an install from the hub at random moments and counts what came twice: for the test and the benchmark."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from app.config.paths import resources
from app.domain.models import Machine
from app.inference.install.conversion import ProcessConverter
from app.inference.install.service import ModelService
from tests.hub_server import HubServer, Served
from tests.unit.inference.install.test_service import voice

_WINDOW = 1 << 20
"""Bytes on their way at most, as in a network."""
_NAME = "model.safetensors"


@dataclass
class InstallKills:
    """What came of the kills: per kill the bytes that were sent again, and sentences about broken promises."""

    again: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def install(data: str) -> None:
    """What the process does that is killed."""
    machine = Machine("Linux", "x86_64", 2, 16 << 30, ("avx2",), ())
    catalogs = (resources() / "models", Path(data) / "catalogue")
    models = ModelService(Path(data) / "models", catalogs, ProcessConverter(1 << 30), machine=lambda: machine)
    models.fetch(models.ask_server("mms-tts-hin"))


def kill_installs(folder: Path, kills: int, *, megabytes: int, by_command: bool = False, seed: int = 1) -> InstallKills:
    """Install a voice, killed again and again, each time after more MiB of progress than a kill may cost.

    Args:
        folder: Empty folder to work in.
        kills: How many.
        megabytes: Of the voice.
        by_command: Whether whole commands are killed; else a process that only installs.
        seed: Of the moments.
    """
    moments, report = random.Random(seed), InstallKills()
    source = voice(folder / "voice", megabytes=megabytes)
    with HubServer() as hub, mock.patch.dict(os.environ, {"HF_ENDPOINT": hub.base, "HF_TOKEN": "hf_any"}):
        for one in source.iterdir():
            hub.put("facebook/mms-tts-hin", one.name, one.read_bytes())
        run = 0
        while len(report.again) < kills:
            data = folder / f"data-{run}"
            bodies: list[Served] = []
            while len(report.again) < kills:
                killed = _killed(hub, data, by_command, moments.randrange(9 << 20, 12 << 20))
                bodies += [one for one in hub.bodies() if _NAME in one.path]
                hub.requests.clear()
                if not killed:
                    break
                report.again += [max(0, a.start + a.sent - b.start) for a, b in itertools.pairwise(bodies)]
                bodies = bodies[-1:]
            _end(hub, data, by_command, report, bodies)
            run += 1
    return report


def _end(hub: HubServer, data: Path, by_command: bool, report: InstallKills, bodies: list[Served]) -> None:
    """The next install ends it, and everything is as the hub has it."""
    process = _start(data, by_command)
    if _wait(process) != 0:
        report.broken.append("the install after the kills failed")
    bodies = bodies + [one for one in hub.bodies() if _NAME in one.path]
    report.again += [max(0, a.start + a.sent - b.start) for a, b in itertools.pairwise(bodies)]
    hub.requests.clear()
    for installed in (data / "models").iterdir():
        found = hub.file("facebook/mms-tts-hin", _NAME)
        if installed.name.startswith(".") or found is None or (installed / _NAME).read_bytes() != found[0]:
            report.broken.append(f"{installed.name} is not what the hub has")


def _killed(hub: HubServer, data: Path, by_command: bool, moment: int) -> bool:
    """Kill one run after so many bytes; False if it ended before."""
    reached, over = threading.Event(), threading.Event()
    whole = data / "models" / ".installing-mms-tts-hin--transformers-float32" / "source" / _NAME
    part = whole.with_name(f"{_NAME}.part")

    def watch(served: Served) -> None:
        if served.sent >= moment and _NAME in served.path:
            reached.set()
        while _NAME in served.path and served.start + served.sent - _size(part) > _WINDOW and not whole.exists():
            if over.wait(0.001):
                break

    hub.watch = watch
    process = _start(data, by_command)
    try:
        while _is_alive(process) and not reached.wait(0.005):
            pass
    finally:
        process.kill()
        over.set()
        status = _wait(process)
        hub.watch = None
    return status != 0


def _start(data: Path, by_command: bool) -> Any:
    if by_command:
        words = ("models", "install", "mms-tts-hin", "--accept-licence", "--data", str(data))
        return subprocess.Popen(
            [sys.executable, "-m", "app", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    process = _processes().Process(target=_as_child, args=(str(data), os.environ["HF_ENDPOINT"]))  # type: ignore[attr-defined]
    process.start()
    return process


def _as_child(data: str, endpoint: str) -> None:
    os.environ.update(HF_ENDPOINT=endpoint, HF_TOKEN="hf_any")
    install(data)


def _processes() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _is_alive(process: Any) -> bool:
    alive: Callable[[], bool] | None = getattr(process, "is_alive", None)
    return alive() if alive is not None else process.poll() is None


def _wait(process: Any) -> int:
    if isinstance(process, subprocess.Popen):
        return process.wait(120)
    process.join(120)
    return int(process.exitcode if process.exitcode is not None else -1)


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0
