"""Contrast is computed, no word is cut off, every icon is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.crash import CrashDialog
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.paste_text import PasteTextDialog
from app.ui.dialogs.reason import ReasonDialog
from app.ui.navigator import Place
from app.ui.pages.lesson_desk import LessonDeskPage
from app.ui.pages.lessons import LessonsPage
from app.ui.pages.make import MakePage
from app.ui.pages.source_check import SourceCheckPage
from app.ui.theme import DARK, LIGHT, Tokens, contrast, high_contrast
from tests.fakes import RESOURCES
from tests.gui.conftest import Desk, at_rest, comes_to_rest
from tests.gui.test_accessibility import PLACES, TABS, subject

TEXT_PAIRS = (
    ("text", "canvas"), ("text", "surface"), ("text", "raised"), ("text", "hover"), ("text", "lit"),
    ("quiet", "canvas"), ("quiet", "surface"), ("quiet", "hover"), ("quiet", "lit"),
    ("on_accent", "accent"), ("on_soft", "soft"), ("accent", "canvas"), ("accent", "surface"),
    ("good", "surface"), ("look", "surface"), ("stop", "surface"), ("stop", "raised"), ("look", "lit"), ("stop", "lit"),
)  # fmt: skip
CONTROL_PAIRS = (("control", "canvas"), ("control", "surface"), ("accent", "surface"), ("accent", "canvas"))


def _black_and_yellow() -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"), (QPalette.ColorRole.WindowText, "#ffffff"),
        (QPalette.ColorRole.Highlight, "#ffff00"), (QPalette.ColorRole.HighlightedText, "#000000"),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    return palette


def _grey_on_grey() -> QPalette:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#777777"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#888888"))
    return palette


@pytest.mark.parametrize(
    "tokens", [LIGHT, DARK, high_contrast(_black_and_yellow()), high_contrast(_grey_on_grey())],
    ids=["light", "dark", "system high contrast", "unusable system colours"],
)  # fmt: skip
def test_text_has_at_least_4_5_to_1_and_controls_3_to_1(tokens: Tokens) -> None:
    low = {pair: contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}
    low = {pair: contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) for pair in CONTROL_PAIRS}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3.0} == {}


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_system_colours_are_used_where_they_are_clear() -> None:
    tokens = high_contrast(_black_and_yellow())
    assert (tokens.canvas, tokens.text, tokens.accent) == ("#000000", "#ffffff", "#ffff00")


def cut_off(root: QWidget) -> list[tuple[str, str]]:
    """Visible words that do not fit where they stand."""
    spins = [one for one in root.findChildren(QSpinBox) if one.isVisible()]
    found = [("QSpinBox", one.text()) for one in spins if not _number_fits(one)]
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)) or not widget.text():
            continue
        needed = widget.sizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            fits = widget.height() >= widget.heightForWidth(widget.width())
        else:
            fits = widget.width() >= needed.width() and widget.height() >= min(needed.height(), widget.height() + 1)
        if not fits:
            found.append((type(widget).__name__, widget.text()))
    return found


def lasting(desk: Desk) -> list[tuple[str, str]]:
    """Words that are still cut off when the layout has come to rest."""
    return at_rest(desk, lambda: cut_off(desk.window), [])


def _number_fits(spin: QSpinBox) -> bool:
    line = spin.findChild(QLineEdit)
    return line is not None and line.width() >= spin.fontMetrics().horizontalAdvance(spin.text())


@pytest.mark.parametrize(
    ("language", "look", "zoom"), [("en", "light", 100), ("hi", "dark", 100), ("hi", "light", 150), ("en", "dark", 150)]
)
def test_no_word_is_cut_off_on_a_small_screen(
    open_window: Callable[..., Desk], language: str, look: str, zoom: int
) -> None:
    desk = open_window(language, look, zoom)
    faults = {}
    for place in PLACES:
        page = desk.go(place, subject(desk, place))
        faults[place.value] = lasting(desk)
        if isinstance(page, LessonDeskPage):
            for tab in TABS[1:]:
                page.open_tab(tab)
                faults[tab] = lasting(desk)
        if isinstance(page, MakePage):
            page.more.click()
            faults["more options"] = lasting(desk)
        assert desk.window.width() == 1366, f"{place} makes the window wider"
    faults = {name: words for name, words in faults.items() if words}
    assert faults == {}


@pytest.mark.parametrize("zoom", [100, 150])
def test_dialogs_have_room_for_their_words_and_nothing_overlaps(open_window: Callable[..., Desk], zoom: int) -> None:
    desk = open_window("hi", zoom=zoom)
    theme, parent, words = desk.shell.theme, desk.window, "अम्ल नीले लिटमस पत्र को लाल कर देता है। " * 3
    starts = ("ग़लत तथ्य", "बहुत कठिन", "भाषा", "हमारे बच्चों के अनुकूल नहीं", "सुरक्षित नहीं")
    dialogs = (
        ReasonDialog(theme, words, [words, words], parent, starts=starts),
        ConfirmDialog(theme, words, words, "हटाएँ", parent),
        KeysDialog(theme, (("A", words),), parent),
        PasteTextDialog(desk.shell, words, parent),
        CrashDialog(theme, words, parent),
    )
    for dialog in dialogs:
        dialog.open()
        comes_to_rest(desk, partial(cut_off, dialog), [])
        inside = [one for one in dialog.findChildren(QWidget) if one.parentWidget() is dialog and one.isVisible()]
        boxes = [one.geometry() for one in inside if one is not dialog.ring]
        overlaps = [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :] if a.intersects(b)]
        assert overlaps == [], type(dialog).__name__
        buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
        assert all(one.visibleRegion().boundingRect().size() == one.size() for one in buttons), type(dialog).__name__
        dialog.close()


def test_the_largest_size_still_fits_the_screen(open_window: Callable[..., Desk]) -> None:
    desk = open_window("hi", zoom=200)
    for place in PLACES:
        desk.go(place, subject(desk, place))
        assert desk.window.width() == 1366, place


def test_chips_have_room_for_their_bold_words(desk: Desk) -> None:
    desk.go(Place.MAKE, subject(desk, Place.MAKE))
    buttons = desk.page.findChildren(QPushButton)
    chips = [one for one in buttons if one.property("role") == "chip" and one.isVisible()]
    assert chips
    for chip in chips:
        bold = QFont(chip.font())
        bold.setWeight(QFont.Weight.DemiBold)
        assert QFontMetrics(bold).horizontalAdvance(chip.text()) <= chip.width() - 2 * 12


def test_every_icon_that_is_named_exists() -> None:
    there = {file.stem for file in (RESOURCES / "icons").glob("*.svg")}
    sources = "\n".join(file.read_text(encoding="utf-8") for file in Path(__file__).parents[2].glob("app/ui/**/*.py"))
    named = set(re.findall(r'icon="([a-z-]+)"', sources)) | set(re.findall(r'icons, "([a-z-]+)"', sources))
    assert named
    assert named <= there


@pytest.mark.parametrize("look", ["light", "dark"])
def test_words_that_stand_in_an_empty_field_can_be_read(open_window: Callable[..., Desk], look: str) -> None:
    desk = open_window(look=look)
    search = cast(LessonsPage, desk.go(Place.LESSONS)).search
    colours = search.palette()
    shown = colours.color(QPalette.ColorRole.PlaceholderText)
    assert shown.alpha() == 255
    assert contrast(shown.name(), colours.color(QPalette.ColorRole.Base).name()) >= 4.5


def test_what_stands_in_one_line_of_tools_is_centred_on_it(desk: Desk) -> None:
    page = cast(LessonsPage, desk.go(Place.LESSONS))
    assert page.bin.height() != page.delete.height(), "else this test shows nothing"
    middles = {one.geometry().center().y() for one in (page.duplicate, page.print, page.delete, page.bin)}
    assert max(middles) - min(middles) <= 1


@pytest.mark.parametrize("place", [Place.DOCUMENTS, Place.LESSONS])
def test_the_sentence_of_an_empty_list_stands_in_its_middle(open_window: Callable[..., Desk], place: Place) -> None:
    desk = open_window(furnished=False)
    page = desk.go(place)
    sentence = next(one for one in page.body.findChildren(QLabel) if one.text().startswith(("What you", "Lessons you")))
    bottom = [one.geometry().bottom() for one in page.body.findChildren(QWidget) if one.parentWidget() is page.body]
    top = page.search.mapTo(page.body, page.search.rect().bottomLeft()).y()  # type: ignore[attr-defined]
    comes_to_rest(desk, lambda: abs(sentence.geometry().center().y() - (top + max(bottom)) / 2) < 30, True)


def test_the_mark_of_a_list_is_as_large_as_its_words_and_stands_beside_them(desk: Desk) -> None:
    page = cast(SourceCheckPage, desk.go(Place.SOURCE_CHECK, subject(desk, Place.SOURCE_CHECK)))
    marks = [one for one in page.text.findChildren(QLabel) if one.accessibleName() == "•"]
    assert marks
    for mark in marks:
        at = mark.geometry()
        beside = [one for one in page.text.editors.values() if one.geometry().top() == at.top()]
        assert [one.font().pointSizeF() for one in beside] == [mark.font().pointSizeF()]
        ink = [y for y in range(mark.height()) if _has_ink(mark, y)]
        words = beside[0]
        line = [y for y in range(words.height()) if _has_ink(words, y)]
        assert line[0] <= ink[0]
        assert ink[-1] <= line[-1]


def _has_ink(widget: QWidget, y: int) -> bool:
    picture = widget.grab().toImage()
    colours = (picture.pixelColor(x, y) for x in range(picture.width()))
    return any(one.alpha() > 128 and one.lightness() < 110 for one in colours)
