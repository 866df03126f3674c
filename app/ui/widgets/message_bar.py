"""One quiet line above the footer: what happened, and a button for what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.icons import Icons
    from app.ui.notifications import Notice
    from app.ui.theme import Theme

_ICONS = {"info": ("info", "quiet"), "good": ("good", "good"), "look": ("look", "look"), "stop": ("stop", "stop")}


class MessageBar(QFrame):
    """Shows the newest notice until it is closed, replaced or turned to; nothing times out.

    Signals:
        closed: The bar is empty now.
    """

    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._icons = icons
        self._notice: Notice | None = None
        self._turns = 0
        layout = controls.row(self, theme, margin=(16, 8, 8, 8), gap=12)
        self._icon = controls.icon_label(icons, "info", "quiet")
        self._text = controls.label("", wrap=True)
        self.action = controls.button("", "link", action=self._act)
        self.undo = controls.button(self.tr("Undo"), "link", action=self._undo)
        self.close_button = controls.icon_button(
            self.tr("Close the message"), icons, "close", action=self.dismiss, role="small"
        )
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.undo)
        layout.addWidget(self.close_button)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is shown."""
        return self._notice

    @property
    def text(self) -> str:
        """What the bar says; empty while it is hidden."""
        return self._notice.text if self._notice is not None else ""

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in the place of the one before, and say it to a screen reader."""
        self._notice = notice
        self._turns = 0
        controls.tint(self._icon, self._icons, *_ICONS[notice.kind])
        self._text.setText(notice.text)
        self.close_button.setVisible(not notice.stays)
        self.action.setVisible(notice.action is not None)
        self.undo.setVisible(notice.undo is not None)
        if notice.action is not None:
            self.action.setText(notice.action[0])
            self.action.setAccessibleName(notice.action[0])
        self.setAccessibleName(notice.text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))

    def settle(self, *about: str) -> None:
        """Hide the notice if it is about one of these."""
        if self._notice is not None and not set(self._notice.about.split()).isdisjoint(about):
            self.dismiss()

    def turn_page(self) -> None:
        """The page that was spoken about is left: hide what only told how something there went.

        What went well and offers to go on is offered on one more page.
        """
        self._turns += 1
        if self._notice is None or self._notice.kind not in ("info", "good"):
            return
        offers = self._notice.action is not None or self._notice.undo is not None
        if not offers or (self._notice.kind == "good" and self._turns > 1):
            self.dismiss()

    def change_language(self) -> None:
        """Hide what went well in the language of before; what has to be read stays."""
        if self._notice is not None and self._notice.kind == "good":
            self.dismiss()

    def dismiss(self) -> None:
        """Hide the bar."""
        self._notice = None
        self.hide()
        self.closed.emit()

    def _act(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action[1]()

    def _undo(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.undo is not None:
            notice.undo()
