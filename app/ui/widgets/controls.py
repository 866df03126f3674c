"""Stock controls with a role for the style sheet, an icon that follows the theme, and an accessible name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if role:
        made.setProperty("role", role)
    if icons is not None and icon:
        tint(made, icons, icon, {"primary": "on_accent", "link": "accent"}.get(role, "text"))
    if tip:
        made.setToolTip(tip)
    made.setAccessibleName(text.replace("&", ""))
    if action is not None:
        made.clicked.connect(lambda: action())
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


def chip(text: str, *, checked: bool = False, role: str = "chip") -> QPushButton:
    """A choice that is on or off."""
    made = button(text, role)
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
        checked = "text" if widget.property("role") == "rail" else ""
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
