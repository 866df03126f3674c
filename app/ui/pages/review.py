"""Review: lessons, worst first; of each only the sentences that need her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.domain import sentences
from app.domain.documents import BlockKind
from app.domain.lesson_parts import evidence
from app.domain.lessons import Lesson, LessonContent, Passage, VersionState
from app.ui import pictures, wording
from app.ui.dialogs.page_view import find_page
from app.ui.item_models.lessons import LessonDelegate, LessonListModel
from app.ui.kept import KeptFindings, fixed_text
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.voice import Voice
from app.ui.widgets import controls
from app.ui.widgets.review_card import ReviewCard

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.documents import Document
    from app.domain.lessons import Finding, LessonSummary
    from app.domain.people import Decision
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_PICTURE_WIDTH = 1_600


class ReviewPage(Page):
    """Left the queue, right the cards; A, E, R, N act on the current card."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("Review"))
        self._next = self.set_primary(self.tr("Approve"), self._approve, icon="good")
        self.green = controls.button(self.tr("Approve all green"), action=self._approve_green)
        self.add_header_widget(self.green)
        self.lesson: Lesson | None = None
        self._seen: LessonContent | None = None
        self.cards: list[ReviewCard] = []
        self._at = 0
        self._wanted = route.id
        self._voice = Voice(shell, self)
        layout = controls.row(self.body, shell.theme, margin=(MARGIN, 0, 0, 0), gap=16)
        layout.addWidget(self._build_list())
        layout.addWidget(self._build_cards(), 1)
        for key, action in (
            ("A", self._accept_current),
            ("E", self._edit_current),
            ("R", self._ask_reject),
            ("N", lambda: self._move(1)),
            ("Shift+N", lambda: self._move(-1)),
            ("?", self._show_keys),
        ):
            QShortcut(QKeySequence(key), self, action)  # while she types, a text takes its letters first

    # -- building

    def _build_list(self) -> QWidget:
        self.model = LessonListModel(self)
        self.list = QListView()
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(self.tr("Lessons that wait"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(LessonDelegate(self.shell, self.list, narrow=True))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self._side = side = QWidget()
        side.setFixedWidth(self.shell.theme.px(300))
        controls.column(side, self.shell.theme, margin=(0, 0, 0, 16)).addWidget(self.list)
        self.focus_first = self.list
        return side

    def _build_cards(self) -> QWidget:
        theme = self.shell.theme
        side = QWidget()
        column = controls.column(side, theme, gap=8)
        top = controls.row(None, theme, margin=(0, 0, 24, 0), gap=8)
        words = controls.column(None, theme, gap=0)
        self._name = controls.label("", "heading", wrap=True)
        self._counts = controls.label("", "quiet", wrap=True)
        words.addWidget(self._name)
        words.addWidget(self._counts)
        top.addLayout(words, 1)
        icons = self.shell.icons
        self.open = controls.button(self.tr("Open"), "quiet", icons=icons, icon="lessons", action=self._open)
        self.reject = controls.button(
            self.tr("Send back (R)"), "quiet", icons=icons, icon="rejected", action=self._ask_reject
        )
        keys = controls.icon_button(self.tr("Keys (?)"), icons, "keyboard", action=self._show_keys)
        for widget in (self.open, self.reject, keys):
            top.addWidget(widget)
        column.addLayout(top)
        inner = QWidget()
        self._rows = controls.column(inner, theme, margin=(0, 0, 20, 24), gap=12)
        self._area = controls.scroll(inner, self.tr("Sentences that need you"))
        column.addWidget(self._area, 1)
        return side

    # -- showing

    def refresh(self) -> None:
        self.do(self.shell.services.review.queue, self._show_queue)

    def leave(self) -> None:
        self._voice.stop()
        for card in self.cards:
            if card.editor is not None:
                card.editor.flush()

    def _show_queue(self, queue: tuple[LessonSummary, ...]) -> None:
        green = sum(1 for one in queue if not one.amber and not one.red)
        self.green.setText(self.tr("Approve all green ({n})").format(n=green))
        self.green.setAccessibleName(self.green.text())
        self.green.setVisible(green > 0)
        self.model.set_summaries(queue)
        row = max(0, self.model.row_of(self._wanted))
        if queue:
            self.list.setCurrentIndex(self.model.index(row))
            self.claim_focus()
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self.lesson = None
        self._clear_cards()
        self._side.hide()
        self._name.setText("")
        self._counts.setText("")
        for widget in (self._next, self.open, self.reject):
            widget.setVisible(False)
        done = controls.label(
            self.tr("Nothing waits for you. Lessons you make come here before they go on a stick."), "quiet", wrap=True
        )
        done.setAlignment(Qt.AlignmentFlag.AlignCenter)
        done.setMinimumSize(QSize(0, self.shell.theme.px(240)))
        self._rows.addWidget(done)
        self._rows.addStretch(1)

    def _on_chosen(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        self.leave()
        wanted = self.model.summaries[index.row()].id
        self._wanted = wanted
        lessons = self.shell.services.lessons
        self.do(lambda: self._see(lessons.lesson(wanted)), self._show_lesson)

    def _see(self, lesson: Lesson) -> Lesson:
        """Remember what is shown next; called where it is loaded or saved, so that no newer save is forgotten."""
        self._seen = lesson.current.content
        return lesson

    def _show_lesson(self, lesson: Lesson) -> None:
        if lesson.id != self._wanted:
            return
        self.lesson = lesson
        version = lesson.current
        kept = KeptFindings(self.shell, version.id)
        self._name.setText(version.content.title)
        waiting = kept.open_findings(version)
        self._count(waiting)
        self._show_cards(waiting)
        self._load_pictures()

    def _clear_cards(self) -> None:
        self.cards.clear()
        controls.clear(self._rows)

    def _show_cards(self, waiting: tuple[Finding, ...]) -> None:
        if self.lesson is None:
            return
        self._clear_cards()
        for found in waiting:
            self._add_card(found)
        if not waiting:
            words = self.tr("Nothing in this lesson needs you. Open it to read it, or approve it.")
            self._rows.addWidget(controls.label(words, "quiet", wrap=True))
        self._rows.addStretch(1)
        self._at = 0
        self._mark()

    def _add_card(self, found: Finding) -> None:
        if self.lesson is None:
            return
        content = self.lesson.current.content
        passage = content.passages[found.passage] if found.passage >= 0 else None
        if found.place:
            passage = Passage(BlockKind.CAPTION, *evidence(content, found.place))
        card = ReviewCard(self.shell, found, passage, content.language)
        card.page_asked.connect(lambda _: self._check_page())
        card.accepted.connect(self._accept)
        card.fix_asked.connect(self._fix)
        card.edited.connect(self._save)
        card.listen_asked.connect(self._listen)
        card.chosen.connect(lambda: self._choose(card))
        self._rows.insertWidget(len(self.cards), card)
        self.cards.append(card)

    def _count(self, waiting: tuple[Finding, ...]) -> None:
        lesson_id = self.lesson.id if self.lesson is not None else ""
        summary = next((one for one in self.model.summaries if one.id == lesson_id), None)
        parts = [wording.needing(len(waiting))] if waiting else [self.tr("Every sentence passed.")]
        if waiting and summary is not None:
            parts.append(self.tr("%n passed", "", summary.green))
        self._counts.setText(", ".join(parts))

    def _load_pictures(self) -> None:
        if self.lesson is None or not self.cards:
            return
        services, lesson = self.shell.services, self.lesson
        wanted = {card.passage.page_id for card in self.cards if card.passage is not None}

        def load() -> dict[str, QImage]:
            document: Document = services.library.document(lesson.document_id)
            found: dict[str, QImage] = {}
            for page_id in wanted:
                page = find_page(document.pages, page_id)
                path: Path | None = services.library.picture(page) if page is not None else None
                found[page_id] = pictures.load(path, _PICTURE_WIDTH) if path is not None else QImage()
            return found

        def show(found: dict[str, QImage]) -> None:
            for card in self.cards:
                if card.passage is not None and card.passage.page_id in found:
                    card.show_picture(found[card.passage.page_id])

        # a page that went away takes its picture with it, not the review
        self.do(load, show, lambda _: None)

    # -- the current card

    def _choose(self, card: ReviewCard) -> None:
        if card in self.cards:
            self._at = self.cards.index(card)
            self._mark()

    def _mark(self) -> None:
        for at, card in enumerate(self.cards):
            card.set_current(on=at == self._at)

    def _move(self, step: int) -> None:
        if not self.cards:
            row = self.list.currentIndex().row() + step
            if 0 <= row < len(self.model.summaries):
                self.list.setCurrentIndex(self.model.index(row))
            return
        self._at = (self._at + step) % len(self.cards)
        self._mark()
        self.cards[self._at].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._area.ensureWidgetVisible(self.cards[self._at])

    def _edit_current(self) -> None:
        if self.cards:
            self.cards[self._at].start_edit()

    def _accept_current(self) -> None:
        if self.cards:
            self._accept(self.cards[self._at].finding)
        else:
            self._approve()

    # -- deciding

    def _accept(self, found: Finding) -> None:
        if self.lesson is not None:
            KeptFindings(self.shell, self.lesson.current.id).keep(found, self.window(), self._after_keeping)

    def _after_keeping(self) -> None:
        if self.lesson is None:
            return
        version = self.lesson.current
        waiting = KeptFindings(self.shell, version.id).open_findings(version)
        if waiting:
            self._count(waiting)
            self._show_cards(waiting)
            self._load_pictures()
        else:
            self._approve()

    def _fix(self, found: Finding) -> None:
        for card in self.cards:
            if card.finding == found and card.editor is not None and card.passage is not None:
                card.editor.replace_text(fixed_text(card.passage, found))
                card.editor.flush()

    def _save(self, index: int, text: str) -> None:
        if self.lesson is None:
            return
        lesson_id, lessons = self.lesson.id, self.shell.services.lessons

        def save() -> Lesson:
            return self._see(lessons.edit_passage(lesson_id, index, text))

        self.shell.tasks.run(self, save, self._on_saved, lane=f"lesson:{lesson_id}")

    def _on_saved(self, lesson: Lesson) -> None:
        if self.lesson is None or lesson.id != self.lesson.id:
            return
        self.lesson = lesson
        waiting = KeptFindings(self.shell, lesson.current.id).open_findings(lesson.current)
        # cards stay where they are, so that nothing moves under the hand that types or clicks
        for card in [one for one in self.cards if one.finding not in waiting]:
            card.show_solved()
            self.cards.remove(card)
        there = {card.finding for card in self.cards}
        for found in waiting:
            if found not in there:
                self._add_card(found)
        self._at = min(self._at, max(0, len(self.cards) - 1))
        self._mark()
        self._count(waiting)

    def _approve(self) -> None:
        if self.lesson is None or self.lesson.current.state is not VersionState.DRAFT:
            return
        self.leave()
        version = self.lesson.current
        kept = KeptFindings(self.shell, version.id)
        missing = kept.lacks_reason(version)
        if missing:
            self._ask_reason(missing)
        else:
            self._send_approval(kept.combined_reason(version))

    def _ask_reason(self, missing: tuple[Finding, ...]) -> None:
        from app.ui.dialogs.reason import ReasonDialog

        heading = self.tr("Why is it right as it is?")
        about = [wording.finding(one) for one in missing]
        dialog = ReasonDialog(self.shell.theme, heading, about, self.window(), go_on=self.tr("Approve"))
        dialog.given.connect(self._send_approval)
        dialog.open()

    def _send_approval(self, reason: str) -> None:
        if self.lesson is None:
            return
        lesson_id, services = self.lesson.id, self.shell.services

        def approve() -> Decision | None:
            person, seen = services.people.current(), self._seen_sha256()
            return services.review.approve(lesson_id, person, reason=reason, seen=seen) if person is not None else None

        self.shell.tasks.run(self, approve, self._on_decided, lane=f"lesson:{lesson_id}")

    def _seen_sha256(self) -> str | None:
        return self.shell.services.review.content_sha256(self._seen) if self._seen is not None else None

    def _ask_reject(self) -> None:
        if self.lesson is None:
            return
        from app.ui.dialogs.reason import ReasonDialog

        starts = (
            self.tr("Wrong fact"), self.tr("Too hard"), self.tr("Language"), self.tr("Does not fit our children"),
            self.tr("Not safe"),
        )  # fmt: skip
        heading = self.tr("What has to change in “{title}”?").format(title=self.lesson.current.content.title)
        dialog = ReasonDialog(self.shell.theme, heading, (), self.window(), starts=starts, go_on=self.tr("Send back"))
        dialog.given.connect(self._send_rejection)
        dialog.open()

    def _send_rejection(self, reason: str) -> None:
        if self.lesson is None:
            return
        lesson_id, services = self.lesson.id, self.shell.services

        def reject() -> Decision | None:
            person, seen = services.people.current(), self._seen_sha256()
            return services.review.reject(lesson_id, person, reason=reason, seen=seen) if person is not None else None

        self.shell.tasks.run(self, reject, self._on_decided, lane=f"lesson:{lesson_id}")

    def _on_decided(self, decision: Decision | None) -> None:
        if decision is None or self.lesson is None:
            self.shell.navigator.go(Place.FIRST_START, "2")
            return
        title = self.lesson.current.content.title
        if decision.action.value == "rejected":
            self.shell.notifier.say(self.tr("“{title}” was sent back with your reason.").format(title=title))
        else:
            words = self.tr("“{title}” is approved.").format(title=title)
            lesson_id = decision.lesson_id
            save = (self.tr("Save to USB"), lambda: self.shell.navigator.go(Place.SAVE, lesson_id))
            self.shell.notifier.say(words, "good", save)
        self._wanted = ""
        self.refresh()

    def _approve_green(self) -> None:
        services = self.shell.services

        def approve() -> int:
            person = services.people.current()
            return len(services.review.approve_green(person)) if person is not None else 0

        def done(count: int) -> None:
            words = self.tr("%n lesson(s) approved.", "", count)
            save = (self.tr("Save to USB"), lambda: self.shell.navigator.go(Place.SAVE))
            self.shell.notifier.say(words, "good", save)
            self.refresh()

        self.do(approve, done)

    # -- elsewhere

    def _open(self) -> None:
        if self.lesson is not None:
            self.shell.navigator.go(Place.DESK, self.lesson.id)

    def _check_page(self) -> None:
        if self.lesson is not None:
            self.shell.navigator.go(Place.SOURCE_CHECK, self.lesson.document_id)

    def _listen(self, text: str) -> None:
        if self.lesson is not None:
            language = self.lesson.current.content.language
            self._voice.say(sentences.split(text, language), language)

    def _show_keys(self) -> None:
        from app.ui.dialogs.keys import KeysDialog

        keys = (
            ("A", self.tr("It is right; approve when it was the last")),
            ("E", self.tr("Edit the text")),
            ("R", self.tr("Send the lesson back")),
            ("N, Shift+N", self.tr("Next, the one before")),
            ("?", self.tr("These keys")),
        )
        KeysDialog(self.shell.theme, keys, self.window()).open()
