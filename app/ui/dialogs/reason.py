"""A decision that needs a typed reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.theme import Theme


class ReasonDialog(Dialog):
    """Shows what the reason is about, offers beginnings, and waits for words.

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
    ) -> None:
        super().__init__(theme, heading, parent)
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
        self.primary = self.add_buttons(self.tr("Back"), go_on or self.tr("Keep the reason"), self._give)
        self._check()
        self.reason.setFocus()

    def _begin(self, words: str) -> None:
        typed = self.reason.toPlainText().strip()
        self.reason.setPlainText(f"{typed} {words}: ".lstrip() if typed else f"{words}: ")
        self.reason.moveCursor(self.reason.textCursor().MoveOperation.End)
        self.reason.setFocus()

    def _check(self) -> None:
        self.primary.setEnabled(bool(self.reason.toPlainText().strip(" :\n")))

    def _give(self) -> None:
        words = self.reason.toPlainText().strip().rstrip(":").strip()
        self.accept()
        self.given.emit(words)
