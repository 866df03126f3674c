"""Having the models that were used last ready, once the window is at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from app.domain.jobs import CancelToken, Lane

if TYPE_CHECKING:
    from app.ui.shell import Shell

IDLE_MS = 5_000
"""Without a key, a click or the wheel: she looks at the page, and the laptop has nothing to do."""
_INPUT = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin})


class WarmUp(QObject):
    """Asks once for the models that were used last, in the night's lane: whatever she asks for goes before.

    Args:
        shell: Its data folder must be open.
        parent: Lives as long.
        idle_ms: Milliseconds without input before it begins.
    """

    def __init__(self, shell: Shell, parent: QObject, *, idle_ms: int = IDLE_MS) -> None:
        super().__init__(parent)
        self._shell = shell
        self._cancel = CancelToken(Lane.NIGHT)
        self._timer = QTimer(self, singleShot=True, interval=idle_ms)
        self._timer.timeout.connect(self._begin)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Not any more; what is under way ends."""
        self._timer.stop()
        self._cancel.cancel()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin to wait anew with every input."""
        if event.type() in _INPUT and self._timer.isActive():
            self._timer.start()
        return False

    def _begin(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self._shell.settings.warm_up:
            room = self._shell.services.room
            self._shell.tasks.run(self, lambda: room.warm_up(self._cancel))
