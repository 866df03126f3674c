"""The system's file dialog; Qt's own, where there is none, in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.dialogs.base import wake_parent

if TYPE_CHECKING:
    from app.ui.shell import Shell


def file_dialog(shell: Shell, title: str, parent: QWidget, *, kinds: str = "", one: bool = False) -> QFileDialog:
    """A dialog for one folder, or for several files - or `one` - if `kinds` names some.

    It begins where it was used last for the same; at first among the sticks for a folder, in the documents for files.

    Returns:
        The dialog, to be connected and opened; it deletes itself.
    """
    translate = QCoreApplication.translate
    start = (shell.last_folder or _documents()) if kinds else (shell.last_target or _sticks())
    dialog = QFileDialog(parent, title, start)
    if kinds:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile if one else QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(kinds)
    else:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setViewMode(QFileDialog.ViewMode.List)
    for label, words in (
        (QFileDialog.DialogLabel.LookIn, translate("FileDialog", "In:")),
        (QFileDialog.DialogLabel.FileName, translate("FileDialog", "Name:")),
        (QFileDialog.DialogLabel.FileType, translate("FileDialog", "Kind:")),
        (QFileDialog.DialogLabel.Accept, translate("FileDialog", "Choose")),
        (QFileDialog.DialogLabel.Reject, translate("FileDialog", "Cancel")),
    ):
        dialog.setLabelText(label, words)
    dialog.resize(shell.theme.px(820), shell.theme.px(520))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    wake_parent(dialog)

    def remember() -> None:
        if kinds:
            shell.last_folder = dialog.directory().absolutePath()
        else:
            shell.last_target = dialog.selectedFiles()[0]

    dialog.accepted.connect(remember)
    return dialog


def _documents() -> str:
    documents = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((folder for folder in documents if QDir(folder).exists()), QDir.homePath())


def _sticks() -> str:
    """Where Linux puts the sticks of this person, if one is there; else home."""
    name = QDir.home().dirName()
    places = (QDir(f"{root}/{name}") for root in ("/media", "/run/media"))
    return next((one.path() for one in places if not one.isEmpty()), QDir.homePath())
