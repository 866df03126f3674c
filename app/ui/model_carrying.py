"""Models that come from a folder or a stick, and go onto one: which it is, what is asked first, and the job then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import UserFacingError
from app.ui.dialogs.files import file_dialog
from app.ui.dialogs.install_model import InstallModelDialog, InstallPackDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.inference.install.packs import FoundPack
    from app.inference.install.service import Found
    from app.ui.shell import Shell

_ABOUT = "models"


class ModelCarrying(QObject):
    """Asks what has to be asked before models are installed from a folder or written to one.

    Args:
        shell: The window's.
        page: The page that is shown.

    Attributes:
        folders: Of the installed models that go onto a stick.
    """

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self._page = page
        self.folders: tuple[str, ...] = ()

    def choose(self) -> None:
        """Ask where models are."""
        dialog = file_dialog(self._shell, self.tr("Choose the folder of a model, or a stick"), self._page.window())
        dialog.fileSelected.connect(lambda name: self.look_at(Path(name)))
        dialog.open()

    def look_at(self, folder: Path) -> None:
        """Say which model, or which pack of models, is in a folder, and ask whether to install it."""
        self._shell.notifier.say(self.tr("Looking at what is in {folder}.").format(folder=folder.name), about=_ABOUT)
        self._shell.tasks.run(self, lambda: self._look(folder), lambda ask: ask(), self._refuse)

    def _look(self, folder: Path) -> Callable[[], None]:
        """Blocking: a pack of models, or else one model; gives what to ask then."""
        models = self._shell.services.models
        try:
            pack = models.look_at_pack(folder)
        except UserFacingError as error:
            if error.key != "modelpack.not_a_pack":
                raise
            found = models.look(folder)
            return lambda: self._ask_model(found)
        return lambda: self._ask_pack(pack)

    def _refuse(self, failure: BaseException) -> None:
        self._shell.notifier.settle(_ABOUT)
        self._shell.notifier.present(failure)

    def _ask_model(self, found: Found) -> None:
        """Show what was recognised; installs it once the person agrees."""
        self._shell.notifier.settle(_ABOUT)
        dialog = InstallModelDialog(self._shell, found, self._page.window())
        params = {"folder": str(found.folder), "spec_id": found.spec.id, "runtime": found.form.runtime.value}
        dialog.agreed.connect(lambda: self._shell.jobs.on_models("install_model", params))
        dialog.open()

    def _ask_pack(self, found: FoundPack) -> None:
        """Show who made a pack and what is in it; installs it once the person agrees."""
        self._shell.notifier.settle(_ABOUT)
        too_big = [one.too_big for one in found.models if one.too_big is not None]
        if len(too_big) == len(found.models):
            self._shell.notifier.present(too_big[0])
            return
        dialog = InstallPackDialog(self._shell, found, self._page.window())
        params = {"folder": str(found.pack.folder), "content": found.pack.content, "trust": True}
        dialog.agreed.connect(lambda: self._shell.jobs.on_models("import_models", params))
        dialog.open()

    def choose_target(self) -> None:
        """Ask where models go."""
        dialog = file_dialog(self._shell, self.tr("Choose the stick for the models"), self._page.window())
        dialog.fileSelected.connect(lambda name: self.carry(Path(name)))
        dialog.open()

    def carry(self, folder: Path) -> None:
        """Write the installed models onto a stick, for other laptops."""
        self._shell.jobs.on_models("export_models", {"names": list(self.folders), "folder": str(folder)})
