"""How well a page was read: a picture and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui import wording
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.domain.documents import PageText
    from app.ui.shell import Shell


class PageBadge(QWidget):
    """Stands over the text of a page."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._icons = shell.icons
        row = controls.row(self, shell.theme, gap=8)
        self._icon = controls.icon_label(shell.icons, "good", "good")
        self.label = controls.label("", wrap=True)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)

    @property
    def icon(self) -> str:
        """Name of the picture: good, look, stop or waiting."""
        return str(self._icon.property("icon_name"))

    def show_text(self, text: PageText | None) -> None:
        """Say how this was read."""
        icon, words = wording.badge(text)
        colour = icon if icon in ("good", "look", "stop") else "quiet"
        controls.tint(self._icon, self._icons, icon, colour)
        self.label.setText(words)
