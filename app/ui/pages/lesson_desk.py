"""The lesson desk: everything in a lesson, edited in place."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QScrollArea, QStackedWidget, QWidget

from app.domain.lessons import Lesson, VersionState
from app.ui import wording
from app.ui.decisions import Decisions, lane_of, reopen
from app.ui.desk_tabs.text import TextTab
from app.ui.kept import KeptFindings
from app.ui.lesson_edits import LessonEdits
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.passage_saves import PassageSaves
from app.ui.theme import INTERFACE_POINTS
from app.ui.widgets import controls
from app.ui.widgets.turning_row import TurningRow

if TYPE_CHECKING:
    from app.domain.lessons import LessonContent
    from app.ui.desk_tabs.base import DeskTab
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_TABS = {
    "words": ("app.ui.desk_tabs.words", "WordsTab"),
    "questions": ("app.ui.desk_tabs.questions", "QuestionsTab"),
    "worksheet": ("app.ui.desk_tabs.worksheet", "WorksheetTab"),
    "plan": ("app.ui.desk_tabs.plan", "PlanTab"),
    "audio": ("app.ui.desk_tabs.audio", "AudioTab"),
}
_TAB_OF = {"key_words": "words", "choice_questions": "questions", "short_questions": "questions", "plan": "plan"}


class LessonDeskPage(Page):
    """Tabs over one lesson. What is typed is saved within a second, in order.

    Signals:
        left: She goes to another page.
    """

    left = Signal()

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Lesson"))
        self.lesson: Lesson | None = None
        self._decisions = Decisions(shell, self)
        self._decisions.decided.connect(lambda _: self._on_approved())
        self._decisions.refused.connect(lambda _: self.refresh())
        self._saves = PassageSaves(shell, self._decisions, self)
        self._saves.saved.connect(self._on_saved)
        self._saves.anew_asked.connect(self._show_anew)
        self._edits = LessonEdits(shell, self._saves, route.id, self)
        self._next = self.set_primary(self.tr("Approve"), self._go_on, icon="good")
        self._next.setEnabled(False)
        self.reopen = controls.button(
            self.tr("Reopen"), "quiet", icons=shell.icons, icon="undo", action=lambda: reopen(shell, route.id)
        )
        self.reopen.setToolTip(self.tr("Let it wait for a decision again. Sticks that already hold it keep it."))
        self.reopen.hide()
        self.add_header_widget(self.reopen)
        self._tabs: dict[str, DeskTab] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._open_tab = "text"
        self._stack = QStackedWidget()
        layout = controls.column(self.body, shell.theme, margin=(MARGIN, 0, MARGIN, 8), gap=0)
        layout.addWidget(self._build_tab_row())
        layout.addWidget(controls.separator())
        layout.addWidget(self._build_columns())
        layout.addWidget(self._stack, 1)
        self.text = TextTab(shell)
        self.text.passage_edited.connect(self._save_passage)
        self.text.undo_asked.connect(self._edits.undo_passage)
        self.text.page_asked.connect(self._show_page)
        self.text.place_asked.connect(self._show_part)
        self.text.kept.connect(self._show_state)
        self._add_tab("text", self.text)
        for keys, action in (
            ("Ctrl+L", lambda: self.text.listen()),
            ("Ctrl+U", lambda: self.text.undo()),
            ("Ctrl+G", lambda: self.text.show_page()),
        ):
            QShortcut(QKeySequence(keys), self, action)

    # -- building

    def _build_tab_row(self) -> QWidget:
        tabs = QWidget()
        left = controls.row(tabs, self.shell.theme, gap=4)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        for name, text in (
            ("text", self.tr("Text")),
            ("words", self.tr("Words")),
            ("questions", self.tr("Questions")),
            ("worksheet", self.tr("Worksheet")),
            ("plan", self.tr("Plan")),
            ("audio", self.tr("Audio")),
        ):
            tab = controls.chip(text, checked=name == "text", role="tab")
            tab.clicked.connect(lambda _, name=name: self.open_tab(name))
            self._group.addButton(tab)
            self.tabs[name] = tab
            left.addWidget(tab)
        self.focus_first = self.tabs["text"]
        left.addStretch(1)
        self.name = QLineEdit()
        self.name.setFont(self.shell.theme.font(INTERFACE_POINTS, semibold=True))
        self.name.setProperty("role", "inline")
        self.name.setAccessibleName(self.tr("Title of the lesson"))
        self.name.editingFinished.connect(self._save_title)
        # over the column it is the title of
        return TurningRow(self.shell.theme, tabs, self.name, least=(0, 280), margin=(0, 0, 12, 0), share=1)

    def _build_columns(self) -> QWidget:
        theme, icons = self.shell.theme, self.shell.icons
        self._columns = QWidget()
        row = controls.row(self._columns, theme, margin=(16, 4, 12, 4), gap=24)
        row.addWidget(controls.label(self.tr("On the page"), "quiet"), 1)
        right = controls.row(None, theme, gap=4)
        right.addWidget(controls.label(self.tr("Easier text"), "quiet"), 1)
        for text, icon, key, action in (
            (self.tr("Listen"), "sound", "Ctrl+L", lambda: self.text.listen()),
            (self.tr("Undo"), "undo", "Ctrl+U", lambda: self.text.undo()),
            (self.tr("Show the page"), "page", "Ctrl+G", lambda: self.text.show_page()),
        ):
            right.addWidget(controls.button(text, "small", icons=icons, icon=icon, action=action, tip=key))
        row.addLayout(right, 1)
        return self._columns

    def _add_tab(self, name: str, tab: DeskTab) -> None:
        area: QScrollArea = controls.scroll(tab, self.tabs[name].text())
        self._tabs[name] = tab
        self._areas[name] = area
        self._stack.addWidget(area)

    def tab(self, name: str) -> DeskTab:
        """A tab that was opened before."""
        return self._tabs[name]

    def open_tab(self, name: str) -> None:
        """Show a tab; it is built the first time."""
        for tab in self._tabs.values():
            tab.flush()
        if name not in self._tabs:
            module, kind = _TABS[name]
            tab = getattr(import_module(module), kind)(self.shell)
            tab.changed.connect(self._edits.change)
            tab.removed.connect(self._edits.offer_undo)
            tab.recorded.connect(self._edits.recording)
            self._add_tab(name, tab)
        self._columns.setVisible(name == "text")
        self.tabs[name].setChecked(True)
        self._open_tab = name
        self._fill_tab(name)
        self._stack.setCurrentWidget(self._areas[name])

    def _fill_tab(self, name: str) -> None:
        if self._saves.pending:  # what was typed last is not in the lesson in hand yet
            self.do(lambda: None, lambda _: self._fill_tab(name), lane=lane_of(self.route.id))
        elif self.lesson is not None and name == self._open_tab != "text":
            self._tabs[name].show_content(self.lesson.current.content)

    # -- showing

    def refresh(self) -> None:
        lessons, wanted = self.shell.services.lessons, self.route.id
        # behind what was typed into it, here or on the page before: what is read is what was saved last
        self.do(lambda: self._decisions.see(lessons.lesson(wanted)), self._on_read, lane=lane_of(wanted))

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+L", self.tr("Listen")),
            ("Ctrl+U", self.tr("Undo")),
            ("Ctrl+G", self.tr("Show the page")),
        )

    def state(self) -> str:
        return self._open_tab

    def take_over(self, state: str) -> None:
        self.open_tab(state)

    @property
    def complete(self) -> bool:
        return self.text.complete

    def leave(self) -> None:
        self.left.emit()
        self._flush()

    def _flush(self) -> None:
        self._save_title()
        for tab in self._tabs.values():
            tab.flush()

    def _on_read(self, lesson: Lesson) -> None:
        if self._saves.pending:
            return  # the answer of the save knows more
        is_first = self.lesson is None
        self._show_lesson(lesson)
        if is_first:
            self._fill_tab(self._open_tab)  # opened before there was anything to show

    def _show_anew(self) -> None:
        self.text.forget()
        self.refresh()

    def _show_lesson(self, lesson: Lesson) -> None:
        self.lesson = lesson
        content = lesson.current.content
        if not self.name.hasFocus():
            self.name.setText(content.title)
            self.name.setCursorPosition(0)
        made = " · ".join(
            (
                wording.class_name(content.school_class),
                wording.language_name(content.language),
                wording.level_name(content.level),
            )
        )
        again = self.tr("Make it again with other choices")
        change = self.fact(made, again, lambda: self.shell.navigator.go(Place.MAKE, lesson.document_id))
        engine = self.tr("Made with rules, no AI model") if not content.uses_ai else content.engine
        maker = self.fact(engine, self.tr("Check the page"), self._check_page)
        self.set_chips([change, maker])
        self.text.show_version(lesson.current)
        self._show_state()

    def _show_state(self) -> None:
        if self.lesson is None:
            return
        version = self.lesson.current
        waiting = KeptFindings(self.shell, version.id).open_sentences(version)
        if version.state is VersionState.APPROVED:
            text, icon = self.tr("Save to USB"), "usb"
        elif waiting:
            text, icon = self.tr("Check %n sentence(s)", "", waiting), "next"
        else:
            text, icon = self.tr("Approve"), "good"
        # what was sent back has to be changed first: that begins a new version
        self._next.setEnabled(version.state is not VersionState.REJECTED)
        self.reopen.setVisible(version.state is VersionState.APPROVED)
        self.rename_primary(text, icon)

    # -- saving, one after the other

    def _save_passage(self, index: int, text: str) -> None:
        if (editor := self.text.rows[index].editor) is not None:
            self._saves.save(self.route.id, index, text, editor)

    def _save_title(self) -> None:
        title = self.name.text().strip()
        if self.lesson is not None and title and title != self.lesson.current.content.title:
            self._edits.title(title)

    def _on_saved(self, lesson: Lesson) -> None:
        """Something is saved; a row of words, questions or plan that came or went is drawn, typing is left alone."""
        before = self.lesson.current.content if self.lesson is not None else None
        self._show_lesson(lesson)
        content, name = lesson.current.content, self._open_tab
        if before is None or name == "text":
            return
        if _shape(before) != _shape(content):
            self._tabs[name].show_content(content)

    # -- going on

    def _go_on(self) -> None:
        if self.lesson is None:
            return
        self._flush()
        version = self.lesson.current
        kept = KeptFindings(self.shell, version.id)
        if version.state is VersionState.APPROVED:
            self.shell.navigator.go(Place.SAVE, self.route.id)
        elif kept.open_findings(version):
            self.shell.navigator.go(Place.REVIEW, self.route.id)
        else:
            self._next.setEnabled(False)
            self._decisions.approve(self.route.id, kept.combined_reason(version))

    def _on_approved(self) -> None:
        words = self.tr("Approved. It can be saved for phones and other computers.")
        undo = partial(reopen, self.shell, self.route.id)
        self.shell.notifier.say(words, "good", about=f"{Place.SAVE} save_pack", undo=undo)
        self.refresh()

    def _show_part(self, place: str) -> None:
        tab = _TAB_OF.get(place.partition(".")[0])
        if tab is not None:
            self.open_tab(tab)
            self.tabs[tab].setFocus()
        else:
            self.name.setFocus()

    def _check_page(self) -> None:
        if self.lesson is not None:
            self.shell.navigator.go(Place.SOURCE_CHECK, self.lesson.document_id)

    def _show_page(self, index: int) -> None:
        if self.lesson is None:
            return
        if index < 0:
            self._check_page()
            return
        from app.ui.dialogs.page_view import PageViewDialog

        passage = self.lesson.current.content.passages[index]
        view = PageViewDialog(self.shell, self.window())
        self.left.connect(view.close)
        view.show_place(self.lesson.document_id, passage)


def _shape(content: LessonContent) -> tuple[object, ...]:
    """How many rows the tabs have, and whose voice is heard; typing changes none of these."""
    return (
        tuple(passage.recording for passage in content.passages),
        len(content.key_words),
        len(content.choice_questions),
        len(content.short_questions),
        len(content.plan.steps),
    )
