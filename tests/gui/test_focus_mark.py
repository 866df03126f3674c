"""The keyboard focus is shown by the ring around a control, and by nothing within it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.ui.navigator import Place
from tests.gui.conftest import Desk


@pytest.mark.parametrize("look", ["light", "dark"])
def test_no_second_mark_stands_behind_the_letters_of_a_chip(open_window: Callable[..., Desk], look: str) -> None:
    desk = open_window(look=look)
    page = desk.go(Place.MAKE, desk.services.library.documents()[0].id)
    chip = next(one for one in page.findChildren(QPushButton) if one.property("role") == "chip" and one.isChecked())
    chip.clearFocus()
    plain = chip.grab().toImage()
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    desk.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after the key Tab
    assert chip.hasFocus()
    assert chip.grab().toImage() == plain
