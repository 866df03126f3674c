"""Where she is on a page, so that the same page drawn anew goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QScrollArea, QScrollBar, QWidget

from app.ui.widgets.inline_text import InlineText

if TYPE_CHECKING:
    from app.ui.pages.base import Page

_LOOK_MS = 15
_LOOKS = 600
"""After these the page has come as far as it will; a laptop that is busy reading a book needs some seconds."""
_AT_REST = 4
"""Looks at which nothing changed any more: words wrap over some rounds of events."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page; widgets are named by their class and their number among the visible ones of it.

    Attributes:
        kind: Class of the field with the focus; empty where it was outside the page.
        number: Its number.
        words: What stands in it, for a text; None for anything else.
        anchor: Where the selection in the text begins.
        cursor: Where it ends and the next letter goes.
        scrolled: Of each scrolled part, the share of its content that lies above what is in sight, 0 to 1.
        typed: Keys that were pressed while no page was there to take them.
    """

    kind: str = ""
    number: int = 0
    words: str | None = None
    anchor: int = 0
    cursor: int = 0
    scrolled: tuple[float, ...] = ()
    typed: tuple[QKeyEvent, ...] = ()


def spot_of(page: Page) -> Spot:
    """Where she is on this page."""
    if (waiting := page.findChild(ComeBack)) is not None:
        return waiting.spot
    scrolled = tuple(bar.value() / max(1, bar.maximum() + bar.pageStep()) for bar in _bars(page))
    field = QApplication.focusWidget()
    if field is None or not page.isAncestorOf(field):
        return Spot(scrolled=scrolled)
    kind = type(field).__name__
    number = _alike(page, kind).index(field)
    if isinstance(field, InlineText):
        cursor = field.textCursor()
        return Spot(kind, number, field.toPlainText(), cursor.anchor(), cursor.position(), scrolled)
    if isinstance(field, QLineEdit):
        at = field.cursorPosition()
        anchor = field.selectionStart() if field.hasSelectedText() else at
        return Spot(kind, number, field.text(), anchor, max(at, field.selectionEnd()), scrolled)
    return Spot(kind, number, scrolled=scrolled)


class ComeBack(QObject):
    """Waits until a page that was drawn anew has what the spot names, and goes there.

    Until a text is there it takes the keys that are meant for it. It leaves a focus alone that she has put elsewhere.
    """

    def __init__(self, page: Page, spot: Spot) -> None:
        super().__init__(page)
        self._page = page
        self._spot = spot
        self._looks = self._still = 0
        self._heights: tuple[int, ...] = ()
        self._ear = _Ear(page, spot.typed) if spot.words is not None else None
        self._timer = QTimer(self)
        self._timer.setObjectName("come back")
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    @property
    def spot(self) -> Spot:
        """Where it goes, with the keys that came meanwhile."""
        one = self._spot
        typed = self._ear.typed if self._ear is not None else ()
        return Spot(one.kind, one.number, one.words, one.anchor, one.cursor, one.scrolled, tuple(typed))

    def _look(self) -> None:
        self._looks += 1
        bars = _bars(self._page)
        heights = tuple(bar.maximum() for bar in bars)
        still = self._page.complete and self._page.shell.tasks.pending == 0 and heights == self._heights
        self._heights, self._still = heights, self._still + 1 if still else 0
        at_end = self._still == _AT_REST or self._looks > _LOOKS
        if self._ear is not None:
            self._take_text(self._ear, at_end=at_end)
        if at_end:
            self._timer.stop()
            self._end(bars)
            self.setParent(None)
            self.deleteLater()

    def _take_text(self, ear: _Ear, *, at_end: bool) -> None:
        field = _text_like(self._page, self._spot, at_end=at_end)
        if field is None and not at_end:
            return
        self._ear = None
        if field is not None and ear.hasFocus():
            _put_cursor(field, self._spot)
            for event in ear.typed:
                QApplication.sendEvent(field, event)
        ear.hide()
        ear.deleteLater()

    def _end(self, bars: list[QScrollBar]) -> None:
        for bar, share in zip(bars, self._spot.scrolled, strict=False):
            bar.setValue(round(share * (bar.maximum() + bar.pageStep())))
        focused = QApplication.focusWidget()
        if self._spot.words is not None:
            if isinstance(focused, InlineText) and self._page.isAncestorOf(focused):
                _keep_in_sight(focused)
            return
        alike = _alike(self._page, self._spot.kind)
        if self._spot.kind and self._spot.number < len(alike) and self._page.gave_focus_to(focused):
            alike[self._spot.number].setFocus()


class _Ear(QWidget):
    """Has the focus while the text that it belongs to is not there yet, and keeps the keys."""

    def __init__(self, page: Page, typed: tuple[QKeyEvent, ...]) -> None:
        super().__init__(page)
        self.typed = list(typed)
        self.setAccessibleName(page.accessibleName())
        self.resize(0, 0)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.typed.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))


def _alike(page: Page, kind: str) -> list[QWidget]:
    return [one for one in page.findChildren(QWidget) if type(one).__name__ == kind and one.isVisible()]


def _bars(page: Page) -> list[QScrollBar]:
    parts: list[QScrollArea | QListView] = [*page.findChildren(QScrollArea), *page.findChildren(QListView)]
    return [one.verticalScrollBar() for one in parts if one.isVisible()]


def _text_like(page: Page, spot: Spot, *, at_end: bool) -> InlineText | QLineEdit | None:
    """The text at this number; at the end also another with the same words. Never one with other words."""
    fields = [one for one in _alike(page, spot.kind) if isinstance(one, (InlineText, QLineEdit))]
    same = [at for at, one in enumerate(fields) if _words(one).strip() == (spot.words or "").strip()]
    if spot.number in same:
        return fields[spot.number]
    if not at_end:
        return None
    if same:
        return fields[min(same, key=lambda at: abs(at - spot.number))]
    field = fields[spot.number] if spot.number < len(fields) else None
    return field if isinstance(field, QLineEdit) and not field.text() else None


def _words(field: InlineText | QLineEdit) -> str:
    return field.toPlainText() if isinstance(field, InlineText) else field.text()


def _put_cursor(field: InlineText | QLineEdit, spot: Spot) -> None:
    words = spot.words or ""
    field.setFocus()
    if isinstance(field, QLineEdit):
        if field.text() != words:
            field.setText(words)
        field.setCursorPosition(spot.cursor)
        if spot.anchor != spot.cursor:
            field.setSelection(spot.anchor, spot.cursor - spot.anchor)
        return
    cursor = field.textCursor()
    if words.startswith(text := field.toPlainText()):  # a space at the end, which no store keeps, is where she goes on
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(words[len(text) :])
    last = len(field.toPlainText())
    cursor.setPosition(min(spot.anchor, last))
    cursor.setPosition(min(spot.cursor, last), QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    _keep_in_sight(field)


def _keep_in_sight(field: InlineText) -> None:
    above: QWidget | None = field
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None and (content := above.widget()) is not None:
        at = field.mapTo(content, field.cursorRect().center())
        above.ensureVisible(at.x(), at.y(), 0, field.cursorRect().height() * 2)
