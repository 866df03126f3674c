"""Hearing sentences, or the teacher's own voice: the service gives each as a WAV file, the loudspeaker plays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from app.domain import sentences
from app.domain.lessons import Recording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtMultimedia import QSoundEffect

    from app.domain.lessons import Passage
    from app.ui.shell import Shell

Piece = str | Recording
"""What is heard at once: a sentence, or a passage that was recorded."""


def pieces(passage: Passage, language: str, text: str | None = None) -> list[Piece]:
    """What is heard of a passage; `text` is what stands there while it is typed over."""
    if passage.recording is not None:
        return [passage.recording]
    return [*sentences.split(passage.text if text is None else text, language)]


class Loudspeaker(QObject):
    """Plays WAV files. Multimedia is loaded at the first press: it is the slowest of all imports.

    Signals:
        finished: What was played is over.
    """

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effect: QSoundEffect | None = None

    def play(self, path: Path) -> bool:
        """Play a file; False when there is nothing to play it on."""
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

        if QMediaDevices.defaultAudioOutput().isNull():
            return False
        if self._effect is None:
            self._effect = QSoundEffect(self)
            self._effect.playingChanged.connect(self._on_playing)
        self._effect.setSource(QUrl.fromLocalFile(str(path)))
        self._effect.play()
        return True

    def stop(self) -> None:
        """Be quiet; `finished` is not said for what is cut short."""
        if self._effect is not None:
            self._effect.blockSignals(True)
            self._effect.stop()
            self._effect.blockSignals(False)

    def _on_playing(self) -> None:
        if self._effect is not None and not self._effect.isPlaying():
            self.finished.emit()


class Voice(QObject):
    """Plays one sentence, or several in turn; the next one is spoken while the present one plays.

    Signals:
        at: Index of the sentence that plays now; -1 when it is over.
    """

    at = Signal(int)

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._pieces: list[Piece] = []
        self._language = "en"
        self._ready: dict[int, Path] = {}
        self._index = -1
        self._turn = 0
        shell.loudspeaker.finished.connect(self._on_finished)

    @property
    def playing(self) -> bool:
        """Whether something plays or is being spoken."""
        return self._index >= 0

    def say(self, pieces: Sequence[Piece], language: str, start: int = 0) -> None:
        """Play these from `start` on; what played before stops."""
        self.stop()
        self._pieces = [one for one in pieces if isinstance(one, Recording) or one.strip()]
        self._language = language
        if start < len(self._pieces):
            self._index = start
            self._speak(start)
            self.at.emit(start)

    def stop(self) -> None:
        """Be quiet."""
        self._turn += 1
        self._ready.clear()
        if self._index >= 0:
            self._shell.loudspeaker.stop()
            self._index = -1
            self.at.emit(-1)

    def _speak(self, index: int) -> None:
        if index >= len(self._pieces) or index in self._ready:
            return
        piece, language, turn = self._pieces[index], self._language, self._turn
        lessons = self._shell.services.lessons

        def sound() -> Path:
            if isinstance(piece, Recording):
                return lessons.hear_recording(piece)
            return lessons.speak_sentence(piece, language)

        def spoken(path: Path) -> None:
            if turn == self._turn:
                self._ready[index] = path
                if index == self._index:
                    self._play(path)

        def failed(failure: BaseException) -> None:
            if turn == self._turn:
                self.stop()
            self._shell.notifier.present(failure)

        self._shell.tasks.run(self, sound, spoken, failed)

    def _play(self, path: Path) -> None:
        if not self._shell.loudspeaker.play(path):
            self.stop()
            words = self.tr("This laptop has no loudspeaker that can be used now. Connect one and try again.")
            self._shell.notifier.say(words)
            return
        self._speak(self._index + 1)

    def _on_finished(self) -> None:
        if self._index < 0:
            return  # another voice of the window played
        self._index += 1
        if self._index >= len(self._pieces):
            self.stop()
            return
        self.at.emit(self._index)
        if self._index in self._ready:
            self._play(self._ready[self._index])
