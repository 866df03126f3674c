"""The column of cards of one lesson, and which of them is in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.domain.documents import BlockKind
from app.domain.lesson_parts import evidence
from app.domain.lessons import Finding, Lesson, Passage
from app.ui import pictures
from app.ui.dialogs.page_view import find_page
from app.ui.kept import by_place, fixed_text
from app.ui.widgets import controls
from app.ui.widgets.review_card import ReviewCard

if TYPE_CHECKING:
    from app.ui.shell import Shell

_PICTURE_WIDTH = 1_600


class ReviewCards(QWidget):
    """One card for each sentence or other part that waits.

    Signals:
        accepted: The findings of one card, a tuple.
        edited: Passage index, new text and the `InlineText` it was typed into.
        page_asked: The page of the lesson is wanted.
        listen_asked: A text.
    """

    accepted = Signal(object)
    edited = Signal(int, str, object)
    page_asked = Signal()
    listen_asked = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._lesson: Lesson | None = None
        self._at = 0
        self.cards: list[ReviewCard] = []
        self._solved: list[ReviewCard] = []
        inner = QWidget()
        self._rows = controls.column(inner, shell.theme, margin=(0, 0, 20, 24), gap=12)
        self._area = controls.scroll(inner, self.tr("Sentences that need you"))
        self._area.setMinimumHeight(shell.theme.px(24))  # it scrolls; the words above it do not
        controls.column(self, shell.theme).addWidget(self._area)

    # -- showing

    def show_lesson(self, lesson: Lesson, waiting: tuple[Finding, ...]) -> None:
        """Show what waits in a lesson; of the same lesson as before, the card in hand gives way to the next."""
        at = self._at if self._lesson is not None and self._lesson.id == lesson.id else 0
        focused = self.window().focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._lesson = lesson
        self._clear()
        for found in by_place(waiting):
            self._add(found)
        if not waiting:
            words = self.tr("Nothing in this lesson needs you. Open it to read it, or approve it.")
            self._rows.addWidget(controls.label(words, "quiet", wrap=True))
        self._rows.addStretch(1)
        self._at = min(at, max(0, len(self.cards) - 1))
        self._mark()
        if had_focus and self.cards:
            self.cards[self._at].show()  # what the layout has not shown yet takes no focus
            self.cards[self._at].setFocus()
        self._load_pictures()

    def show_sentence(self, words: str) -> None:
        """Show no card but a sentence."""
        self._lesson = None
        self._clear()
        label = controls.label(words, "quiet", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setMinimumSize(QSize(0, self._shell.theme.px(240)))
        self._rows.addWidget(label)
        self._rows.addStretch(1)

    def follow(self, lesson: Lesson, waiting: tuple[Finding, ...]) -> None:
        """A save came back. Cards stay where they are: nothing may move under the hand that types or clicks."""
        self._lesson = lesson
        places = {found[0].where: found for found in by_place(waiting)}
        for card in list(self.cards):
            found = places.pop(card.findings[0].where, ())
            if not found:
                card.show_solved()
                self.cards.remove(card)
                self._solved.append(card)
            elif found != card.findings:
                card.show_findings(found)
        for card in (*self.cards, *self._solved):
            if card.findings[0].passage >= 0:
                card.follow(lesson.current.content.passages[card.findings[0].passage])
        for found in places.values():
            self._add(found)
        if places:
            self._load_pictures()
        self._at = min(self._at, max(0, len(self.cards) - 1))
        self._mark()

    def flush(self) -> None:
        """Hand over what was typed."""
        for card in (*self.cards, *self._solved):
            if card.editor is not None:
                card.editor.flush()

    def forget(self) -> None:
        """Let go of what was typed and could not be saved."""
        for card in (*self.cards, *self._solved):
            if card.editor is not None:
                card.editor.forget()

    def _clear(self) -> None:
        self.cards.clear()
        self._solved.clear()
        controls.clear(self._rows)

    def _add(self, found: tuple[Finding, ...]) -> None:
        if self._lesson is None:
            return
        content, first = self._lesson.current.content, found[0]
        passage = content.passages[first.passage] if first.passage >= 0 else None
        if first.place:
            passage = Passage(BlockKind.CAPTION, *evidence(content, first.place))
        card = ReviewCard(self._shell, found, passage, content.language)
        card.page_asked.connect(lambda _: self.page_asked.emit())
        card.accepted.connect(self.accepted.emit)
        card.fix_asked.connect(self._fix)
        card.edited.connect(self.edited.emit)
        card.listen_asked.connect(self.listen_asked.emit)
        card.chosen.connect(lambda: self._choose(card))
        self._rows.insertWidget(len(self.cards), card)
        self.cards.append(card)

    def _load_pictures(self) -> None:
        if self._lesson is None or not self.cards:
            return
        library, document_id = self._shell.services.library, self._lesson.document_id
        wanted = {card.passage.page_id for card in self.cards if card.passage is not None}

        def load() -> dict[str, QImage]:
            document = library.document(document_id)
            found: dict[str, QImage] = {}
            for page_id in wanted:
                page = find_page(document.pages, page_id)
                path = library.picture(page) if page is not None else None
                found[page_id] = pictures.load(path, _PICTURE_WIDTH) if path is not None else QImage()
            return found

        def show(found: dict[str, QImage]) -> None:
            for card in self.cards:
                if card.passage is not None and card.passage.page_id in found:
                    card.show_picture(found[card.passage.page_id])

        # a page that went away takes its picture with it, not the review
        self._shell.tasks.run(self, load, show, lambda _: None)

    # -- the card in hand

    @property
    def current(self) -> ReviewCard | None:
        """The card that the keys act on."""
        return self.cards[self._at] if self.cards else None

    def leave_text(self) -> bool:
        """Go from typing in the card in hand back to the card; False if nobody types in it."""
        card = self.current
        if card is None or card.editor is None or not card.editor.hasFocus():
            return False
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def take(self, step: int) -> None:
        """Take the next card (1) or the one before (-1) in hand, round the column."""
        if self.cards:
            self._at = (self._at + step) % len(self.cards)
            self._mark()
            self.cards[self._at].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._area.ensureWidgetVisible(self.cards[self._at])

    def _choose(self, card: ReviewCard) -> None:
        if card in self.cards:
            self._at = self.cards.index(card)
            self._mark()

    def _mark(self) -> None:
        for at, card in enumerate(self.cards):
            card.set_current(on=at == self._at)

    def _fix(self, found: Finding) -> None:
        for card in self.cards:
            if found in card.findings and card.editor is not None and card.passage is not None:
                card.editor.replace_text(fixed_text(card.passage, found))
                card.editor.flush()
