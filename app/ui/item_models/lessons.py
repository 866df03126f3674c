"""Lessons as a list, and how a row of it is drawn."""

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
    from app.domain.lessons import LessonSummary
    from app.ui.shell import Shell

SummaryRole = Qt.ItemDataRole.UserRole + 1


class LessonListModel(RowsModel["LessonSummary"]):
    """Rows are `LessonSummary`."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        summary = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return summary.shown_title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{summary.shown_title}. {describe(summary)}. {wording.lesson_state(summary)[1]}"
        if role == SummaryRole:
            return summary
        return None


def describe(summary: LessonSummary) -> str:
    """Class, language, level: the quiet line of a row."""
    parts = (
        wording.class_name(summary.school_class),
        wording.language_name(summary.language),
        wording.level_name(summary.level),
    )
    return " · ".join(parts)


class LessonDelegate(QStyledItemDelegate):
    """Title, quiet line, and at the right (or below, in a narrow list) the state as icon and word."""

    def __init__(self, shell: Shell, parent: QObject, *, narrow: bool = False) -> None:
        super().__init__(parent)
        self._shell = shell
        self._narrow = narrow

    def sizeHint(self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = 3 if self._narrow else 2
        return QSize(1, self._shell.theme.px(24 * lines + 20))  # a list makes its rows as wide as it is itself

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        summary: LessonSummary = index.data(SummaryRole)
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
        left, top = rect.left() + px(16), rect.top() + px(10)
        width = rect.width() - px(32)
        plain, quiet = ("on_soft", "on_soft") if selected else ("text", "quiet")
        state_width = 0 if self._narrow else px(240)
        self._text(painter, QRect(left, top, width - state_width, px(24)), summary.shown_title, plain, bold=True)
        line = QRect(left, top + px(24), width - state_width, px(24))
        self._text(painter, line, self._second_line(summary), quiet, points=SMALL_POINTS)
        if self._narrow:
            self._state(painter, QRect(left, top + px(48), width, px(24)), summary, selected=selected)
        else:
            place = QRect(left + width - state_width, top + px(12), state_width, px(24))
            self._state(painter, place, summary, selected=selected)
        painter.restore()

    def _second_line(self, summary: LessonSummary) -> str:
        return describe(summary) if self._narrow else f"{describe(summary)} · {wording.when(summary.changed)}"

    def _state(self, painter: QPainter, rect: QRect, summary: LessonSummary, *, selected: bool) -> None:
        icon, words = wording.lesson_state(summary)
        colour = icon if icon in ("good", "look", "stop") else "quiet"
        if selected and self._shell.theme.tokens.ring > 2:
            colour = "on_soft"
        picture = self._shell.icons.pixmap(icon, colour, 18)
        size = picture.deviceIndependentSize().toSize()
        painter.drawPixmap(rect.left(), rect.top() + (rect.height() - size.height()) // 2, picture)
        gap = size.width() + self._shell.theme.px(8)
        self._text(painter, rect.adjusted(gap, 0, 0, 0), words, "on_soft" if selected else "text", points=SMALL_POINTS)

    def _text(
        self, painter: QPainter, rect: QRect, text: str, colour: str, *, bold: bool = False, points: float = 0.0
    ) -> None:
        font = self._shell.theme.font(points or INTERFACE_POINTS, semibold=bold)
        painter.setFont(font)
        painter.setPen(self._shell.theme.colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
