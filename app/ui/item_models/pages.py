"""The pages of a document as a list, with thumbnails that are decoded when they are looked at and forgotten later."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap

from app.ui import pictures, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.documents import Page
    from app.ui.shell import Shell

_log = logging.getLogger(__name__)

THUMB_WIDTH = 84
_KEPT = 60
_IN_FLIGHT = 2


class PageListModel(QAbstractListModel):
    """Rows are pages.

    At most `_KEPT` thumbnails are held and at most `_IN_FLIGHT` decoded at a time, the last asked for first: a book
    of 300 pages scrolls in the memory of a short one.
    """

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._pages: list[Page] = []
        self._icons: OrderedDict[str, QIcon] = OrderedDict()
        self._wanted: OrderedDict[str, Page] = OrderedDict()
        self._loading: set[str] = set()

    def set_pages(self, pages: Sequence[Page]) -> None:
        """Show these pages."""
        self.beginResetModel()
        self._pages = list(pages)
        self.endResetModel()

    def replace(self, page: Page) -> None:
        """A page changed: show it again, with a new thumbnail."""
        for row, old in enumerate(self._pages):
            if old.id == page.id:
                self._pages[row] = page
                self._icons.pop(page.id, None)
                index = self.index(row)
                self.dataChanged.emit(index, index)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages in order."""
        return tuple(self._pages)

    @property
    def thumbnails_held(self) -> int:
        """How many thumbnails are in memory."""
        return len(self._icons)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._pages)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        page = self._pages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.tr("Page {n}: {badge}").format(n=index.row() + 1, badge=wording.badge(page.text)[1])
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(page)
        if role == Qt.ItemDataRole.SizeHintRole:
            px = self._shell.theme.px
            return QSize(px(THUMB_WIDTH + 20), px(THUMB_WIDTH * 4 // 3 + 34))
        return None

    def _icon(self, page: Page) -> QIcon | None:
        if page.id in self._icons:
            self._icons.move_to_end(page.id)
            return self._icons[page.id]
        self._wanted[page.id] = page
        self._wanted.move_to_end(page.id)
        # a fast scroll asks for what is gone again before it could be drawn
        while len(self._wanted) > 24:
            self._wanted.popitem(last=False)
        self._load_next()
        return None

    def _load_next(self) -> None:
        while self._wanted and len(self._loading) < _IN_FLIGHT:
            page_id, page = self._wanted.popitem(last=True)
            if page_id in self._loading:
                continue
            self._loading.add(page_id)
            self._decode(page)

    def _decode(self, page: Page) -> None:
        library, width = self._shell.services.library, 2 * self._shell.theme.px(THUMB_WIDTH)

        def decode() -> QImage:
            path = library.picture(page)
            return pictures.load(path, width) if path is not None else QImage()

        def failed(failure: BaseException) -> None:
            _log.info("no thumbnail for page %s: %s", page.id, failure)
            self._on_image(page.id, QImage())

        self._shell.tasks.run(self, decode, lambda image: self._on_image(page.id, image), failed)

    def _on_image(self, page_id: str, image: QImage) -> None:
        self._loading.discard(page_id)
        pixmap = QPixmap.fromImage(image) if not image.isNull() else QPixmap()
        pixmap.setDevicePixelRatio(2.0)
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # the page itself is not tinted
        self._icons[page_id] = icon
        while len(self._icons) > _KEPT:
            self._icons.popitem(last=False)
        for row, page in enumerate(self._pages):
            if page.id == page_id:
                index = self.index(row)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])
        self._load_next()
