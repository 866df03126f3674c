"""What she changes on the desk beside the words of a passage, each saved behind what was changed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.lessons import Lesson
    from app.ui.desk_tabs.base import Change
    from app.ui.passage_saves import PassageSaves
    from app.ui.shell import Shell


class LessonEdits(QObject):
    """Changes of one lesson.

    Args:
        shell: The window's.
        saves: Takes them in order.
        lesson_id: Of the lesson.
        parent: The page that is shown.
    """

    def __init__(self, shell: Shell, saves: PassageSaves, lesson_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._notifier = shell.notifier
        self._lessons = shell.services.lessons
        self._saves = saves
        self._id = lesson_id

    def title(self, title: str) -> None:
        """Call the lesson something else."""
        self._saves.run(self._id, lambda: self._lessons.edit_title(self._id, title))

    def undo_passage(self, index: int) -> None:
        """Bring back what the engine wrote for a passage."""
        self._saves.run(self._id, lambda: self._lessons.undo_edit(self._id, index))

    def recording(self, index: int, file: Path | None) -> None:
        """Take a recording in for a passage; None lets the voice read it again."""
        lessons, key = self._lessons, self._id
        self._saves.run(key, lambda: lessons.record(key, index, file) if file else lessons.remove_recording(key, index))

    def change(self, change: Change) -> None:
        """Change the key words, the questions or the plan."""

        def save() -> Lesson:
            return self._lessons.replace_content(self._id, change(self._lessons.lesson(self._id).current.content))

        self._saves.run(self._id, save)

    def offer_undo(self, words: str, put_back: Change) -> None:
        """Say what was taken away; it can be put back also when she has left the page meanwhile."""
        self._notifier.say(words, "info", (self.tr("Undo"), lambda: self.change(put_back)))
