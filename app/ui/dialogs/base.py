"""The shape of every dialog: a heading, something to fill in, quiet buttons and one that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QDialog, QPushButton, QWidget

from app.ui import keys
from app.ui.widgets import controls
from app.ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from app.ui.theme import Theme


def wake_parent(dialog: QDialog) -> None:
    """Give the keyboard back to the window below once a dialog is over; without a window manager nobody else does."""
    parent = dialog.parentWidget()
    if parent is not None:
        window = parent.window()
        dialog.finished.connect(lambda _: (QApplication.activeModalWidget() or window).activateWindow())


class Dialog(QDialog):
    """Deletes itself when closed; open it with `open`, never with `exec`, which would stop the asyncio loop."""

    def __init__(self, theme: Theme, heading: str, parent: QWidget, *, width: int = 520) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        wake_parent(self)
        self.theme = theme
        self.column: QBoxLayout = controls.column(self, theme, margin=24, gap=12)
        self.column.addWidget(controls.label(heading, "heading", wrap=True))
        self.setMinimumWidth(theme.px(width))
        self.ring = FocusRing(self, theme)

    def showEvent(self, event: QShowEvent) -> None:
        # a dialog does not ask by itself how high its wrapped words and chips are
        if self.column.hasHeightForWidth():
            self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # QDialog would press the blue button whatever has the focus, also a line of text or the button beside it
        if keys.is_enter(event):
            keys.press_focused(event)
        else:
            super().keyPressEvent(event)

    def add_text(self, text: str) -> None:
        """A paragraph of explanation."""
        self.column.addWidget(controls.label(text, wrap=True))

    def add_buttons(self, leave: str, go_on: str, action: Callable[[], Any]) -> QPushButton:
        """The last row; returns the button that goes on."""
        row = controls.row(None, self.theme, gap=12)
        row.addStretch(1)
        row.addWidget(controls.button(leave, action=self.reject))
        primary = controls.button(go_on, "primary", action=action, tip="Ctrl+Enter")
        # at once: a button's own shortcut presses it a tenth of a second later, and takes in what is typed by then
        QShortcut(QKeySequence("Ctrl+Return"), self, primary.click)
        row.addWidget(primary)
        self.column.addLayout(row)
        return primary
