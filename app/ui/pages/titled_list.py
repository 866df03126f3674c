"""A list of things that have titles, searched by them, and what was deleted of it behind a chip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from app.ui.item_models.rows import RowT
from app.ui.pages.base import Page
from app.ui.widgets import controls

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyledItemDelegate

    from app.ui.item_models.rows import RowsModel
    from app.ui.navigator import Route
    from app.ui.shell import Shell


class TitledListPage(Page, Generic[RowT]):
    """One list, and actions on its current row, which are the subclass's.

    The widgets are made here; where they stand, and every word, is up to the subclass, whose `_build` calls come before
    the first `refresh`.
    """

    model: RowsModel[RowT]

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.search = QLineEdit()
        self.bin = controls.chip("")
        self.list = QListView()
        self._empty = controls.label("", "quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._all: tuple[RowT, ...] = ()
        self._wanted = ""
        self.focus_first = self.list
        self.search.textChanged.connect(lambda _: self._filter())
        self.bin.clicked.connect(lambda: self.refresh())

    def _build_search(self, words: str, width: int) -> None:
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setFixedWidth(self.shell.theme.px(width))

    def _build_list(self, name: str, model: RowsModel[RowT], delegate: QStyledItemDelegate) -> None:
        self.model = model
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(name)
        self.list.setModel(model)
        self.list.setItemDelegate(delegate)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(self.shell.theme.px(40))  # it gives way first where little room is left
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_actions())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self._ask_delete)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    # -- showing

    def state(self) -> tuple[str, bool, str]:
        current = self._current()
        return self.search.text(), self.bin.isChecked(), current.id if current is not None else ""

    def take_over(self, state: tuple[str, bool, str]) -> None:
        words, deleted, self._wanted = state
        self.bin.setChecked(deleted)
        self.search.setText(words)
        self.refresh()

    def _show_all(self, rows: tuple[RowT, ...]) -> None:
        self._all = rows
        self._filter()

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        kept, row = self._current(), self.list.currentIndex().row()
        self.model.set_rows([one for one in self._all if wanted in one.title.casefold()])
        shown = bool(self.model.rows)
        self._empty.setVisible(not shown)
        self.list.setVisible(shown)
        if shown:
            at = self.model.row_of(kept.id if kept is not None else self._wanted)
            if at < 0 and kept not in self._all:  # it went: its neighbour is in hand, not the newest
                at = min(row, len(self.model.rows) - 1)
            self.list.setCurrentIndex(self.model.index(max(0, at)))
            self.claim_focus()
        else:
            self._empty.setText(self._why_empty(searched=bool(wanted), deleted=self.bin.isChecked()))
        self._show_actions()

    def _current(self) -> RowT | None:
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    # -- the subclass's own

    def _why_empty(self, *, searched: bool, deleted: bool) -> str:
        """What stands where no row does."""
        raise NotImplementedError

    def _show_actions(self) -> None:
        """Show what can be done with the current row."""
        raise NotImplementedError

    def _ask_delete(self) -> None:
        """Delete the current row, after a question."""
        raise NotImplementedError
