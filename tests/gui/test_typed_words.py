"""Typed words outlive whatever happens to the page they were typed on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from app.domain.errors import UserFacingError
from app.domain.lessons import Lesson, Severity
from app.ui.desk_tabs.words import WordsTab
from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.review import ReviewPage
from app.ui.widgets.inline_text import InlineText
from tests.gui.conftest import Desk

_ROW = 2


@pytest.fixture
def lesson(desk: Desk) -> Lesson:
    """The English lesson with one red and one amber finding."""
    return desk.services.lessons.lesson(next(one.id for one in desk.services.lessons.summaries() if one.red))


@pytest.fixture
def _slow_saves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy laptop: a save takes longer than drawing a page."""
    for name in ("edit_passage", "replace_content"):
        monkeypatch.setattr(desk.services.lessons, name, _late(getattr(desk.services.lessons, name)))


def _late(real: Callable[..., Lesson]) -> Callable[..., Lesson]:
    def save(*arguments: Any, **named: Any) -> Lesson:
        time.sleep(0.15)
        return real(*arguments, **named)

    return save


def stored(desk: Desk, lesson: Lesson, row: int = _ROW) -> str:
    """What the store has."""
    return desk.services.lessons.lesson(lesson.id).current.content.passages[row].text


def row(desk: Desk, index: int = _ROW) -> InlineText:
    """The text of a row of the lesson desk that is shown."""
    page = desk.page
    assert isinstance(page, LessonDeskPage)
    desk.qtbot.waitUntil(lambda: page.text.complete)
    editor = page.text.rows[index].editor
    assert editor is not None
    return editor


def type_at_end(editor: InlineText, words: str) -> None:
    """Go on typing."""
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, words)


@pytest.mark.usefixtures("_slow_saves")
@pytest.mark.parametrize(("change", "to"), [("set_zoom", 110), ("set_language", "hi")])
def test_words_typed_just_before_everything_is_drawn_anew(desk: Desk, lesson: Lesson, change: str, to: object) -> None:
    desk.go(Place.DESK, lesson.id)
    before = stored(desk, lesson)
    type_at_end(row(desk), " AAA")
    getattr(desk.window, change)(to)
    desk.settle()
    type_at_end(row(desk), " BBB")
    desk.go(Place.HOME)
    assert stored(desk, lesson) == f"{before} AAA BBB"


@pytest.mark.usefixtures("_slow_saves")
def test_words_typed_in_review_just_before_the_lesson_is_opened(desk: Desk, lesson: Lesson) -> None:
    page = cast(ReviewPage, desk.go(Place.REVIEW, lesson.id))
    card = next(one for one in page.cards if one.editor is not None)
    assert card.editor is not None
    index = card.findings[0].passage
    before = stored(desk, lesson, index)
    type_at_end(card.editor, " DDD")
    desk.click(page.open)
    type_at_end(row(desk, index), " EEE")
    desk.go(Place.HOME)
    assert stored(desk, lesson, index) == f"{before} DDD EEE"


@pytest.mark.usefixtures("_slow_saves")
def test_words_typed_on_the_desk_just_before_the_review(desk: Desk, lesson: Lesson) -> None:
    desk.go(Place.DESK, lesson.id)
    index = next(one.passage for one in lesson.current.findings if one.severity is Severity.AMBER and one.passage >= 0)
    before = stored(desk, lesson, index)
    type_at_end(row(desk, index), " DDD")
    page = cast(ReviewPage, desk.go(Place.REVIEW, lesson.id))
    shown = [card.text() for card in page.cards if card.findings[0].passage == index]
    assert all(text == f"{before} DDD" for text in shown)
    assert stored(desk, lesson, index) == f"{before} DDD"


@pytest.mark.usefixtures("_slow_saves")
def test_two_saves_on_their_way_show_the_second(desk: Desk, lesson: Lesson) -> None:
    desk.go(Place.DESK, lesson.id)
    editor, before = row(desk), stored(desk, lesson)
    shown: list[str] = []
    editor.textChanged.connect(lambda: shown.append(editor.toPlainText()))
    type_at_end(editor, " AAA")
    editor.flush()
    QTest.keyClicks(editor, " BBB")
    editor.flush()
    desk.settle()
    assert editor.toPlainText() == stored(desk, lesson) == f"{before} AAA BBB"
    assert editor.textCursor().atEnd(), "where she types on"


def test_a_space_at_the_end_stays_under_the_cursor(desk: Desk, lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    real = desk.services.lessons.edit_passage

    def trimming(lesson_id: str, index: int, text: str, *, was: str) -> Lesson:  # as the real service does
        return real(lesson_id, index, text.strip(), was=was)

    monkeypatch.setattr(desk.services.lessons, "edit_passage", trimming)
    desk.go(Place.DESK, lesson.id)
    editor, before = row(desk), stored(desk, lesson)
    type_at_end(editor, " one ")
    editor.flush()
    desk.settle()
    QTest.keyClicks(editor, "two")
    editor.flush()
    desk.settle()
    assert stored(desk, lesson) == f"{before} one two"


def test_words_that_somebody_else_put_there_are_not_typed_over(desk: Desk, lesson: Lesson) -> None:
    desk.go(Place.DESK, lesson.id)
    editor = row(desk)
    type_at_end(editor, " mine")
    desk.services.lessons.edit_passage(lesson.id, _ROW, "Theirs.")
    editor.flush()
    desk.settle()
    assert stored(desk, lesson) == "Theirs."
    assert editor.toPlainText().endswith(" mine"), "she can copy it"
    assert "not saved" in desk.window.bar.text
    desk.click(desk.window.bar.action)
    assert row(desk).toPlainText() == "Theirs."
    type_at_end(row(desk), " Mine, too.")
    desk.go(Place.HOME)
    assert stored(desk, lesson) == "Theirs. Mine, too."


def test_words_that_could_not_be_saved_are_saved_later(
    desk: Desk, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.go(Place.DESK, lesson.id)
    editor, before, real = row(desk), stored(desk, lesson), desk.services.lessons.edit_passage

    def full(*_: Any, **__: Any) -> Lesson:
        raise UserFacingError("data.disk_full")

    monkeypatch.setattr(desk.services.lessons, "edit_passage", full)
    type_at_end(editor, " AAA")
    editor.flush()
    desk.settle()
    assert stored(desk, lesson) == before
    monkeypatch.setattr(desk.services.lessons, "edit_passage", real)
    type_at_end(row(desk, 0), " Other.")  # its answer brings the whole lesson
    desk.settle()
    desk.go(Place.HOME)
    assert stored(desk, lesson) == f"{before} AAA"


@pytest.mark.usefixtures("_slow_saves")
def test_a_tab_shows_what_was_typed_into_it_last(desk: Desk, lesson: Lesson) -> None:
    page = cast(LessonDeskPage, desk.go(Place.DESK, lesson.id))
    desk.click(page.tabs["words"])
    tab = cast(WordsTab, page.tab("words"))
    editor = tab.findChildren(InlineText)[0]
    type_at_end(editor, " AAA")
    typed = editor.toPlainText()
    page.open_tab("text")
    page.open_tab("words")
    desk.settle()
    assert tab.findChildren(InlineText)[0].toPlainText() == typed


def test_the_open_tab_stays_open_when_everything_is_drawn_anew(desk: Desk) -> None:
    lesson = desk.services.lessons.summaries()[0].id
    page = cast(LessonDeskPage, desk.go(Place.DESK, lesson))
    page.open_tab("questions")
    desk.window.set_zoom(110)
    desk.settle()
    again = cast(LessonDeskPage, desk.page)
    assert again is not page
    assert again.tabs["questions"].isChecked()
    assert again.state() == "questions"
