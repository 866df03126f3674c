"""Everything that was read in: make a lesson from it, check it, delete it and bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from app.ui.event_bridge import Coalesced
from app.ui.item_models.documents import DocumentDelegate, DocumentListModel
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN, Page
from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from app.domain.documents import Document
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_RELOAD_MS = 100


class DocumentsPage(Page):
    """One list, and the actions on its current row."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("All pages that were read"))
        self.make = self.set_primary(self.tr("Make a lesson"), lambda: self._go(Place.MAKE))
        layout = controls.column(self.body, shell.theme, margin=(MARGIN, 0, MARGIN, MARGIN), gap=12)
        layout.addWidget(self._build_tools())
        self._empty = controls.label("", "quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._build_list(), 1)
        self.focus_first = self.list
        self._all: tuple[Document, ...] = ()
        self._wanted = ""
        self._load_soon = Coalesced(self, self.refresh, _RELOAD_MS)
        shell.events.document_changed.connect(self._load_soon.ask)

    # -- building

    def _build_tools(self) -> QWidget:
        theme, icons, tools = self.shell.theme, self.shell.icons, QWidget()
        row = FlowLayout(tools, theme.px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by title"))
        self.search.setAccessibleName(self.tr("Search by title"))
        self.search.setFixedWidth(theme.px(280))
        self.search.textChanged.connect(lambda _: self._filter())
        self.check = controls.button(
            self.tr("Check the page"), "quiet", icons=icons, icon="page", action=lambda: self._go(Place.SOURCE_CHECK)
        )
        self.delete = controls.button(self.tr("Delete"), "quiet", icons=icons, icon="delete", action=self._ask_delete)
        self.restore = controls.button(self.tr("Bring back"), icons=icons, icon="restore", action=self._restore)
        self.bin = controls.chip(self.tr("Deleted"))
        self.bin.clicked.connect(lambda: self.refresh())
        for widget in (self.search, self.check, self.delete, self.restore, self.bin):
            row.addWidget(widget)
        return tools

    def _build_list(self) -> QListView:
        self.model = DocumentListModel(self)
        self.list = QListView()
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(self.tr("All pages that were read"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(DocumentDelegate(self.shell, self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(self.shell.theme.px(40))  # it gives way first where little room is left
        self.list.activated.connect(lambda _: self._go(Place.SOURCE_CHECK))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_actions())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self._ask_delete)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        return self.list

    # -- showing

    def refresh(self) -> None:
        library, deleted = self.shell.services.library, self.bin.isChecked()
        self.do(lambda: library.documents(deleted=deleted), self._show_all)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Enter", self.tr("Check the page")), ("Delete", self.tr("Delete")))

    def state(self) -> tuple[str, bool, str]:
        current = self._current()
        return self.search.text(), self.bin.isChecked(), current.id if current is not None else ""

    def take_over(self, state: tuple[str, bool, str]) -> None:
        words, deleted, self._wanted = state
        self.bin.setChecked(deleted)
        self.search.setText(words)
        self.refresh()

    def _show_all(self, rows: tuple[Document, ...]) -> None:
        self._all = rows
        self._filter()

    def _filter(self) -> None:
        wanted, row = self.search.text().strip().casefold(), max(0, self.list.currentIndex().row())
        kept = self._current()
        shown = [one for one in self._all if wanted in one.title.casefold()]
        self.model.set_documents(shown)
        self._empty.setVisible(not shown)
        self.list.setVisible(bool(shown))
        if shown:
            ids = [one.id for one in shown]
            # of a row that is gone, its neighbour
            wanted_id = kept.id if kept is not None else self._wanted
            row = ids.index(wanted_id) if wanted_id in ids else min(row, len(ids) - 1)
            self.list.setCurrentIndex(self.model.index(row))
            self.claim_focus()
        elif wanted:
            self._empty.setText(self.tr("Nothing has this title."))
        elif self.bin.isChecked():
            self._empty.setText(self.tr("Nothing was deleted in the last 30 days."))
        else:
            self._empty.setText(self.tr("What you put in stands here. Put a page in on Home to begin."))
        self._show_actions()

    def _current(self) -> Document | None:
        row, rows = self.list.currentIndex().row(), self.model.documents
        return rows[row] if 0 <= row < len(rows) else None

    def _show_actions(self) -> None:
        there, deleted = self._current() is not None, self.bin.isChecked()
        for widget in (self.check, self.delete):
            widget.setVisible(not deleted)
            widget.setEnabled(there)
        self.restore.setVisible(deleted)
        self.restore.setEnabled(there)
        self.make.setEnabled(there and not deleted)

    # -- actions on the current row

    def _go(self, place: Place) -> None:
        if (current := self._current()) is not None and not self.bin.isChecked():
            self.shell.navigator.go(place, current.id)

    def _ask_delete(self) -> None:
        current = self._current()
        if current is None or self.bin.isChecked():
            return
        from app.ui.dialogs.confirm import ConfirmDialog

        question = self.tr("Delete “{title}”?").format(title=current.title)
        kept = self.tr("You can bring it back for 30 days. Lessons that were made from it stay.")
        library = self.shell.services.library
        ConfirmDialog(self.shell.theme, question, kept, self.tr("Delete"), self.window()).ask(
            lambda: self.do(lambda: library.remove(current.id))
        )

    def _restore(self) -> None:
        if (current := self._current()) is not None:
            library = self.shell.services.library
            self.do(lambda: library.restore(current.id))
