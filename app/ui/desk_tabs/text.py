"""Source | easy text, passage by passage, edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.desk_tabs.base import DeskTab
from app.ui.kept import KeptFindings, fixed_text
from app.ui.voice import Voice, pieces
from app.ui.widgets import controls
from app.ui.widgets.findings import FindingStrip
from app.ui.widgets.passage_row import PassageRow
from app.ui.widgets.voice_remarks import VoiceRemarks

if TYPE_CHECKING:
    from app.domain.lessons import Finding, LessonContent, LessonVersion
    from app.ui.shell import Shell

_ROWS_AT_ONCE = 4


class TextTab(DeskTab):
    """Rows are built a few at a time between events, so that a long lesson does not stop the window.

    Signals:
        passage_edited: Index and new text.
        undo_asked: Index of a passage.
        page_asked: Index of a passage.
        place_asked: A part of the lesson outside the passages, as `Finding.place` names it.
        kept: Something was kept or looked at again.
    """

    passage_edited = Signal(int, str)
    undo_asked = Signal(int)
    page_asked = Signal(int)
    place_asked = Signal(str)
    kept = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.rows: list[PassageRow] = []
        self._version: LessonVersion | None = None
        self._kept: KeptFindings | None = None
        self._current: PassageRow | None = None
        self._voice = Voice(shell, self)
        self._build_soon = QTimer(self)
        self._build_soon.setObjectName("rows")
        self._build_soon.setInterval(0)
        self._build_soon.timeout.connect(self._build_some)

    # -- showing

    def show_version(self, version: LessonVersion) -> None:
        """Show a version; rows that are there already are kept, so that typing goes on undisturbed."""
        before, self._version = self._version, version
        self._kept = KeptFindings(self.shell, version.id)
        same = before is not None and len(before.content.passages) == len(version.content.passages)
        if not same or before is None or before.content.language != version.content.language:
            controls.clear(self.column)
            self.rows.clear()
            self._current = None
            self.whole = QWidget()
            self._whole_rows = controls.column(self.whole, self.shell.theme, margin=(16, 4, 16, 8), gap=4)
            self.column.addWidget(self.whole)
            self.voice_remarks = VoiceRemarks(self.shell)
            self.voice_remarks.show_content(version.content)
            self.column.addWidget(self.voice_remarks)
            self._show_whole_findings()
            self._build_some()
            self._build_soon.start()
            return
        self.voice_remarks.show_content(version.content)
        for row in self.rows:
            row.update_passage(version.content.passages[row.index])
        self.show_findings()

    def show_content(self, content: LessonContent) -> None:
        """The version brings the content."""

    def show_findings(self) -> None:
        """Draw the findings of every row again."""
        if self._version is None or self._kept is None:
            return
        self._show_whole_findings()
        for row in self.rows:
            self._show_row_findings(row)

    def _show_whole_findings(self) -> None:
        """What was found about whole pages stands above the rows."""
        controls.clear(self._whole_rows)
        found = [one for one in self._version.findings if one.passage < 0] if self._version is not None else []
        for one in found:
            strip = FindingStrip(self.shell, one, self._kept.reason(one) if self._kept is not None else None)
            strip.page_asked.connect(lambda _: self.page_asked.emit(-1))
            strip.place_asked.connect(lambda found: self.place_asked.emit(found.place))
            strip.keep_asked.connect(self._keep)
            strip.unkeep_asked.connect(self._unkeep)
            self._whole_rows.addWidget(strip)
        self.whole.setVisible(bool(found))

    def _show_row_findings(self, row: PassageRow) -> None:
        if self._version is not None and self._kept is not None:
            found = tuple(one for one in self._version.findings if one.passage == row.index)
            row.show_findings(found, self._kept)

    def _build_some(self) -> None:
        if self._version is None:
            return
        content = self._version.content
        start = len(self.rows)
        for index in range(start, min(start + _ROWS_AT_ONCE, len(content.passages))):
            row = PassageRow(self.shell, index, content.passages[index], content.language)
            row.edited.connect(lambda text, index=index: self.passage_edited.emit(index, text))
            row.entered.connect(lambda row=row: self._enter(row))
            row.fix_asked.connect(self._fix)
            row.page_asked.connect(lambda found: self.page_asked.emit(found.passage))
            row.keep_asked.connect(self._keep)
            row.unkeep_asked.connect(self._unkeep)
            self._show_row_findings(row)
            self.rows.append(row)
            self.column.addWidget(row)
        # now, not some rounds of events later: until then rows would be painted lower than their words are high
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if self.complete:
            self._build_soon.stop()
            self.column.addStretch(1)

    def _enter(self, row: PassageRow) -> None:
        if self._current is not None and self._current is not row:
            self._current.light(on=False)
        self._current = row
        row.light(on=True)

    @property
    def complete(self) -> bool:
        """Whether every passage has its row."""
        return self._version is not None and len(self.rows) == len(self._version.content.passages)

    @property
    def current(self) -> int:
        """Index of the row in hand; 0 before there is one."""
        return self._current.index if self._current is not None else 0

    # -- actions on the row in hand

    def listen(self) -> None:
        """Speak the row, or stop speaking."""
        if self._voice.playing:
            self._voice.stop()
        elif self._version is not None and self.rows:
            row = self.rows[self.current]
            text = row.editor.toPlainText() if row.editor is not None else row.passage.text
            language = self._version.content.language
            self._voice.say(pieces(row.passage, language, text), language)

    def undo(self) -> None:
        """Take back what was typed last; once that is all undone, bring back what was made."""
        row = self.rows[self.current] if self.rows else None
        if row is None or row.editor is None:
            return
        if row.editor.document().isUndoAvailable():
            row.editor.undo()
        else:
            self.undo_asked.emit(row.index)

    def show_page(self) -> None:
        """Show where the row stands on the page."""
        if self.rows:
            self.page_asked.emit(self.current)

    def forget(self) -> None:
        """Let go of what was typed and could not be saved."""
        for row in self.rows:
            if row.editor is not None:
                row.editor.forget()

    def flush(self) -> None:
        super().flush()
        self._voice.stop()

    # -- findings

    def _fix(self, found: Finding) -> None:
        if 0 <= found.passage < len(self.rows):
            row = self.rows[found.passage]
            if row.editor is not None:
                row.editor.replace_text(fixed_text(row.passage, found))
                row.editor.setFocus()

    def _keep(self, found: Finding) -> None:
        if self._kept is not None:
            self._kept.keep((found,), self.window(), self._on_kept)

    def _unkeep(self, found: Finding) -> None:
        if self._kept is not None:
            self._kept.unkeep(found)
            self._on_kept()

    def _on_kept(self) -> None:
        self.show_findings()
        self.kept.emit()
