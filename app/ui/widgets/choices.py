"""Chips of which one, or several, are on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.ui.theme import Theme

T = TypeVar("T")


class Choices(QWidget, Generic[T]):
    """A row of chips that breaks where it must.

    Signals:
        changed: Something was switched by a person.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, name: str, options: Iterable[tuple[T, str]], chosen: Iterable[T], *, many: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._many = many
        self._chips: dict[T, QPushButton] = {}
        flow = FlowLayout(self, theme.px(8))
        # a group, exclusive or not, lets Tab reach one of its buttons only; arrow keys reach the others
        group = None if many else QButtonGroup(self)
        wanted = set(chosen)
        for value, text in options:
            chip = controls.chip(text, checked=value in wanted)
            chip.setAccessibleName(f"{name}: {text}")
            chip.clicked.connect(lambda: self.changed.emit())
            if group is not None:
                group.addButton(chip)
            flow.addWidget(chip)
            self._chips[value] = chip

    @property
    def chips(self) -> dict[T, QPushButton]:
        """The buttons by value."""
        return self._chips

    @property
    def chosen(self) -> tuple[T, ...]:
        """Values that are on, in order."""
        return tuple(value for value, chip in self._chips.items() if chip.isChecked())

    @property
    def one(self) -> T | None:
        """The first value that is on."""
        return next(iter(self.chosen), None)

    def choose(self, *values: T) -> None:
        """Switch exactly these on, without `changed`."""
        for value in values:
            if value in self._chips:
                self._chips[value].setChecked(True)
        if self._many:
            for value, chip in self._chips.items():
                chip.setChecked(value in values)
