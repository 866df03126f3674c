"""The page as a picture: line boxes under the pointer, a word outlined, zoom, and a frame to crop with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.domain.documents import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from app.ui.theme import Theme

_ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_STEP = 0.01


class PagePicture(QAbstractScrollArea):
    """Shows one picture fitted to its width; zoom 1.0 is that fit.

    Signals:
        line_chosen: Index of the block whose line was clicked.
        cropped: The `Box` a person drew.
        crop_ended: Cropping is over, with or without a box.
    """

    line_chosen = Signal(int)
    cropped = Signal(object)
    crop_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self._image = QImage()
        self._scaled = QPixmap()
        self._zoom = 1.0
        self._fitted = False
        self._lines: list[tuple[int, Box]] = []
        self._hover: Box | None = None
        self._outlined: Box | None = None
        self._empty = ""
        self._crop: Box | None = None
        self._drag: QPointF | None = None

    # -- for the page

    def set_image(self, image: QImage, lines: Sequence[tuple[int, Box]]) -> None:
        """Show a picture; `lines` are (block index, box)."""
        self._image, self._lines = image, list(lines)
        self._hover = self._outlined = None
        self._rescale()

    @property
    def sentence(self) -> str:
        """Why there is no picture; empty while there is one, or while it is loaded."""
        return self._empty

    def set_empty(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._empty = sentence
        self.set_image(QImage(), [])

    def outline(self, box: Box | None) -> None:
        """Outline a word or line and bring it into view."""
        self._outlined = box
        if box is not None and not self._scaled.isNull():
            area = self.area(box)
            self._reveal(area.center())
        self.viewport().update()

    def zoom_by(self, direction: int) -> None:
        """One step in (1) or out (-1)."""
        steps = _ZOOMS if direction > 0 else tuple(reversed(_ZOOMS))
        better = [step for step in steps if (step - self._zoom) * direction > 0]
        if better:
            self._zoom, self._fitted = better[0], False
            self._rescale()

    @property
    def has_image(self) -> bool:
        """Whether a picture is shown."""
        return not self._image.isNull()

    @property
    def outlined(self) -> Box | None:
        """The word or line that is outlined."""
        return self._outlined

    @property
    def zoom(self) -> float:
        """Present zoom; 1.0 fits the width."""
        return self._zoom

    @property
    def cropping(self) -> bool:
        """Whether the crop frame is shown."""
        return self._crop is not None

    def start_crop(self) -> None:
        """Show the frame: drag with the mouse, or arrow keys for right and bottom, with Shift for left and top."""
        self._crop = Box(0.0, 0.0, 1.0, 1.0)
        self._fitted = True
        self.setFocus()
        self._rescale()

    def end_crop(self, *, apply: bool) -> None:
        """Take the frame away; with `apply`, announce it."""
        box, self._crop, self._drag = self._crop, None, None
        self._fitted = False
        self._rescale()
        if apply and box is not None and box != Box(0.0, 0.0, 1.0, 1.0):
            self.cropped.emit(box)
        self.crop_ended.emit()

    # -- geometry

    def _rescale(self) -> None:
        if self._image.isNull():
            self._scaled = QPixmap()
        else:
            ratio = self.devicePixelRatioF()
            width = max(
                80, round((self.viewport().width() - 8) * (self._fit() if self._fitted else self._zoom) * ratio)
            )
            mode = Qt.TransformationMode.SmoothTransformation
            self._scaled = QPixmap.fromImage(self._image.scaledToWidth(min(width, 4_000), mode))
            self._scaled.setDevicePixelRatio(ratio)
        self._place_bars()
        self.viewport().update()

    def _fit(self) -> float:
        """The zoom at which all four edges are in view: while cropping, they are seen to move."""
        view = self.viewport().size()
        return min(1.0, (view.height() - 8) * self._image.width() / (max(1, view.width() - 8) * self._image.height()))

    def _size(self) -> QSize:
        return self._scaled.deviceIndependentSize().toSize() if not self._scaled.isNull() else QSize()

    def _place_bars(self) -> None:
        size, view = self._size(), self.viewport().size()
        for bar, inner, outer in (
            (self.horizontalScrollBar(), size.width() + 8, view.width()),
            (self.verticalScrollBar(), size.height() + 8, view.height()),
        ):
            bar.setRange(0, max(0, inner - outer))
            bar.setPageStep(outer)
            bar.setSingleStep(48)

    def _origin(self) -> QPointF:
        free = max(0, self.viewport().width() - self._size().width()) / 2
        return QPointF(free - self.horizontalScrollBar().value(), 4 - self.verticalScrollBar().value())

    def area(self, box: Box) -> QRectF:
        """Where a box of the page stands in the viewport now."""
        size, origin = self._size(), self._origin()
        return QRectF(
            origin.x() + box.left * size.width(),
            origin.y() + box.top * size.height(),
            (box.right - box.left) * size.width(),
            (box.bottom - box.top) * size.height(),
        )

    def _reveal(self, point: QPointF) -> None:
        view = self.viewport().size()
        for bar, place, room in (
            (self.horizontalScrollBar(), point.x(), view.width()),
            (self.verticalScrollBar(), point.y(), view.height()),
        ):
            if not 0.1 * room < place < 0.9 * room:
                bar.setValue(bar.value() + round(place - room / 2))

    def _line_at(self, point: QPoint) -> tuple[int, Box] | None:
        return next((line for line in self._lines if self.area(line[1]).contains(QPointF(point))), None)

    # -- Qt

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._scaled.isNull():
            painter.setPen(self._theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), flags, self._empty)
            painter.end()
            return
        painter.drawPixmap(self._origin(), self._scaled)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawRect(self.area(Box(0, 0, 1, 1)))
        # pages are light in every theme, so what is drawn on them is too
        if self._hover is not None:
            self._frame(painter, self._hover, QColor(31, 95, 168, 28), 1)
        if self._outlined is not None:
            self._frame(painter, self._outlined, QColor(154, 91, 0, 36), 2, QColor("#9A5B00"))
        if self._crop is not None:
            self._paint_crop(painter, self._crop)
        painter.end()

    def _frame(self, painter: QPainter, box: Box, fill: QColor, width: int, colour: QColor | None = None) -> None:
        painter.setPen(QPen(colour or QColor("#1F5FA8"), width))
        painter.setBrush(fill)
        painter.drawRoundedRect(self.area(box).adjusted(-3, -2, 3, 2), 3, 3)

    def _paint_crop(self, painter: QPainter, crop: Box) -> None:
        whole, inside = self.area(Box(0, 0, 1, 1)), self.area(crop)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 110))
        for part in (
            QRectF(whole.left(), whole.top(), whole.width(), inside.top() - whole.top()),
            QRectF(whole.left(), inside.bottom(), whole.width(), whole.bottom() - inside.bottom()),
            QRectF(whole.left(), inside.top(), inside.left() - whole.left(), inside.height()),
            QRectF(inside.right(), inside.top(), whole.right() - inside.right(), inside.height()),
        ):
            painter.drawRect(part)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#1F5FA8"), 2))
        painter.drawRect(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rescale()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._crop is not None and self._drag is not None:
            self._crop = self._box_between(self._drag, event.position())
        elif self._crop is None:
            line = self._line_at(event.position().toPoint())
            self._hover = line[1] if line else None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if line else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._crop is not None:
            self._drag = event.position()
        elif (line := self._line_at(event.position().toPoint())) is not None:
            self.outline(line[1])
            self.line_chosen.emit(line[0])

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._drag = None

    def _box_between(self, one: QPointF, other: QPointF) -> Box:
        whole = self.area(Box(0, 0, 1, 1))

        def part(value: float, start: float, length: float) -> float:
            return min(1.0, max(0.0, (value - start) / max(1.0, length)))

        across = sorted(part(point.x(), whole.left(), whole.width()) for point in (one, other))
        down = sorted(part(point.y(), whole.top(), whole.height()) for point in (one, other))
        if across[1] - across[0] < 5 * _STEP or down[1] - down[0] < 5 * _STEP:
            return self._crop or Box(0.0, 0.0, 1.0, 1.0)
        return Box(across[0], down[0], across[1], down[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._crop is not None and self._crop_key(event):
            return
        bars = {
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -48),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), 48),
            Qt.Key.Key_Up: (self.verticalScrollBar(), -48),
            Qt.Key.Key_Down: (self.verticalScrollBar(), 48),
        }
        if (move := bars.get(Qt.Key(event.key()))) is not None:
            move[0].setValue(move[0].value() + move[1])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        else:
            super().keyPressEvent(event)

    def _crop_key(self, event: QKeyEvent) -> bool:
        key, crop = Qt.Key(event.key()), self._crop
        if crop is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.end_crop(apply=True)
            return True
        across = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}.get(key, 0.0)
        down = {Qt.Key.Key_Up: -_STEP, Qt.Key.Key_Down: _STEP}.get(key, 0.0)
        if not across and not down:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            left = min(max(0.0, crop.left + across), crop.right - 5 * _STEP)
            self._crop = Box(left, min(max(0.0, crop.top + down), crop.bottom - 5 * _STEP), crop.right, crop.bottom)
        else:
            right = max(min(1.0, crop.right + across), crop.left + 5 * _STEP)
            self._crop = Box(crop.left, crop.top, right, max(min(1.0, crop.bottom + down), crop.top + 5 * _STEP))
        self.viewport().update()
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)
