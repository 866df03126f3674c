"""Measuring this computer from the Models page: a job with Cancel, and the speeds in rows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app import bootstrap
from app.bootstrap import Services
from app.domain.models import DeviceKind, Machine, Runtime, Speed
from app.inference.bench import service
from app.inference.bench.measure import Measured
from app.inference.bench.plan import Engine
from app.inference.bench.work import Round
from app.inference.speed_book import SpeedBook
from app.ui.dialogs.confirm import ConfirmDialog
from tests.gui.conftest import PATIENCE_MS, Desk
from tests.gui.test_models import models_page, said, wait_for
from tests.models.mms import build_mms

AT = "2026-11-22T10:00:00Z"
VOICE = Speed(
    "mms-tts-hin", Runtime.TRANSFORMERS, "float32", DeviceKind.CPU, 1, 3.4, 0.25, 700 << 20, True, measured_at=AT
)
MEASURED = Measured((Round(2.5, 0.4), Round(2.25, 0.5), Round(2.0, 0.6)), (1.0,), (0.5,), 300 << 20)
"""A voice; that real engines are measured right is tested with them."""


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = bootstrap.open_services(tmp_path / "data")
    services.people.add("Asha", "hi", (6,))
    yield services
    services.close()


def test_the_installed_voice_is_measured_and_its_speed_shown(
    open_window: Callable[..., Desk], services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def measure(engine: Engine, *_: object, **__: object) -> Measured:
        assert engine.installed
        assert go_on.wait(PATIENCE_MS / 1_000)
        return MEASURED

    monkeypatch.setattr(service, "measure", measure)
    monkeypatch.setattr(service, "copy_bandwidth", lambda _: 1e10)
    monkeypatch.setattr(psutil, "cpu_percent", lambda _: 0.0)  # other tests run beside this one
    services.models.install(services.models.look(build_mms(tmp_path / "mms-tts-hin")))
    desk = open_window(services=services)
    page = models_page(desk)
    assert page.rows["speeds"] == ()
    desk.click(page.measure)
    desk.click(desk.dialog(ConfirmDialog).primary)
    desk.qtbot.waitUntil(lambda: desk.window.footer.cancel.isVisible())
    assert desk.window.footer.cancel.accessibleName() == "Cancel: Measuring this computer"
    go_on.set()
    wait_for(desk, "This computer is measured.")
    (row,) = page.rows["speeds"]
    assert said(row).startswith("MMS voice, Hindi ")
    assert "2.25 seconds of sound a second · the first after 0.50 s · 300.0 MB of memory" in said(row)
    assert "transformers float32 · measured today" in said(row)
    assert "random weights" not in said(row)
    (speed,) = services.room.speeds()
    assert (speed.spec_id, speed.random_weights) == ("mms-tts-hin", False)


def test_cancel_ends_the_measuring_and_nothing_stays_behind(
    open_window: Callable[..., Desk], services: Services
) -> None:
    desk = open_window(services=services)
    page = models_page(desk)
    desk.click(page.measure)
    desk.click(desk.dialog(ConfirmDialog).primary)
    desk.qtbot.waitUntil(lambda: desk.window.footer.step.text().startswith(("Measuring the memory", "Making random")))
    desk.click(desk.window.footer.cancel)
    wait_for(desk, "Stopped. Finished steps are kept.")
    assert page.rows["speeds"] == ()
    assert list((services.paths.data / "models").glob(".bench-*")) == []


def test_what_stood_in_for_a_model_is_said_and_unknown_models_are_left_out(
    open_window: Callable[..., Desk], services: Services
) -> None:
    machine: Machine = services.models.machine
    SpeedBook(services.paths.data / "speeds.json", machine).add([VOICE, replace(VOICE, spec_id="gone")])
    desk = open_window(services=services)
    (row,) = models_page(desk).rows["speeds"]
    words = said(row)
    assert "3.4 seconds of sound a second · the first after 0.25 s · 700.0 MB of memory" in words
    assert "with random weights of its shape: it is not installed" in words
