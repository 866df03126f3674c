"""Typing or pasting the text of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.ui.dialogs.base import Dialog

if TYPE_CHECKING:
    from app.ui.shell import Shell


class PasteTextDialog(Dialog):
    """A title and the text.

    Signals:
        given: Title (may be empty) and text.
    """

    given = Signal(str, str)

    def __init__(self, shell: Shell, text: str, parent: QWidget) -> None:
        super().__init__(shell.theme, self.tr("Paste or type the text of the page"), parent)
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("Title (may be left empty)"))
        self.title.setAccessibleName(self.tr("Title"))
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(self.tr("Text of the page"))
        self.text.setTabChangesFocus(True)
        self.text.setFont(shell.theme.reading_font(shell.settings.school_language))
        self.column.addWidget(self.title)
        self.column.addWidget(self.text, 1)
        self.use = self.add_buttons(self.tr("Close"), self.tr("Use this text"), self._give)
        self.text.textChanged.connect(self._check)
        self._check()
        self.resize(shell.theme.px(640), shell.theme.px(440))
        self.text.setFocus()

    def _check(self) -> None:
        self.use.setEnabled(bool(self.text.toPlainText().strip()))

    def _give(self) -> None:
        title, text = self.title.text().strip(), self.text.toPlainText()
        self.accept()
        self.given.emit(title, text)
