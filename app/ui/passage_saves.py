"""Saving what is typed into the passages of lessons: in order, and never over words that nobody saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.domain.errors import UserFacingError
from app.ui.decisions import lane_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.lessons import Lesson
    from app.ui.decisions import Decisions
    from app.ui.shell import Shell
    from app.ui.widgets.inline_text import Held, InlineText


class PassageSaves(QObject):
    """Hands typed passages over.

    Signals:
        saved: The `Lesson` after the last save on its way; the answers before it know less than stands on the screen.
        anew_asked: She wants to see the lesson as it is stored; what she typed over other words goes.
    """

    saved = Signal(object)
    anew_asked = Signal()

    def __init__(self, shell: Shell, decisions: Decisions, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._decisions = decisions
        self._pending = 0
        self._newest: Lesson | None = None

    @property
    def pending(self) -> bool:
        """Whether something is on its way that a lesson read before does not have."""
        return self._pending > 0

    def save(self, lesson_id: str, index: int, text: str, editor: InlineText) -> None:
        """Save what was typed into a passage."""
        lessons, held = self._shell.services.lessons, editor.held

        def save() -> Lesson:
            lesson = lessons.edit_passage(lesson_id, index, text, was=held.text)
            _hold(held, lesson, index)
            return lesson

        self.run(lesson_id, save, lambda _: editor.keep_unsaved())

    def run(
        self, lesson_id: str, action: Callable[[], Lesson], on_failure: Callable[[BaseException], object] | None = None
    ) -> None:
        """Save something else of the lesson, behind what was typed before."""
        self._pending += 1

        def done(lesson: Lesson) -> None:
            self._newest = lesson
            self._end_one()

        def failed(failure: BaseException) -> None:
            if on_failure is not None:
                on_failure(failure)
            self._present(failure, lesson_id)
            self._end_one()

        self._shell.tasks.run(self, lambda: self._decisions.see(action()), done, failed, lane=lane_of(lesson_id))

    def _end_one(self) -> None:
        self._pending -= 1
        if not self._pending and self._newest is not None:
            lesson, self._newest = self._newest, None
            self.saved.emit(lesson)

    def _present(self, failure: BaseException, lesson_id: str) -> None:
        if not isinstance(failure, UserFacingError) or failure.key != "lesson.changed_elsewhere":
            self._shell.notifier.present(failure)
            return
        words = self.tr(
            "This lesson was changed somewhere else in the meantime, so your last words were not saved."
            " They still stand here. Copy what you need, then look at the lesson as it is now."
        )
        action = (self.tr("Show it as it is now"), self._ask_anew)
        self._shell.notifier.say(words, "stop", action, about=lesson_id)

    def _ask_anew(self) -> None:
        if isValid(self):  # the page may be gone by then, and the notice still there
            self.anew_asked.emit()


def _hold(held: Held, lesson: Lesson, index: int) -> None:
    """In the lane, so that the save behind this one begins from it."""
    held.text = lesson.current.content.passages[index].text
