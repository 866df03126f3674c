"""Calls off the window's thread, failures shown once, the collector on the window's thread, light imports."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.domain.errors import JobCancelled, UserFacingError
from app.domain.events import EventBus, LessonChanged
from app.ui.application import GarbageCollector
from app.ui.dialogs.crash import CrashDialog
from app.ui.event_bridge import Coalesced, EventBridge
from app.ui.notifications import ExceptionHooks, Notice, Notifier
from app.ui.tasks import TaskRunner
from tests.gui.conftest import Desk


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    """A runner that is closed afterwards."""
    runner = TaskRunner()
    yield runner
    runner.close()


def test_the_function_runs_elsewhere_and_its_result_comes_here(qtbot: QtBot, tasks: TaskRunner) -> None:
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()
    tasks.run(tasks, threading.get_ident, lambda there: seen.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != here
    assert seen[0][1] == here


def test_the_window_goes_on_while_a_call_blocks(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = threading.Event()
    tasks.run(tasks, lambda: gate.wait(5))
    ticks: list[int] = []
    QTimer.singleShot(0, lambda: ticks.append(tasks.pending))
    qtbot.waitUntil(lambda: bool(ticks))
    gate.set()
    assert ticks == [1], "the window had its turn while the call was under way"
    qtbot.waitUntil(lambda: tasks.pending == 0)


def test_what_nobody_waits_for_any_more_is_dropped_but_its_failure_is_not(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate = threading.Event()
    results: list[object] = []
    failures: list[BaseException] = []
    tasks.on_unhandled = failures.append
    parent = QObject()

    def fail() -> None:
        gate.wait(5)
        raise ValueError("late")

    tasks.run(parent, lambda: gate.wait(5), results.append)
    tasks.run(parent, fail, results.append, results.append)
    parent.deleteLater()
    qtbot.waitUntil(lambda: not _alive(parent))
    gate.set()
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert results == []
    assert [str(one) for one in failures] == ["late"]


def _alive(thing: QObject) -> bool:
    from shiboken6 import isValid

    return isValid(thing)


def test_one_lane_keeps_its_order_and_others_overtake_it(qtbot: QtBot, tasks: TaskRunner) -> None:
    order: list[str] = []
    gate = threading.Event()

    def first() -> None:
        gate.wait(5)
        order.append("first")

    tasks.run(tasks, first, lane="lesson")
    for name in ("second", "third"):
        tasks.run(tasks, partial(order.append, name), lane="lesson")
    tasks.run(tasks, lambda: order.append("other"))
    qtbot.waitUntil(lambda: order == ["other"])
    gate.set()
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert order == ["other", "first", "second", "third"]


def test_closing_waits_for_what_is_being_saved(qtbot: QtBot) -> None:
    runner = TaskRunner()
    saved: list[int] = []

    def save(number: int) -> None:
        time.sleep(0.02)
        saved.append(number)

    for number in range(5):
        runner.run(runner, partial(save, number), lane="lesson")
    runner.close()
    assert saved == [0, 1, 2, 3, 4]


def test_failures_reach_the_audience_they_are_for(qtbot: QtBot) -> None:
    notifier = Notifier()
    notices: list[Notice] = []
    crashes: list[str] = []
    notifier.notice_given.connect(notices.append)
    notifier.crash_reported.connect(crashes.append)
    notifier.present(JobCancelled())
    notifier.present(UserFacingError("data.disk_full"))
    qtbot.wait(20)
    assert [(one.kind, one.text[:16]) for one in notices] == [("stop", "The disk is full")]
    assert crashes == []


def test_one_bug_is_shown_once_and_another_again(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier()
    crashes: list[str] = []
    notifier.crash_reported.connect(crashes.append)

    def one() -> None:
        raise ValueError("a")

    def other() -> None:
        raise ValueError("a")

    for bug in (one, one, one, other):
        _run_and_present(bug, notifier)
    qtbot.waitUntil(lambda: len(crashes) == 2)
    qtbot.wait(20)
    assert len(crashes) == 2
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 4, "all are in the log"
    caplog.clear()


def _run_and_present(bug: Callable[[], None], notifier: Notifier) -> None:
    try:
        bug()
    except ValueError as failure:
        notifier.present(failure)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_nobody_caught_in_any_thread_opens_the_crash_dialog(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    hooks = ExceptionHooks(desk.shell.notifier)
    hooks.install()
    try:
        thread = threading.Thread(target=lambda: [][1])
        thread.start()
        thread.join()
        dialog = desk.dialog(CrashDialog)
        assert "IndexError" in dialog.details.toPlainText()
        assert desk.window.isEnabled()
        dialog.close()
        assert "IndexError" in caplog.text
        caplog.clear()
    finally:
        hooks.remove()


def test_a_notice_stays_until_it_is_closed(desk: Desk) -> None:
    desk.shell.notifier.say("Saved.", "good")
    desk.qtbot.wait(100)
    assert desk.window.bar.isVisible()
    desk.click(desk.window.bar.close_button)
    assert not desk.window.bar.isVisible()
    assert Notice("x").kind == "info"


def test_events_of_any_thread_arrive_here(qtbot: QtBot) -> None:
    bus, bridge, seen = EventBus(), EventBridge(), []
    bridge.attach(bus)
    bridge.lesson_changed.connect(lambda lesson: seen.append((lesson, threading.get_ident())))
    thread = threading.Thread(target=lambda: bus.publish(LessonChanged("l1")))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("l1", threading.get_ident())]
    bridge.detach()
    bus.publish(LessonChanged("l2"))
    qtbot.wait(20)
    assert len(seen) == 1


def test_many_events_together_are_one_call(qtbot: QtBot) -> None:
    calls: list[int] = []
    parent = QObject()
    coalesced = Coalesced(parent, lambda: calls.append(1), 20)
    for _ in range(300):
        coalesced.ask()
    qtbot.waitUntil(lambda: bool(calls))
    qtbot.wait(60)
    assert calls == [1]
    coalesced.ask()
    qtbot.waitUntil(lambda: calls == [1, 1])


def test_cycles_are_collected_on_the_window_s_thread_only(qtbot: QtBot) -> None:
    threads: list[int] = []

    def noticed(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.get_ident())

    parent = QObject()
    collector = GarbageCollector(parent)
    gc.enable()
    collector.start()
    gc.callbacks.append(noticed)
    try:
        assert not gc.isenabled()
        thread = threading.Thread(target=_make_cycles)
        thread.start()
        thread.join()
        assert threads == [], "the worker thread collected nothing"
        _make_cycles()
        collector.check()
    finally:
        gc.callbacks.remove(noticed)
        collector.stop()
        gc.disable()
    assert set(threads) == {threading.get_ident()}


def _make_cycles() -> None:
    for _ in range(5_000):
        cycle: list[object] = []
        cycle.append(cycle)


HEAVY = (
    "torch", "ctranslate2", "cv2", "pytesseract", "pypdfium2", "numpy", "PIL", "docx", "sqlalchemy", "pydantic",
    "PySide6.QtMultimedia", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "psutil", "qasync",
)  # fmt: skip


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = f"import sys, app.ui.application; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
