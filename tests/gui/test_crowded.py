"""Many lessons, large letters, copies: nothing is cut, nothing lies over another, the right row is in hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QListView, QScrollArea, QWidget

from app.domain.lessons import LessonOptions
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.page_view import PageViewDialog
from app.ui.item_models.lessons import describe
from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.lessons import LessonsPage
from app.ui.pages.review import ReviewPage
from tests.gui.conftest import Desk, comes_to_rest
from tests.gui.test_accessibility import subject
from tests.gui.test_looks import lasting


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("count", [7, 99, 205, 12_000])
def test_the_rail_has_room_for_any_number_that_waits(open_window: Callable[..., Desk], zoom: int, count: int) -> None:
    desk = open_window(zoom=zoom)
    rail = desk.window.rail
    rail.set_waiting(count)
    button = rail.buttons[2]
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    assert QFontMetrics(bold).horizontalAdvance(button.text()) <= button.width() - 4
    assert button.accessibleName() == f"Review · {count}"


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("place", [Place.MAKE, Place.DESK, Place.REVIEW, Place.SAVE, Place.LESSONS, Place.SETTINGS])
def test_nothing_is_cut_or_overlaps_at_the_largest_size(
    open_window: Callable[..., Desk], language: str, place: Place
) -> None:
    desk = open_window(language, zoom=200)
    page = desk.go(place, subject(desk, place))
    assert lasting(desk) == []
    assert desk.window.width() == 1366
    if isinstance(page, ReviewPage):
        heads = [page.remarks, page.open, page.reject]
        assert not any(_place(a).intersects(_place(b)) for a in heads for b in heads if a is not b)
    if isinstance(page, LessonsPage):
        hint = page.search.fontMetrics().horizontalAdvance(page.search.placeholderText())
        assert page.search.width() > hint + 20
    if isinstance(page, LessonDeskPage):
        assert page.name.fontMetrics().horizontalAdvance(page.name.text()) < page.name.width() - 20


def _place(widget: QWidget) -> QRect:
    return widget.rect().translated(widget.mapTo(widget.window(), widget.rect().topLeft()))


@pytest.mark.parametrize("place", [Place.LESSONS, Place.REVIEW])
def test_a_list_that_scrolls_has_no_bar_below_and_its_rows_end_in_sight(desk: Desk, place: Place) -> None:
    book = desk.services.library.documents()[0]
    for _ in range(12):
        desk.services.lessons.make(book.id, LessonOptions())
    page = desk.go(place)
    listed: QListView = cast("LessonsPage | ReviewPage", page).list
    assert listed.verticalScrollBar().isVisible()
    assert not listed.horizontalScrollBar().isVisible()
    assert listed.visualRect(listed.currentIndex()).right() < listed.viewport().width()
    assert listed.visualRect(listed.currentIndex()).width() > listed.viewport().width() - 4


@pytest.mark.parametrize(("row", "then"), [(1, 1), (3, 2)])
def test_after_a_deletion_the_neighbour_is_in_hand(desk: Desk, row: int, then: int) -> None:
    book = desk.services.library.documents()[0]
    desk.services.lessons.make(book.id, LessonOptions())
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    assert len(page.model.rows) == 4
    page.list.setCurrentIndex(page.model.index(row))
    left = [one.id for at, one in enumerate(page.model.rows) if at != row]
    desk.key(Qt.Key.Key_Delete)
    desk.click(desk.dialog(ConfirmDialog).primary)
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert page.model.rows[page.list.currentIndex().row()].id == left[then]


def test_a_copy_can_be_told_from_its_original(desk: Desk) -> None:
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    first = page.model.rows[0]
    desk.click(page.duplicate)
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == 4)
    shown = [(one.shown_title, describe(one)) for one in page.model.rows]
    assert len(set(shown)) == len(shown)
    assert page.model.index(0).data() == shown[0][0]
    copy = next(one for one in page.model.rows if one.shown_title == f"{first.title} (2)")
    assert copy.title == first.title, "the lesson itself is not renamed"
    review = cast(ReviewPage, desk.go(Place.REVIEW))
    assert copy.shown_title in [one.shown_title for one in review.model.rows]


def test_the_page_beside_a_lesson_goes_with_the_lesson(desk: Desk) -> None:
    page = cast(LessonDeskPage, desk.go(Place.DESK, subject(desk, Place.DESK)))
    page._show_page(1)
    desk.settle()
    assert desk.shown(PageViewDialog)
    desk.go(Place.LESSONS)
    assert desk.shown(PageViewDialog) == []


@pytest.mark.parametrize(("zoom", "all_at_once"), [(100, True), (200, False)])
def test_the_keys_fit_the_screen(open_window: Callable[..., Desk], zoom: int, all_at_once: bool) -> None:
    desk = open_window("hi", zoom=zoom)
    desk.go(Place.REVIEW)
    desk.key(Qt.Key.Key_F1)
    dialog = desk.dialog(KeysDialog)
    area = dialog.findChild(QScrollArea)
    assert area is not None
    comes_to_rest(desk, lambda: area.verticalScrollBar().maximum() == 0, all_at_once)
    assert dialog.height() <= desk.window.height()
    dialog.close()


def test_the_tools_over_the_lessons_are_whole_beside_a_long_notice(open_window: Callable[..., Desk]) -> None:
    desk = open_window("hi", zoom=200)
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    desk.shell.notifier.say("एक बहुत लम्बा शीर्षक जो तीन पंक्तियों में आता है " * 4, "good", ("खोलें", lambda: None))
    comes_to_rest(desk, lambda: [one for one in (page.search, page.bin) if not _is_whole(one)], [])
    assert page.list.height() > 40


def test_what_is_said_over_the_cards_is_whole_beside_a_notice(open_window: Callable[..., Desk]) -> None:
    desk = open_window(zoom=200)
    page = cast(ReviewPage, desk.go(Place.REVIEW))
    desk.shell.notifier.say("“Water” is approved.", "good", ("Save to USB", lambda: None), undo=lambda: None)
    assert page.remarks.isVisible()
    comes_to_rest(desk, lambda: page.remarks.height() >= page.remarks.heightForWidth(page.remarks.width()), True)


def _is_whole(widget: QWidget) -> bool:
    return widget.height() >= widget.sizeHint().height() and widget.visibleRegion().boundingRect() == widget.rect()
