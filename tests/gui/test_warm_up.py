"""Models are made ready once the window rests, never while she works, and not at all where she does not want it."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.errors import JobCancelled
from app.domain.jobs import CancelToken, Lane
from app.ui.warm_up import WarmUp
from tests.gui.conftest import Desk

SOON, LATE = 1, 3_600_000


@pytest.fixture
def asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[CancelToken]:
    """The tokens of the calls."""
    calls: list[CancelToken] = []
    monkeypatch.setattr(type(desk.services.room), "warm_up", lambda _, cancel: calls.append(cancel) or ())
    return calls


def test_it_is_asked_for_once_at_rest_and_in_the_lane_of_the_night(desk: Desk, asked: list[CancelToken]) -> None:
    warm = WarmUp(cast(Any, desk.shell), desk.window, idle_ms=SOON)
    desk.qtbot.waitUntil(lambda: bool(asked))
    QTest.keyClick(desk.window, Qt.Key.Key_Tab)
    desk.qtbot.waitUntil(lambda: desk.shell.tasks.pending == 0)
    assert [one.lane for one in asked] == [Lane.NIGHT]
    assert not asked[0].cancelled
    warm.stop()
    assert asked[0].cancelled


def test_every_key_puts_it_off(desk: Desk, asked: list[CancelToken]) -> None:
    warm = WarmUp(cast(Any, desk.shell), desk.window, idle_ms=LATE)
    timer = warm._timer
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.start()
    begun = timer.remainingTime()
    desk.qtbot.waitUntil(lambda: timer.remainingTime() < begun)
    before = timer.remainingTime()
    QTest.keyClick(desk.window, Qt.Key.Key_Tab)
    assert timer.remainingTime() > before
    warm.stop()
    assert not timer.isActive()
    assert asked == []


def test_who_does_not_want_it_is_not_served(desk: Desk, asked: list[CancelToken]) -> None:
    desk.shell.settings.warm_up = False
    warm = WarmUp(cast(Any, desk.shell), desk.window, idle_ms=SOON)
    desk.qtbot.waitUntil(lambda: not warm._timer.isActive())
    desk.qtbot.waitUntil(lambda: desk.shell.tasks.pending == 0)
    assert asked == []


def test_a_window_that_closes_waits_for_no_model(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[CancelToken] = []

    def load(_: object, cancel: CancelToken) -> tuple[str, ...]:
        begun.append(cancel)
        while not cancel.cancelled:
            time.sleep(0.01)
        raise JobCancelled

    monkeypatch.setattr(type(desk.services.room), "warm_up", load)
    warm = WarmUp(cast(Any, desk.shell), desk.window, idle_ms=SOON)
    desk.qtbot.waitUntil(lambda: bool(begun))
    warm.stop()
    desk.qtbot.waitUntil(lambda: desk.shell.tasks.pending == 0)
    assert desk.window.bar.text == "", "nothing is said of it"
