"""The foot of Save to USB, in sight however many lessons there are: how much it is, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui import wording
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.shell import Shell


class SaveFoot(QWidget):
    """Two lines; each is hidden while it has nothing to say.

    Signals:
        eject_asked: She wants to take the stick out.
    """

    eject_asked = Signal()

    def __init__(self, shell: Shell, *, margin: int, width: int) -> None:
        super().__init__()
        self._icons = shell.icons
        theme = shell.theme
        lines = controls.column(self, theme, gap=0)
        lines.addWidget(controls.separator())
        line = controls.row(None, theme, margin=(margin, 8, margin, 12), gap=0)
        lines.addLayout(line)
        inner = QWidget()
        inner.setMaximumWidth(theme.px(width))
        line.addStretch(1)
        line.addWidget(inner, 8)
        line.addStretch(1)
        column = controls.column(inner, theme, margin=(24, 0, 24, 0), gap=4)
        self._total_icon = controls.icon_label(shell.icons, "look", "look")
        self.total = controls.label("", "quiet", wrap=True)
        self._outcome_icon = controls.icon_label(shell.icons, "good", "good", 24)
        self.outcome = controls.label("", "heading", wrap=True)
        for icon, words in ((self._total_icon, self.total), (self._outcome_icon, self.outcome)):
            row = controls.row(None, theme, gap=8)
            row.addWidget(icon, 0, controls.TOP)
            row.addWidget(words, 1)
            column.addLayout(row)
        self.eject = controls.button(
            self.tr("Remove the stick safely"), icons=shell.icons, icon="eject", action=self.eject_asked.emit
        )
        row.addWidget(self.eject, 0, controls.TOP)
        self.say("")
        self._show_total("", look=False)

    def show_sum(self, count: int, needed: int) -> None:
        """How many lessons are chosen, and their bytes."""
        words = (self.tr("%n lesson(s)", "", count), self.tr("about {size}").format(size=wording.size(needed)))
        self._show_total(" · ".join(words), look=False)

    def show_note(self, words: str) -> None:
        """Why nothing is chosen."""
        self._show_total(words, look=False)

    def show_too_much(self, name: str, free: int, needed: int, *, with_sound: bool) -> None:
        """What is missing in bytes, and ways out."""
        room = self.tr("{name} has {free} free, about {needed} are needed.").format(
            name=name, free=wording.size(free), needed=wording.size(needed)
        )
        way = (
            self.tr("Take the audio out, choose fewer lessons, or use another stick.")
            if with_sound
            else self.tr("Choose fewer lessons, or use another stick.")
        )
        self._show_total(f"{room} {way}", look=True)

    def say(self, words: str, icon: str = "info", colour: str = "quiet") -> None:
        """How it goes, or went."""
        self.said = (words, icon, colour)
        self.eject.hide()
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        self._outcome_icon.setVisible(bool(words))
        controls.tint(self._outcome_icon, self._icons, icon, colour)

    def offer_eject(self) -> None:
        """The stick in hand can be let go of."""
        self.eject.setEnabled(True)
        self.eject.show()

    def _show_total(self, words: str, *, look: bool) -> None:
        self.total.setText(words)
        self.total.setVisible(bool(words))
        controls.restyle(self.total, "role", "look" if look else "quiet")
        self._total_icon.setVisible(look)
