"""Every control has a name, every control is reached with Tab, every page has one blue button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QPushButton, QScrollArea, QWidget

from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from tests.gui.conftest import Desk

TABS = ("text", "words", "questions", "worksheet", "plan", "audio")
PLACES = [place for place in Place if place is not Place.FIRST_START]


def subject(desk: Desk, place: Place) -> str:
    """What a page is about."""
    if place in (Place.SOURCE_CHECK, Place.MAKE):
        return desk.services.library.documents()[-1].id
    if place is Place.DESK:
        return next(one.id for one in desk.services.lessons.summaries() if one.red)
    return ""


def controls(root: QWidget) -> list[QWidget]:
    """Everything visible that takes the focus by Tab."""
    found = [one for one in root.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
    return [one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None]


def name(widget: QWidget) -> str:
    """What a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name(desk: Desk, place: Place) -> None:
    page = desk.go(place, subject(desk, place))
    nameless = [one for one in controls(desk.window) if not name(one).strip()]
    assert not nameless
    if isinstance(page, LessonDeskPage):
        for tab in TABS[1:]:
            page.open_tab(tab)
            assert not [one for one in controls(desk.window) if not name(one).strip()], tab


@pytest.mark.parametrize("place", PLACES)
def test_icons_without_words_say_what_they_do_in_a_tooltip(desk: Desk, place: Place) -> None:
    desk.go(place, subject(desk, place))
    buttons = [one for one in desk.window.findChildren(QAbstractButton) if one.isVisible() and not one.text()]
    assert not [one for one in buttons if not one.toolTip() and one.property("role") != "sentence"]


@pytest.mark.parametrize("place", PLACES)
def test_tab_reaches_everything_and_nothing_traps_it(desk: Desk, place: Place) -> None:
    desk.go(place, subject(desk, place))
    wanted = set(controls(desk.window))
    desk.window.rail.findChildren(QAbstractButton)[0].setFocus()
    seen: list[QWidget] = []
    for _ in range(3 * len(wanted) + 10):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    # of a group of exclusive buttons Tab reaches the one that is on; arrow keys reach the others
    missed = [one for one in wanted - set(seen) if not _in_group(one)]
    assert not missed


def _in_group(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and widget.group() is not None and widget.group().exclusive()


@pytest.mark.parametrize("place", PLACES)
def test_a_page_has_at_most_one_blue_button(desk: Desk, place: Place) -> None:
    desk.go(place, subject(desk, place))
    blue = [one for one in desk.window.findChildren(QPushButton) if one.property("role") == "primary"]
    assert len([one for one in blue if one.isVisible()]) <= 1


@pytest.mark.parametrize("place", PLACES)
def test_the_focus_starts_inside_the_page_and_its_ring_is_drawn(desk: Desk, place: Place) -> None:
    page = desk.go(place, subject(desk, place))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    assert desk.window.ring.target is focused
    assert desk.window.ring.isVisible()
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [desk.window]


@pytest.mark.parametrize("place", PLACES)
def test_no_scroll_bar_inside_a_scroll_bar(open_window: Callable[..., Desk], place: Place) -> None:
    desk = open_window(zoom=150)
    desk.go(place, subject(desk, place))
    areas = [one for one in desk.window.findChildren(QScrollArea) if one.isVisible()]
    lists = desk.page.findChildren(QListView)
    assert areas or lists, "a page scrolls as a whole or is one list"
    for area in areas:
        if area.verticalScrollBar().isVisible():
            content = area.widget()
            assert content is not None
            inner = [one for one in content.findChildren(QScrollArea) if one.isVisible()]
            assert not [one for one in inner if one.verticalScrollBar().isVisible()]
