"""Letters as keys of a page: only where nobody types, and never in the middle of words that were meant for a dialog."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PAUSE_S = 1.0
"""A letter counts again once nothing else was typed for this long."""


class LetterKeys(QObject):
    """Bare letters and their actions.

    A letter counts while the focus is in one of the places, and not right after a dialog closed or after a letter that
    is no key: somebody who goes on typing a reason into the window must not decide with an "a" in the midst of it.
    """

    def __init__(self, page: QWidget, places: Sequence[QWidget], actions: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__(page)
        self._page = page
        self._places = tuple(places)
        self._quiet_until = 0.0
        for key, action in actions.items():
            QShortcut(QKeySequence(key), page, partial(self._on_key, action))  # a text takes its letters first
        for widget in (page, *places):
            widget.installEventFilter(self)
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_window)

    def _on_key(self, action: Callable[[], Any]) -> None:
        if time.monotonic() < self._quiet_until:
            self._pause()
        elif self._has_focus():
            action()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget() or self._page.window().focusWidget()
        return focused is not None and any(one is focused or one.isAncestorOf(focused) for one in self._places)

    def _pause(self) -> None:
        self._quiet_until = time.monotonic() + PAUSE_S

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None and window is self._page.window().windowHandle():
            self._pause()  # a dialog closed, or she came from another program

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.text().isalpha():
            self._pause()  # keys of the page do not come here
        return super().eventFilter(watched, event)
