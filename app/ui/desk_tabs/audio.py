"""Listening to the whole lesson, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import sentences
from app.domain.documents import BlockKind
from app.ui.desk_tabs.base import DeskTab
from app.ui.theme import READING_POINTS
from app.ui.voice import Voice
from app.ui.widgets import controls

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from app.domain.lessons import LessonContent
    from app.ui.shell import Shell

_SILENT = frozenset({BlockKind.TABLE, BlockKind.FIGURE, BlockKind.FORMULA})


class AudioTab(DeskTab):
    """A button that plays and pauses, and the sentences; pressing one plays from there."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._voice = Voice(shell, self)
        self._voice.at.connect(self._on_at)
        self._sentences: list[str] = []
        self._language = "en"
        self._here = 0
        self.lines: list[QPushButton] = []

    def show_content(self, content: LessonContent) -> None:
        controls.clear(self.column)
        self._voice.stop()
        self._language = content.language
        spoken = [one for one in content.passages if one.kind not in _SILENT]
        self._sentences = [part for one in spoken for part in sentences.split(one.text, content.language)]
        self._here = 0
        self.play = controls.button(
            self.tr("Listen to the lesson"), icons=self.shell.icons, icon="play", action=self._on_play
        )
        self.column.addWidget(self.play, 0, controls.LEFT)
        hint = self.tr("Press a sentence to listen from there. The voice's speed stands in Settings.")
        self.column.addWidget(controls.label(hint, "small", wrap=True))
        self.lines = []
        for at, sentence in enumerate(self._sentences):
            line = controls.SentenceButton(sentence, self.shell.theme.font(READING_POINTS, content.language))
            line.clicked.connect(lambda _, at=at: self._voice.say(self._sentences, self._language, at))
            self.lines.append(line)
            self.column.addWidget(line)
        self.column.addStretch(1)

    def flush(self) -> None:
        super().flush()
        self._voice.stop()

    def _on_play(self) -> None:
        if self._voice.playing:
            here = self._here
            self._voice.stop()
            self._here = here
        else:
            self._voice.say(self._sentences, self._language, self._here if self._here < len(self._sentences) else 0)

    def _on_at(self, index: int) -> None:
        for at, line in enumerate(self.lines):
            line.setChecked(at == index)
        playing = index >= 0
        self._here = index if playing else 0
        self.play.setText(self.tr("Pause") if playing else self.tr("Listen to the lesson"))
        controls.tint(self.play, self.shell.icons, "pause" if playing else "play")
