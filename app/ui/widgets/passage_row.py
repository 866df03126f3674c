"""One passage on the lesson desk: the page's words, the lesson's words, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.domain.documents import BlockKind
from app.ui import wording
from app.ui.stylesheet import HEADING_POINTS
from app.ui.theme import READING_POINTS
from app.ui.widgets import controls
from app.ui.widgets.findings import FindingStrip
from app.ui.widgets.inline_text import InlineText

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QFont

    from app.domain.lessons import Finding, Passage
    from app.ui.kept import KeptFindings
    from app.ui.shell import Shell

FIXED = frozenset({BlockKind.FIGURE, BlockKind.FORMULA, BlockKind.TABLE})
"""Carried over unchanged: they are corrected on the page, not here."""


class PassageRow(QFrame):
    """Source on the left, text on the right, findings below the text; lit while the pointer or the cursor is in it.

    Signals:
        edited: The text, a moment after the last key.
        entered: The pointer or the cursor came in.
        fix_asked, page_asked, keep_asked, unkeep_asked: A `Finding`.
    """

    edited = Signal(str)
    entered = Signal()
    fix_asked = Signal(object)
    page_asked = Signal(object)
    keep_asked = Signal(object)
    unkeep_asked = Signal(object)

    def __init__(self, shell: Shell, index: int, passage: Passage, language: str) -> None:
        super().__init__()
        self.index = index
        self.passage = passage
        self._shell = shell
        self.setProperty("role", "row")
        theme = shell.theme
        heading = passage.kind is BlockKind.HEADING
        font = theme.font(HEADING_POINTS + 1.5 if heading else READING_POINTS, language, semibold=heading)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        self.source = self._build_source(passage, font, theme.line_height(language, font))
        grid.addWidget(self.source, 0, 0, top)
        self.editor: InlineText | None = None
        if passage.kind in FIXED:
            grid.addWidget(self._fixed(font, theme.line_height(language, font)), 0, 1, top)
        else:
            self.editor = InlineText(font, theme.line_height(language, font))
            name = wording.block_name(passage.kind)
            self.editor.setAccessibleName(self.tr("Easier text, {kind} {n}").format(kind=name, n=index + 1))
            self.editor.set_text(passage.text)
            self.editor.edited.connect(self.edited.emit)
            self.editor.entered.connect(self.entered.emit)
            grid.addWidget(self.editor, 0, 1, top)
        self.slot = QWidget()
        self._below = controls.column(self.slot, theme, gap=4)
        self.slot.hide()
        grid.addWidget(self.slot, 1, 1)

    def _build_source(self, passage: Passage, font: QFont, line_height: int) -> QLabel:
        theme = self._shell.theme
        words = f"{passage.marker} {passage.source}".strip() if passage.marker else passage.source
        label = controls.reading_label(words, font, line_height)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setContentsMargins(0, theme.px(8), 0, theme.px(4))
        label.setAccessibleName(self.tr("On the page: {text}").format(text=passage.source))
        return label

    def _fixed(self, font: QFont, line_height: int) -> QLabel:
        if self.passage.text != self.passage.source:  # a translated table
            return controls.reading_label(self.passage.text, font, line_height)
        kind = wording.block_name(self.passage.kind)
        words = self.tr("{kind}, kept as on the page").format(kind=kind)
        note = controls.label(words, "quiet", wrap=True)
        note.setContentsMargins(self._shell.theme.px(8), self._shell.theme.px(7), 0, 0)
        return note

    # -- for the desk

    def show_findings(self, found: tuple[Finding, ...], kept: KeptFindings) -> None:
        """Show what was found in this passage."""
        controls.clear(self._below)
        for one in found:
            strip = FindingStrip(self._shell, one, kept.reason(one))
            strip.fix_asked.connect(self.fix_asked.emit)
            strip.page_asked.connect(self.page_asked.emit)
            strip.keep_asked.connect(self.keep_asked.emit)
            strip.unkeep_asked.connect(self.unkeep_asked.emit)
            self._below.addWidget(strip)
        self.slot.setVisible(bool(found))

    def update_passage(self, passage: Passage) -> None:
        """A saved passage came back; the editor follows unless somebody is typing in it."""
        self.passage = passage
        if self.editor is not None:
            self.editor.follow(passage.text)

    def light(self, *, on: bool) -> None:
        """Light the row up, or not."""
        controls.restyle(self, "lit", "true" if on else "false")

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.light(on=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.editor is None or not self.editor.hasFocus():
            self.light(on=False)
