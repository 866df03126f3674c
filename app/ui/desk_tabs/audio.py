"""Listening to the whole lesson, sentence by sentence, and putting one's own voice in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.documents import BlockKind
from app.ui.desk_tabs.base import DeskTab
from app.ui.voice import Voice
from app.ui.widgets import controls
from app.ui.widgets.spoken_passage import SpokenPassage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from app.domain.lessons import LessonContent
    from app.ui.shell import Shell
    from app.ui.voice import Piece

_SILENT = frozenset({BlockKind.TABLE, BlockKind.FIGURE, BlockKind.FORMULA})


class AudioTab(DeskTab):
    """A button that plays and pauses, and the sentences; pressing one plays from there."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._voice = Voice(shell, self)
        self._voice.at.connect(self._on_at)
        self._language = ""
        self._here = 0
        self.parts: dict[int, SpokenPassage] = {}

    @property
    def lines(self) -> list[QPushButton]:
        """A button for each piece that is heard."""
        return [line for part in self.parts.values() for line in part.lines]

    @property
    def _pieces(self) -> list[Piece]:
        return [piece for part in self.parts.values() for piece in part.pieces]

    def show_content(self, content: LessonContent) -> None:
        self._voice.stop()
        self._here = 0
        spoken = {at: one for at, one in enumerate(content.passages) if one.kind not in _SILENT and one.text.strip()}
        if content.language == self._language and list(spoken) == list(self.parts):
            for at, part in self.parts.items():  # in place, so that she stays where she is
                part.show_passage(spoken[at])
            return
        controls.clear(self.column)
        self._language = content.language
        self.play = controls.button(
            self.tr("Listen to the lesson"), icons=self.shell.icons, icon="play", action=self._on_play
        )
        self.column.addWidget(self.play, 0, controls.LEFT)
        hint = self.tr("Press a sentence to listen from there. The voice's speed stands in Settings.")
        self.column.addWidget(controls.label(hint, "small", wrap=True))
        self.parts = {at: SpokenPassage(self.shell, one, content.language) for at, one in spoken.items()}
        for at, part in self.parts.items():
            part.pressed.connect(lambda number, at=at: self._play_from(at, number))
            part.recorded.connect(lambda file, at=at: self.recorded.emit(at, file))
            self.column.addWidget(part)
        self.column.addStretch(1)

    def flush(self) -> None:
        super().flush()
        self._voice.stop()

    def _play_from(self, passage: int, number: int) -> None:
        before = sum(len(part.pieces) for at, part in self.parts.items() if at < passage)
        self._voice.say(self._pieces, self._language, before + number)

    def _on_play(self) -> None:
        if self._voice.playing:
            here = self._here
            self._voice.stop()
            self._here = here
        else:
            pieces = self._pieces
            self._voice.say(pieces, self._language, self._here if self._here < len(pieces) else 0)

    def _on_at(self, index: int) -> None:
        for at, line in enumerate(self.lines):
            line.setChecked(at == index)
        playing = index >= 0
        self._here = index if playing else 0
        self.play.setText(self.tr("Pause") if playing else self.tr("Listen to the lesson"))
        controls.tint(self.play, self.shell.icons, "pause" if playing else "play")
