"""A layout that breaks its row when there is no more room, for chips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then the next line; its height follows from its width."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._hints: list[QSize] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._hints = []

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._hints = []
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._hints = []
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self._gap for item in self._items)
        return QSize(width, self.minimumSize().height())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        # asked for many times in one pass of the layout; a chip measures its words twice for each
        self._hints = self._hints or [item.sizeHint() for item in self._items]
        line: list[tuple[QLayoutItem, QRect]] = []
        left, top = rect.left(), rect.top()
        for item, hint in zip(self._items, self._hints, strict=True):
            if item.isEmpty():  # hidden
                continue
            if line and left + hint.width() > rect.right() + 1:
                left, top, line = rect.left(), top + _place(line, move=move) + self._gap, []
            line.append((item, QRect(QPoint(left, top), hint)))
            left += hint.width() + self._gap
        return top + _place(line, move=move) - rect.top()


def _place(line: list[tuple[QLayoutItem, QRect]], *, move: bool) -> int:
    """Put the items of a line beside each other, the lower ones half way down; returns how high the line is."""
    height = max((place.height() for _, place in line), default=0)
    for item, place in line if move else ():
        item.setGeometry(place.translated(0, (height - place.height()) // 2))
    return height
