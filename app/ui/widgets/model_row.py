"""One line of the Models page: an icon that says how it stands, words, and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.widgets import controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from app.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Words:
    """What a row says.

    Attributes:
        title: Of what it is.
        lines: Under it: an icon or "", and a sentence.
        icon: How it stands; the colour of that name, where there is one.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    icon: str = "info"


_COLOURS = frozenset({"good", "look", "stop"})


class ModelRow(QWidget):
    """Nothing in it is cut off: words wrap, buttons stand beside them at the top."""

    def __init__(self, shell: Shell, words: Words, buttons: Sequence[QPushButton] = ()) -> None:
        super().__init__()
        self.words = words
        self.buttons = tuple(buttons)
        theme, icons = shell.theme, shell.icons
        self.setAccessibleName(" ".join((words.title, *(line for _, line in words.lines))))
        line = controls.row(self, theme, margin=(0, 6, 0, 6), gap=12)
        line.addWidget(controls.icon_label(icons, words.icon, _colour(words.icon)), 0, controls.TOP)
        text = controls.column(None, theme, gap=2)
        text.addWidget(controls.label(words.title, wrap=True))
        for icon, sentence in words.lines:
            said = controls.label(sentence, "small", wrap=True)
            if not icon:
                text.addWidget(said)
                continue
            marked = controls.row(None, theme, gap=6)
            marked.addWidget(controls.icon_label(icons, icon, _colour(icon), 16), 0, controls.TOP)
            marked.addWidget(said, 1)
            text.addLayout(marked)
        line.addLayout(text, 1)
        for button in buttons:
            line.addWidget(button, 0, controls.TOP)


def _colour(icon: str) -> str:
    return icon if icon in _COLOURS else "quiet"
