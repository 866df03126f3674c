"""Kills the model worker in mid-request, and times what its queue costs and saves.

python -m tests.benchmarks.bench_model_worker [--kills 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil

from app.domain.jobs import CancelToken, Lane
from app.domain.models import EngineTask
from app.inference.workers import buffer_pool
from app.inference.workers.buffer_pool import BufferPool
from app.inference.workers.model_client import ModelWorkerClient
from app.inference.workers.model_wire import ModelWorkerSettings
from tests.engine_table import ENGINES, route
from tests.model_worker_kills import ask, kill_runs

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as models:
        client = ModelWorkerClient("models", ModelWorkerSettings(ENGINES, models, 1 << 32))
        with closing(client):
            _kills(client, options.kills, options.seed)
            _first_words(client)
            _round_trips(client)
    _shared_memory()


def _kills(client: ModelWorkerClient, count: int, seed: int) -> None:
    before = psutil.Process().memory_info().rss
    started = time.monotonic()
    report = kill_runs(client, count, random.Random(seed))
    grown = (psutil.Process().memory_info().rss - before) / 2**20
    left = [one.pid for one in psutil.Process().children(recursive=True) if one.pid != client.pid]
    segments = len(list(Path("/dev/shm").glob("psm_*"))) if Path("/dev/shm").is_dir() else -1
    print(
        f"{report} in {time.monotonic() - started:.0f} s; other children left {len(left)} (one is the resource tracker)"
    )
    print(f"the client grew by {grown:.1f} MiB; segments of shared memory, one kept for use among them: {segments}")


def _first_words(client: ModelWorkerClient) -> None:
    """Seconds to the first word of a quick answer, alone and while a night's answer is being made."""
    wanted = route(EngineTask.GENERATE)

    def once() -> float:
        started = time.perf_counter()
        pieces = client.generate(wanted, ask("Help.", 3))
        next(pieces)
        seconds = time.perf_counter() - started
        list(pieces)
        return seconds

    once()
    alone = [once() for _ in range(20)]
    cancel = CancelToken()
    night = threading.Thread(target=lambda: _until_cancelled(client, cancel))
    night.start()
    time.sleep(0.5)
    beside = [once() for _ in range(20)]
    cancel.cancel()
    night.join()
    print(f"first word: alone {_ms(alone)}, beside the night {_ms(beside)}, worst {max(beside) * 1e3:.0f} ms")


def _until_cancelled(client: ModelWorkerClient, cancel: CancelToken) -> None:
    try:
        for _ in client.generate(route(EngineTask.GENERATE), ask("A book.", 100_000), lane=Lane.NIGHT, cancel=cancel):
            pass
    except Exception as error:  # noqa: BLE001 - a benchmark says what came
        print(f"the night's answer ended with {type(error).__name__}")


def _round_trips(client: ModelWorkerClient) -> None:
    """Requests a second from one thread and from sixteen, and how many texts went together."""
    wanted = route(EngineTask.TRANSLATE)

    def one(number: int) -> int:
        made = client.translate(wanted, [f"text {number}"], source="en", target="hi")[0]
        return int(made.rsplit(" ", 1)[1])

    seconds_alone, _ = _timed(lambda: [one(number) for number in range(300)])
    with ThreadPoolExecutor(16) as pool:
        seconds_many, sizes = _timed(lambda: list(pool.map(one, range(300))))
    print(
        f"requests a second: one thread {300 / seconds_alone:.0f}, sixteen threads {300 / seconds_many:.0f}"
        f" ({seconds_alone / seconds_many:.1f} times); texts in a batch: mean {statistics.mean(sizes):.1f}"
    )


def _shared_memory() -> None:
    """32 MiB by lent memory, against the bytes themselves in a message (encode, decode)."""
    import msgspec

    data = np.random.default_rng(1).bytes(32 << 20)
    pool = BufferPool()
    with closing(pool):
        lent, inline = [], []
        for _ in range(9):
            lent.append(_timed(lambda: _by_memory(pool, data))[0])
            inline.append(_timed(lambda: msgspec.msgpack.decode(msgspec.msgpack.encode(data), type=bytes))[0])
    print(f"32 MiB: shared memory {_ms(lent)}, encoding and decoding alone (no pipe) {_ms(inline)}")


def _by_memory(pool: BufferPool, data: bytes) -> None:
    name = pool.lend(len(data))
    buffer_pool.fill(name, data)
    pool.take_back(name, len(data))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1e3:.1f} ms"


if __name__ == "__main__":
    main()
