"""Where the data is: shown, opened, and kept elsewhere from the next start on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.config.paths import DataPaths, choose_folder
from app.ui.dialogs.files import file_dialog
from app.ui.widgets import controls

if TYPE_CHECKING:
    from app.ui.shell import Shell


class DataFolder(QWidget):
    """The path, two buttons, and what happens next."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        rows = controls.column(self, shell.theme, gap=8)
        words = self.tr(
            "Everything you make is kept in this folder on this laptop, and is backed up there every night."
        )
        rows.addWidget(controls.label(words, wrap=True))
        path = controls.label(str(shell.services.paths.data), "quiet", wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(path)
        buttons = controls.row(None, shell.theme, gap=8)
        self.show_folder = controls.button(
            self.tr("Show the folder"), icons=shell.icons, icon="folder", action=self._open
        )
        self.elsewhere = controls.button(self.tr("Keep the data elsewhere"), "quiet", action=self._ask)
        buttons.addWidget(self.show_folder)
        buttons.addWidget(self.elsewhere)
        buttons.addStretch(1)
        rows.addLayout(buttons)
        self.next = controls.label("", wrap=True)
        self.next.hide()
        rows.addWidget(self.next)

    def choose(self, folder: Path) -> None:
        """Use this folder from the next start on."""
        self._shell.tasks.run(self, lambda: choose_folder(folder), self._tell)

    def _ask(self) -> None:
        dialog = file_dialog(self._shell, self.tr("Choose a folder"), self.window())
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def _tell(self, paths: DataPaths) -> None:
        template = self.tr(
            "From the next start on, the data is kept in {new}. What is there now stays in {old}: to take it along,"
            " close the window and copy that folder's contents."
        )
        self.next.setText(template.format(new=paths.root, old=self._shell.services.paths.data))
        self.next.show()

    def _open(self) -> Any:  # noqa: ANN401 - a slot's result is ignored
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._shell.services.paths.data)))
