"""The pages of a document at the left edge: thumbnails, their order, leaving one out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from app.ui.item_models.pages import THUMB_WIDTH, PageListModel
from app.ui.widgets import controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from app.domain.documents import Page
    from app.ui.shell import Shell


class PageStrip(QWidget):
    """A list and three buttons; hidden by its owner when there is one page only.

    Signals:
        chosen: Id of the page in hand.
        order_asked: All page ids in the order that is wanted.
        drop_asked: The page in hand shall be left out.
    """

    chosen = Signal(str)
    order_asked = Signal(list)
    drop_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        theme, icons = shell.theme, shell.icons
        self.model = PageListModel(shell, self)
        layout = controls.column(self, theme, margin=(0, 0, 8, 8), gap=4)
        self.list = QListView()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setModel(self.model)
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setFlow(QListView.Flow.TopToBottom)
        self.list.setWrapping(False)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setIconSize(QSize(theme.px(THUMB_WIDTH), theme.px(THUMB_WIDTH * 4 // 3)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        layout.addWidget(self.list, 1)
        buttons = controls.row(None, theme, gap=0)
        small = partial(controls.icon_button, icons=icons, role="small")
        self.move_up = small(self.tr("Move the page up"), icon="up", action=lambda: self._move(-1))
        self.move_down = small(self.tr("Move the page down"), icon="down", action=lambda: self._move(1))
        self.drop = small(self.tr("Leave the page out"), icon="delete", action=self.drop_asked.emit)
        for button in (self.move_up, self.move_down, self.drop):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        self.setFixedWidth(theme.px(THUMB_WIDTH + 56))

    def show_pages(self, pages: Sequence[Page], wanted: str) -> None:
        """Show these pages with one in hand; where it is gone, the one that took its place."""
        ids, row = [page.id for page in pages], max(0, self.list.currentIndex().row())
        row = ids.index(wanted) if wanted in ids else min(row, len(ids) - 1)
        self.model.set_pages(pages)
        if ids:
            self.list.setCurrentIndex(self.model.index(row))

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.pages[index.row()].id)

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row()
        order = [page.id for page in self.model.pages]
        if 0 <= row + step < len(order):
            order[row], order[row + step] = order[row + step], order[row]
            self.order_asked.emit(order)
