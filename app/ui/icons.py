"""The outline icon set, tinted with a colour of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from pathlib import Path

    from app.ui.theme import Theme

SIZE = 20


class Icons:
    """Draws icons from ``resources/icons`` in the theme's colours, at the screen's own resolution."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._ratio = 2.0
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, int], QPixmap] = {}

    def icon(self, name: str, colour: str = "text", *, checked: str = "", gap: int = 0) -> QIcon:
        """The icon of this name; `colour` and `checked` are token names, `gap` is free space at its right."""
        icon = QIcon(self.pixmap(name, colour, gap=gap))
        icon.addPixmap(self.pixmap(name, "faint", gap=gap), QIcon.Mode.Disabled)
        if checked:
            icon.addPixmap(self.pixmap(name, checked, gap=gap), QIcon.Mode.Normal, QIcon.State.On)
        return icon

    def pixmap(self, name: str, colour: str = "text", size: int = SIZE, *, gap: int = 0) -> QPixmap:
        """The icon as a picture; `size` and `gap` in logical pixels before zoom."""
        tint, pixels, free = getattr(self._theme.tokens, colour), self._theme.px(size), self._theme.px(gap)
        key = (name, tint, pixels, free)
        if key not in self._drawn:
            if len(self._drawn) > 400:  # looks and zooms tried one after the other must not pile up
                self._drawn.clear()
            self._drawn[key] = self._draw(name, tint, pixels, free)
        return self._drawn[key]

    def _draw(self, name: str, tint: str, pixels: int, free: int) -> QPixmap:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        renderer = QSvgRenderer(QByteArray(self._sources[name].replace("currentColor", tint).encode()))
        side = round(pixels * self._ratio)
        picture = QPixmap(side + round(free * self._ratio), side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        picture.setDevicePixelRatio(self._ratio)
        return picture
