"""A list of things that have an id, for a list view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

if TYPE_CHECKING:
    from collections.abc import Sequence


class Row(Protocol):
    """What is read of one of them."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def title(self) -> str:
        """What it is found by."""
        ...


RowT = TypeVar("RowT", bound=Row)


class RowsModel(QAbstractListModel, Generic[RowT]):
    """Rows that are replaced all at once; `data` is the subclass's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RowT, ...] = ()

    def set_rows(self, rows: Sequence[RowT]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[RowT, ...]:
        """What is shown, in order."""
        return self._rows

    def row_of(self, wanted: str) -> int:
        """Row of an id; -1 if it is not in the list."""
        return next((row for row, one in enumerate(self._rows) if one.id == wanted), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)
