"""A bug reached the surface: say so once, offer the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.theme import Theme


class CrashDialog(QDialog):
    """What happened, what was kept, what to do, and the traceback for whoever helps."""

    def __init__(self, theme: Theme, details: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something did not work"))
        layout = controls.column(self, theme, margin=24, gap=12)
        layout.addWidget(controls.label(self.tr("Something did not work"), "heading"))
        layout.addWidget(
            controls.label(
                self.tr(
                    "The app met a situation it was not made for. Everything saved so far is kept, and you can go on."
                    " If it happens again, send the details below to the people who look after the app."
                ),
                wrap=True,
            )
        )
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(self.tr("Details"))
        layout.addWidget(self.details, 1)
        buttons = controls.row(None, theme, gap=12)
        buttons.addWidget(controls.button(self.tr("Copy the details"), action=self._copy))
        buttons.addStretch(1)
        buttons.addWidget(controls.button(self.tr("Go on"), "primary", action=self.accept))
        layout.addLayout(buttons)
        self.resize(theme.px(680), theme.px(420))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
