"""Lessons: reopen, duplicate, print, save, delete and bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.event_bridge import Coalesced
from app.ui.item_models.lessons import LessonDelegate, LessonListModel
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN
from app.ui.pages.titled_list import TitledListPage
from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.turning_row import TurningRow

if TYPE_CHECKING:
    from app.domain.lessons import Lesson, LessonSummary
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_RELOAD_MS = 100


class LessonsPage(TitledListPage["LessonSummary"]):
    """One list, and the actions on its current row."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Lessons"))
        theme, icons = shell.theme, shell.icons
        self.open = self.set_primary(self.tr("Open"), self._open)
        layout = controls.column(self.body, theme, margin=(MARGIN, 0, MARGIN, MARGIN), gap=12)
        self._build_search(self.tr("Search by title"), 240)
        buttons = QWidget()
        tools = FlowLayout(buttons, theme.px(8))
        self.duplicate = controls.button(
            self.tr("Duplicate"), "quiet", icons=icons, icon="duplicate", action=self._duplicate
        )
        self.print = controls.button(self.tr("Print"), "quiet", icons=icons, icon="print", action=self._print)
        self.save = controls.button(self.tr("Save to USB"), "quiet", icons=icons, icon="usb", action=self._save)
        self.delete = controls.button(self.tr("Delete"), "quiet", icons=icons, icon="delete", action=self._ask_delete)
        self.restore = controls.button(self.tr("Bring back"), icons=icons, icon="restore", action=self._restore)
        for widget in (self.duplicate, self.print, self.save, self.delete, self.restore):
            tools.addWidget(widget)
        self.bin.setText(self.tr("Deleted"))
        tools.addWidget(self.bin)
        find = QWidget()
        controls.row(find, theme).addWidget(self.search, 0, controls.LEFT)
        self._tools = TurningRow(theme, find, buttons, least=(240, 0))
        layout.addWidget(self._tools)
        self._build_list(self.tr("Lessons"), LessonListModel(self), LessonDelegate(shell, self.list))
        self.list.activated.connect(lambda _: self._open())
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.list, 1)
        self._load_soon = Coalesced(self, self.refresh, _RELOAD_MS)
        shell.events.lesson_changed.connect(self._load_soon.ask)

    def refresh(self) -> None:
        lessons, deleted = self.shell.services.lessons, self.bin.isChecked()
        self.do(lambda: lessons.summaries(deleted=deleted), self._show_all)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Enter", self.tr("Open")), ("Delete", self.tr("Delete")))

    def _why_empty(self, *, searched: bool, deleted: bool) -> str:
        if searched:
            return self.tr("No lesson has this title.")
        if deleted:
            return self.tr("Nothing was deleted in the last 30 days.")
        return self.tr("Lessons you make stand here. Put a page in on Home to begin.")

    def _show_actions(self) -> None:
        current, deleted = self._current(), self.bin.isChecked()
        for widget in (self.duplicate, self.print, self.delete):
            widget.setVisible(not deleted)
            widget.setEnabled(current is not None)
        self.save.setVisible(not deleted)
        self.save.setEnabled(current is not None and current.approved_version is not None)
        self.restore.setVisible(deleted)
        self.restore.setEnabled(current is not None)
        self.open.setEnabled(current is not None and not deleted)
        self._tools.turn()

    # -- actions on the current row

    def _open(self) -> None:
        if (current := self._current()) is not None and not self.bin.isChecked():
            self.shell.navigator.go(Place.DESK, current.id)

    def _save(self) -> None:
        if (current := self._current()) is not None:
            self.shell.navigator.go(Place.SAVE, current.id)

    def _duplicate(self) -> None:
        if (current := self._current()) is not None:
            lessons = self.shell.services.lessons
            self.do(
                lambda: lessons.duplicate(current.id),
                lambda copy: self.shell.notifier.say(
                    self.tr("“{title}” was duplicated.").format(title=current.title),
                    "good",
                    (self.tr("Open"), lambda: self.shell.navigator.go(Place.DESK, copy.id)),
                    about=copy.id,
                ),
            )

    def _print(self) -> None:
        if (current := self._current()) is not None:
            self.do(lambda: self.shell.services.lessons.lesson(current.id), self._print_lesson)

    def _print_lesson(self, lesson: Lesson) -> None:
        from app.ui.printing import print_lesson

        print_lesson(lesson.current.content, self.shell, self.window())

    def _ask_delete(self) -> None:
        current = self._current()
        if current is None or self.bin.isChecked():
            return
        from app.ui.dialogs.confirm import ConfirmDialog

        question = self.tr("Delete “{title}”?").format(title=current.shown_title)
        kept = self.tr("You can bring it back for 30 days. Sticks that already hold it keep it.")
        ConfirmDialog(self.shell.theme, question, kept, self.tr("Delete"), self.window()).ask(
            lambda: self._delete(current)
        )

    def _delete(self, summary: LessonSummary) -> None:
        lessons = self.shell.services.lessons
        words = self.tr("“{title}” was deleted.").format(title=summary.shown_title)
        undo = (
            self.tr("Bring back"),
            lambda: self.shell.tasks.run(self.shell.notifier, lambda: lessons.restore(summary.id)),
        )
        say = self.shell.notifier.say
        self.do(lambda: lessons.delete(summary.id), lambda _: say(words, "info", undo, about=summary.id))

    def _restore(self) -> None:
        if (current := self._current()) is not None:
            words = self.tr("“{title}” is back.").format(title=current.title)
            lessons = self.shell.services.lessons
            self.do(lambda: lessons.restore(current.id), lambda _: self.shell.notifier.say(words, "good"))
