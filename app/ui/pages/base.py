"""What all pages share: a header with the title, chips and at most one primary button, and a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData

    from app.ui.navigator import Route
    from app.ui.shell import Shell

MARGIN = 24
_PRIMARY_KEY = "Ctrl+Return"
_WIDEST_IN_ONE_LINE = 150
"""Zoom in percent."""


class Page(QWidget):
    """One page, one question. Built when it is shown, gone when it is left; what it edits is saved by then."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__()
        self.shell = shell
        self.route = route
        self.setProperty("canvas", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = shell.theme
        outer = controls.column(self, theme, gap=0)
        self._header = QWidget()
        lines = controls.column(self._header, theme, margin=(MARGIN, 14, MARGIN, 10), gap=4)
        line = controls.row(None, theme, gap=12)
        lines.addLayout(line)
        if route.place not in shell.navigator.ROOTS and shell.navigator.can_go_back:
            back = controls.icon_button(self.tr("Back"), shell.icons, "back", action=shell.navigator.back)
            back.setToolTip(self.tr("Back (Esc)"))
            line.addWidget(back)
        self._title = controls.label("", "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        line.addWidget(self._title)
        self._chips = QWidget()
        self._chip_row = FlowLayout(self._chips, theme.px(8))
        self._chips.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._chips.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a place in the order of Tab, which passes it by
        if theme.zoom > _WIDEST_IN_ONE_LINE:  # a title, a chip and a button are wider than a small screen
            line.addStretch(1)
            lines.addWidget(self._chips)
        else:
            line.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._end = controls.row(None, theme, gap=12)
        line.addLayout(self._end)
        self.primary: QPushButton | None = None
        self.focus_first: QWidget | None = None
        self._focus_given: QWidget | None = None
        outer.addWidget(self._header)
        self.body = QWidget()
        outer.addWidget(self.body, 1)

    # -- for the window

    def refresh(self) -> None:
        """Load or load again what the page shows; called when it is shown and when its subject changed elsewhere."""

    def leave(self) -> None:
        """Save what is being typed; called before the page goes."""

    def state(self) -> object:
        """What she chose on this page that is kept nowhere else; None where there is nothing."""
        return None

    def take_over(self, state: Any) -> None:  # noqa: ANN401 - every page has its own
        """Choose again what was chosen before the page was drawn anew: a `state` of a page of this class."""

    @property
    def complete(self) -> bool:
        """Whether everything is drawn that was loaded."""
        return True

    def escape(self) -> bool:
        """Use up the Esc key, for something smaller than leaving the page."""
        return False

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page and what they do."""
        return ()

    def take_files(self, data: QMimeData) -> bool:
        """Use files dropped anywhere on the window; False if this page has no use for them."""
        del data
        return False

    # -- for subclasses

    def set_title(self, text: str) -> None:
        """What the person is doing."""
        self._title.setText(text)
        self.setAccessibleName(text)

    def set_chips(self, chips: list[QPushButton]) -> None:
        """Automatic choices and facts, beside the title."""
        while (item := self._chip_row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        before = self._chips
        for chip in chips:
            self._chip_row.addWidget(chip)
            chip.show()
            QWidget.setTabOrder(before, chip)  # where it stands, not where it was made
            before = chip

    def set_primary(self, text: str, action: Callable[[], Any], icon: str = "next") -> QPushButton:
        """What comes next: the one primary button."""
        self.primary = controls.button(
            text, "primary", icons=self.shell.icons, icon=icon, action=action, tip="Ctrl+Enter"
        )
        # at once: a button's own shortcut presses it a tenth of a second later
        QShortcut(QKeySequence(_PRIMARY_KEY), self, lambda: self._press_primary())
        self._end.addWidget(self.primary)
        return self.primary

    def rename_primary(self, text: str, icon: str = "") -> None:
        """Another name for the primary button."""
        if self.primary is None:
            return
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        if icon:
            controls.tint(self.primary, self.shell.icons, icon, "on_accent")

    def _press_primary(self) -> None:
        if self.primary is not None and self.primary.isVisible():
            self.primary.click()

    def add_header_widget(self, widget: QWidget) -> None:
        """A quiet control left of the primary button."""
        self._end.insertWidget(self._end.count() - (1 if self.primary else 0), widget)

    def hide_header(self) -> None:
        """For a page that brings its title and its primary button in its body."""
        self._header.hide()

    def claim_focus(self) -> None:
        """Put the focus on `focus_first`, or on what can take it now, unless she has put it somewhere herself."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and focused is not self._focus_given:
            return
        wanted = [self.focus_first, *self.body.findChildren(QWidget), *self.findChildren(QWidget)]
        for widget in wanted:
            if widget is not None and widget.isEnabled() and widget.isVisibleTo(self) and _takes_focus(widget):
                self._focus_given = widget
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def gave_focus_to(self, focused: QWidget | None) -> bool:
        """Whether the focus is where the page put it, and not where she did."""
        return focused is None or focused is self._focus_given or not self.isAncestorOf(focused)

    def fact(self, text: str, tip: str, action: Callable[[], Any]) -> QPushButton:
        """A chip for the header: an automatic choice that can be clicked and changed."""
        made = controls.button(text, "fact", action=action, tip=tip)
        made.setAccessibleDescription(tip)
        return made

    def do(
        self,
        function: Callable[[], Any],
        on_success: Callable[[Any], Any] | None = None,
        on_failure: Callable[[BaseException], Any] | None = None,
        *,
        lane: str = "",
    ) -> None:
        """Call a service off the window's thread for this page, behind the other calls of its lane."""
        self.shell.tasks.run(self, function, on_success, on_failure, lane=lane)


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
