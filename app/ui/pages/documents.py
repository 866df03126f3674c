"""Everything that was read in: make a lesson from it, check it, delete it and bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.documents import Document
from app.ui.event_bridge import Coalesced
from app.ui.item_models.documents import DocumentDelegate, DocumentListModel
from app.ui.navigator import Place
from app.ui.pages.base import MARGIN
from app.ui.pages.titled_list import TitledListPage
from app.ui.widgets import controls
from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from app.ui.navigator import Route
    from app.ui.shell import Shell

_RELOAD_MS = 100


class DocumentsPage(TitledListPage[Document]):
    """One list, and the actions on its current row."""

    def __init__(self, shell: Shell, route: Route) -> None:
        super().__init__(shell, route)
        self.set_title(self.tr("All pages that were read"))
        self.make = self.set_primary(self.tr("Make a lesson"), lambda: self._go(Place.MAKE))
        layout = controls.column(self.body, shell.theme, margin=(MARGIN, 0, MARGIN, MARGIN), gap=12)
        layout.addWidget(self._build_tools())
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.list, 1)
        self._build_list(
            self.tr("All pages that were read"), DocumentListModel(self), DocumentDelegate(shell, self.list)
        )
        self.list.activated.connect(lambda _: self._go(Place.SOURCE_CHECK))
        self._load_soon = Coalesced(self, self.refresh, _RELOAD_MS)
        shell.events.document_changed.connect(self._load_soon.ask)

    # -- building

    def _build_tools(self) -> QWidget:
        theme, icons, tools = self.shell.theme, self.shell.icons, QWidget()
        row = FlowLayout(tools, theme.px(8))
        self._build_search(self.tr("Search by title"), 280)
        self.check = controls.button(
            self.tr("Check the page"), "quiet", icons=icons, icon="page", action=lambda: self._go(Place.SOURCE_CHECK)
        )
        self.delete = controls.button(self.tr("Delete"), "quiet", icons=icons, icon="delete", action=self._ask_delete)
        self.restore = controls.button(self.tr("Bring back"), icons=icons, icon="restore", action=self._restore)
        self.bin.setText(self.tr("Deleted"))
        for widget in (self.search, self.check, self.delete, self.restore, self.bin):
            row.addWidget(widget)
        return tools

    # -- showing

    def refresh(self) -> None:
        library, deleted = self.shell.services.library, self.bin.isChecked()
        self.do(lambda: library.documents(deleted=deleted), self._show_all)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Enter", self.tr("Check the page")), ("Delete", self.tr("Delete")))

    def _why_empty(self, *, searched: bool, deleted: bool) -> str:
        if searched:
            return self.tr("Nothing has this title.")
        if deleted:
            return self.tr("Nothing was deleted in the last 30 days.")
        return self.tr("What you put in stands here. Put a page in on Home to begin.")

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
