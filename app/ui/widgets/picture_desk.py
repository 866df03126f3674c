"""The page picture with its tools: zoom, turning, cropping."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.widgets import controls
from app.ui.widgets.page_picture import PagePicture

if TYPE_CHECKING:
    from app.ui.shell import Shell


class PictureDesk(QWidget):
    """A row of tools, a line that says what goes on, the picture.

    Signals:
        turned: Degrees, clockwise.
        cropped: The `Box` to keep, or None for the whole page.
    """

    turned = Signal(int)
    cropped = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        theme, icons = shell.theme, shell.icons
        self._busy = ""
        self._is_cropped = False
        layout = controls.column(self, theme, margin=(0, 0, 8, 8), gap=4)
        self.picture = PagePicture(theme)
        self.picture.setAccessibleName(self.tr("Picture of the page"))
        self.picture.cropped.connect(self.cropped.emit)
        self.picture.crop_ended.connect(self._show_tools)
        tools = controls.row(None, theme, gap=4)
        tool = partial(controls.icon_button, icons=icons)
        self.turn_left = tool(self.tr("Turn left"), icon="rotate-left", action=lambda: self.turned.emit(-90))
        self.turn_right = tool(self.tr("Turn right"), icon="rotate-right", action=lambda: self.turned.emit(90))
        self.crop = controls.button(self.tr("Crop"), "quiet", icons=icons, icon="crop", action=self._start_crop)
        self.crop_done = controls.button(self.tr("Keep this part"), action=lambda: self.picture.end_crop(apply=True))
        self.crop_cancel = controls.button(
            self.tr("Cancel"), "quiet", action=lambda: self.picture.end_crop(apply=False), tip="Esc"
        )
        self.whole = controls.button(self.tr("Whole page again"), "quiet", action=lambda: self.cropped.emit(None))
        for button in (
            tool(self.tr("Zoom out"), icon="zoom-out", action=lambda: self.picture.zoom_by(-1)),
            tool(self.tr("Zoom in"), icon="zoom-in", action=lambda: self.picture.zoom_by(1)),
            self.turn_left,
            self.turn_right,
            self.crop,
            self.crop_done,
            self.crop_cancel,
            self.whole,
        ):
            tools.addWidget(button)
        tools.addStretch(1)
        self._hint = controls.label("", "small", wrap=True)
        layout.addLayout(tools)
        layout.addWidget(self._hint)
        layout.addWidget(self.picture, 1)
        self._show_tools()

    def show_page(self, *, is_cropped: bool) -> None:
        """Another page: no picture yet."""
        self._is_cropped = is_cropped
        self.picture.set_empty("")
        self._show_tools()

    @property
    def busy(self) -> bool:
        """Whether a page is being read again."""
        return bool(self._busy)

    def set_busy(self, words: str) -> None:
        """Say what goes on, and offer nothing else meanwhile; empty when it is over."""
        self._busy = words
        for control in (self.crop, self.whole, self.turn_left, self.turn_right):
            control.setEnabled(not words)
        self._show_tools()

    def _start_crop(self) -> None:
        self.picture.start_crop()
        self._show_tools()

    def _show_tools(self) -> None:
        cropping = self.picture.cropping
        self.crop.setVisible(not cropping)
        self.crop_done.setVisible(cropping)
        self.crop_cancel.setVisible(cropping)
        self.whole.setVisible(not cropping and self._is_cropped)
        words = self._busy
        if cropping:
            words = self.tr(
                "Drag over the part to keep. With keys: arrows move the right and bottom edge, Shift and arrows"
                " the left and top edge, Enter keeps, Esc leaves."
            )
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
