"""Save to USB: what is ticked, what is said, and that it is in sight with many lessons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.jobs import Part, Progress
from app.domain.lessons import LessonOptions
from app.ui import wording
from app.ui.navigator import Place
from app.ui.pages.save_usb import SaveUsbPage
from tests.fakes import FakeDrive
from tests.gui.conftest import Desk


def approve_more(desk: Desk, count: int) -> None:
    """More approved lessons."""
    person = desk.services.people.current()
    assert person is not None
    book = desk.services.library.documents()[0]
    for _ in range(count):
        desk.services.review.approve(desk.services.lessons.make(book.id, LessonOptions()).id, person)


def save_page(desk: Desk, lesson_id: str = "") -> SaveUsbPage:
    """The page, with its rows."""
    return cast(SaveUsbPage, desk.go(Place.SAVE, lesson_id))


def whole(widget: QWidget) -> bool:
    """All of it is in sight."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def test_with_many_lessons_the_sum_and_the_outcome_are_in_sight(desk: Desk, tmp_path: Path) -> None:
    approve_more(desk, 14)
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = save_page(desk)
    assert not whole(page.formats), "else this test shows nothing"
    assert whole(page.foot.total)
    assert page.foot.total.text().startswith("15 lessons")
    desk.primary()
    desk.qtbot.waitUntil(lambda: page.foot.outcome.text().startswith("Verified"))
    desk.settle()
    assert whole(page.foot.outcome)


def test_only_what_the_stick_does_not_have_is_ticked(desk: Desk, tmp_path: Path) -> None:
    approve_more(desk, 2)
    first, second, third = [one.id for one in desk.services.lessons.summaries() if one.approved_version]
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.services.packs.versions[tmp_path] = {first: 1, second: 0}
    page = save_page(desk)
    assert [page.rows[one].isChecked() for one in (first, second, third)] == [False, True, True]
    assert page.rows[first].accessibleName().endswith("saved there")
    assert page.rows[second].accessibleName().endswith("an older version is there")
    desk.primary()
    desk.qtbot.waitUntil(lambda: page.foot.outcome.text().startswith("Verified"))
    desk.settle()
    assert desk.services.packs.saved == [((second, third), tmp_path, ("html", "mp3", "pdf"))]
    assert not page.save.isEnabled(), "there is nothing left to save"
    assert page.foot.total.text() == "Every approved lesson is saved there already."


def test_a_lesson_that_she_comes_with_is_the_one_that_is_ticked(desk: Desk, tmp_path: Path) -> None:
    approve_more(desk, 2)
    wanted, *others = [one.id for one in desk.services.lessons.summaries() if one.approved_version]
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.services.packs.versions[tmp_path] = {wanted: 1}
    page = save_page(desk, wanted)
    assert page.rows[wanted].isChecked(), "she asked for it, though it is there"
    assert not any(page.rows[one].isChecked() for one in others)


def test_all_and_none_and_what_she_picked_stays(desk: Desk, tmp_path: Path) -> None:
    approve_more(desk, 2)
    first, *_ = ids = [one.id for one in desk.services.lessons.summaries() if one.approved_version]
    stick, other = FakeDrive(tmp_path), FakeDrive(tmp_path / "other", "SANDISK")
    desk.services.packs.sticks.append(stick)
    desk.services.packs.versions[tmp_path] = {first: 1}
    page = save_page(desk)
    desk.click(page.all)
    assert all(page.rows[one].isChecked() for one in ids)
    desk.click(page.none)
    assert not any(page.rows[one].isChecked() for one in ids)
    assert not page.save.isEnabled()
    desk.click(page.rows[first])
    desk.services.packs.sticks.append(other)
    desk.qtbot.waitUntil(lambda: len(page.drive_rows) == 2)
    desk.qtbot.waitUntil(lambda: page.drive_rows[1].isVisible())
    desk.click(page.drive_rows[1])
    assert page.folder == other.path
    assert [page.rows[one].isChecked() for one in ids] == [True, False, False]


def test_tab_goes_from_the_stick_down_to_the_formats(desk: Desk, tmp_path: Path) -> None:
    approve_more(desk, 1)
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = save_page(desk)
    page.drive_rows[0].setFocus()
    chain: list[QWidget] = [page.other, page.all, page.none, *page.rows.values(), *page.formats.chips.values()]
    for expected in chain:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_a_stick_that_is_too_small_says_by_how_much_and_what_to_do(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path, free_bytes=307_200))
    page = save_page(desk)
    words = page.foot.total
    assert words.text().startswith("KINGSTON has 300.0 kB free, about ")
    assert "are needed. Take the audio out, choose fewer lessons, or use another stick." in words.text()
    assert words.property("role") == "look"
    desk.click(page.formats.chips["mp3"])
    assert words.text().endswith("Choose fewer lessons, or use another stick.")
    assert "audio" not in words.text()


def test_the_step_says_which_of_several_lessons_it_is_at() -> None:
    step = Progress("drawing papers", 1, 3, part=Part("Water Around Us", 2, 9))
    assert wording.step(step) == "Lesson 2 of 9, “Water Around Us” · Drawing the worksheet: 2 of 3"
    assert "Lesson" not in wording.step(Progress("drawing papers", 1, 3, part=Part("Water Around Us", 1, 1)))
    assert len(wording.step(Progress("saving", part=Part("long " * 40, 2, 9)))) < 90


def test_the_stick_is_let_go_of_by_a_button_after_it_is_verified(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = save_page(desk)
    assert not page.foot.eject.isVisible()
    desk.primary()
    desk.qtbot.waitUntil(page.foot.eject.isVisible)
    desk.services.packs.busy = True
    desk.click(page.foot.eject)
    assert "could not be let go of" in desk.window.bar.text
    desk.services.packs.busy = False
    desk.click(page.foot.eject)
    assert page.foot.outcome.text() == "You can take the stick out now."
    assert not page.foot.eject.isVisible()
    assert page.drive_rows == []


def test_a_long_title_leaves_the_words_after_it_in_sight(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    lessons = desk.services.lessons
    for one in list(lessons.lessons.values()):
        content = replace(one.current.content, title="Water & ice around us, " * 7)
        lessons.lessons[one.id] = replace(one, current=replace(one.current, content=content))
    page = save_page(desk)
    (row,) = page.rows.values()
    assert row.text().endswith("2.9 MB")
    assert row.fontMetrics().horizontalAdvance(row.text()) < row.width()
    assert row.text().startswith("Water && ice around us")
    assert row.accessibleName().startswith("Water & ice around us, " * 7)
    assert row.toolTip() == row.accessibleName()
