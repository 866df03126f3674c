"""What the tabs of the lesson desk share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.lessons import LessonContent
from app.ui.theme import READING_POINTS
from app.ui.widgets import controls
from app.ui.widgets.inline_text import InlineText

if TYPE_CHECKING:
    from app.ui.shell import Shell

Change = Callable[[LessonContent], LessonContent]
"""Applied to the newest content in the thread that saves it, so that edits in two tabs cannot undo each other."""


class DeskTab(QWidget):
    """Shows a part of a lesson's content and says what a person changed.

    Signals:
        changed: A `Change`.
        removed: A sentence that says so, and the `Change` that puts it back.
        recorded: Index of a passage, and the file with the teacher's own voice for it; None to take that out.
    """

    changed = Signal(object)
    removed = Signal(str, object)
    recorded = Signal(int, object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setProperty("clear", "true")
        self.column = controls.column(self, shell.theme, margin=(16, 12, 16, 24), gap=8)

    def show_content(self, content: LessonContent) -> None:
        """Draw the tab again."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand over what was typed."""
        for editor in self.findChildren(InlineText):
            editor.flush()

    def text(self, value: str, name: str, language: str, *, points: float = READING_POINTS) -> InlineText:
        """An editor for one value."""
        font = self.shell.theme.font(points, language)
        made = InlineText(font, self.shell.theme.line_height(language, font))
        made.setAccessibleName(name)
        made.set_text(value)
        return made
