"""An approval can be taken back: the lesson waits again, and what was decided stays written down."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.domain.lessons import LessonOptions, VersionState
from app.ui import letter_keys
from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.review import ReviewPage
from app.ui.pages.save_usb import SaveUsbPage
from tests.fakes import FakeDrive
from tests.gui.conftest import Desk


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_keys, "PAUSE_S", 0.0)


@pytest.fixture
def green(desk: Desk) -> str:
    """The lesson in which every sentence passed."""
    return desk.services.review.queue()[-1].id


def approve(desk: Desk, lesson_id: str) -> ReviewPage:
    """With the blue button of Review."""
    page = cast(ReviewPage, desk.go(Place.REVIEW, lesson_id))
    assert page.lesson is not None
    assert page.lesson.id == lesson_id
    desk.primary()
    assert desk.services.lessons.lesson(lesson_id).current.state is VersionState.APPROVED
    return page


def test_an_approval_in_review_is_undone_and_the_lesson_is_in_hand_again(desk: Desk, green: str) -> None:
    approve(desk, green)
    decided = desk.services.review.decisions(green)
    desk.click(desk.window.bar.undo)
    page = cast(ReviewPage, desk.page)
    assert page.lesson is not None
    assert page.lesson.id == green
    assert page.lesson.current.state is VersionState.DRAFT
    assert desk.services.review.decisions(green) == decided, "every decision stays kept"
    assert not desk.window.bar.isVisible()


def test_it_is_undone_from_another_page_too(desk: Desk, green: str) -> None:
    approve(desk, green)
    desk.go(Place.HOME)
    desk.click(desk.window.bar.undo)
    assert desk.on(Place.REVIEW)()
    assert desk.services.lessons.lesson(green).current.state is VersionState.DRAFT


def test_all_green_ones_that_were_approved_together_are_undone_together(desk: Desk, green: str) -> None:
    book = desk.services.library.documents()[0]
    other = desk.services.lessons.make(book.id, LessonOptions()).id
    desk.click(cast(ReviewPage, desk.go(Place.REVIEW)).green)
    desk.click(desk.window.bar.undo)
    assert {green, other} <= {one.id for one in desk.services.review.queue()}


def test_undo_is_not_offered_any_more_once_a_stick_is_written(desk: Desk, green: str, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.go(Place.SAVE)
    approve(desk, green)
    assert desk.window.bar.undo.isVisible()
    desk.shell.jobs.save_pack((green,), tmp_path, ("html",))
    desk.settle()
    assert not desk.window.bar.isVisible()


def test_the_desk_undoes_at_once_and_reopens_later(desk: Desk, green: str) -> None:
    page = cast(LessonDeskPage, desk.go(Place.DESK, green))
    assert not page.reopen.isVisible()
    desk.primary()
    desk.click(desk.window.bar.undo)
    again = cast(LessonDeskPage, desk.page)
    assert again.route.id == green
    assert again.lesson is not None
    assert again.lesson.current.state is VersionState.DRAFT
    desk.primary()
    desk.go(Place.LESSONS)
    assert desk.window.bar.undo.isVisible(), "also on the next page"
    desk.go(Place.HOME)
    later = cast(LessonDeskPage, desk.go(Place.DESK, green))
    desk.click(later.reopen)
    assert desk.services.lessons.lesson(green).current.number == 3
    assert len(desk.services.review.decisions(green)) == 2


def test_what_was_reopened_is_not_ticked_for_the_stick(desk: Desk, green: str, tmp_path: Path) -> None:
    approve(desk, green)
    desk.click(desk.window.bar.undo)
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    others = [row for one, row in page.rows.items() if one != green]
    assert not page.rows[green].isChecked()
    assert page.rows[green].accessibleName().endswith("a newer version waits for review")
    assert others
    assert all(row.isChecked() for row in others)
    desk.key(Qt.Key.Key_Escape)
