"""Enter presses what has the focus, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QWidget

from app.ui.desk_tabs.questions import QuestionsTab
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.crash import CrashDialog
from app.ui.dialogs.files import file_dialog
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.paste_text import PasteTextDialog
from app.ui.dialogs.reason import ReasonDialog
from app.ui.navigator import Place
from app.ui.pages.first_start import FirstStartPage
from app.ui.pages.home import HomePage
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.make import MakePage
from app.ui.pages.save_usb import SaveUsbPage
from app.ui.pages.settings import SettingsPage
from app.ui.theme import contrast
from tests.fakes import FakeDrive
from tests.gui.conftest import Desk
from tests.gui.test_accessibility import subject


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_focused_button(desk: Desk, key: Qt.Key) -> None:
    desk.go(Place.HOME)
    desk.window.rail.buttons[1].setFocus()
    desk.key(key)
    assert desk.on(Place.LESSONS)()


def test_enter_switches_a_chip_and_opens_a_list_of_choices(desk: Desk) -> None:
    page = cast(MakePage, desk.go(Place.MAKE, subject(desk, Place.MAKE)))
    page.parts.chips["plan"].setFocus()
    desk.key(Qt.Key.Key_Return)
    assert "plan" not in page.parts.chosen
    settings = cast(SettingsPage, desk.go(Place.SETTINGS))
    settings.school.setFocus()
    desk.key(Qt.Key.Key_Return)
    assert settings.school.view().isVisible()
    settings.school.hidePopup()


def test_enter_in_a_line_of_text_presses_nothing(open_window: Callable[..., Desk]) -> None:
    desk = open_window(furnished=False)
    page = cast(FirstStartPage, desk.go(Place.FIRST_START, "2"))
    page.name.setFocus()
    QTest.keyClicks(page.name, "Asha")
    desk.key(Qt.Key.Key_Return)
    assert desk.page is page
    assert desk.services.people.all() == ()


def test_enter_in_the_title_of_a_lesson_keeps_it_and_does_not_approve(desk: Desk) -> None:
    page = cast(LessonDeskPage, desk.go(Place.DESK, desk.services.lessons.summaries()[-1].id))
    decided = len(desk.services.review.made)
    page.name.setFocus()
    page.name.selectAll()
    QTest.keyClicks(page.name, "Sour and bitter")
    desk.key(Qt.Key.Key_Return)
    assert desk.services.lessons.lesson(page.route.id).current.content.title == "Sour and bitter"
    assert len(desk.services.review.made) == decided


def test_a_held_enter_presses_once(desk: Desk) -> None:
    desk.go(Place.HOME)
    button = desk.window.rail.buttons[1]
    button.setFocus()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(button, held)
    desk.settle()
    assert desk.on(Place.HOME)()


def test_enter_in_a_dialog_presses_the_button_with_the_focus_not_the_blue_one(desk: Desk) -> None:
    agreed: list[bool] = []
    dialog = ConfirmDialog(desk.shell.theme, "Delete it?", "It can come back.", "Delete", desk.window)
    dialog.ask(lambda: agreed.append(True))
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    leave = QApplication.focusWidget()
    assert leave is not None
    QTest.keyClick(leave, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: not desk.shown(ConfirmDialog))
    assert agreed == [], "the first button, which leaves it, has the focus"


def test_enter_after_a_title_does_not_hand_in_the_text_but_ctrl_enter_does(desk: Desk) -> None:
    page = cast(HomePage, desk.go(Place.HOME))
    desk.click(page.zone.paste)
    dialog = desk.dialog(PasteTextDialog)
    dialog.text.setPlainText("Water boils at 100 °C.")
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "Water")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.arrive(Place.MAKE)
    assert desk.services.library.documents()[0].title == "Water"


def test_the_keyboard_goes_back_to_the_window_when_a_dialog_closes(desk: Desk) -> None:
    def page_asks() -> None:
        cast(HomePage, desk.page).zone.choose.click()

    dialogs: tuple[Callable[[], object], ...] = (
        lambda: ConfirmDialog(desk.shell.theme, "Delete it?", "It can come back.", "Delete", desk.window).open(),
        lambda: ReasonDialog(desk.shell.theme, "Why?", (), desk.window).open(),
        lambda: CrashDialog(desk.shell.theme, "Traceback", desk.window).open(),
        page_asks,
    )
    desk.go(Place.HOME)
    for number, show in enumerate(dialogs):
        chosen = desk.window.rail.buttons[1]
        chosen.setFocus()
        show()
        desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QDialog)
        asked.reject()
        desk.qtbot.waitUntil(desk.window.isActiveWindow)
        assert QApplication.focusWidget() is chosen or number == 3
        desk.settle()
    desk.window.rail.buttons[1].setFocus()
    desk.key(Qt.Key.Key_Space)
    assert desk.on(Place.LESSONS)()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_list_of_suggestions_in_a_file_dialog_can_be_read(
    open_window: Callable[..., Desk], tmp_path: Path, look: str
) -> None:
    desk = open_window(look=look)
    (tmp_path / "stick one").mkdir()
    desk.shell.last_target = str(tmp_path)
    page = cast(SaveUsbPage, desk.go(Place.SAVE))
    desk.click(page.other)
    dialog = desk.dialog(QFileDialog)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    popup = cast("QAbstractItemView", line.completer().popup())
    popup.show()
    desk.qtbot.waitUntil(popup.isVisible)
    picture = popup.grab().toImage()  # the completer fits its list to the folder, so the size is not ours to say
    ground = Counter(
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(picture.height())
    ).most_common(1)[0][0]
    text = popup.palette().color(popup.foregroundRole()).name()
    popup.hide()
    dialog.reject()
    assert contrast(ground, text) >= 4.5, (ground, text)


def test_a_folder_to_save_in_is_asked_for_where_it_was_chosen_last_and_not_where_the_photos_were(
    desk: Desk, tmp_path: Path
) -> None:
    desk.shell.last_folder = str(tmp_path)
    dialog = file_dialog(desk.shell, "Choose a folder", desk.window)
    assert dialog.directory().absolutePath() != str(tmp_path)
    assert dialog.directory().exists()
    dialog.setDirectory(str(tmp_path))
    dialog.accepted.emit()
    assert (desk.shell.last_target, desk.shell.last_folder) == (str(tmp_path), str(tmp_path))
    dialog.close()
    again = file_dialog(desk.shell, "Choose pages", desk.window, kinds="Pages (*.pdf)")
    assert again.directory().absolutePath() == str(tmp_path)
    again.close()


def test_the_focus_moves_on_to_the_blue_button_once_it_can_be_pressed(desk: Desk, tmp_path: Path) -> None:
    page = cast(MakePage, desk.go(Place.MAKE, subject(desk, Place.MAKE)))
    assert page.make.hasFocus(), "not on the first class, which Space would choose"
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    save = cast(SaveUsbPage, desk.go(Place.SAVE))
    assert save.save.hasFocus()


def test_the_focus_stays_where_she_put_it(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    save = cast(SaveUsbPage, desk.go(Place.SAVE))
    save.other.setFocus()
    save.refresh()
    desk.settle()
    assert save.other.hasFocus()


@pytest.mark.parametrize(
    ("place", "key"), [(Place.HOME, "Ctrl+O"), (Place.SOURCE_CHECK, "F8"), (Place.DESK, "Ctrl+G"), (Place.REVIEW, "R")]
)
def test_f1_shows_the_keys_of_every_page(desk: Desk, place: Place, key: str) -> None:
    desk.go(place, subject(desk, place))
    desk.key(Qt.Key.Key_F1)
    dialog = desk.dialog(KeysDialog)
    shown = [one.text() for one in dialog.findChildren(QLabel)]
    assert key in shown
    assert "F1" in shown
    dialog.close()


def test_tab_goes_through_a_question_before_the_button_that_removes_it(desk: Desk) -> None:
    page = cast(LessonDeskPage, desk.go(Place.DESK, subject(desk, Place.DESK)))
    page.open_tab("questions")
    desk.settle()
    tab = cast(QuestionsTab, page.tab("questions"))
    number = len(tab.removers)
    assert number > 1
    page.tabs["questions"].setFocus()
    order: list[QWidget] = []
    while tab.removers[-1] not in order:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        order.append(cast(QWidget, QApplication.focusWidget()))
        assert len(order) < 200
    for remover in tab.removers:
        card = remover.parentWidget()
        assert card is not None
        own = [one for one in order if card.isAncestorOf(one)]
        assert own[-1] is remover
        assert len(own) > 1


@pytest.mark.parametrize("place", [Place.HOME, Place.MAKE, Place.REVIEW, Place.LESSONS])
def test_f1_lists_no_key_that_does_nothing_here(desk: Desk, place: Place) -> None:
    desk.go(place, subject(desk, place))
    desk.key(Qt.Key.Key_F1)
    dialog = desk.dialog(KeysDialog)
    shown = [one.text() for one in dialog.findChildren(QLabel)]
    assert "F8" not in shown
    assert ("Delete" in shown) is (place is Place.LESSONS)
    dialog.close()
