"""The thin column of main pages at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from app.ui.navigator import Place
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.icons import Icons
    from app.ui.theme import Theme

_MOST = 99
"""What is more has no room in the thin column."""


class Rail(QWidget):
    """Home, Lessons, Review, Settings.

    Signals:
        chosen: A `Place`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._buttons: dict[Place, QToolButton] = {}
        layout = controls.column(self, theme, margin=(6, 12, 6, 12), gap=4)
        for place, icon, text in self._entries():
            if place is Place.SETTINGS:
                layout.addStretch(1)
            layout.addWidget(self._add(place, icon, text, icons))

    def _entries(self) -> tuple[tuple[Place, str, str], ...]:
        return (
            (Place.HOME, "home", self.tr("Home")),
            (Place.LESSONS, "lessons", self.tr("Lessons")),
            (Place.REVIEW, "review", self.tr("Review")),
            (Place.SETTINGS, "settings", self.tr("Settings")),
        )

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """From top to bottom."""
        return tuple(self._buttons.values())

    def mark(self, place: Place) -> None:
        """Show which page of the rail the window is on."""
        button = self._buttons.get(place)
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(other is button)
        self._group.setExclusive(True)

    def set_waiting(self, count: int) -> None:
        """How many lessons wait for review."""
        name = self.tr("Review")
        shown = f"{name} {_MOST}+" if count > _MOST else f"{name} · {count}"
        text = shown if count else name
        button = self._buttons[Place.REVIEW]
        key = button.shortcut()
        button.setText(text)
        button.setShortcut(key)  # setting the text takes it away
        button.setAccessibleName(f"{name} · {count}" if count else name)

    def _add(self, place: Place, icon: str, text: str, icons: Icons) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "rail")
        button.setText(text)
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        key = f"Alt+{len(self._buttons) + 1}"
        button.setShortcut(key)
        button.setToolTip(f"{text} ({key})")
        controls.tint(button, icons, icon, "quiet")
        button.clicked.connect(lambda: self.chosen.emit(place))
        self._group.addButton(button)
        self._buttons[place] = button
        return button
