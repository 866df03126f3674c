"""Asking for the words of a decision; what was typed for one that was refused stands in the next dialog again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.domain.lessons import Finding, Lesson
    from app.ui.decisions import Decisions
    from app.ui.shell import Shell


class AskedReasons(QObject):
    """Opens the dialogs of a page that decides, and hands what they gave to `Decisions`."""

    def __init__(self, shell: Shell, decisions: Decisions, page: QWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self._decisions = decisions
        self._page = page
        self._typed: dict[str, str] = {}
        decisions.decided.connect(lambda decision: self._typed.pop(decision.lesson_id, None))

    def ask_approval(self, lesson_id: str, missing: Sequence[Finding]) -> None:
        """Ask why red findings are right, then approve."""
        from app.ui.dialogs.reason import ReasonDialog

        dialog = ReasonDialog(
            self._shell.theme, wording.translate("Words", "Why is it right as it is?"),
            [wording.finding(one) for one in missing], self._page.window(), go_on=self.tr("Approve"),
            typed=self._typed.get(lesson_id, ""), explaining=True,
        )  # fmt: skip
        dialog.given.connect(lambda reason: self.approve(lesson_id, reason, typed=reason))
        dialog.open()

    def ask_rejection(self, lesson: Lesson) -> None:
        """Ask what has to change, then send back."""
        from app.ui.dialogs.reason import ReasonDialog

        starts = (
            self.tr("Wrong fact"), self.tr("Too hard"), self.tr("Language"), self.tr("Does not fit our children"),
            self.tr("Not safe"),
        )  # fmt: skip
        heading = self.tr("What has to change in “{title}”?").format(title=lesson.current.content.title)
        dialog = ReasonDialog(
            self._shell.theme, heading, (), self._page.window(), starts=starts, go_on=self.tr("Send back"),
            typed=self._typed.get(lesson.id, ""),
        )  # fmt: skip
        dialog.given.connect(lambda reason: self.reject(lesson.id, reason))
        dialog.open()

    def approve(self, lesson_id: str, reason: str, *, typed: str = "") -> None:
        """Approve with a reason, in which she may have `typed` words just now."""
        self._keep(lesson_id, typed)
        self._decisions.approve(lesson_id, reason)

    def reject(self, lesson_id: str, reason: str) -> None:
        """Send back with a typed reason."""
        self._keep(lesson_id, reason)
        self._decisions.reject(lesson_id, reason)

    def _keep(self, lesson_id: str, typed: str) -> None:
        if typed:
            self._typed[lesson_id] = typed
