"""The bandwidth counts every byte that is read and written, and takes the best of its rounds."""

from __future__ import annotations

from itertools import count

import pytest

from app.inference.bench.bandwidth import copy_bandwidth


@pytest.mark.parametrize("threads", [1, 3])
def test_a_copy_that_takes_two_seconds_reads_and_writes_its_size_in_one(threads: int) -> None:
    moments = count(step=2)
    found = copy_bandwidth(threads, size=300_000, clock=lambda: float(next(moments)))
    assert found == 300_000


def test_the_round_that_was_disturbed_least_counts() -> None:
    moments = iter([0.0, 9.0, 10.0, 15.0, 20.0, 20.5, 30.0, 39.0, 40.0, 49.0])
    assert copy_bandwidth(1, size=1000, clock=lambda: next(moments)) == 2 * 1000 / 0.5


def test_this_computer_copies_something() -> None:
    assert copy_bandwidth(2, size=1 << 20) > 1e6
