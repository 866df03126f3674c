"""Two parts side by side where there is room for both, else one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.widgets import controls

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.ui.theme import Theme


class TurningRow(QWidget):
    """A row that becomes a column: at 200 % a small screen has no room for a head and its buttons beside it.

    Args:
        theme: For the spacing.
        first: Left or above; it takes the room that is left over.
        second: Right or below.
        least: Pixels at 100 % that the first, and the second, want at least; 0 for what they ask for themselves.
        margin: In tokens: left, top, right, bottom.
        share: How much of the room that is left over the second takes; the first takes 1.
    """

    def __init__(
        self,
        theme: Theme,
        first: QWidget,
        second: QWidget,
        *,
        least: tuple[int, int] = (0, 0),
        margin: tuple[int, int, int, int] = (0, 0, 0, 0),
        share: int = 0,
    ) -> None:
        super().__init__()
        self._parts = ((first, theme.px(least[0])), (second, theme.px(least[1])))
        self._layout = controls.row(self, theme, margin=margin, gap=8)
        self._layout.addWidget(first, 1)
        self._layout.addWidget(second, share)

    @property
    def is_turned(self) -> bool:
        """Whether the parts stand one below the other."""
        return self._layout.direction() is QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        # never as wide as both: the page would be made wider than the window before the row can turn
        width = max(part.minimumSizeHint().width() for part, _ in self._parts)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn()

    def turn(self) -> None:
        """Look again whether there is room for both; also after one of them changed."""
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._layout.spacing()
        needed = sum(least or part.sizeHint().width() for part, least in self._parts)
        turned = QBoxLayout.Direction.TopToBottom if needed > room else QBoxLayout.Direction.LeftToRight
        if self._layout.direction() is not turned:
            self._layout.setDirection(turned)
