"""The most memory of another process is found, also when it was given back long ago."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app.inference.bench.peak_memory import PeakMemory

_CHILD = (
    "import sys\nsys.stdin.readline()\nx = b'x' * (150 << 20)\ndel x\nprint('done', flush=True)\nsys.stdin.readline()"
)


def test_memory_that_was_given_back_counts() -> None:
    with subprocess.Popen([sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        with PeakMemory(child.pid) as peak:
            before = peak.bytes
            child.stdin.write(b"\n")
            child.stdin.flush()
            child.stdout.readline()
            after = peak.bytes
        child.stdin.close()
    assert 0 < before < 150 << 20 < after


def test_a_process_that_is_gone_has_none() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    with PeakMemory(child.pid) as peak:
        assert peak.bytes == 0


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="Linux keeps the high-water mark there")
def test_what_the_system_keeps_count_of_is_never_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.inference.bench.peak_memory._resident", lambda _: 1)
    with PeakMemory(os.getpid()) as peak:
        assert peak.bytes > 10 << 20
