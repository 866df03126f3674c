"""The one place that knows colours, sizes and type: tokens, and the object that applies them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette

from app.domain import languages
from app.ui.stylesheet import style_sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
INTERFACE_POINTS = 11.0
READING_POINTS = 13.0


class Look(StrEnum):
    """What the teacher chose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


def look_of(name: str) -> Look:
    """The look of this name; SYSTEM for one that is not known."""
    return Look(name) if name in {look.value for look in Look} else Look.SYSTEM


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as ``#RRGGBB``.

    `control` outlines what can be operated (3:1 at least), `line` only separates; `soft` is the quiet accent
    behind something chosen (`on_soft` the words on it), `hover` the one behind something pointed at;
    `lit` marks the row in hand; `faint` is for what cannot be operated now.
    """

    canvas: str
    surface: str
    raised: str
    text: str
    quiet: str
    faint: str
    line: str
    control: str
    accent: str
    on_accent: str
    soft: str
    on_soft: str
    hover: str
    lit: str
    good: str
    look: str
    stop: str
    ring: int = 2


LIGHT = Tokens(
    canvas="#F7F6F3",
    surface="#FFFFFF",
    raised="#FFFFFF",
    text="#1C1B19",
    quiet="#5E5B55",
    faint="#8B867C",
    line="#E2DFD8",
    control="#8B867C",
    accent="#1F5FA8",
    on_accent="#FFFFFF",
    soft="#E4EDF8",
    on_soft="#1C1B19",
    hover="#EFEDE8",
    lit="#F2F6FC",
    good="#2C7A4B",
    look="#9A5B00",
    stop="#B3261E",
)
DARK = Tokens(
    canvas="#17191C",
    surface="#1F2226",
    raised="#272B30",
    text="#ECEAE6",
    quiet="#A9A59D",
    faint="#7D828A",
    line="#33373D",
    control="#7D828A",
    accent="#7FB2EE",
    on_accent="#0E1A28",
    soft="#26384D",
    on_soft="#ECEAE6",
    hover="#2A2E34",
    lit="#242B33",
    good="#7CCB98",
    look="#F0B35A",
    stop="#F2867E",
)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def high_contrast(palette: QPalette) -> Tokens:
    """Tokens from the system's own window colours; black, white and blue where those are too close to each other."""
    window, text = palette.window().color().name(), palette.windowText().color().name()
    if contrast(window, text) < 12:
        window, text = "#ffffff", "#000000"
    accent, on_accent = palette.highlight().color().name(), palette.highlightedText().color().name()
    if min(contrast(accent, window), contrast(accent, on_accent)) < 7:
        dark = luminance(window) < 0.2
        accent, on_accent = ("#ffe14d", "#000000") if dark else ("#003c8f", "#ffffff")
    return Tokens(
        canvas=window,
        surface=window,
        raised=window,
        text=text,
        quiet=text,
        faint=_between(text, window),
        line=text,
        control=text,
        accent=accent,
        on_accent=on_accent,
        soft=accent,
        on_soft=on_accent,
        hover=window,
        lit=window,
        good=text,
        look=text,
        stop=text,
        ring=3,
    )


def _between(one: str, other: str) -> str:
    """The colour half-way between two."""
    halves = ((int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5))
    return "#" + "".join(f"{half:02x}" for half in halves)


class Theme(QObject):
    """Holds the look and the zoom and puts them on the application.

    Signals:
        changed: The style sheet, the palette and the fonts are new; icons and custom painting have to follow.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._system_palette = QPalette(app.palette())
        self._family = self._interface_family(app.font().family())
        self._families = set(QFontDatabase.families())
        self.look = Look.SYSTEM
        self.zoom = 100
        self.tokens = self._pick_tokens()
        self.reduced_motion = False
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    # -- what the teacher changes

    def set(self, *, look: Look | None = None, zoom: int | None = None) -> None:
        """Change the look, the zoom or both, and apply."""
        self.look = look or self.look
        self.zoom = max(ZOOM_STEPS[0], min(ZOOM_STEPS[-1], zoom or self.zoom))
        self.apply()

    def next_zoom(self, direction: int) -> int:
        """The zoom step above (1) or below (-1) the present one, in per cent."""
        if direction > 0:
            return next((step for step in ZOOM_STEPS if step > self.zoom), ZOOM_STEPS[-1])
        return next((step for step in reversed(ZOOM_STEPS) if step < self.zoom), ZOOM_STEPS[0])

    def apply(self) -> None:
        """Put palette, fonts and style sheet on the application."""
        self.tokens = self._pick_tokens()
        self._app.setPalette(self._palette())
        self._app.setFont(self.font(INTERFACE_POINTS))
        self._app.setStyleSheet(style_sheet(self.tokens, self.px, self.points))
        self.changed.emit()

    # -- what widgets ask

    def px(self, size: float) -> int:
        """A length in logical pixels at the present zoom."""
        return round(size * self.zoom / 100)

    def points(self, size: float) -> float:
        """A type size in points at the present zoom."""
        return size * self.zoom / 100

    def colour(self, name: str) -> QColor:
        """The token of this name as a colour."""
        return QColor(getattr(self.tokens, name))

    def font(self, points: float, language: str = "", *, semibold: bool = False) -> QFont:
        """A font at the present zoom; Noto Sans of the language's script first, the other scripts behind it."""
        font = QFont()
        font.setFamilies(self._family_list(language))
        font.setPointSizeF(self.points(points))
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        return font

    def reading_font(self, language: str) -> QFont:
        """The font of page and lesson text."""
        return self.font(READING_POINTS, language)

    @staticmethod
    def line_height(language: str, font: QFont) -> int:
        """Pixels from line to line in a language; the same where letters of another script stand between."""
        try:
            wanted = languages.by_code(language).line_height
        except KeyError:
            wanted = 1.55
        return round(wanted * QFontInfo(font).pixelSize())

    # -- inside

    def _family_list(self, language: str) -> list[str]:
        scripts = [self._family, *languages.NOTO_FAMILIES.values()]
        try:
            own = languages.NOTO_FAMILIES[languages.by_code(language).script]
        except KeyError:
            own = ""
        wanted = [own, *scripts] if own else scripts
        return list(dict.fromkeys(name for name in wanted if name in self._families or name == self._family))

    @staticmethod
    def _interface_family(offered: str) -> str:
        # offscreen and bare X servers offer a generic name, which fontconfig would resolve differently per weight
        return "Noto Sans" if offered in {"Sans Serif", "sans-serif", "", "Sans"} else offered

    def _pick_tokens(self) -> Tokens:
        if self.look is Look.HIGH_CONTRAST:
            return high_contrast(self._system_palette)
        dark = self.look is Look.DARK
        if self.look is Look.SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return replace(DARK if dark else LIGHT)

    def _palette(self) -> QPalette:
        tokens, palette = self.tokens, QPalette()
        roles = {
            QPalette.ColorRole.Window: tokens.canvas,
            QPalette.ColorRole.WindowText: tokens.text,
            QPalette.ColorRole.Base: tokens.surface,
            QPalette.ColorRole.AlternateBase: tokens.canvas,
            QPalette.ColorRole.Text: tokens.text,
            QPalette.ColorRole.Button: tokens.surface,
            QPalette.ColorRole.ButtonText: tokens.text,
            QPalette.ColorRole.ToolTipBase: tokens.raised,
            QPalette.ColorRole.ToolTipText: tokens.text,
            QPalette.ColorRole.Highlight: tokens.accent,
            QPalette.ColorRole.HighlightedText: tokens.on_accent,
            QPalette.ColorRole.PlaceholderText: tokens.quiet,
            QPalette.ColorRole.Link: tokens.accent,
            QPalette.ColorRole.Mid: tokens.line,
            QPalette.ColorRole.Accent: tokens.accent,
        }
        for role, colour in roles.items():
            palette.setColor(role, QColor(colour))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
        return palette

    def _on_scheme_changed(self, _: Qt.ColorScheme) -> None:
        if self.look is Look.SYSTEM:
            self.apply()
