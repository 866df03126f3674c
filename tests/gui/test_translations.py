"""The window speaks Hindi whole: also every sentence that no ``tr`` call holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.checks.wording import TEMPLATES
from app.domain.documents import BlockKind, PageNote, ReadMethod
from app.domain.errors import UserFacingError
from app.domain.lessons import Level, Severity
from app.domain.messages import MESSAGES
from app.ui import wording
from app.ui.navigator import Place
from app.ui.pages.settings import SettingsPage
from tests.gui.conftest import Desk

SCRIPT = Path(__file__).parents[2] / "packaging" / "translations.py"
# the same in every language: brand names, formats, keys, names of things
SAME = frozenset({"KINGSTON", "English", "हिन्दी", "PDF", "HTML", "MP3", "Asha Devi"})


def test_the_catalogues_are_complete_and_in_step_with_the_code() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_every_message_and_every_finding_is_said_in_hindi(open_window: Callable[..., Desk]) -> None:
    open_window("hi")
    sentences = [("Messages", one) for one in MESSAGES.values()] + [("Findings", one) for one in TEMPLATES.values()]
    english = [one for context, one in sentences if QCoreApplication.translate(context, one) == one]
    assert english == []


def test_the_words_of_a_fault_carry_its_values(open_window: Callable[..., Desk]) -> None:
    open_window("hi")
    said = wording.failure(UserFacingError("pack.drive_full", path="KINGSTON", number=2, complete=1))
    assert "KINGSTON" in said
    assert "2" in said
    assert "भर गई" in said


def test_every_code_of_the_domain_has_words(open_window: Callable[..., Desk]) -> None:
    open_window("hi")
    said = [wording.note(one) for one in PageNote] + [wording.level_name(one) for one in Level]
    said += [wording.block_name(one) for one in BlockKind] + [wording.read_from(one) for one in ReadMethod]
    said += [wording.severity_icon(one) for one in Severity]
    assert all(said)


def test_plurals_are_plural_in_both_languages(open_window: Callable[..., Desk]) -> None:
    open_window("en")
    assert [wording.needing(count) for count in (1, 2)] == ["1 sentence needs you", "2 sentences need you"]
    open_window("hi")
    assert [wording.needing(count) for count in (1, 2)] == ["1 वाक्य आपको देखना है", "2 वाक्य आपको देखने हैं"]


def test_switching_the_language_draws_every_word_again(desk: Desk) -> None:
    page = desk.go(Place.SETTINGS)
    assert isinstance(page, SettingsPage)
    desk.click(page.language.chips["hi"])
    desk.settle()
    said = {one.text() for one in desk.window.findChildren(QAbstractButton) if one.isVisible()}
    said |= {one.text() for one in desk.window.findChildren(QLabel) if one.isVisible()}
    assert "सेटिंग" in said
    latin = {one for one in said if one and one not in SAME and one.isascii() and any(c.isalpha() for c in one)}
    assert not {one for one in latin if not one.startswith("/")}
    assert desk.services.settings.ui_language == "hi"


def test_a_repaired_data_file_is_told_at_the_start(open_window: Callable[..., Desk]) -> None:
    notice = MESSAGES["data.recovered"].format(when="2026-03-01", kept="old.db")
    open_window("hi")
    assert (
        wording.recovery(notice)
        == "डेटा फ़ाइल ख़राब हो गई थी और 2026-03-01 की प्रति से ठीक की गई। ख़राब फ़ाइल यहाँ रखी है: old.db"
    )
    assert wording.recovery("Something else.") == "Something else."
