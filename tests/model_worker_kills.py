"""Kills the model worker in the middle of requests and looks at what the callers got."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from app.domain.errors import UserFacingError
from app.domain.models import EngineTask
from app.inference.protocols import GenerateRequest, Message
from app.inference.workers.model_client import ModelWorkerClient
from tests import engine_table
from tests.engine_table import route

TEXTS = [f"passage {number}" for number in range(100)]
_CLEAR = frozenset({"engine.stream_broken", "worker.stopped"})


@dataclass(slots=True)
class KillReport:
    """How many kills, right answers (some from a second try), clear errors, wrong outcomes, processes left."""

    kills: int = 0
    answered: int = 0
    told: int = 0
    wrong: int = 0
    orphans: int = 0


def ask(text: str, tokens: int) -> GenerateRequest:
    return GenerateRequest((Message("user", text),), max_tokens=tokens)


def gone(pid: int, seconds: float = 5) -> bool:
    """Whether a process ends within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.02)
                continue
        return True
    return False


def kill_runs(worker: ModelWorkerClient, count: int, draw: random.Random) -> KillReport:
    """Kill the worker `count` times while a translation, vectors or a story are being made."""
    report = KillReport()
    for run in range(count):
        worker.start()
        victim = worker.pid
        assert victim is not None
        kind = draw.choice((EngineTask.TRANSLATE, EngineTask.EMBED, EngineTask.GENERATE))
        # the work takes longer than this: it dies while it starts, loads, computes, sends or borrows memory
        killer = threading.Timer(draw.random() * 0.4, os.kill, (victim, signal.SIGKILL))
        killer.start()
        try:
            right = _work(worker, kind, run)
            report.answered += right
            report.wrong += not right
        except UserFacingError as error:
            report.told += error.key in _CLEAR
            report.wrong += error.key not in _CLEAR
        killer.join()
        report.kills += 1
        report.orphans += not gone(victim)
        while worker.pid == victim:  # its leader is a zombie, its last thread is still ending
            time.sleep(0.01)
    return report


def _work(worker: ModelWorkerClient, kind: EngineTask, run: int) -> bool:
    """Whether the answer is right; it takes longer than the worker lives."""
    wanted = route(kind, f"{kind}-{run}")  # each a new engine, or the breaker would let it rest
    if kind is EngineTask.TRANSLATE:
        texts = ["wait 0.15"] * 3
        made = worker.translate(wanted, texts, source="en", target="hi")
        return [one.rsplit(" ", 1)[0] for one in made] == [f"hi {one[::-1]}" for one in texts]
    if kind is EngineTask.EMBED:
        dense = worker.embed(wanted, [*TEXTS, "wait 0.4"]).dense
        return np.array_equal(dense[:-1], engine_table.Reader(Path()).embed(TEXTS).dense)
    story = ask("A story.", 45)
    said = "".join(one.text for one in worker.generate(wanted, story))
    return said == "".join(one.text for one in engine_table.Writer(Path(), 0).generate(story))
