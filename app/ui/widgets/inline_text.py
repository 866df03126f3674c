"""Text edited in place: as high as its words, saved by itself, doubtful words dotted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QFont, QResizeEvent, QWheelEvent

SAVE_AFTER_MS = 700


@dataclass(slots=True)
class Held:
    """What the store had when the words in an editor were put there or last saved: what an edit begins from."""

    text: str = ""


class InlineText(QTextEdit):
    """A paragraph that can be typed into.

    Signals:
        edited: The text, a moment after the last key, or when the focus leaves or `flush` is called.
        entered: The focus came in.
        cursor_at: Position of the cursor in the text, when it is moved by a person.
    """

    edited = Signal(str)
    entered = Signal()
    cursor_at = Signal(int)

    def __init__(self, font: QFont, line_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ""
        self.held = Held()
        self._line_height = line_height
        self.setProperty("role", "inline")
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(4)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setObjectName("autosave")
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._on_changed)
        self.cursorPositionChanged.connect(self._on_cursor)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())

    # -- for the page

    def set_text(self, text: str) -> None:
        """Show a text as saved; what can be undone begins here."""
        self._saved = self.held.text = text
        self.blockSignals(True)
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        layout = QTextBlockFormat()
        layout.setLineHeight(self._line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(layout)
        self.document().setUndoRedoEnabled(True)
        self.blockSignals(False)
        self._timer.stop()
        self.updateGeometry()

    def follow(self, text: str) -> None:
        """A saved text came back: show it, unless somebody is typing; the cursor stays."""
        if self.dirty:
            return
        if self.toPlainText() == text or (self.hasFocus() and self.toPlainText().strip() == text):
            self.held.text = text  # a space at the end is where she goes on
            return
        at = self.textCursor().position()
        self.set_text(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(self.toPlainText())))
        self.setTextCursor(cursor)

    def replace_text(self, text: str) -> None:
        """Put other words here as if they were typed: Undo brings the present ones back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    @property
    def dirty(self) -> bool:
        """Whether something typed has not been handed over yet."""
        return self.toPlainText() != self._saved

    def flush(self) -> None:
        """Hand over what was typed, now."""
        self._timer.stop()
        if self.dirty:
            self._saved = self.toPlainText()
            self.edited.emit(self._saved)

    def forget(self) -> None:
        """Let go of what was typed and could not be saved."""
        self.set_text(self.held.text)

    def keep_unsaved(self) -> None:
        """What was handed over could not be saved: hand it over again when the next chance comes."""
        self._saved = self.held.text

    def mark(self, spans: Sequence[tuple[int, int]], colour: QColor, *, current: tuple[int, int] | None = None) -> None:
        """Dot the words at these places under their line; `current` is shown as chosen."""
        selections = []
        for start, end in spans:
            looks = QTextCharFormat()
            looks.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            looks.setUnderlineColor(colour)
            selections.append(self._selection(start, end, looks))
        if current is not None:
            looks = QTextCharFormat()
            looks.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            looks.setUnderlineColor(colour)
            selections.append(self._selection(*current, looks))
        self.setExtraSelections(selections)

    def _selection(self, start: int, end: int, looks: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, self.document().characterCount() - 1))
        cursor.setPosition(min(end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = looks
        return selection

    # -- inside

    def _on_changed(self) -> None:
        if self.dirty:
            self._timer.start()
        self.updateGeometry()

    def _on_cursor(self) -> None:
        if self.hasFocus():
            self.cursor_at.emit(self.textCursor().position())

    def _height(self) -> int:
        margins = self.contentsMargins()
        frame = self.height() - self.viewport().height() if self.height() > self.viewport().height() else 8
        return math.ceil(self.document().size().height()) + max(frame, margins.top() + margins.bottom())

    def sizeHint(self) -> QSize:
        return QSize(320, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it never scrolls itself; the page does
