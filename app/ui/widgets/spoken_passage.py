"""One passage in the Audio tab: its sentences to press, or the teacher's own voice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.lessons import Recording
from app.ui.theme import READING_POINTS
from app.ui.voice import pieces
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.domain.lessons import Passage
    from app.ui.shell import Shell


class SpokenPassage(QWidget):
    """Drawn anew only when it says something else or is heard in another voice.

    Signals:
        pressed: Number of a piece of this passage.
        recorded: The file with the teacher's own voice; None to take that out.

    Attributes:
        pieces: What is heard of it.
        lines: A button for each.
    """

    pressed = Signal(int)
    recorded = Signal(object)

    def __init__(self, shell: Shell, passage: Passage, language: str) -> None:
        super().__init__()
        self._shell = shell
        self._language = language
        self._column = controls.column(self, shell.theme, gap=8)
        self._draw(passage)

    def show_passage(self, passage: Passage) -> None:
        """Show what has become of the passage."""
        if (passage.text, passage.recording) != (self._passage.text, self._passage.recording):
            controls.clear(self._column)
            self._draw(passage)

    def _draw(self, passage: Passage) -> None:
        self._passage = passage
        self.pieces = pieces(passage, self._language)
        font = self._shell.theme.font(READING_POINTS, self._language)
        self.lines = [
            controls.SentenceButton(passage.text if isinstance(piece, Recording) else piece, font)
            for piece in self.pieces
        ]
        for at, line in enumerate(self.lines):
            line.clicked.connect(lambda _, at=at: self.pressed.emit(at))
            self._column.addWidget(line)
        own = passage.recording
        text = self.tr("Use my recording…") if own is None else self.tr("Remove my recording")
        icon, action = ("sound", self._ask) if own is None else ("remove", lambda: self.recorded.emit(None))
        role = "link" if own is None else "small"  # there is one for each passage, and most are never pressed
        self.own = controls.button(text, role, icons=self._shell.icons, icon=icon, action=action)
        self.own.setAccessibleName(f"{text} {passage.text[:60]}")
        below = controls.row(None, self._shell.theme, margin=(10, 0, 0, 0), gap=8)
        below.addWidget(self.own)
        if own is not None:
            words = self.tr("{name}, {seconds} s").format(name=own.name, seconds=round(own.duration_ms / 1000))
            below.addWidget(controls.label(words, "small", wrap=True), 1)
        else:
            below.addStretch(1)
        self._column.addLayout(below)

    def _ask(self) -> None:
        from app.ui.dialogs.files import file_dialog

        kinds = self.tr("Recordings") + " (*.wav *.mp3 *.ogg *.oga *.opus *.m4a *.aac *.3gp *.amr *.flac)"
        title = self.tr("Choose your recording of this passage")
        dialog = file_dialog(self._shell, title, self.window(), kinds=kinds, one=True)
        dialog.fileSelected.connect(lambda name: self.recorded.emit(Path(name)))
        dialog.open()
