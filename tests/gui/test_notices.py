"""A notice stays until it is read: closed, acted on, turned to, or about a page that was left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from app.ui.navigator import Place
from app.ui.pages.home import HomePage
from app.ui.pages.review import ReviewPage
from tests.gui.conftest import Desk


def read_elsewhere(desk: Desk, tmp_path: Path) -> str:
    """A page is read while she looks at the settings; its document."""
    desk.services.jobs.gate.clear()
    desk.drop(cast(HomePage, desk.go(Place.HOME)).zone, tmp_path / "page.jpg")
    desk.go(Place.SETTINGS)
    desk.services.jobs.gate.set()
    desk.qtbot.waitUntil(lambda: desk.window.bar.text == "The page is read.")
    return desk.services.library.documents()[0].id


@pytest.mark.parametrize("place", [Place.SOURCE_CHECK, Place.MAKE])
def test_the_page_is_read_goes_once_that_page_is_opened_by_any_way(desk: Desk, tmp_path: Path, place: Place) -> None:
    document_id = read_elsewhere(desk, tmp_path)
    desk.go(Place.LESSONS)
    assert desk.window.bar.text, "another page is not that page"
    desk.go(place, document_id)
    assert desk.window.bar.text == ""
    assert not desk.window.bar.isVisible()


def test_a_notice_goes_when_its_button_is_pressed(desk: Desk, tmp_path: Path) -> None:
    read_elsewhere(desk, tmp_path)
    desk.click(desk.window.bar.action)
    desk.arrive(Place.MAKE)
    assert desk.window.bar.text == ""


def test_a_refused_file_is_forgotten_when_the_next_one_is_given(desk: Desk, tmp_path: Path) -> None:
    zone = cast(HomePage, desk.go(Place.HOME)).zone
    desk.drop(zone, tmp_path / "empty.pdf")
    desk.qtbot.waitUntil(lambda: desk.window.bar.text.startswith("empty.pdf"))
    desk.go(Place.LESSONS)
    assert desk.window.bar.text.startswith("empty.pdf"), "a fault stays until something is done"
    desk.drop(desk.window, tmp_path / "page.jpg")
    desk.arrive(Place.MAKE)
    assert desk.window.bar.text == ""


def test_what_only_told_how_something_went_goes_with_its_page(desk: Desk) -> None:
    desk.go(Place.LESSONS)
    desk.shell.notifier.say("It is back.", "good")
    desk.go(Place.LESSONS)
    assert desk.window.bar.text, "the page is still the same"
    desk.go(Place.HOME)
    assert desk.window.bar.text == ""


def test_a_notice_outlives_a_new_size_of_the_letters(desk: Desk) -> None:
    desk.shell.notifier.say("The disk is full.", "stop")
    desk.window.set_zoom(125)
    assert desk.window.bar.text == "The disk is full."


def test_reading_that_ends_during_the_first_start_leads_nobody_away(
    open_window: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_window(furnished=False)
    desk.go(Place.FIRST_START)
    desk.shell.jobs.add([tmp_path / "page.jpg"])
    desk.qtbot.waitUntil(lambda: bool(desk.services.library.documents()))
    desk.qtbot.waitUntil(lambda: not desk.shell.jobs.running)
    desk.settle()
    assert desk.window.bar.text == ""


def test_a_repaired_data_file_is_told_in_the_bar_at_the_start(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    assert desk.window.bar.text == ""
    told = "The data file was damaged and was repaired from the backup of 2026-03-01. The damaged file is kept: old.db"
    desk.services.recovery_notice = told
    desk.window.start()
    assert desk.window.bar.text == told
    desk.go(Place.LESSONS)
    assert desk.window.bar.text == told


def approved_notice(desk: Desk) -> str:
    """A lesson is approved in Review; its id."""
    page = cast(ReviewPage, desk.go(Place.REVIEW, desk.services.review.queue()[-1].id))
    assert page.lesson is not None
    lesson_id = page.lesson.id
    desk.primary()
    assert desk.window.bar.text.endswith("is approved.")
    return lesson_id


def test_an_offer_to_save_is_made_on_one_more_page(desk: Desk) -> None:
    approved_notice(desk)
    desk.go(Place.HOME)
    assert desk.window.bar.text
    desk.go(Place.LESSONS)
    assert desk.window.bar.text == ""


def test_is_approved_goes_where_the_lesson_is_opened_again(desk: Desk) -> None:
    desk.go(Place.DESK, approved_notice(desk))
    assert desk.window.bar.text == ""


def test_what_went_well_is_not_said_on_in_another_language_but_a_fault_stays(desk: Desk) -> None:
    approved_notice(desk)
    desk.window.set_language("hi")
    assert desk.window.bar.text == ""
    desk.shell.notifier.say("empty.pdf is empty.", "stop")
    desk.window.set_language("en")
    assert desk.window.bar.text == "empty.pdf is empty."
