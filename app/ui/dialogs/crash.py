"""A bug reached the surface: say so once, offer the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from app.ui.dialogs.base import Dialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.theme import Theme


class CrashDialog(Dialog):
    """What happened, what was kept, what to do, and the traceback for whoever helps."""

    def __init__(self, theme: Theme, details: str, parent: QWidget) -> None:
        super().__init__(theme, QCoreApplication.translate("CrashDialog", "Something did not work"), parent)
        self.add_text(
            self.tr(
                "The app met a situation it was not made for. Everything saved so far is kept, and you can go on."
                " If it happens again, send the details below to the people who look after the app."
            )
        )
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.column.addWidget(self.details, 1)
        self.add_buttons(self.tr("Close"), self.tr("Copy the details"), self._copy)
        self.resize(theme.px(680), theme.px(420))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
