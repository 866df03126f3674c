"""Somebody else who teaches with this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.dialogs.base import Dialog

if TYPE_CHECKING:
    from app.ui.theme import Theme


class NewPersonDialog(Dialog):
    """Asks for a name.

    Signals:
        given: The name.
    """

    given = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Who else teaches with this laptop?"), parent)
        self.add_text(self.tr("The lessons that you approve carry your name, so each teacher works under their own."))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.column.addWidget(self.name)
        self.primary = self.add_buttons(self.tr("Close"), self.tr("Add"), self._give)
        self.name.textChanged.connect(self._check)
        self._check()
        self.name.setFocus()

    def _check(self) -> None:
        self.primary.setEnabled(bool(self.name.text().strip()))

    def _give(self) -> None:
        name = self.name.text().strip()
        self.accept()
        self.given.emit(name)
