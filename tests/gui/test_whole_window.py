"""The window over the real services: real files, real worker processes, a real data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from app import bootstrap
from app.bootstrap import Services
from app.domain.lessons import VersionState
from app.ui.navigator import Place
from app.ui.pages.home import HomePage
from app.ui.pages.save_usb import SaveUsbPage
from tests.command_line import PAGE
from tests.gui.conftest import Desk

_LONGEST = 60_000
"""Milliseconds that reading or making may take on a busy machine."""


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """What the application opens over an empty data folder."""
    services = bootstrap.open_services(tmp_path / "data")
    yield services
    services.close()


def test_a_dropped_page_becomes_an_approved_lesson_on_a_stick(
    open_window: Callable[..., Desk], services: Services, tmp_path: Path
) -> None:
    services.people.add("Asha", "en", (6,))
    desk = open_window(services=services)
    page, stick = tmp_path / "page.txt", tmp_path / "stick"
    page.write_text(PAGE, encoding="utf-8")
    stick.mkdir()
    desk.drop(cast(HomePage, desk.page).zone, page)
    _arrive(desk, Place.MAKE)
    desk.primary()
    _arrive(desk, Place.DESK)
    desk.primary()  # Approve
    lesson = services.lessons.lesson(services.lessons.summaries()[0].id)
    assert lesson.current.state is VersionState.APPROVED
    assert services.review.decisions(lesson.id)[0].person_name == "Asha"
    desk.primary()  # Save to USB
    save = cast(SaveUsbPage, _arrive(desk, Place.SAVE))
    save._choose_drive(stick)  # a folder is chosen in a dialog of the system
    desk.qtbot.waitUntil(save.save.isEnabled)
    desk.primary()
    desk.qtbot.waitUntil(lambda: save.foot.outcome.text().startswith("Verified"), timeout=_LONGEST)
    assert services.packs.verify(stick).ok
    assert (stick / "START-HERE.html").is_file()


def test_a_file_that_is_no_page_leaves_the_window_and_the_folder_as_they_were(
    open_window: Callable[..., Desk], services: Services, tmp_path: Path
) -> None:
    services.people.add("Asha", "en", (6,))
    desk = open_window(services=services)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing follows")
    desk.drop(cast(HomePage, desk.page).zone, broken)
    desk.qtbot.waitUntil(lambda: "broken.pdf" in desk.window.bar.text, timeout=_LONGEST)
    assert services.library.documents() == ()
    assert desk.on(Place.HOME)()


def _arrive(desk: Desk, place: Place) -> object:
    desk.qtbot.waitUntil(desk.on(place), timeout=_LONGEST)
    desk.settle()
    return desk.page
