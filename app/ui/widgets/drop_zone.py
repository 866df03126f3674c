"""Where a page is put into the app: by dropping, by choosing, by pasting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.widgets import controls

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from app.ui.icons import Icons
    from app.ui.theme import Theme


def dropped_files(data: QMimeData) -> list[Path]:
    """Local files of a drag or of the clipboard."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def can_take(data: QMimeData) -> bool:
    """Whether there is something in it that can become a page."""
    return bool(dropped_files(data)) or data.hasImage() or data.hasText()


class DropZone(QFrame):
    """The biggest thing on Home.

    Signals:
        files_dropped: Paths.
        text_dropped: Plain text.
        picture_dropped: A `QImage`, as a browser or the clipboard holds it.
        choose_asked: The file dialog is wanted.
        paste_asked: The paste dialog is wanted.
    """

    files_dropped = Signal(list)
    text_dropped = Signal(str)
    picture_dropped = Signal(object)
    choose_asked = Signal()
    paste_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        layout = controls.column(self, theme, margin=(24, 32, 24, 32), gap=8)
        centre = Qt.AlignmentFlag.AlignHCenter
        headline = controls.label(self.tr("Put a page, a PDF or a photo here"), "title")
        kinds = controls.label(
            self.tr("PDF, JPEG, PNG, TIFF, WebP, Word or text. Several photos become one lesson."), "quiet"
        )
        self.setAccessibleName(headline.text())
        self.choose = controls.button(
            self.tr("Choose files"), "primary", icons=icons, icon="file", action=self.choose_asked.emit, tip="Ctrl+O"
        )
        self.paste = controls.button(
            self.tr("Paste text"), icons=icons, icon="paste", action=self.paste_asked.emit, tip="Ctrl+V"
        )
        layout.addStretch(1)
        layout.addWidget(controls.icon_label(icons, "drop", "accent", 44), 0, centre)
        layout.addSpacing(theme.px(4))
        layout.addWidget(headline, 0, centre)
        layout.addWidget(kinds, 0, centre)
        layout.addSpacing(theme.px(12))
        buttons = controls.row(None, theme, gap=12)
        buttons.addStretch(1)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.paste)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.isEnabled() and can_take(event.mimeData()):
            controls.restyle(self, "over", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        controls.restyle(self, "over", "false")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        controls.restyle(self, "over", "false")
        event.acceptProposedAction()
        self.take(event.mimeData())

    def take(self, data: QMimeData) -> bool:
        """Use what was dropped or pasted: files before a picture before text; False if it is none of these."""
        if files := dropped_files(data):
            self.files_dropped.emit(files)
        elif data.hasImage() and not (picture := QImage(data.imageData())).isNull():
            self.picture_dropped.emit(picture)
        elif text := data.text().strip():
            self.text_dropped.emit(text)
        else:
            return False
        return True
