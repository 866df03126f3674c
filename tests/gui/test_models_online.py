"""Models from the publishers' server or one of the school: licence first, progress, Cancel, break-offs, the token."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from app import bootstrap
from app.bootstrap import Services
from app.domain.jobs import JobState, Progress
from app.domain.models import EngineTask
from app.ui import wording
from app.ui.dialogs.fetch_models import FetchModelsDialog, TokenDialog
from app.ui.navigator import Place
from app.ui.pages.models import ModelsPage
from app.ui.pages.settings import SettingsPage
from app.ui.widgets.model_row import ModelRow
from tests.gui.conftest import Desk, comes_to_rest
from tests.gui.test_models import models_page, said, wait_for
from tests.hub_server import HubServer
from tests.unit.inference.install.test_service import voice

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

VOICE = "facebook/mms-tts-hin"
NAME = "MMS voice, Hindi"
TOKEN = "hf_Secret123"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub with a voice of one tensor, and the hub's address where its own tools look for it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with HubServer() as one:
        monkeypatch.setenv("HF_ENDPOINT", one.base)
        put(one, VOICE, voice(tmp_path / "voice", megabytes=3))
        yield one


def put(hub: HubServer, repository: str, folder: Path) -> None:
    for file in folder.iterdir():
        hub.put(repository, file.name, file.read_bytes(), lfs=file.stat().st_size > 100_000)


@pytest.fixture
def services(tmp_path: Path, hub: HubServer) -> Iterator[Services]:
    """What the application opens over an empty data folder."""
    services = bootstrap.open_services(tmp_path / "data")
    services.people.add("Asha", "hi", (6,))
    yield services
    services.close()


@pytest.fixture
def desk(open_window: Callable[..., Desk], services: Services) -> Desk:
    return open_window(services=services)


def row_of(page: ModelsPage, name: str) -> ModelRow:
    """The row of a model that is not installed, in whichever card."""
    if not page.rows.get("others"):
        page.show_others.click()
    return next(one for key in ("suggested", "others") for one in page.rows[key] if one.words.title == name)


def asked(desk: Desk, name: str) -> FetchModelsDialog:
    """The dialog that Install opens."""
    row_of(models_page(desk), name).buttons[0].click()
    return desk.dialog(FetchModelsDialog)


def words_of(dialog: FetchModelsDialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def agree(desk: Desk, dialog: FetchModelsDialog) -> None:
    for tick in dialog.ticks.values():
        if not tick.isChecked():
            desk.click(tick)
    desk.click(dialog.primary)


def installed(services: Services) -> list[str]:
    return [one.spec_id for one in services.models.registry.scan().models]


def test_a_licence_is_agreed_to_before_the_server_hears_of_it(desk: Desk, hub: HubServer, services: Services) -> None:
    dialog = asked(desk, NAME)
    words = words_of(dialog)
    assert "Only for non-commercial use" in words
    assert "https://creativecommons.org" in words
    assert "of memory" in words
    assert re.search(r"on the disk, [\d.]+ [GM]B are free", words)
    assert "goes on by itself after a break" in words
    assert not dialog.primary.isEnabled(), "its conditions were not agreed to"
    assert hub.requests == []
    agree(desk, dialog)
    wait_for(desk, f"Installed and ready, not verified against the publisher: {NAME}.")
    assert installed(services) == ["mms-tts-hin"]
    assert said(desk.page.rows["installed"][0]).startswith(NAME)  # type: ignore[attr-defined]


def test_a_server_of_the_school_is_asked_instead_and_remembered(
    desk: Desk, hub: HubServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://127.0.0.1:9")
    dialog = asked(desk, NAME)
    assert not dialog.server.isVisible()
    desk.click(dialog.place.chips[True])
    comes_to_rest(desk, lambda: dialog.height() >= dialog.column.totalHeightForWidth(dialog.width()), wanted=True)
    desk.click(*dialog.ticks.values())
    assert not dialog.primary.isEnabled(), "no address yet"
    dialog.server.setFocus()
    dialog.server.setText(hub.base)
    desk.click(dialog.primary)
    wait_for(desk, f": {NAME}.")
    assert installed(services) == ["mms-tts-hin"]
    assert [one.path for one in hub.requests if one.path.startswith("/catalogue/")], "its catalogue was asked for first"
    again = asked(desk, "MMS voice, Tamil")
    assert again.server.text() == hub.base
    again.reject()


def test_how_fast_it_comes_is_told_and_cancel_keeps_what_came(desk: Desk, hub: HubServer, services: Services) -> None:
    hub.rate = 700_000
    agree(desk, asked(desk, NAME))
    step = desk.window.footer.step
    told = re.compile(r"Fetching the model: [\d.]+ MB of 3\.0 MB · [\d.]+ [kM]B a second · about \d+ seconds")
    desk.qtbot.waitUntil(lambda: told.fullmatch(step.text()) is not None)
    assert desk.window.footer.cancel.accessibleName() == "Cancel: Installing models"
    facts = [one.text() for one in desk.window.footer.findChildren(QLabel) if one.isVisible()]
    assert "Network found, not used" not in facts
    desk.click(desk.window.footer.cancel)
    wait_for(desk, "Stopped. Finished steps are kept.")
    assert installed(services) == []
    before = len(hub.requests)
    hub.rate = 0
    desk.click(desk.window.bar.action)
    wait_for(desk, f": {NAME}.")
    assert installed(services) == ["mms-tts-hin"]
    weights = [one for one in hub.requests[before:] if one.method == "GET" and one.server == "content"]
    assert weights
    assert weights[0].start > 0, "it went on from there"


def test_without_a_network_it_names_the_stick_and_goes_on_later(
    desk: Desk, hub: HubServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://127.0.0.1:9")
    agree(desk, asked(desk, NAME))
    wait_for(desk, "127.0.0.1 cannot be reached")
    assert "Or bring it on a stick: “Copy to a stick” on a laptop that has it" in desk.window.bar.text
    assert installed(services) == []
    monkeypatch.setenv("HF_ENDPOINT", hub.base)
    assert desk.window.bar.action.text() == "Try again"
    desk.click(desk.window.bar.action)
    wait_for(desk, f": {NAME}.")


def test_a_gated_model_asks_for_the_token_which_is_kept_and_never_shown(
    desk: Desk, hub: HubServer, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    hub.gated[VOICE] = TOKEN
    agree(desk, asked(desk, NAME))
    wait_for(desk, "The publisher gives")
    assert "is given only" not in desk.window.bar.text
    assert desk.window.bar.action.text() == "Enter the token"
    desk.click(desk.window.bar.action)
    dialog = desk.dialog(TokenDialog)
    assert dialog.line.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.primary.isEnabled()
    dialog.line.setText("two words")
    desk.click(dialog.primary)
    desk.qtbot.waitUntil(dialog.fault.isVisible)
    assert dialog.fault.text().startswith("This is no token of the hub.")
    dialog.line.setText(TOKEN)
    desk.click(dialog.primary)
    wait_for(desk, f": {NAME}.")
    assert installed(services) == ["mms-tts-hin"]
    data = services.paths.data
    kept = [one for one in data.rglob("*") if one.is_file() and TOKEN.encode() in one.read_bytes()]
    assert kept == [], "there is no keyring here, so it is encrypted"
    assert (data / "secrets" / "hub-token").is_file()
    assert TOKEN not in caplog.text
    page = desk.go(Place.SETTINGS)
    assert isinstance(page, SettingsPage)
    desk.click(page.models.forget)
    wait_for(desk, "No token is kept on this laptop any more.")
    assert not (data / "secrets" / "hub-token").exists()


def test_a_model_that_is_known_to_be_gated_asks_for_the_token_first(desk: Desk, hub: HubServer) -> None:
    gated = next(one for one in desk.services.models.catalog.models if one.licence.gated)
    dialog = asked(desk, gated.name)
    assert "only to people who asked. You are asked for your token next." in words_of(dialog)
    agree(desk, dialog)
    desk.dialog(TokenDialog).reject()
    desk.settle()
    assert hub.requests == [], "she left it"


def test_the_recommended_set_is_one_button_with_the_licences_one_by_one(
    desk: Desk, hub: HubServer, services: Services
) -> None:
    page = models_page(desk)
    desk.click(page.install_set)
    dialog = desk.dialog(FetchModelsDialog)
    specs = {one: services.models.catalog.find(one) for one in dialog.ticks}
    assert [one.words.title for one in page.rows["suggested"]] == [one.name for one in specs.values()]
    assert EngineTask.GENERATE in {one.task for one in specs.values()}
    for spec_id, spec in specs.items():
        free = spec.licence.commercial and not spec.licence.gated
        assert dialog.ticks[spec_id].isChecked() is free, "what has conditions waits for a yes"
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert words.count("Only for non-commercial use") == sum(not one.licence.commercial for one in specs.values())
    before = dialog.room.text()
    for spec_id, tick in dialog.ticks.items():
        if tick.isChecked() is not (spec_id == "mms-tts-hin"):
            tick.click()
    assert dialog.room.text() != before, "the size is of what is ticked"
    assert dialog.height() <= 740
    assert dialog.primary.visibleRegion().boundingRect() == dialog.primary.rect()
    desk.click(dialog.primary)
    wait_for(desk, f": {NAME}.")
    assert installed(services) == ["mms-tts-hin"]


def test_of_several_models_the_ones_that_can_come_do(desk: Desk, hub: HubServer, services: Services) -> None:
    wanted = [{"id": one, "licence": "CC-BY-NC-4.0"} for one in ("mms-tts-tam", "mms-tts-hin")]
    desk.shell.jobs.on_models("fetch_models", {"models": wanted, "server": ""})
    wait_for(desk, "does not have")
    assert installed(services) == ["mms-tts-hin"]


def test_another_licence_than_the_one_shown_fetches_nothing(desk: Desk, hub: HubServer, services: Services) -> None:
    wanted = [{"id": "mms-tts-hin", "licence": "Apache-2.0"}]
    desk.shell.jobs.on_models("fetch_models", {"models": wanted, "server": ""})
    wait_for(desk, f"{NAME} comes under another licence now than the one that was shown.")
    assert (installed(services), hub.requests) == ([], [])


def test_too_big_a_model_offers_the_next_smaller(desk: Desk, hub: HubServer) -> None:
    desk.shell.settings.memory_budget_mb = 1536
    row_of(models_page(desk), "Qwen2.5 7B Instruct").buttons[0].click()
    wait_for(desk, "Qwen2.5 7B Instruct needs")
    assert desk.window.bar.action.text() == "Install Qwen2.5 0.5B Instruct"
    desk.click(desk.window.bar.action)
    dialog = desk.dialog(FetchModelsDialog)
    assert "Install Qwen2.5 0.5B Instruct?" in words_of(dialog)
    dialog.reject()


def test_a_disk_that_is_too_small_is_said_before_anything_is_fetched(
    desk: Desk, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.inference.install.preparation._free", lambda _: 1 << 20)
    dialog = asked(desk, NAME)
    desk.click(*dialog.ticks.values())
    assert "and only 1.0 MB are free" in words_of(dialog)
    assert not dialog.primary.isEnabled()
    dialog.reject()


def test_an_install_that_was_under_way_when_the_app_ended_goes_on(tmp_path: Path, hub: HubServer, qtbot: QtBot) -> None:
    first = bootstrap.open_services(tmp_path / "again")
    hub.rate = 300_000
    params: dict[str, object] = {"models": [{"id": "mms-tts-hin", "licence": "CC-BY-NC-4.0"}], "server": ""}
    job = first.jobs.submit("fetch_models", params)
    qtbot.waitUntil(lambda: any(one.sent for one in hub.requests if one.server == "content"))
    first.close()
    hub.rate = 0
    again = bootstrap.open_services(tmp_path / "again", pick_up_jobs=True)
    try:
        assert again.jobs.wait(job.id).state is JobState.DONE
        assert installed(again) == ["mms-tts-hin"]
    finally:
        again.close()


def test_the_proxy_is_set_in_the_settings_and_a_wrong_one_is_not_kept(desk: Desk) -> None:
    page = desk.go(Place.SETTINGS)
    assert isinstance(page, SettingsPage)
    line, settings = page.models.proxy, desk.services.settings
    line.setText("school proxy")
    line.setFocus()
    desk.key(Qt.Key.Key_Return)
    assert page.models.proxy_fault.isVisibleTo(page)
    assert settings.proxy == ""
    line.setText("proxy.school:8080")
    desk.key(Qt.Key.Key_Return)
    assert settings.proxy == "http://proxy.school:8080"
    assert line.text() == "http://proxy.school:8080"
    assert not page.models.proxy_fault.isVisibleTo(page)


def test_the_speed_is_what_is_left_over_the_time_left(desk: Desk) -> None:
    assert wording.speed(Progress("fetching", 10, 110, 50.0)) == "2.0 MB a second"
    for other in (Progress("copying", 10, 110, 50.0), Progress("fetching", 10, 110), Progress("fetching", 0, 0, 9.0)):
        assert wording.speed(other) == "", "nobody can say, or it is no network"
