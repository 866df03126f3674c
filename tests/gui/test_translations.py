"""The window speaks Hindi whole: also every sentence that no ``tr`` call holds."""

from __future__ import annotations

import ast
import itertools
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.checks.wording import TEMPLATES
from app.domain import clock
from app.domain.documents import BlockKind, PageNote, ReadMethod
from app.domain.errors import UserFacingError
from app.domain.jobs import Progress
from app.domain.lessons import Change, FactKind, Finding, Level, Severity
from app.domain.messages import MESSAGES
from app.ui import wording
from app.ui.navigator import Place
from app.ui.pages.settings import SettingsPage
from app.ui.widgets.findings import READING
from tests.gui.conftest import Desk

APP = Path(__file__).parents[2] / "app"
SCRIPT = Path(__file__).parents[2] / "packaging" / "translations.py"
# the same in every language: brand names, formats, keys, names of things
SAME = frozenset({"KINGSTON", "English", "हिन्दी", "PDF", "HTML", "MP3", "Asha Devi", "int4", "int8", "fp16"})


def test_the_catalogues_are_complete_and_in_step_with_the_code() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_a_translation_that_is_marked_as_unfinished_is_a_fault(tmp_path: Path) -> None:
    translations = runpy.run_path(str(SCRIPT))
    text = (APP.parent / "resources" / "translations" / "app_hi.ts").read_text(encoding="utf-8")
    catalogue = tmp_path / "app_hi.ts"
    catalogue.write_text(
        text.replace("<translation>सेटिंग<", '<translation type="unfinished">सेटिंग<', 1), encoding="utf-8"
    )
    faults = translations["unfinished"](catalogue)
    assert [one for one in faults if "marked as unfinished" in one and "Settings" in one]


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
    spoken = MESSAGES["data.recovered"].format(when=clock.spoken(datetime(2026, 3, 1, 9, 5)), kept="old.db")
    assert "1 मार्च 2026, 09:05" in wording.recovery(spoken)
    assert wording.recovery("Something else.") == "Something else."


def _calls() -> Iterator[ast.Call]:
    """Every call in the application."""
    for file in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_key_that_the_application_uses_has_a_sentence() -> None:
    calls = list(_calls())
    faults = {_text(call.args[0]) for call in calls if _name(call).endswith("Error") and call.args}
    faults = {one for one in faults if re.fullmatch(r"[a-z]+\.[a-z_]+", one)}
    assert len(faults) > 30, "the search still finds them"
    assert faults <= MESSAGES.keys()
    found = [call for call in calls if _name(call) != "Route"]  # whose reason is a sentence, not a code word
    reasons = {_text(word.value) for call in found for word in call.keywords if word.arg == "reason"}
    reasons |= {_text(call.args[2]) for call in calls if _name(call) == "_not_checked" and len(call.args) > 2}
    reasons |= READING
    reasons.discard("")
    assert len(reasons) > 10, "the search still finds them"
    assert reasons <= TEMPLATES.keys() | {""}


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_finding_that_the_checks_can_make_is_a_whole_sentence(
    open_window: Callable[..., Desk], language: str
) -> None:
    open_window(language)
    for kind, change in itertools.product(FactKind, Change):
        said = wording.finding(Finding(Severity.RED, kind, change, source="S", result="R", passage=0))
        assert said
        assert "{" not in said
        assert said.endswith((".", "।")), said
    for reason in TEMPLATES:
        if "." not in reason:
            found = Finding(Severity.AMBER, FactKind.NUMBER, Change.NOT_CHECKED, source="S", reason=reason)
            assert "{" not in wording.finding(found)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_step_of_a_job_is_named(open_window: Callable[..., Desk], language: str) -> None:
    open_window(language)
    steps = {_text(call.args[0]) for call in _calls() if _name(call) == "Progress" and call.args} - {""}
    assert {"reading", "simplifying", "speaking", "saving", "drawing papers"} <= steps
    unknown = wording.step(Progress("something else", 0, 1))
    assert [one for one in steps if wording.step(Progress(one, 0, 1)) == unknown] == []


def test_settings_that_do_nothing_yet_are_not_shown(desk: Desk) -> None:
    desk.go(Place.SETTINGS)
    said = " ".join(one.text() for one in desk.page.findChildren(QLabel)).casefold()
    said += " ".join(one.accessibleName() for one in desk.page.findChildren(QWidget)).casefold()
    assert "speed" in said
    for word in ("digit", "quantization", "cache"):
        assert word not in said, word
