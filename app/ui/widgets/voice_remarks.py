"""What a teacher should know of the voice before she approves: what it will not say, and why another one read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui import wording
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.domain.lessons import LessonContent
    from app.ui.shell import Shell

_MOST = 12
"""Pieces that are shown; a long list helps nobody."""


class VoiceRemarks(QWidget):
    """Hidden while there is nothing to say. Nothing is spoken for it: the voice's letters are compared.

    Attributes:
        lines: What it says.
    """

    def __init__(self, shell: Shell, *, fallen_back: bool = True) -> None:
        super().__init__()
        self._shell = shell
        self._fallen_back = fallen_back
        self._content: LessonContent | None = None
        side = 16 if fallen_back else 0  # as what stands above it
        self._rows = controls.column(self, shell.theme, margin=(side, 4, side, 4), gap=4)
        self.lines: tuple[str, ...] = ()
        self.hide()

    def show_content(self, content: LessonContent) -> None:
        """Look what the voice would leave out of this; what is shown stays until the answer is there."""
        self._content = content
        lessons = self._shell.services.lessons
        self._shell.tasks.run(self, lambda: lessons.left_out_by_voice(content), lambda lost: self._show(content, lost))

    def _show(self, content: LessonContent, lost: tuple[str, ...]) -> None:
        if content is not self._content:
            return  # something was typed meanwhile: the next answer counts
        lines = []
        if lost:
            shown = " · ".join(lost[:_MOST]) + (" …" if len(lost) > _MOST else "")
            said = self.tr("The voice will leave out: {pieces}. Write it in words, or record that part yourself.")
            lines.append(said.format(pieces=shown))
        if self._fallen_back and (why := wording.remarks(content).get("voice_fell_back")):
            lines.append(why)
        if tuple(lines) == self.lines:
            return
        self.lines = tuple(lines)
        controls.clear(self._rows)
        for line in lines:
            row = controls.row(None, self._shell.theme, gap=8)
            row.addWidget(controls.icon_label(self._shell.icons, "look", "look", 18), 0, controls.TOP)
            row.addWidget(controls.label(line, wrap=True), 1)
            self._rows.addLayout(row)
        self.setAccessibleName(" ".join(lines))
        self.setVisible(bool(lines))
