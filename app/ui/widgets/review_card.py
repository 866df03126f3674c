"""One sentence that needs a person: where it stands on the page, the page's words, the lesson's words, the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from app.domain.documents import Box
from app.ui import pictures, wording
from app.ui.theme import READING_POINTS
from app.ui.widgets import controls
from app.ui.widgets.findings import is_about_reading
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.inline_text import InlineText
from app.ui.widgets.passage_row import FIXED

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from app.domain.lessons import Finding, Passage
    from app.ui.shell import Shell

_MARGIN = 0.012


class ReviewCard(QFrame):
    """Shows all findings of one place with everything needed to decide on them; a whole page has no passage.

    Signals:
        edited: Passage index, new text and the `InlineText` it was typed into.
        accepted: The findings, a tuple.
        fix_asked, page_asked: A `Finding` of this place.
        listen_asked: The text as it stands.
        chosen: It was clicked or entered.
    """

    edited = Signal(int, str, object)
    accepted = Signal(object)
    fix_asked = Signal(object)
    page_asked = Signal(object)
    listen_asked = Signal(str)
    chosen = Signal()

    def __init__(self, shell: Shell, found: tuple[Finding, ...], passage: Passage | None, language: str) -> None:
        super().__init__()
        self.findings = found
        self.passage = passage
        self._shell = shell
        self._cut = QImage()
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = shell.theme
        rows = controls.column(self, theme, margin=16, gap=8)
        self._said = controls.column(None, theme, gap=4)
        rows.addLayout(self._said)
        self.picture = QLabel()
        self.picture.setAccessibleName(self.tr("The place on the page"))
        self.picture.setMinimumWidth(1)
        self._inset(self.picture)
        self.picture.hide()
        rows.addWidget(self.picture)
        self.editor: InlineText | None = None
        if passage is not None:
            self._build_text(rows, passage, language)
        rows.addWidget(self._build_buttons())
        self.show_findings(found)

    def _build_text(self, rows: QBoxLayout, passage: Passage, language: str) -> None:
        theme = self._shell.theme
        font = theme.font(READING_POINTS, language)
        line_height = theme.line_height(language, font)
        rows.addWidget(self._inset(controls.label(self.tr("On the page"), "small")))
        at = self.findings[0].sentence
        words = passage.pairs[at].source if 0 <= at < len(passage.pairs) else passage.source
        rows.addWidget(self._inset(controls.reading_label(words, font, line_height)))
        if self.findings[0].place:
            rows.addWidget(self._inset(controls.label(self.tr("In the lesson"), "small")))
            rows.addWidget(self._inset(controls.reading_label(passage.text, font, line_height)))
            return
        rows.addWidget(self._inset(controls.label(self.tr("Easier text"), "small")))
        if passage.kind in FIXED:
            if passage.text != passage.source:  # a translated table
                rows.addWidget(self._inset(controls.reading_label(passage.text, font, line_height)))
            else:
                rows.addWidget(self._inset(controls.label(self.tr("Kept as on the page"), "quiet")))
            return
        self.editor = editor = InlineText(font, line_height)
        self.editor.set_text(passage.text)
        self.editor.edited.connect(lambda text: self.edited.emit(self.findings[0].passage, text, editor))
        self.editor.entered.connect(self.chosen.emit)
        rows.addWidget(self.editor)

    def _inset(self, label: QLabel) -> QLabel:
        """Begin where the words of an editor begin."""
        label.setContentsMargins(self._shell.theme.px(7), 0, 0, 0)
        return label

    def _build_buttons(self) -> QWidget:
        icons, buttons = self._shell.icons, QWidget()
        line = FlowLayout(buttons, self._shell.theme.px(8))
        self.accept = controls.button(
            self.tr("It is right (A)"), icons=icons, icon="good", action=lambda: self.accepted.emit(self.findings)
        )
        self.fix = controls.button(
            self.tr("Fix"), icons=icons, icon="undo", action=lambda: self.fix_asked.emit(self.findings[0]),
            tip=self.tr("Put the page's own sentence back"),
        )  # fmt: skip
        self.edit = controls.button(self.tr("Edit (E)"), icons=icons, icon="edit", action=self.start_edit)
        self.listen = controls.button(
            self.tr("Listen"), "quiet", icons=icons, icon="sound", action=lambda: self.listen_asked.emit(self.text())
        )
        self.page = controls.button(
            self.tr("Check the page"), icons=icons, icon="page", action=lambda: self.page_asked.emit(self.findings[0])
        )
        for widget in (self.accept, self.fix, self.page, self.edit, self.listen):
            line.addWidget(widget)
        self.edit.setVisible(self.editor is not None)
        self.listen.setVisible(self.passage is not None)
        return buttons

    def show_findings(self, found: tuple[Finding, ...]) -> None:
        """Say what waits for a decision here, which an edit can change, and offer what helps."""
        self.findings = found
        said = [wording.finding(one) for one in found]
        self._say([(wording.severity_icon(one.severity), words) for one, words in zip(found, said, strict=True)])
        self.setAccessibleName(" ".join(said))
        if self.editor is not None:
            name = self.tr("Easier text: {finding}").format(finding=self.accessibleName())
            self.editor.setAccessibleName(name)
        about_reading = [is_about_reading(one) for one in found]
        self.page.setVisible(any(about_reading))
        self.fix.setVisible(self.editor is not None and not found[0].place and not all(about_reading))

    def _say(self, lines: list[tuple[str, str]]) -> None:
        controls.clear(self._said)
        for icon, words in lines:
            line = controls.row(None, self._shell.theme, gap=8)
            line.addWidget(controls.icon_label(self._shell.icons, icon, icon), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(controls.label(words, "heading", wrap=True), 1)
            self._said.addLayout(line)

    def text(self) -> str:
        """The text as it stands."""
        if self.editor is not None:
            return self.editor.toPlainText()
        return self.passage.text if self.passage is not None else ""

    def follow(self, passage: Passage) -> None:
        """The passage was saved, perhaps from the card of another of its sentences: hold no older words."""
        if self.editor is None:
            return
        self.passage = passage
        self.editor.follow(passage.text)

    def start_edit(self) -> None:
        """Put the cursor into the text."""
        if self.editor is not None:
            self.editor.setFocus()

    def show_solved(self) -> None:
        """The findings are gone: say so, and leave the text to be typed in."""
        self._say([("good", self.tr("Solved"))])
        self.setAccessibleName(self.tr("Solved"))
        self.accept.hide()
        self.fix.hide()
        self.set_current(on=False)

    def show_picture(self, page: QImage) -> None:
        """Cut the place out of the page picture."""
        box = self.passage.box if self.passage is not None else None
        if box is None or page.isNull():
            return
        wide = Box(
            max(0.0, box.left - _MARGIN), max(0.0, box.top - _MARGIN), min(1.0, box.right + _MARGIN),
            min(1.0, box.bottom + _MARGIN),
        )  # fmt: skip
        self._cut = pictures.cut(page, wide)
        self._fit()
        self.picture.show()

    def set_current(self, *, on: bool) -> None:
        """Mark the card that the keys act on."""
        controls.restyle(self, "lit", "true" if on else "false")

    def _fit(self) -> None:
        if self._cut.isNull():
            return
        room = min(self.width() - self._shell.theme.px(48), self._shell.theme.px(720))
        mode = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(QPixmap.fromImage(self._cut.scaledToWidth(max(80, min(room, self._cut.width())), mode)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit()
