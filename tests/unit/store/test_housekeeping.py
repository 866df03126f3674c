"""A window that stays open for days is backed up all the same, and one that dies is not kept alive by that."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import UserFacingError
from app.store.housekeeping import Housekeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.store.store import Store


def until(happened: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    return happened()


def backups(store: Store) -> list[Path]:
    return list((store.folder / "backups").glob("*.db"))


def test_the_backup_is_made_while_the_store_is_open_and_once_a_day(store: Store) -> None:
    keeping = Housekeeping(store, first_after=0.0, every=0.02)
    try:
        assert until(lambda: len(backups(store)) == 1)
        time.sleep(0.2)
        assert len(backups(store)) == 1
    finally:
        keeping.close()


def test_closing_does_not_wait_for_the_next_look(store: Store) -> None:
    keeping = Housekeeping(store, first_after=3600)
    start = time.monotonic()
    keeping.close()
    assert time.monotonic() - start < 5
    assert backups(store) == []


@pytest.mark.parametrize("fault", [UserFacingError("data.disk_full"), ZeroDivisionError("seeded")])
def test_a_fault_today_does_not_cost_the_backup_of_tomorrow(
    store: Store, fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []

    def maintain() -> bool:
        looks.append(1)
        raise fault

    monkeypatch.setattr(store, "maintain", maintain)
    keeping = Housekeeping(store, first_after=0.0, every=0.02)
    assert until(lambda: len(looks) >= 2)
    keeping.close()
    assert {record.levelno for record in caplog.records} <= {logging.WARNING, logging.ERROR}
    monkeypatch.undo()
    caplog.clear()


def test_an_application_that_never_closed_it_still_ends(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from app.store.housekeeping import Housekeeping\nfrom app.store.store import Store\n"
        "kept = Housekeeping(Store.open(Path(sys.argv[1])))\n"
    )
    root = Path(__file__).parents[3]
    assert (
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, timeout=30, check=False).returncode == 0
    )
