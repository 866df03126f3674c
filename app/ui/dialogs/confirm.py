"""Asks once before something goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.ui.dialogs.base import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.theme import Theme


class ConfirmDialog(Dialog):
    """A question with a sentence about what is kept."""

    def __init__(self, theme: Theme, question: str, kept: str, go_on: str, parent: QWidget) -> None:
        super().__init__(theme, question, parent, width=440)
        self.add_text(kept)
        self._action: Callable[[], Any] | None = None
        self.primary = self.add_buttons(self.tr("Leave it"), go_on, self._confirm)

    def ask(self, action: Callable[[], Any]) -> None:
        """Open, and do this when the person agrees."""
        self._action = action
        self.open()

    def _confirm(self) -> None:
        self.accept()
        if self._action is not None:
            self._action()
