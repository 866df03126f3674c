"""Lessons, saving, settings, the first start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea

from app.config.paths import chosen_folder
from app.config.settings import Settings
from app.domain.errors import UserFacingError
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.new_person import NewPersonDialog
from app.ui.navigator import Place
from app.ui.pages.first_start import FirstStartPage
from app.ui.pages.home import HomePage
from app.ui.pages.lessons import LessonsPage
from app.ui.pages.make import MakePage
from app.ui.pages.review import ReviewPage
from app.ui.pages.save_usb import SaveUsbPage
from app.ui.pages.settings import SettingsPage
from app.ui.theme import DARK, Look
from app.ui.widgets.footer import Machine
from tests.fakes import FakeDrive
from tests.gui.conftest import Desk, comes_to_rest


def test_a_lesson_is_deleted_after_one_question_and_comes_back(desk: Desk) -> None:
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    count = len(page.model.rows)
    title = page.model.rows[0].title
    desk.key(Qt.Key.Key_Delete)
    desk.click(desk.dialog(ConfirmDialog).primary)
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == count - 1)
    desk.click(page.bin)
    assert [one.title for one in page.model.rows] == [title]
    desk.click(page.restore)
    desk.click(page.bin)
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == count)


def test_a_lesson_is_duplicated_found_and_opened(desk: Desk) -> None:
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    QTest.keyClicks(page.search, "acids")
    assert [one.title for one in page.model.rows] == ["Acids, Bases and Salts"]
    desk.click(page.duplicate)
    desk.qtbot.waitUntil(lambda: len(page.model.rows) == 2)
    desk.primary()
    desk.arrive(Place.DESK)


def test_only_approved_lessons_can_be_saved(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    approved = {one.id for one in desk.services.lessons.summaries() if one.approved_version}
    assert set(page.rows) == approved
    assert all(row.isChecked() for row in page.rows.values())


def test_a_stick_put_in_later_is_found_by_itself(desk: Desk, tmp_path: Path) -> None:
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    assert not page.save.isEnabled()
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.qtbot.waitUntil(page.save.isEnabled)
    assert page.folder == tmp_path


def test_a_stick_without_room_or_without_permission_is_not_written_to(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path, free_bytes=1_000))
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    assert not page.save.isEnabled()
    desk.services.packs.sticks[:] = [FakeDrive(tmp_path, read_only=True)]
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    assert page.folder is None
    assert not page.drive_rows[0].isEnabled()


def test_a_stick_pulled_half_way_says_what_is_on_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(*_: object) -> None:
        raise UserFacingError("pack.drive_gone", number=2, complete=1)

    monkeypatch.setattr(desk.services.packs, "save", pulled)
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    desk.primary()
    desk.qtbot.waitUntil(lambda: "taken out" in page.foot.outcome.text())
    assert page.save.isEnabled(), "she can put it back and go on"


def test_settings_are_kept_at_once(desk: Desk, tmp_path: Path) -> None:
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    desk.click(page.look.chips[Look.DARK])
    assert desk.shell.theme.tokens == DARK
    page.speed.setValue(24)
    assert not page.online.isChecked()
    assert any("sent to Microsoft" in label.text() for label in page.findChildren(QLabel))
    desk.click(page.online)
    page.name.selectAll()
    QTest.keyClicks(page.name, "Asha Rao")
    desk.click(page.classes.chips[8])
    desk.go(Place.HOME)
    desk.settle()
    kept = Settings.load(tmp_path / "settings.json")
    assert (kept.theme.value, kept.speech_speed, kept.online_voices) == ("dark", 1.2, True)
    person = desk.services.people.current()
    assert person is not None
    assert (person.name, person.classes) == ("Asha Rao", (6, 7, 8))


def test_ctrl_plus_and_minus_change_the_size_of_everything(desk: Desk) -> None:
    before = desk.page.fontMetrics().height()
    desk.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert desk.shell.theme.zoom == 110
    assert desk.page.fontMetrics().height() > before
    desk.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert desk.services.settings.zoom == 90
    assert desk.on(Place.HOME)()


def test_the_make_card_remembers_the_last_choices(desk: Desk) -> None:
    document = desk.services.library.documents()[0]
    page = cast(MakePage, desk.go(Place.MAKE, document.id))
    desk.click(page.classes.chips[9])
    desk.click(page.parts.chips["audio"])
    desk.primary()
    desk.arrive(Place.DESK)
    page = cast(MakePage, desk.go(Place.MAKE, document.id))
    assert page.classes.one == 9
    assert not page.parts.chips["audio"].isChecked()
    assert page.options().with_audio is False


def test_the_make_card_offers_the_languages_that_can_be_made(desk: Desk) -> None:
    document = desk.services.library.documents()[0]
    own = str(document.language)
    page = cast(MakePage, desk.go(Place.MAKE, document.id))
    desk.qtbot.waitUntil(lambda: bool(page.languages.chips))
    assert list(page.languages.chips) == [own]
    assert page.options().language is None
    desk.services.lessons.translated = ("ta",)
    desk.go(Place.HOME)
    page = cast(MakePage, desk.go(Place.MAKE, document.id))
    desk.qtbot.waitUntil(lambda: len(page.languages.chips) == 2)
    assert page.languages.one == own
    desk.click(page.languages.chips["ta"])
    assert page.options().language == "ta"


def test_first_start_asks_three_things_and_home_is_ready(open_window: Callable[..., Desk]) -> None:
    desk = open_window(furnished=False)
    page = cast(FirstStartPage, desk.arrive(Place.FIRST_START))
    assert not desk.window.rail.isVisible()
    desk.click(page.languages["hi"])
    page = cast(FirstStartPage, desk.page)
    assert page.step == 1
    assert desk.shell.translation.code == "hi"
    desk.primary()
    page = cast(FirstStartPage, desk.page)
    assert not page.next.isEnabled(), "a name is needed"
    QTest.keyClicks(page.name, "Asha Devi")
    desk.click(page.classes.chips[6])
    desk.primary()
    assert cast(FirstStartPage, desk.page).step == 3
    desk.primary()
    desk.arrive(Place.HOME)
    person = desk.services.people.current()
    assert person is not None
    assert (person.name, person.classes, person.language) == ("Asha Devi", (6,), "hi")
    assert desk.services.settings.lesson_options.school_class == 6


def test_subjects_are_kept_by_key_whatever_the_language_of_the_window(open_window: Callable[..., Desk]) -> None:
    desk = open_window("hi", furnished=False)
    page = cast(FirstStartPage, desk.go(Place.FIRST_START, "2"))
    QTest.keyClicks(page.name, "Asha")
    desk.click(page.subjects.chips["maths"])
    assert not page.subjects.chips["maths"].text().isascii()
    desk.primary()
    person = desk.services.people.current()
    assert person is not None
    assert person.subjects == ("maths",)
    desk.key(Qt.Key.Key_Escape)
    again = cast(FirstStartPage, desk.page)
    assert (again.step, again.name.text(), again.subjects.chosen) == (2, "Asha", ("maths",)), "nothing to say twice"


@pytest.mark.parametrize("language", ["en", "hi"])
def test_no_step_of_the_first_start_has_to_be_scrolled_at_150_percent(
    open_window: Callable[..., Desk], language: str
) -> None:
    desk = open_window(language, zoom=150, furnished=False)
    for step in ("1", "2", "3"):
        area = desk.go(Place.FIRST_START, step).findChild(QScrollArea)
        assert area is not None
        bar = area.verticalScrollBar()
        comes_to_rest(desk, lambda bar=bar: bar.maximum(), 0)
    assert (desk.window.width(), desk.window.height()) == (1366, 768)


def test_teachers_of_one_laptop_take_turns_in_settings(desk: Desk) -> None:
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    page.name.selectAll()
    QTest.keyClicks(page.name, "Asha Rao")
    desk.click(page.another)
    dialog = desk.dialog(NewPersonDialog)
    assert not dialog.primary.isEnabled()
    QTest.keyClicks(dialog.name, " Ravi ")
    desk.click(dialog.primary)
    desk.settle()
    people = desk.services.people
    ravi = people.current()
    assert ravi is not None
    assert (ravi.name, page.name.text(), page.people.currentText()) == ("Ravi", "Ravi", "Ravi")
    assert [one.name for one in people.all()] == ["Asha Rao", "Ravi"], "what was typed for Asha stays hers"
    desk.click(page.classes.chips[3])
    page.people.setCurrentIndex(0)
    page.people.activated.emit(0)
    desk.settle()
    current = people.current()
    assert current is not None
    assert (current.name, page.name.text(), page.classes.chosen) == ("Asha Rao", "Asha Rao", (6, 7))
    review = cast(ReviewPage, desk.go(Place.REVIEW, desk.services.review.queue()[-1].id))
    assert review.lesson is not None
    desk.primary()
    assert desk.services.review.made[-1].person_name == "Asha Rao"
    again = cast(SettingsPage, desk.go(Place.SETTINGS))
    desk.click(again.another)
    QTest.keyClicks(desk.dialog(NewPersonDialog).name, "ravi")
    desk.click(desk.dialog(NewPersonDialog).primary)
    desk.settle()
    assert [one.name for one in people.all()] == ["Asha Rao", "Ravi"], "nobody stands there twice"
    assert people.current() == people.all()[1]


def test_escape_in_the_first_start_goes_one_step_back(open_window: Callable[..., Desk]) -> None:
    desk = open_window(furnished=False)
    desk.arrive(Place.FIRST_START)
    desk.primary()
    desk.key(Qt.Key.Key_Escape)
    assert cast(FirstStartPage, desk.page).step == 1


def test_home_shows_what_waits_and_follows_changes(desk: Desk, tmp_path: Path) -> None:
    page = cast(HomePage, desk.page)
    assert page.review.titles == ["Acids, Bases and Salts", "अम्ल, क्षार और लवण"]
    desk.services.lessons.delete(desk.services.review.queue()[0].id)
    desk.qtbot.waitUntil(lambda: page.review.titles == ["अम्ल, क्षार और लवण"])
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.qtbot.waitUntil(lambda: page.stick.titles == ["KINGSTON, 6.1 GB free"])


def test_the_data_can_be_kept_elsewhere_from_the_next_start_on(desk: Desk, tmp_path: Path) -> None:
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    disk = tmp_path / "disk"
    disk.mkdir()
    page.data.choose(disk)
    desk.qtbot.waitUntil(page.data.next.isVisible)
    assert str(disk) in page.data.next.text()
    assert str(desk.services.paths.data) in page.data.next.text()
    assert chosen_folder() == disk


def test_home_counts_only_lessons_that_the_stick_does_not_have(desk: Desk, tmp_path: Path) -> None:
    (approved,) = [one for one in desk.services.lessons.summaries() if one.approved_version is not None]
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    page = cast(HomePage, desk.go(Place.HOME))
    words = [label.text() for label in page.stick.findChildren(QLabel)]
    assert "Save 1 approved lesson" in words
    assert approved.approved_version is not None
    desk.services.packs.versions[tmp_path] = {approved.id: approved.approved_version}
    desk.go(Place.LESSONS)
    page = cast(HomePage, desk.go(Place.HOME))
    assert "Every approved lesson is saved there." in [label.text() for label in page.stick.findChildren(QLabel)]


def test_the_footer_does_not_say_that_the_network_is_not_used_where_the_voice_uses_it(desk: Desk) -> None:
    footer = desk.window.footer
    machine = Machine(online=True, battery=None, plugged=False, free_bytes=None)

    def said() -> str:
        footer._show_machine(machine)
        return " ".join(label.text() for label in footer.findChildren(QLabel))

    assert "Network found, not used" in said()
    desk.shell.choose(online_voices=True)
    assert "Network found, the voice uses it" in said()
    assert "not used" not in said()
    desk.settle()
