"""One drop and three clicks; the same by keyboard; and what happens when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.ui.dialogs.paste_text import PasteTextDialog
from app.ui.navigator import Place
from app.ui.pages.home import HomePage
from app.ui.pages.save_usb import SaveUsbPage
from tests.fakes import FakeDrive
from tests.gui.conftest import Desk


def test_a_good_page_becomes_a_verified_pack_with_one_drop_and_three_clicks(
    open_window: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_window(furnished=False)
    desk.services.people.add("Asha", "hi", (6,))
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.go(Place.HOME)
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "page.jpg")
    desk.arrive(Place.MAKE)  # the check of a page that was read well is skipped
    desk.primary()
    desk.arrive(Place.DESK)
    desk.primary()
    assert [one.action for one in desk.services.review.made] == ["approved"]
    desk.primary()
    page = cast(SaveUsbPage, desk.arrive(Place.SAVE))
    desk.primary()
    desk.qtbot.waitUntil(lambda: page.foot.outcome.text().startswith("Verified"))
    lesson = desk.services.lessons.summaries()[0]
    assert desk.services.packs.saved == [((lesson.id,), tmp_path, ("html", "mp3", "pdf"))]


def test_the_same_by_keyboard_alone(open_window: Callable[..., Desk], tmp_path: Path) -> None:
    desk = open_window(furnished=False)
    desk.services.people.add("Asha", "hi", (6,))
    desk.services.packs.sticks.append(FakeDrive(tmp_path))
    desk.go(Place.HOME)
    data = QMimeData()
    data.setText("Water boils at 100 °C. It is not always so.")
    QGuiApplication.clipboard().setMimeData(data)
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog(PasteTextDialog)
    assert "100 °C" in dialog.text.toPlainText()
    QTest.keyClick(dialog.text, Qt.Key.Key_Tab)
    while (focused := QApplication.focusWidget()) is not dialog.use:
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Space)
    desk.arrive(Place.MAKE)
    for name in ("Make lesson", "Approve", "Save to USB", "Save"):
        desk.qtbot.waitUntil(partial(_waits, desk, name))
        desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: bool(desk.services.packs.saved))


def _waits(desk: Desk, name: str) -> bool:
    """Whether the blue button has this name and can be pressed."""
    button = desk.page.primary
    return button is not None and button.text() == name and button.isEnabled()


def test_a_doubtful_page_is_shown_before_anything_is_made(desk: Desk, tmp_path: Path) -> None:
    desk.services.jobs.options = {"doubtful": 3}
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "photo.jpg")
    desk.arrive(Place.SOURCE_CHECK)


def test_a_file_that_cannot_be_used_is_one_sentence_and_the_window_lives_on(desk: Desk, tmp_path: Path) -> None:
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "empty.pdf")
    desk.qtbot.waitUntil(lambda: bool(desk.window.bar.text))
    assert desk.window.bar.text == "empty.pdf is empty. It was not added. Choose another file."
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "page.jpg")
    desk.arrive(Place.MAKE)


def test_the_sentence_of_a_failed_job_is_said_in_the_language_of_the_window(
    open_window: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_window("hi")
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "empty.pdf")
    desk.qtbot.waitUntil(lambda: bool(desk.window.bar.text))
    assert desk.window.bar.text == "empty.pdf खाली है। इसे जोड़ा नहीं गया। दूसरी फ़ाइल चुनें।"


def test_work_in_hand_shows_in_the_footer_and_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    desk.services.jobs.gate.clear()
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "page.jpg")
    footer = desk.window.footer
    desk.qtbot.waitUntil(lambda: footer.step.text().startswith("Reading the page: 2 of 3"))
    desk.click(footer.cancel)
    desk.qtbot.waitUntil(lambda: desk.window.bar.text == "Stopped. Finished steps are kept.")
    assert not footer.cancel.isVisible()
    desk.services.jobs.gate.set()
    count = len(desk.services.library.documents())
    desk.window.bar.action.click()  # Read the rest
    desk.arrive(Place.MAKE)
    assert len(desk.services.library.documents()) == count + 1


def test_a_lesson_made_while_she_is_elsewhere_waits_behind_a_notice(desk: Desk, tmp_path: Path) -> None:
    desk.services.jobs.gate.clear()
    desk.drop(cast(HomePage, desk.page).zone, tmp_path / "page.jpg")
    desk.go(Place.SETTINGS)
    desk.services.jobs.gate.set()
    desk.qtbot.waitUntil(lambda: desk.window.bar.text == "The page is read.")
    assert desk.on(Place.SETTINGS)()
    desk.click(desk.window.bar.action)
    desk.arrive(Place.MAKE)


def test_files_dropped_anywhere_on_the_window_are_taken(desk: Desk, tmp_path: Path) -> None:
    desk.go(Place.LESSONS)
    desk.drop(desk.window, tmp_path / "page.jpg")
    desk.arrive(Place.MAKE)


def test_many_photos_at_once_become_one_document_in_the_order_of_their_names(desk: Desk, tmp_path: Path) -> None:
    photos = [tmp_path / f"page{number}.jpg" for number in range(50, 0, -1)]
    desk.drop(cast(HomePage, desk.page).zone, *photos)
    desk.arrive(Place.MAKE)
    job = desk.services.jobs.list()[0]
    assert job.params["sources"] == [str(path) for path in reversed(photos)]
    assert desk.services.library.documents()[0].page_count == 50


def test_a_dropped_folder_gives_its_pages_and_an_empty_one_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "chapter"
    folder.mkdir()
    desk.drop(cast(HomePage, desk.page).zone, folder)
    expected = "There is no photo, PDF, Word file or text in “chapter”. Nothing was added."
    assert desk.window.bar.text == expected
    for name in ("2.jpg", "1.jpg", "notes.xyz"):
        (folder / name).touch()
    desk.drop(cast(HomePage, desk.page).zone, folder)
    desk.arrive(Place.MAKE)
    assert desk.services.jobs.list()[0].params["sources"] == [str(folder / "1.jpg"), str(folder / "2.jpg")]


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", ["empty.pdf"], "Left out: empty.pdf is empty. It was not added. Choose another file."),
        (
            "en",
            ["empty.pdf", "empty.jpg", "empty.txt"],
            "Left out: empty.jpg is empty. It was not added. Choose another file. And 2 more files.",
        ),
        (
            "hi",
            ["empty.pdf", "empty.jpg"],
            "छोड़ी गई: empty.jpg खाली है। इसे जोड़ा नहीं गया। दूसरी फ़ाइल चुनें। और 1 फ़ाइल भी।",
        ),
    ],
)
def test_a_bad_file_among_good_ones_is_left_out_and_named_in_one_notice(
    open_window: Callable[..., Desk], tmp_path: Path, language: str, names: list[str], said: str
) -> None:
    desk = open_window(language)
    desk.drop(cast(HomePage, desk.page).zone, *(tmp_path / name for name in ("page 1.jpg", "page 2.jpg", *names)))
    desk.arrive(Place.MAKE)
    desk.qtbot.waitUntil(lambda: desk.window.bar.text == said)
    assert desk.services.library.documents()[0].page_count == 2
    desk.go(Place.HOME)
    assert desk.window.bar.text == said, "it stays until it is closed or files are added again"


def test_a_picture_on_the_clipboard_becomes_a_page_and_leaves_no_file_behind(desk: Desk) -> None:
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    QGuiApplication.clipboard().setImage(picture)
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.arrive(Place.MAKE)
    (source,) = cast("list[str]", desk.services.jobs.list()[0].params["sources"])
    desk.settle()
    assert source.endswith("Picture.png")
    assert not Path(source).exists()


def test_a_first_teacher_can_try_the_sample_chapter(open_window: Callable[..., Desk]) -> None:
    desk = open_window(furnished=False)
    desk.services.people.add("Asha", "hi", (6,))
    page = cast(HomePage, desk.go(Place.HOME))
    assert page.begun.titles == ["Try it with the sample chapter"]
    link = next(one for one in page.begun.findChildren(QPushButton) if one.text() == page.begun.titles[0])
    desk.click(link)
    desk.arrive(Place.MAKE)
    (source,) = cast("list[str]", desk.services.jobs.list()[0].params["sources"])
    assert Path(source).is_file()
    assert cast(HomePage, desk.go(Place.HOME)).begun.titles != ["Try it with the sample chapter"]


def test_escape_goes_back_step_by_step(desk: Desk) -> None:
    document = desk.services.library.documents()[0]
    desk.go(Place.SOURCE_CHECK, document.id)
    desk.go(Place.MAKE, document.id)
    desk.key(Qt.Key.Key_Escape)
    assert desk.on(Place.SOURCE_CHECK)()
    desk.key(Qt.Key.Key_Escape)
    assert desk.on(Place.HOME)()
    desk.key(Qt.Key.Key_Escape)
    assert desk.on(Place.HOME)()


def test_a_folder_that_is_no_stick_is_not_called_one(desk: Desk, tmp_path: Path) -> None:
    desk.services.packs.sticks.clear()
    approved = next(one for one in desk.services.lessons.summaries() if one.approved_version is not None)
    page = cast(SaveUsbPage, desk.go(Place.SAVE, approved.id))
    page.folder = tmp_path
    page.refresh()
    desk.settle()
    desk.primary()
    desk.qtbot.waitUntil(lambda: page.foot.outcome.text() == "Verified. The lessons are in this folder.")
