"""Documents as a list, and how a row of it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui import wording
from app.ui.item_models.rows import RowsModel
from app.ui.stylesheet import SMALL_POINTS
from app.ui.theme import INTERFACE_POINTS

if TYPE_CHECKING:
    from app.domain.documents import Document
    from app.ui.shell import Shell

LineRole = Qt.ItemDataRole.UserRole + 1


class DocumentListModel(RowsModel["Document"]):
    """Rows are `Document`, without their pages."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        document = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return document.title
        if role == LineRole:
            return self._line(document)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{document.title}. {self._line(document)}"
        return None

    def _line(self, document: Document) -> str:
        pages = self.tr("%n page(s)", "", document.page_count)
        language = wording.language_name(document.language) if document.language else ""
        return " · ".join(filter(None, (pages, language, wording.when(document.created))))


class DocumentDelegate(QStyledItemDelegate):
    """Title and quiet line."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(1, self._shell.theme.px(68))  # a list makes its rows as wide as it is itself

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, px = self._shell.theme, self._shell.theme.px
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft" if selected else "hover"))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), px(8), px(8))
        elif index.row():
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(rect.left() + px(16), rect.top(), rect.right() - px(16), rect.top())
        upper = QRect(rect.left() + px(16), rect.top() + px(10), rect.width() - px(32), px(24))
        for role, place, colour, points in (
            (Qt.ItemDataRole.DisplayRole, upper, "text", INTERFACE_POINTS),
            (LineRole, upper.translated(0, px(24)), "quiet", SMALL_POINTS),
        ):
            font = theme.font(points, semibold=place is upper)
            painter.setFont(font)
            painter.setPen(theme.colour("on_soft" if selected else colour))
            words = QFontMetrics(font).elidedText(index.data(role), Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
