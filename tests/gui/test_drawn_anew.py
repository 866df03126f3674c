"""A new size of the letters, or another language, draws everything anew: she goes on where she was."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from app.domain.lessons import Lesson, LessonOptions, Level
from app.ui.desk_tabs.questions import QuestionsTab
from app.ui.navigator import Place
from app.ui.pages.first_start import FirstStartPage
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.lessons import LessonsPage
from app.ui.pages.make import MakePage
from app.ui.pages.review import ReviewPage
from app.ui.pages.save_usb import SaveUsbPage
from app.ui.pages.source_check import SourceCheckPage
from app.ui.spot import ComeBack
from app.ui.widgets.inline_text import InlineText
from tests.fakes import FakeDrive
from tests.gui.conftest import Desk

_ROW = 2
PLUS = (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def lesson(desk: Desk) -> Lesson:
    """The English lesson."""
    return desk.services.lessons.lesson(next(one.id for one in desk.services.lessons.summaries() if one.red))


def text(desk: Desk, lesson: Lesson, row: int = _ROW) -> str:
    """What is stored."""
    return desk.services.lessons.lesson(lesson.id).current.content.passages[row].text


def on_desk(desk: Desk, lesson_id: str) -> LessonDeskPage:
    """The desk with all its rows."""
    page = cast(LessonDeskPage, desk.go(Place.DESK, lesson_id))
    desk.qtbot.waitUntil(lambda: page.complete)
    return page


def put_cursor(editor: InlineText, at: int) -> None:
    """Into the middle of a text."""
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(at)
    editor.setTextCursor(cursor)


def type_on(desk: Desk, words: str) -> None:
    """Each letter where the focus is then, as a keyboard does."""
    for letter in words:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)
    desk.settle()


def anew(desk: Desk, change: Callable[[], object] | None = None) -> None:
    """Everything is drawn anew and has come to rest."""
    if change is None:
        desk.window.set_zoom(110)
    else:
        change()
    desk.qtbot.waitUntil(lambda: desk.page.findChild(ComeBack) is None)
    desk.settle()


@pytest.mark.parametrize("language", [False, True])
def test_what_is_typed_next_goes_where_the_cursor_was(desk: Desk, lesson: Lesson, *, language: bool) -> None:
    page = on_desk(desk, lesson.id)
    before = text(desk, lesson)
    editor = page.text.rows[_ROW].editor
    assert editor is not None
    put_cursor(editor, 4)
    type_on(desk, "AAA")
    anew(desk, (lambda: desk.window.set_language("hi")) if language else None)
    again = cast(LessonDeskPage, desk.page)
    assert again is not page
    assert QApplication.focusWidget() is again.text.rows[_ROW].editor
    assert again.text.current == _ROW
    type_on(desk, "BBB")
    desk.go(Place.HOME)
    assert text(desk, lesson) == f"{before[:4]}AAABBB{before[4:]}"


def test_keys_pressed_while_everything_is_drawn_are_not_lost(
    desk: Desk, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = on_desk(desk, lesson.id)
    before, real = text(desk, lesson), desk.services.lessons.edit_passage

    def slow(*arguments: Any, **named: Any) -> Lesson:
        time.sleep(0.15)
        return real(*arguments, **named)

    monkeypatch.setattr(desk.services.lessons, "edit_passage", slow)
    editor = page.text.rows[_ROW].editor
    assert editor is not None
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    for word in (" one ", "two ", "three"):  # without waiting for anything
        for letter in word:
            QTest.keyClicks(cast(QWidget, QApplication.focusWidget()), letter)
        desk.window.set_zoom(desk.shell.theme.next_zoom(1))
    anew(desk, lambda: None)
    type_on(desk, ".")
    desk.go(Place.HOME)
    assert text(desk, lesson) == f"{before} one two three."


def test_a_row_far_down_stays_in_sight(desk: Desk) -> None:
    book = desk.services.library.add([desk.services.paths.data / "book.jpg"], pages=6)
    page = on_desk(desk, desk.services.lessons.make(book.id, LessonOptions()).id)
    far = len(page.text.rows) - 6
    editor = page.text.rows[far].editor
    assert editor is not None
    put_cursor(editor, 3)
    desk.settle()
    for zoom in (150, 80):
        anew(desk, lambda zoom=zoom: desk.window.set_zoom(zoom))
        again = cast(LessonDeskPage, desk.page)
        now = again.text.rows[far].editor
        assert now is not None
        assert now.hasFocus()
        assert now.textCursor().position() == 3
        assert not now.visibleRegion().isEmpty()


def test_a_page_that_is_only_read_stays_where_it_was_scrolled_to(desk: Desk) -> None:
    book = desk.services.library.add([desk.services.paths.data / "book.jpg"], pages=6)
    page = on_desk(desk, desk.services.lessons.make(book.id, LessonOptions()).id)

    def share() -> float:
        area = next(one for one in desk.page.findChildren(QScrollArea) if one.isVisible())
        return area.verticalScrollBar().value() / max(1, area.verticalScrollBar().maximum())

    bar = next(one for one in page.findChildren(QScrollArea) if one.isVisible()).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    anew(desk, lambda: desk.window.set_zoom(125))
    assert share() == pytest.approx(0.5, abs=0.05)


def test_an_option_of_a_question_is_typed_on(desk: Desk, lesson: Lesson) -> None:
    page = on_desk(desk, lesson.id)
    page.open_tab("questions")
    desk.settle()
    tab = cast(QuestionsTab, page.tab("questions"))
    fields = tab.findChildren(InlineText)
    put_cursor(fields[1], 1)
    anew(desk)
    again = cast(QuestionsTab, cast(LessonDeskPage, desk.page).tab("questions"))
    assert again.findChildren(InlineText)[1].hasFocus()
    assert again.findChildren(InlineText)[1].textCursor().position() == 1


def test_the_title_is_typed_on(desk: Desk, lesson: Lesson) -> None:
    page = on_desk(desk, lesson.id)
    page.name.setFocus()
    page.name.setCursorPosition(2)
    type_on(desk, "X")
    anew(desk)
    type_on(desk, "Y")
    title = cast(LessonDeskPage, desk.page).name.text()
    assert title[2:4] == "XY"


def test_a_card_of_the_review_is_typed_on_and_no_letter_decides(desk: Desk, lesson: Lesson) -> None:
    page = cast(ReviewPage, desk.go(Place.REVIEW, lesson.id))
    editor = page.cards[1].editor
    assert editor is not None
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    before, made = editor.toPlainText(), len(desk.services.review.made)
    desk.window.set_zoom(110)
    type_on(desk, " hard")
    anew(desk, lambda: None)
    again = cast(ReviewPage, desk.page).cards[1].editor
    assert again is not None
    assert again.toPlainText() == f"{before} hard"
    assert len(desk.services.review.made) == made


def test_the_second_page_of_a_document_stays_the_one_in_hand(desk: Desk) -> None:
    document = desk.services.library.documents()[-1]
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, document.id))
    page.strip.list.setCurrentIndex(page.strip.model.index(1))
    desk.settle()
    put_cursor(page.text.editors[1], 5)
    anew(desk)
    again = cast(SourceCheckPage, desk.page)
    assert again.strip.list.currentIndex().row() == 1
    assert again.text.editors[1].hasFocus()
    assert again.text.editors[1].textCursor().position() == 5


def test_what_was_chosen_on_the_make_card_stays_chosen(desk: Desk) -> None:
    document = desk.services.library.documents()[0]
    page = cast(MakePage, desk.go(Place.MAKE, document.id))
    desk.click(page.classes.chips[9])
    desk.click(page.level.chips[Level.EASIEST])
    desk.click(page.parts.chips["audio"])
    desk.click(page.more)
    page.counts["short_count"].setValue(7)
    wanted = page.options()
    anew(desk)
    again = cast(MakePage, desk.page)
    assert again is not page
    assert again.options() == wanted
    assert again.counts["short_count"].isVisible()


def test_a_name_that_was_begun_stays_and_is_typed_on(open_window: Callable[..., Desk]) -> None:
    desk = open_window(furnished=False)
    page = cast(FirstStartPage, desk.go(Place.FIRST_START, "2"))
    page.name.setFocus()
    type_on(desk, "Asha")
    desk.click(page.classes.chips[6])
    page.name.setFocus()
    anew(desk)
    type_on(desk, " Devi")
    again = cast(FirstStartPage, desk.page)
    assert (again.name.text(), again.classes.chosen) == ("Asha Devi", (6,))


def test_what_is_looked_for_and_the_row_in_hand_stay(desk: Desk) -> None:
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    page.list.setCurrentIndex(page.model.index(2))
    chosen = page.model.rows[2].id
    anew(desk)
    again = cast(LessonsPage, desk.page)
    assert again.model.rows[again.list.currentIndex().row()].id == chosen
    assert again.list.hasFocus()
    again.search.setFocus()
    type_on(desk, "aci")
    anew(desk, lambda: desk.window.set_zoom(100))
    type_on(desk, "ds")
    last = cast(LessonsPage, desk.page)
    assert last.search.text() == "acids"
    assert [one.title for one in last.model.rows] == ["Acids, Bases and Salts"]
    desk.click(last.bin)
    anew(desk)
    assert cast(LessonsPage, desk.page).bin.isChecked(), "what was deleted is looked at"


def test_what_is_picked_for_a_stick_and_what_was_said_of_it_stay(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    desk.click(page.formats.chips["mp3"])
    desk.primary()
    desk.qtbot.waitUntil(lambda: page.foot.outcome.text().startswith("Verified"))
    (row,) = page.rows.values()
    desk.click(row)
    assert row.isChecked(), "once more, though it is there"
    anew(desk)
    again = cast(SaveUsbPage, desk.page)
    assert again.formats.chosen == ("html", "pdf")
    assert all(row.isChecked() for row in again.rows.values())
    assert again.foot.outcome.text().startswith("Verified")


def test_a_focus_that_she_puts_elsewhere_meanwhile_stays_there(desk: Desk, lesson: Lesson) -> None:
    page = on_desk(desk, lesson.id)
    editor = page.text.rows[_ROW].editor
    assert editor is not None
    put_cursor(editor, 1)
    desk.window.set_zoom(110)
    chosen = desk.window.rail.buttons[0]
    chosen.setFocus()
    anew(desk, lambda: None)
    assert QApplication.focusWidget() is chosen
    assert desk.page.findChildren(QLineEdit), "the page is there"
