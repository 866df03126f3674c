"""A killed indexing costs a batch at most, and leaves text, words, vectors and documents in agreement."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.integration.index_kill_runs import kill_many

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 20


@pytest.mark.skipif(sys.platform == "win32", reason="the runs are forked")
def test_kill_9_at_any_moment_of_indexing_leaves_nothing_torn_and_nothing_done_three_times(tmp_path: Path) -> None:
    report = kill_many(tmp_path, KILLS, seed=20)
    assert report.broken == []
    assert len(report.unfinished) == KILLS
    assert sum(one > 0 for one in report.unfinished) >= KILLS // 4, "the kills came when there was nothing to do"
