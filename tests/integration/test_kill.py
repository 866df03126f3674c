"""A power cut during ``make`` loses nothing that was acknowledged, and the same command completes the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.kill_runs import kill_in_passages, kill_many


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["main", "worker"])
def test_ten_kills_lose_nothing(tmp_path: Path, victim: str) -> None:
    report = kill_many(tmp_path, 10, seed=20 if victim == "main" else 21, victim=victim)
    assert report.broken == []
    assert report.before_end >= 8, report.histogram()
    assert report.passages == 12
    assert len(report.recomputed) == 10
    assert max(report.recomputed) <= 1, report.recomputed


@pytest.mark.slow
def test_a_kill_among_the_passages_costs_at_most_the_one_in_hand(tmp_path: Path) -> None:
    report = kill_in_passages(tmp_path, (4, 8, 11))
    assert report.before_end >= 2, "the kills came while passages were being made easier"
    assert len(report.recomputed) == 3
    assert max(report.recomputed) <= 1, report.recomputed
