"""A decision that needs a typed reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.typed_text import explains, says_something
from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.theme import Theme


class ReasonDialog(Dialog):
    """Shows what the reason is about, offers beginnings, and waits for words.

    `typed` stands in it from the start; one that is `explaining` wants a sentence, else any word will do.

    Signals:
        given: The reason, not empty.
    """

    given = Signal(str)

    def __init__(
        self,
        theme: Theme,
        heading: str,
        about: Sequence[str],
        parent: QWidget,
        *,
        starts: Sequence[str] = (),
        go_on: str = "",
        typed: str = "",
        explaining: bool = False,
    ) -> None:
        super().__init__(theme, heading, parent)
        self._enough = explains if explaining else says_something
        for line in about[:6]:
            self.add_text(f"• {line}")
        if starts:
            chips = QWidget()
            flow = FlowLayout(chips, theme.px(8))
            for words in starts:
                flow.addWidget(controls.button(words, "chip", action=partial(self._begin, words)))
            self.column.addWidget(chips)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Type the reason. It is kept with the decision."))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(96))
        self.reason.textChanged.connect(self._check)
        self.column.addWidget(self.reason)
        if explaining:
            self.column.addWidget(controls.label(self.tr("At least two words, for whoever reads it later."), "quiet"))
        self.primary = self.add_buttons(self.tr("Back"), go_on or self.tr("Keep the reason"), self._give)
        self.reason.setPlainText(typed)
        self.reason.moveCursor(QTextCursor.MoveOperation.End)
        self._check()
        self.reason.setFocus()

    def _begin(self, words: str) -> None:
        typed = self.reason.toPlainText().strip()
        self.reason.setPlainText(f"{typed} {words}: ".lstrip() if typed else f"{words}: ")
        self.reason.moveCursor(QTextCursor.MoveOperation.End)
        self.reason.setFocus()

    def _check(self) -> None:
        self.primary.setEnabled(self._enough(self.reason.toPlainText()))

    def _give(self) -> None:
        words = self.reason.toPlainText().strip().rstrip(":").strip()
        self.accept()
        self.given.emit(words)
