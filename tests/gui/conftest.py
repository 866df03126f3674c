"""A window as the application builds it, over in-memory services, in a folder of its own."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.config.settings import Settings
from app.ui.appearance import Appearance
from app.ui.application import build_shell, dress
from app.ui.main_window import MainWindow
from app.ui.navigator import Place
from app.ui.pages.base import Page
from app.ui.voice import Loudspeaker
from tests.fakes import RESOURCES, FakeServices

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.shell import Shell

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 30_000
"""For what has to come: a busy machine is no fault, and whoever need not wait does not."""
W = TypeVar("W", bound=QWidget)
T = TypeVar("T")
REST_S = 5.0
"""After this long a layout does not change any more, also on a busy machine."""


class SilentLoudspeaker(Loudspeaker):
    """Keeps what it was given; a test says when it is over."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[Path] = []
        self.connected = True

    def play(self, path: Path) -> bool:
        if self.connected:
            self.played.append(path)
        return self.connected

    def stop(self) -> None:
        """It is silent already."""


def at_rest(desk: Desk, look: Callable[[], T], wanted: T) -> T:
    """What is seen once it is as wanted, or once it has long been something else."""
    end = time.monotonic() + REST_S
    while (seen := look()) != wanted and time.monotonic() < end:
        desk.qtbot.wait(20)
    return seen


def comes_to_rest(desk: Desk, look: Callable[[], object], wanted: object) -> None:
    """Layouts settle over some rounds of events: what has to be seen then."""
    assert at_rest(desk, look, wanted) == wanted


@dataclass
class Desk:
    """A teacher in front of the window."""

    qtbot: QtBot
    window: MainWindow
    shell: Shell
    services: FakeServices

    @property
    def loudspeaker(self) -> SilentLoudspeaker:
        """What the window would be heard through."""
        assert isinstance(self.shell.loudspeaker, SilentLoudspeaker)
        return self.shell.loudspeaker

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self.window.page is not None
        return self.window.page

    def go(self, place: Place, item: str = "") -> Page:
        """Move and wait until everything the page asked for is there."""
        self.shell.navigator.go(place, item)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until no call is on its way and every row is built."""
        for _ in range(2):  # what came may ask for more
            self.qtbot.waitUntil(lambda: self.shell.tasks.pending == 0)
            QApplication.processEvents()

    def click(self, widget: QWidget) -> None:
        """Press with the mouse, as somebody who can see and reach it."""
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, LEFT)
        self.settle()

    def primary(self) -> None:
        """Press the blue button of the page."""
        assert self.page.primary is not None
        self.qtbot.waitUntil(self.page.primary.isEnabled)
        self.click(self.page.primary)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)  # a dialog may just have closed
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.settle()

    def on(self, place: Place) -> Callable[[], bool]:
        """Whether the window is at a place, for `qtbot.waitUntil`."""
        return lambda: self.shell.navigator.current is not None and self.shell.navigator.current.place is place

    def arrive(self, place: Place) -> Page:
        """Wait until the window moved there by itself."""
        self.qtbot.waitUntil(self.on(place))
        self.settle()
        return self.page

    def dialog(self, kind: type[W]) -> W:
        """The open dialog of this kind."""
        self.qtbot.waitUntil(lambda: bool(self.shown(kind)))
        return self.shown(kind)[0]

    def shown(self, kind: type[W]) -> list[W]:
        """Dialogs of this kind that are open."""
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    def drop(self, target: QWidget, *files: Path) -> None:
        """Let files fall on a widget."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        place, rest = target.rect().center(), (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(place, *rest)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted(), "it does not take files"
        QApplication.sendEvent(target, QDropEvent(QPointF(place), *rest, QEvent.Type.Drop))
        self.settle()


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """It waits as long as a busy machine needs."""
    for name in ("waitUntil", "waitExposed", "waitSignal"):
        monkeypatch.setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture(autouse=True)
def _collect_on_this_thread() -> Iterator[None]:
    """As in the application: a cycle with a QObject must not be collected in a worker thread."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """No dialog stays open, no thread stays alive."""
    before = set(threading.enumerate())
    yield
    left = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    for one in left:
        one.close()
    assert not left, f"dialogs left open: {[one.windowTitle() for one in left]}"
    end = time.monotonic() + PATIENCE_MS / 1_000
    while alive := [one for one in threading.enumerate() if one not in before and one.is_alive()]:
        assert time.monotonic() < end, f"threads left behind: {alive}"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped resources with freshly compiled catalogues."""
    folder = tmp_path_factory.mktemp("resources")
    (folder / "icons").symlink_to(RESOURCES / "icons", target_is_directory=True)
    translations = folder / "translations"
    translations.mkdir()
    for source in (RESOURCES / "translations").glob("*.ts"):
        tool = Path(sys.executable).with_name("pyside6-lrelease")
        target = translations / source.with_suffix(".qm").name
        subprocess.run([str(tool), "-silent", str(source), "-qm", str(target)], check=True)
    return folder


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, resources: Path, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Build a window; arguments: language, look, zoom, furnished, and services that are no fakes."""
    opened: list[Desk] = []

    def build(
        language: str = "en",
        look: str = "light",
        zoom: int = 100,
        *,
        furnished: bool = True,
        services: Any = None,
    ) -> Desk:
        dress(qapp)
        settings = Settings.load(tmp_path / "settings.json")
        for name, value in (("ui_language", language), ("theme", look), ("zoom", zoom)):
            setattr(settings, name, value)
        if services is None:
            services = FakeServices(tmp_path, settings)
            if furnished:
                services.furnish()
        shell = build_shell(qapp, Appearance(language, look, zoom), resources, loudspeaker=SilentLoudspeaker())
        window = MainWindow(shell)
        window.resize(1366, 768)
        window.show()
        desk = Desk(qtbot, window, shell, services)
        opened.append(desk)
        with qtbot.waitExposed(window):
            pass
        qtbot.waitUntil(window.isActiveWindow)
        shell.attach(services)
        window.start()
        desk.settle()
        return desk

    yield build
    for desk in opened:
        desk.window.close()
        desk.services.close()
        desk.shell.tasks.close()
        desk.shell.events.detach()
        desk.shell.translation.remove()
        desk.window.deleteLater()
        for part in (desk.shell.tasks, desk.shell.jobs, desk.shell.events, desk.shell.notifier, desk.shell.theme):
            part.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk(open_window: Callable[..., Desk]) -> Desk:
    """A window with some lessons in it."""
    return open_window()
