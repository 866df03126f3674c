"""Stock controls with a role for the style sheet, an icon that follows the theme, and an accessible name."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.ui import keys

TOP = Qt.AlignmentFlag.AlignTop
LEFT = Qt.AlignmentFlag.AlignLeft
_SHORTEST_TITLE = 60
"""Pixels of a title that are left however long the words after it are."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from app.ui.icons import Icons
    from app.ui.theme import Theme


def column(
    parent: QWidget | None, theme: Theme, *, margin: int | tuple[int, int, int, int] = 0, gap: int = 8
) -> QBoxLayout:
    """A top-to-bottom layout with spacing in tokens."""
    return _box(QBoxLayout.Direction.TopToBottom, parent, theme, margin, gap)


def row(
    parent: QWidget | None, theme: Theme, *, margin: int | tuple[int, int, int, int] = 0, gap: int = 8
) -> QBoxLayout:
    """A left-to-right layout with spacing in tokens."""
    return _box(QBoxLayout.Direction.LeftToRight, parent, theme, margin, gap)


def _box(
    direction: QBoxLayout.Direction,
    parent: QWidget | None,
    theme: Theme,
    margin: int | tuple[int, int, int, int],
    gap: int,
) -> QBoxLayout:
    layout = QBoxLayout(direction)
    if parent is not None:
        parent.setLayout(layout)
    sides = (margin,) * 4 if isinstance(margin, int) else margin
    layout.setContentsMargins(*(theme.px(side) for side in sides))
    layout.setSpacing(theme.px(gap))
    return layout


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text; never interpreted as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def reading_label(text: str, font: QFont, line_height: int) -> QLabel:
    """Words to read, with `line_height` in pixels; lines with tabs in them are the rows of a table."""
    lines = [[escape(cell) for cell in line.split("\t")] for line in text.split("\n")]
    if any(len(cells) > 1 for cells in lines):
        rows = "".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in lines)
        words = f'<table border="1" cellspacing="0" cellpadding="6" style="border-collapse: collapse">{rows}</table>'
    else:
        words = f'<p style="line-height: {line_height}px; margin: 0">{"<br>".join(cells[0] for cells in lines)}</p>'
    made = QLabel(words)
    made.setAccessibleName(text)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setFont(font)
    return made


def button(
    text: str,
    role: str = "",
    *,
    icons: Icons | None = None,
    icon: str = "",
    action: Callable[[], Any] | None = None,
    tip: str = "",
) -> QPushButton:
    """A push button; its text is its accessible name."""
    made = _dress(QPushButton(text), text, role)
    if icons is not None and icon:
        tint(made, icons, icon, {"primary": "on_accent", "link": "accent"}.get(role, "text"))
    if tip:
        made.setToolTip(tip)
    if action is not None:
        made.clicked.connect(lambda: action())
    return made


def _dress(made: QPushButton, text: str, role: str) -> QPushButton:
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(text.replace("&", ""))
    if role:
        made.setProperty("role", role)
    return made


def icon_button(
    name: str, icons: Icons, icon: str, *, action: Callable[[], Any] | None = None, role: str = "", key: str = ""
) -> QToolButton:
    """A button with an icon only; `name` is its tooltip and accessible name, `key` its shortcut."""
    made = QToolButton()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({key})" if key else name)
    if key:
        made.setShortcut(key)
    if role:
        made.setProperty("role", role)
    tint(made, icons, icon)
    if action is not None:
        made.clicked.connect(lambda: action())
    return made


class Chip(QPushButton):
    """Wide enough for its words in bold, which they are while it is on."""

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ComboBox(QComboBox):
    """A combo box whose arrow is one of our icons."""

    def __init__(self, icons: Icons, name: str) -> None:
        super().__init__()
        self._icons = icons
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.is_enter(event):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls the page, and does not choose something else in passing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = self._icons.pixmap("down", "text" if self.isEnabled() else "quiet", 16)
        size = arrow.deviceIndependentSize().toSize()
        painter = QPainter(self)
        painter.drawPixmap(self.width() - size.width() - 10, (self.height() - size.height()) // 2, arrow)
        painter.end()


class SentenceButton(QPushButton):
    """A sentence that can be pressed; its words wrap, which a button's own text does not."""

    def __init__(self, text: str, font: QFont) -> None:
        super().__init__()
        _dress(self, text, "sentence")
        self.setCheckable(True)
        self._label = label(text, wrap=True)
        self._label.setFont(font)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        box.setContentsMargins(10, 6, 10, 6)
        box.addWidget(self._label, 1)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(38, self._label.heightForWidth(width - 20) + 12)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 200)))


class CheckRow(QPushButton):
    """A line of a checklist: an icon that says whether it is on, a title, a quiet detail."""

    def __init__(self, icons: Icons, title: str, *, checked: bool, one_of: bool = False) -> None:
        super().__init__()
        self._icons = icons
        self._title = title
        self._names = ("radio-on", "radio-off") if one_of else ("review", "box")
        _dress(self, title, "check")
        self.setCheckable(True)
        self.setChecked(checked)
        self._detail = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _: self._show())
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._show()

    def set_detail(self, detail: str) -> None:
        """The quiet words after the title."""
        self._detail = detail
        self._show()

    def _show(self) -> None:
        end = f"   ·   {self._detail}" if self._detail else ""
        words = f"{self._title}{end}"
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        metrics = self.fontMetrics()
        room = self.width() - (self.sizeHint().width() - metrics.horizontalAdvance(self._title))
        shown = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room, _SHORTEST_TITLE))
        self.setToolTip("" if shown == self._title else words)
        if shown != self._title:  # what is said after the title stays in sight
            self.setText(f"{shown}{end}".replace("&", "&&"))
        on, off = self._names
        tint(self, self._icons, on if self.isChecked() else off, "accent" if self.isChecked() else "quiet")


def stepper(theme: Theme, icons: Icons, spin: QSpinBox, less: str, more: str, *, width: int = 64) -> QBoxLayout:
    """A number with a button at each side; `less` and `more` name the buttons."""
    spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
    spin.setFixedWidth(theme.px(width))
    line = row(None, theme, gap=4)
    line.addWidget(icon_button(less, icons, "remove", action=spin.stepDown))
    line.addWidget(spin)
    line.addWidget(icon_button(more, icons, "add", action=spin.stepUp))
    return line


def chip(text: str, *, checked: bool = False, role: str = "chip") -> QPushButton:
    """A choice that is on or off."""
    made = _dress(Chip(text), text, role)
    made.setCheckable(True)
    made.setChecked(checked)
    return made


def card(theme: Theme, *, margin: int = 16, gap: int = 8) -> tuple[QFrame, QBoxLayout]:
    """A raised surface and its layout."""
    frame = QFrame()
    frame.setProperty("role", "card")
    return frame, column(frame, theme, margin=margin, gap=gap)


def separator(*, upright: bool = False) -> QFrame:
    """A hairline."""
    frame = QFrame()
    frame.setProperty("role", "upright" if upright else "line")
    return frame


def icon_label(icons: Icons, icon: str, colour: str = "text", size: int = 20) -> QLabel:
    """A picture beside words; the words carry the meaning for a screen reader."""
    made = QLabel()
    made.setProperty("icon_size", size)
    tint(made, icons, icon, colour)
    return made


def scroll(inner: QWidget, name: str) -> QScrollArea:
    """A vertical scroll area; it cannot be focused itself, what is inside can."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    inner.setProperty("clear", "true")
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inner)
    return area


def tint(widget: QAbstractButton | QLabel, icons: Icons, name: str, colour: str = "text") -> None:
    """Give a button or label an icon and remember it, so that `retint` can draw it again in another look."""
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_colour", colour)
    _draw(widget, icons)


def retint(root: QWidget, icons: Icons) -> None:
    """Draw every icon under `root` again."""
    widgets: list[QAbstractButton | QLabel] = [*root.findChildren(QAbstractButton), *root.findChildren(QLabel)]
    for widget in widgets:
        if widget.property("icon_name"):
            _draw(widget, icons)


def _draw(widget: QAbstractButton | QLabel, icons: Icons) -> None:
    name, colour = str(widget.property("icon_name")), str(widget.property("icon_colour"))
    size = int(widget.property("icon_size") or 20)
    if isinstance(widget, QAbstractButton):
        checked = "on_soft" if widget.property("role") == "rail" else ""
        gap = 6 if isinstance(widget, QPushButton) and widget.text() else 0
        widget.setIcon(icons.icon(name, colour, checked=checked, gap=gap))
        widget.setIconSize(icons.pixmap(name, colour, size, gap=gap).deviceIndependentSize().toSize())
    else:
        widget.setPixmap(icons.pixmap(name, colour, size))


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at and let it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def clear(layout: QBoxLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)  # type: ignore[arg-type]


def square(size: int) -> QSize:
    """A square size."""
    return QSize(size, size)
