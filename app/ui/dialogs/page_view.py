"""The page with one place outlined, beside whatever is being done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from app.domain.errors import UserFacingError
from app.ui import pictures, wording
from app.ui.dialogs.base import Dialog
from app.ui.widgets import controls
from app.ui.widgets.page_picture import PagePicture

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.documents import Box, Page
    from app.domain.lessons import Passage
    from app.ui.shell import Shell

_WIDTH = 1_600


class PageViewDialog(Dialog):
    """Not modal: the lesson can be edited while the page stands beside it."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell.theme, QCoreApplication.translate("PageViewDialog", "The page"), parent)
        self._shell = shell
        self.setModal(False)
        self.picture = PagePicture(shell.theme)
        self.picture.setAccessibleName(self.tr("Picture of the page"))
        tools = controls.row(None, shell.theme, gap=4)
        for name, icon, step in ((self.tr("Zoom out"), "zoom-out", -1), (self.tr("Zoom in"), "zoom-in", 1)):
            tools.addWidget(controls.icon_button(name, shell.icons, icon, action=partial(self.picture.zoom_by, step)))
        tools.addStretch(1)
        tools.addWidget(controls.button(self.tr("Close"), action=self.close))
        self.column.addWidget(self.picture, 1)
        self.column.addLayout(tools)
        self.resize(shell.theme.px(560), shell.theme.px(640))

    def show_place(self, document_id: str, passage: Passage) -> None:
        """Load the page a passage came from and outline it."""
        library = self._shell.services.library

        def load() -> tuple[QImage, Box | None]:
            page = find_page(library.document(document_id).pages, passage.page_id)
            path = library.picture(page) if page is not None else None
            return (pictures.load(path, _WIDTH) if path is not None else QImage()), passage.box

        def failed(failure: BaseException) -> None:
            if isinstance(failure, UserFacingError):
                self.picture.set_empty(wording.page_failure(failure))
            else:
                self._shell.notifier.present(failure)

        self._shell.tasks.run(self, load, self._show, failed)
        self.show()

    def _show(self, loaded: tuple[QImage, Box | None]) -> None:
        image, box = loaded
        if image.isNull():
            self.picture.set_empty(self.tr("This page has no picture. It was read from text."))
        else:
            self.picture.set_image(image, [])
            self.picture.outline(box)


def find_page(pages: tuple[Page, ...], page_id: str) -> Page | None:
    """The page with this id; None if it was left out since."""
    return next((page for page in pages if page.id == page_id), None)
