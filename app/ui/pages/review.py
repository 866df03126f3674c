"""Review: lessons, worst first; of each only the sentences that need her."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.domain import sentences
from app.domain.lessons import Lesson, VersionState
from app.domain.people import Action
from app.ui import wording
from app.ui.asked_reasons import AskedReasons
from app.ui.decisions import Decisions, lane_of, reopen
from app.ui.item_models.lessons import LessonDelegate, LessonListModel
from app.ui.kept import KeptFindings
from app.ui.letter_keys import LetterKeys
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.passage_saves import PassageSaves
from app.ui.voice import Voice
from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.review_cards import ReviewCards
from app.ui.widgets.turning_row import TurningRow
from app.ui.widgets.voice_remarks import VoiceRemarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QModelIndex

    from app.domain.lessons import Finding, LessonSummary
    from app.domain.people import Decision
    from app.ui.navigator import Route
    from app.ui.shell import Shell
    from app.ui.widgets.inline_text import InlineText
    from app.ui.widgets.review_card import ReviewCard


class ReviewPage(Page):
    """Left the queue, right the cards; A, E, R, N act on the current card."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Review"))
        self._next = self.set_primary(self.tr("Approve"), self._approve, icon="good")
        self.green = controls.button(self.tr("Approve all green"), action=lambda: self._decisions.approve_green())
        self.green.hide()
        self.add_header_widget(self.green)
        self.lesson: Lesson | None = None
        self._wanted = route.id
        self._voice = Voice(shell, self)
        self._decisions = Decisions(shell, self)
        self._decisions.decided.connect(self._on_decided)
        self._decisions.refused.connect(lambda _: self.refresh())
        self._decisions.green_approved.connect(self._on_green_approved)
        self.reasons = AskedReasons(shell, self._decisions, self)
        self._saves = PassageSaves(shell, self._decisions, self)
        self._saves.saved.connect(self._on_saved)
        self._saves.anew_asked.connect(self._show_anew)
        layout = controls.row(self.body, shell.theme, margin=(MARGIN, 0, 0, 0), gap=16)
        layout.addWidget(self._build_list(), 1)
        layout.addWidget(self._build_cards(), 3)
        on, back = partial(self._take, 1), partial(self._take, -1)
        actions: dict[str, Callable[[], object]] = {
            "A": self._accept_current, "E": self._edit_current, "R": self._ask_reject, "?": self._show_keys,
            "N": on, "J": on, "Shift+N": back, "K": back,
        }  # fmt: skip
        LetterKeys(self, (self.list, self.column), actions)

    # -- building

    def _build_list(self) -> QWidget:
        self.model = LessonListModel(self)
        self.list = QListView()
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(self.tr("Lessons that wait"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(LessonDelegate(self.shell, self.list, narrow=True))
        self.list.setMouseTracking(True)
        self.list.setMinimumHeight(self.shell.theme.px(40))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self._side = side = QWidget()
        side.setMinimumWidth(self.shell.theme.px(190))
        side.setMaximumWidth(self.shell.theme.px(300))
        controls.column(side, self.shell.theme, margin=(0, 0, 0, 16)).addWidget(self.list)
        self.focus_first = self.list
        return side

    def _build_cards(self) -> QWidget:
        theme = self.shell.theme
        side = QWidget()
        column = controls.column(side, theme, gap=8)
        words = QWidget()
        lines = controls.column(words, theme, gap=0)
        self._name = controls.label("", "heading", wrap=True)
        self._counts = controls.label("", "quiet", wrap=True)
        self.remarks = controls.label("", "quiet", wrap=True)
        self.voice_remarks = VoiceRemarks(self.shell, fallen_back=False)  # that stands among the remarks
        for line in (self._name, self._counts, self.remarks, self.voice_remarks):
            lines.addWidget(line)
        icons, buttons = self.shell.icons, QWidget()
        flow = FlowLayout(buttons, theme.px(8))
        self.open = controls.button(self.tr("Open"), "quiet", icons=icons, icon="lessons", action=self._open)
        self.reject = controls.button(
            self.tr("Send back (R)"), "quiet", icons=icons, icon="rejected", action=self._ask_reject
        )
        self._keys = controls.icon_button(self.tr("Keys (?)"), icons, "keyboard", action=self._show_keys)
        for widget in (self.open, self.reject, self._keys):
            flow.addWidget(widget)
        column.addWidget(TurningRow(theme, words, buttons, least=(320, 0), margin=(0, 0, 24, 0)))
        self.column = ReviewCards(self.shell)
        self.column.accepted.connect(self._accept)
        self.column.edited.connect(self._save)
        self.column.page_asked.connect(self._check_page)
        self.column.listen_asked.connect(self._listen)
        column.addWidget(self.column, 1)
        return side

    # -- showing

    def refresh(self) -> None:
        self.do(self.shell.services.review.queue, self._show_queue)

    def leave(self) -> None:
        self._voice.stop()
        self.column.flush()

    def state(self) -> str:
        return self._wanted

    def take_over(self, state: str) -> None:
        self._wanted = state

    def escape(self) -> bool:
        return self.column.leave_text()

    def _show_queue(self, queue: tuple[LessonSummary, ...]) -> None:
        self._decisions.count_green(queue, self._show_green)
        self.model.set_rows(queue)
        row = max(0, self.model.row_of(self._wanted))
        if queue:
            self.list.setCurrentIndex(self.model.index(row))
            self.claim_focus()
        else:
            self._show_nothing()

    def _show_green(self, count: int) -> None:
        self.green.setText(self.tr("Approve all green ({n})").format(n=count))
        self.green.setAccessibleName(self.green.text())
        self.green.setVisible(count > 0)

    def _show_nothing(self) -> None:
        self.lesson = None
        self._side.hide()
        self._name.setText("")
        self._counts.setText("")
        self._remark(())
        self.voice_remarks.hide()
        for widget in (self._next, self.open, self.reject, self._keys):
            widget.setVisible(False)
        words = self.tr("Nothing waits for you. Lessons you make come here before they go on a stick.")
        self.column.show_sentence(words)

    def _on_chosen(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        self.leave()
        wanted = self.model.rows[index.row()].id
        self._wanted = wanted
        lessons = self.shell.services.lessons
        # behind what was typed into it: what is read is what was saved last
        self.do(lambda: self._decisions.see(lessons.lesson(wanted)), self._show_lesson, lane=lane_of(wanted))

    def _show_lesson(self, lesson: Lesson) -> None:
        if lesson.id != self._wanted:
            return
        self.lesson = lesson
        self._name.setText(lesson.current.content.title)
        self._remark(wording.remarks(lesson.current.content).values())
        self.voice_remarks.show_content(lesson.current.content)
        waiting = self._waiting(lesson)
        self._count(waiting)
        self.column.show_lesson(lesson, waiting)

    def _remark(self, sentences: Iterable[str]) -> None:
        """What the teacher should know before she approves, though no sentence waits for it."""
        self.remarks.setText("\n".join(sentences))
        self.remarks.setVisible(bool(self.remarks.text()))

    def _waiting(self, lesson: Lesson) -> tuple[Finding, ...]:
        return KeptFindings(self.shell, lesson.current.id).open_findings(lesson.current)

    def _count(self, waiting: tuple[Finding, ...]) -> None:
        if self.lesson is None:
            return
        version = self.lesson.current
        summary = next((one for one in self.model.rows if one.id == version.lesson_id), None)
        open_sentences = KeptFindings(self.shell, version.id).open_sentences(version)
        parts = [wording.needing(open_sentences)] if waiting else [self.tr("Every sentence passed.")]
        if waiting and summary is not None:
            parts.append(self.tr("%n passed", "", summary.green))
        self._counts.setText(", ".join(parts))

    # -- the card in hand

    @property
    def cards(self) -> list[ReviewCard]:
        """The cards that wait."""
        return self.column.cards

    def _take(self, step: int) -> None:
        if self.cards:
            self.column.take(step)
            return
        row = self.list.currentIndex().row() + step
        if 0 <= row < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row))

    def _edit_current(self) -> None:
        if self.column.current is not None:
            self.column.current.start_edit()

    def _accept_current(self) -> None:
        if self.column.current is not None:
            self._accept(self.column.current.findings)
        else:
            self._approve()

    # -- deciding

    def _accept(self, findings: tuple[Finding, ...]) -> None:
        if self.lesson is not None:
            KeptFindings(self.shell, self.lesson.current.id).keep(findings, self.window(), self._after_keeping)

    def _after_keeping(self) -> None:
        if self.lesson is None:
            return
        if self._saves.pending:  # the cards would be drawn without what was typed last
            self.do(lambda: None, lambda _: self._after_keeping(), lane=lane_of(self.lesson.id))
            return
        if waiting := self._waiting(self.lesson):
            self._count(waiting)
            self.column.show_lesson(self.lesson, waiting)
        else:
            self._approve()

    def _save(self, index: int, text: str, editor: InlineText) -> None:
        if self.lesson is not None:
            self._saves.save(self.lesson.id, index, text, editor)

    def _show_anew(self) -> None:
        self.column.forget()
        self._on_chosen(self.list.currentIndex())

    def _on_saved(self, lesson: Lesson) -> None:
        if self.lesson is None or lesson.id != self.lesson.id:
            return
        self.lesson = lesson
        waiting = self._waiting(lesson)
        self.column.follow(lesson, waiting)
        self._count(waiting)

    def _approve(self) -> None:
        if self.lesson is None or self.lesson.current.state is not VersionState.DRAFT:
            return
        self.leave()
        version = self.lesson.current
        kept = KeptFindings(self.shell, version.id)
        missing = kept.lacks_reason(version)
        if missing:
            self.reasons.ask_approval(self.lesson.id, missing)
        else:
            self.reasons.approve(self.lesson.id, kept.combined_reason(version))

    def _ask_reject(self) -> None:
        if self.lesson is not None:
            self.reasons.ask_rejection(self.lesson)

    def _on_decided(self, decision: Decision) -> None:
        title = self.lesson.current.content.title if self.lesson is not None else ""
        if decision.action is Action.REJECTED:
            self.shell.notifier.say(self.tr("“{title}” was sent back with your reason.").format(title=title))
        else:
            words = self.tr("“{title}” is approved.").format(title=title)
            save = (self.tr("Save to USB"), lambda: self.shell.navigator.go(Place.SAVE, decision.lesson_id))
            about = f"{Place.SAVE} {decision.lesson_id} save_pack"
            self.shell.notifier.say(
                words, "good", save, about=about, undo=partial(reopen, self.shell, decision.lesson_id)
            )
        self._wanted = ""
        self.list.setFocus()  # the keys go on with the next lesson
        self.refresh()

    def _on_green_approved(self, ids: tuple[str, ...]) -> None:
        words = self.tr("%n lesson(s) approved.", "", len(ids))
        save = (self.tr("Save to USB"), lambda: self.shell.navigator.go(Place.SAVE))
        undo = partial(reopen, self.shell, *ids) if ids else None
        self.shell.notifier.say(words, "good", save, about=f"{Place.SAVE} save_pack", undo=undo)
        self.refresh()

    # -- elsewhere

    def _open(self) -> None:
        if self.lesson is not None:
            self.shell.navigator.go(Place.DESK, self.lesson.id)

    def _check_page(self) -> None:
        if self.lesson is not None:
            self.shell.navigator.go(Place.SOURCE_CHECK, self.lesson.document_id)

    def _listen(self, text: str) -> None:
        if self.lesson is not None:
            content = self.lesson.current.content
            own = next((one.recording for one in content.passages if one.text == text and one.recording), None)
            self._voice.say([own] if own else sentences.split(text, content.language), content.language)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("A", self.tr("It is right; approve when it was the last")),
            ("E", self.tr("Edit the text")),
            ("R", self.tr("Send the lesson back")),
            ("N, Shift+N · J, K", self.tr("Next, the one before")),
            ("?", self.tr("These keys")),
        )

    def _show_keys(self) -> None:
        from app.ui.dialogs.keys import KeysDialog

        KeysDialog(self.shell.theme, self.keys(), self.window()).open()
