"""A decision needs words that say something, and is never made by letters that were meant for them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.typed_text import explains
from app.ui import letter_keys
from app.ui.dialogs.reason import ReasonDialog
from app.ui.navigator import Place
from app.ui.pages.review import ReviewPage
from tests.gui.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


class Clock:
    """Stands still until it is moved: how fast the machine is plays no part."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        """What the letters ask."""
        return self.now

    def pass_the_pause(self) -> None:
        """Nothing is typed for as long as it takes."""
        self.now += letter_keys.PAUSE_S + 0.01


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the letters."""
    clock = Clock()
    monkeypatch.setattr(letter_keys, "time", clock)
    return clock


@pytest.fixture
def page(desk: Desk, clock: Clock) -> ReviewPage:
    """The queue: an English lesson with a red and an amber finding, then a green Hindi one."""
    page = cast(ReviewPage, desk.go(Place.REVIEW))
    clock.pass_the_pause()  # the window has just come to the front
    return page


def type_into_the_window(words: str) -> None:
    """As somebody who believes that the dialog is still there: each letter where the focus is."""
    for letter in words:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_A])
def test_a_full_stop_is_no_reason_and_what_was_typed_stays(desk: Desk, page: ReviewPage, key: Qt.Key) -> None:
    before = len(desk.services.review.made)
    desk.key(key)
    dialog = desk.dialog(ReasonDialog)
    QTest.keyClicks(dialog.reason, ". ")
    assert not dialog.primary.isEnabled()
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert dialog.isVisible()
    assert dialog.reason.toPlainText() == ". "
    QTest.keyClicks(dialog.reason, "too hard")
    assert dialog.primary.isEnabled()
    dialog.reject()
    assert len(desk.services.review.made) == before


def test_a_red_finding_is_kept_only_with_two_words_or_a_long_one(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_A)
    dialog = desk.dialog(ReasonDialog)
    QTest.keyClicks(dialog.reason, "rd")
    assert not dialog.primary.isEnabled()
    QTest.keyClicks(dialog.reason, " line")
    assert dialog.primary.isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    ("text", "enough"),
    [("", False), (".", False), (". –", False), ("ok", False), ("ok.", False), ("ok ok", True), ("checked.", True),
     ("पुस्तक में यही है", True), ("सही", False)],
)  # fmt: skip
def test_what_explains(text: str, enough: bool) -> None:
    assert explains(text) is enough


def test_words_typed_on_after_a_dialog_closed_decide_nothing(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_R)
    dialog = desk.dialog(ReasonDialog)
    dialog.reject()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    before = len(desk.services.review.made)
    type_into_the_window("hard and far")
    desk.settle()
    assert desk.shown(ReasonDialog) == []
    assert len(desk.services.review.made) == before
    assert page.column.current is page.cards[0]


def test_a_word_typed_into_the_window_does_not_act_by_the_letters_in_its_midst(
    desk: Desk, page: ReviewPage, clock: Clock
) -> None:
    type_into_the_window("hard")
    desk.settle()
    assert desk.shown(ReasonDialog) == []
    clock.pass_the_pause()
    desk.key(Qt.Key.Key_R)
    desk.dialog(ReasonDialog).reject()


def test_a_letter_on_another_button_is_no_decision(desk: Desk, page: ReviewPage) -> None:
    desk.window.rail.buttons[0].setFocus()
    desk.key(Qt.Key.Key_R)
    page.open.setFocus()
    desk.key(Qt.Key.Key_A)
    assert desk.shown(ReasonDialog) == []


def test_the_keys_go_on_with_the_next_card_and_the_next_lesson(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_N)
    desk.key(Qt.Key.Key_A)
    assert page.cards[0].hasFocus(), "the amber one is kept, the red one is in hand"
    desk.key(Qt.Key.Key_A)
    dialog = desk.dialog(ReasonDialog)
    QTest.keyClicks(dialog.reason, "the book says it")
    desk.click(dialog.primary)
    assert desk.services.review.made[-1].action == "approved"
    assert page.list.hasFocus()


def test_a_reason_that_was_refused_stands_in_the_next_dialog(desk: Desk, page: ReviewPage, clock: Clock) -> None:
    lesson = page.lesson
    assert lesson is not None
    desk.key(Qt.Key.Key_R)
    dialog = desk.dialog(ReasonDialog)
    QTest.keyClicks(dialog.reason, "Too hard for class 4")
    changed = replace(lesson.current, content=replace(lesson.current.content, title="Another"))
    desk.services.lessons.lessons[lesson.id] = replace(lesson, current=changed)
    desk.click(dialog.primary)
    assert "changed in the meantime" in desk.window.bar.text
    clock.pass_the_pause()
    desk.key(Qt.Key.Key_R)
    again = desk.dialog(ReasonDialog)
    assert again.reason.toPlainText() == "Too hard for class 4"
    desk.click(again.primary)
    assert desk.services.review.made[-1].reason == "Too hard for class 4"


def test_nothing_typed_after_ctrl_enter_goes_into_the_reason(desk: Desk, page: ReviewPage) -> None:
    desk.key(Qt.Key.Key_R)
    dialog = desk.dialog(ReasonDialog)
    QTest.keyClicks(dialog.reason, "Too hard for class 4")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return, CTRL)
    for letter in " a long breath":
        QTest.keyClicks(QApplication.focusWidget() or desk.window, letter)
    desk.settle()
    assert desk.shown(ReasonDialog) == []
    assert desk.services.review.made[-1].reason == "Too hard for class 4"
