"""The keys of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.theme import Theme

_AROUND = 160
"""Height of what stands above and below the keys."""


class KeysDialog(Dialog):
    """Key on the left, what it does on the right."""

    def __init__(self, theme: Theme, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(theme, self.tr("Keys"), parent, width=420)
        general = (
            ("Alt+1 … Alt+4", self.tr("Home, Lessons, Review, Settings")),
            ("Ctrl+Enter", self.tr("What the blue button does")),
            ("Ctrl +  Ctrl −  Ctrl 0", self.tr("Larger, smaller, normal size")),
            ("Esc", self.tr("Back")),
            ("F1", self.tr("These keys")),
        )
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))  # off the ring around them
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(8))
        for line, (key, words) in enumerate((*keys, *general)):
            grid.addWidget(controls.label(key, "quiet"), line, 0)
            grid.addWidget(controls.label(words, wrap=True), line, 1)
        grid.setColumnStretch(1, 1)
        area = controls.scroll(inner, self.tr("Keys"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys move it
        needed, room = inner.sizeHint().height() + theme.px(4), parent.window().height() - theme.px(_AROUND)
        area.setFixedHeight(min(needed, room))
        self.column.addWidget(area, 1)
        row = controls.row(None, theme)
        row.addStretch(1)
        row.addWidget(controls.button(self.tr("Close"), "primary", action=self.accept))
        self.column.addLayout(row)
