"""Checking a page: corrections save themselves, words are found on the picture, pages can be turned and cut."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from app.domain.documents import Box, Document, Page, PageNote, PageText, Quality, ReadMethod
from app.domain.errors import UserFacingError
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.navigator import Place
from app.ui.pages.home import HomePage
from app.ui.pages.source_check import SourceCheckPage
from app.ui.widgets.inline_text import SAVE_AFTER_MS
from tests.gui.conftest import LEFT, Desk


@pytest.fixture
def document(desk: Desk) -> Document:
    """Two English pages with four doubtful words each."""
    return desk.services.library.document(desk.services.library.documents()[-1].id)


@pytest.fixture
def page(desk: Desk, document: Document) -> SourceCheckPage:
    """The page that checks it."""
    return cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, document.id))


def stored(desk: Desk, document: Document, number: int, block: int) -> str:
    """What the library holds."""
    text = desk.services.library.document(document.id).pages[number].text
    assert text is not None
    return text.blocks[block].text


def test_typing_is_saved_within_a_second_without_pressing_anything(
    desk: Desk, document: Document, page: SourceCheckPage
) -> None:
    editor = page.text.editors[1]
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "Lime juice tastes sour.")
    assert SAVE_AFTER_MS <= 1_000
    timer = editor.findChild(QTimer, "autosave")
    assert timer is not None
    assert timer.interval() == SAVE_AFTER_MS
    desk.qtbot.waitUntil(lambda: stored(desk, document, 0, 1) == "Lime juice tastes sour.")


def test_what_is_typed_last_is_saved_when_she_leaves_at_once(
    desk: Desk, document: Document, page: SourceCheckPage
) -> None:
    editor = page.text.editors[1]
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "Short.")
    desk.go(Place.HOME)
    desk.qtbot.waitUntil(lambda: stored(desk, document, 0, 1) == "Short.")


def test_another_page_does_not_take_the_words_with_it(desk: Desk, document: Document, page: SourceCheckPage) -> None:
    editor = page.text.editors[1]
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "First page.")
    page.strip.list.setCurrentIndex(page.strip.list.model().index(1, 0))
    desk.settle()
    assert stored(desk, document, 0, 1) == "First page."
    assert stored(desk, document, 1, 1).startswith("Lemon juice")
    assert page.text.editors[1].toPlainText().startswith("Lemon juice")


def test_doubtful_words_are_marked_and_visited_in_turn(desk: Desk, page: SourceCheckPage) -> None:
    marked = page.text.editors[1].extraSelections()
    words = [one.cursor.selectedText() for one in marked]
    assert words == ["Lemon", "juice", "and", "vinegar"]
    seen = []
    for _ in range(5):
        desk.click(page.doubtful)
        seen.append(page.text.editors[1].textCursor().selectedText())
    assert seen == ["Lemon", "juice", "and", "vinegar", "Lemon"]
    QTest.keyClicks(page.text.editors[1], "Lime")
    assert page.text.editors[1].toPlainText().startswith("Lime juice and vinegar"), "typing replaces it"


def test_tab_goes_from_left_to_right_and_then_down(desk: Desk, page: SourceCheckPage) -> None:
    chips = [one for one in page.findChildren(QPushButton) if one.property("role") == "fact" and one.isVisible()]
    back = next(one for one in page.findChildren(QAbstractButton) if one.accessibleName() == "Back")
    assert len(chips) == 2
    back.setFocus()
    order = []
    for _ in range(4):
        desk.key(Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
    assert order == [*chips, page.primary, page.strip.list]


def test_all_edges_are_in_view_while_a_page_is_cropped(desk: Desk, page: SourceCheckPage) -> None:
    picture = page.desk.picture
    desk.qtbot.waitUntil(lambda: picture.has_image)
    picture.zoom_by(1)
    picture.zoom_by(1)
    before = picture.zoom
    desk.click(page.desk.crop)
    desk.settle()
    assert QRectF(picture.viewport().rect()).contains(picture.area(Box(0, 0, 1, 1)))
    desk.click(page.desk.crop_cancel)
    assert not picture.cropping
    assert picture.zoom == before


def test_a_word_under_the_cursor_is_outlined_on_the_picture(page: SourceCheckPage, document: Document) -> None:
    editor = page.text.editors[1]
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index("vinegar") + 2)
    editor.setTextCursor(cursor)
    text = document.pages[0].text
    assert text is not None
    assert page.desk.picture.outlined == text.blocks[1].lines[0].words[3].box


def test_a_corrected_word_is_doubtful_no_more(desk: Desk, page: SourceCheckPage) -> None:
    editor = page.text.editors[1]
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(0)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "X")
    editor.flush()
    desk.settle()
    assert [one.cursor.selectedText() for one in editor.extraSelections()] == ["juice", "and", "vinegar"]


def test_a_line_clicked_on_the_picture_puts_the_cursor_into_its_text(desk: Desk, page: SourceCheckPage) -> None:
    desk.qtbot.waitUntil(lambda: page.desk.picture.has_image)
    place = page.desk.picture.area(Box(0.1, 0.06, 0.2, 0.08)).center().toPoint()
    QTest.mouseClick(page.desk.picture.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert page.text.editors[0].hasFocus()


def test_pages_are_put_in_another_order_and_left_out(desk: Desk, document: Document, page: SourceCheckPage) -> None:
    first, second = (one.id for one in document.pages)
    desk.click(page.strip.move_down)
    assert [one.id for one in desk.services.library.document(document.id).pages] == [second, first]
    assert page.strip.list.currentIndex().row() == 1, "the page in hand stays in hand"
    desk.click(page.strip.drop)
    assert [one.id for one in desk.services.library.document(document.id).pages] == [second]


def test_reading_that_was_ended_can_go_on(desk: Desk, tmp_path: Path) -> None:
    library, jobs = desk.services.library, desk.services.jobs
    jobs.gate.clear()
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "page.jpg")
    desk.qtbot.waitUntil(lambda: desk.window.footer.cancel.isVisible())
    desk.click(desk.window.footer.cancel)
    whole = library.add([tmp_path / "page.jpg"])
    library.put(replace(whole, pages=tuple(replace(one, text=None) for one in whole.pages)))
    desk.qtbot.waitUntil(lambda: not desk.shell.jobs.reading)
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, whole.id))
    assert page.primary is not None
    assert not page.primary.isEnabled(), "there is nothing to make a lesson from"
    desk.click(page.rest)
    desk.qtbot.waitUntil(lambda: desk.shell.jobs.reading)
    assert not page.rest.isVisible(), "it is under way"
    library.put(whole)
    jobs.gate.set()
    desk.arrive(Place.MAKE)  # she waited on this page, so it goes on by itself
    again = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, whole.id))
    assert again.primary is not None
    assert again.primary.isEnabled()
    assert not again.rest.isVisible()


@pytest.mark.parametrize("note", [PageNote.NO_TEXT, PageNote.UNREADABLE])
def test_no_lesson_is_offered_while_no_page_has_a_word(desk: Desk, document: Document, note: PageNote) -> None:
    library = desk.services.library
    blank = PageText((), ReadMethod.OCR, Quality.POOR, (note,))
    library.put(replace(document, pages=tuple(replace(one, text=blank) for one in document.pages)))
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, document.id))
    assert page.primary is not None
    assert not page.primary.isEnabled()
    library.put(replace(document, pages=(replace(document.pages[0], text=blank), *document.pages[1:])))
    page.refresh()
    desk.settle()
    assert page.primary.isEnabled(), "one page is enough"


def test_a_page_whose_words_are_found_in_the_end_makes_a_lesson(desk: Desk, document: Document) -> None:
    blank = PageText((), ReadMethod.OCR, Quality.POOR, (PageNote.NO_TEXT,))
    desk.services.library.put(replace(document, pages=(replace(document.pages[0], text=blank),)))
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, document.id))
    page._on_read_again(document.pages[0])
    assert page.primary is not None
    assert page.primary.isEnabled()


@pytest.mark.parametrize("meanwhile", [None, Place.HOME])
def test_a_page_that_was_left_out_comes_back_with_what_was_typed_into_it(
    desk: Desk, document: Document, page: SourceCheckPage, meanwhile: Place | None
) -> None:
    editor = page.text.editors[1]
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "Mine.")
    desk.click(page.strip.drop)
    assert len(desk.services.library.document(document.id).pages) == 1
    assert desk.window.bar.text == "Page 1 is left out."
    if meanwhile is not None:
        desk.go(meanwhile)
    desk.click(desk.window.bar.action)
    assert [one.id for one in desk.services.library.document(document.id).pages] == [one.id for one in document.pages]
    assert stored(desk, document, 0, 1) == "Mine."
    if meanwhile is None:
        assert page.strip.isVisible()
        assert page.text.editors[1].toPlainText() == "Mine."


def test_a_page_is_turned_and_read_again(desk: Desk, document: Document, page: SourceCheckPage) -> None:
    desk.click(page.desk.turn_right)
    assert desk.services.library.document(document.id).pages[0].rotation == 90
    desk.click(page.desk.turn_left)
    desk.click(page.desk.turn_left)
    assert desk.services.library.document(document.id).pages[0].rotation == 270


def test_a_page_is_cropped_by_keyboard_and_escape_leaves_the_frame_first(
    desk: Desk, document: Document, page: SourceCheckPage
) -> None:
    desk.click(page.desk.crop)
    desk.key(Qt.Key.Key_Escape)
    assert desk.on(Place.SOURCE_CHECK)()
    assert not page.desk.picture.cropping
    desk.click(page.desk.crop)
    for _ in range(10):
        QTest.keyClick(page.desk.picture, Qt.Key.Key_Up)
        QTest.keyClick(page.desk.picture, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    desk.key(Qt.Key.Key_Return)
    crop = desk.services.library.document(document.id).pages[0].crop
    assert crop is not None
    assert (crop.left, crop.top, crop.right, crop.bottom) == pytest.approx((0.1, 0.0, 1.0, 0.9))
    desk.click(page.desk.whole)
    assert desk.services.library.document(document.id).pages[0].crop is None


def test_a_page_is_cropped_with_the_mouse(desk: Desk, document: Document, page: SourceCheckPage) -> None:
    desk.qtbot.waitUntil(lambda: page.desk.picture.has_image)
    desk.click(page.desk.crop)
    whole = page.desk.picture.area(Box(0, 0, 1, 1))
    start = QPoint(round(whole.left() + 0.2 * whole.width()), round(whole.top() + 0.1 * whole.height()))
    end = QPoint(round(whole.left() + 0.8 * whole.width()), round(whole.top() + 0.4 * whole.height()))
    view = page.desk.picture.viewport()
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, end)
    desk.click(page.desk.crop_done)
    crop = desk.services.library.document(document.id).pages[0].crop
    assert crop is not None
    assert (crop.left, crop.top, crop.right, crop.bottom) == pytest.approx((0.2, 0.1, 0.8, 0.4), abs=0.01)


def test_no_more_thumbnails_are_held_than_promised(desk: Desk) -> None:
    book = desk.services.library.add([desk.services.paths.data / "book.pdf"], pages=150)
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, book.id))
    for row in range(0, 150, 3):
        page.strip.list.scrollTo(page.strip.list.model().index(row, 0))
        desk.settle()
    assert 20 < page.strip.model.thumbnails_held <= 60
    assert page.strip.model.pages[0].text is not None
    assert page.strip.model.pages[0].text.blocks == (), "the text of a page in the list is not kept in memory"


def test_turning_a_corrected_page_asks_before_the_corrections_go(
    desk: Desk, document: Document, page: SourceCheckPage
) -> None:
    page.text.editors[1].replace_text("Mine.")
    desk.click(page.desk.turn_right)
    dialog = desk.dialog(ConfirmDialog)
    dialog.reject()
    desk.settle()
    assert stored(desk, document, 0, 1) == "Mine."
    assert desk.services.library.document(document.id).pages[0].rotation == 0
    desk.click(page.desk.turn_right)
    desk.click(desk.dialog(ConfirmDialog).primary)
    assert stored(desk, document, 0, 1).startswith("Lemon juice")
    assert desk.services.library.document(document.id).pages[0].rotation == 90


def test_typing_is_not_disturbed_while_other_pages_of_the_book_arrive(desk: Desk) -> None:
    book = desk.services.library.add([desk.services.paths.data / "book.pdf"], pages=3)
    unread = replace(book, pages=(*book.pages[:2], replace(book.pages[2], text=None)))
    desk.services.library.put(unread)
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, book.id))
    editor = page.text.editors[1]
    editor.setFocus()
    QTest.keyClicks(editor, "x")
    desk.services.library.put(book)
    desk.qtbot.waitUntil(lambda: page.strip.model.pages[2].text is not None)
    desk.settle()
    assert page.text.editors[1] is editor
    assert editor.hasFocus()
    page.strip.list.setCurrentIndex(page.strip.model.index(2))
    desk.settle()
    assert page.text.editors


def test_corrections_of_one_page_are_saved_one_after_the_other_and_the_last_one_stays(
    desk: Desk, document: Document, page: SourceCheckPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, seen = desk.services.library, []
    keep = library.correct_block

    def slow_at_first(page_id: str, block: int, text: str, *, was: str | None = None) -> Page:
        seen.append((was, text))
        time.sleep(0.3 if len(seen) == 1 else 0)
        return keep(page_id, block, text, was=was)

    monkeypatch.setattr(library, "correct_block", slow_at_first)
    before = stored(desk, document, 0, 1)
    page.text.editors[1].replace_text("First.")
    page.text.flush()
    page.text.editors[1].replace_text("Second.")
    page.text.flush()
    desk.settle()
    assert seen == [(before, "First."), ("First.", "Second.")], "each says what it found there"
    assert stored(desk, document, 0, 1) == "Second."
    assert desk.window.bar.text == ""


def test_a_page_changed_elsewhere_is_not_overwritten_and_she_is_told(
    desk: Desk, document: Document, page: SourceCheckPage
) -> None:
    desk.services.library.correct_block(document.pages[0].id, 1, "Changed by somebody else.")
    page.text.editors[1].replace_text("Mine.")
    page.text.flush()
    desk.settle()
    assert stored(desk, document, 0, 1) == "Changed by somebody else."
    assert page.text.editors[1].toPlainText() == "Mine.", "what she typed still stands there"
    assert desk.window.bar.text.startswith("This page was changed somewhere else in the meantime")
    desk.click(desk.window.bar.action)
    assert page.text.editors[1].toPlainText() == "Changed by somebody else."
    page.text.editors[1].replace_text("Mine after all.")
    page.text.flush()
    desk.settle()
    assert stored(desk, document, 0, 1) == "Mine after all."


def test_nothing_can_be_typed_into_a_page_that_is_being_read_again(
    desk: Desk, page: SourceCheckPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, going_on = desk.services.library, threading.Event()
    turn = library.turn
    monkeypatch.setattr(library, "turn", lambda *a, **k: (going_on.wait(5), turn(*a, **k))[1])
    QTest.mouseClick(page.desk.turn_right, LEFT)
    assert not page.text.editors[1].isEnabled()
    going_on.set()
    desk.settle()
    assert page.text.editors[1].isEnabled()


def test_a_page_whose_file_is_damaged_says_so_with_its_name_and_is_still_there(
    desk: Desk, document: Document, page: SourceCheckPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise UserFacingError("import.damaged", name="IMG_2041.jpg")

    for name in ("picture", "turn"):
        monkeypatch.setattr(desk.services.library, name, damaged)
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, document.id))
    words = (
        "This page cannot be read: IMG_2041.jpg is damaged or cut short. It is kept as it is."
        " Take the photo again, or leave the page out."
    )
    assert page.desk.picture.sentence == words
    assert desk.window.bar.text == ""
    desk.click(page.desk.turn_right)
    assert desk.window.bar.text == words


def test_once_every_doubtful_word_is_corrected_nothing_points_at_one(
    desk: Desk, document: Document, page: SourceCheckPage
) -> None:
    editor = page.text.editors[1]
    assert page.badge.icon == "look"
    while editor.extraSelections() and page.doubtful.isVisible():
        desk.click(page.doubtful)
        assert page.desk.picture.outlined is not None
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, "sure")
        page.text.flush()
        desk.settle()
        assert page.desk.picture.outlined is None, "the word that was doubted is not there any more"
    assert not page.doubtful.isVisible()
    assert page.badge.icon == "good"
    assert "word to check" not in page.badge.label.text()
