"""The ring around what has the keyboard's focus: 2 px wide, 2 px away, never clipped by the widget itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from app.ui.theme import Theme

_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show})


class FocusRing(QWidget):
    """An overlay of one window that follows the focused widget and the ancestors it moves with."""

    OFFSET = 2

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def target(self) -> QWidget | None:
        """The widget with the ring, None when nothing is focused in this window."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._theme.tokens.ring
        painter.setPen(QPen(self._theme.colour("accent"), width))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 9, 9)
        painter.end()

    def _on_focus_changed(self, _: QWidget | None, new: QWidget | None) -> None:
        for old in self._watched:
            if isValid(old):
                old.removeEventFilter(self)
        self._watched.clear()
        inside = new is not None and isValid(self) and new.window() is self.window()
        self._target = new if inside else None
        widget: QWidget | None = self._target
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        grow = self.OFFSET + self._theme.tokens.ring
        window = self.window()
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        # what is scrolled away must not leave its ring over the header
        for ancestor in self._watched[1:]:
            area = area.intersected(QRect(ancestor.mapTo(window, QPoint(0, 0)), ancestor.size()))
        if area.isEmpty():
            self.hide()
            return
        self.setGeometry(area.adjusted(-grow, -grow, grow, grow).intersected(window.rect()))
        self.raise_()
        self.show()
