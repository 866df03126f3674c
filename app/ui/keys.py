"""Enter presses the button that has the focus, as Space does; in a text it stays a key of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier})


def is_enter(event: QKeyEvent) -> bool:
    """Whether it is Enter alone, on either side of the keyboard."""
    return event.key() in _ENTER and event.modifiers() in _PLAIN


def press_focused(event: QKeyEvent) -> bool:
    """Press the focused button; for a window's `keyPressEvent`, which gets the keys that the focused widget left.

    A key that is held down presses once: the page that opens must not be gone through as well.

    Returns:
        Whether a button has the focus.
    """
    focused = QApplication.focusWidget()
    if not isinstance(focused, QAbstractButton):
        return False
    if not event.isAutoRepeat() and focused.isEnabled():
        focused.click()
    return True
