"""A link whose words come from a person: cut where there is no room, never in the way of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class ElidingButton(QPushButton):
    """As wide as its words where there is room; `words` is all of them, the tooltip says them as well."""

    def __init__(self, words: str) -> None:
        super().__init__(_shown(words))
        self.words = words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def _beside(self) -> int:
        """Pixels that are not words."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self._beside() + self.fontMetrics().horizontalAdvance(self.words) + 1, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - self._beside()
        cut = _shown(self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room))
        if cut != self.text():
            self.setText(cut)


def _shown(words: str) -> str:
    return words.replace("&", "&&")  # an "&" in a title is no key
