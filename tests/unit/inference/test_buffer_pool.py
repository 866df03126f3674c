"""Large arrays cross processes in segments that are used again and never left behind."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.inference.workers import buffer_pool
from app.inference.workers.buffer_pool import BufferPool

ROOT = str(Path(__file__).parents[3])
MIB = 1 << 20


@pytest.fixture
def pool() -> Iterator[BufferPool]:
    pool = BufferPool(keep=4 * MIB)
    yield pool
    pool.close()


def exists(name: str) -> bool:
    return (Path("/dev/shm") / name).exists()


def test_what_was_filled_comes_back(pool: BufferPool) -> None:
    data = os.urandom(3 * MIB + 7)
    name = pool.lend(len(data))
    buffer_pool.fill(name, data)
    assert pool.take_back(name, len(data)) == data


def test_a_segment_serves_again(pool: BufferPool) -> None:
    first = pool.lend(2 * MIB)
    pool.take_back(first)
    assert pool.lend(MIB) == first
    assert pool.lend(MIB) != first, "it is lent now"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 3 * MIB), st.booleans()), max_size=12))
def test_lent_segments_differ_and_free_ones_stay_within_bounds(steps: list[tuple[int, bool]]) -> None:
    pool = BufferPool(keep=4 * MIB)
    lent: list[str] = []
    for size, back in steps:
        lent.append(pool.lend(size))
        if back:
            pool.take_back(lent.pop(0))
        assert len(set(lent)) == len(lent)
        assert sum(one.size for one in pool._free) <= 4 * MIB
    names = [*lent, *(one.name for one in pool._free)]
    pool.close()
    for name in names:
        with pytest.raises(FileNotFoundError):
            SharedMemory(name)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the files of segments")
def test_a_killed_owner_leaves_no_segment() -> None:
    code = """
        import time
        from app.inference.workers.buffer_pool import BufferPool
        print(BufferPool().lend(2_000_000), flush=True)
        time.sleep(60)
    """
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    assert owner.stdout is not None
    with owner.stdout as lines:
        name = lines.readline().decode().strip()
    assert exists(name)
    owner.kill()
    owner.wait()
    end = time.monotonic() + 10
    while exists(name) and time.monotonic() < end:
        time.sleep(0.05)
    assert not exists(name)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at what the tracker prints")
def test_the_resource_tracker_has_nothing_to_say() -> None:
    """Lent to a child that fills and ends, to one that is killed, and closed: silence."""
    code = """
        import multiprocessing, os, signal
        from app.inference.workers import buffer_pool
        def fill(name, die):
            buffer_pool.fill(name, b"x" * 1000)
            if die:
                os.kill(os.getpid(), signal.SIGKILL)
        if __name__ == "__main__":
            pool = buffer_pool.BufferPool()
            for die in (False, True):
                name = pool.lend(1000)
                child = multiprocessing.get_context("spawn").Process(target=fill, args=(name, die))
                child.start(); child.join()
                assert pool.take_back(name, 1000) == b"x" * 1000
            pool.close()
            print("done")
    """
    script = Path(os.environ["HOME"]) / "lend.py"
    script.write_text(textwrap.dedent(code), encoding="ascii")
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ROOT},
        check=False,
        timeout=60,
    )
    with contextlib.suppress(OSError):
        script.unlink()
    assert (done.stdout, done.stderr) == ("done\n", "")
