"""A download that is killed again and again fetches at most one chunk twice each time, and ends with the right file."""

from __future__ import annotations

from tests.integration.download_runs import kill_many
from tests.quick_folder import quick_folder

CHUNK = 1 << 18


def test_twenty_kills_cost_at_most_a_chunk_each() -> None:
    with quick_folder() as folder:
        report = kill_many(folder, 20, size=12 * CHUNK, chunk=CHUNK, window=CHUNK // 2, seed=1)
    assert report.broken == []
    assert len(report.again) >= 20
    assert max(report.again) <= 2 * CHUNK, "a chunk that was not full and one on its way: 8 MiB with chunks of 4"
    assert any(report.again), "some kills came in the middle of a chunk"
