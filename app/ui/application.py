"""The application object, the one loop of Qt and asyncio, and the order in which everything starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLoggingCategory, QObject, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from app.config.paths import choose_folder, resources
from app.domain.errors import UserFacingError
from app.ui import wording
from app.ui.appearance import Appearance
from app.ui.event_bridge import EventBridge
from app.ui.icons import Icons
from app.ui.job_desk import JobDesk
from app.ui.main_window import MainWindow
from app.ui.navigator import Navigator
from app.ui.notifications import ExceptionHooks, Notifier
from app.ui.shell import Shell
from app.ui.tasks import TaskRunner
from app.ui.theme import Theme, look_of
from app.ui.translation import Translation
from app.ui.voice import Loudspeaker
from app.ui.warm_up import WarmUp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext

    from app.ui.services import Services

_log = logging.getLogger(__name__)
PATIENCE = 1.0
"""Seconds that opening the data folder may take before the window says what it waits for."""

_OPENING = "opening"
_GC_MS = 1_000
_LARGEST = QSize(1_440, 900)
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # of glibc's malloc.h


def return_large_buffers() -> None:
    """Have glibc give freed page pictures back to the system at once instead of keeping them for each thread."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # another C library has none, and no such habit
    if mallopt is not None:
        for option, value in ((_M_MMAP_THRESHOLD, 1 << 19), (_M_TRIM_THRESHOLD, 1 << 20), (_M_ARENA_MAX, 2)):
            mallopt(option, value)


class GarbageCollector(QObject):
    """Runs Python's cyclic collector on the window's thread only.

    The automatic collector runs in whichever thread allocates; deleting a QObject in a worker thread crashes Qt.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setObjectName("garbage")
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Switch the automatic collector off and the timer on."""
        gc.disable()
        self._timer.start(_GC_MS)

    def stop(self) -> None:
        """Give collecting back to the interpreter."""
        self._timer.stop()
        gc.enable()

    @staticmethod
    def check() -> None:
        """Collect the generations that are due."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        full = [generation for generation in range(3) if counts[generation] > thresholds[generation]]
        if full:
            gc.collect(full[-1])


def build_shell(
    app: QApplication, appearance: Appearance, resources: Path, *, loudspeaker: Loudspeaker | None = None
) -> Shell:
    """Everything of the window that does not need the data folder."""
    load_fonts(resources / "fonts")
    translation = Translation(app, resources / "translations")
    translation.use(appearance.language)
    theme = Theme(app)
    theme.set(look=look_of(appearance.look), zoom=appearance.zoom)
    notifier, navigator = Notifier(app), Navigator(app)
    tasks = TaskRunner(app, on_unhandled=notifier.present)
    return Shell(
        theme=theme,
        icons=Icons(resources / "icons", theme),
        translation=translation,
        notifier=notifier,
        navigator=navigator,
        tasks=tasks,
        events=EventBridge(app),
        jobs=JobDesk(tasks, notifier, navigator, app),
        loudspeaker=loudspeaker or Loudspeaker(app),
    )


def load_fonts(folder: Path) -> None:
    """Fonts that an installer shipped; a checkout uses the system's."""
    for file in sorted(folder.glob("*.ttf")) if folder.is_dir() else ():
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            _log.warning("the font %s could not be loaded", file.name)


def run(open_services: Callable[[], Services], *, appearance: Appearance | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        open_services: Opens the data folder and builds the services; called in a thread once the window is painted.
        appearance: How the first frame looks; the settings that come with the services are applied then.

    Returns:
        Exit status of the process.
    """
    return_large_buffers()
    app = make_application()
    from qasync import QEventLoop

    shell = build_shell(app, appearance or Appearance(), resources())
    hooks = ExceptionHooks(shell.notifier)
    hooks.install()
    qInstallMessageHandler(_on_qt_message)
    window = MainWindow(shell)
    collector = GarbageCollector(app)
    collector.start()
    status = 0
    try:
        with QEventLoop(app) as loop, _closing_on_signals(window):
            loop.set_exception_handler(lambda _, context: _on_loop_failure(shell.notifier, context))
            status = int(loop.run_until_complete(_serve(shell, window, open_services)))
    finally:
        collector.stop()
        hooks.remove()
        qInstallMessageHandler(None)
    return status


async def _serve(shell: Shell, window: MainWindow, open_services: Callable[[], Services]) -> int:
    """Paint, open the data folder, live, and close in order: page, tasks, services."""
    closed, painted, asked = asyncio.Event(), asyncio.Event(), asyncio.Event()
    window.closed.connect(closed.set)
    window.closed.connect(asked.set)  # nobody waits for an answer any more
    window.painted.connect(painted.set)
    _show_in_its_size(window)
    await painted.wait()
    services: Services | None = None
    warm: WarmUp | None = None
    while services is None and not closed.is_set():
        asked.clear()
        try:
            services = await _opened(shell, open_services)
        except Exception as failure:  # noqa: BLE001 - boundary: whatever stops the start is shown in the window
            _tell(shell, failure, asked.set)
            await asked.wait()
        else:
            shell.attach(services)
            window.start()
            warm = WarmUp(shell, window)
    await closed.wait()
    window.hide()
    if warm is not None:
        warm.stop()
    # what the page handed over for saving runs to its end before the data folder is closed
    await asyncio.to_thread(shell.tasks.close)
    shell.events.detach()
    if services is not None:
        await asyncio.to_thread(services.close)
    return 0 if services is not None else 1


async def _opened(shell: Shell, open_services: Callable[[], Services]) -> Services:
    """Open the data folder; where that takes long, as the first time on a slow disk, say so until it is open."""
    opening = asyncio.ensure_future(asyncio.to_thread(open_services))
    done, _ = await asyncio.wait({opening}, timeout=PATIENCE)
    if not done:
        words = QCoreApplication.translate("Start", "Opening your lessons. The first time takes some seconds.")
        shell.notifier.say(words, about=_OPENING)
    try:
        return await opening
    finally:
        shell.notifier.settle(_OPENING)


def _tell(shell: Shell, failure: Exception, try_again: Callable[[], object]) -> None:
    """Why the data could not be opened, as long as that is so; where the chosen folder is gone, there is a way back."""
    if not isinstance(failure, UserFacingError):
        shell.notifier.present(failure)
        return
    action = (QCoreApplication.translate("Start", "Try again"), try_again)
    if failure.key == "data.folder_gone":
        words = QCoreApplication.translate("Start", "Use the usual folder from the next start on")
        action = (words, lambda: choose_folder(None))
    shell.notifier.say(wording.failure(failure), "stop", action, stays=True)


def _show_in_its_size(window: MainWindow) -> None:
    """All of a small laptop's screen, a calm part of a large one."""
    room = window.screen().availableGeometry()
    window.resize(room.size().boundedTo(_LARGEST))
    if room.width() <= _LARGEST.width():
        window.showMaximized()
    else:
        window.show()
    window.activateWindow()  # a window manager has done it already; without one nobody does


@contextlib.contextmanager
def _closing_on_signals(window: MainWindow) -> Iterator[None]:
    """Ctrl+C, a polite kill and the end of a session close the window as its own button does; a second one ends it.

    Python hears a signal when it runs next, at the latest with the garbage collector's timer.
    """
    known = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in known if signal.getsignal(number) != signal.SIG_IGN}

    def close(*_: object) -> None:
        for number in before:
            signal.signal(number, signal.SIG_DFL)
        QTimer.singleShot(0, window.close)

    for number in before:
        signal.signal(number, close)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def make_application() -> QApplication:
    """The application object; one per process."""
    app = QApplication(["shikshasetu"])
    dress(app)
    return app


def dress(app: QApplication) -> None:
    """Give an application object its name and its style."""
    app.setStyle("Fusion")
    # Noto Sans lists scripts that it has only some signs of; Qt says so each time it goes on to the next family
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    app.setApplicationName("ShikshaSetu")
    app.setApplicationDisplayName("ShikshaSetu")
    app.setQuitOnLastWindowClosed(False)  # `_serve` ends the loop, after everything is saved


def _on_loop_failure(notifier: Notifier, context: dict[str, Any]) -> None:
    failure = context.get("exception")
    if isinstance(failure, BaseException):
        notifier.crash(failure)
    else:
        _log.error("the loop reported: %s", context.get("message"))


def _on_qt_message(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(kind, logging.WARNING)
    _log.log(level, "Qt: %s", message)
