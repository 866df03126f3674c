"""Typing or pasting the text of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.shell import Shell


class PasteTextDialog(QDialog):
    """A title and the text.

    Signals:
        given: Title (may be empty) and text.
    """

    given = Signal(str, str)

    def __init__(self, shell: Shell, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Paste text"))
        theme = shell.theme
        layout = controls.column(self, theme, margin=24, gap=12)
        layout.addWidget(controls.label(self.tr("Paste or type the text of the page"), "heading"))
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("Title (may be left empty)"))
        self.title.setAccessibleName(self.tr("Title"))
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(self.tr("Text of the page"))
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.reading_font(shell.settings.school_language))
        layout.addWidget(self.title)
        layout.addWidget(self.text, 1)
        buttons = controls.row(None, theme, gap=12)
        buttons.addStretch(1)
        buttons.addWidget(controls.button(self.tr("Close"), action=self.reject))
        self.use = controls.button(self.tr("Use this text"), "primary", action=self._give)
        buttons.addWidget(self.use)
        layout.addLayout(buttons)
        self.text.textChanged.connect(self._check)
        self._check()
        self.resize(theme.px(640), theme.px(440))
        self.text.setFocus()

    def _check(self) -> None:
        self.use.setEnabled(bool(self.text.toPlainText().strip()))

    def _give(self) -> None:
        self.given.emit(self.title.text().strip(), self.text.toPlainText())
        self.accept()
